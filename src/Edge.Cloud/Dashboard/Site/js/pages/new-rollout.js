import * as api from "../api.js";
import { h, icon } from "../dom.js";
import { count, number } from "../format.js";
import { notify } from "../notices.js";
import { progressWord } from "../rollout-parts.js";

const presets = {
  careful: { text: "One device, then 10 %, then all", rings: [{ name: "one", count: 1 }, { name: "a tenth", percent: 10 }, { name: "all" }] },
  canary: { text: "Devices labelled tier=canary, then 25 %, then all", rings: [{ name: "canary", only: { sites: [], labels: { tier: "canary" }, devices: [] } }, { name: "a quarter", percent: 25 }, { name: "all" }] },
  quick: { text: "One device, then all", rings: [{ name: "one", count: 1 }, { name: "all" }] },
};

/** Makes a rollout: what, to whom, in which rings, within which limits; and says beforehand which devices that is. */
export async function open(page) {
  page.title("New rollout");
  const [{ releases }, fleet] = await Promise.all([api.get("/api/v1/releases"), api.get("/api/v1/dashboard/fleet")]);
  const sites = [...new Set(fleet.devices.map((device) => device.site))].sort();
  const fault = h("div", { "aria-live": "polite" });
  const preview = h("div", { "aria-live": "polite" });
  const button = h("button", { class: "first", type: "submit" }, icon("play"), "Start the rollout");
  let timer = 0;
  let turn = 0;

  const release = () => releases.find((candidate) => candidate.path === form.elements.target.value);

  const plan = () => {
    const data = Object.fromEntries(new FormData(form));
    const limit = (name) => (data[name] === "" || data[name] === undefined ? null : Number(data[name]));
    const share = (name) => (limit(name) === null ? null : limit(name) / 100);
    return {
      name: data.name.trim() || (release() ? `${release().description.name} ${release().description.version}` : ""),
      kind: release()?.description.kind ?? "model",
      target: data.target,
      devices: {
        sites: data.site ? [data.site] : [],
        labels: Object.fromEntries(data.labels.split(/[\s,]+/).filter((text) => text.includes("=")).map((text) => [text.split("=")[0], text.split("=").slice(1).join("=")])),
        devices: [],
      },
      rings: presets[data.rings].rings,
      soakSeconds: Number(data.soak) * 60,
      waitSeconds: Number(data.wait) * 3600,
      quorum: Number(data.quorum) / 100,
      limits: {
        maximumAlertRatio: limit("alertsMost"), minimumAlertRatio: limit("alertsLeast"), maximumShadowDisagreement: share("shadow"), maximumLatencyP99Ms: limit("latency"),
        maximumLatencyRatio: limit("latencyRatio"), maximumRestarts: limit("restarts"), maximumTemperatureC: limit("temperature"), maximumFailedFraction: share("failed") ?? 0,
      },
    };
  };

  const complain = (error) => fault.replaceChildren(h("div", { class: "note bad", role: "alert" }, icon("warn"), h("ul", null, (error.errors ?? [error.message]).map((text) => h("li", null, text)))));

  const look = () => {
    clearTimeout(timer);
    timer = setTimeout(async () => {
      const mine = ++turn;
      try {
        const view = await api.post("/api/v1/rollouts/preview", plan());
        if (mine !== turn) return;
        fault.replaceChildren();
        preview.replaceChildren(h("ol", { class: "timeline" }, view.rings.map((ring) => h("li", null, h("b", null, count(ring.size, "device")), h("span", { class: "dot" }), h("span", null, ring.name))),
          view.leftOut > 0 && h("li", null, h("b", null, number(view.leftOut, 0)), h("span", { class: "dot" }), h("span", null, progressWord("excluded")))));
      } catch (error) {
        if (mine !== turn) return;
        preview.replaceChildren();
        complain(error);
      }
    }, 350);
  };

  const field = (text, name, value, hint, more = {}) => h("label", null, text, h("input", { name, value, type: "number", step: "any", min: 0, ...more }), hint && h("span", { class: "hint" }, hint));

  const form = h("form", {
    class: "columns",
    oninput: look,
    onsubmit: async (event) => {
      event.preventDefault();
      button.disabled = true;
      try {
        const made = await api.post("/api/v1/rollouts", plan());
        notify("The rollout has begun.");
        await page.go(`/rollouts/${made.id}`);
      } catch (error) {
        complain(error);
        button.disabled = false;
        fault.scrollIntoView({ block: "center" });
      }
    },
  },
    h("section", { class: "stack" },
      h("fieldset", { class: "card" }, h("legend", null, "What, and to whom"),
        h("label", null, "Release", h("select", { name: "target", required: true }, releases.map((one) => h("option", { value: one.path, selected: one.path === page.query.get("target") }, `${one.description.name} ${one.description.version} (${one.description.kind})`)))),
        h("label", null, "Name", h("input", { name: "name", maxlength: 100, placeholder: "As the release, unless you say otherwise" })),
        h("div", { class: "field-row" },
          h("label", null, "Site", h("select", { name: "site" }, h("option", { value: "" }, "every site"), sites.map((site) => h("option", { value: site }, site)))),
          h("label", null, "Only with labels", h("input", { name: "labels", placeholder: "floor=2 light=night" })))),
      h("fieldset", { class: "card" }, h("legend", null, "Rings"),
        Object.entries(presets).map(([value, preset], index) => h("label", { class: "check" }, h("input", { type: "radio", name: "rings", value, checked: index === 0 }), preset.text)),
        h("div", { class: "field-row" },
          field("Watch for, minutes", "soak", 60, "each device, once it runs the release", { min: 0.02 }),
          field("Wait for, hours", "wait", 24, "a device; then its ring goes on without it", { min: 0.001 }),
          field("Quorum, percent", "quorum", 80, "must have proved well", { min: 1, max: 100 }))),
      h("fieldset", { class: "card" }, h("legend", null, "Limits"),
        h("p", { class: "hint" }, "A device beyond one of them fails and goes back. Too few alerts count too: a model that has gone blind is quiet. An empty field switches a limit off."),
        h("div", { class: "field-row" },
          field("Alerts, most", "alertsMost", 3, "times the rate before"), field("Alerts, fewest", "alertsLeast", 0.2, "times the rate before"),
          field("Shadow, percent", "shadow", 10, "of the frames judged differently"), field("Latency p99, ms", "latency", "", "from capture to alert"),
          field("Latency p99, ratio", "latencyRatio", 2, "times what it was"), field("Restarts", "restarts", 1, "while it is watched"),
          field("Temperature, °C", "temperature", 90, "of the chip"), field("May fail, percent", "failed", 2, "of a ring, rounded down", { max: 99 })))),
    h("section", { class: "stack" }, h("div", { class: "card" }, h("h2", null, "That is"), fault, preview, h("p", { class: "soft small" }, "Devices heard lately go first. Too many failures, or alert rates that say more than chance, halt it: every device that took the release goes back by itself."), button)));

  page.show(h("div", { class: "head" }, h("a", { class: "button quiet", href: "/rollouts" }, icon("back"), h("span", { class: "visually-hidden" }, "Rollouts")), h("h1", null, "New rollout")),
    releases.length === 0 ? h("div", { class: "card empty" }, h("h2", null, "There is nothing to roll out yet"), h("a", { href: "/releases" }, "To the releases")) : form);
  if (releases.length > 0) look();
  return { stop: () => clearTimeout(timer) };
}
