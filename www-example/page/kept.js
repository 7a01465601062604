// What the browser keeps for the next visit. One that keeps nothing loses nothing but comfort.

const PREFIX = "room-console/";

/** What was kept under a name if it is as it should be: anybody can write there. */
export function recall(name, isRight, otherwise) {
  try {
    const found = JSON.parse(localStorage.getItem(PREFIX + name));
    return isRight(found) ? found : otherwise;
  } catch {
    return otherwise;
  }
}

export function keep(name, value) {
  try {
    localStorage.setItem(PREFIX + name, JSON.stringify(value));
  } catch {
    // Full, or not allowed.
  }
}
