// nock and MSW, which stand in for Node's HTTP in the tests of others.

import assert from "node:assert/strict";
import { test } from "node:test";
import { makeProject, told } from "../runtimes/setup.mjs";
import { MEMBER, PATH, WHO } from "../subject.mjs";

const BASE_URL = "https://service.test";
const OPTIONS = JSON.stringify({ ...WHO, ...MEMBER, nameCard: "jack", baseUrl: BASE_URL });
const REPLY = { ErrorCode: 0, ErrorInfo: "", ActionStatus: "OK", RequestId: "Id-mocked" };

/** A refusal, a lost connection and a reply, whatever stands in: all of them come from the mock. */
const CALL = `
  const seen = [];
  const onAttempt = ({ status, code }) => seen.push(status ?? "lost");
  const { requestId } = await updateRoomMemberInfo({
    ...${OPTIONS}, fetch: nodeFetch, onAttempt, callsPerSecond: 0,
  });
  console.log(JSON.stringify({ requestId, seen, bodies }));
`;

const NOCK = `
  nock.disableNetConnect();
  const bodies = [];
  const service = () => nock("${BASE_URL}").post((path) => path.startsWith("${PATH}?"));
  service().reply(503, "busy", { "retry-after": "0" });
  service().reply(200, (_path, body) => {
    bodies.push(body.MemberInfo.NameCard);
    return ${JSON.stringify(REPLY)};
  });
`;

const MSW = `
  const bodies = [];
  let busy = 1;
  const server = setupServer(
    http.post("${BASE_URL}${PATH}", async ({ request }) => {
      busy -= 1;
      if (busy >= 0) return new HttpResponse("busy", { status: 503, headers: { "retry-after": "0" } });
      bodies.push((await request.json()).MemberInfo.NameCard);
      return HttpResponse.json(${JSON.stringify(REPLY)});
    }),
  );
  server.listen({ onUnhandledRequest: "error" });
`;

const OURS = ["updateRoomMemberInfo", "room-engine-admin", "nodeFetch", "room-engine-admin/node"];

const imports = (pairs) =>
  pairs.map(([names, from]) => `import ${names} from "${from}";`).join("\n");
const requires = (pairs) =>
  pairs
    .map(([names, from]) => `const ${names.replaceAll(" as ", ": ")} = require("${from}");`)
    .join("\n");

const PACKAGE = [
  [`{ ${OURS[0]} }`, OURS[1]],
  [`{ ${OURS[2]} }`, OURS[3]],
];
const MOCKS = {
  nock: [[["nock", "nock"]], NOCK],
  MSW: [
    [
      ["{ http, HttpResponse }", "msw"],
      ["{ setupServer }", "msw/node"],
    ],
    MSW,
  ],
};

for (const [name, [from, setUp]] of Object.entries(MOCKS)) {
  for (const [order, pairs] of [
    ["before the package", [...from, ...PACKAGE]],
    ["after the package", [...PACKAGE, ...from]],
  ]) {
    test(`nodeFetch: ${name}, imported ${order}, answers its calls`, async () => {
      const report = await runs(name, { "main.mjs": `${imports(pairs)}\n${setUp}\n${CALL}` });
      assert.deepEqual(report, EXPECTED);
    });

    test(`nodeFetch: ${name}, required ${order}, answers its calls`, async () => {
      const code = `${requires(pairs)}\n(async () => {${setUp}\n${CALL}})();`;
      assert.deepEqual(await runs(name, { "main.cjs": code }), EXPECTED);
    });
  }
}

const EXPECTED = { requestId: "Id-mocked", seen: [503, 200], bodies: ["jack"] };

function runs(name, files) {
  const cwd = makeProject(`mocks-${name}`, files);
  return told(process.execPath, Object.keys(files), { cwd });
}

test("nodeFetch: a connection that nock has fail is a network error", async () => {
  const code = `${imports([["nock", "nock"], ...PACKAGE])}
    nock("${BASE_URL}").post(/.*/).replyWithError(Object.assign(new Error("refused"), { code: "ECONNREFUSED" }));
    const call = updateRoomMemberInfo({ ...${OPTIONS}, fetch: nodeFetch, maxRetries: 0 });
    const { kind, cause } = await call.catch((error) => error);
    console.log(JSON.stringify({ kind, code: cause.code }));
  `;
  const report = await runs("nock-failing", { "main.mjs": code });
  assert.deepEqual(report, { kind: "network", code: "ECONNREFUSED" });
});
