// What a browser downloads for one class until its first call, after esbuild and gzip -9: what a page
// loads only when it needs it, is not in it.

import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { given, tell } from "./subjects.mjs";

const [{ from, name, here }] = given;
const resolveDir = here ? import.meta.dirname : process.env.PACKAGE_PROJECT;
const { outputFiles, metafile } = await build({
  stdin: { contents: `export { ${name} } from "${from}";`, resolveDir },
  bundle: true,
  minify: true,
  format: "esm",
  platform: "browser",
  logLevel: "error",
  write: false,
  splitting: true,
  metafile: true,
  outdir: "out",
});
const needed = new Set(Object.keys(metafile.outputs).filter((path) => path.endsWith("stdin.js")));
for (const path of needed) {
  const { imports } = metafile.outputs[path];
  for (const { path, kind } of imports) if (kind === "import-statement") needed.add(path);
}
const bytes = outputFiles
  .filter(({ path }) => [...needed].some((name) => path.endsWith(name)))
  .map(({ contents }) => gzipSync(contents, { level: 9 }).length);
tell({ bytes: bytes.reduce((sum, each) => sum + each, 0) });
