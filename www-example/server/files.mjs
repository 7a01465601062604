// The page's files on Node: read once, compressed once, and found by name only, so that no path leads
// anywhere else.

import { readdirSync, readFileSync, statSync } from "node:fs";
import { extname, join } from "node:path";
import { gzipSync } from "node:zlib";

const TYPES = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".svg": "image/svg+xml",
};

/** What answers for the files of a folder. */
export function serveFiles(folder) {
  const files = new Map(filesOf(folder).map((name) => [`/${name}`, load(folder, name)]));

  return function answer(request) {
    const { pathname } = new URL(request.url);
    const file = files.get(pathname === "/" ? "/index.html" : pathname);
    if (file === undefined) return new Response("not found", { status: 404 });
    const isZipped = /\bgzip\b/.test(request.headers.get("accept-encoding") ?? "");
    const headers = new Headers(file.headers);
    if (isZipped) headers.set("content-encoding", "gzip");
    const body = isZipped ? file.zipped : file.plain;
    return new Response(request.method === "HEAD" ? null : body, { headers });
  };
}

function filesOf(folder) {
  const names = readdirSync(folder, { recursive: true });
  const files = names.filter((name) => statSync(join(folder, name)).isFile());
  return files.map((name) => name.replaceAll("\\", "/"));
}

function load(folder, name) {
  const plain = readFileSync(join(folder, name));
  // Names in assets/ hold a hash of what is inside.
  const caching = name.startsWith("assets/") ? "public, max-age=31536000, immutable" : "no-cache";
  const type = TYPES[extname(name)] ?? "application/octet-stream";
  const headers = { "content-type": type, "cache-control": caching, vary: "accept-encoding" };
  return { plain, zipped: gzipSync(plain, { level: 9 }), headers };
}
