/** How often a phone asks by itself for what costs bytes. A person who presses is always heard. */
import type { Store } from "../keeping/store";

const MINUTE = 60_000;

/** Milliseconds between two lists: 8 to 10 kB each where something changed. */
export const LIST = { timer: 60 * MINUTE, opened: 15 * MINUTE } as const;
/** The same between two cosignatures of a supervisor's phone: some 4 kB each. */
export const COSIGNING = { timer: 60 * MINUTE, opened: 30 * MINUTE } as const;
/** Between two questions for proofs that brought none: twice as long each time, up to this. */
const PROOFS = { first: 2 * MINUTE, longest: 30 * MINUTE } as const;

/** Why a try began: the timer, a page that was opened or seen again, a person who pressed. */
export type Why = "timer" | "opened" | "pressed";

/** Whether it is time to ask, `last` being the moment when it was answered last, 0: never. Pure. */
export function isDue(why: Why, last: number, now: number, { timer, opened }: { readonly timer: number; readonly opened: number }): boolean {
  if (why === "pressed" || last > now) return true;
  return now - last >= (why === "opened" ? opened : timer);
}

/** Milliseconds until proofs are asked for again, after so many answers in a row that brought none. Pure. */
export function pauseOfProofs(empty: number): number {
  return empty === 0 ? 0 : Math.min(PROOFS.first * 2 ** Math.min(empty - 1, 10), PROOFS.longest);
}

/** Do `work` if it is due, and remember when it was done: also over a page that is opened again. */
export async function atTimes(store: Store, name: string, why: Why, now: number, often: { readonly timer: number; readonly opened: number }, work: () => Promise<void>): Promise<void> {
  const last = ((await store.setting(name)) as number | undefined) ?? 0;
  if (!isDue(why, last, now, often)) return;
  await work();
  await store.set(name, now);
}
