// What every program measures with: the installed package, its peers, and one account.

import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

export const given = process.argv.slice(2).map((text) => JSON.parse(text));

const tools = createRequire(import.meta.url);

/** The package as it is installed in the project that this variable names. */
export function loadPackage(name = "room-engine-admin", where = "PACKAGE_PROJECT") {
  const project = createRequire(`${process.env[where]}/package.json`);
  return import(pathToFileURL(project.resolve(name).replace(/\.cjs$/, ".js")));
}

export const loadOfficial = () => tools("tls-sig-api-v2");
export const loadLivekit = () => import("livekit-server-sdk");

export const KEY = "5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e";
export const WHO = { sdkAppId: 1_400_000_000, identifier: "administrator", secretKey: KEY };
export const PATH = "/v4/room_engine_http_srv/update_room_member_info";
export const OK = '{"ActionStatus":"OK","ErrorCode":0,"ErrorInfo":"","RequestId":"Id-1"}';

export const tell = (value) => console.log(JSON.stringify(value));
