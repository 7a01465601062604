// The one thing that Rust cannot make: a class that extends Error.

const BRAND = Symbol.for("room-engine-admin/RoomEngineError");

/** A call that failed, in any way but by an abort. */
export class RoomEngineError extends Error {
  constructor({ message, cause, ...fields }) {
    super(message, cause === undefined ? undefined : { cause });
    // Not from the class: minifiers rename it.
    Object.defineProperty(this, "name", { value: "RoomEngineError", configurable: true, writable: true });
    Object.defineProperty(this, BRAND, { value: true });
    Object.assign(this, fields);
  }

  /** Whether `value` is such an error, of this or any other copy of the package. */
  static is(value) {
    return typeof value === "object" && value !== null && value[BRAND] === true;
  }
}

/** What Rust rejects with: fields that become an error where the caller's stack is known. */
export class Failure {
  constructor(fields) {
    this.fields = fields;
  }
}

/** Runs `step`, and gives its failure the stack of whoever awaits it. */
export async function withErrors(step) {
  try {
    return await step();
  } catch (thrown) {
    throw thrown instanceof Failure ? new RoomEngineError(thrown.fields) : thrown;
  }
}
