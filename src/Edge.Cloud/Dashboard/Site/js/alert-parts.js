// What several pages show of alerts.

import { h, icon } from "./dom.js";
import { ago, clock } from "./format.js";

/** The address of an alert's page. */
export const alertPath = (alert) => `/alerts/${encodeURIComponent(alert.device)}/${encodeURIComponent(alert.alertId)}`;

/** What an alert is about, in a few words. */
export function alertTitle(alert) {
  const what = alert.class ?? "objects";
  const where = alert.place ? ` · ${alert.place}` : "";
  return `${what} ${alert.kind}${where}`;
}

/** The picture of an alert, or why there is none. */
export function alertPicture(alert, eager = false) {
  return h("div", { class: "picture" },
    alert.picture
      ? h("img", { src: alert.picture, alt: `${alertTitle(alert)} at ${clock(alert.startedAt)}`, loading: eager ? "eager" : "lazy", decoding: "async" })
      : h("span", { class: "small" }, icon("camera"), alert.hasEvidence ? " on the device" : " no picture"));
}

/** What people made of it. */
export function alertPills(alert) {
  return [
    !alert.endedAt && alert.phase !== "ended" && h("span", { class: "pill busy" }, "still there"),
    alert.mark === "right" && h("span", { class: "pill good" }, "right"),
    alert.mark === "false" && h("span", { class: "pill bad" }, "false"),
    !alert.mark && (alert.acknowledgedAt ? h("span", { class: "pill plain" }, "noted") : h("span", { class: "pill warn" }, "new")),
  ];
}

/** An alert as a tile. */
export function alertTile(alert, isChosen = false) {
  return h("a", { class: "tile", href: alertPath(alert), "data-key": `${alert.device}/${alert.alertId}`, "aria-current": isChosen ? "true" : null },
    alertPicture(alert),
    h("div", { class: "text" },
      h("b", null, alertTitle(alert)),
      h("span", { class: "soft small" }, `${alert.device} · ${alert.camera}`),
      h("span", { class: "soft small", title: clock(alert.startedAt) }, ago(alert.startedAt)),
      h("div", { class: "row" }, alertPills(alert))));
}
