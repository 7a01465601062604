"use client";
import { useState } from "react";
import { RoomEngineAdmin } from "room-engine-admin";

async function rename(form) {
  const { token, ...options } = Object.fromEntries(form);
  const headers = { authorization: `Bearer ${token}` };
  using admin = new RoomEngineAdmin({ endpoint: "/api/room-engine", headers });
  await admin.updateRoomMemberInfo(options);
  return "done";
}

export default function Page() {
  const [outcome, setOutcome] = useState("");
  const action = (form) =>
    rename(form)
      .catch((error) => error.message)
      .then(setOutcome);
  return (
    <form action={action}>
      <input name="token" placeholder="token" type="password" />
      <input name="roomId" placeholder="room" />
      <input name="memberAccount" placeholder="member" />
      <input name="nameCard" placeholder="new name" />
      <button type="submit">Rename</button>
      <output>{outcome}</output>
    </form>
  );
}
