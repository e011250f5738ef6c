import * as api from "../api.js";
import { alertPicture, alertPills, alertTitle } from "../alert-parts.js";
import { ask } from "../dialogs.js";
import { h, icon } from "../dom.js";
import { clock, duration, number, whole } from "../format.js";
import { pageKeys } from "../keys.js";
import { gently } from "../live.js";
import { notify } from "../notices.js";

/** One alert: its picture, its facts, and what people make of it. */
export async function open(page) {
  const [device, id] = page.params;
  const path = `/api/v1/alerts/${encodeURIComponent(device)}/${encodeURIComponent(id)}`;
  let alert = null;

  const read = gently(async () => {
    try {
      alert = await api.get(path);
      draw();
    } catch (error) {
      if (!alert) page.fail(error);
    }
  });

  const act = async (action, said) => {
    try {
      await action();
      notify(said);
      read();
    } catch (error) {
      notify(error.message, "bad");
    }
  };
  const acknowledge = () => act(() => api.post(`${path}/acknowledge`), "Noted.");
  const mark = (value) => act(() => api.put(`${path}/mark`, { mark: value, class: null, note: null }), value ? `Marked as ${value}. It becomes part of the labelled set.` : "The mark is taken back.");
  const correct = async () => {
    const answer = await ask({
      title: "What was it really?", text: "The box was right and its class was not. The answer becomes a label.", action: "Mark as false",
      fields: [h("label", null, "Class", h("input", { name: "class", required: true, maxlength: 100, value: alert.markClass ?? "" })), h("label", null, "Note", h("input", { name: "note", maxlength: 500 }))],
    });
    if (answer) await act(() => api.put(`${path}/mark`, { mark: "false", class: answer.class, note: answer.note || null }), "Marked, with its right class.");
  };

  const draw = () => {
    if (!page.isCurrent()) return;
    page.title(alertTitle(alert));
    const mayAct = api.may("operator");
    page.show(
      h("div", { class: "head" }, h("a", { class: "button quiet", href: "/alerts" }, icon("back"), h("span", { class: "visually-hidden" }, "All alerts")), h("h1", null, alertTitle(alert)), alertPills(alert)),
      h("div", { class: "columns" },
        h("section", { class: "stack" },
          h("div", { class: "card" }, alertPicture(alert, true)),
          mayAct && h("div", { class: "card actions" },
            h("div", { class: "filters" },
              !alert.acknowledgedAt && h("button", { class: "first", onclick: acknowledge, "aria-keyshortcuts": "n" }, icon("check"), "Noted"),
              h("button", { "aria-pressed": String(alert.mark === "right"), onclick: () => mark(alert.mark === "right" ? null : "right"), "aria-keyshortcuts": "y" }, icon("check"), "It was right"),
              h("button", { "aria-pressed": String(alert.mark === "false" && !alert.markClass), onclick: () => mark(alert.mark === "false" ? null : "false"), "aria-keyshortcuts": "x" }, icon("cross"), "It was false"),
              h("button", { "aria-pressed": String(!!alert.markClass), onclick: correct }, "Wrong class…")),
            h("p", { class: "soft small" }, "Marks become a labelled set for training; a mark asks the device for the picture where the cloud has none."))),
        h("section", { class: "stack" }, h("div", { class: "card" }, h("h2", null, "Facts"), facts()))));
  };

  const facts = () => h("dl", { class: "facts" }, [
    ["Device", h("a", { href: `/devices/${encodeURIComponent(alert.device)}` }, alert.device)],
    ["Site", alert.site],
    ["Camera", alert.camera],
    ["Rule", alert.rule],
    ["Began", whole(alert.startedAt)],
    ["Lasted", alert.endedAt || alert.durationSeconds > 0 ? duration(alert.durationSeconds) + (alert.endedAt ? "" : " so far") : "a moment"],
    ["Score", alert.score === undefined || alert.score === null ? "–" : `${number(alert.score * 100)} %`],
    ["Objects", number(alert.count, 0)],
    ["Model", `${alert.model} ${alert.modelVersion}`],
    ["Received", whole(alert.receivedAt)],
    alert.acknowledgedAt && ["Noted", `${clock(alert.acknowledgedAt)} by ${alert.acknowledgedBy}`],
    alert.mark && ["Marked", `${alert.mark}${alert.markClass ? `: it was ${alert.markClass}` : ""}, ${clock(alert.markedAt)} by ${alert.markedBy}`],
    alert.markNote && ["Note", alert.markNote],
    ["Id", h("code", null, alert.alertId)],
  ].filter(Boolean).map(([name, value]) => [h("dt", null, name), h("dd", null, value)]));

  const drop = pageKeys(api.may("operator") ? { n: ["Noted", acknowledge], y: ["It was right", () => mark("right")], x: ["It was false", () => mark("false")] } : {});
  read();
  return {
    changed: (changes) => changes.some((change) => change.kind === "reset" || (change.kind === "alert" && change.subject.includes(id))) && read(),
    stop: () => {
      read.stop();
      drop();
    },
  };
}
