// A shared rate on Redis or Valkey, with an ioredis client.

import { SlotLimiter } from "./slots.mjs";

// As `bookSlots` in slots.mjs. A script runs alone, so that no slot is given out twice.
const BOOK = `
local clock = redis.call('TIME')
local now = clock[1] * 1000000 + clock[2]
local count, interval, ahead, pause = unpack(ARGV)
local free = tonumber(redis.call('GET', KEYS[1]) or now + 1000000)
if free > now + 15000000 then free = now + 1000000 end
if free < now + pause then free = now + pause end
local slots, wait = tonumber(count), free - now
if slots > 0 and wait > tonumber(ahead) then
  slots, wait = 0, wait - ahead
end
redis.call('SET', KEYS[1], string.format('%.0f', free + slots * interval))
return {slots, wait, now}
`;

/** `key`: one for each `sdkAppId`. The options are those of `SlotLimiter`. */
export function redisLimiter(redis, { key = "room-engine:slots", ...options } = {}) {
  const book = ({ count, interval, ahead, pause }) =>
    redis.eval(BOOK, 1, key, count, interval, ahead, pause);
  const limiter = new SlotLimiter(book, options);
  redis.on("close", () => limiter.doubt());
  return limiter;
}
