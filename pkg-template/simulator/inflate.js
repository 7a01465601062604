// @ts-check
/**
 * Inflates where the platform has no `DecompressionStream`; edge-runtime is one. RFC 1951 in its
 * plainest form, one bit at a time, as there are only some hundred bytes to read.
 *
 * @typedef {object} Code a Huffman code
 * @property {number[]} counts how many symbols have a code of each length
 * @property {number[]} symbols in the order of their codes
 */
/** @typedef {ReturnType<typeof bitReader>} Bits */
/** @typedef {ReturnType<typeof output>} Output */

const END_OF_BLOCK = 256;

/** What the symbols for lengths and distances stand for. */
const LENGTHS = [...ladder(3, 4, 28), { base: 258, extra: 0 }];
const DISTANCES = ladder(1, 2, 30);

/** The order in which the lengths of the code that codes the code lengths come. */
const LENGTH_ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

/**
 * @param {Uint8Array} bytes a raw deflate stream; what follows its end is left
 * @param {number} limit in bytes
 * @throws {Error} when this is no deflate stream, or its content is longer
 */
export function inflate(bytes, limit) {
  const bits = bitReader(bytes);
  const out = output(limit);
  for (let last = 0; last === 0; ) {
    last = bits.read(1);
    const kind = bits.read(2);
    if (kind === 3) throw new Error("no such kind of block");
    if (kind === 0) copyStored(bits, out);
    else expand(bits, out, kind === 1 ? fixedCodes() : readCodes(bits));
  }
  return Uint8Array.from(out.bytes);
}

/** @param {Uint8Array} bytes */
function bitReader(bytes) {
  let position = 0;
  let buffer = 0;
  let held = 0;
  return {
    /** @param {number} count 0..16 */
    read(count) {
      for (; held < count; held += 8) buffer |= byte() << held;
      const value = buffer & ((1 << count) - 1);
      buffer >>>= count;
      held -= count;
      return value;
    },
    /** Drops the rest of a byte. */
    align() {
      buffer = 0;
      held = 0;
    },
  };

  function byte() {
    if (position >= bytes.length) throw new Error("the stream ends early");
    return bytes[position++];
  }
}

/** @param {number} limit */
function output(limit) {
  /** @type {number[]} */
  const bytes = [];
  return {
    bytes,
    /** @param {number | undefined} byte */
    push(byte) {
      if (byte === undefined) throw new Error("a distance to before the beginning");
      if (bytes.push(byte) > limit) throw new Error("too long");
    },
  };
}

/**
 * @param {Bits} bits
 * @param {Output} out
 */
function copyStored(bits, out) {
  bits.align();
  const size = bits.read(16);
  if ((bits.read(16) ^ 0xffff) !== size) throw new Error("a stored block without its size");
  for (let i = 0; i < size; i++) out.push(bits.read(8));
}

/**
 * @param {Bits} bits
 * @param {Output} out
 * @param {{ literals: Code, distances: Code }} codes
 */
function expand(bits, out, { literals, distances }) {
  for (;;) {
    const symbol = decode(bits, literals);
    if (symbol === END_OF_BLOCK) return;
    if (symbol < END_OF_BLOCK) {
      out.push(symbol);
    } else {
      const length = climb(bits, LENGTHS, symbol - END_OF_BLOCK - 1);
      const distance = climb(bits, DISTANCES, decode(bits, distances));
      for (let i = 0; i < length; i++) out.push(out.bytes[out.bytes.length - distance]);
    }
  }
}

/** The codes of a block that brings none. */
function fixedCodes() {
  const spans = [
    [144, 8],
    [112, 9],
    [24, 7],
    [8, 8],
  ];
  const literals = spans.flatMap(([count, length]) => new Array(count).fill(length));
  return { literals: makeCode(literals), distances: makeCode(new Array(30).fill(5)) };
}

/** @param {Bits} bits */
function readCodes(bits) {
  const literals = bits.read(5) + 257;
  const total = literals + bits.read(5) + 1;
  const count = bits.read(4) + 4;
  const ordered = new Array(19).fill(0);
  for (const symbol of LENGTH_ORDER.slice(0, count)) ordered[symbol] = bits.read(3);
  const lengths = readLengths(bits, makeCode(ordered), total);
  return {
    literals: makeCode(lengths.slice(0, literals)),
    distances: makeCode(lengths.slice(literals)),
  };
}

/**
 * @param {Bits} bits
 * @param {Code} code
 * @param {number} total
 */
function readLengths(bits, code, total) {
  /** @type {number[]} */
  const lengths = [];
  while (lengths.length < total) {
    const symbol = decode(bits, code);
    if (symbol < 16) lengths.push(symbol);
    else if (symbol === 16) repeat(lengths.at(-1), bits.read(2) + 3);
    else if (symbol === 17) repeat(0, bits.read(3) + 3);
    else repeat(0, bits.read(7) + 11);
  }
  return lengths;

  /**
   * @param {number | undefined} length
   * @param {number} times
   */
  function repeat(length, times) {
    if (length === undefined || lengths.length + times > total) throw new Error("lengths run over");
    for (let i = 0; i < times; i++) lengths.push(length);
  }
}

/**
 * @param {number[]} lengths of each symbol's code, 0 for none
 * @returns {Code}
 */
function makeCode(lengths) {
  const counts = new Array(16).fill(0);
  for (const length of lengths) counts[length] += 1;
  const symbols = [...lengths.keys()].filter((symbol) => lengths[symbol] > 0);
  symbols.sort((a, b) => lengths[a] - lengths[b] || a - b);
  return { counts, symbols };
}

/**
 * @param {Bits} bits
 * @param {Code} code
 */
function decode(bits, { counts, symbols }) {
  let code = 0;
  let first = 0;
  let index = 0;
  for (let length = 1; length < 16; length++) {
    code |= bits.read(1);
    const symbol = symbols[index + code - first];
    if (code - first < counts[length] && symbol !== undefined) return symbol;
    index += counts[length];
    first = (first + counts[length]) << 1;
    code <<= 1;
  }
  throw new Error("no such code");
}

/**
 * @param {Bits} bits
 * @param {{ base: number, extra: number }[]} steps
 * @param {number} index
 */
function climb(bits, steps, index) {
  const step = steps[index];
  if (step === undefined) throw new Error("no such length, or distance");
  return step.base + bits.read(step.extra);
}

/**
 * @param {number} start
 * @param {number} group how many symbols in a row have the same number of further bits
 * @param {number} count
 */
function ladder(start, group, count) {
  const steps = [];
  for (let i = 0, base = start; i < count; i++) {
    const extra = Math.max(0, Math.floor(i / group) - 1);
    steps.push({ base, extra });
    base += 1 << extra;
  }
  return steps;
}
