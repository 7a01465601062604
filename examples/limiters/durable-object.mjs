// A shared rate on Cloudflare Workers: one Durable Object gives out the slots.

import { DurableObject } from "cloudflare:workers";
import { bookSlots, SlotLimiter } from "./slots.mjs";

/** One for each `sdkAppId`: `env.SLOTS.getByName(String(sdkAppId))`. */
export class Slots extends DurableObject {
  // In memory: a new instance knows nothing of the one before, and waits a second.
  #free;

  book(ask) {
    const { free, answer } = bookSlots(this.#free, Date.now() * 1000, ask);
    this.#free = free;
    return answer;
  }
}

/**
 * Make one for each request, batch or alarm: a Worker cannot wait in one request for what another
 * began. The options are those of `SlotLimiter`.
 */
export function durableObjectLimiter(stub, options) {
  return new SlotLimiter((ask) => stub.book(ask), options);
}
