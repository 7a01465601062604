// Vercel's and Next.js's Edge Runtime: like workerd, but the import is marked in its own way.

import module from "./core_bg.wasm?module";
import { brought, found } from "./found.js";

export { bulk } from "../bulk.js";
export const findPage = undefined;
export const findBrought = brought;

/** The module, of another realm than ours. */
export const findServer = () => found(module);
