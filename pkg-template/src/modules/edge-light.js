// Vercel's and Next.js's Edge Runtime: like workerd, but the import is marked in its own way.

import module from "./core_bg.wasm?module";
import { found, loadLarge } from "./found.js";

export { bulk } from "../bulk.js";
export const loadPage = undefined;

/** The module is of another realm than ours. */
export const loadServer = (source) => loadLarge(() => found(module), source);
