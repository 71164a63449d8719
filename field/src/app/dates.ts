/** Days as people say them. */
import { dayOf, hour, offsetOf } from "./clock";
import { words } from "./words";

/** "Sabtu 23 November"-like: name of the day, number, short month. `day` as "2024-11-23". */
export function dayName(day: string): string {
  const at = new Date(`${day}T00:00:00Z`);
  if (Number.isNaN(at.getTime())) return day;
  const { days, months } = words();
  return `${days[at.getUTCDay()] ?? ""} ${at.getUTCDate()} ${months[at.getUTCMonth()] ?? ""}`;
}

/** "23 Nov 2024" */
export function shortDay(day: string): string {
  const at = new Date(`${day}T00:00:00Z`);
  if (Number.isNaN(at.getTime())) return day;
  return `${at.getUTCDate()} ${words().months[at.getUTCMonth()] ?? ""} ${at.getUTCFullYear()}`;
}

/** "23 Nov, 16.40 WITA" */
export function stamp(at: Date, zone: string | null = null): string {
  const offset = offsetOf(zone, at);
  const day = new Date(`${dayOf(at, offset)}T00:00:00Z`);
  return `${day.getUTCDate()} ${words().months[day.getUTCMonth()] ?? ""}, ${hour(at, offset)}`;
}

/** Whole days from one day to another, as from "2024-11-23" to "2024-11-27": 4. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);
}
