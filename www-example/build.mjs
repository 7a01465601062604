// Builds the page into dist/: names with a hash of what is inside, and an index.html that names them.

import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const DIST = here("dist");

rmSync(DIST, { recursive: true, force: true });
mkdirSync(DIST, { recursive: true });
const { metafile } = await build({
  absWorkingDir: here("."),
  entryPoints: ["page/main.jsx", "page/early.js", "page/styles/main.css"],
  bundle: true,
  format: "esm",
  jsx: "automatic",
  jsxImportSource: "preact",
  // The package is imported when it is needed, and so has to be a file of its own.
  splitting: true,
  minify: true,
  target: "es2022",
  outdir: join(DIST, "assets"),
  entryNames: "[name]-[hash]",
  chunkNames: "[name]-[hash]",
  metafile: true,
  logLevel: "warning",
});

let html = readFileSync(here("page/index.html"), "utf8");
for (const [file, { entryPoint }] of Object.entries(metafile.outputs)) {
  if (entryPoint) html = html.replace(`{${basename(entryPoint)}}`, `/assets/${basename(file)}`);
}
writeFileSync(join(DIST, "index.html"), html);
copyFileSync(here("page/icon.svg"), join(DIST, "icon.svg"));
