// Whose address counts as one. A household or a data centre customer has a /64 of IPv6 to itself, so
// the last 64 bits say nothing.

/** What to count for an address: IPv4 whole, of IPv6 the first 64 bits. */
export function networkOf(address) {
  const text = address.trim().toLowerCase().replace(/%.*$/, "");
  const mapped = /^(?:::ffff:)?(\d+(?:\.\d+){3})$/.exec(text);
  if (mapped) return mapped[1];
  const groups = groupsOf(text);
  if (groups === undefined) return text;
  const isMapped = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff;
  if (isMapped)
    return groups
      .slice(6)
      .flatMap((group) => [group >> 8, group & 255])
      .join(".");
  return `${groups
    .slice(0, 4)
    .map((group) => group.toString(16))
    .join(":")}::/64`;
}

/** The eight groups of an IPv6 address, which the platform's URL checks and writes in one way. */
function groupsOf(text) {
  const url = `http://[${text}]/`;
  if (!text.includes(":") || !URL.canParse(url)) return undefined;
  const [before, after] = new URL(url).hostname.slice(1, -1).split("::");
  const read = (part) => (part ? part.split(":").map((group) => Number.parseInt(group, 16)) : []);
  const [head, tail] = [read(before), read(after)];
  return [...head, ...Array(8 - head.length - tail.length).fill(0), ...tail];
}
