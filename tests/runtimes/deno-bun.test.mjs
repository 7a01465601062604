// Deno, which asks for a permission for everything, and Bun.

import { test } from "node:test";
import { record } from "../matrix.mjs";
import { assertScenario, environment, SCENARIO, startService } from "./service.mjs";
import { bin, makeProject, run, told, versionOf } from "./setup.mjs";

/** The service stands in the program, since to look into the environment takes a permission. */
const program = (specifier, { SERVICE }) => `
  import * as place from "${specifier}";
  import { scenario } from "./scenario.mjs";
  console.log(JSON.stringify(await scenario(place, ${SERVICE})));
`;

for (const specifier of ["npm:room-engine-admin", "room-engine-admin"]) {
  test(`deno: ${specifier}`, async (t) => {
    const service = await startService(t);
    const manifest = { private: true, dependencies: { "room-engine-admin": "*" } };
    const cwd = makeProject(`deno-${specifier.replace(":", "-")}`, {
      "package.json": JSON.stringify(manifest),
      "deno.json": JSON.stringify({ nodeModulesDir: "manual" }),
      "main.mjs": program(specifier, environment(service)),
      "import.mjs": `import { VERSION } from "${specifier}"; console.log(VERSION);`,
    });
    const env = { DENO_NO_UPDATE_CHECK: "1", DENO_DIR: `${cwd}/cache`, NO_COLOR: "1" };
    const args = ["run", "--no-prompt", "--cached-only"];
    await run(bin("deno"), [...args, "import.mjs"], { cwd, env });
    const { port } = new URL(service.baseUrl);
    const allow = `--allow-net=127.0.0.1:${port}`;
    assertScenario(await told(bin("deno"), [...args, allow, "main.mjs"], { cwd, env }), service);
    const ran = `${SCENARIO}; no permission for the import, for calls only --allow-net with the service`;
    record({ place: `Deno, ${specifier}`, version: versionOf("deno"), ran });
  });
}

const BUN = {
  import: ["main.mjs", program],
  require: [
    "main.cjs",
    (specifier, { SERVICE }) => `
      const place = require("${specifier}");
      const { scenario } = require("./scenario.mjs");
      scenario(place, ${SERVICE}).then((report) => console.log(JSON.stringify(report)));
    `,
  ],
};

for (const [way, [file, code]] of Object.entries(BUN)) {
  test(`bun: ${way}`, async (t) => {
    const service = await startService(t);
    const cwd = makeProject(`bun-${way}`, {
      [file]: code("room-engine-admin", environment(service)),
    });
    assertScenario(await told(bin("bun"), ["run", file], { cwd }), service);
    record({ place: `Bun, ${way}`, version: versionOf("bun"), ran: SCENARIO });
  });
}
