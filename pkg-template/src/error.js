// The one thing that Rust cannot make: a class that extends Error.

const BRAND = Symbol.for("room-engine-admin/RoomEngineError");

/** A call that failed, in any way but by an abort. */
export class RoomEngineError extends Error {
  constructor({ message, cause, ...fields }) {
    super(message, cause === undefined ? undefined : { cause });
    define(this, "name", NAME);
    define(this, BRAND, true);
    Object.assign(this, fields);
  }

  /** Whether `value` is such an error, of this or any other copy of the package. */
  static is(value) {
    try {
      return typeof value === "object" && value !== null && value[BRAND] === true;
    } catch {
      // What throws when it is looked at is none of ours.
      return false;
    }
  }

  /** ESM and CommonJS have a copy each, and `instanceof` must not care. */
  static [Symbol.hasInstance](value) {
    // biome-ignore lint/complexity/noThisInStatic: a class that extends this one asks here too
    if (this === RoomEngineError) return RoomEngineError.is(value);
    // biome-ignore lint/complexity/noThisInStatic: the class that asks
    return Function.prototype[Symbol.hasInstance].call(this, value);
  }
}

// Not from the class: minifiers rename it.
const NAME = "RoomEngineError";
define(RoomEngineError, "name", NAME);

function define(object, property, value) {
  Object.defineProperty(object, property, { value, configurable: true, writable: true });
}
