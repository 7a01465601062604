// What is signed by us and by the vendor's programs: a table of what is known to be awkward, and
// random cases from a seed that is printed (and taken back from ORACLE_SEED).

const KEY = "6b1f0cf3a97d5e2284c0b9d1e7f3a65828d4c1b0f9e8d7c6b5a4938271605f4e";
const BASE = {
  sdkAppId: 1_400_000_000,
  identifier: "administrator",
  secretKey: KEY,
  ttl: 86_400,
  time: 1_700_000_000,
};

const IDENTIFIERS = {
  "one letter": "a",
  "32 bytes": "abcdefghijklmnopqrstuvwxyz_-0123",
  "500 bytes": "0123456789".repeat(50),
  "500 bytes of Chinese": "腾讯云实时音视频".repeat(21),
  "a digit only": "0",
  Chinese: "管理员",
  Japanese: "管理者です",
  Arabic: "مدير",
  emoji: "👩‍🚀🇨🇳👍🏽",
  "combining characters": "e\u0301\u0323",
  quotes: "\"'`",
  backslashes: "\\ \\\\ \\n \\u0041",
  slashes: "a/b//c",
  "a newline": "a\nTLS.sdkappid:1",
  "a carriage return and a tab": "\r\n\t",
  "control characters": "\u0000\u0001\u001f\u007f\u0080",
  "what HTML escapes": "<script>&amp;'\"</script>",
  "line separators": "\u2028\u2029",
  "a byte order mark": "\ufeffadmin",
  "a replacement character": "\ufffd",
  "the last code point": "\u{10ffff}",
  "spaces at both ends": "  admin  ",
  "something like JSON": '{"TLS.ver":"2.0"}',
  "a colon": "TLS.identifier:x",
  "the name of a prototype": "__proto__",
};

const KEYS = {
  "one letter": "k",
  "64 bytes, HMAC's block": "k".repeat(64),
  "65 bytes, beyond HMAC's block": "k".repeat(65),
  "200 bytes": "0123456789".repeat(20),
  "of Chinese": "密钥",
  "of emoji": "🔑",
  "with a newline": "a\nb\n",
  "with spaces": " key ",
  "with a zero byte": "a\u0000b",
};

const NUMBERS = {
  "the smallest application": { sdkAppId: 1 },
  "the largest application": { sdkAppId: 4_294_967_295 },
  "an application beyond 31 bits": { sdkAppId: 2_147_483_648 },
  "no lifetime": { ttl: 0 },
  "a second": { ttl: 1 },
  "180 days": { ttl: 15_552_000 },
  "a lifetime beyond 31 bits": { ttl: 2_147_483_648 },
  "the longest lifetime": { ttl: 4_294_967_295 },
  "the year 1973": { time: 100_000_000 },
  "a time beyond 31 bits": { time: 2_147_483_648 },
  "a time of 32 bits": { time: 4_294_967_295 },
  "a time beyond 32 bits": { time: 4_294_967_296 },
};

const entries = (table, make) =>
  Object.entries(table).map(([name, value]) => ({ name, ...BASE, ...make(value, name) }));

/** The table. */
export const CASES = [
  { name: "the common case", ...BASE },
  ...entries(IDENTIFIERS, (identifier, name) => ({ identifier, name: `an identifier: ${name}` })),
  ...entries(KEYS, (secretKey, name) => ({ secretKey, name: `a key ${name}` })),
  ...entries(NUMBERS, (numbers) => numbers),
];

/** The seed of the random cases. */
export const SEED = Number(process.env.ORACLE_SEED ?? Date.now() % 2 ** 32);

/** Cases that nobody thought of; the same ones for the same seed. */
export function randomCases(count) {
  const next = numbersFrom(SEED);
  const below = (limit) => Math.floor(next() * limit);
  const text = (most) => {
    const points = Array.from({ length: 1 + below(most) }, () => codePoint(below));
    return String.fromCodePoint(...points);
  };
  return Array.from({ length: count }, (_, index) => ({
    name: `random case ${index} of seed ${SEED}`,
    sdkAppId: 1 + below(2 ** 32 - 1),
    identifier: text(40),
    secretKey: text(100),
    ttl: below(2 ** 32),
    time: 100_000_000 + below(2 ** 32),
  }));
}

/** Of every length in UTF-8, but no half of a surrogate pair. */
function codePoint(below) {
  const [from, to] = [
    [0, 0x7f],
    [0x20, 0x7e],
    [0x80, 0x7ff],
    [0x800, 0xd7ff],
    [0xe000, 0x10ffff],
  ][below(5)];
  return from + below(to - from + 1);
}

/** mulberry32: small, and good enough to pick test cases. */
function numbersFrom(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
