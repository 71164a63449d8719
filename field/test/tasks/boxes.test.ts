import { expect, test } from "vitest";
import { textOf } from "../../src/log/bytes";
import { readFact, writeFact, type Unsigned } from "../../src/log/envelope";
import type { Said } from "../../src/facts/writing";
import type { Manifest } from "../../src/manifest/types";
import { writePackage } from "../../src/scan/codes";
import { boxIn } from "../../src/tasks/boxes";
import { checkedOf, isGood, sealsOf, type Seen } from "../../src/tasks/pack_check";
import { areNew, closedOf, resealedOf, type Reseal } from "../../src/tasks/reseal";
import { FIRST, incidentOf, isWhat, MORE, rounded } from "../../src/tasks/trouble";
import { WORDS } from "../../src/log/schema";

const TPS = "99.01.01.1001-007";
const box = (place: string): string => writePackage({ tag: "P29", place, kind: "BUP", form: "K", number: 1 });
const CODE = box(TPS);
const manifest = {
  tag: "P29",
  kinds: [{ short: "GUB", code: "g", name: "Gubernur" }, { short: "BUP", code: "b", name: "Bupati" }],
  places: [{ code: TPS, dpt: 280, ballots: [null, 291], packages: [{ code: CODE, seals: ["KB1234", "KB1235"], foreign: ["LAIN-1"] }] }],
  loads: [{ code: "SJ-1", packages: [box("99.01.01.1001-008")] }],
} as unknown as Manifest;

/** A fact as it would be signed; throws where it is none. */
function signedAs(said: Said): string {
  const envelope = { election: "contoh-2029", kabupaten: "99.01", at: "2029-11-24T08:00:00+08:00", device: "0".repeat(32), seq: 1, role: "pps" };
  return textOf(writeFact(readFact(writeFact({ ...said, ...envelope } as unknown as Unsigned))));
}

test("a label is a box of this officer, by its own or another system's code", () => {
  const found = { is: "box", code: CODE, seals: ["KB1234", "KB1235"], planned: 291 };
  expect(boxIn(manifest, CODE)).toEqual(found);
  expect(boxIn(manifest, "LAIN-1")).toEqual(found);
  expect(boxIn(manifest, box("99.01.01.1001-008"))).toEqual({ is: "box", code: box("99.01.01.1001-008"), seals: [], planned: null });
});

test("a box of nobody's list, a torn label and any other text are no box", () => {
  expect(boxIn(manifest, box("99.01.02.2002-001")).is).toBe("stranger");
  expect(boxIn(manifest, `${CODE.slice(0, -1)}${CODE.endsWith("A") ? "B" : "A"}`).is).toBe("torn");
  expect(boxIn(manifest, "https://kpu.example/").is).toBe("unknown");
});

test("seal numbers are read as printed, and one that is none refuses all", () => {
  expect(sealsOf([" kb 1235", "KB1234", "kb-1234"])).toEqual(["KB1234", "KB1235"]);
  expect(sealsOf(["KB1234", "segel"])).toBeNull();
  expect(sealsOf([])).toEqual([]);
});

const seen = (more: Partial<Seen> = {}): Seen => ({ code: CODE, seals: null, condition: "", contents: { is: "closed" }, ...more });

test("a box as listed is one fact that says its seals; nothing is claimed that nobody counted", () => {
  const all = checkedOf(seen(), ["KB1235", "KB1234"], "99.01.01.1001:pps", [], "");
  expect(all).toEqual([{ kind: "inspected", packages: [CODE], place: "99.01.01.1001:pps", outcome: "good", checks: [{ package: CODE, seals: ["KB1234", "KB1235"] }] }]);
  expect(isGood(seen({ seals: ["KB1235", "KB1234"] }), ["KB1234", "KB1235"])).toBe(true);
  expect(all.map(signedAs)).toHaveLength(1);
});

test.each<[string, Partial<Seen>]>([
  ["other seals", { seals: ["KB9999"] }],
  ["no seals", { seals: [] }],
  ["wet", { condition: "wet" }],
])("%s is lacking", (_, more) => {
  expect(isGood(seen(more), ["KB1234"])).toBe(false);
  expect(checkedOf(seen(more), ["KB1234"], "p", [], "")[0]).toMatchObject({ outcome: "lacking" });
});

test("another count is a fact of its own, before what was seen", () => {
  const all = checkedOf(seen({ contents: { is: "counted", count: 288 } }), ["KB1234"], "99.01.01.1001:pps", ["b".repeat(64), "a".repeat(64)], "c".repeat(64));
  expect(all.map((each) => each.kind)).toEqual(["counted", "inspected"]);
  expect(all[0]).toMatchObject({ contents: [{ item: "surat_suara", count: 288 }], photos: ["a".repeat(64), "b".repeat(64)] });
  expect(all.map(signedAs)).toHaveLength(2);
});

const work: Reseal = { code: CODE, reason: "suspicion", before: ["KB2", "KB1"], after: ["KB9", "KB8"], place: "99.01.01:ppk", photos: ["a".repeat(64)], note: "" };

test("sealing anew says what was found, that it was opened and why, and the new seals after that", () => {
  const [found, opened] = resealedOf(work);
  const closed = closedOf(work, "d".repeat(64));
  expect(found).toMatchObject({ kind: "inspected", outcome: "lacking", checks: [{ package: CODE, seals: ["KB1", "KB2"], condition: "broken" }] });
  expect(opened).toEqual({ kind: "unsealed", package: CODE, reason: "suspicion" });
  expect(closed).toMatchObject({ kind: "sealed", seals: ["KB8", "KB9"], after: ["d".repeat(64)] });
  expect([found, opened, closed].map(signedAs)).toHaveLength(3);
});

test("new seals are others than the old ones", () => {
  expect([areNew(["KB1"], ["KB2"]), areNew(["KB1"], []), areNew(["KB1"], ["KB2", "KB1"])]).toEqual([true, false, false]);
});

test("every kind of trouble is a word of the closed list, each offered once", () => {
  expect([...FIRST, ...MORE].sort()).toEqual([...(WORDS["incident.what"] ?? [])].sort());
  expect([isWhat("flood"), isWhat("tersimpan"), isWhat("")]).toEqual([true, false, false]);
});

test("a report of three presses is one short fact; photo, place and load come with it", () => {
  const short = incidentOf({ what: "flood", place: "", load: null, gps: null, photos: [], note: "" });
  expect(short).toEqual({ kind: "incident", what: "flood" });
  const whole = incidentOf({ what: "flood", place: TPS, load: { code: "SJ-1", list: "e".repeat(64) } as never, gps: { lat: -2_16100, lon: 115_38200 }, photos: ["a".repeat(64)], note: "b".repeat(64) });
  expect([short, whole].map(signedAs)).toHaveLength(2);
});

test("a position is rounded to some hundred metres", () => {
  expect(rounded(-2.161234, 115.381987)).toEqual({ lat: -216100, lon: 11538200 });
  expect(rounded(Number.NaN, 1)).toBeNull();
  expect(rounded(91, 1)).toBeNull();
});
