// A server that calls for itself, and whose pages' calls its handler makes.

import { updateRoomMemberInfo } from "room-engine-admin";
import { createHandler } from "room-engine-admin/handler";

const { roomId, memberAccount, nameCard, ...who } = JSON.parse(process.argv[2]);
const handler = createHandler({ ...who, authorize: () => true });

async function serve() {
  const reply = await updateRoomMemberInfo({ ...who, roomId, memberAccount, nameCard });
  const call = {
    operation: "updateRoomMemberInfo",
    options: { roomId, memberAccount, role: "Admin" },
  };
  const answer = await handler(
    new Request("https://admin.example.com/api/room-engine", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(call),
    }),
  );
  return { reply, status: answer.status };
}

serve().then(
  (outcome) => console.log(JSON.stringify(outcome)),
  (error) => console.log(JSON.stringify({ error: String(error) })),
);
