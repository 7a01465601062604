// A text field that counts bytes while one types, and marks in the text what is over the limit.

import { byteLength, splitAt } from "./bytes.js";
import { byId, element, fill } from "./dom.js";
import { text } from "./texts.js";

/** Shows the count of the field `id`; returns a function that shows it anew. */
export function limit(id, most) {
  const input = byId(id);
  const count = byId(`${id}-count`);
  const layer = input.parentElement.querySelector(".over");
  input.addEventListener("input", show);
  // The layer behind the field follows where a long text has been scrolled to.
  input.addEventListener("scroll", () => {
    layer.scrollLeft = input.scrollLeft;
  });
  return show;

  function show() {
    const used = byteLength(input.value);
    const over = used - most;
    const [within, beyond] = splitAt(input.value, most);
    fill(layer, within, element("mark", {}, beyond));
    layer.scrollLeft = input.scrollLeft;
    const said = over > 0 ? "bytesOver" : "bytes";
    count.textContent = text(said, { used, limit: most, over });
    count.classList.toggle("bad", over > 0);
  }
}
