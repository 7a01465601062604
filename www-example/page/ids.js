// Ids for fields and what describes them. Preact's own `useId` counts anew in each part of the page.

import { useState } from "preact/hooks";

let count = 0;

export function useId() {
  const [id] = useState(() => `field-${(count += 1)}`);
  return id;
}
