// Every entry of the package: they differ in where `#module` finds the WebAssembly module.
//
// Each export is made here, not re-exported: bundlers that shake the tree lose a re-exporting file.

import * as place from "#module";
import { createApi } from "./api.js";

export { VERSION } from "#version";
export { RoomEngineError } from "./error.js";

const api = /* @__PURE__ */ createApi(place);

export const RoomEngineAdmin = /* @__PURE__ */ api.RoomEngineAdmin;
export const updateRoomMemberInfo = /* @__PURE__ */ api.once("updateRoomMemberInfo");
export const signUserSig = /* @__PURE__ */ api.signUserSig;
export const inspectUserSig = /* @__PURE__ */ api.inspectUserSig;
export const init = /* @__PURE__ */ api.init;
