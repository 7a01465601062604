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
    return typeof value === "object" && value !== null && value[BRAND] === true;
  }

  /** ESM and CommonJS have a copy each, and `instanceof` must not care. */
  static [Symbol.hasInstance](value) {
    return RoomEngineError.is(value);
  }
}

// Not from the class: minifiers rename it.
const NAME = "RoomEngineError";
define(RoomEngineError, "name", NAME);

function define(object, property, value) {
  Object.defineProperty(object, property, { value, configurable: true, writable: true });
}
