// Every entry of the package: they differ in where `#module` finds the WebAssembly module.

export { LIMITS } from "#facts";
export { VERSION } from "#version";
export {
  init,
  inspectUserSig,
  RoomEngineAdmin,
  signUserSig,
  updateRoomMemberInfo,
} from "./api.js";
export { RoomEngineError } from "./error.js";
