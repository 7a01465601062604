// A component as a part of the page: drawn anew when the language or the operator changes.

import { render } from "preact";
import { byId } from "./dom.js";
import { onSession } from "./session.js";
import { onLanguage } from "./texts.js";

export function mount(id, Component) {
  const draw = () => render(<Component />, byId(id));
  onLanguage(draw);
  onSession(draw);
  draw();
}
