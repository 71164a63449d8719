/** A box that is closed anew on the way: old numbers, new numbers, why, and who was there. Pure. */
import type { Said } from "../facts/writing";
import type { Sealed, Unsealed } from "../log/schema";

export const REASONS = ["accident", "suspicion"] as const;
export type Reason = (typeof REASONS)[number];

export interface Reseal {
  readonly code: string;
  readonly reason: Reason;
  /** What was on the box, and what is on it now. */
  readonly before: readonly string[];
  readonly after: readonly string[];
  readonly place: string;
  readonly photos: readonly string[];
  readonly note: string;
}

/** Whether these are new seals: at least one, and none that was on the box. */
export function areNew(before: readonly string[], after: readonly string[]): boolean {
  return after.length > 0 && !after.some((each) => before.includes(each));
}

/**
 * What is signed, in this order: the box as it was found, opened, closed. `opened` is the name of
 * the second fact, which the third follows.
 */
export function resealedOf({ code, reason, before, place, note }: Reseal): readonly [Said, Said] {
  const seen = before.length === 0 ? {} : { seals: [...before].sort() };
  const found: Said = { kind: "inspected", packages: [code], place, outcome: "lacking", checks: [{ package: code, ...seen, condition: "broken" }] };
  const opened: Said = { kind: "unsealed", package: code, reason, ...(note === "" ? {} : { note }) } satisfies Partial<Unsealed> as Said;
  return [found, opened];
}

export function closedOf({ code, after, photos }: Reseal, opened: string): Said {
  const shown = photos.length === 0 ? {} : { photos: [...new Set(photos)].sort() };
  return { kind: "sealed", package: code, seals: [...after].sort(), after: [opened], ...shown } satisfies Partial<Sealed> as Said;
}
