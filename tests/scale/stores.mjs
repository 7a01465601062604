// Redis and Postgres themselves, on loopback ports, each with a clock that a test can set.

import { execFileSync } from "node:child_process";
import { chmodSync, chownSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { postgresLimiter, TABLE } from "../../examples/limiters/postgres.mjs";
import { redisLimiter } from "../../examples/limiters/redis.mjs";
import {
  freePort,
  makeFolder,
  postgresFolder,
  program,
  requireTool,
  start,
  until,
} from "./setup.mjs";

/** A limiter for the address of a store, as a process of a user makes it; `close` ends its connections. */
export const connect = {
  redis(url, options) {
    const { Redis } = requireTool("ioredis");
    const redis = new Redis(url, { maxRetriesPerRequest: 1 });
    redis.on("error", () => {}); // told by the bookings that fail
    return { redis, limiter: redisLimiter(redis, options), close: () => redis.disconnect() };
  },
  postgres(url, options) {
    const { Pool } = requireTool("pg");
    const pool = new Pool({ connectionString: url, max: 2, connectionTimeoutMillis: 1000 });
    pool.on("error", () => {});
    return { pool, limiter: postgresLimiter(pool, options), close: () => pool.end() };
  },
};

export const startStore = { redis: startRedis, postgres: startPostgres };

export async function startRedis(t, args = []) {
  const folder = makeFolder(t);
  const port = await freePort();
  const clock = makeClock(folder);
  const all = ["--port", port, "--bind", "127.0.0.1", "--dir", folder, "--save", "", ...args];
  const { Redis } = requireTool("ioredis");
  const admin = new Redis(port, "127.0.0.1", { retryStrategy: () => 100 });
  admin.on("error", () => {});
  t.after(() => admin.disconnect());
  return store(clock, {
    url: `redis://127.0.0.1:${port}`,
    start: () => start(t, program("redis-server", "REDIS_SERVER"), all.map(String), clock.options),
    answers: () => admin.ping(),
    forget: () => admin.flushall(),
    admin,
  });
}

async function startPostgres(t) {
  const folder = makeFolder(t);
  const port = await freePort();
  const bin = postgresFolder();
  const clock = makeClock(folder);
  const data = join(folder, "data");
  // It refuses to run as root.
  const owner = process.getuid() === 0 ? { uid: 65_534, gid: 65_534 } : {};
  mkdirSync(data);
  if (owner.uid) chownSync(data, owner.uid, owner.gid);
  const quiet = { ...owner, cwd: folder, stdio: "ignore" };
  const initial = ["-D", data, "-U", "scale", "-A", "trust", "-E", "UTF8", "--no-sync"];
  execFileSync(join(bin, "initdb"), initial, quiet);
  const args = ["-D", data, "-p", String(port), "-c", "listen_addresses=127.0.0.1"];
  args.push("-c", "unix_socket_directories=", "-c", "max_connections=50");
  const { Pool } = requireTool("pg");
  const url = `postgres://scale@127.0.0.1:${port}/postgres`;
  const admin = new Pool({ connectionString: url, max: 1 });
  admin.on("error", () => {});
  t.after(() => admin.end());
  return store(clock, {
    url,
    start: () => start(t, join(bin, "postgres"), args, { ...clock.options, ...owner }),
    answers: () => admin.query(TABLE),
    forget: () => admin.query("delete from call_slots"),
    admin,
  });
}

async function store(clock, { start, answers, ...parts }) {
  let server;
  const up = async () => {
    server = start();
    const answered = () =>
      answers().then(
        () => true,
        () => false,
      );
    await until(async () => {
      // Postgres refuses to start as long as a process of a killed one is there.
      if (server.child.exitCode !== null) server = start();
      return answered();
    }, "the store's first answer");
  };
  await up();
  return { ...parts, up, kill: () => server.kill("SIGKILL"), setClock: clock.set };
}

/** The clock of a program: the machine's, and as many seconds as the test says. */
function makeClock(folder) {
  const [library, file] = [join(folder, "clock.so"), join(folder, "clock")];
  const source = fileURLToPath(new URL("clock.c", import.meta.url));
  execFileSync("cc", ["-shared", "-fPIC", "-O1", "-o", library, source]);
  const set = (seconds) => {
    const bytes = Buffer.alloc(8);
    bytes.writeBigInt64LE(BigInt(seconds));
    writeFileSync(file, bytes, { flag: existsSync(file) ? "r+" : "w" }); // it is mapped
  };
  set(0);
  chmodSync(folder, 0o755); // Postgres runs as somebody else
  return { set, options: { env: { LD_PRELOAD: library, CLOCK_OFFSET: file } } };
}
