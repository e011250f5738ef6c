import * as api from "../api.js";
import { alertTile } from "../alert-parts.js";
import { h, icon } from "../dom.js";
import { pageKeys } from "../keys.js";
import { gently } from "../live.js";

const choices = { open: "New", all: "All", right: "Right", false: "False" };

/** Alerts, the newest first, with their pictures. */
export async function open(page) {
  page.title("Alerts");
  let show = page.query.get("show") ?? "open";
  let device = page.query.get("device") ?? "";
  let alerts = [];
  let next = null;
  let pages = 1;

  const query = (before) => {
    const parameters = new URLSearchParams({ limit: "48" });
    if (show === "open") { parameters.set("acknowledged", "false"); parameters.set("mark", "none"); }
    if (show === "right" || show === "false") parameters.set("mark", show);
    if (device.trim()) parameters.set("device", device.trim());
    if (before) parameters.set("before", before);
    return `/api/v1/alerts?${parameters}`;
  };

  const read = gently(async () => {
    try {
      let found = [];
      let before = null;
      for (let i = 0; i < pages; i++) {
        const answer = await api.get(query(before));
        found = [...found, ...answer.alerts];
        before = answer.next;
        if (!before) break;
      }
      [alerts, next] = [found, before];
      draw();
    } catch (error) {
      page.fail(error);
    }
  });

  const choose = (value) => {
    show = value;
    pages = 1;
    history.replaceState(null, "", `/alerts?${new URLSearchParams({ show, ...(device ? { device } : {}) })}`);
    read();
  };

  const draw = () => page.show(
    h("div", { class: "head" }, h("h1", null, "Alerts")),
    h("div", { class: "filters", role: "group", "aria-label": "Which alerts" },
      Object.entries(choices).map(([value, text]) => h("button", { "aria-pressed": String(show === value), onclick: () => choose(value) }, text)),
      h("label", { class: "search" }, h("span", { class: "visually-hidden" }, "Only of this device"), icon("search"),
        h("input", { type: "search", placeholder: "Device id", value: device, onchange: (event) => { device = event.target.value; choose(show); } }))),
    alerts.length === 0
      ? h("div", { class: "card empty" }, h("h2", null, show === "open" ? "Nothing waits for you" : "No alerts"), h("p", null, show === "open" ? "Every alert was noted or marked." : "Nothing was found."))
      : [
        h("div", { class: "tiles" }, alerts.map((alert) => alertTile(alert))),
        next && h("p", { class: "empty" }, h("button", { onclick: () => { pages++; read(); } }, "Older alerts")),
      ]);

  // j and k go from tile to tile, as in a mailbox.
  const step = (by) => {
    const tiles = [...document.querySelectorAll(".tile")];
    const at = tiles.indexOf(document.activeElement);
    tiles[Math.max(0, Math.min(tiles.length - 1, at + by))]?.focus();
  };
  const drop = pageKeys({ j: ["Next alert", () => step(1)], k: ["Alert before", () => step(-1)] });
  read();
  return {
    changed: (changes) => changes.some((change) => change.kind === "alert" || change.kind === "reset") && read(),
    stop: () => {
      read.stop();
      drop();
    },
  };
}
