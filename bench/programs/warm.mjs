// A contender that stays: it is warmed up once, and then measures a round whenever it is told to.

/** Calls `call(number)` in rounds of `count`, `inFlight` at a time, and tells what each of them took. */
export async function rounds(call, { inFlight, warmUp, count }) {
  let next = 0;
  const run = async (count) => {
    const end = next + count;
    const worker = async () => {
      while (next < end) await call((next += 1));
    };
    await Promise.all(Array.from({ length: inFlight }, worker));
  };
  // Long enough for V8 to have compiled what is hot: that would be most of what is measured.
  await run(warmUp);
  process.on("message", async () => {
    // A few first: it has slept while others had their turn.
    await run(Math.ceil(count / 20));
    const cpu = process.cpuUsage();
    const started = performance.now();
    await run(count);
    const elapsed = performance.now() - started;
    const { user, system } = process.cpuUsage(cpu);
    process.send({ cpuUs: (user + system) / count, perSecond: (count * 1000) / elapsed });
  });
  process.on("disconnect", () => process.exit());
  process.send("warm");
}
