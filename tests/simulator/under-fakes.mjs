// What a simulator answers while everything that Jest, Vitest and sinon can fake is faked: a program of
// its own, as the test runner would stand still too. Prints JSON; a promise that never settles ends it
// with Node's code 13.
import { writeSync } from "node:fs";
import { install } from "@sinonjs/fake-timers";
import { attempt, NOW, request, simulate, WHO } from "./attempt.mjs";
import { sign } from "./sign.mjs";

const FAKED = [
  ["setTimeout", "clearTimeout", "setInterval", "clearInterval", "setImmediate", "clearImmediate"],
  ["queueMicrotask", "nextTick", "Date", "performance"],
].flat();

const code = async (...args) => (await attempt(...args)).ErrorCode;
const rejection = (promise) => promise.then(String, String);

const CASES = {
  async calls() {
    const simulator = simulate({ now: undefined });
    const [url, init] = request();
    const response = await simulator.fetch(url, { ...init, body: Buffer.from(init.body) });
    const codes = [await code(simulator), await code(simulator)];
    return { codes, text: await response.text(), date: response.headers.get("date") };
  },
  async refusals() {
    const simulator = simulate();
    const usersig = sign({ ...WHO, time: NOW / 1000 - 7200 });
    return {
      expired: await code(simulator, { query: { usersig } }),
      noJson: await code(simulator, { body: "no json" }),
      noRoom: await code(simulator, { body: '{"RoomId":"x","MemberInfo":{"Member_Account":"a"}}' }),
    };
  },
  async faults() {
    const simulator = simulate({
      faults: [
        { kind: "status", status: 503, body: "busy" },
        { kind: "garbage" },
        { kind: "reset" },
        { kind: "hang" },
      ],
    });
    const text = async (init) => (await simulator.fetch(...request(init))).text();
    const busy = await text();
    const garbage = (await text()).slice(0, 9);
    const reset = await rejection(text());
    const controller = new AbortController();
    const hanging = rejection(text({ signal: controller.signal }));
    controller.abort("enough");
    return { busy, garbage, reset, hanging: await hanging };
  },
  async delay() {
    const simulator = simulate({ faults: { kind: "delay", ms: 60_000 } });
    let answer = "none yet";
    const sent = code(simulator).then((given) => {
      answer = given;
    });
    await clock.tickAsync(59_999);
    const before = answer;
    await clock.tickAsync(1);
    await sent;
    return { before, answer };
  },
};

const clock = install({ now: NOW, toFake: FAKED });
const outcome = await CASES[process.argv[2]]();
clock.uninstall();
writeSync(1, JSON.stringify(outcome));
