// One call of `updateRoomMemberInfo` through the installed package, shown from both ends: to the
// simulator, or to the real service when the environment says who calls.
import { randomBytes } from "node:crypto";
import { RoomEngineError, updateRoomMemberInfo, VERSION } from "room-engine-admin";

const { env } = process;
const WHO = ["SDK_APP_ID", "IDENTIFIER", "SECRET_KEY"];

const given = WHO.filter((name) => env[name]);
if (given.length === 0) await toSimulator();
else if (given.length === WHO.length) await toService();
else fail(`${given.join(", ")} alone will not do: set all of ${WHO.join(", ")}, or none`);

async function toSimulator() {
  const { createSimulator } = await import("room-engine-admin/simulator");
  const { listen } = await import("room-engine-admin/simulator/node");
  const options = {
    sdkAppId: 1400000000,
    identifier: "administrator",
    secretKey: randomBytes(32).toString("hex"),
    roomId: env.ROOM_ID ?? "room-test",
    memberAccount: env.MEMBER_ACCOUNT ?? "user4",
    nameCard: env.NAME_CARD ?? "jack",
    role: env.ROLE ?? "Admin",
    customInfo: env.CUSTOM_INFO ?? "custom info",
  };
  const members = { [options.memberAccount]: { nameCard: "before", role: "Member" } };
  const simulator = createSimulator({
    sdkAppId: options.sdkAppId,
    secretKey: options.secretKey,
    rooms: { [options.roomId]: { members } },
  });
  const server = await listen(simulator);
  const member = () => ({ ...simulator.rooms[options.roomId].members[options.memberAccount] });
  say(`Calling the simulator at ${server.url}, not the real service`);
  try {
    const before = member();
    const reply = await call({ ...options, baseUrl: server.url });
    const [seen] = simulator.calls;
    show("The simulator received", request(seen.method, seen.path, seen.query, seen.body));
    show("The reply", json(reply));
    show(`${options.memberAccount} before`, json(before));
    show(`${options.memberAccount} after`, json(member()));
    say(`\nThis was the simulator. With ${WHO.join(", ")} set, the real service is called.`);
  } finally {
    await server.close();
  }
}

async function toService() {
  const missing = ["ROOM_ID", "MEMBER_ACCOUNT"].filter((name) => !env[name]);
  if (missing.length > 0)
    fail(`this would go to the real service: set ${missing.join(" and ")} too`);
  say("Calling the REAL service: this changes a real member");
  const options = {
    sdkAppId: Number(env.SDK_APP_ID),
    identifier: env.IDENTIFIER,
    secretKey: env.SECRET_KEY,
    region: env.REGION || undefined,
    roomId: env.ROOM_ID,
    memberAccount: env.MEMBER_ACCOUNT,
    // What is not set stays as it is.
    nameCard: env.NAME_CARD,
    role: env.ROLE || undefined,
    customInfo: env.CUSTOM_INFO,
  };
  const reply = await call({ ...options, fetch: watchedFetch });
  show("The reply of the REAL service", json(reply));
}

/** Makes the call, and shows what was asked for. */
async function call(options) {
  const shown = { ...options, secretKey: "(hidden)", fetch: undefined };
  show(`The call (room-engine-admin ${VERSION}, Node ${process.version})`, [
    `updateRoomMemberInfo(${json(shown)})`,
  ]);
  try {
    return await updateRoomMemberInfo(options);
  } catch (error) {
    if (!RoomEngineError.is(error)) throw error;
    const { kind, code, status, field, requestId, attempts, message, hint } = error;
    fail(`${message}\n${json({ kind, code, status, field, requestId, attempts, hint })}`);
  }
}

async function watchedFetch(url, init) {
  const { host, pathname, searchParams } = new URL(url);
  const query = Object.fromEntries(searchParams);
  const body = JSON.parse(init.body);
  show("Sent", request(init.method, `${host}${pathname}`, query, body));
  return fetch(url, init);
}

function request(method, path, query, body) {
  const parameters = Object.entries(query).map(([name, value]) => {
    const cut =
      name === "usersig" ? `${value.slice(0, 12)}... (${value.length} characters)` : value;
    return `    ${name} = ${cut}`;
  });
  return [`${method} ${path}`, ...parameters, json(body)];
}

function show(title, lines) {
  console.log(`\n${title}:`);
  for (const line of [lines].flat().join("\n").split("\n")) console.log(`  ${line}`);
}

function json(value) {
  return JSON.stringify(value, null, 2);
}

function say(text) {
  console.log(text);
}

function fail(text) {
  console.error(`\n${text}`);
  process.exit(1);
}
