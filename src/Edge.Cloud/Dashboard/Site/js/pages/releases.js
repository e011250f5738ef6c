import * as api from "../api.js";
import { h, icon } from "../dom.js";
import { ago, bytes, number, whole } from "../format.js";
import { gently } from "../live.js";

/** What can be rolled out, and until when its metadata is good. */
export async function open(page) {
  page.title("Releases");
  const read = gently(async () => {
    try {
      draw(await api.get("/api/v1/releases"));
    } catch (error) {
      page.fail(error);
    }
  });

  const draw = ({ state, releases }) => page.show(
    h("div", { class: "head" }, h("h1", null, "Releases"), h("span", { class: "soft" }, "signed away from this server, checked by every device")),
    releases.length === 0
      ? h("div", { class: "card empty" }, h("h2", null, "Nothing is published yet"), h("p", null, "Releases are signed on a releaser's own computer and pushed here:"), h("code", null, "edgectl release init --repo my-releases"), h("code", null, "edgectl release publish … && edgectl release push --cloud …"))
      : h("div", { class: "card scroll" }, h("table", null,
        h("thead", null, h("tr", null, h("th", null, "Release"), h("th", { class: "wide" }, "Kind"), h("th", { class: "number wide" }, "Counter"), h("th", { class: "wide" }, "For"), h("th", { class: "number wide" }, "Size"), h("th", { class: "wide" }, "SHA-256"), h("th", null, h("span", { class: "visually-hidden" }, "Roll out")))),
        h("tbody", null, releases.map((release) => h("tr", { "data-key": release.path },
          h("td", null, h("b", null, `${release.description.name} ${release.description.version}`), h("div", { class: "soft small" }, release.path)),
          h("td", { class: "wide" }, release.description.kind),
          h("td", { class: "number wide" }, number(release.description.counter, 0)),
          h("td", { class: "wide" }, release.description.hardware?.length ? release.description.hardware.join(", ") : "any hardware", release.description.serials?.length > 0 && h("div", { class: "soft small" }, `${release.description.serials.length} serial numbers`)),
          h("td", { class: "number wide" }, bytes(release.sizeBytes), release.description.deltas?.length > 0 && h("div", { class: "soft small" }, `${release.description.deltas.length} deltas`)),
          h("td", { class: "wide" }, h("code", { title: release.sha256 }, `${release.sha256.slice(0, 12)}…`)),
          h("td", null, api.may("operator") && h("a", { class: "button", href: `/rollouts/new?target=${encodeURIComponent(release.path)}` }, "Roll out"))))))),
    h("div", { class: "card below" }, h("h2", null, "Metadata"), h("dl", { class: "facts" },
      fact("Root", state.root, state.rootExpires, "signed by holders of the root keys"), fact("Targets", state.targets, state.targetsExpires, "signed by the releaser"),
      fact("Snapshot", state.snapshot, state.snapshotExpires, "signed by this cloud"), fact("Timestamp", state.timestamp, state.timestampExpires, "signed by this cloud"))));

  const fact = (name, version, expires, by) => {
    const isOver = expires && new Date(expires) < new Date();
    return [h("dt", null, name), h("dd", null, version ? [`version ${version}, `, h("span", { class: isOver ? "bad" : "", title: whole(expires) }, isOver ? `expired ${ago(expires)}` : `good for ${ago(expires).replace("in ", "")}`)] : "none yet", h("span", { class: "soft small" }, ` · ${by}`), isOver && icon("warn"))];
  };

  read();
  return { changed: (changes) => changes.some((change) => change.kind === "release" || change.kind === "reset") && read(), stop: read.stop };
}
