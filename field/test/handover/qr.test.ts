import { describe, expect, test } from "vitest";
import { pathOf, qrOf, versionFor, type Level, type Qr } from "../../src/handover/qr";
import { vectors } from "../log/files";

interface Case {
  readonly shows: string;
  readonly text: string;
  readonly level: Level;
  readonly version: number;
  readonly mask: number;
  readonly rows: readonly string[];
}

const { cases } = vectors<{ cases: Case[] }>("qr");
const spelt = (qr: Qr): string[] => qr.rows.map((row) => BigInt(`0b${row.map(Number).join("")}`).toString(16));

describe("codes as another encoder draws them", () => {
  test.each(cases)("$shows", ({ text, level, version, mask, rows }) => {
    const found = qrOf(text, level, mask);

    expect(found.version).toBe(version);
    expect(spelt(found)).toEqual(rows);
  });
});

test("the mask that reads best is chosen, and the same one each time", () => {
  const text = "TEPAT1:" + "A".repeat(300);

  expect(qrOf(text)).toEqual(qrOf(text));
  expect(qrOf(text).rows).toEqual(qrOf(text, "M", qrOf(text).mask).rows);
});

test("what no code holds is refused", () => {
  expect(versionFor(3_391, "M")).toBe(40);
  expect(versionFor(3_392, "M")).toBeNull();
  expect(() => qrOf("a")).toThrow(RangeError);
  expect(() => qrOf("A".repeat(4_297), "L")).toThrow(RangeError);
});

test("the path draws each dark module once", () => {
  const qr = qrOf("TEPAT1:5");
  const drawn = [...pathOf(qr).matchAll(/h(\d+)v/g)].reduce((sum, run) => sum + Number(run[1]), 0);

  expect(drawn).toBe(qr.rows.flat().filter((each) => each).length);
});
