// Small charts in SVG: a line with its reading, latencies by stage, a limit with where it stands.

import { h } from "./dom.js";
import { clock, number } from "./format.js";

const width = 300;
const height = 96;

/** A line over time. `points` are `{ at, value }`, oldest first; a gap in time is a gap in the line. */
export function trace(name, unit, points, { digits = 1, floor = 0 } = {}) {
  const known = points.filter((point) => point.value !== null && point.value !== undefined);
  if (known.length < 2) return h("div", { class: "chart" }, h("h3", null, name), h("p", { class: "soft small" }, "Not enough measurements yet."));
  const from = known[0].at;
  const span = Math.max(1, known.at(-1).at - from);
  const most = Math.max(...known.map((point) => point.value), floor + 1e-9);
  const top = nice(most);
  const x = (point) => ((point.at - from) / span) * width;
  const y = (point) => height - (point.value / top) * (height - 4);
  const usual = median(known.slice(1).map((point, index) => point.at - known[index].at));
  let line = "";
  known.forEach((point, index) => {
    const isGap = index === 0 || point.at - known[index - 1].at > usual * 3.5;
    line += `${isGap ? "M" : "L"}${x(point).toFixed(1)} ${y(point).toFixed(1)}`;
  });
  const last = known.at(-1);
  const reading = h("span", { class: "read" }, `${number(last.value, digits)} ${unit}`);
  const cursor = h("line", { class: "cursor", y1: 0, y2: height, x1: -9, x2: -9 });
  const svg = h("svg", {
    viewBox: `0 0 ${width} ${height}`,
    preserveAspectRatio: "none",
    role: "img",
    "aria-label": `${name}: now ${number(last.value, digits)} ${unit}, between ${number(Math.min(...known.map((p) => p.value)), digits)} and ${number(most, digits)} since ${clock(from)}`,
    onpointermove: (event) => {
      const at = from + ((event.clientX - svg.getBoundingClientRect().left) / svg.clientWidth) * span;
      const near = known.reduce((best, point) => (Math.abs(point.at - at) < Math.abs(best.at - at) ? point : best));
      reading.textContent = `${clock(near.at)}: ${number(near.value, digits)} ${unit}`;
      cursor.setAttribute("x1", x(near));
      cursor.setAttribute("x2", x(near));
    },
    onpointerleave: () => {
      reading.textContent = `${number(last.value, digits)} ${unit}`;
      cursor.setAttribute("x1", -9);
      cursor.setAttribute("x2", -9);
    },
  },
    h("line", { class: "grid", x1: 0, x2: width, y1: height, y2: height }),
    h("line", { class: "grid", x1: 0, x2: width, y1: 4, y2: 4 }),
    line.indexOf("M", 1) < 0 ? h("path", { class: "area", d: `${line}L${width} ${height}L0 ${height}Z` }) : null,
    h("path", { class: "trace", d: line }),
    cursor);
  return h("div", { class: "chart" }, h("h3", null, h("span", null, name), reading), svg);
}

/** Latency of each stage: median dark, 99 of 100 light. */
export function stages(all) {
  const order = ["capture", "gate", "preprocess", "infer", "decode", "track", "decide", "endToEnd"];
  const names = { endToEnd: "end to end" };
  const known = order.filter((name) => all?.[name]);
  if (known.length === 0) return h("p", { class: "soft small" }, "No latencies yet.");
  const most = Math.max(...known.map((name) => all[name].p99Ms), 1e-6);
  return h("div", { class: "stages" }, known.map((name) => {
    const stage = all[name];
    return h("div", { class: "stage" },
      h("span", null, names[name] ?? name),
      h("span", { class: "track", role: "img", "aria-label": `${names[name] ?? name}: median ${number(stage.p50Ms)} ms, 99 of 100 within ${number(stage.p99Ms)} ms`, vars: { "--p50": `${(stage.p50Ms / most) * 100}%`, "--p99": `${(stage.p99Ms / most) * 100}%` } }, h("i"), h("u")),
      h("span", { class: "figures-of" }, `${number(stage.p50Ms)} / ${number(stage.p99Ms)} ms`));
  }));
}

/** Share of each day that cameras were really watching. */
export function days(coverage) {
  return h("div", { class: "days", role: "img", "aria-label": coverage.map((day) => `${day.day}: ${number(day.share * 100)} percent`).join(", ") },
    coverage.map((day) => h("div", { class: day.share < 0.98 ? "part" : "", vars: { "--share": `${Math.max(day.share * 100, 1)}%` }, title: `${day.day}: ${number(day.share * 100)} % watched` }, h("i"))));
}

function nice(value) {
  const power = 10 ** Math.floor(Math.log10(value));
  for (const step of [1, 1.5, 2, 3, 4, 5, 7.5, 10]) if (step * power >= value) return step * power;
  return value;
}

function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] || 1;
}
