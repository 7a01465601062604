// The name by which the console's tests know what sets a project up.

export * from "./setup.mjs";
