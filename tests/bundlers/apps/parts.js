// An app in parts, two of which use the package: they have to share it.

import { options, show } from "./page.js";

async function inParts() {
  const [{ call }, { client }] = await Promise.all([import("./one.js"), import("./other.js")]);
  await client(options);
  return call(options);
}

show(inParts());
