// Calls whose fetch answers at once: what is left is the caller's own processor time.

import { given, loadPackage, OK, PATH, WHO } from "./subjects.mjs";
import { rounds } from "./warm.mjs";

const [{ caller, warmUp, count }] = given;
const [kind, age] = caller.split(", ");
const headers = {
  get: (name) => (name.toLowerCase() === "content-type" ? "application/json" : null),
};
const answer = { ok: true, status: 200, headers, text: async () => OK };
const fetch = async () => answer;

const member = (index) => ({
  roomId: "room-test",
  memberAccount: `user${index % 1000}`,
  nameCard: "jack",
  role: "Admin",
  customInfo: "custom info",
});

/** The least that a call with a timeout takes, by hand. */
async function wrapper(index) {
  const { roomId, memberAccount, nameCard, role, customInfo } = member(index);
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), 5000);
  try {
    const response = await fetch(`https://service.example${PATH}`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({
        RoomId: roomId,
        MemberInfo: {
          Member_Account: memberAccount,
          NameCard: nameCard,
          Role: role,
          CustomInfo: customInfo,
        },
      }),
      signal: controller.signal,
    });
    const reply = JSON.parse(await response.text());
    if (reply.ErrorCode !== 0) throw new Error(reply.ErrorInfo);
    return reply;
  } finally {
    clearTimeout(timer);
  }
}

async function ours() {
  const { RoomEngineAdmin } = await loadPackage(
    "room-engine-admin",
    age === "before" ? "AGAINST_PROJECT" : "PACKAGE_PROJECT",
  );
  const who = {
    signing: { ...WHO, callsPerSecond: 0 },
    endpoint: { endpoint: "https://a.example/api" },
  };
  const admin = new RoomEngineAdmin({ ...who[kind], fetch });
  return (index) => admin.updateRoomMemberInfo(member(index));
}

await rounds(kind === "wrapper" ? wrapper : await ours(), { inFlight: 1, warmUp, count });
