// Numbers and times for people, the same on every page.

const units = [["d", 86400], ["h", 3600], ["min", 60], ["s", 1]];

/** How long ago, or until: "3 min ago", "in 2 h". */
export function ago(time, now = Date.now()) {
  if (!time) return "never";
  const seconds = Math.round((now - new Date(time).getTime()) / 1000);
  if (Math.abs(seconds) < 5) return "now";
  const text = duration(Math.abs(seconds));
  return seconds > 0 ? `${text} ago` : `in ${text}`;
}

/** Seconds in their largest unit. */
export function duration(seconds) {
  for (const [unit, size] of units) if (seconds >= size * (size === 1 ? 1 : 1.5) || size === 1) return `${Math.round(seconds / size)} ${unit}`;
  return "0 s";
}

const clockFormat = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit", second: "2-digit" });
const dayFormat = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short" });
const wholeFormat = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "medium" });

/** Time of day, with the day where it is not today. */
export function clock(time) {
  const date = new Date(time);
  const today = new Date().toDateString() === date.toDateString();
  return today ? clockFormat.format(date) : `${dayFormat.format(date)}, ${clockFormat.format(date)}`;
}

/** Date and time in full. */
export const whole = (time) => (time ? wholeFormat.format(new Date(time)) : "never");

/** A number with at most `digits` after the point; "–" where there is none. */
export function number(value, digits = 1) {
  return value === null || value === undefined || Number.isNaN(value) ? "–" : Number(value).toLocaleString("en", { maximumFractionDigits: digits });
}

/** Bytes. */
export function bytes(value) {
  if (value === null || value === undefined) return "–";
  const sizes = ["B", "kB", "MB", "GB", "TB"];
  let step = 0;
  while (value >= 1000 && step < sizes.length - 1) {
    value /= 1000;
    step++;
  }
  return `${number(value, value < 10 && step > 0 ? 1 : 0)} ${sizes[step]}`;
}

/** "1 device", "2 devices". */
export const count = (n, one, many = `${one}s`) => `${number(n, 0)} ${n === 1 ? one : many}`;

/** The last part of a target's path, which is what people call a release. */
export const releaseName = (target) => (target ? (target === "factory" ? "as delivered" : target.split("/").at(-1).replace(/\.(zip|tar|tar\.gz|yaml|raucb)$/, "")) : "–");
