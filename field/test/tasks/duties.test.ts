import { expect, test } from "vitest";
import { briefOf } from "../../src/keeping/briefs";
import type { Brief, Officer } from "../../src/keeping/records";
import { textOf } from "../../src/log/bytes";
import { writeFact } from "../../src/log/envelope";
import type { LoadList, Manifest } from "../../src/manifest/types";
import { placesOf, storesOf } from "../../src/tasks/places";
import { RULES } from "../../src/tasks/rules";
import { tasksOf } from "../../src/tasks/task";

const NOW = new Date("2029-11-20T01:00:00Z");
const [HULU, DESA] = ["99.01.01", "99.01.01.1001"];
const LIST = "3b".repeat(32);
const GIVEN = "a".repeat(64);
const load = (more: Partial<LoadList> = {}): LoadList => ({ code: "SJ-1", start: `${HULU}:ppk`, to: `${DESA}:pps`, list: LIST, stage: "on_the_way", packages: ["A"], departs: "2029-11-19T23:00:00Z", vehicle: "", ...more });

function manifestOf(role: string, area: string, holds: boolean, more: Partial<Manifest> = {}): Manifest {
  const places = [{ code: `${DESA}-001`, packages: [{ code: "A", seals: [], foreign: [] }], dpt: 1, ballots: [], skus: [] }];
  return { you: { role, area, until: "", holds }, days: { voting: "2029-11-27", freeze: "" }, loads: [], areas: {}, zone: "Asia/Makassar", kinds: [], choices: [], places, checklists: [{ code: "store", version: 1, title: "", questions: [] }], ...more } as unknown as Manifest;
}

function kept(fields: object, name: string): Brief {
  const common = { election: "contoh-2029", kabupaten: "99.01", at: "2029-11-19T08:00:00+08:00", device: "0".repeat(32), seq: 1 };
  const { kind } = fields as { kind: string };
  return briefOf({ name, device: "d", seq: 1, kind, body: textOf(writeFact({ ...common, ...fields } as never)), sig: "", own: true, stored: 1 }) as Brief;
}

function ids(role: string, area: string, holds: boolean, more: Partial<Manifest> = {}, facts: readonly Brief[] = []): string[] {
  const world = { officer: { role, area } as Officer, manifest: manifestOf(role, area, holds, more), facts, now: NOW };
  return tasksOf(RULES, world).map((each) => `${each.id} ${each.when}`);
}

test.each<[string, string, boolean, readonly string[]]>([
  ["kpu", "99.01", true, ["inspect now", "trouble anytime", "check anytime", "reseal anytime"]],
  ["warehouse", "99.01", true, ["inspect now", "trouble anytime", "check anytime", "reseal anytime"]],
  ["ppk", HULU, true, ["inspect now", "trouble anytime", "check anytime", "reseal anytime"]],
  ["pps", DESA, true, ["inspect now", "trouble anytime", "check anytime", "reseal anytime"]],
  ["kpps", `${DESA}-001`, true, ["trouble anytime", "vote:open later"]],
  ["driver", "99.01", true, ["trouble anytime"]],
  ["panwascam", HULU, false, ["witness now", "trouble anytime", "check anytime", "inspect anytime"]],
  ["pkd", DESA, false, ["witness now", "trouble anytime", "check anytime", "inspect anytime"]],
  ["ptps", `${DESA}-001`, false, ["witness now", "trouble anytime", "check anytime"]],
  ["polsek", HULU, false, ["post anytime", "trouble anytime", "inspect anytime"]],
  ["linmas", DESA, false, ["trouble anytime", "inspect anytime"]],
  ["saksi", "99.01", false, ["witness now", "trouble anytime"]],
])("what a %s is offered a week before the vote, without loads", (role, area, holds, expected) => {
  expect(ids(role, area, holds)).toEqual(expected);
});

test("a load is checked before it leaves, by who hands it over now and by who watches at any time", () => {
  const waiting = load({ stage: "prepared", departs: "2029-11-20T05:00:00Z" });
  const checklists = [{ code: "loading", version: 1, title: "", questions: [] }];
  const offered = (role: string, area: string, loads: readonly LoadList[], facts: readonly Brief[] = []) => ids(role, area, true, { loads, checklists } as unknown as Partial<Manifest>, facts).filter((each) => each.startsWith("loading"));
  expect(offered("ppk", HULU, [waiting])).toEqual(["loading now"]);
  expect(offered("panwascam", HULU, [waiting])).toEqual(["loading anytime"]);
  expect(offered("ppk", HULU, [load({ stage: "prepared", departs: "2029-11-22T05:00:00Z" })])).toEqual(["loading anytime"]);
  expect(offered("ppk", HULU, [load()]), "it has left").toEqual([]);
  expect(offered("pps", DESA, [waiting]), "it does not stand here").toEqual([]);
  expect(offered("kpps", `${DESA}-001`, [waiting])).toEqual([]);
  const looked = { kind: "inspected", place: `${HULU}:ppk`, shipment: "SJ-1", list: LIST, outcome: "good", checklist: "c".repeat(64) };
  expect(offered("ppk", HULU, [waiting], [kept(looked, "l")])).toEqual([]);
  expect(ids("ppk", HULU, true, {}, [kept(looked, "l")]), "the store is still to be looked at").toContain("inspect now");
});

