// How fetch libraries, tracers and proxies give a URL away when they fail: each makes something to
// throw out of the URL that it was called with.

class RequestError extends Error {
  constructor(url) {
    super("request failed");
    this.request = new Request(url, { method: "POST", body: "{}" });
  }
}

class AxiosLikeError extends Error {
  constructor(url) {
    super("Network Error");
    this.config = { url, method: "post", headers: { "Content-Type": "application/json" } };
  }
  toJSON() {
    return { message: this.message, config: this.config };
  }
}

class SecretiveError extends Error {
  #url;
  constructor(url) {
    super("failed");
    this.#url = url;
  }
  get url() {
    return this.#url;
  }
  toString() {
    return `failed at ${this.#url}`;
  }
  toJSON() {
    return { url: this.#url };
  }
  [Symbol.for("nodejs.util.inspect.custom")]() {
    return `failed at ${this.#url}`;
  }
}

const error = (message, more) => Object.assign(new Error(message), more);
const hidden = (name, value) => Object.defineProperty(new Error("failed"), name, { value });
const userSigOf = (url) => new URL(url).searchParams.get("usersig");
const nested = (depth, value) => (depth === 0 ? value : { inner: nested(depth - 1, value) });
const percentEncoded = (text) =>
  encodeURIComponent(text).replace(/[*_-]/g, (c) => `%${c.charCodeAt(0).toString(16)}`);

/** What can be told from the URL alone, wherever the URL came from. */
export const THROWN_WITH_URL = {
  "the URL as a text": (url) => url,
  "the URL in a sentence": (url) => `request to ${url} failed, reason: socket hang up`,
  "the URL in its message": (url) => new TypeError(`Failed to parse URL from ${url}`),
  "the query in capitals": (url) => error(url.replace("usersig=", "UserSig=")),
  "the URL percent-encoded in its message": (url) =>
    error(`redirected to https://portal.example/?to=${encodeURIComponent(url)}`),
  "the URL wholly percent-encoded": (url) => error(`to=${percentEncoded(url)}`),
  "the URL in a property": (url) => error("failed", { input: url }),
  "the URL in its stack only": (url) => error("failed", { stack: `Error: failed\n    at ${url}` }),
  "the URL in its name": (url) => error("failed", { name: url }),
  "the URL in its code": (url) => error("failed", { code: url }),
  "the URL in a hidden property": (url) => hidden("input", url),
  "the URL in a property named by a symbol": (url) => error("failed", { [Symbol("url")]: url }),
  "the URL as the name of a property": (url) => error("failed", { [url]: true }),
  "the URL as the name of a symbol": (url) => error("failed", { [Symbol(url)]: true }),
  "the URL behind a getter": (url) =>
    Object.defineProperty(error("failed"), "u", { get: () => url }),
  "the URL in an array": (url) => error("failed", { args: ["POST", url] }),
  "the URL in a Map": (url) => error("failed", { args: new Map([["url", url]]) }),
  "the URL in a Set": (url) => error("failed", { args: new Set([url]) }),
  "the URL in a URL": (url) => error("failed", { url: new URL(url) }),
  "the URL in a parsed query": (url) => error("failed", { query: new URL(url).searchParams }),
  "the URL in bytes": (url) => error("failed", { sent: Buffer.from(url) }),
  "the URL in a function": (url) => error("failed", { retry: () => url }),
  "the URL deep inside": (url) => error("failed", nested(9, url)),
  "the URL behind many properties": (url) =>
    error("failed", Object.fromEntries([...Array(300).keys(), url].map((v, i) => [`p${i}`, v]))),
  "the URL in a text object": (url) => error("failed", { url: new String(url) }),
  "a Request": (url) => new RequestError(url),
  "its configuration, as axios does": (url) => new AxiosLikeError(url),
  "the URL in private fields": (url) => new SecretiveError(url),
  "the URL in its cause": (url) => new TypeError("fetch failed", { cause: error(url) }),
  "the URL in its cause's text": (url) => new TypeError("fetch failed", { cause: url }),
  "the URL in its cause's cause": (url) =>
    new TypeError("a", { cause: new Error("b", { cause: error("c", { url }) }) }),
  "the URL in one of its errors": (url) =>
    new AggregateError([error("a"), error(url)], "all failed"),
  "the URL in its errors' causes": (url) =>
    new AggregateError([new Error("a", { cause: new AxiosLikeError(url) })], "all failed"),
  "the URL as a DOMException": (url) => new DOMException(`${url} was aborted`, "AbortError"),
  "the URL in a plain object": (url) => ({ message: "failed", url }),
  "the URL in an object without a prototype": (url) => Object.assign(Object.create(null), { url }),
  "a failed Response": (url) => Object.assign(Response.error(), { requested: url }),
  "the URL in a frozen error": (url) => Object.freeze(error("failed", { url })),
  "the URL in an error that is its own cause": (url) => {
    const round = error(url);
    return Object.assign(round, { cause: round });
  },
};

/** What only those can find who know the UserSig. */
export const THROWN_WITH_USER_SIG = {
  "the UserSig as a text": (url) => userSigOf(url),
  "the UserSig in its message": (url) => error(`bad signature ${userSigOf(url)}!`),
  "the UserSig percent-encoded": (url) => error(`bad ${percentEncoded(userSigOf(url))}`),
  "the UserSig in a property": (url) => error("failed", { query: { usersig: userSigOf(url) } }),
  "the UserSig as a Map's value": (url) =>
    error("a", { q: new Map([["usersig", userSigOf(url)]]) }),
  "the UserSig in its cause": (url) => error("failed", { cause: [userSigOf(url)] }),
};
