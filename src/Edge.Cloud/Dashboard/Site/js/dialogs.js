// Questions before what cannot be undone. The browser's own dialog keeps the focus inside and closes with Escape.

import { h } from "./dom.js";

/**
 * Asks. `fields` are elements for the form; resolves with the form's data, or null where it was cancelled.
 */
export function ask({ title, text, fields = [], action, danger = false }) {
  return new Promise((resolve) => {
    let answer = null;
    const form = h("form", {
      method: "dialog",
      onsubmit: () => {
        answer = Object.fromEntries(new FormData(form));
      },
    },
      h("h2", { id: "dialog-title" }, title),
      text && h("p", { class: "soft" }, text),
      fields,
      h("div", { class: "row" },
        h("button", { type: "button", onclick: () => dialog.close() }, "Cancel"),
        h("button", { class: danger ? "danger" : "first", type: "submit" }, action)));
    const dialog = h("dialog", { "aria-labelledby": "dialog-title", onclose: () => { dialog.remove(); resolve(answer); } }, form);
    document.body.append(dialog);
    dialog.showModal();
  });
}
