// What addresses say: whose counts as one, and which are this machine's own.

/** Whether only this machine can reach an address: 127.0.0.0/8 and ::1, however they are written. */
export function isLoopback(address) {
  const read = readAddress(withoutPort(address));
  return typeof read === "string" ? read.startsWith("127.") : read?.join("") === "00000001";
}

/**
 * What to count for an address: IPv4 whole, of IPv6 the first 64 bits, since a household or a customer of
 * a data centre has a /64 to itself; `undefined` for what is none. Of a list it is the last, which the
 * nearest gateway has added: those before it anybody can make up.
 */
export function networkOf(address) {
  const read = readAddress(withoutPort((address ?? "").split(",").at(-1).trim()));
  if (!Array.isArray(read)) return read;
  const network = read.slice(0, 4).map((group) => group.toString(16));
  return `${network.join(":")}::/64`;
}

/** IPv4 as a text, also where it is written as IPv6; IPv6 as its eight groups. */
function readAddress(text) {
  if (/^\d+(\.\d+){3}$/.test(text)) return hostOf(text);
  const groups = groupsOf(text.replace(/%.*$/, ""));
  const isMapped = groups?.slice(0, 6).join() === "0,0,0,0,0,65535";
  if (!isMapped) return groups;
  const bytes = groups.slice(6).flatMap((group) => [group >> 8, group & 255]);
  return bytes.join(".");
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
