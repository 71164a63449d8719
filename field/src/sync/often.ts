/** How often a phone asks by itself for what costs bytes. A person who presses is always heard. */
import type { Store } from "../keeping/store";

const MINUTE = 60_000;
/** A clock that is set back by less was only put right: what was answered then still counts. */
const PUT_RIGHT = 10 * MINUTE;

/** Milliseconds between two questions, by why a try began. */
export interface Often {
  readonly timer: number;
  readonly opened: number;
  readonly loaded: number;
}

/** Lists: 8 to 10 kB each where something changed. */
export const LIST: Often = { timer: 60 * MINUTE, opened: 15 * MINUTE, loaded: 0 };
/** Halves of handovers that came by the server; who waits for one has a screen that asks by itself. */
export const HALVES: Often = { timer: 60 * MINUTE, opened: 0, loaded: 0 };
/** Announcements: some 1.6 kB each time, nearly all of it heads; who presses hears them at once. */
export const ANNOUNCED: Often = { timer: 120 * MINUTE, opened: 30 * MINUTE, loaded: 120 * MINUTE };
/** Cosignatures of a supervisor's phone: some 4 kB each. */
export const COSIGNING: Often = { timer: 60 * MINUTE, opened: 30 * MINUTE, loaded: 30 * MINUTE };
/** Between two questions for proofs that brought none: twice as long each time, up to this. */
const PROOFS = { first: 5 * MINUTE, longest: 30 * MINUTE } as const;

/** Why a try began: the timer, a page that was seen again or a fact that was kept, a page that was loaded, a person who pressed. */
export type Why = "timer" | "opened" | "loaded" | "pressed";

/** Whether it is time to ask, `last` being the moment when it was answered last, 0: never. Pure. */
export function isDue(why: Why, last: number, now: number, often: Often): boolean {
  if (why === "pressed" || last - now > PUT_RIGHT) return true;
  return Math.max(now - last, 0) >= often[why];
}

/** Milliseconds until proofs are asked for again, after so many answers in a row that brought none. Pure. */
export function pauseOfProofs(empty: number): number {
  return empty === 0 ? 0 : Math.min(PROOFS.first * 2 ** Math.min(empty - 1, 10), PROOFS.longest);
}

/** Do `work` if it is due, and remember when it was done: also over a page that is opened again. */
export async function atTimes(store: Store, name: string, why: Why, now: number, often: Often, work: () => Promise<void>): Promise<void> {
  const last = ((await store.setting(name)) as number | undefined) ?? 0;
  if (!isDue(why, last, now, often)) return;
  await work();
  await store.set(name, now);
}
