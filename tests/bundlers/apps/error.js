import { RoomEngineError, VERSION } from "room-engine-admin";

console.log(VERSION, RoomEngineError.is(undefined));
