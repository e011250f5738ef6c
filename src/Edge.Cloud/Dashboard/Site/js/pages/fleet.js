import * as api from "../api.js";
import { h, icon } from "../dom.js";
import { ago, count, number } from "../format.js";
import { gently } from "../live.js";
import { progressBar, statusPill } from "../rollout-parts.js";

const glyphs = { good: "", warn: "!", bad: "×", off: "–", idle: "", busy: "↑" };
const words = { good: "well", warn: "look at it", bad: "not doing its work", off: "offline", idle: "never connected", busy: "updating" };

/** How a device is shown: one of `glyphs`. */
function kindOf(device) {
  if (device.status === "unknown") return "idle";
  if (device.status === "offline") return "off";
  if (device.problems.some((problem) => problem.isBad)) return "bad";
  if (device.updating) return "busy";
  return device.problems.length > 0 ? "warn" : "good";
}

/** The fleet at a glance. */
export async function open(page) {
  page.title("Fleet");
  const devices = new Map();
  let totals = { alertsToday: 0, alertsOpen: 0 };
  let rollouts = [];
  let wanted = page.query.get("q") ?? "";
  let asList = localStorage.getItem("fleet-view") === "list";
  let stale = new Set();
  let whole = true;

  const read = gently(async () => {
    const ids = [...stale];
    const all = whole || ids.length > 100;
    stale = new Set();
    whole = false;
    try {
      const [fleet, live] = await Promise.all([
        api.get(`/api/v1/dashboard/fleet${all ? "" : `?${ids.map((id) => `id=${encodeURIComponent(id)}`).join("&")}`}`),
        api.get("/api/v1/rollouts?limit=5"),
      ]);
      if (fleet.isWhole) devices.clear();
      for (const device of fleet.devices) devices.set(device.id, device);
      totals = fleet;
      rollouts = live.filter((rollout) => rollout.status === "running" || rollout.status === "paused");
      draw();
    } catch (error) {
      if (devices.size === 0) page.fail(error);
    }
  }, 1000);

  const draw = () => {
    if (!page.isCurrent()) return;
    const all = [...devices.values()];
    const kinds = Object.groupBy(all, kindOf);
    const known = all.length - (kinds.idle?.length ?? 0);
    const online = all.filter((device) => device.status === "online").length;
    const troubled = all.filter((device) => device.problems.length > 0 && device.status !== "unknown").sort((a, b) => Number(b.problems[0].isBad) - Number(a.problems[0].isBad) || a.id.localeCompare(b.id));
    const cameras = all.reduce((sum, device) => sum + (device.cameras ?? 0), 0);
    const streaming = all.reduce((sum, device) => sum + (device.status === "online" ? device.camerasStreaming ?? 0 : 0), 0);
    page.show(
      h("div", { class: "head" }, h("h1", null, "Fleet"), h("span", { class: "soft" }, `${count(all.length, "device")} at ${count(Object.keys(Object.groupBy(all, (device) => device.site)).length, "site")}`)),
      all.length === 0 ? empty() : [
        h("div", { class: "figures" },
          figure("Devices online", online, known, online < known ? "warn" : ""),
          figure("Cameras watching", streaming, cameras, streaming < cameras ? "warn" : ""),
          h("div", { class: `figure ${troubled.some((device) => device.problems[0].isBad) ? "bad" : troubled.length > 0 ? "warn" : ""}` }, h("b", null, number(troubled.length, 0)), h("span", null, "need attention")),
          h("a", { class: "figure", href: "/alerts" }, h("b", null, number(totals.alertsToday, 0), " ", h("small", null, `${number(totals.alertsOpen, 0)} new`)), h("span", null, "alerts in 24 hours"))),
        h("div", { class: "columns" },
          h("section", { class: "stack" }, search(), asList ? list(all) : map(all)),
          h("section", { class: "stack" },
            rollouts.length > 0 && h("div", { class: "card" }, h("div", { class: "card-head" }, h("h2", null, "Rolling out"), h("a", { class: "small", href: "/rollouts" }, "All rollouts")), rollouts.map(rolloutLine)),
            h("div", { class: "card" }, h("h2", null, "Needs attention"), attention(troubled)))),
      ]);
  };

  const figure = (text, value, of, kind) => h("div", { class: `figure ${kind}` }, h("b", null, number(value, 0), h("small", null, ` of ${number(of, 0)}`)), h("span", null, text));

  const search = () => h("div", { class: "filters" },
    h("label", { class: "search" }, h("span", { class: "visually-hidden" }, "Search devices"), icon("search"),
      h("input", { type: "search", placeholder: "Device, site, label or model", value: wanted, oninput: (event) => { wanted = event.target.value; draw(); } })),
    h("button", { "aria-pressed": String(!asList), onclick: () => view(false) }, "Map"),
    h("button", { "aria-pressed": String(asList), onclick: () => view(true) }, "List"));

  const view = (list) => {
    asList = list;
    localStorage.setItem("fleet-view", list ? "list" : "map");
    draw();
  };

  const matches = (device) => {
    const text = `${device.id} ${device.site} ${device.model ?? ""} ${device.agentVersion ?? ""} ${Object.entries(device.labels).map(([name, value]) => `${name}=${value}`).join(" ")}`.toLowerCase();
    return wanted.toLowerCase().split(/\s+/).every((word) => text.includes(word));
  };

  const map = (all) => [
    h("div", { class: "sites" }, Object.entries(Object.groupBy(all, (device) => device.site)).map(([site, members]) => {
      const well = members.filter((device) => ["good", "busy", "warn"].includes(kindOf(device))).length;
      return h("div", { class: "card", "data-key": site },
        h("div", { class: "card-head" }, h("h2", null, site), h("span", { class: "soft small" }, `${number(well, 0)} of ${count(members.length, "device")} at work`)),
        h("ul", { class: "marks", "aria-label": `Devices of ${site}` }, members.slice(0, 600).map(mark)),
        members.length > 600 && h("p", { class: "soft small" }, `and ${number(members.length - 600, 0)} more: search for them, or see the list`));
    })),
    h("div", { class: "legend", "aria-hidden": "true" }, Object.keys(glyphs).map((kind) => h("span", null, h("i", { class: `mark ${kind}` }, glyphs[kind]), words[kind]))),
  ];

  const mark = (device) => {
    const kind = kindOf(device);
    const why = device.problems.length > 0 ? device.problems.map((problem) => problem.text).join("; ") : device.updating ? `updating: ${device.updating}` : words[kind];
    return h("li", { "data-key": device.id }, h("a", { class: `mark ${kind}${wanted && !matches(device) ? " dim" : ""}`, href: `/devices/${encodeURIComponent(device.id)}`, title: `${device.id}: ${why}`, "aria-label": `${device.id}: ${why}` }, glyphs[kind]));
  };

  const list = (all) => {
    const found = all.filter(matches);
    return h("div", { class: "card scroll" }, h("table", null,
      h("thead", null, h("tr", null, h("th", null, "Device"), h("th", null, "State"), h("th", { class: "wide" }, "Model"), h("th", { class: "number wide" }, "p99"), h("th", { class: "number wide" }, "Chip"), h("th", { class: "number" }, "Seen"))),
      h("tbody", null, found.slice(0, 500).map((device) => h("tr", { "data-key": device.id },
        h("td", null, h("a", { href: `/devices/${encodeURIComponent(device.id)}` }, device.id), h("div", { class: "soft small" }, device.site)),
        h("td", null, pill(device)),
        h("td", { class: "wide" }, device.model ?? "–"),
        h("td", { class: "number wide" }, device.latencyP99Ms ? `${number(device.latencyP99Ms, 0)} ms` : "–"),
        h("td", { class: "number wide" }, device.temperatureC ? `${number(device.temperatureC, 0)} °C` : "–"),
        h("td", { class: "number" }, ago(device.lastSeenAt)))))),
    found.length > 500 && h("p", { class: "soft small" }, `and ${number(found.length - 500, 0)} more`),
    found.length === 0 && h("p", { class: "empty" }, "No device is like that."));
  };

  read();
  const refresh = setInterval(draw, 15000);
  return {
    changed: (changes) => {
      for (const change of changes) {
        if (change.kind === "reset" || change.kind === "enrolment") whole = true;
        else if (change.kind === "device") stale.add(change.subject);
        else if (change.kind !== "alert" && change.kind !== "rollout") continue;
        else if (stale.size === 0 && !whole && devices.size > 0) stale.add([...devices.keys()][0]);
      }
      if (whole || stale.size > 0) read();
    },
    stop: () => {
      read.stop();
      clearInterval(refresh);
    },
  };
}

