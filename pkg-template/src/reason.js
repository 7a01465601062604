// Why an exchange failed, in words: platforms wrap the reason ("fetch failed") until nothing is left of it.

const DEPTH = 8;
const LENGTH = 200;

/**
 * The innermost cause of what a fetch threw, as a text that a message can end with: "ECONNREFUSED
 * 127.0.0.1:9", "self-signed certificate". Empty where nothing is known. It is a text from outside,
 * and has to be searched for secrets like any other.
 */
export function reasonOf(error) {
  try {
    const { code, hostname, address, port, message } = innermost(error);
    const place = hostname ?? (address && port ? `${address}:${port}` : address);
    // With a place, the code says more than Node's sentence, which names the system call.
    if (code && place) return text(`${code} ${place}`);
    if (!message) return text(code);
    return text(code && isBare(message) ? `${message} (${code})` : message);
  } catch {
    // What throws when it is looked at has nothing to tell.
    return "";
  }
}

function innermost(error) {
  let found = error;
  for (let depth = 0; depth < DEPTH; depth += 1) {
    // Of a name's addresses each was tried; the first is the one that was meant.
    const inner = found.errors?.[0] ?? found.cause;
    if (typeof inner !== "object" || inner === null || inner === found) break;
    found = inner;
  }
  return found;
}

/** Sentences that fit many failures, which their code tells apart. */
const isBare = (message) =>
  /^(socket hang up|other side closed|terminated|fetch failed)$/i.test(message);

/** Deno's sentences quote the URL, whose query holds the UserSig: its host says enough. */
const withoutQueries = (value) => value.replace(/(\bhttps?:\/\/[^\s/?#)]+)[^\s)]*/g, "$1");

const text = (value) => (typeof value === "string" ? withoutQueries(value).slice(0, LENGTH) : "");
