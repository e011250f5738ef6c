// What several pages show of rollouts.

import { h } from "./dom.js";
import { number } from "./format.js";

const order = ["healthy", "onTrial", "updating", "offered", "late", "silent", "failed", "rollingBack", "rolledBack", "waiting"];
const words = {
  healthy: "proved well", onTrial: "watched", updating: "updating", offered: "told", late: "late", silent: "silent",
  failed: "failed", rollingBack: "going back", rolledBack: "went back", waiting: "to come", excluded: "left out", superseded: "taken over",
};
const kinds = { running: "busy", paused: "warn", completed: "good", halted: "bad", aborted: "warn" };

/** What a device's progress is called. */
export const progressWord = (progress) => words[progress] ?? progress;

/** The colour of a device's progress. */
export const progressKind = (progress) => ({ healthy: "good", onTrial: "good", updating: "busy", offered: "busy", late: "warn", silent: "warn", failed: "bad", rollingBack: "warn", rolledBack: "warn" })[progress] ?? "";

/** Where a rollout is. */
export function statusPill(rollout) {
  return h("span", { class: `pill ${rollout.attention && rollout.status === "running" ? "warn" : kinds[rollout.status]}` }, rollout.attention && rollout.status === "running" ? "waits for you" : rollout.status);
}

function sum(rings) {
  const total = {};
  for (const ring of rings) for (const [progress, count] of Object.entries(ring.counts)) if (progress !== "excluded" && progress !== "superseded") total[progress] = (total[progress] ?? 0) + count;
  return total;
}

/** Where the devices of rings are, as one bar. */
export function progressBar(rings) {
  const total = sum(rings);
  const parts = order.filter((progress) => total[progress] > 0);
  return h("div", { class: "bar", role: "img", "aria-label": parts.map((progress) => `${total[progress]} ${words[progress]}`).join(", ") || "no devices" },
    parts.map((progress) => h("i", { class: progress, vars: { "--share": String(total[progress]) } })));
}

/** The same in words. */
export function progressKeys(rings) {
  const total = sum(rings);
  return h("div", { class: "keys" }, order.filter((progress) => total[progress] > 0).map((progress) => h("span", { class: progress }, h("i"), `${number(total[progress], 0)} ${words[progress]}`)));
}
