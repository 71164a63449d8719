import { describe, expect, test } from "vitest";
import { check, commonStart, isWrong, missing, type Load, type Verdict } from "../../src/scan/checking";
import { writePackage, type Form } from "../../src/scan/codes";
import { meaning } from "../../src/scan/meaning";
import { OUT_OF_VIEW, Sight } from "../../src/scan/sight";

function box(tps: string, kind: string, tag = "P24", form: Form = "K"): string {
  return writePackage({ tag, place: tps, kind, form, number: 1 });
}

const [ONE, TWO, OTHER_DESA] = ["63.09.05.2003-001", "63.09.05.2003-002", "63.09.05.2004-001"];
const GUB = box(ONE, "GUB");
const BUP = box(ONE, "BUP");
const GUB_2 = box(TWO, "GUB");
const BUP_2 = box(TWO, "BUP");
const LOAD: Load = {
  tag: "P24",
  area: "63.09.05.2003",
  boxes: new Set([GUB_2, GUB, BUP]),
  loads: new Map([[BUP_2, "SJ-53"], [box(OTHER_DESA, "BUP"), "SJ-54"]]),
  bound: new Map([["SILOG-0001-77", BUP], ["SILOG-0001-78", box(OTHER_DESA, "GUB")]]),
};

function verdict(text: string, ...counted: string[]): Verdict {
  return check(meaning(text), LOAD, new Set(counted));
}

describe("a scan in a load of two TPS", () => {
  test("a box of the load is right", () => {
    expect(verdict(GUB)).toEqual({ is: "right", code: GUB });
  });

  test("a box that was counted is said to be, whoever printed its label twice", () => {
    expect(verdict(GUB, GUB)).toEqual({ is: "again", code: GUB });
  });

  test("another system's QR counts its box", () => {
    expect(verdict("SILOG-0001-77")).toEqual({ is: "right", code: BUP });
    expect(verdict(BUP, BUP)).toEqual({ is: "again", code: BUP });
  });

  test("another system's QR of another TPS is as wrong as its label", () => {
    expect(verdict("SILOG-0001-78")).toMatchObject({ is: "elsewhere", place: OTHER_DESA });
  });

  test("a box of another TPS names its TPS, and its load where it is known", () => {
    expect(verdict(box(OTHER_DESA, "BUP"))).toMatchObject({ is: "elsewhere", place: OTHER_DESA, load: "SJ-54" });
    expect(verdict(box(OTHER_DESA, "GUB"))).toMatchObject({ is: "elsewhere", place: OTHER_DESA, load: null });
  });

  test("a box of another kabupaten names its place too", () => {
    expect(verdict(box("63.01.02.2001-004", "BUP"))).toMatchObject({ is: "elsewhere", place: "63.01.02.2001-004" });
  });

  test("at a TPS, a box of the next TPS is for another place", () => {
    const load = { ...LOAD, area: ONE, boxes: new Set([GUB, BUP]) };
    expect(check(meaning(GUB_2), load, new Set())).toMatchObject({ is: "elsewhere", place: TWO });
  });

  test("a box of the same desa on another list names that list", () => {
    expect(verdict(BUP_2)).toEqual({ is: "other_load", code: BUP_2, place: TWO, load: "SJ-53" });
  });

  test("a box of the same desa on no list is not counted", () => {
    expect(verdict(box(TWO, "WAL"))).toMatchObject({ is: "unplanned", place: TWO });
    expect(verdict(box("63.09.05.2003", "UMU"))).toMatchObject({ is: "unplanned", place: "63.09.05.2003" });
  });

  test("a box of another election is that, even for the same TPS", () => {
    expect(verdict(box(ONE, "GUB", "U24"))).toMatchObject({ is: "other_election", tag: "U24" });
  });

  test.each([["one letter wrong", GUB.replace("001", "007")], ["cut", GUB.slice(0, 18)], ["a letter too many", `${GUB}7`]])("torn: %s", (_, text) => {
    expect(verdict(text)).toMatchObject({ is: "torn", of: "package" });
  });

  test("what is on no box says what it is", () => {
    expect(verdict("63.09.05:ppk")).toEqual({ is: "no_box", what: "place" });
    expect(verdict("TEPAT-RENCANA1:ab12:2")).toEqual({ is: "no_box", what: "plan_mark" });
  });

  test("anything else is unknown", () => {
    expect(verdict("https://contoh.id/")).toEqual({ is: "unknown", text: "https://contoh.id/" });
    expect(verdict("KB0170411")).toEqual({ is: "unknown", text: "KB0170411" });
  });

  test("only a box that must not be taken fills the screen", () => {
    const texts = [GUB, box(OTHER_DESA, "BUP"), BUP_2, box(TWO, "WAL"), box(ONE, "GUB", "U24"), GUB.slice(0, 9), "x"];
    expect(texts.map((text) => isWrong(verdict(text)))).toEqual([false, true, true, true, true, false, false]);
  });
});

test("what is missing comes in the order of places", () => {
  expect(missing(LOAD, new Set([GUB]))).toEqual([BUP, GUB_2]);
});

test("the common start is whole groups of the code", () => {
  expect(commonStart(LOAD)).toBe("P246309052003");
  expect(commonStart({ ...LOAD, boxes: new Set([GUB, BUP]) })).toBe("P246309052003001");
  expect(commonStart({ ...LOAD, boxes: new Set() })).toBe("");
});

describe("what the camera sees", () => {
  test("a code that stays in view is told once", () => {
    const sight = new Sight();
    expect([0, 100, 1400, 2800].map((now) => sight.see(GUB, now))).toEqual(["new", "still", "still", "still"]);
  });

  test("a code that comes back is told again", () => {
    const sight = new Sight();
    sight.see(GUB, 0);
    expect(sight.see(BUP, 10)).toBe("new");
    expect(sight.see(GUB, OUT_OF_VIEW)).toBe("again");
  });

  test("while a person reads a warning, what was told stays told and the rest stays news", () => {
    const sight = new Sight();
    sight.see(GUB, 0);
    for (const now of [1000, 2000]) for (const code of [GUB, BUP]) sight.keep(code, now);
    expect([GUB, BUP].map((code) => sight.see(code, 3000))).toEqual(["still", "new"]);
  });
});
