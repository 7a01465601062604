// What a browser downloads for one class, after esbuild and gzip -9.

import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { given, tell } from "./subjects.mjs";

const [{ from, name, here }] = given;
const resolveDir = here ? import.meta.dirname : process.env.PACKAGE_PROJECT;
const { outputFiles } = await build({
  stdin: { contents: `export { ${name} } from "${from}";`, resolveDir },
  bundle: true,
  minify: true,
  format: "esm",
  platform: "browser",
  logLevel: "error",
  write: false,
});
const bytes = outputFiles.map(({ contents }) => gzipSync(contents, { level: 9 }).length);
tell({ bytes: bytes.reduce((sum, each) => sum + each, 0) });
