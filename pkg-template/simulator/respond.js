// @ts-check
/**
 * Makes a `Response` whose body can be had without the platform's streams: some of these wait for
 * `queueMicrotask`, which never comes where a test has faked it. It stays the platform's own object,
 * so that any server can send it.
 *
 * @param {Uint8Array | ReadableStream<Uint8Array> | undefined} body
 * @param {{ status: number, headers: Headers }} init
 * @returns {Response}
 */
export function respond(body, init) {
  const response = new Response(/** @type {BodyInit | undefined} */ (body), init);
  return ArrayBuffer.isView(body)
    ? readFrom(/** @type {Uint8Array} */ (body), response, init)
    : response;
}

/**
 * @param {Uint8Array} bytes
 * @param {Response} response with these as its body
 * @param {{ status: number, headers: Headers }} init
 */
function readFrom(bytes, response, init) {
  let used = false;
  const own = Object.getPrototypeOf(response);
  const isUsed = () => used || Reflect.get(own, "bodyUsed", response);
  const checkUnused = () => {
    if (!isUsed() && !response.body?.locked) return;
    throw new TypeError("Body is unusable: it was read before");
  };
  const take = async () => {
    checkUnused();
    used = true;
    return bytes.slice();
  };
  const text = async () => new TextDecoder().decode(await take());
  const methods = {
    text,
    json: async () => JSON.parse(await text()),
    bytes: take,
    arrayBuffer: async () => (await take()).buffer,
    blob: async () =>
      new Blob([await take()], { type: response.headers.get("content-type") ?? "" }),
    clone() {
      checkUnused();
      return respond(bytes, { status: init.status, headers: response.headers });
    },
  };
  for (const [name, value] of Object.entries(methods)) {
    Object.defineProperty(response, name, { value, configurable: true, writable: true });
  }
  return Object.defineProperty(response, "bodyUsed", { get: isUsed, configurable: true });
}
