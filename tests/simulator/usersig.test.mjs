// The UserSig as the service reads it: every encoding the vendor's packages produce, and nothing else.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { constants, deflateRawSync, deflateSync, gzipSync } from "node:zlib";
import { code, NOW, simulate, WHO } from "./attempt.mjs";
import { claims, sign, wrap } from "./sign.mjs";

const file = new URL("../usersig-vectors.json", import.meta.url);
const { vectors, private_map_keys, verify_cases } = JSON.parse(readFileSync(file, "utf8"));
const time = NOW / 1000;
const CLAIMS = claims({ ...WHO, time });
const JSON_CLAIMS = JSON.stringify(CLAIMS);

/** The ErrorCode of a good call with this UserSig, at a second of the service's clock. */
function check({ usersig, sdkAppId, identifier, secretKey, now = time }) {
  const simulator = simulate({
    sdkAppId,
    secretKey,
    admins: identifier === "" ? [] : [identifier],
    now: () => now * 1000,
  });
  return code(simulator, { query: { sdkappid: sdkAppId, identifier, usersig } });
}

const checkOurs = (usersig, changes) => check({ ...WHO, usersig, ...changes });

test("usersig: signatures of the vendor's packages", async (t) => {
  const all = vectors.flatMap((vector) => [
    ["npm", vector.npm_usersig, vector],
    ["PyPI", vector.pypi_usersig, vector],
  ]);
  const keys = private_map_keys.flatMap((vector) => [
    ["npm map key", vector.npm_usersig, vector],
    ["Python map key", vector.python_source_usersig, vector],
  ]);
  for (const [maker, usersig, vector] of [...all, ...keys]) {
    await t.test(`usersig: ${maker} ${vector.name}`, async () => {
      const { sdkappid: sdkAppId, identifier, key: secretKey, time: issued, expire } = vector;
      const what = { usersig, sdkAppId, identifier, secretKey };
      // An identifier that is empty never gets as far as the signature.
      const good = identifier === "" ? 60025 : 0;
      assert.equal(await check({ ...what, now: issued }), good);
      if (good !== 0) return;
      assert.equal(await check({ ...what, now: issued + expire }), 0);
      assert.equal(await check({ ...what, now: issued + expire + 1 }), 70001);
      assert.equal(await check({ ...what, now: issued, secretKey: `${secretKey}x` }), 70009);
    });
  }
});

test("usersig: the vendor's verify functions agree", async (t) => {
  const expected = {
    ok: 0,
    expired: 70001,
    sdkappid_mismatch: 70014,
    identifier_mismatch: 70013,
    sig_mismatch: 70009,
    undecodable: 70003,
  };
  for (const one of verify_cases.cases.filter(({ expect }) => expect in expected)) {
    await t.test(`usersig: ${one.name}`, async () => {
      const { usersig, sdkappid: sdkAppId, identifier, key: secretKey, now } = one;
      assert.equal(
        await check({ usersig, sdkAppId, identifier, secretKey, now }),
        expected[one.expect],
      );
    });
  }
});

test("usersig: equality of now and expiry is still good, to the end of that second", async () => {
  const at = async (now) => {
    const usersig = sign({ ...WHO, time, expire: 60 });
    return code(simulate({ now: () => now }), { query: { usersig } });
  };
  assert.equal(await at(NOW + 60_000), 0);
  assert.equal(await at(NOW + 60_999), 0);
  assert.equal(await at(NOW + 61_000), 70001);
  assert.equal(await at(NOW - 3_600_000), 0, "a signature from the future is good");
});

