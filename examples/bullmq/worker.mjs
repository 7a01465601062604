// One worker; start as many as you like, on as many machines.

import { AsyncLocalStorage } from "node:async_hooks";
import { UnrecoverableError, Worker } from "bullmq";
import { Redis } from "ioredis";
import { RoomEngineAdmin } from "room-engine-admin";
import { redisLimiter } from "../limiters/redis.mjs";
import { QUEUE, Wanted } from "./wanted.mjs";

const { REDIS_URL, SDK_APP_ID, IDENTIFIER = "administrator", SECRET_KEY } = process.env;
const { REGION, BASE_URL } = process.env;

/** For how long no other worker takes a job. It is not renewed: a worker that stood still must not be. */
const LOCK_MS = 10_000;
/** Nothing is sent later than this before its end: the service may work on a call for 3 s. */
const MARGIN_MS = 4000;

const redis = new Redis(REDIS_URL, { maxRetriesPerRequest: null });
redis.on("error", ({ message }) => console.error(`redis: ${message}`));
const wanted = new Wanted(redis);
const shared = redisLimiter(redis);
const deadline = new AsyncLocalStorage();

const limiter = {
  async acquire(attempt) {
    await shared.acquire(attempt);
    // The last look before the call goes out: a worker that stood still is not to send what is old.
    if (performance.now() > deadline.getStore()) {
      console.error("fenced: the job may be another worker's by now");
      throw new Error("the job's time is over");
    }
  },
  slowDown: (answer) => shared.slowDown(answer),
};

const admin = new RoomEngineAdmin({
  sdkAppId: Number(SDK_APP_ID),
  identifier: IDENTIFIER,
  secretKey: SECRET_KEY,
  ...(BASE_URL ? { baseUrl: BASE_URL } : { region: REGION }),
  limiter,
});

async function apply(job) {
  // From the moment before the lock was asked for, and then by a clock that nobody sets.
  const began = performance.now() - (Date.now() - job.processedOn);
  const taken = await wanted.take(job.data);
  if (!taken) return;
  const { roomId, memberAccount } = job.data;
  const update = () => admin.updateRoomMemberInfo({ roomId, memberAccount, ...taken.values });
  try {
    await deadline.run(began + LOCK_MS - MARGIN_MS, update);
  } catch (error) {
    if (error.retryable && job.attemptsMade + 1 < job.opts.attempts) throw error;
    await taken.settle({ outcome: "failed", code: error.code, message: error.message });
    throw new UnrecoverableError(error.message);
  }
  await taken.settle({ outcome: "done" });
}

const worker = new Worker(QUEUE, apply, {
  connection: redis,
  concurrency: 25,
  lockDuration: LOCK_MS,
  skipLockRenewal: true,
  stalledInterval: 5000,
  maxStalledCount: 1000, // a worker that dies is no fault of its job
});
worker.on("error", ({ message }) => console.error(`worker: ${message}`));

for (const signal of ["SIGINT", "SIGTERM"]) {
  process.once(signal, async () => {
    await worker.close();
    redis.disconnect();
  });
}
