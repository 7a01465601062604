// A self-signed certificate for 127.0.0.1 and for names, made anew for each run: no key lies about in the project.
// Node can sign but not write certificates, so the few lines of ASN.1 are here.
import { generateKeyPairSync, randomBytes, sign } from "node:crypto";

const node = (tag, ...parts) => {
  const content = Buffer.concat(parts);
  const { length } = content;
  return Buffer.concat([Buffer.from([tag, ...sizeOf(length)]), content]);
};
/** As short as can be: BoringSSL, unlike OpenSSL, refuses any other. */
const sizeOf = (length) => {
  if (length < 128) return [length];
  return length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255];
};
const sequence = (...parts) => node(0x30, ...parts);
const bytes = (tag, ...values) => node(tag, Buffer.from(values));
const utcTime = (date) => {
  const digits = date.toISOString().replace(/\D/g, "").slice(2, 14);
  return node(0x17, Buffer.from(`${digits}Z`));
};

const ECDSA_SHA256 = sequence(bytes(0x06, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02));
const COMMON_NAME = bytes(0x06, 0x55, 0x04, 0x03);
const SUBJECT_ALT_NAME = bytes(0x06, 0x55, 0x1d, 0x11);

/** `{ key, cert }` in PEM, good for a day around now. */
export function makeCertificate(names = []) {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const name = sequence(node(0x31, sequence(COMMON_NAME, node(0x0c, Buffer.from("127.0.0.1")))));
  const day = 86_400_000;
  const validity = sequence(
    utcTime(new Date(Date.now() - day)),
    utcTime(new Date(Date.now() + day)),
  );
  const subjects = sequence(
    bytes(0x87, 127, 0, 0, 1),
    ...names.map((name) => node(0x82, Buffer.from(name))),
  );
  const extensions = node(0xa3, sequence(sequence(SUBJECT_ALT_NAME, node(0x04, subjects))));
  const signed = sequence(
    node(0xa0, bytes(0x02, 2)),
    node(0x02, Buffer.from([1]), randomBytes(8)),
    ECDSA_SHA256,
    name,
    validity,
    name,
    publicKey.export({ type: "spki", format: "der" }),
    extensions,
  );
  const signature = sign("sha256", signed, privateKey);
  const der = sequence(signed, ECDSA_SHA256, node(0x03, Buffer.from([0]), signature));
  const lines = der.toString("base64").match(/.{1,64}/g);
  return {
    key: privateKey.export({ type: "pkcs8", format: "pem" }),
    cert: ["-----BEGIN CERTIFICATE-----", ...lines, "-----END CERTIFICATE-----", ""].join("\n"),
  };
}