test("no supervisor and no guard is ever offered to hold, give or seal", () => {
  for (const role of ["bawaslu", "panwascam", "pkd", "ptps", "saksi", "polres", "polsek", "tni", "linmas"]) {
    const offered = ids(role, DESA, false, { loads: [load()] }).join();
    expect(offered).not.toMatch(/receive|give|reseal|absent|paper/);
  }
});

test("police and army sign that they go with a load; linmas and supervisors are not asked", () => {
  for (const role of ["polres", "polsek", "tni"]) {
    expect(ids(role, HULU, false, { loads: [load()] }).slice(0, 2)).toEqual(["escort anytime", "post anytime"]);
    expect(ids(role, HULU, false, { loads: [load({ stage: "received" })] })).not.toContain("escort anytime");
  }
  for (const role of ["linmas", "panwascam", "pps"]) expect(ids(role, HULU, false, { loads: [load()] })).not.toContain("escort anytime");
});

test("a store that was inspected this week is not due; long before and after the vote it never is", () => {
  const inspected = kept({ kind: "inspected", place: `${DESA}:pps`, outcome: "good", checklist: "c".repeat(64) }, "i");
  expect(ids("pps", DESA, true, {}, [inspected])).toContain("inspect anytime");
  for (const voting of ["", "2030-02-01", "2029-11-01"]) {
    expect(ids("pps", DESA, true, { days: { voting, freeze: "" } })).toContain("inspect anytime");
  }
});

test("a load that left may be received from paper, until it was received", () => {
  expect(ids("pps", DESA, true, { loads: [load()] })).toContain("paper:SJ-1 anytime");
  expect(ids("pps", DESA, true, { loads: [load({ departs: "2029-11-21T00:00:00Z" })] })).not.toContain("paper:SJ-1 anytime");
  const received = kept({ kind: "received", list: LIST, giver: `ppk@${HULU}`, receiver: `pps@${DESA}`, place: `${DESA}:pps` }, "r");
  expect(ids("pps", DESA, true, { loads: [load()] }, [received])).not.toContain("paper:SJ-1 anytime");
});

test("an own offer that nobody answered leads to who may take it instead", () => {
  const given = kept({ kind: "given", list: LIST, giver: `ppk@${HULU}`, receiver: `pps@${DESA}`, place: `${HULU}:ppk` }, GIVEN);
  const answered = kept({ kind: "received", list: LIST, giver: `ppk@${HULU}`, receiver: `pps@${DESA}`, place: `${DESA}:pps`, given: GIVEN }, "r");
  const cancelled = kept({ kind: "cancelled", list: LIST, fact: GIVEN, reason: "wrong_receiver" }, "c");
  expect(ids("ppk", HULU, true, { loads: [load()] }, [given])).toContain("absent:SJ-1 anytime");
  expect(ids("ppk", HULU, true, { loads: [load()] }, [given, answered])).not.toContain("absent:SJ-1 anytime");
  expect(ids("ppk", HULU, true, { loads: [load()] }, [given, cancelled])).not.toContain("absent:SJ-1 anytime");
});

test("before the list has come, trouble can be reported and nothing else", () => {
  const world = { officer: { role: "pps", area: DESA } as Officer, manifest: null, facts: [], now: NOW };
  expect(tasksOf(RULES, world).map((each) => each.id)).toEqual(["trouble"]);
});

test("the own store comes first; a PPK also sees who may keep its goods", () => {
  const manifest = manifestOf("ppk", HULU, true, { loads: [load({ start: "99.01:gudang-1", to: `${HULU}:ppk` }), load()] });
  expect(storesOf(manifest, { role: "ppk", area: HULU })).toEqual([`${HULU}:ppk`, `${DESA}:pps`, `${HULU}:polsek`, `${HULU}:koramil`]);
  expect(storesOf(manifest, { role: "warehouse", area: "99.01" })[0]).toBe("99.01:gudang-1");
  expect(storesOf(manifest, { role: "kpps", area: `${DESA}-001` })).toEqual([]);
});

test("a driver names the ends of loads, everybody else their own place first", () => {
  const manifest = manifestOf("driver", "99.01", true, { loads: [load()] });
  expect(placesOf(manifest, { role: "driver", area: "99.01" })).toEqual([`${DESA}:pps`, `${HULU}:ppk`]);
  expect(placesOf(manifest, { role: "pps", area: DESA })[0]).toBe(`${DESA}:pps`);
  expect(placesOf(null, { role: "pps", area: DESA })).toEqual([`${DESA}:pps`]);
});