const FORMS = {
  "no compression": wrap(JSON_CLAIMS, { level: 0 }),
  "best speed": wrap(JSON_CLAIMS, { level: 1 }),
  "best compression": wrap(JSON_CLAIMS, { level: 9 }),
  "spaces between": wrap(JSON.stringify(CLAIMS, null, 1)),
  "a line feed after": wrap(`${JSON_CLAIMS}\n`, { level: 0 }),
  "escaped slashes": wrap(JSON_CLAIMS.replaceAll("/", "\\/")),
  "other order": wrap(JSON.stringify(Object.fromEntries(Object.entries(CLAIMS).reverse()))),
  "everything escaped": wrap(
    JSON_CLAIMS.replace("administrator", (name) =>
      [...name].map((c) => `\\u00${c.charCodeAt(0).toString(16)}`).join(""),
    ),
  ),
  "a claim more": wrap(JSON.stringify({ ...CLAIMS, more: 1 })),
};

for (const [what, usersig] of Object.entries(FORMS)) {
  test(`usersig: ${what} is read`, async () => {
    assert.equal(await checkOurs(usersig), 0);
  });
}

test("usersig: a lifetime of zero that is left out is read", async () => {
  const { "TLS.expire": _, ...rest } = claims({ ...WHO, time, expire: 0 });
  assert.equal(await checkOurs(wrap(JSON.stringify(rest))), 0);
});

const without = (name) =>
  Object.fromEntries(Object.entries(CLAIMS).filter(([key]) => key !== name));
const GOOD = wrap(JSON_CLAIMS);
/** One whose length is no multiple of three bytes; JSON does not mind the spaces. */
const PADDED = ["", " ", "  "].map((end) => wrap(JSON_CLAIMS + end)).find((it) => it.endsWith("_"));
const UNREADABLE = {
  "raw deflate": wrap(JSON_CLAIMS, { compress: deflateRawSync }),
  gzip: wrap(JSON_CLAIMS, { compress: gzipSync }),
  "no compression format at all": wrap(JSON_CLAIMS, { compress: (bytes) => bytes }),
  "cut short": GOOD.slice(0, -8),
  "base64 as it is": Buffer.from(deflateSync(JSON_CLAIMS)).toString("base64"),
  "without its padding": PADDED.replace(/_+$/, ""),
  "with a space": `${GOOD.slice(0, 8)} ${GOOD.slice(8)}`,
  "something after its end": wrap(JSON_CLAIMS, {
    compress: (bytes) => Buffer.concat([deflateSync(bytes), Buffer.from("abc")]),
  }),
  "a preset dictionary": wrap(JSON_CLAIMS, {
    compress: (bytes) => deflateSync(bytes, { dictionary: Buffer.from("TLS.") }),
  }),
  "a flipped bit": wrap(JSON_CLAIMS, { compress: (bytes) => flip(deflateSync(bytes)) }),
  "no JSON": wrap("TLS"),
  "JSON null": wrap("null"),
  "a list": wrap("[]"),
  "not UTF-8": wrap(Buffer.from(JSON.stringify({ ...CLAIMS, more: "\xff" }), "latin1")),
  "version 1": wrap(JSON.stringify({ ...CLAIMS, "TLS.ver": "1.0" })),
  "no version": wrap(JSON.stringify(without("TLS.ver"))),
  "no signature in it": wrap(JSON.stringify(without("TLS.sig"))),
  "an application as text": wrap(JSON.stringify({ ...CLAIMS, "TLS.sdkappid": "1400000000" })),
  "a time with a fraction": wrap(JSON.stringify({ ...CLAIMS, "TLS.time": time + 0.5 })),
  "an identifier that is a number": wrap(JSON.stringify({ ...CLAIMS, "TLS.identifier": 7 })),
  "very long": "A".repeat(1_000_000),
};

function flip(bytes, fromEnd = 1) {
  const copy = Buffer.from(bytes);
  copy[copy.length - fromEnd] ^= 1;
  return copy;
}

for (const [what, usersig] of Object.entries(UNREADABLE)) {
  test(`usersig: 70003 for ${what}`, async () => {
    assert.equal(await checkOurs(usersig), 70003);
  });
}