function pill(device) {
  const kind = kindOf(device);
  const classes = { good: "good", warn: "warn", bad: "bad", off: "bad", idle: "", busy: "busy" };
  return h("span", { class: `pill ${classes[kind]}` }, kind === "busy" ? `updating: ${device.updating}` : words[kind]);
}

function attention(troubled) {
  if (troubled.length === 0) return h("div", { class: "note good" }, icon("check"), h("p", null, "Every device that has ever connected does its work."));
  return h("ul", { class: "todo" }, troubled.slice(0, 12).map((device) => h("li", { "data-key": device.id },
    h("span", { class: device.problems[0].isBad ? "bad" : "warn", "aria-hidden": "true" }, "●"),
    h("a", { href: `/devices/${encodeURIComponent(device.id)}` }, device.id),
    h("span", { class: "soft small" }, ago(device.lastSeenAt)),
    h("span", { class: "why" }, device.problems.map((problem) => problem.text).join("; ")))),
    troubled.length > 12 && h("li", { "data-key": "more" }, h("span"), h("span", { class: "soft" }, `and ${number(troubled.length - 12, 0)} more`)));
}

function rolloutLine(rollout) {
  const open = rollout.rings.findLast((ring) => ring.status !== "waiting") ?? rollout.rings[0];
  return h("a", { class: "rollout-line", href: `/rollouts/${rollout.id}`, "data-key": rollout.id },
    h("div", { class: "card-head" }, h("b", null, rollout.plan.name), statusPill(rollout)),
    progressBar(rollout.rings),
    h("p", { class: "soft small" }, rollout.attention ?? `ring “${open.name}”, ${rollout.rings.indexOf(open) + 1} of ${rollout.rings.length}`));
}

function empty() {
  return h("div", { class: "card empty" },
    h("h2", null, "No devices yet"),
    h("p", null, "Make an enrolment token, and give it to the device:"),
    h("code", null, "edge-cloud enrolment-token --site my-site"),
    h("code", null, "edge-agent enroll --cloud https://this-cloud:8443 --token-file token.txt"));
}
