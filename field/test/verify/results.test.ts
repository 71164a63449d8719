/** A bundle of results in verify.html: the findings and sentences of `tepat log verify`, by shared vectors. */
import { expect, test } from "vitest";
import { utf8 } from "../../src/log/bytes";
import { checkResults, isBundle } from "../../src/verify/results";
import { vectors } from "../log/files";

interface Case {
  readonly shows: string;
  readonly policy: string;
  readonly changed: Readonly<Record<string, string>>;
  readonly outcome: string;
  readonly forms: number;
  readonly cells: number;
  readonly facts: number;
  readonly findings: readonly string[];
}

const { good, cases } = vectors<{ readonly good: Readonly<Record<string, string>>; readonly cases: readonly Case[] }>("results");


const files = (changed: Readonly<Record<string, string>> = {}): Map<string, Uint8Array> => new Map(Object.entries({ ...good, ...changed }).map(([name, text]) => [name, utf8(text)]));

test.each(cases.map((each) => [each.shows, each] as const))("%s", async (_, { policy, changed, outcome, forms, cells, facts, findings }) => {
  const report = await checkResults(files(changed), utf8(policy));

  expect(report.findings).toEqual(findings);
  expect([report.outcome, report.forms, report.cells, report.facts]).toEqual([outcome, forms, cells, facts]);
});

test("the sentence of a whole bundle, and of one that is none", async () => {
  const [first] = cases;
  const report = await checkResults(files(), utf8(first?.policy ?? ""));
  expect([report.outcome, report.sentence]).toEqual(["fine", "COCOK: setiap angka dalam bundel ini ditandatangani dan ada di log."]);
  expect(report.counted).toContain("Bukan hasil resmi.");
  expect([isBundle(files()), isBundle(new Map())]).toEqual([true, false]);
  await expect(checkResults(new Map([["bundel.json", utf8("{}")]]), utf8(first?.policy ?? ""))).rejects.toThrow();
});
