import { updateRoomMemberInfo } from "room-engine-admin";

const options = JSON.parse(process.argv[2]);

updateRoomMemberInfo(options).then(
  (reply) => console.log(JSON.stringify({ reply })),
  (error) => console.log(JSON.stringify({ error: String(error) })),
);
