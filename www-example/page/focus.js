// Where the focus goes when what had it is gone.

/** Takes the focus to an element if nothing has it any more. */
export function keepFocus(element) {
  const { activeElement, body } = document;
  if (element && (activeElement === null || activeElement === body)) element.focus();
}
