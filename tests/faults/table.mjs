// What may go wrong on the way, how a server makes it happen, and what has to come of it.
//
// A row has
// - `wire`: what the server does, in the words of `server.mjs`;
// - `fails`: what a call fails with that meets nothing else, or nothing where it succeeds;
// - `isRetried`: whether the next attempt is made;
// - `asks`: for how long the answer asks to be left alone, in milliseconds;
// - `cannot`: outcomes that cannot be made to happen, by place or for all, with the reason;
// - `elsewhere`: how it goes in a place where it goes otherwise, and why: other `fails`; `tries` that
//   the platform makes of one attempt; what `lingers`, a connection that outlives an aborted call.

const network = { kind: "network", retryable: true };
const timeout = { kind: "timeout", retryable: true };
const busy = (status) => ({ kind: "http", status, retryable: true });
const protocol = { kind: "protocol", retryable: false };

const HTML = "<!doctype html>\n<title>Sign in</title>\n<h1>Sign in to this network</h1>\n";
const html = { status: 200, headers: { "content-type": "text/html" }, body: HTML };
const secondsAfter = (date, seconds) => new Date(date.getTime() + seconds * 1000).toUTCString();
const ONCE = "once, and then all is well";
const NAMES_ARE_FIXED = "its name server is that of the machine, which no test may change";
const NOW = new Date("2026-01-01T00:00:00Z");

/** A browser hides whatever a redirect says. */
const redirect = (status) => ({
  name: `a redirect (${status})`,
  wire: { answer: { status, headers: { location: "$elsewhere" } } },
  fails: { kind: "http", status, retryable: false },
  elsewhere: {
    Chromium: { fails: { status: 0 }, why: "a page sees an opaque redirect, without its status" },
  },
});

function* statuses() {
  for (const status of [502, 503, 429]) {
    const row = { fails: busy(status), isRetried: true };
    const answering = (headers) => ({ answer: { status, headers, body: "busy" } });
    yield { ...row, name: `a ${status}`, wire: answering({}) };
    const asking = answering({ "retry-after": "1" });
    yield { ...row, name: `a ${status} with Retry-After`, wire: asking, asks: 1000 };
  }
  const dated = { date: NOW.toUTCString(), "retry-after": secondsAfter(NOW, 1) };
  yield {
    name: "a 503 with a date as Retry-After",
    wire: { answer: { status: 503, headers: dated } },
    fails: busy(503),
    isRetried: true,
    asks: 1000,
  };
  yield {
    name: "a 503 that asks for more than a minute",
    wire: { answer: { status: 503, headers: { "retry-after": "61" } } },
    fails: busy(503),
  };
}

export const FAULTS = [
  {
    name: "a reset before the request is read",
    wire: { at: "connection", end: "reset" },
    fails: network,
    isRetried: true,
    elsewhere: {
      Chromium: { lingers: true, why: "it asks for leave first (CORS), and never breaks that off" },
    },
  },
  {
    name: "a reset after the request is read",
    wire: { end: "reset" },
    fails: network,
    isRetried: true,
  },
  {
    name: "a body that is cut off",
    wire: { answer: { status: 200, body: '{"ActionStatus":"OK","Err', length: 100 } },
    fails: network,
    isRetried: true,
  },
  {
    name: "a body that drips",
    wire: { answer: { status: 200, body: '{"Act', length: 100_000 }, end: "drip" },
    fails: timeout,
    isRetried: true,
  },
  { name: "no answer", wire: { end: "hang" }, fails: timeout, isRetried: true },
  ...statuses(),
  redirect(302),
  redirect(307),
  { name: "the page of a captive portal", wire: { answer: html }, fails: protocol },
  {
    name: "a page that says it is JSON",
    wire: { answer: { ...html, headers: { "content-type": "application/json" } } },
    fails: protocol,
  },
  {
    name: "a reply that says it is a page",
    wire: { answer: { status: 200, headers: html.headers, body: '{"ErrorCode":0}' } },
  },
  {
    name: "bytes that are no HTTP",
    wire: { raw: "\u0000\u0001\u00ff no HTTP at all\r\n\r\n\u0000" },
    fails: network,
    isRetried: true,
  },
  {
    name: "no TLS at the other end",
    wire: { at: "connection", raw: "HTTP/1.1 400 Bad Request\r\n\r\n", isTls: true },
    fails: network,
    isRetried: true,
    elsewhere: {
      Chromium: {
        tries: 2,
        lingers: true,
        why: "it greets a second time, more plainly, and goes on greeting for whoever comes next",
      },
      "Node, the platform's fetch": {
        lingers: true,
        why: "it goes on connecting for ten seconds, for whoever comes next",
      },
    },
  },
  {
    name: "a certificate that nobody vouches for",
    wire: { isTls: true, isUntrusted: true },
    fails: network,
    isRetried: true,
    cannot: { "aborted during it": "it is the client that refuses, and nobody else has a say" },
  },
  {
    name: "a name that does not resolve",
    wire: { isTls: true, isNameless: true },
    fails: network,
    isRetried: true,
    cannot: {
      "aborted during it": "nobody is told of the question",
      workerd: { [ONCE]: NAMES_ARE_FIXED },
      Chromium: { [ONCE]: NAMES_ARE_FIXED },
    },
  },
];
