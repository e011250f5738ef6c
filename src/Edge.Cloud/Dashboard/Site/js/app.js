// The frame around the pages: who is signed in, where we are, what is live. One page at a time is on screen; it is told of
// changes and is asked to stop when another one comes.

import * as api from "./api.js";
import { h, icon, render } from "./dom.js";
import * as live from "./live.js";
import { startKeys } from "./keys.js";
import { notify } from "./notices.js";

const pages = [
  { path: /^\/(?:fleet)?$/, module: () => import("./pages/fleet.js") },
  { path: /^\/devices\/([^/]+)$/, module: () => import("./pages/device.js") },
  { path: /^\/alerts$/, module: () => import("./pages/alerts.js") },
  { path: /^\/alerts\/([^/]+)\/([^/]+)$/, module: () => import("./pages/alert.js") },
  { path: /^\/rollouts$/, module: () => import("./pages/rollouts.js") },
  { path: /^\/rollouts\/new$/, module: () => import("./pages/new-rollout.js") },
  { path: /^\/rollouts\/([^/]+)$/, module: () => import("./pages/rollout.js") },
  { path: /^\/releases$/, module: () => import("./pages/releases.js") },
  { path: /^\/sign-in$/, module: () => import("./pages/sign-in.js"), open: true },
  { path: /^\/welcome$/, module: () => import("./pages/welcome.js"), open: true },
];

const navigation = [
  { href: "/fleet", name: "Fleet", icon: "fleet", key: "f" },
  { href: "/alerts", name: "Alerts", icon: "alerts", key: "a" },
  { href: "/rollouts", name: "Rollouts", icon: "rollouts", key: "r" },
  { href: "/releases", name: "Releases", icon: "releases", key: "e" },
];

const place = document.getElementById("page");
let current = null;
let coming = 0;

/** Goes to a page of this site. */
export async function go(path, { replace = false } = {}) {
  history[replace ? "replaceState" : "pushState"](null, "", path);
  await show();
}

async function show() {
  const turn = ++coming;
  const path = location.pathname;
  const page = pages.find((candidate) => candidate.path.test(path));
  document.body.classList.toggle("signed-out", !!page?.open || !api.who());
  if (!page?.open && !api.who()) {
    const back = path === "/" ? "" : `?to=${encodeURIComponent(path + location.search)}`;
    return go(`/sign-in${back}`, { replace: true });
  }
  drawFrame();
  current?.stop?.();
  current = null;
  if (!page) {
    document.title = "Not found · Edge fleet";
    render(place, h("div", { class: "card empty" }, h("h1", null, "There is no such page"), h("a", { href: "/fleet" }, "To the fleet")));
    return;
  }
  const context = {
    params: path.match(page.path).slice(1).map(decodeURIComponent),
    query: new URLSearchParams(location.search),
    show: (...made) => turn === coming && render(place, ...made),
    title: (text) => (document.title = `${text} · Edge fleet`),
    go,
    fail: (error) => turn === coming && fail(error),
    isCurrent: () => turn === coming,
  };
  place.replaceChildren(h("p", { class: "loading", role: "status" }, "Loading…"));
  try {
    const made = await (await page.module()).open(context);
    if (turn === coming) current = made;
    else made?.stop?.();
  } catch (error) {
    if (turn === coming) fail(error);
  }
  if (turn === coming) {
    window.scrollTo(0, 0);
    if (moved) place.focus({ preventScroll: true });
    moved = true;
  }
}

let moved = false;

function fail(error) {
  if (error.name === "AbortError" || error.status === 401) return;
  render(place, h("div", { class: "note bad", role: "alert" }, icon("warn"), h("div", null, h("b", null, error.status === 404 ? "Not found" : "This page could not be shown"), h("p", null, error.message), h("p", null, h("button", { onclick: show }, "Try again")))));
}

function drawFrame() {
  const who = api.who();
  render(document.getElementById("bar"),
    h("a", { class: "brand", href: "/fleet" }, h("img", { src: "/site/icon.svg", alt: "" }), "Edge fleet"),
    h("span", { class: "spacer" }),
    h("span", { class: "live", id: "live", role: "status", "data-own": true }, ""),
    h("button", { class: "quiet", title: "Light or dark", "aria-label": "Light or dark", onclick: turnTheme }, icon("sun")),
    who && h("span", { class: "soft small wide" }, `${who.name}, ${who.role}`),
    who && h("button", { class: "quiet", title: `Sign out ${who.name}`, "aria-label": "Sign out", onclick: signOut }, icon("out")));
  render(document.getElementById("nav"), h("ul", null, navigation.map((entry) => h("li", null,
    h("a", { href: entry.href, "aria-current": location.pathname.startsWith(entry.href) || (entry.href === "/fleet" && (location.pathname === "/" || location.pathname.startsWith("/devices"))) ? "page" : null, "aria-keyshortcuts": `g ${entry.key}` },
      icon(entry.icon), entry.name)))));
  drawLive();
}

let liveState = "off";
function drawLive() {
  const element = document.getElementById("live");
  if (!element) return;
  element.dataset.state = liveState;
  element.textContent = { live: "live", connecting: "connecting…", off: "" }[liveState];
}

function turnTheme() {
  const root = document.documentElement;
  const isDark = (root.dataset.theme ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";
  root.dataset.theme = isDark ? "light" : "dark";
  localStorage.setItem("theme", root.dataset.theme);
}

async function signOut() {
  try {
    await api.signOut();
  } catch (error) {
    if (error.status !== 401) return notify(error.message, "bad");
  }
  live.disconnect();
  await go("/sign-in", { replace: true });
}

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[href]");
  if (!link || event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey || link.target || link.hasAttribute("download")) return;
  const url = new URL(link.href);
  if (url.origin !== location.origin || !pages.some((page) => page.path.test(url.pathname))) return;
  event.preventDefault();
  go(url.pathname + url.search);
});
addEventListener("popstate", show);
api.whenSignedOut(() => {
  live.disconnect();
  notify("Your session is over. Sign in again.", "bad");
  show();
});
live.watch((state) => {
  liveState = state;
  drawLive();
});
live.listen((changes) => current?.changed?.(changes));
startKeys(navigation, go);

const theme = localStorage.getItem("theme");
if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;

/** After signing in: the stream begins, and the page that was wanted comes. */
export async function begin(path) {
  live.connect();
  await go(path, { replace: true });
}

// The secret of a one-time link goes out of the address bar, and out of the history, before anything else happens.
const welcome = location.hash.match(/^#\/welcome\/(.+)$/);
if (welcome) history.replaceState({ secret: welcome[1] }, "", "/welcome");

// Not awaited here: pages import this module, and would wait for it while it waits for them.
(async () => {
  try {
    if (await api.restore()) live.connect();
    await show();
  } catch (error) {
    fail(error);
  }
})();
