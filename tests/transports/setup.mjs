// The service behind TLS, and the Node.js of several versions that call it.

import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { makeProject, RUNTIMES } from "../runtimes/setup.mjs";
import { makeCertificate } from "../simulator/certificate.mjs";
import { listen, MEMBER, SECRET_KEY, simulate } from "../subject.mjs";

/** Starts it until the end of the test; `pem` is the file with its certificate. */
export async function startSecure(t) {
  const tls = makeCertificate(["localhost"]);
  const listening = await listen(simulate({ callsPerSecond: 0 }), { tls });
  t.after(listening.close);
  // By name, as services are called: some proxy agents get addresses wrong.
  const url = listening.url.replace("127.0.0.1", "localhost");
  const pem = join(makeProject("certificate"), "company.pem");
  writeFileSync(pem, tls.cert);
  return { url, host: new URL(url).host, pem, env: { SECRET_KEY } };
}

/** What the calls of a program come to: the codes of two replies. */
export const CALLS = `
  const report = [];
  for (const nameCard of ["jack", "jill"]) {
    const call = admin.updateRoomMemberInfo({ ...${JSON.stringify(MEMBER)}, nameCard });
    report.push(await call.then(({ errorCode }) => errorCode, ({ kind }) => kind));
  }
  console.log(JSON.stringify(report));
  process.exit();
`;

const installed = (name) => join(RUNTIMES, "node_modules", name, "bin/node");
const major = Number(process.versions.node.split(".")[0]);

/** Those that know proxies: what npm installed, where it has one for this system, or this one. */
export const NODES = ["node-22", "node-24"]
  .map((name) => [name, installed(name)])
  .filter(([, path]) => existsSync(path));
if (NODES.length === 0 && major >= 24) NODES.push([`node-${major}`, process.execPath]);
if (NODES.length === 0) {
  throw new Error("no Node.js 22 or 24 is here: run this with Node.js 24 on this system");
}
