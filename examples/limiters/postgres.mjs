// A shared rate on Postgres, with a pool (or client) of pg.

import { SlotLimiter } from "./slots.mjs";

/** Run it once. Unlogged: it costs no disk, and is empty after a crash, which slots.mjs counts on. */
export const TABLE = `
create unlogged table if not exists call_slots (
  key text primary key, free bigint not null, at bigint not null,
  slots int not null, wait bigint not null
)`;

// As `bookSlots` in slots.mjs. The row is locked before the clock is read.
const BOOK = `
insert into call_slots as held (key, free, at, slots, wait)
select $1, now + greatest(1000000, $5), now, 0, greatest(0, greatest(1000000, $5) - $4)
from (select (extract(epoch from clock_timestamp()) * 1000000)::bigint as now) clock
on conflict (key) do update set (free, at, slots, wait) = (
  select next + given * $3, now, given,
    case when $2 > 0 and given = 0 then next - now - $4 else next - now end
  from (select (extract(epoch from clock_timestamp()) * 1000000)::bigint as now) clock,
    lateral (select greatest(now + $5,
      case when held.free > now + 15000000 then now + 1000000 else held.free end) as next) first,
    lateral (select case when next - now > $4 then 0 else $2 end as given) take
)
returning slots, wait, at`;

/** `key`: one for each `sdkAppId`. The options are those of `SlotLimiter`. */
export function postgresLimiter(pool, { key = "room-engine", ...options } = {}) {
  const book = async ({ count, interval, ahead, pause }) => {
    const values = [key, count, interval, ahead, pause];
    const { rows } = await pool.query({ name: "book-slots", text: BOOK, values });
    return [rows[0].slots, rows[0].wait, rows[0].at];
  };
  return new SlotLimiter(book, options);
}
