/** When to try again. Pure: chance is an argument. */

/** Milliseconds between tries while nothing fails. */
export const CALM = 120_000;
const FIRST = 15_000;
const LONGEST = 900_000;

export interface Tries {
  /** Tries in a row that failed. */
  readonly failures: number;
  /** What the server asked for in `Retry-After`, in seconds, or null. */
  readonly retryAfter: number | null;
}

/**
 * Return the milliseconds until the next try; `chance` is from 0 to 1. Twice as long after each
 * failure, spread so that phones that lost the same network do not come back at one moment;
 * never sooner than the server asked.
 */
export function pauseOf({ failures, retryAfter }: Tries, chance: number): number {
  const grown = failures === 0 ? CALM : Math.min(FIRST * 2 ** Math.min(failures - 1, 10), LONGEST);
  const spread = grown * (0.5 + chance / 2);
  const asked = retryAfter === null ? 0 : retryAfter * 1000 * (1 + chance * 0.3);
  return Math.round(Math.max(spread, asked));
}

/** Read `Retry-After`: seconds, or a date (RFC 9110). Null where there is none; at most a day. */
export function retryAfterOf(header: string | null, now: Date): number | null {
  if (header === null || header.trim() === "") return null;
  const seconds = /^[0-9]{1,9}$/.test(header.trim()) ? Number(header) : (Date.parse(header) - now.getTime()) / 1000;
  return Number.isFinite(seconds) ? Math.min(Math.max(0, Math.ceil(seconds)), 86_400) : null;
}
