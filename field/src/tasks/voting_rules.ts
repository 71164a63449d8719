/**
 * What does not add up in the numbers that a TPS reports. Twin of `core/count/voting.py`, by the
 * vectors of `tests/vectors/voting.json`. A difference is said, never corrected.
 */

/** Minutes after midnight at the TPS: voting begins at 07.00. */
export const OPENS_AT = 7 * 60;

export type Check = "less" | "dpt" | "moved" | "enough" | "delivered" | "balance" | "used" | "valid" | "total";

/** A check that does not hold, and by how much the left side is larger than the right. */
export interface Difference {
  readonly check: Check;
  readonly by: number;
}

/** People who have voted by an hour. */
export interface Voters {
  readonly dpt: number;
  readonly moved: number;
  readonly unlisted: number;
}

/** What became of the ballot papers of one kind. */
export interface Papers {
  readonly received: number;
  readonly used: number;
  readonly spoiled: number;
  readonly left: number;
}

/** The most that the lists allow; null is not compared. */
export interface Most {
  readonly dpt: number | null;
  readonly moved: number | null;
  readonly papers: number | null;
}

export function totalOf({ dpt, moved, unlisted }: Voters): number {
  return dpt + moved + unlisted;
}

/** What is odd about a turnout; `before` is the total of the one before. */
export function differencesOfVoters(now: Voters, before: number, most: Most): Difference[] {
  const total = totalOf(now);
  return differing([
    ["less", Math.min(0, total - before)],
    ["dpt", above(now.dpt, most.dpt)],
    ["moved", above(now.moved, most.moved)],
    ["enough", above(total, most.papers)],
  ]);
}

/** What does not add up of one kind's papers; null is not compared. */
export function differencesOfPapers({ received, used, spoiled, left }: Papers, planned: number | null, voters: number | null): Difference[] {
  return differing([
    ["delivered", planned === null ? 0 : received - planned],
    ["balance", received - used - spoiled - left],
    ["used", voters === null ? 0 : used - voters],
  ]);
}

/** What does not add up of one kind's result, as its form shows it. */
export function differencesOfResult(votes: readonly number[], valid: number, invalid: number, used: number | null): Difference[] {
  return differing([
    ["valid", valid - votes.reduce((sum, each) => sum + each, 0)],
    ["total", used === null ? 0 : valid + invalid - used],
  ]);
}

/** By how many minutes voting began late, from minutes after midnight. */
export function minutesLate(minute: number): number {
  return Math.max(0, minute - OPENS_AT);
}

/** A number as it was typed: up to five digits; null where nothing or anything else was. */
export function typed(text: string): number | null {
  return /^[0-9]{1,5}$/.test(text.trim()) ? Number(text) : null;
}

function above(count: number, limit: number | null): number {
  return limit === null ? 0 : Math.max(0, count - limit);
}

function differing(found: readonly (readonly [Check, number])[]): Difference[] {
  return found.flatMap(([check, by]) => (by === 0 ? [] : [{ check, by }]));
}
