import { expect, test } from "vitest";
import { noteHash, noteOf } from "../../src/facts/notes";
import { asked, inspectedOf, nextOf, outcomeOf, scoreOf, writeFilled } from "../../src/tasks/inspection";
import { vectors } from "../log/files";

interface Case {
  readonly shows: string;
  readonly questions: readonly (readonly [string, boolean, boolean])[];
  readonly defects: readonly string[];
  readonly asked: readonly string[];
  readonly outcome: string;
  readonly score: readonly [number, number];
  readonly text: string;
  readonly hash: string;
}

const SALT = "0123456789abcdef".repeat(2);
const { cases } = vectors("inspections") as unknown as { readonly cases: readonly Case[] };

test.each(cases)("$shows: the desk's verdict", (one) => {
  const questions = one.questions.map(([code, photo, grave]) => ({ code, photo, grave, ask: "?" }));
  const answers = Object.fromEntries(one.asked.map((code) => [code, !one.defects.includes(code)]));
  const text = writeFilled({ code: "store", version: 1 }, answers);

  expect(asked(questions).map((each) => each.code)).toEqual(one.asked);
  expect(outcomeOf(questions, answers)).toBe(one.outcome);
  expect(Object.values(scoreOf(answers))).toEqual(one.score);
  expect([text, noteHash(SALT, text)]).toEqual([one.text, one.hash]);
});

test("no verdict while a question is open, and the first open one is next", () => {
  const questions = [{ code: "roof", grave: true }, { code: "lamp", grave: false }];
  expect(outcomeOf(questions, { roof: false })).toBeNull();
  expect(nextOf(questions, { roof: false })?.code).toBe("lamp");
  expect(nextOf(questions, { roof: false, lamp: true })).toBeNull();
});

test("the fact names photos once and in order, and nothing that was not said", () => {
  const said = inspectedOf({ place: "99.01.01:ppk", load: null, outcome: "good", checklist: "c", photos: ["b", "a", "b"], note: "" });
  expect(said).toEqual({ kind: "inspected", place: "99.01.01:ppk", outcome: "good", checklist: "c", photos: ["a", "b"] });
});

test("of a load the fact names the load and its list", () => {
  const load = { code: "SJ-1", list: "e".repeat(64) };
  const said = inspectedOf({ place: "99.01.01:ppk", load, outcome: "unfit", checklist: "c", photos: [], note: "" });
  expect(said).toEqual({ kind: "inspected", shipment: "SJ-1", list: load.list, place: "99.01.01:ppk", outcome: "unfit", checklist: "c" });
});

test("words are one line under a fresh salt; nothing typed is nothing", () => {
  const [one, other] = [noteOf("  air\n naik ", "d"), noteOf("air naik", "d")];
  expect([one?.text, one?.hash === other?.hash, one?.done]).toEqual(["air naik", false, false]);
  expect(one?.hash).toBe(noteHash(one?.salt ?? "", "air naik"));
  expect(noteOf(" \n", "d")).toBeNull();
});
