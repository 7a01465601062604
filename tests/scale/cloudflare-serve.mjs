// Runs the example's Worker in a process of its own, which a test can stop and kill with all it started.

import { startLocal } from "./local.mjs";

const { BINDINGS, PERSIST } = process.env;
const bindings = JSON.parse(BINDINGS);
const { url } = await startLocal({ bindings, persist: PERSIST, main: "cloudflare-main.mjs" });
console.log(JSON.stringify({ url }));
