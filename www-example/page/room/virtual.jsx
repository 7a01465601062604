// A table of which only the rows that are seen are drawn, by TanStack Virtual.

import {
  elementScroll,
  observeElementOffset,
  observeElementRect,
  Virtualizer,
} from "@tanstack/virtual-core";
import { useLayoutEffect, useReducer, useRef, useState } from "preact/hooks";

/** Of most rows; those with more in them are measured. */
const ROW_HEIGHT = 52;

/**
 * A table with a `head` (a row) and as many rows as there are `items`; `children(item)` are the cells of
 * one, `keyOf` names it. Readers are told how many rows there are, and which ones these are.
 */
export function VirtualTable({ label, head, items, keyOf, rowClass, children }) {
  const scroller = useRef();
  const virtualizer = useVirtualizer(items.length, scroller);
  const rows = virtualizer.getVirtualItems();
  const before = rows[0]?.start ?? 0;
  const after = virtualizer.getTotalSize() - (rows.at(-1)?.end ?? 0);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: who has no mouse scrolls it with the keys
    <section class="scroll tall" ref={scroller} aria-label={label} tabIndex={0}>
      <table class="virtual" aria-rowcount={items.length + 1}>
        <thead>{head}</thead>
        <tbody>
          <Space height={before} />
          {rows.map(({ index }) => (
            <tr
              key={keyOf(items[index])}
              data-index={index}
              ref={virtualizer.measureElement}
              aria-rowindex={index + 2}
              class={rowClass?.(items[index])}
              style={{ height: `${ROW_HEIGHT}px` }}
            >
              {children(items[index])}
            </tr>
          ))}
          <Space height={after} />
        </tbody>
      </table>
    </section>
  );
}

/** Stands for rows that are not drawn; it is empty, and nobody can come to it. */
function Space({ height }) {
  if (height <= 0) return null;
  const hidden = { "aria-hidden": "true" };
  return <tr {...hidden} class="space" style={{ height: `${height}px` }} />;
}

function useVirtualizer(count, scroller) {
  const [, draw] = useReducer((times) => times + 1, 0);
  const options = {
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 8,
    observeElementRect,
    observeElementOffset,
    scrollToFn: elementScroll,
    onChange: draw,
  };
  const [virtualizer] = useState(() => new Virtualizer(options));
  virtualizer.setOptions(options);
  useLayoutEffect(() => virtualizer._didMount(), [virtualizer]);
  useLayoutEffect(() => virtualizer._willUpdate());
  return virtualizer;
}
