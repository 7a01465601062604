// Vercel's edge runtime, and how its users' code gets there.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { requireTool } from "./setup.mjs";
import { assertNoInlineModule } from "./workerd.mjs";

/** Where the package has its module, in a project. */
export const MODULE = "node_modules/room-engine-admin/dist/core_bg.wasm";

/** As Vercel does: what is imported with \`?module\` becomes a variable that the runtime sets. */
const wasmModules = {
  name: "wasm-modules",
  setup(build) {
    build.onResolve({ filter: /\.wasm\?module$/ }, ({ path, resolveDir }) => ({
      path: join(resolveDir, path.replace("?module", "")),
      namespace: "wasm-module",
    }));
    build.onLoad({ filter: /.*/, namespace: "wasm-module" }, ({ path }) => ({
      contents: `export default globalThis[${JSON.stringify(path)}];`,
    }));
  },
};

/** Bundles code of a project, and starts it with these variables. */
export async function startEdge(cwd, code, variables = {}) {
  const { outputFiles } = await requireTool("esbuild").build({
    stdin: { contents: code, resolveDir: cwd },
    bundle: true,
    format: "iife",
    conditions: ["edge-light", "browser"],
    plugins: [wasmModules],
    write: false,
  });
  const [{ text }] = outputFiles;
  assertNoInlineModule(text);
  const wasm = join(cwd, MODULE);
  const { EdgeRuntime } = requireTool("edge-runtime");
  return new EdgeRuntime({
    initialCode: text,
    // Like the real one, and unlike the default of this sandbox, it compiles no bytes.
    codeGeneration: { strings: false, wasm: false },
    extend: (context) =>
      Object.assign(context, variables, { [wasm]: new WebAssembly.Module(readFileSync(wasm)) }),
  });
}
