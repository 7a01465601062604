// @ts-check
import { refuse } from "./refusal.js";

const MAX_U32 = 4_294_967_295;
const DECIMAL = /^[0-9]{1,20}$/;

/**
 * Reads the five parameters that every call carries. Others are ignored.
 *
 * @param {URLSearchParams} params
 * @returns {{ sdkAppId: number, identifier: string, userSig: string }}
 * @throws {import("./refusal.js").Refusal} 60012, 60025, 60006
 */
export function readQuery(params) {
  const appId = single(params, "sdkappid");
  if (!appId) refuse(60012);
  const sdkAppId = DECIMAL.test(appId) ? Number(appId) : refuse(60025, "sdkappid is not a number");
  if (sdkAppId < 1 || sdkAppId > MAX_U32) refuse(60006, "sdkappid is not in 1..4294967295");

  const identifier = single(params, "identifier") || refuse(60025, "identifier is missing");
  const userSig = single(params, "usersig") || refuse(60025, "usersig is missing");
  const random = single(params, "random") ?? "";
  if (!DECIMAL.test(random) || Number(random) > MAX_U32) {
    refuse(60025, "random is not a number in 0..4294967295");
  }
  if (single(params, "contenttype") !== "json") refuse(60025, "contenttype is not json");
  return { sdkAppId, identifier, userSig };
}

/**
 * @param {URLSearchParams} params
 * @param {string} name
 */
function single(params, name) {
  const values = params.getAll(name);
  if (values.length > 1) refuse(60025, `${name} is given more than once`);
  return values[0];
}
