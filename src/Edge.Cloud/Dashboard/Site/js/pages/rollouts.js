import * as api from "../api.js";
import { h, icon } from "../dom.js";
import { ago, releaseName } from "../format.js";
import { gently } from "../live.js";
import { progressBar, progressKeys, statusPill } from "../rollout-parts.js";

/** All rollouts, the newest first. */
export async function open(page) {
  page.title("Rollouts");
  const read = gently(async () => {
    try {
      draw(await api.get("/api/v1/rollouts?limit=50"));
    } catch (error) {
      page.fail(error);
    }
  });
  const draw = (rollouts) => page.show(
    h("div", { class: "head" }, h("h1", null, "Rollouts"), h("div", { class: "actions" }, api.may("operator") && h("a", { class: "button first", href: "/rollouts/new" }, icon("plus"), "New rollout"))),
    rollouts.length === 0
      ? h("div", { class: "card empty" }, h("h2", null, "Nothing was rolled out yet"), h("p", null, "A rollout takes one release to devices ring by ring, watches them, and goes back by itself when they do badly."), h("a", { class: "button", href: "/releases" }, "To the releases"))
      : h("div", { class: "stack" }, rollouts.map((rollout) => h("article", { class: "card", "data-key": rollout.id },
        h("div", { class: "card-head" },
          h("h2", null, h("a", { href: `/rollouts/${rollout.id}` }, rollout.plan.name)), statusPill(rollout),
          h("span", { class: "soft small" }, `${ago(rollout.createdAt)} by ${rollout.createdBy}`)),
        h("p", { class: "soft small" }, `${rollout.plan.kind}: ${releaseName(rollout.plan.target)}`),
        progressBar(rollout.rings),
        progressKeys(rollout.rings),
        (rollout.attention || rollout.reason) && h("p", { class: rollout.status === "halted" ? "bad" : rollout.attention ? "warn" : "soft" }, rollout.attention ?? rollout.reason)))));
  read();
  return { changed: (changes) => changes.some((change) => change.kind === "rollout" || change.kind === "reset") && read(), stop: read.stop };
}
