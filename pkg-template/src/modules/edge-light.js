// Vercel's and Next.js's Edge Runtime: like workerd, but the import is marked in its own way.

import module from "./core_bg.wasm?module";
import { glueOf } from "./glue.js";

export const isolatesRequests = false;
export const findPage = undefined;

/** The module, of another realm than ours. */
export const findServer = (source = module) => ({ glue: glueOf(), source });
