import * as api from "../api.js";
import { ask } from "../dialogs.js";
import { h, icon } from "../dom.js";
import { clock, count, duration, number, releaseName, whole } from "../format.js";
import { gently } from "../live.js";
import { notify } from "../notices.js";
import { progressBar, progressKeys, progressKind, progressWord, statusPill } from "../rollout-parts.js";

const eventKinds = {
  created: "", opened: "busy", passed: "good", offered: "busy", installed: "busy", healthy: "good", failed: "bad", silent: "warn", late: "warn", halted: "bad",
  paused: "warn", resumed: "busy", advanced: "warn", aborted: "bad", rolledBack: "warn", completed: "good", attention: "warn", excluded: "",
};
const metrics = { alertRate: "Alert rate", shadowDisagreement: "Shadow disagreement", latencyP99: "Latency p99", restarts: "Restarts", temperature: "Temperature", update: "Update" };

/** One rollout: rings, limits and what they came to, what happened, devices. */
export async function open(page) {
  const id = page.params[0];
  const path = `/api/v1/rollouts/${encodeURIComponent(id)}`;
  let rollout = null;
  let events = [];
  let devices = [];
  let progress = "";

  const read = gently(async () => {
    try {
      const after = events.at(-1)?.number ?? 0;
      const [view, fresh, rows] = await Promise.all([
        api.get(path), api.get(`${path}/events?after=${after}&limit=1000`), api.get(`${path}/devices?limit=200${progress ? `&progress=${progress}` : ""}`),
      ]);
      rollout = view;
      events = [...events, ...fresh];
      devices = rows;
      draw();
    } catch (error) {
      if (!rollout) page.fail(error);
    }
  });

  const act = async (action, body, said) => {
    try {
      rollout = await api.post(`${path}/${action}`, body);
      notify(said);
      read();
    } catch (error) {
      notify(error.message, "bad");
    }
  };

  const abort = async () => {
    const answer = await ask({
      title: `Abort “${rollout.plan.name}”?`, text: "No more devices are offered the release. This cannot be taken back.", action: "Abort", danger: true,
      fields: [
        h("label", { class: "check" }, h("input", { type: "checkbox", name: "back", checked: true }), "Devices go back to what they had before"),
        h("label", null, "Why, for the record", h("input", { name: "reason", maxlength: 500 })),
      ],
    });
    if (answer) await act("abort", { keep: !answer.back, reason: answer.reason || null }, "The rollout is aborted.");
  };

  const advance = async () => {
    const answer = await ask({
      title: "Let the open ring pass?", text: "The next ring begins although too few devices have proved well. The devices of this ring are watched on.", action: "Let it pass",
      fields: [h("label", null, "Why, for the record", h("input", { name: "reason", required: true, maxlength: 500 }))],
    });
    if (answer) await act("advance", { reason: answer.reason }, "The ring passes.");
  };

  const draw = () => {
    if (!page.isCurrent()) return;
    page.title(rollout.plan.name);
    const mayAct = api.may("operator") && (rollout.status === "running" || rollout.status === "paused");
    page.show(
      h("div", { class: "head" },
        h("h1", null, rollout.plan.name), statusPill(rollout),
        h("div", { class: "actions" },
          mayAct && rollout.attention && h("button", { onclick: advance }, "Let the ring pass"),
          mayAct && rollout.status === "running" && h("button", { onclick: () => act("pause", {}, "Paused. Devices that have the release are still watched.") }, icon("pause"), "Pause"),
          mayAct && rollout.status === "paused" && h("button", { class: "first", onclick: () => act("resume", {}, "It goes on.") }, icon("play"), "Resume"),
          mayAct && h("button", { class: "danger", onclick: abort }, icon("stop"), "Abort")),
        h("p", { class: "under" }, `${rollout.plan.kind} `, h("b", null, releaseName(rollout.plan.target)), ` · made ${whole(rollout.createdAt)} by ${rollout.createdBy}`)),
      banner(rollout),
      h("div", { class: "columns" },
        h("section", { class: "stack" },
          h("div", { class: "card" }, h("div", { class: "card-head" }, h("h2", null, "All devices"), h("span", { class: "soft small" }, count(rollout.rings.reduce((sum, ring) => sum + ring.size, 0), "device"), rollout.leftOut > 0 && `, ${number(rollout.leftOut, 0)} left out`)), progressBar(rollout.rings), progressKeys(rollout.rings)),
          h("div", { class: "card" }, h("h2", null, "Rings"), h("ol", { class: "rings" }, rollout.rings.map(ring))),
          h("div", { class: "card" },
            h("div", { class: "card-head" }, h("h2", null, "Devices"),
              h("label", null, h("span", { class: "visually-hidden" }, "Show devices that"), h("select", { value: progress, onchange: (event) => { progress = event.target.value; read(); } },
                h("option", { value: "" }, "all"), ["failed", "silent", "late", "onTrial", "updating", "offered", "healthy", "waiting", "rolledBack", "excluded"].map((value) => h("option", { value, selected: value === progress }, progressWord(value)))))),
            table())),
        h("section", { class: "stack" },
          h("div", { class: "card" }, h("h2", null, "What happened"), h("ol", { class: "timeline", "aria-live": "polite" }, [...events].reverse().slice(0, 150).map(event))),
          h("div", { class: "card" }, h("h2", null, "Plan"), plan(rollout.plan)))));
  };

  const table = () => devices.length === 0 ? h("p", { class: "empty" }, "No device is there.") : h("div", { class: "scroll" }, h("table", null,
    h("thead", null, h("tr", null, h("th", null, "Device"), h("th", null, "Ring"), h("th", null, "Where it is"), h("th", { class: "wide" }, "Before"))),
    h("tbody", null, devices.map((device) => h("tr", { "data-key": device.device },
      h("td", null, h("a", { href: `/devices/${encodeURIComponent(device.device)}` }, device.device)),
      h("td", null, device.ring ?? "–"),
      h("td", null, h("span", { class: `pill ${progressKind(device.progress)}` }, progressWord(device.progress)), device.reason && h("div", { class: "soft small" }, device.reason)),
      h("td", { class: "wide soft" }, releaseName(device.previousTarget)))))));

  read();
  return { changed: (changes) => changes.some((change) => change.kind === "reset" || (change.kind === "rollout" && change.subject === id)) && read(), stop: read.stop };
}

