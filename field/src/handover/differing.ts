/** What the receiver signed for beside what the giver signed for: the boxes between the two. Pure. */
import type { Given, Received, RefusedLoad } from "../log/schema";

export interface Difference {
  /** The giver gave them, and the receiver did not sign for them. */
  readonly missing: readonly string[];
  /** The receiver signed for them, and the giver did not name them. */
  readonly extra: readonly string[];
}

/** Compare both halves, with a list or without: of a list both say only what is otherwise. */
export function differenceOf(given: Given, answer: Received | RefusedLoad): Difference {
  const { without: left = [], packages: gave = [] } = given;
  const { without = [], packages = [] } = answer;
  const missing = [...without.filter((code) => !left.includes(code)), ...gave.filter((code) => !packages.includes(code))];
  const extra = [...packages.filter((code) => !gave.includes(code)), ...left.filter((code) => given.list !== undefined && !without.includes(code))];
  return { missing: [...new Set(missing)].sort(), extra: [...new Set(extra)].sort() };
}

/** The boxes that the receiver signed for. `listed` are those of the list of the load, where it has one. */
export function tookOver(given: Given, answer: Received, listed: readonly string[]): string[] {
  const { missing, extra } = differenceOf(given, answer);
  const gave = [...listed.filter((code) => !given.without?.includes(code)), ...(given.packages ?? [])];
  return [...new Set([...gave.filter((code) => !missing.includes(code)), ...extra])].sort();
}
