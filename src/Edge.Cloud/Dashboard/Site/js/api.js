// Talks to the cloud. Errors come as problem+json; a session that is over leads to the sign-in page.

/** What went wrong, with every sentence that the cloud said about it. */
export class ApiError extends Error {
  constructor(status, problem) {
    super(problem?.detail || problem?.title || (status ? `The cloud answered with status ${status}.` : "The cloud cannot be reached."));
    this.status = status;
    this.errors = problem?.errors ?? null;
  }
}

let session = null;
let onSignedOut = () => {};

/** Who is signed in: `{ name, role, csrf }`, or null. */
export const who = () => session;

/** Whether who is signed in may do what the role may. */
export const may = (role) => ["viewer", "operator", "admin"].indexOf(session?.role) >= ["viewer", "operator", "admin"].indexOf(role);

/** Called when a session turns out to be over. */
export function whenSignedOut(action) {
  onSignedOut = action;
}

/** Looks whether somebody is signed in. */
export async function restore() {
  try {
    session = await request("GET", "/api/v1/session", undefined, { quiet: true });
  } catch (error) {
    if (error.status !== 401 && error.status !== 404) throw error;
    session = null;
  }
  return session;
}

/** Signs in. */
export async function signIn(name, password) {
  session = await request("POST", "/api/v1/session", { name, password }, { quiet: true });
  return session;
}

/** Signs out. */
export async function signOut() {
  await request("DELETE", "/api/v1/session");
  session = null;
}

/** Chooses a password with a one-time secret, and signs in. */
export const redeem = async (secret, password) => (session = await request("POST", "/api/v1/welcome", { secret, password }, { quiet: true }));

export const get = (path, signal) => request("GET", path, undefined, { signal });
export const post = (path, body) => request("POST", path, body ?? {});
export const put = (path, body) => request("PUT", path, body);

async function request(method, path, body, { quiet = false, signal } = {}) {
  const headers = { Accept: "application/json" };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  if (method !== "GET" && session?.csrf) headers["X-CSRF-Token"] = session.csrf;
  let answer;
  try {
    answer = await fetch(path, { method, headers, signal, credentials: "same-origin", body: body === undefined ? undefined : JSON.stringify(body) });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new ApiError(0, null);
  }
  const text = await answer.text();
  const value = text && (answer.headers.get("Content-Type") ?? "").includes("json") ? JSON.parse(text) : null;
  if (answer.ok) return value;
  if (answer.status === 401 && !quiet) {
    session = null;
    onSignedOut();
  }
  throw new ApiError(answer.status, value);
}
