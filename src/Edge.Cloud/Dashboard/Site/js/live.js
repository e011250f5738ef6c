// Server-sent events: what changed, in batches. The browser connects again by itself and says where it was; this adds the state
// that people see, and a full reading when the stream lost its place.

const listeners = new Set();
const watchers = new Set();
let source = null;
let state = "off";

function become(next) {
  if (state === next) return;
  state = next;
  for (const watcher of watchers) watcher(state);
}

/** Opens the stream, once. */
export function connect() {
  if (source) return;
  become("connecting");
  source = new EventSource("/api/v1/events");
  let wasOpen = false;
  source.onopen = () => {
    become("live");
    // A connection that was lost may have lost its place as well: read everything anew.
    if (wasOpen) tell([{ kind: "reset", subject: "" }]);
    wasOpen = true;
  };
  source.onerror = () => {
    become("connecting");
    if (source?.readyState === EventSource.CLOSED) {
      source = null;
      setTimeout(connect, 3000);
    }
  };
  source.addEventListener("changes", (event) => {
    const changes = JSON.parse(event.data);
    if (changes.length > 0) tell(changes);
  });
}

/** Closes it. */
export function disconnect() {
  source?.close();
  source = null;
  become("off");
}

/** Calls `listener` with each batch of changes until the returned function is called. */
export function listen(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Calls `watcher` with "live", "connecting" or "off", now and whenever it changes. */
export function watch(watcher) {
  watchers.add(watcher);
  watcher(state);
  return () => watchers.delete(watcher);
}

function tell(changes) {
  for (const listener of listeners) listener(changes);
}

/** Runs `action` soon after it was asked for, never twice at once, and at most every `pause` milliseconds: bursts of changes become one reading. */
export function gently(action, pause = 700) {
  let running = false;
  let wanted = false;
  let last = 0;
  let timer = 0;
  let stopped = false;
  const run = async () => {
    timer = 0;
    running = true;
    wanted = false;
    try {
      await action();
    } finally {
      running = false;
      last = Date.now();
      if (wanted) ask();
    }
  };
  const ask = () => {
    if (stopped) return;
    wanted = true;
    if (!running && !timer) timer = setTimeout(run, Math.max(0, last + pause - Date.now()));
  };
  ask.stop = () => {
    stopped = true;
    clearTimeout(timer);
  };
  return ask;
}
