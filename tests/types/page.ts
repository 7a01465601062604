// A page that a bundler builds: DOM types, and none of Node's.

import { LIMITS, RoomEngineAdmin, RoomEngineError, VERSION } from "room-engine-admin";
import { createSimulator } from "room-engine-admin/simulator";
import { init } from "room-engine-admin/slim";

export async function promote(button: HTMLButtonElement, memberAccount: string): Promise<void> {
  await init(new URL("https://example.com/core_bg.wasm"));
  const admin = new RoomEngineAdmin({
    sdkAppId: 1_400_000_000,
    identifier: "administrator",
    userSig: () => fetch("/usersig").then((response) => response.text()),
    fetch: (url, request) => window.fetch(url, request),
  });
  const controller = new AbortController();
  button.addEventListener("click", () => controller.abort());
  try {
    const member = { roomId: "room-test", memberAccount, role: "Admin" as const };
    await admin.updateRoomMemberInfo(member, { signal: controller.signal });
  } catch (error) {
    if (!RoomEngineError.is(error)) throw error;
    button.textContent = `${error.hint ?? error.message} (${VERSION})`;
  } finally {
    admin.free();
  }
}

export const simulator = createSimulator({ sdkAppId: 1, secretKey: "any text" });
const { nameCard } = LIMITS.updateRoomMemberInfo;
export const room: number = nameCard - new TextEncoder().encode("jack").length;
export const bare = new RoomEngineAdmin({ sdkAppId: 1, identifier: "a", userSig: "eJx", fetch });
