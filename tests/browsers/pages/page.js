// What the pages of these tests and the apps of the bundlers' have in common.

/** The options of the call, which the test has put into the page's address. */
export const options = JSON.parse(new URLSearchParams(location.search).get("options"));

/** Leaves the outcome where the test looks for it. */
export function show(call) {
  call.then(
    (reply) => {
      globalThis.outcome = { reply };
    },
    (error) => {
      globalThis.outcome = { error: String(error) };
    },
  );
}
