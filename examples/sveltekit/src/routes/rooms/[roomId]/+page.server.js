import { fail } from "@sveltejs/kit";
import { RoomEngineAdmin, RoomEngineError } from "room-engine-admin";
import { env } from "$env/dynamic/private";

let client;
/** Made by the first request: the build has no key. Put your own sign-in in front of this route. */
const admin = () =>
  (client ??= new RoomEngineAdmin({
    sdkAppId: Number(env.SDK_APP_ID),
    identifier: "administrator",
    secretKey: env.SECRET_KEY,
    baseUrl: env.BASE_URL,
  }));

export async function load({ params: { roomId } }) {
  const { members } = await admin().getRoomMemberList({ roomId });
  return { roomId, members };
}

export const actions = {
  async default({ params: { roomId }, request }) {
    const { memberAccount, nameCard } = Object.fromEntries(await request.formData());
    try {
      await admin().updateRoomMemberInfo({ roomId, memberAccount, nameCard });
    } catch (error) {
      if (!RoomEngineError.is(error)) throw error;
      return fail(error.kind === "invalid" ? 400 : 502, { message: error.message });
    }
  },
};
