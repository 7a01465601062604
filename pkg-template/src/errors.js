// The one class of error that calls reject with.

/** A call that failed, in any way but by an abort. */
export class RoomEngineError extends Error {
  // Minifiers rename the class. Getters, here and below: compiled for old browsers, fields and methods
  // may become assignments, which functions refuse for these names.
  static get name() {
    return "RoomEngineError";
  }

  constructor({ message, cause, ...fields }) {
    super(message, cause === undefined ? undefined : { cause });
    Object.assign(this, fields);
    hide(this, "name", "RoomEngineError");
    hide(this, brand(), true);
  }

  /** Whether `value` is such an error, of this or any other copy of the package. */
  static is(value) {
    try {
      return typeof value === "object" && value !== null && value[brand()] === true;
    } catch {
      // What throws when it is looked at is none of ours.
      return false;
    }
  }

  /** The error that `toJSON` made plain: for what came by `postMessage` or as JSON. */
  static from(plain) {
    if (RoomEngineError.is(plain)) return plain;
    // By name: of an Error, a copy of its fields has only those of ours.
    const { kind, message, cause, stack } = plain ?? {};
    if (typeof kind !== "string" || typeof message !== "string") {
      throw new TypeError("`from` takes what `toJSON` gave");
    }
    const error = new RoomEngineError({ ...plain, kind, message, cause });
    if (stack) hide(error, "stack", stack);
    return error;
  }

  /** ESM and CommonJS have a copy each, and `instanceof` must not care. */
  static get [Symbol.hasInstance]() {
    return isInstance;
  }

  /** What JSON and `structuredClone` can take: of an Error one loses the message, the other the fields. */
  toJSON() {
    return { name: this.name, message: this.message, ...this };
  }
}

function isInstance(value) {
  // First as any class does: compiled for old browsers, it asks before it has made an error.
  if (Function.prototype[Symbol.hasInstance].call(this, value)) return true;
  return this === RoomEngineError && RoomEngineError.is(value);
}

const brand = () => Symbol.for("room-engine-admin/RoomEngineError");

function hide(object, property, value) {
  const more = { configurable: true, enumerable: false, writable: true };
  Object.defineProperty(object, property, { value, ...more });
}

/** What a caller did wrong, found where Rust cannot look. */
export const invalid = (field, message, more) =>
  new RoomEngineError({
    kind: "invalid",
    message: `\`${field}\` ${message}`,
    field,
    retryable: false,
    attempts: 0,
    ...more,
  });
