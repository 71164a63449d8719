import { expect, test } from "vitest";
import type { LoadList, Manifest, Met } from "../../src/manifest/types";
import { check } from "../../src/scan/checking";
import { writePackage } from "../../src/scan/codes";
import { meaning } from "../../src/scan/meaning";
import { boxBrief, boxName, boxShort, placeName } from "../../src/scan/names";
import { loadOf, namesOf } from "../../src/scan/of_manifest";

function box(place: string, kind = "BUP", number = 1): string {
  return writePackage({ tag: "P24", place, kind, form: "K", number });
}

function load(code: string, start: string, to: string, ...packages: string[]): LoadList {
  return { code, start, to, packages, list: "", stage: "prepared", departs: "", vehicle: "" };
}

function met(code: string, ...foreign: string[]): Met {
  return { code, foreign, seals: [] };
}

const [HERE, THERE] = [box("99.01.02.2003-001"), box("99.01.02.2004-001")];
const MANIFEST = {
  tag: "P24",
  kinds: [{ short: "BUP", code: "bupati", name: "Bupati" }],
  areas: { "99.01.02": "Kecamatan Contoh", "99.01.02.2003": "Contoh", "99.01.02.2004": "Sungai Contoh" },
  places: [
    { code: "99.01.02.2003-001", packages: [met(HERE, "SILOG-1", "SILOG-TWICE")], dpt: null, ballots: [] },
    { code: "99.01.02.2004-001", packages: [met(THERE, "SILOG-2", "SILOG-TWICE")], dpt: null, ballots: [] },
  ],
  loads: [
    load("SJ-54", "99.01.02:ppk", "99.01.02.2004:pps", THERE),
    load("SJ-1", "99.01:gudang-1", "99.01.02:ppk", HERE, THERE),
    load("SJ-53", "99.01.02:ppk", "99.01.02.2003:pps", HERE),
  ],
} as unknown as Manifest;

function verdict(text: string, of = "SJ-53"): unknown {
  const asked = loadOf(MANIFEST, of);
  return asked && check(meaning(text), asked, new Set());
}

test("a load of the manifest counts its boxes, by their label or by what is bound to them", () => {
  expect(verdict(HERE)).toEqual({ is: "right", code: HERE });
  expect(verdict("SILOG-1")).toEqual({ is: "right", code: HERE });
});

test("a box of another desa names the load that it should have left with from here", () => {
  expect(verdict(THERE)).toEqual({ is: "elsewhere", code: THERE, place: "99.01.02.2004-001", load: "SJ-54" });
  expect(verdict("SILOG-2")).toMatchObject({ is: "elsewhere", load: "SJ-54" });
});

test("a load for a kecamatan takes every desa of it", () => {
  expect(verdict(THERE, "SJ-1")).toEqual({ is: "right", code: THERE });
});

test("a code that stands for two boxes stands for none", () => {
  expect(verdict("SILOG-TWICE")).toEqual({ is: "unknown", text: "SILOG-TWICE" });
});

test("a load that the manifest does not have is none", () => {
  expect(loadOf(MANIFEST, "SJ-99")).toBeNull();
});

test("boxes are called by what the manifest calls their place and kind", () => {
  const names = namesOf(MANIFEST);

  expect(boxName(THERE, names)).toBe("TPS 001 Sungai Contoh, Bupati");
  expect(boxName(box("99.01.02.2009-004", "WAL", 2), names)).toBe("TPS 004 99.01.02.2009 (Kecamatan Contoh), WAL 2");
  expect(boxBrief(THERE, names)).toBe("TPS 001 Sungai Contoh, Bup");
  expect(placeName("99.01.02.2004", names)).toBe("PPS Sungai Contoh");
  expect(placeName("99.01.02", names)).toBe("PPK Kecamatan Contoh");
  expect(placeName("99.01", names)).toBe("KPU 99.01");
  expect([boxShort(HERE), boxShort(box("99.01.02", "UMU", 2)), boxShort("x")]).toEqual(["001 Bup", "Umu 2", "x"]);
});
