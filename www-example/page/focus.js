// Where the focus goes when what had it is gone.

import { useEffect, useRef } from "preact/hooks";

/** Takes the focus to an element if nothing has it any more. */
export function keepFocus(element) {
  const { activeElement, body } = document;
  if (element && (activeElement === null || activeElement === body)) element.focus();
}

/** When something is not there any more, takes the focus to what `find` gives if nothing has it. */
export function useFocusAfter(isThere, find) {
  const wasThere = useRef(isThere);
  useEffect(() => {
    if (wasThere.current && !isThere) keepFocus(find());
    wasThere.current = isThere;
  }, [isThere]);
}
