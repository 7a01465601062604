// The little that this page needs instead of a framework.

export const byId = (id) => document.getElementById(id);

/** An element. `on...` properties listen; `data-` and `aria-` names and `class` become attributes. */
export function element(name, properties = {}, ...children) {
  const made = document.createElement(name);
  for (const [property, value] of Object.entries(properties)) {
    if (value === undefined || value === false) continue;
    if (property.startsWith("on")) made.addEventListener(property.slice(2), value);
    else if (property === "class" || property === "role" || property.includes("-")) {
      made.setAttribute(property, value);
    } else made[property] = value;
  }
  made.append(...present(children));
  return made;
}

/** Puts these in the place of all that an element has. */
export const fill = (parent, ...children) => parent.replaceChildren(...present(children));

const present = (children) =>
  children.flat(2).filter((child) => child !== undefined && child !== null && child !== false);
