// What a simulator must do in every runtime, with nothing but web standards, so that this file runs
// in each of them as it is: `scenario` reports what happened, `EXPECTED` is what should have. The
// UserSigs come from outside (`anywhere-usersigs.mjs`), as not every runtime can compress.

const NOW = 1_700_000_000_000;
const URL_BASE =
  "https://adminapisgp.im.qcloud.com/v4/room_engine_http_srv/update_room_member_info";

export const EXPECTED = {
  good: 0,
  changed: "名前😀",
  otherKey: 70009,
  expired: 70001,
  cutShort: 70003,
  rawDeflate: 70003,
  bomb: 70003,
  halfCharacter: 60003,
  notUtf8: 60003,
  tooLong: 60003,
  inherited: 100004,
  asRequest: 0,
  rejected: "TypeError",
  hung: "enough",
  hungBody: true,
  cut: true,
  dripped: 0,
  delayed: 0,
  status: "503 1",
  preflight: "204 *",
  log: "updateRoomMemberInfo 0",
};

export async function scenario(createSimulator, { who, userSigs }) {
  const simulator = createSimulator({
    ...who,
    rooms: { "room-test": { members: ["user4"] } },
    now: () => NOW,
  });
  const request = (what) => toRequest({ sdkAppId: who.sdkAppId, usersig: userSigs.good, ...what });
  const send = (what) => simulator.fetch(...request(what));
  const code = async (what) => (await (await send(what)).json()).ErrorCode;
  const outcome = {};

  outcome.good = await code({ nameCard: "名前😀" });
  outcome.changed = simulator.rooms["room-test"].members.user4.nameCard;
  for (const [name, usersig] of Object.entries(userSigs)) outcome[name] = await code({ usersig });
  outcome.halfCharacter = await code({ nameCard: "\ud800" });
  outcome.notUtf8 = await code({ body: new Uint8Array([0x7b, 0xff, 0x7d]) });
  outcome.tooLong = await code({ nameCard: "x".repeat(70_000) });
  outcome.inherited = await code({ roomId: "__proto__" });

  const [url, init] = request();
  outcome.asRequest = (await (await simulator.fetch(new Request(url, init))).json()).ErrorCode;

  simulator.faults.push({ kind: "reset" });
  outcome.rejected = await send().catch((error) => error.name);
  simulator.faults.push({ kind: "hang" });
  outcome.hung = await send({ signal: abortsSoon() }).catch((reason) => reason);
  simulator.faults.push({ kind: "hang", at: "body" });
  outcome.hungBody = await fails((await send({ signal: abortsSoon() })).text());
  simulator.faults.push({ kind: "truncate" });
  outcome.cut = await fails((await send()).text());
  simulator.faults.push({ kind: "drip", ms: 1 });
  outcome.dripped = await code();
  simulator.faults.push({ kind: "delay", ms: 5 });
  outcome.delayed = await code();
  simulator.faults.push({ kind: "status", status: 503, headers: { "retry-after": "1" } });
  const busy = await send();
  outcome.status = `${busy.status} ${busy.headers.get("retry-after")}`;

  const preflight = await simulator.fetch(url, { method: "OPTIONS" });
  outcome.preflight = `${preflight.status} ${preflight.headers.get("access-control-allow-origin")}`;
  const [{ operation, reply }] = simulator.calls;
  outcome.log = `${operation} ${reply.ErrorCode}`;
  return outcome;
}

function toRequest({ sdkAppId, usersig, roomId = "room-test", nameCard, body, signal }) {
  const query = new URLSearchParams({
    sdkappid: sdkAppId,
    identifier: "administrator",
    usersig,
    random: 1,
    contenttype: "json",
  });
  const content = { RoomId: roomId, MemberInfo: { Member_Account: "user4", NameCard: nameCard } };
  const init = { method: "POST", body: body ?? JSON.stringify(content) };
  return [`${URL_BASE}?${query}`, signal ? { ...init, signal } : init];
}

/** A signal that aborts in a moment, with a reason that is no error. */
function abortsSoon() {
  const controller = new AbortController();
  setTimeout(() => controller.abort("enough"), 10);
  return controller.signal;
}

const fails = (promise) =>
  promise.then(
    () => false,
    () => true,
  );
