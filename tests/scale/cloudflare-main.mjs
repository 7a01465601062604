// The example's Worker with what a test needs besides: sends are logged, the slots can be held back,
// and consumers started by the dozen, as the platform would.

import worker from "./worker.mjs";

export { Gate } from "./gate.mjs";

const { fetch: real } = globalThis;

globalThis.fetch = (input, init) => {
  console.log(JSON.stringify({ at: Date.now(), sent: 1 }));
  return real(input, init);
};

export default {
  ...worker,
  async fetch(request, env) {
    const order = request.headers.get("x-test");
    if (order === null) return worker.fetch(request, env);
    if (order === "pause") {
      const gate = env.GATE.getByName(env.SDK_APP_ID);
      return Response.json(await gate.book({ count: 0, interval: 0, ahead: 0, pause: 10_000_000 }));
    }
    const again = [];
    const message = (body) => ({ body, ack() {}, retry: () => again.push(body) });
    await worker.queue({ messages: (await request.json()).map(message) }, env);
    return Response.json(again);
  },
};
