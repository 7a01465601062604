// What is run in every place. It asks nothing of the place that the package does not ask.

const MEMBER = { roomId: "room-test", memberAccount: "user4" };

/** Uses all that is public, and tells in plain data what came of it. */
export async function scenario(place, service) {
  const { RoomEngineAdmin, RoomEngineError, inspectUserSig, signUserSig, updateRoomMemberInfo } =
    place;
  const { baseUrl, secretKey, fetch } = service;
  const account = { sdkAppId: 1_400_000_000, identifier: "administrator" };
  const who = { ...account, secretKey, baseUrl, fetch };
  const failed = (promise) => promise.then(String, (error) => describe(error, RoomEngineError));

  // At once, and first: they share the load of the module.
  const [reply, userSig, refused, mistyped] = await Promise.all([
    updateRoomMemberInfo({ ...who, ...MEMBER, nameCard: "杰克 😀" }),
    signUserSig({ ...account, secretKey }),
    failed(updateRoomMemberInfo({ ...who, ...MEMBER, memberAccount: "nobody" })),
    failed(updateRoomMemberInfo({ ...who, ...MEMBER, namecard: "jack" })),
  ]);

  const admin = new RoomEngineAdmin(who);
  const kept = await admin.updateRoomMemberInfo({ ...MEMBER, role: "Admin" });
  const minted = await admin.signUserSig("user4", { ttl: 600 });
  admin.free();

  return {
    reply: reply.errorCode,
    refused,
    mistyped,
    kept: kept.errorCode,
    claims: plain(await inspectUserSig(userSig, { secretKey })),
    minted: plain(await inspectUserSig(minted, { secretKey: "another" })),
    provided: await provide(RoomEngineAdmin, { ...account, baseUrl, fetch }, userSig),
    aborted: await abort(updateRoomMemberInfo, { ...who, ...MEMBER, memberAccount: "slow" }),
  };
}

/** Calls that share a function for their UserSig. */
async function provide(RoomEngineAdmin, account, userSig) {
  let asked = 0;
  const admin = new RoomEngineAdmin({
    ...account,
    userSig: async () => {
      asked += 1;
      await new Promise((resolve) => setTimeout(resolve, 30));
      return userSig;
    },
  });
  const calls = [1, 2, 3].map(() => admin.updateRoomMemberInfo({ ...MEMBER, customInfo: "x" }));
  const codes = (await Promise.all(calls)).map(({ errorCode }) => errorCode);
  admin.free();
  return { asked, codes };
}

/** A call that is given up while the service takes its time. */
async function abort(updateRoomMemberInfo, options) {
  const controller = new AbortController();
  const reason = new Error("enough");
  setTimeout(() => controller.abort(reason), 100);
  const call = updateRoomMemberInfo({ ...options, signal: controller.signal });
  const outcome = await call.catch((rejected) => rejected);
  return outcome === reason;
}

function describe(error, RoomEngineError) {
  const { name, kind, code, field, attempts, hint } = error;
  return {
    name,
    kind,
    code,
    field,
    attempts,
    hasHint: typeof hint === "string",
    isError: error instanceof Error && error instanceof RoomEngineError,
    isOurs: RoomEngineError.is(error),
  };
}

/** Dates would not survive JSON, nor the way from one realm to another. */
function plain({ issuedAt, expiresAt, ...claims }) {
  return { ...claims, seconds: (expiresAt.getTime() - issuedAt.getTime()) / 1000 };
}
