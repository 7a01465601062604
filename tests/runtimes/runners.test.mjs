// Jest and Vitest, in their Node environment and in jsdom, which is no browser.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { record } from "../matrix.mjs";
import { assertScenario, environment, SCENARIO, startService } from "./service.mjs";
import { bin, makeProject, requireTool, run, source, versionOf } from "./setup.mjs";

/** The report leaves by a file, since what is printed is decorated. */
const TEST = `
  const service = JSON.parse(process.env.SERVICE);

  test("runners: where it is", () => expect(typeof document).toBe(process.env.DOCUMENT));

  test("runners: the scenario", async () => {
    writeFileSync("report.json", JSON.stringify(await scenario(place, { ...service, fetch })));
  });

  test("runners: matchers take errors for what they are", async () => {
    const call = () => place.signUserSig({ sdkAppId: 0, identifier: "a", secretKey: "b" });
    await expect(call()).rejects.toThrow(place.RoomEngineError);
    await expect(call()).rejects.toBeInstanceOf(Error);
    await expect(call()).rejects.toMatchObject({ kind: "invalid", field: "sdkAppId" });
    await expect(call()).rejects.toThrow(/sdkAppId/);
  });
`;

const COMMONJS = `
  const { writeFileSync } = require("node:fs");
  const place = require("room-engine-admin");
  const { scenario } = require("./scenario.cjs");
`;

const MODULE = `
  import { writeFileSync } from "node:fs";
  import * as place from "room-engine-admin";
  import { scenario } from "./scenario.mjs";
`;

/** Jest's jsdom has no fetch, and users bring their own: the package's for Node is one. */
const BRING_FETCH = `
  test("runners: without a fetch, the error says so, and what to do", async () => {
    const { baseUrl, secretKey } = service;
    const who = { sdkAppId: 1400000000, identifier: "administrator", secretKey, baseUrl };
    const options = { roomId: "room-test", memberAccount: "user4", customInfo: "own fetch" };
    const admin = new place.RoomEngineAdmin(who);
    for (const call of [
      () => place.updateRoomMemberInfo({ ...who, ...options }),
      () => admin.updateRoomMemberInfo(options),
    ]) {
      await expect(call()).rejects.toMatchObject({
        name: "RoomEngineError",
        kind: "invalid",
        field: "fetch",
        retryable: false,
        attempts: 0,
        hint: expect.stringMatching(/pass a .fetch.*nodeFetch/),
      });
    }
    // Such as one that a test environment brings later.
    globalThis.fetch = fetch;
    expect((await admin.updateRoomMemberInfo(options)).errorCode).toBe(0);
    delete globalThis.fetch;
  });

  const { nodeFetch: fetch } = require("room-engine-admin/node");
`;

const OWN_FETCH = "const fetch = undefined;";

const jest = (place) => ({
  file: "scenario.test.cjs",
  code: COMMONJS + (place === "jsdom" ? BRING_FETCH : OWN_FETCH) + TEST,
  args: [bin("jest"), ["--ci", "--no-cache", "--env", place]],
});

const vitest = (place) => ({
  file: "scenario.test.mjs",
  code: MODULE + OWN_FETCH + TEST,
  args: [bin("vitest"), ["run", "--globals", "--environment", place]],
});

for (const [name, runner] of Object.entries({ Jest: jest, Vitest: vitest })) {
  for (const where of ["node", "jsdom"]) {
    const place = `${name}, ${where}`;
    test(`runners: ${place}`, async (t) => {
      const { file, code, args } = runner(where);
      const service = await startService(t);
      const cwd = makeProject(place.toLowerCase().replace(", ", "-"), {
        [file]: code,
        "scenario.cjs": asCommonJs(source("scenario.mjs")),
        // Else they would take the configuration of a folder above.
        "package.json": JSON.stringify({ private: true, jest: {} }),
        "vitest.config.mjs": "export default {};",
      });
      const DOCUMENT = where === "jsdom" ? "object" : "undefined";
      await run(...args, { cwd, env: { ...environment(service), DOCUMENT, CI: "true" } });
      assertScenario(JSON.parse(readFileSync(join(cwd, "report.json"), "utf8")), service);
      const tool = name.toLowerCase();
      const version = `${tool} ${versionOf(tool)}${where === "jsdom" ? `, jsdom ${versionOf("jsdom")}` : ""}`;
      const own = place === "Jest, jsdom" ? "; with nodeFetch, since there is no fetch" : "";
      record({ place, version, ran: `${SCENARIO}; matchers on errors${own}` });
    });
  }
}

const asCommonJs = (code) => requireTool("esbuild").transformSync(code, { format: "cjs" }).code;
