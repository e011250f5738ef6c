// Elements without a template engine: h() makes them, morph() brings what is on the page up to what was made anew, so that
// focus, selection and scroll positions survive every live update. Text is always text: nothing here ever parses HTML.

const svgNames = new Set(["svg", "path", "line", "rect", "circle", "g", "polyline", "polygon", "text", "title", "use", "defs", "clipPath"]);

/** Makes an element. `on…` properties are handlers, `data` becomes data-attributes, null and false leave an attribute out. */
export function h(name, attributes, ...children) {
  const svg = svgNames.has(name) && name !== "title";
  const element = svg ? document.createElementNS("http://www.w3.org/2000/svg", name) : document.createElement(name);
  for (const [key, value] of Object.entries(attributes ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith("on")) element[key] = value;
    else if (key === "vars") for (const [variable, text] of Object.entries(value)) element.style.setProperty(variable, text);
    else if (key === "value" && "value" in element && name !== "li") { element.value = value; element.setAttribute("value", value); }
    else if (key === "checked" || key === "selected" || key === "disabled") { element[key] = true; element.setAttribute(key, ""); }
    else element.setAttribute(key, value === true ? "" : String(value));
  }
  append(element, children);
  return element;
}

/** SVG's own title, for tooltips that screen readers know too. */
export function svgTitle(text) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", "title");
  element.textContent = text;
  return element;
}

function append(element, children) {
  for (const child of children) {
    if (child === null || child === undefined || child === false) continue;
    if (Array.isArray(child)) append(element, child);
    else element.append(child instanceof Node ? child : document.createTextNode(String(child)));
  }
}

const handlers = ["onclick", "oninput", "onchange", "onsubmit", "onkeydown", "onpointermove", "onpointerleave", "onfocus", "onblur", "onload", "onerror", "onclose", "ontoggle"];

/** Changes `old` into the likeness of `made`, keeping elements where it can. Siblings with `data-key` are matched by it. */
export function morph(old, made) {
  if (old.nodeType !== made.nodeType || old.nodeName !== made.nodeName) {
    old.replaceWith(made);
    return made;
  }
  if (old.nodeType === Node.TEXT_NODE) {
    if (old.data !== made.data) old.data = made.data;
    return old;
  }
  morphAttributes(old, made);
  // A dialog, an open <details> or a drawn picture looks after itself.
  if (!old.hasAttribute("data-own")) morphChildren(old, made);
  return old;
}

function morphAttributes(old, made) {
  const own = old.nodeName === "DETAILS" || old.nodeName === "DIALOG" ? "open" : null;
  for (const { name } of [...old.attributes]) if (!made.hasAttribute(name) && name !== own) old.removeAttribute(name);
  for (const { name, value } of made.attributes) {
    if (old.getAttribute(name) === value || name === own) continue;
    // The content policy lets scripts set styles, and no attribute.
    if (name === "style") old.style.cssText = made.style.cssText;
    else old.setAttribute(name, value);
  }
  for (const handler of handlers) if (old[handler] !== made[handler] && handler in old) old[handler] = made[handler];
  if ((old.nodeName === "INPUT" || old.nodeName === "TEXTAREA" || old.nodeName === "SELECT") && old !== document.activeElement) {
    if (old.value !== made.value) old.value = made.value;
    if (old.checked !== made.checked) old.checked = made.checked;
  }
  if ("disabled" in old && old.disabled !== made.disabled) old.disabled = made.disabled;
}

function morphChildren(old, made) {
  const keyed = new Map();
  for (const child of old.childNodes) if (child.dataset?.key) keyed.set(child.dataset.key, child);
  let next = old.firstChild;
  for (const child of [...made.childNodes]) {
    const match = child.dataset?.key ? keyed.get(child.dataset.key) : next && !next.dataset?.key ? next : null;
    if (match) {
      keyed.delete(child.dataset?.key);
      if (match === next) next = next.nextSibling;
      else old.insertBefore(match, next);
      const kept = morph(match, child);
      if (kept !== match && next === match) next = kept.nextSibling;
    } else old.insertBefore(child, next);
  }
  while (next) {
    const gone = next;
    next = next.nextSibling;
    gone.remove();
  }
}

/** Puts `made` into `place`, in the likeness of what is there. */
export function render(place, ...made) {
  const holder = place.cloneNode(false);
  append(holder, made);
  morphChildren(place, holder);
}

const paths = {
  fleet: "M3 5h7v6H3zM14 5h7v6h-7zM3 14h7v6H3zM14 14h7v6h-7z",
  alerts: "M12 3a6 6 0 0 0-6 6v4l-2 4h16l-2-4V9a6 6 0 0 0-6-6zM10 20a2 2 0 0 0 4 0",
  rollouts: "M4 12a8 8 0 1 0 8-8M12 4v8h6M4 4v5h5",
  releases: "M12 3l8 4.5v9L12 21l-8-4.5v-9zM4 7.5l8 4.5 8-4.5M12 12v9",
  sun: "M12 4V2M12 22v-2M4 12H2M22 12h-2M6 6 5 5M19 19l-1-1M6 18l-1 1M19 5l-1 1M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8z",
  out: "M10 4H4v16h6M14 8l4 4-4 4M18 12H9",
  search: "M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM16 16l5 5",
  check: "M4 12l5 6L20 6",
  cross: "M5 5l14 14M19 5L5 19",
  warn: "M12 4 2 20h20zM12 10v5M12 17v1",
  pause: "M8 5v14M16 5v14",
  play: "M7 4l13 8-13 8z",
  stop: "M6 6h12v12H6z",
  plus: "M12 4v16M4 12h16",
  back: "M15 5l-7 7 7 7",
  camera: "M3 7h4l2-3h6l2 3h4v13H3zM12 10a4 4 0 1 0 0 8 4 4 0 0 0 0-8z",
};

/** A drawn icon; it says nothing to screen readers, so a text stands beside it. */
export function icon(name) {
  return h("svg", { class: "icon", viewBox: "0 0 24 24", "aria-hidden": "true" }, h("path", { d: paths[name] }));
}
