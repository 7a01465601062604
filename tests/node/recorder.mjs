// A caller's own fetch that answers like the service and keeps what it was called with.

export const OK = Object.freeze({
  ActionStatus: "OK",
  ErrorCode: 0,
  ErrorInfo: "",
  RequestId: "Id-8d5f107ce00f420597a2db9fbe7f71ca-O-Seq-102831",
});

export const ok = () => Response.json(OK);

/** A fetch, and the exchanges it was asked for; `respond` may throw, wait, or answer what it likes. */
export function record(respond = ok) {
  const exchanges = [];
  function fetch(...args) {
    exchanges.push({ self: this, args, url: args[0], init: args[1] });
    return respond(...args, exchanges.length);
  }
  return { fetch, exchanges };
}

/** The same for answers given one after another. */
export function recordAnswers(...answers) {
  return record((_url, _init, number) => answers[number - 1]());
}

/** The query parameter of an exchange, decoded. */
export const parameter = ({ url }, name) => new URL(url).searchParams.get(name);

/** An answer of the service that refuses. */
export const refusal = (code, info = "refused", more = {}) =>
  Response.json({ ActionStatus: "FAIL", ErrorCode: code, ErrorInfo: info, ...more });
