import * as api from "../api.js";
import { alertTile } from "../alert-parts.js";
import { days, stages, trace } from "../charts.js";
import { ask } from "../dialogs.js";
import { h, icon } from "../dom.js";
import { ago, bytes, clock, duration, number, releaseName, whole } from "../format.js";
import { gently } from "../live.js";
import { notify } from "../notices.js";
import { progressKind, progressWord } from "../rollout-parts.js";

const phases = ["download", "verify", "stage", "selfTest", "replay", "shadow", "activate", "probation", "commit"];
const phaseWords = { selfTest: "self-test", rollBack: "going back" };
const kindWords = { model: "Model", configuration: "Configuration", agent: "Agent", os: "System" };

/** One device: pictures, stages, what it runs, how it did. */
export async function open(page) {
  const id = page.params[0];
  let device = null;
  let alerts = [];
  page.title(id);

  const read = gently(async () => {
    try {
      [device, { alerts }] = await Promise.all([api.get(`/api/v1/dashboard/devices/${encodeURIComponent(id)}`), api.get(`/api/v1/alerts?device=${encodeURIComponent(id)}&limit=6`)]);
      draw();
    } catch (error) {
      if (!device) page.fail(error);
    }
  }, 1500);

  const editLabels = async () => {
    const answer = await ask({
      title: `Labels of ${id}`, text: "One a line, name=value. Rollouts choose devices by them.", action: "Save",
      fields: [h("label", null, "Labels", h("textarea", { name: "labels", rows: 5, value: Object.entries(device.glance.labels).map(([name, value]) => `${name}=${value}`).join("\n") }, Object.entries(device.glance.labels).map(([name, value]) => `${name}=${value}`).join("\n")))],
    });
    if (!answer) return;
    const labels = Object.fromEntries(answer.labels.split("\n").map((line) => line.trim()).filter(Boolean).map((line) => [line.split("=")[0].trim(), line.split("=").slice(1).join("=").trim()]));
    try {
      await api.put(`/api/v1/devices/${encodeURIComponent(id)}/labels`, labels);
      notify("Labels saved.");
      read();
    } catch (error) {
      notify(error.message, "bad");
    }
  };

  const draw = () => {
    if (!page.isCurrent()) return;
    const { glance } = device;
    const telemetry = device.telemetry;
    page.show(
      h("div", { class: "head" },
        h("a", { class: "button quiet", href: "/fleet" }, icon("back"), h("span", { class: "visually-hidden" }, "The fleet")),
        h("h1", null, id),
        h("span", { class: `pill ${glance.status === "online" ? "good" : glance.status === "unknown" ? "" : "bad"}` }, glance.status),
        Object.entries(glance.labels).map(([name, value]) => h("span", { class: "pill plain" }, `${name}=${value}`)),
        h("div", { class: "actions" }, api.may("operator") && h("button", { onclick: editLabels }, "Labels…")),
        h("p", { class: "under" }, `${glance.site} · seen ${ago(glance.lastSeenAt)}${telemetry ? ` · up for ${duration(telemetry.uptimeSeconds)}` : ""}`)),
      glance.problems.map((problem) => h("div", { class: `note ${problem.isBad ? "bad" : "warn"}`, "data-key": problem.text }, icon("warn"), h("p", null, problem.text))),
      h("div", { class: "figures" },
        figure(number(glance.framesPerSecond), "frames a second"), figure(number(glance.latencyP99Ms, 0), "ms to an alert, p99"),
        figure(number(glance.temperatureC, 0), "°C chip"), figure(glance.cameras === undefined ? "–" : `${glance.camerasStreaming}/${glance.cameras}`, "cameras")),
      h("div", { class: "columns" },
        h("section", { class: "stack" }, pictures(), updates(), charts(), cameras(telemetry)),
        h("section", { class: "stack" }, installed(), recent(), coverage(), rollouts(), facts(telemetry))));
  };

  const figure = (value, text) => h("div", { class: "figure" }, h("b", null, value), h("span", null, text));

  const pictures = () => {
    const known = Object.entries(device.pictures);
    return known.length > 0 && h("div", { class: "card" }, h("h2", null, "Now"), h("div", { class: "cameras" }, known.map(([camera, at]) => h("figure", { "data-key": camera },
      h("div", { class: "picture" },
        h("img", { src: `/api/v1/devices/${encodeURIComponent(id)}/cameras/${encodeURIComponent(camera)}/picture?at=${encodeURIComponent(at)}`, alt: `Camera ${camera} at ${clock(at)}` }),
        h("span", { class: "over" }, `${camera} · ${ago(at)}`))))));
  };

  const updates = () => Object.entries(device.updates).filter(([, update]) => update.outcome !== "committed").map(([kind, update]) => {
    const isOver = update.outcome === "refused" || update.outcome === "rolledBack";
    const at = phases.indexOf(update.phase);
    return h("div", { class: "card", "data-key": `update-${kind}` },
      h("div", { class: "card-head" }, h("h2", null, `${kindWords[kind] ?? kind}: ${releaseName(update.target)}`), h("span", { class: `pill ${isOver ? "bad" : "busy"}` }, isOver ? (update.outcome === "refused" ? "refused" : "taken back") : phaseWords[update.phase] ?? update.phase)),
      h("ol", { class: "steps", "aria-label": "Steps of the update" }, phases.map((phase, index) => h("li", { class: isOver ? (index === at ? "broken" : index < at ? "done" : "") : index < at ? "done" : index === at ? "now" : "", "aria-current": index === at ? "step" : null }, phaseWords[phase] ?? phase))),
      update.reason && h("p", { class: isOver ? "bad" : "soft" }, update.reason),
      update.phase === "download" && update.downloadBytes && h("p", { class: "soft small" }, `${bytes(update.downloadedBytes)} of ${bytes(update.downloadBytes)}`),
      update.shadow && h("p", { class: "soft small" }, `In shadow: ${number(update.shadow.disagreements, 0)} of ${number(update.shadow.frames, 0)} frames judged differently.`),
      update.replayChangedFraction !== undefined && update.replayChangedFraction !== null && h("p", { class: "soft small" }, `In replay: ${number(update.replayChangedFraction * 100, 2)} % of stored verdicts changed.`));
  });

  const charts = () => h("div", { class: "card" }, h("h2", null, "The last day"), h("div", { class: "charts" },
    trace("Frames", "a second", device.history.map((span) => ({ at: span.at, value: span.framesPerSecond }))),
    trace("Latency p99", "ms", device.history.map((span) => ({ at: span.at, value: span.latencyP99Ms })), { digits: 0 }),
    trace("Chip", "°C", device.history.map((span) => ({ at: span.at, value: span.temperatureC })), { digits: 0, floor: 80 })));

  const cameras = (telemetry) => telemetry?.cameras?.map((camera) => h("div", { class: "card", "data-key": `camera-${camera.camera}` },
    h("div", { class: "card-head" }, h("h2", null, camera.camera), h("span", { class: `pill ${camera.condition === "streaming" ? "good" : "bad"}` }, camera.condition), h("span", { class: "soft small" }, `${number(camera.framesPerSecond)} frames a second`)),
    stages(camera.stages),
    h("p", { class: "soft small" }, `Median and 99 of 100, in milliseconds. ${number(camera.frames, 0)} frames, ${number(camera.dropped, 0)} replaced by newer ones, ${number(camera.still, 0)} still, ${number(camera.alerts, 0)} alerts, ${number(camera.reconnects, 0)} reconnects.`)));

  const installed = () => h("div", { class: "card" }, h("h2", null, "Runs"), Object.keys(device.installed).length === 0
    ? h("p", { class: "soft" }, "It has not reported yet.")
    : [
      h("dl", { class: "facts" }, Object.entries(device.installed).map(([kind, release]) => [h("dt", null, kindWords[kind] ?? kind), h("dd", null, h("b", null, `${release.name} ${release.version}`), h("div", { class: "soft small" }, release.target ? release.target : "as delivered"))])),
      h("p", { class: "soft small" }, `Signed with the device's key, ${ago(device.reportedAt)}.`),
    ]);

  const recent = () => h("div", { class: "card" }, h("div", { class: "card-head" }, h("h2", null, "Alerts"), h("a", { class: "small", href: `/alerts?show=all&device=${encodeURIComponent(id)}` }, "All of this device")),
    alerts.length === 0 ? h("p", { class: "soft" }, "None.") : h("div", { class: "tiles small-tiles" }, alerts.slice(0, 4).map((alert) => alertTile(alert))));

  const coverage = () => device.coverage.length > 0 && h("div", { class: "card" }, h("div", { class: "card-head" }, h("h2", null, "Watched"), h("span", { class: "soft small" }, `${number(device.coverage.at(-1).share * 100)} % today`)), days(device.coverage));

  const rollouts = () => device.rollouts.length > 0 && h("div", { class: "card" }, h("h2", null, "Rollouts"), h("ul", { class: "todo" }, device.rollouts.slice(0, 8).map((rollout) => h("li", { "data-key": rollout.id },
    h("span", { class: progressKind(rollout.progress), "aria-hidden": "true" }, "●"), h("a", { href: `/rollouts/${rollout.id}` }, rollout.name), h("span", { class: "soft small" }, progressWord(rollout.progress))))));

  const facts = (telemetry) => h("details", { class: "card" }, h("summary", null, "More"), h("dl", { class: "facts" }, [
    ["Hardware", device.hardware], ["Serial", device.serial], ["Enrolled", whole(device.enrolledAt)], ["Agent", glanceOr("agentVersion")], ["Starts", number(device.starts, 0)],
    telemetry && ["Memory", bytes(telemetry.memoryBytes)], telemetry && ["Waiting messages", number(telemetry.outbox?.depth, 0)],
    telemetry && ["Lost", telemetry.outbox ? `${telemetry.outbox.lostAlerts} alerts, ${telemetry.outbox.lostEvidence} pictures, ${telemetry.outbox.lostTelemetry} telemetry` : "–"],
  ].filter(Boolean).map(([name, value]) => [h("dt", null, name), h("dd", null, value)])));
  const glanceOr = (name) => device.glance[name] ?? "–";

  read();
  const refresh = setInterval(() => device && draw(), 15000);
  return {
    changed: (changes) => changes.some((change) => change.kind === "reset" || (change.kind === "device" && change.subject === id) || (change.kind === "alert" && change.subject.startsWith(`${id}/`))) && read(),
    stop: () => {
      read.stop();
      clearInterval(refresh);
    },
  };
}
