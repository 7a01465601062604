// Whose address counts as one. A household or a data centre customer has a /64 of IPv6 to itself, so
// the last 64 bits say nothing.

/**
 * What to count for an address: IPv4 whole, of IPv6 the first 64 bits; `undefined` for what is none. Of a
 * list it is the last, which the nearest gateway has added: those before it anybody can make up.
 */
export function networkOf(address) {
  const text = withoutPort((address ?? "").split(",").at(-1).trim());
  if (/^\d+(\.\d+){3}$/.test(text)) return hostOf(text);
  const groups = groupsOf(text.replace(/%.*$/, ""));
  if (groups === undefined) return undefined;
  const isMapped = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff;
  if (isMapped) {
    const bytes = groups.slice(6).flatMap((group) => [group >> 8, group & 255]);
    return bytes.join(".");
  }
  const network = groups.slice(0, 4).map((group) => group.toString(16));
  return `${network.join(":")}::/64`;
}

/** `1.2.3.4:5678` and `[2001:db8::1]:443` as gateways write them, and `[2001:db8::1]`. */
function withoutPort(text) {
  const [, four, six] = /^(?:(\d+(?:\.\d+){3})|\[([^\]]*)\])(?::\d+)?$/.exec(text) ?? [];
  return four ?? six ?? text;
}

/** An address as the platform's URL checks it and writes it in one way. */
function hostOf(text) {
  const url = `http://${text}/`;
  return URL.canParse(url) ? new URL(url).hostname : undefined;
}

/** The eight groups of an IPv6 address. */
function groupsOf(text) {
  const host = text.includes(":") ? hostOf(`[${text}]`) : undefined;
  if (host === undefined) return undefined;
  const [before, after] = host.slice(1, -1).split("::");
  const read = (part) => (part ? part.split(":").map((group) => Number.parseInt(group, 16)) : []);
  const [head, tail] = [read(before), read(after)];
  return [...head, ...Array(8 - head.length - tail.length).fill(0), ...tail];
}
