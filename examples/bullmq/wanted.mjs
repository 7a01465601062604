// What members are wanted to be, beside the queue: updates of one member merge here field by field, and
// a job only says whose turn it is. So a job that waits always applies the newest values.

import { randomUUID } from "node:crypto";

/** The name of the queue, of the only kind of job, and of the stream with every update's outcome. */
export const QUEUE = "members";
export const OUTCOMES = "room-engine:outcomes";

const FIELDS = ["nameCard", "role", "customInfo"];

const COMMANDS = {
  /** Keeps the fields that an update gives, and which update gave them. */
  wantMember: `
    for i = 2, #ARGV, 2 do
      redis.call('HSET', KEYS[1], ARGV[i], ARGV[i + 1], 'by:' .. ARGV[i], ARGV[1])
    end
    redis.call('HINCRBY', KEYS[1], 'version', 1)
    redis.call('RPUSH', KEYS[2], ARGV[1])`,
  /** Gives all that is wanted to one job; a job that had it before can no longer settle it. */
  takeMember: `
    if redis.call('EXISTS', KEYS[1]) == 0 then return nil end
    redis.call('HSET', KEYS[1], 'lease', ARGV[1])
    return {redis.call('HGETALL', KEYS[1]), redis.call('LRANGE', KEYS[2], 0, -1)}`,
  /** Tells the outcomes, and forgets the values unless newer ones have come: these have their own job. */
  settleMember: `
    if redis.call('HGET', KEYS[1], 'lease') ~= ARGV[1] then return 0 end
    redis.call('LTRIM', KEYS[2], #ARGV - 2, -1)
    if redis.call('HGET', KEYS[1], 'version') == ARGV[2] then redis.call('DEL', KEYS[1]) end
    for i = 3, #ARGV do redis.call('XADD', KEYS[3], '*', 'outcome', ARGV[i]) end
    return 1`,
};

export class Wanted {
  #redis;

  constructor(redis) {
    this.#redis = redis;
    for (const [name, lua] of Object.entries(COMMANDS)) {
      redis.defineCommand(name, { numberOfKeys: name === "settleMember" ? 3 : 2, lua });
    }
  }

  /**
   * Asks for updates, `{ id, roomId, memberAccount, nameCard?, role?, customInfo? }`, in their order.
   * They are safe when it resolves; if it does not, ask again.
   */
  async want(queue, updates) {
    const pipeline = this.#redis.pipeline();
    const members = new Map();
    for (const { id, roomId, memberAccount, ...update } of updates) {
      const given = FIELDS.filter((field) => update[field] != null);
      const values = given.flatMap((field) => [field, update[field]]);
      const key = keyOf({ roomId, memberAccount });
      pipeline.wantMember(...keysOf(key), id, ...values);
      members.set(key, { roomId, memberAccount });
    }
    for (const [error] of await pipeline.exec()) if (error) throw error;
    // The values first: a job that is done before they are there would not see them.
    const jobs = [...members].map(([key, data]) => ({ name: QUEUE, data, opts: optionsOf(key) }));
    await queue.addBulk(jobs);
  }

  /** What one job is to apply, or undefined when another has done it. */
  async take(member) {
    const keys = keysOf(keyOf(member));
    const lease = randomUUID();
    const taken = await this.#redis.takeMember(...keys, lease);
    if (!taken) return undefined;
    const [pairs, ids] = taken;
    const hash = Object.fromEntries(
      pairs.flatMap((key, i) => (i % 2 ? [] : [[key, pairs[i + 1]]])),
    );
    const fields = FIELDS.filter((field) => field in hash);
    const values = Object.fromEntries(fields.map((field) => [field, hash[field]]));
    const newest = new Set(fields.map((field) => hash[`by:${field}`]));
    const outcomes = (end) =>
      ids.map((id) =>
        JSON.stringify(newest.has(id) ? { id, ...end } : { id, outcome: "superseded" }),
      );
    const settle = (end) =>
      this.#redis.settleMember(...keys, OUTCOMES, lease, hash.version, ...outcomes(end));
    return { values, settle };
  }
}

const keyOf = ({ roomId, memberAccount }) => JSON.stringify([roomId, memberAccount]);
const keysOf = (key) => [`room-engine:wanted:${key}`, `room-engine:updates:${key}`];

const optionsOf = (id) => ({
  // One job at most waits for a member, beside the one that works on it.
  deduplication: { id, keepLastIfActive: true },
  attempts: 20,
  // The service may still work on an attempt for 3 s: a newer value before that could be overtaken.
  backoff: { type: "exponential", delay: 3500 },
  removeOnComplete: true,
  removeOnFail: 1000,
});
