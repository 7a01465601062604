// Vercel's and Next.js's Edge Runtime: like workerd, but the import is marked in its own way.

import module from "./core_bg.wasm?module";

export const isolatesRequests = false;

/** The module, of another realm than ours. */
export const findModule = () => module;
