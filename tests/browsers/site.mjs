// A web site as a user would have it: its pages, and the installed package under /package/.

import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";

import { PROJECT } from "../subject.mjs";

const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".wasm": "application/wasm",
};

/** The folders of the site with the pages of these tests. */
export const PAGES = {
  "/package/": join(PROJECT, "node_modules/room-engine-admin"),
  "/": fileURLToPath(new URL("pages", import.meta.url)),
};

/**
 * Serves `folders` (by the path they are under, longest first) on a port of the loopback interface.
 *
 * `csp` goes with every answer, since a worker obeys that of its own script. `answers` are further
 * paths with what they answer: `{ status, type, body }`; `mounts` are paths with what Node's http
 * calls for them.
 */
export async function openSite({ folders = PAGES, csp, answers = {}, mounts = {} } = {}) {
  const paths = [];
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, "http://site");
    paths.push(pathname);
    if (mounts[pathname]) return mounts[pathname](request, response);
    const headers = csp ? { "content-security-policy": csp } : {};
    const { status, type, body } = answers[pathname] ?? (await read(folders, pathname));
    response.writeHead(status, { ...headers, "content-type": type }).end(body);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    /** What has been asked for, in order. */
    paths,
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
}

async function read(folders, pathname) {
  // The path of a URL holds no `..`: the parser has resolved it.
  const [under, folder] = Object.entries(folders).find(([under]) => pathname.startsWith(under));
  const name = pathname.slice(under.length) || "index.html";
  try {
    const body = await readFile(join(folder, name));
    return { status: 200, type: TYPES[extname(name)] ?? "application/octet-stream", body };
  } catch {
    return { status: 404, type: TYPES[".html"], body: "<!doctype html><title>404</title>" };
  }
}
