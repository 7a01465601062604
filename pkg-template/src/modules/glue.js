// What stands around the large module. Named one by one, and put together when it is asked for:
// bundlers would keep all of it for an app that calls nothing.

import { attach, importCount, imports, inspect, readHead, respond, useText } from "#glue";

export const glueOf = () => ({
  attach,
  importCount,
  imports,
  useText,
  functions: { inspect, readHead, respond },
});