function banner(rollout) {
  if (rollout.status === "halted") return h("div", { class: "note bad", role: "alert" }, icon("warn"), h("div", null, h("b", null, "Halted by itself; devices that took the release go back."), h("p", null, rollout.reason)));
  if (rollout.attention) return h("div", { class: "note warn", role: "alert" }, icon("warn"), h("p", null, rollout.attention));
  if (rollout.status === "completed") return h("div", { class: "note good" }, icon("check"), h("p", null, rollout.reason));
  return rollout.reason && h("div", { class: "note" }, icon("pause"), h("p", null, rollout.reason));
}

function ring(view, index) {
  const when = view.endedAt ? `${view.status} ${clock(view.endedAt)}` : view.openedAt ? `open since ${clock(view.openedAt)}` : "waits for its turn";
  return h("li", { class: "ring", "data-status": view.status, "data-key": view.name },
    h("span", { class: "node", "aria-hidden": "true" }, { passed: "✓", failed: "×" }[view.status] ?? index + 1),
    h("div", { class: "inside" },
      h("div", { class: "title" }, h("h3", null, view.name), h("span", { class: "soft small" }, `${count(view.size, "device")}, ${number(view.needed, 0)} must prove well · ${when}`)),
      progressBar([view]), progressKeys([view]),
      view.measures.length > 0 && h("div", { class: "measures" }, view.measures.map(measure))));
}

function measure(view) {
  const limit = view.maximum ?? view.minimum;
  const scale = Math.max(view.maximum ?? 0, view.value ?? 0, 1e-9) * 1.25;
  const unit = { alertRate: "×", latencyP99: view.text.includes("× before") ? "×" : " ms", temperature: " °C", shadowDisagreement: "", restarts: "" }[view.metric] ?? "";
  const shown = view.metric === "shadowDisagreement" && view.value !== null ? `${number(view.value * 100)} %` : view.value === null ? "not judged" : `${number(view.value, 2)}${unit}`;
  return h("div", { class: `measure${view.isBroken ? " broken" : ""}` },
    h("div", { class: "line" }, h("span", null, metrics[view.metric]), h("b", { class: view.value === null ? "soft" : "" }, shown)),
    limit !== null && h("div", { class: "gauge", vars: { "--at": `${((view.value ?? 0) / scale) * 100}%`, "--limit": `${(limit / scale) * 100}%` } }, h("i"), h("u")),
    h("p", null, view.text));
}

function event(view) {
  return h("li", { class: eventKinds[view.kind] ?? "", "data-key": view.number },
    h("time", { datetime: view.at, title: whole(view.at) }, clock(view.at)), h("span", { class: "dot", "aria-hidden": "true" }),
    h("p", null, view.device && [h("a", { href: `/devices/${encodeURIComponent(view.device)}` }, view.device), " "], view.text));
}

function plan(value) {
  const limits = value.limits;
  const rows = [
    ["Release", h("code", null, value.target)],
    ["Watched for", duration(value.soakSeconds)],
    ["Waited for", duration(value.waitSeconds)],
    ["Quorum", `${number(value.quorum * 100)} %`],
    ["Alerts", `${limits.minimumAlertRatio === null ? "any" : number(limits.minimumAlertRatio, 2)} to ${limits.maximumAlertRatio === null ? "any" : number(limits.maximumAlertRatio, 2)} times the rate of the ${duration(value.baselineSeconds)} before`],
    ["Shadow", limits.maximumShadowDisagreement === null ? "any disagreement" : `up to ${number(limits.maximumShadowDisagreement * 100)} % disagreement`],
    ["Latency p99", [limits.maximumLatencyP99Ms !== null && `up to ${number(limits.maximumLatencyP99Ms)} ms`, limits.maximumLatencyRatio !== null && `up to ${number(limits.maximumLatencyRatio, 2)} times what it was`].filter(Boolean).join(", ") || "any"],
    ["Restarts", limits.maximumRestarts === null ? "any" : `up to ${limits.maximumRestarts}`],
    ["Temperature", limits.maximumTemperatureC === null ? "any" : `up to ${number(limits.maximumTemperatureC)} °C`],
    ["May fail", `${number(limits.maximumFailedFraction * 100)} % of a ring`],
  ];
  return h("dl", { class: "facts" }, rows.map(([name, text]) => [h("dt", null, name), h("dd", null, text)]));
}
