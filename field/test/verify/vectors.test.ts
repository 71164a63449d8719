import { expect, test } from "vitest";
import { fromBase64, utf8 } from "../../src/log/bytes";
import { check } from "../../src/verify/checking";
import { Report } from "../../src/verify/report";
import { vectors } from "../log/files";

interface Case {
  readonly shows: string;
  readonly policy: string;
  readonly seen: string;
  readonly phone: string;
  readonly files: Readonly<Record<string, string>>;
  readonly sentence: string;
  readonly fine: boolean;
}

interface Counted {
  readonly size: number;
  readonly changed: number;
  readonly incomplete: number;
  readonly noted: number;
  readonly entries: number;
  readonly withheld: number;
  readonly missing: number;
  readonly witnesses: number;
  readonly quorum: boolean;
  readonly sentence: string;
  readonly fine: boolean;
}

const VECTORS = vectors<{ readonly cases: readonly Case[]; readonly counted: readonly Counted[] }>("verifying");

test.each(VECTORS.cases.map((each) => [each.shows, each] as const))("%s", async (_, { policy, seen, phone, files, sentence, fine }) => {
  const folder = new Map(Object.entries(files).map(([path, data]) => [path, fromBase64(data)] as const));
  const report = await check(folder, utf8(policy), seen === "" ? [] : [fromBase64(seen)], phone === "" ? [] : [utf8(phone)]);

  expect(report.sentence, JSON.stringify(report.findings)).toBe(sentence);
  expect(report.isFine).toBe(fine);
});

test.each(VECTORS.counted)("the sentence over $size facts", (each) => {
  const report = new Report();
  const { size, entries, withheld, missing, quorum } = each;
  Object.assign(report, { size, entries, withheld, missing, quorum, of: 3, witnesses: Array<string>(each.witnesses).fill("w") });
  Object.assign(report.counts, { changed: each.changed, incomplete: each.incomplete, noted: each.noted });

  expect([report.sentence, report.isFine]).toEqual([each.sentence, each.fine]);
});
