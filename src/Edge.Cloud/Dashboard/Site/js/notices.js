// Short messages that go away by themselves; screen readers hear them.

import { h } from "./dom.js";

/** Shows `text` for a while. `kind` is "" or "bad". */
export function notify(text, kind = "") {
  const notice = h("p", { class: kind }, text);
  document.getElementById("notices").append(notice);
  setTimeout(() => notice.remove(), kind === "bad" ? 9000 : 4500);
}
