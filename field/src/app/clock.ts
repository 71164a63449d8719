/** The phone's clock, and moments as facts and people write them. The only place that asks for the time. */

/** Hours and minutes by which a zone of Indonesia is ahead of UTC. */
const OFFSETS: Readonly<Record<string, string>> = {
  "Asia/Jakarta": "+07:00",
  "Asia/Pontianak": "+07:00",
  "Asia/Makassar": "+08:00",
  "Asia/Jayapura": "+09:00",
};

/** Milliseconds by which a demo's server has moved its clock; on any other page none. */
const SHIFT = Number(globalThis.document?.documentElement.dataset.shift ?? 0) * 1000;

const NAMES: Readonly<Record<string, string>> = { "+07:00": "WIB", "+08:00": "WITA", "+09:00": "WIT" };

export function now(): Date {
  return new Date(Date.now() + SHIFT);
}

/** Milliseconds of a clock that nobody can set back, since this page opened. */
export function mono(): number {
  return Math.round(performance.now());
}

/** The run of `mono`: eight random digits, new each time the page opens; it stands in every fact. */
export const SESSION: string = randomId().slice(0, 8);

/** This run's clock, as pauses are counted by. */
export function ticks(): { readonly run: string; readonly at: number } {
  return { run: SESSION, at: mono() };
}

/** The offset of a zone, or the phone's own where the zone is unknown. */
export function offsetOf(zone: string | null, at: Date): string {
  const known = zone === null ? undefined : OFFSETS[zone];
  if (known !== undefined) return known;
  const minutes = -at.getTimezoneOffset();
  const size = Math.abs(minutes);
  return `${minutes < 0 ? "-" : "+"}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}

/** A moment to the second with its offset, as facts carry it. */
export function moment(at: Date, offset: string): string {
  return `${shifted(at, offset).toISOString().slice(0, 19)}${offset}`;
}

/** "16.40 WITA" */
export function hour(at: Date, offset: string): string {
  const name = NAMES[offset];
  const text = shifted(at, offset).toISOString().slice(11, 16).replace(":", ".");
  return name === undefined ? text : `${text} ${name}`;
}

/** The calendar day at that offset, as "2024-11-25". */
export function dayOf(at: Date, offset: string): string {
  return shifted(at, offset).toISOString().slice(0, 10);
}

function shifted(at: Date, offset: string): Date {
  const sign = offset.startsWith("-") ? -1 : 1;
  const minutes = Number(offset.slice(1, 3)) * 60 + Number(offset.slice(4, 6));
  return new Date(at.getTime() + sign * minutes * 60_000);
}

function two(value: number): string {
  return String(value).padStart(2, "0");
}

/** A random id in the form of a UUID, also where there is no secure context. */
export function randomId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] as number) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] as number) & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
