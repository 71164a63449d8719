/** The numbers of a TPS: what Python says of them, and the arithmetic by many numbers. */
import { expect, test } from "vitest";
import { differencesOfPapers, differencesOfResult, differencesOfVoters, minutesLate, typed, type Difference, type Papers } from "../../src/tasks/voting_rules";
import { choicesIn } from "../../src/manifest/choices";
import { vectors } from "../log/files";

type Said = readonly (readonly [string, number])[];
interface Cases {
  readonly turnout: readonly { readonly voters: readonly [number, number, number]; readonly before: number; readonly dpt: number | null; readonly moved: number | null; readonly papers: number | null; readonly differs: Said }[];
  readonly papers: readonly { readonly papers: readonly [number, number, number, number]; readonly planned: number | null; readonly voters: number | null; readonly differs: Said }[];
  readonly result: readonly { readonly votes: readonly number[]; readonly valid: number; readonly invalid: number; readonly used: number | null; readonly differs: Said }[];
  readonly choices: readonly { readonly text: string; readonly numbers: readonly number[] | null }[];
}

const cases = vectors<Cases>("voting");
const said = (found: readonly Difference[]): Said => found.map(({ check, by }) => [check, by] as const);

test.each(cases.turnout)("turnout $voters", ({ voters: [dpt, moved, unlisted], before, differs, ...most }) => {
  expect(said(differencesOfVoters({ dpt, moved, unlisted }, before, most))).toEqual(differs);
});

test.each(cases.papers)("papers $papers of $planned", ({ papers: [received, used, spoiled, left], planned, voters, differs }) => {
  expect(said(differencesOfPapers({ received, used, spoiled, left }, planned, voters))).toEqual(differs);
});

test.each(cases.result)("votes $votes, $valid and $invalid", ({ votes, valid, invalid, used, differs }) => {
  expect(said(differencesOfResult(votes, valid, invalid, used))).toEqual(differs);
});

test.each(cases.choices)("the numbers $text", ({ text, numbers: expected }) => {
  expect(choicesIn(text)).toEqual(expected);
});

/** Numbers by a rule that repeats: mulberry32. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % 700;
  };
}

test("papers that are all somewhere differ in nothing, and one miscount shows as itself", () => {
  const next = numbers(27);
  for (let round = 0; round < 2000; round += 1) {
    const [used, spoiled, left] = [next(), next(), next()];
    const papers: Papers = { received: used + spoiled + left, used, spoiled, left };
    expect(differencesOfPapers(papers, papers.received, used)).toEqual([]);
    const by = (next() % 9) + 1;
    expect(differencesOfPapers({ ...papers, left: left + by }, null, null)).toEqual([{ check: "balance", by: -by }]);
    expect(differencesOfPapers({ ...papers, received: papers.received + by }, null, null)).toEqual([{ check: "balance", by }]);
  }
});

test("a result differs by exactly what its form adds too many", () => {
  const next = numbers(11);
  for (let round = 0; round < 2000; round += 1) {
    const votes = Array.from({ length: next() % 9 }, next);
    const sum = votes.reduce((all, each) => all + each, 0);
    const [invalid, by] = [next(), next() - 350];
    const found = differencesOfResult(votes, sum + by, invalid, sum + invalid);
    expect(found).toEqual(by === 0 ? [] : [{ check: "valid", by }, { check: "total", by }]);
  }
});

test("late is what comes after seven", () => {
  expect([419, 420, 421, 445].map(minutesLate)).toEqual([0, 0, 1, 25]);
});

test("a number is digits and nothing else", () => {
  expect(["", " 7 ", "0", "007", "12a", "-1", "1.5", "123456", "２"].map(typed)).toEqual([null, 7, 0, 7, null, null, null, null, null]);
});
