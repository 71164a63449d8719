/** A bundle of results in verify.html: the findings and sentences of `tepat log verify`, by shared vectors. */
import { expect, test } from "vitest";
import { toBase64, utf8 } from "../../src/log/bytes";
import { decodeObject, encode, nameOf } from "../../src/log/canonical";
import { RESULTS, signBody, signerFromSeed } from "../../src/log/keys";
import { checkResults, INDEX, isBundle } from "../../src/verify/results";
import { NOT_PROVEN } from "../../src/verify/results_words";
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

/** One value of the good bundle changed: `cut` characters from `at`, `put` there. */
interface Mutation {
  readonly shows: string;
  readonly file: string;
  readonly at: number;
  readonly cut: number;
  readonly put: string;
  readonly outcome: string;
}

interface Vectors {
  readonly good: Readonly<Record<string, string>>;
  readonly cases: readonly Case[];
  /** Seed of the desk that signs each mutation. */
  readonly desk: string;
  readonly not_proven: readonly string[];
  readonly mutations: readonly Mutation[];
}

const { good, cases, desk, not_proven, mutations } = vectors<Vectors>("results");

const files = (changed: Readonly<Record<string, string>> = {}): Map<string, Uint8Array> => new Map(Object.entries({ ...good, ...changed }).map(([name, text]) => [name, utf8(text)]));

test.each(cases.map((each) => [each.shows, each] as const))("%s", async (_, { policy, changed, outcome, forms, cells, facts, findings }) => {
  const report = await checkResults(files(changed), utf8(policy));

  expect(report.findings).toEqual(findings);
  expect([report.outcome, report.forms, report.cells, report.facts]).toEqual([outcome, forms, cells, facts]);
});

test("each value changed by itself and signed anew comes to the same as with the command", async () => {
  const signer = signerFromSeed(Uint8Array.from(desk.match(/../g) ?? [], (pair) => parseInt(pair, 16)));
  const wrong: string[] = [];
  for (const { shows, file, at, cut, put, outcome } of mutations) {
    const old = good[file] ?? "";
    const changed = files({ [file]: old.slice(0, at) + put + old.slice(at + cut) });
    const { sig: _, ...index } = decodeObject(utf8(good[INDEX] ?? ""));
    const named = Object.fromEntries([...changed].filter(([name]) => name !== INDEX).map(([name, bytes]) => [name, nameOf(bytes)]));
    const anew = { ...index, files: named };
    changed.set(INDEX, encode({ ...anew, sig: toBase64(await signBody(signer, RESULTS, encode(anew))) }));
    const report = await checkResults(changed, utf8(cases[0]?.policy ?? ""));
    if (report.outcome !== outcome) wrong.push(`${shows}: ${report.outcome}, not ${outcome}`);
  }
  expect(mutations.length).toBeGreaterThan(500);
  expect(wrong).toEqual([]);
  expect(NOT_PROVEN).toEqual(not_proven);
}, 120_000);

test("the sentence of a whole bundle, and of one that is none", async () => {
  const [first] = cases;
  const report = await checkResults(files(), utf8(first?.policy ?? ""));
  expect([report.outcome, report.sentence]).toEqual(["fine", "COCOK: setiap angka dalam bundel ini ditandatangani dan ada di log."]);
  expect(report.counted).toContain("Bukan hasil resmi.");
  expect([isBundle(files()), isBundle(new Map())]).toEqual([true, false]);
  await expect(checkResults(new Map([["bundel.json", utf8("{}")]]), utf8(first?.policy ?? ""))).rejects.toThrow();
});
