// The package's smallest entry, which is told where the module is.

import module from "./node_modules/room-engine-admin/dist/core_bg.wasm";
import { init } from "./node_modules/room-engine-admin/dist/slim.js";

export * from "./node_modules/room-engine-admin/dist/slim.js";

init(module);
