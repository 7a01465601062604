// As much of HTTP as tells where a request ends, and what kind it is.

/** The next request on a connection, or `undefined` when the client leaves before its end. */
export function readRequest(socket) {
  return new Promise((resolve) => {
    let text = "";
    const read = (chunk) => {
      text += chunk.toString("latin1");
      const request = parse(text);
      if (request === undefined) return;
      socket.off("data", read);
      socket.resume();
      resolve(request);
    };
    socket.on("data", read);
    socket.on("error", () => {});
    socket.once("close", () => resolve(undefined));
    socket.resume();
  });
}

function parse(text) {
  const [head, body] = text.split("\r\n\r\n", 2);
  if (body === undefined) return undefined;
  const length = Number(/^content-length: *(\d+)/im.exec(head)?.[1] ?? 0);
  return body.length < length ? undefined : { method: head.slice(0, head.indexOf(" ")) };
}
