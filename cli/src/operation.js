// One operation of the table, as one call, or as what would be sent.

import { RoomEngineAdmin } from "room-engine-admin";
import { nodeFetch } from "room-engine-admin/node";
import { who } from "./credentials.js";
import { replyText, tableWriter, toJson } from "./print.js";
import { table } from "./table.js";

const PAGE = 100;

/** Makes the call that the flags describe, and prints the reply. */
export async function run({ values, options }, { operation: name }) {
  const { [name]: operation } = table;
  if (values["dry-run"]) {
    print(shownRequest(await requestOf(name, options, who(values, { isSigning: false })), values));
    return;
  }
  const admin = new RoomEngineAdmin({ ...who(values), fetch: nodeFetch });
  if (values.all) await printAll(admin, name, options, values);
  else {
    const reply = await admin[name](options);
    print(values.json ? toJson(reply) : replyText(reply, operation));
  }
  admin.free();
}

const print = (text) => process.stdout.write(text);

/** All pages: a table, or an item of JSON a line, so that neither waits for the last page. */
async function printAll(admin, name, options, { json }) {
  const { pages, reply } = table[name];
  const write = json
    ? (items) => items.map((item) => `${JSON.stringify(item)}\n`).join("")
    : tableWriter(reply.find((field) => field.name === pages.items).fields);
  let page = [];
  try {
    for await (const item of admin[name](options)) {
      page.push(item);
      if (page.length === PAGE) {
        print(write(page));
        page = [];
      }
    }
  } catch (error) {
    // What was read is worth its while without the rest.
    if (page.length > 0) print(write(page));
    throw error;
  }
  print(write(page));
}

/** What would be sent: the package makes the request, and hands it over here instead of sending it. */
async function requestOf(name, options, client) {
  let request;
  const fetch = async (url, init) => {
    request = { url, init };
    return Response.json({ ActionStatus: "OK", ErrorCode: 0, ErrorInfo: "" });
  };
  const admin = new RoomEngineAdmin({ ...client, fetch });
  await admin[name](options);
  return request;
}

function shownRequest({ url, init: { method, body } }, { json }) {
  const shown = new URL(url);
  shown.searchParams.delete("usersig");
  if (json) return toJson({ method, url: shown.href, body: JSON.parse(body) });
  return `${method} ${shown.href}\n${toJson(JSON.parse(body))}`;
}
