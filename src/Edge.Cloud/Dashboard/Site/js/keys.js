// The keyboard: g and a letter goes somewhere, / searches, ? tells. Nothing happens while somebody types.

import { h } from "./dom.js";

const own = new Map();

/** Keys of the page that is open, as `{ key: [text, action] }`; returns what takes them away. */
export function pageKeys(keys) {
  for (const [key, value] of Object.entries(keys)) own.set(key, value);
  return () => Object.keys(keys).forEach((key) => own.delete(key));
}

/** Begins to listen. */
export function startKeys(navigation, go) {
  let waiting = 0;
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest?.("input, textarea, select, dialog")) return;
    if (waiting && Date.now() - waiting < 1200) {
      waiting = 0;
      const entry = navigation.find((candidate) => candidate.key === event.key);
      if (entry) {
        event.preventDefault();
        go(entry.href);
        return;
      }
    }
    if (event.key === "g") waiting = Date.now();
    else if (event.key === "/") {
      const search = document.querySelector("input[type=search]");
      if (!search) return;
      event.preventDefault();
      search.focus();
      search.select();
    } else if (event.key === "?") tell(navigation);
    else if (own.has(event.key)) {
      event.preventDefault();
      own.get(event.key)[1]();
    }
  });
}

function tell(navigation) {
  const rows = [
    ...navigation.map((entry) => [`g ${entry.key}`, entry.name]),
    ["/", "Search"],
    ...[...own].map(([key, [text]]) => [key, text]),
    ["?", "This list"],
  ];
  const dialog = h("dialog", { "aria-labelledby": "keys-title", onclose: () => dialog.remove() },
    h("h2", { id: "keys-title" }, "Keys"),
    h("table", null, rows.map(([key, text]) => h("tr", null, h("td", null, key.split(" ").map((part) => [h("kbd", null, part), " "])), h("td", null, text)))),
    h("div", { class: "row" }, h("button", { onclick: () => dialog.close() }, "Close")));
  document.body.append(dialog);
  dialog.showModal();
}
