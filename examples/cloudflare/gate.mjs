// The one object of an application: what its members are wanted to be, who works on which, and the
// slots of its rate.

import { Slots } from "../limiters/durable-object.mjs";

const FIELDS = ["nameCard", "role", "customInfo"];

/** For how long a member is one batch's. */
export const LEASE_MS = 10_000;
/** Members that nobody works on are put into the queue again: a queue gives up some day. */
const SWEEP_MS = 15_000;

const TABLES = `
create table if not exists members (
  member text primary key, version integer not null, lease text, until integer not null
);
create table if not exists fields (
  member text, field text, value text, update_id text, primary key (member, field)
);
create table if not exists updates (
  number integer primary key autoincrement, id text, member text, outcome text
);
create index if not exists pending on updates (member) where outcome is null`;

export class Gate extends Slots {
  #sql;

  constructor(ctx, env) {
    super(ctx, env);
    this.#sql = ctx.storage.sql;
    this.#sql.exec(TABLES);
  }

  /** Merges updates into what is wanted, field by field; gives the members to put into the queue. */
  async want(updates) {
    const members = new Set();
    this.ctx.storage.transactionSync(() => {
      for (const update of updates) members.add(this.#merge(update));
    });
    if ((await this.ctx.storage.getAlarm()) === null) await this.#sweepLater();
    return [...members];
  }

  #merge({ id, roomId, memberAccount, ...update }) {
    const member = JSON.stringify([roomId, memberAccount]);
    const newer = "on conflict do update set version = version + 1";
    this.#sql.exec(`insert into members values (?, 1, null, 0) ${newer}`, member);
    this.#sql.exec("insert into updates (id, member) values (?, ?)", id, member);
    for (const field of FIELDS.filter((name) => update[name] != null)) {
      const row = [member, field, update[field], id];
      this.#sql.exec("insert or replace into fields values (?, ?, ?, ?)", ...row);
    }
    return member;
  }

  /** All that is wanted of a member, for one batch alone; nothing if it is done, or another's. */
  take(member) {
    const now = Date.now();
    const [row] = this.#sql.exec("select * from members where member = ?", member);
    if (!row) return { state: "done" };
    if (row.until > now) return { state: "busy" };
    const lease = crypto.randomUUID();
    const until = now + LEASE_MS;
    this.#sql.exec(
      "update members set lease = ?, until = ? where member = ?",
      lease,
      until,
      member,
    );
    const fields = [...this.#sql.exec("select * from fields where member = ?", member)];
    const values = Object.fromEntries(fields.map(({ field, value }) => [field, value]));
    return { state: "taken", member, lease, version: row.version, values };
  }

  /** Tells how it ended; the values are forgotten unless newer ones have come meanwhile. */
  settle({ member, lease, version }, outcome) {
    const [row] = this.#sql.exec("select * from members where member = ?", member);
    if (row?.lease !== lease) return;
    this.ctx.storage.transactionSync(() => {
      // One version, one update: the first `version` of those that wait are in what was sent.
      const newer = row.version - version;
      const pending = "select number, id from updates where member = ? and outcome is null";
      const waiting = [...this.#sql.exec(`${pending} order by number`, member)];
      const sent = waiting.slice(0, waiting.length - newer);
      for (const { number, id } of sent) {
        const [used] = this.#sql.exec("select 1 from fields where update_id = ?", id);
        const end = used ? outcome : "superseded";
        this.#sql.exec("update updates set outcome = ? where number = ?", end, number);
      }
      if (newer > 0) return this.#sql.exec("update members set until = 0 where member = ?", member);
      this.#sql.exec("delete from fields where member = ?", member);
      this.#sql.exec("delete from members where member = ?", member);
    });
  }

  /** Every update's outcome, in the order of asking; null as long as it is not known. */
  outcomes(after = 0) {
    const page =
      "select number, id, outcome from updates where number > ? order by number limit 1000";
    return [...this.#sql.exec(page, after)];
  }

  async alarm() {
    const free = "select member from members where until < ? limit 1000";
    const rows = [...this.#sql.exec(free, Date.now())];
    const messages = rows.map(({ member }) => ({ body: member }));
    for (let at = 0; at < messages.length; at += 100) {
      await this.env.MEMBERS.sendBatch(messages.slice(at, at + 100));
    }
    const [left] = this.#sql.exec("select 1 from members limit 1");
    if (left) await this.#sweepLater();
  }

  #sweepLater() {
    return this.ctx.storage.setAlarm(Date.now() + SWEEP_MS);
  }
}