test("usersig: 70009 for a signature that is none", async () => {
  for (const sig of ["", "abc", "A".repeat(44), "!".repeat(44), CLAIMS["TLS.sig"].slice(0, -4)]) {
    assert.equal(await checkOurs(wrap(JSON.stringify({ ...CLAIMS, "TLS.sig": sig }))), 70009, sig);
  }
});

test("usersig: every claim is signed, or the code is 70009", async () => {
  const changed = (claim, value) => wrap(JSON.stringify({ ...CLAIMS, [claim]: value }));
  assert.equal(await checkOurs(changed("TLS.identifier", "other"), { identifier: "other" }), 70009);
  assert.equal(await checkOurs(changed("TLS.sdkappid", 7), { sdkAppId: 7 }), 70009);
  assert.equal(await checkOurs(changed("TLS.time", time + 1)), 70009);
  assert.equal(await checkOurs(changed("TLS.expire", 3601)), 70009);
  assert.equal(await checkOurs(changed("TLS.userbuf", "YWJj")), 70009);
});

test("usersig: a content that is too long is refused, however small it came", async () => {
  const padded = (size) => wrap(JSON_CLAIMS + " ".repeat(size - JSON_CLAIMS.length), { level: 9 });
  assert.equal(await checkOurs(padded(16_384)), 0);
  assert.equal(await checkOurs(padded(16_385)), 70003);
  const stored = wrap(JSON_CLAIMS + " ".repeat(5_000), { level: 0 });
  assert.equal(await checkOurs(stored), 0);
  // Of 5 MB of zeros 7000 characters are left, which are still read; of more, too many to be read.
  const bombs = [Buffer.alloc(5_000_000), `{"TLS.ver":"2.0"${" ".repeat(5_000_000)}}`];
  for (const usersig of bombs.map((bomb) => wrap(bomb, { level: 9 }))) {
    assert.ok(usersig.length < 8_192);
    assert.equal(await checkOurs(usersig), 70003);
  }
  assert.equal(await checkOurs(wrap(Buffer.alloc(50_000_000))), 70003);
});

test("usersig: whatever deflate can do, and nothing else", async () => {
  const { Z_FIXED, Z_HUFFMAN_ONLY, Z_RLE, Z_DEFAULT_STRATEGY } = constants;
  for (const strategy of [Z_FIXED, Z_HUFFMAN_ONLY, Z_RLE, Z_DEFAULT_STRATEGY]) {
    for (const [level, more] of [
      [0, 9],
      [1, 300],
      [6, 9_000],
      [9, 3_000],
      [9, 0],
    ]) {
      const text = JSON.stringify({ ...CLAIMS, more: "abcabcab¶".repeat(more / 9) });
      const compress = (bytes) => deflateSync(bytes, { level, strategy });
      const usersig = wrap(text, { compress });
      assert.equal(await checkOurs(usersig), 0, `${strategy} ${level} ${more}`);
      const broken = wrap(text, { compress: (bytes) => flip(compress(bytes), level + 20) });
      assert.equal(await checkOurs(broken), 70003, `${strategy} ${level} ${more}, broken`);
    }
  }
});

test("usersig: 70003 for any bytes at all", async () => {
  let seed = 7;
  const random = () => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed % 256;
  };
  const simulator = simulate({ callsPerSecond: 0 });
  for (let i = 0; i < 500; i++) {
    const noise = Buffer.from([0x78, 0x9c, ...Array.from({ length: i % 60 }, random)]);
    const usersig = wrap(noise, { compress: (bytes) => bytes });
    assert.equal(await code(simulator, { query: { usersig } }), 70003);
  }
});

test("usersig: identifiers of any Unicode text", async () => {
  for (const identifier of [
    "用户甲",
    "room😀admin",
    'a"\\b',
    "a b+c%",
    "a&b=c#d",
    "\u2028",
    "__proto__",
  ]) {
    const usersig = sign({ ...WHO, identifier, time });
    assert.equal(await checkOurs(usersig, { identifier }), 0, identifier);
  }
});
