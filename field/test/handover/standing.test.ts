import { expect, test } from "vitest";
import { standingOf } from "../../src/handover/standing";
import { takenBack } from "../../src/handover/taken_back";
import type { Brief } from "../../src/keeping/records";

const [PPK, PPS] = ["ppk@99.01.01", "pps@99.01.01.1001"];
const LIST = "3b".repeat(32);
const LOAD = { shipment: "SJ-1", start: "99.01.01:ppk", to: "99.01.01.1001:pps", list: LIST, packages: ["A", "B"] };
const BACK = { shipment: "", start: "99.01.01:ppk", to: "99.01:gudang-1", list: "", packages: ["A", "B"] };
const brief = (name: string, fact: object): Brief => ({ name, fact }) as unknown as Brief;
const given = (name: string, more: object = {}): Brief => brief(name, { kind: "given", list: LIST, giver: PPK, receiver: PPS, ...more });
const received = (of: string, more: object = {}): Brief => brief(`r${of}`, { kind: "received", list: LIST, giver: PPK, receiver: PPS, given: of, ...more });

test("an offer that nobody answered stands, whoever comes back to the load", () => {
  expect(standingOf(LOAD, PPK, [])).toEqual({ open: "", done: "", gone: [] });
  expect(standingOf(LOAD, PPK, [given("g")])).toMatchObject({ open: "g", done: "" });
  expect(standingOf(LOAD, PPS, [given("g")])).toMatchObject({ open: "" });
});

test("what was cancelled or refused may be offered again, and what was received may not", () => {
  expect(standingOf(LOAD, PPK, [given("g"), brief("c", { kind: "cancelled", fact: "g" })])).toMatchObject({ open: "", done: "" });
  expect(standingOf(LOAD, PPK, [given("g"), brief("x", { kind: "refused", given: "g" })])).toMatchObject({ open: "", done: "" });
  expect(standingOf(LOAD, PPK, [given("g"), received("g")])).toMatchObject({ open: "", done: "g" });
});

test("boxes that were missing are offered alone, and a load that came back is offered whole", () => {
  expect(standingOf(LOAD, PPK, [given("g"), received("g", { without: ["B"] })])).toEqual({ open: "", done: "", gone: ["A"] });
  const back = brief("b", { kind: "received", list: LIST, giver: "driver@99.01", receiver: PPK });
  expect(standingOf(LOAD, PPK, [given("g"), received("g"), back])).toEqual({ open: "", done: "", gone: [] });
});

test("boxes without a list: an offer of any of them stands", () => {
  const open = brief("g", { kind: "given", giver: PPK, receiver: "kpu@99.01", to: BACK.to, packages: ["B"] });
  expect(standingOf(BACK, PPK, [open])).toMatchObject({ open: "g" });
  expect(standingOf({ ...BACK, packages: ["A"] }, PPK, [open])).toMatchObject({ open: "" });
});

test("an offer is taken back by the key that signed it, and by no other", () => {
  const mine = given("g", { device: "me" });
  const by = (device: string): Brief => brief("c", { kind: "cancelled", fact: "g", device });
  expect(standingOf(LOAD, PPK, [mine, by("another")])).toMatchObject({ open: "g" });
  expect(standingOf(LOAD, PPK, [by("me"), mine])).toMatchObject({ open: "" });
  expect([...takenBack([mine, by("another"), brief("d", { kind: "cancelled", fact: "unknown", device: "me" })])]).toEqual([]);
});
