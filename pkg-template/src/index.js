// The entry of Node, browsers, Deno, Bun and every bundler: the module's bytes are in the file, so
// that no file system, URL, permission or bundler setting stands between them and the caller.

import { createApi } from "./api.js";
import { inlineModule } from "./inline.js";

export { RoomEngineError } from "./error.js";
export { VERSION } from "#version";

const api = /* @__PURE__ */ createApi(inlineModule);

export const RoomEngineAdmin = /* @__PURE__ */ api.RoomEngineAdmin;
export const updateRoomMemberInfo = /* @__PURE__ */ api.once("updateRoomMemberInfo");
export const signUserSig = /* @__PURE__ */ api.signUserSig;
export const inspectUserSig = /* @__PURE__ */ api.inspectUserSig;
