import { expect, test } from "vitest";
import { briefOf } from "../../src/keeping/briefs";
import type { Brief, Officer } from "../../src/keeping/records";
import { textOf } from "../../src/log/bytes";
import { writeFact } from "../../src/log/envelope";
import type { LoadList, Manifest } from "../../src/manifest/types";
import { handing, witnessing } from "../../src/tasks/handing";
import { tasksOf } from "../../src/tasks/task";

const NOW = new Date("2029-11-24T00:00:00Z");
const LIST = "3b".repeat(32);
const DESA = "99.01.01.1001";

function load(more: Partial<LoadList> = {}): LoadList {
  return { code: "SJ-1", start: "99.01.01:ppk", to: `${DESA}:pps`, list: LIST, stage: "prepared", packages: ["A", "B"], departs: "2029-11-24T05:00:00Z", vehicle: "Hardtop 1", ...more };
}

function kept(fields: object, name: string): Brief {
  const common = { election: "contoh-2029", kabupaten: "99.01", at: "2029-11-24T08:00:00+08:00", device: "0".repeat(32), seq: 1 };
  return briefOf({ name, device: "d", seq: 1, kind: "", body: textOf(writeFact({ ...common, ...fields } as never)), sig: "", own: true, stored: 1 }) as Brief;
}

const half = (kind: string, name: string, more: object = {}): Brief =>
  kept({ kind, shipment: "SJ-1", list: LIST, giver: "ppk@99.01.01", receiver: `pps@${DESA}`, place: "99.01.01:ppk", ...more }, name);
const GIVEN = "a".repeat(64);

function ids(role: string, area: string, loads: readonly LoadList[], facts: readonly Brief[] = [], holds = true): string[] {
  const manifest = { you: { role, area, until: "", holds }, loads, areas: { [DESA]: "Salikung" }, places: [], zone: "Asia/Makassar", days: { voting: "", freeze: "" } } as unknown as Manifest;
  return tasksOf([handing, witnessing], { officer: { role, area } as Officer, manifest, facts, now: NOW }).map((each) => `${each.id} ${each.when}`);
}

test("who it goes to receives it, and no more once that was signed", () => {
  expect(ids("pps", DESA, [load()])).toEqual(["receive:SJ-1 now"]);
  expect(ids("pps", DESA, [load()], [half("received", "r", { given: GIVEN })])).toEqual([]);
});

test("who it leaves from hands it over; until it is answered that comes before all else", () => {
  expect(ids("ppk", "99.01.01", [load()])).toEqual(["give:SJ-1 now"]);
  expect(ids("ppk", "99.01.01", [load(), load({ code: "SJ-0", list: "4c".repeat(32) })], [half("given", GIVEN)])).toEqual(["answer:SJ-1 now", "give:SJ-0 now"]);
  expect(ids("ppk", "99.01.01", [load()], [half("given", GIVEN), half("received", "r", { given: GIVEN })])).toEqual([]);
});

test("what goes on from here waits until it has come", () => {
  const before = load({ code: "SJ-0", list: "4c".repeat(32), start: "99.01:gudang-1", to: "99.01.01:ppk", packages: ["A", "B", "C"] });
  expect(ids("ppk", "99.01.01", [before, load()])).toEqual(["receive:SJ-0 now", "give:SJ-1 later"]);
  expect(ids("ppk", "99.01.01", [{ ...before, stage: "received" }, load()])).toEqual(["give:SJ-1 now"]);
  const taken = half("received", "r", { shipment: "SJ-0", list: before.list, given: GIVEN, giver: "warehouse@99.01", receiver: "ppk@99.01.01" });
  expect(ids("ppk", "99.01.01", [before, load()], [taken])).toEqual(["give:SJ-1 now"]);
  expect(ids("ppk", "99.01.01", [{ ...before, packages: ["C"] }, load()])).toContain("give:SJ-1 now");
});

test("a load that was refused is still with its giver, who hands it over again", () => {
  const refused = half("refused", "r", { given: GIVEN, reason: "damaged" });
  expect(ids("ppk", "99.01.01", [load()], [half("given", GIVEN), refused])).toEqual(["give:SJ-1 now"]);
});

test("an offer that was cancelled is none", () => {
  expect(ids("ppk", "99.01.01", [load()], [half("given", GIVEN), kept({ kind: "cancelled", shipment: "SJ-1", list: LIST, fact: GIVEN, reason: "wrong_receiver" }, "c")])).toEqual(["give:SJ-1 now"]);
});

test("a driver takes it over first, and hands it over then", () => {
  const taken = half("received", "r", { given: GIVEN, receiver: "driver@99.01" });
  expect(ids("driver", "99.01", [load()])).toEqual(["receive:SJ-1 now"]);
  expect(ids("driver", "99.01", [load()], [taken])).toEqual(["give:SJ-1 now"]);
});

test("a load of the day after tomorrow waits, and one that the log saw arrive is gone", () => {
  expect(ids("pps", DESA, [load({ departs: "2029-11-26T00:00:00Z" })])).toEqual(["receive:SJ-1 later"]);
  expect(ids("pps", DESA, [load({ stage: "received" })])).toEqual([]);
});

test("a supervisor witnesses and never holds", () => {
  expect(ids("pkd", DESA, [load()], [], false)).toEqual(["witness now"]);
});

test("a load between others is nobody's task here", () => {
  expect(ids("pps", "99.01.01.2002", [load()])).toEqual([]);
});
