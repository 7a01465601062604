// The walker has to find a secret wherever one can be hidden, or its silence would say nothing.

import assert from "node:assert/strict";
import { test } from "node:test";
import { leaks } from "./walker.mjs";

const SECRET = "eAGrVgrxCdYrSy1S*slIy0jNQ-gHzM1NS80oy0zLBwokpuZl5mcU_lRYkl*UVQBcUp__";
const URL_WITH_IT = `https://example.com/v4/a/b?sdkappid=1&usersig=${SECRET}&random=7`;

class Hiding extends Error {
  #url = URL_WITH_IT;
  toJSON() {
    return { url: this.#url };
  }
}

class Getting extends Error {
  get request() {
    return { url: URL_WITH_IT };
  }
}

const withProperty = (name, value, more = {}) =>
  Object.defineProperty(new Error("failed"), name, { value, ...more });

const encode = (text) =>
  [...text].map((c) => `%${c.charCodeAt(0).toString(16).padStart(2, "0")}`).join("");

const PLANTED = {
  "the message": new Error(`GET ${URL_WITH_IT} failed`),
  "the message, percent-encoded": new Error(`usersig=${encode(SECRET)}`),
  "the message, percent-encoded twice": new Error(encode(encode(SECRET))),
  "the message, escaped as in JSON": new Error(
    [...SECRET].map((c) => `\\u00${c.charCodeAt(0).toString(16)}`).join(""),
  ),
  "the message, a part of it": new Error(SECRET.slice(20, 40)),
  "the stack": Object.assign(new Error("failed"), { stack: URL_WITH_IT }),
  "a property": Object.assign(new Error("failed"), { hint: URL_WITH_IT }),
  "a hidden property": withProperty("config", { headers: [URL_WITH_IT] }, { enumerable: false }),
  "a property named by a symbol": withProperty(Symbol("state"), URL_WITH_IT),
  "the name of a property": Object.assign(new Error("failed"), { [SECRET]: true }),
  "the name of a symbol": withProperty(Symbol(SECRET), 1),
  "a getter": Object.defineProperty(new Error("failed"), "url", { get: () => URL_WITH_IT }),
  "a getter of a class": new Getting("failed"),
  "what toJSON gives": new Hiding("failed"),
  "what toString gives": { toString: () => URL_WITH_IT },
  "the cause": new Error("failed", { cause: new Error(URL_WITH_IT) }),
  "the cause of the cause": new Error("a", { cause: { cause: new Error("b", { cause: SECRET }) } }),
  "an aggregated error": new AggregateError([new Error("a"), new Error(URL_WITH_IT)], "all"),
  "a Map": Object.assign(new Error("failed"), { query: new Map([["usersig", SECRET]]) }),
  "a Set": Object.assign(new Error("failed"), { seen: new Set([SECRET]) }),
  bytes: Object.assign(new Error("failed"), { body: Buffer.from(SECRET) }),
  "a URL": Object.assign(new Error("failed"), { url: new URL(URL_WITH_IT) }),
  "a function's text": Object.assign(new Error("failed"), {
    retry: new Function(`return "${SECRET}"`),
  }),
  "a thrown text": URL_WITH_IT,
};

for (const [what, value] of Object.entries(PLANTED)) {
  test(`secrets: a secret in ${what} is found`, () => {
    assert.notDeepEqual(leaks(value, [SECRET]), []);
  });
}

test("secrets: the place is told", () => {
  const error = new Error("a", {
    cause: Object.assign(new Error("b"), { config: { url: SECRET } }),
  });
  const found = leaks(error, [SECRET]);
  assert.ok(found.includes("e.cause.config.url"), found.join());
  assert.ok(!found.includes("e.message"));
});

test("secrets: nothing is found where nothing is", () => {
  const error = Object.assign(new Error(URL_WITH_IT.replace(SECRET, "[redacted]")), {
    hint: SECRET.slice(0, 15),
    [Symbol("x")]: [1, null, undefined, new Map([[1, 2]])],
  });
  error.cause = error;
  assert.deepEqual(leaks(error, [SECRET]), []);
  assert.deepEqual(leaks(undefined, [SECRET]), []);
});

test("secrets: a secret that is too short to be told from chance is refused", () => {
  assert.throws(() => leaks(new Error(), ["short"]));
});
