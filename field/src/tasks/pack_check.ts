/** Looking at one box: its seals, its condition, what lies in it, and the facts that say so. Pure. */
import type { Said } from "../facts/writing";
import type { Check } from "../log/schema";
import { readSeal } from "../scan/codes";

/** Words of `check.condition` that somebody sees from outside. */
export const CONDITIONS = ["broken", "damaged", "wet", "empty", "missing"] as const;
/** What is counted into a box of a TPS; the phone knows no other plan of contents. */
export const BALLOTS = "surat_suara";

export interface Seen {
  readonly code: string;
  /** The numbers on the box; null where they are those of the list. */
  readonly seals: readonly string[] | null;
  /** "" where it is whole. */
  readonly condition: string;
  /** `as_listed`, `counted` with how many, or `closed`: nobody opened it. */
  readonly contents: { readonly is: "closed" } | { readonly is: "as_listed" } | { readonly is: "counted"; readonly count: number };
}

/** Numbers as they stand on seals; null where one of them is none. */
export function sealsOf(texts: readonly string[]): string[] | null {
  const found = texts.map(readSeal);
  return found.includes(null) ? null : [...new Set(found as string[])].sort();
}

/** Whether everything is as the list says. */
export function isGood(seen: Seen, listed: readonly string[]): boolean {
  return !differs(seen, listed) && seen.condition === "" && seen.contents.is !== "counted";
}

function differs({ seals }: Seen, listed: readonly string[]): boolean {
  return seals !== null && [...seals].sort().join() !== [...listed].sort().join();
}

/** What is signed, in this order: what was counted, where it differs, then what was seen. */
export function checkedOf(seen: Seen, listed: readonly string[], place: string, photos: readonly string[], note: string): Said[] {
  const seals = seen.seals ?? listed;
  const check: Check = {
    package: seen.code,
    ...(seals.length === 0 ? {} : { seals: [...seals].sort() }),
    ...(seen.condition === "" ? {} : { condition: seen.condition }),
  };
  const shown = photos.length === 0 ? {} : { photos: [...new Set(photos)].sort() };
  const inspected: Said = {
    kind: "inspected",
    packages: [seen.code],
    place,
    outcome: isGood(seen, listed) ? "good" : "lacking",
    checks: [check],
    ...shown,
    ...(note === "" ? {} : { note }),
  };
  if (seen.contents.is !== "counted") return [inspected];
  const counted: Said = { kind: "counted", package: seen.code, contents: [{ item: BALLOTS, count: seen.contents.count }], place, ...shown };
  return [counted, inspected];
}
