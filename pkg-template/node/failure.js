// Why an exchange failed, in words.

/**
 * The error to reject with. Node tries a name's addresses one after the other, and an error of all of
 * them has no message of its own.
 */
export function connectionError(error) {
  if (!Array.isArray(error?.errors) || error.message) return error;
  const message = error.errors.map((each) => each.message).join("; ");
  return Object.assign(new Error(message, { cause: error.errors[0] }), { code: error.code });
}
