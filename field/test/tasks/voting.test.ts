/** Which work of voting day shows when, and what counts as done. */
import { expect, test } from "vitest";
import { listedBack, loadBack, openBack } from "../../src/handover/back";
import { briefOf } from "../../src/keeping/briefs";
import type { Brief, Officer } from "../../src/keeping/records";
import { textOf } from "../../src/log/bytes";
import { writeFact } from "../../src/log/envelope";
import type { Manifest } from "../../src/manifest/types";
import { writePackage } from "../../src/scan/codes";
import { leavingList, mayGo } from "../../src/tasks/leaving_rules";
import { sealsIn } from "../../src/tasks/sealing";
import { tasksOf } from "../../src/tasks/task";
import { voting } from "../../src/tasks/voting";
import { spokenAt, stationOf } from "../../src/tasks/voting_state";

const DESA = "99.01.01.1001";
const TPS = `${DESA}-001`;
const BOXES = ["GUB", "BUP"].map((kind) => writePackage({ tag: "P24", place: TPS, kind, form: "K", number: 1 }));
const [GUB = "", BUP = ""] = BOXES;
const KPPS = { role: "kpps", area: TPS } as Officer;
const SALT = "0".repeat(32);
const PHOTO = "ab".repeat(32);

const manifest = {
  you: { role: "kpps", area: TPS, until: "", holds: true },
  zone: "Asia/Makassar",
  days: { voting: "2029-11-28", freeze: "" },
  kinds: [
    { short: "GUB", code: "KWK-GUB", name: "Gubernur", choices: [1, 2] },
    { short: "BUP", code: "KWK-BUP", name: "Bupati", choices: [] },
  ],
  places: [{ code: TPS, packages: BOXES.map((code) => ({ code, seals: ["KB0170001"], foreign: [] })), dpt: 300, ballots: [308, 308], dptb: 2, skus: ["KWK-GUB/99", "KWK-BUP/99.01"] }],
  loads: [],
  areas: {},
} as unknown as Manifest;

let seq = 0;
function fact(fields: object, own = true): Brief {
  seq += 1;
  const common = { election: "contoh-2029", kabupaten: "99.01", at: "2029-11-28T08:00:00+08:00", device: "0".repeat(32), seq, ...(seq > 1 ? { prev: "c".repeat(64) } : {}) };
  return briefOf({ name: seq.toString(16).padStart(64, "0"), device: "d", seq, kind: "", body: textOf(writeFact({ ...common, ...fields } as never)), sig: "", own, stored: 1 }) as Brief;
}

const began = (): Brief => fact({ kind: "voting_opened", place: TPS, starts: "2029-11-28T07:00:00+08:00" });
const told = (voters: number): Brief => fact({ kind: "turnout", place: TPS, voters, dpt: voters });
const papers = (sku: string, used = 200): Brief => fact({ kind: "ballots", place: TPS, sku, received: 308, used, spoiled: 1, left: 107, salt: SALT });
const counted = (sku: string): Brief => fact({ kind: "result", place: TPS, sku, votes: [{ item: "1", count: 190 }], valid: 190, invalid: 10, photos: [PHOTO], salt: SALT });
const sealed = (code: string): Brief[] => [fact({ kind: "used", package: code, place: TPS }), fact({ kind: "sealed", package: code, seals: ["KB0170099"] })];
const everything = (): Brief[] => [began(), papers("KWK-GUB/99"), papers("KWK-BUP/99.01"), counted("KWK-GUB/99"), counted("KWK-BUP/99.01"), ...BOXES.flatMap(sealed)];

/** Tasks at an hour of the TPS (UTC + 8). */
function ids(facts: readonly Brief[], at: string, officer = KPPS): string[] {
  return tasksOf([voting], { officer, manifest, facts, now: new Date(`${at}:00+08:00`) }).map((each) => `${each.id.slice(5)} ${each.when}`);
}

test("the day before, opening waits; on the day it is the only work", () => {
  expect(ids([], "2029-11-27T16:00")).toEqual(["open later"]);
  expect(ids([], "2029-11-28T06:30")).toEqual(["open now"]);
});

test("once voting began turnout comes near its hours, and papers when voting is over", () => {
  expect(ids([began()], "2029-11-28T07:30")).toEqual(["move anytime", "turnout later", "papers later", "result later", "seal later", "leave later"]);
  expect(ids([began()], "2029-11-28T08:40")[0]).toBe("turnout now");
  expect(ids([began(), told(90)], "2029-11-28T09:10")[1]).toBe("turnout later");
  expect(ids([began(), told(90)], "2029-11-28T13:00").slice(0, 3)).toEqual(["turnout now", "papers now", "result now"]);
});

test("four counts of voters are enough, and none is asked for once papers are counted", () => {
  const four = [90, 150, 180, 200].map(told);
  expect(ids([began(), ...four], "2029-11-28T13:10").some((each) => each.startsWith("turnout"))).toBe(false);
  expect(ids([began(), papers("KWK-GUB/99")], "2029-11-28T13:10").some((each) => each.startsWith("turnout"))).toBe(false);
});

test("boxes go back once all are sealed again, until somebody signed for them", () => {
  expect(ids(everything(), "2029-11-28T18:00")).toEqual(["back now", "leave now"]);
  expect(ids(everything().slice(0, -1), "2029-11-28T18:00")).toEqual(["seal now", "leave now", "move anytime"]);
  const offer = fact({ kind: "given", packages: [...BOXES].sort(), giver: `kpps@${TPS}`, receiver: `pps@${DESA}`, place: `${DESA}:pps`, to: `${DESA}:pps` });
  const answer = fact({ kind: "received", packages: [...BOXES].sort(), giver: `kpps@${TPS}`, receiver: `pps@${DESA}`, place: `${DESA}:pps`, given: offer.name }, false);
  expect(ids([...everything(), offer, answer], "2029-11-28T18:00")).toEqual(["leave now"]);
});

test("a box that never came keeps nobody from sealing, bringing back and leaving with the others", () => {
  const short = fact({ kind: "voting_opened", place: TPS, starts: "2029-11-28T07:40:00+08:00", reason: "other", checks: [{ package: GUB, condition: "missing" }] });
  const facts = [short, ...everything().slice(1, 5), ...sealed(BUP)];
  expect([...spokenAt(facts, KPPS).missing]).toEqual([GUB]);
  expect(ids(facts, "2029-11-28T18:00")).toEqual(["back now", "leave now"]);
  const station = stationOf(manifest, KPPS);
  if (station === null) throw new Error("no station");
  const list = leavingList(station, spokenAt(facts, KPPS), { photos: 0, facts: 0 });
  expect(list.filter(({ what }) => what === "seals" || what === "boxes")).toEqual([{ what: "seals", left: 0, of: 1 }, { what: "boxes", left: 1, of: 1 }]);
  // It came after all, and was voted with: now it counts again.
  expect([...spokenAt([...facts, ...sealed(GUB)], KPPS).missing]).toEqual([]);
});

test("papers that move between TPS are noted by KPPS until the boxes are closed, and by PPS; nobody else", () => {
  const offers = (facts: readonly Brief[], at: string, role: string, area: string): boolean => ids(facts, at, { role, area } as Officer).includes("move anytime");
  expect([offers([], "2029-11-28T06:30", "kpps", TPS), offers([began()], "2029-11-28T07:30", "kpps", TPS), offers(everything(), "2029-11-28T18:00", "kpps", TPS)]).toEqual([false, true, false]);
  expect([offers([], "2029-11-27T10:00", "pps", DESA), offers([], "2029-11-28T10:00", "pps", DESA), offers([], "2029-11-28T10:00", "ppk", "99.01.01"), offers([], "2029-11-28T10:00", "ptps", TPS)]).toEqual([false, true, false, false]);
});

test("a supervisor of the TPS notes results alone", () => {
  expect(ids([], "2029-11-28T14:00", { role: "ptps", area: TPS } as Officer)).toEqual(["result now"]);
  expect(ids([], "2029-11-27T14:00", { role: "ptps", area: TPS } as Officer)).toEqual(["result later"]);
});

test("a box that was sealed before voting is not closed after it", () => {
  const before = fact({ kind: "sealed", package: GUB, seals: ["KB0170001"] });
  expect([...spokenAt([before, ...sealed(BUP)], KPPS).sealed]).toEqual([BUP]);
});

test("what another phone said is not what this one said", () => {
  expect(spokenAt([fact({ kind: "turnout", place: TPS, voters: 9 }, false)], KPPS).turnouts).toEqual([]);
});

test("the last word on a paper counts, whatever order the facts lie in", () => {
  const [first, second] = [papers("KWK-GUB/99", 200), papers("KWK-GUB/99", 201)];
  expect(spokenAt([second, first], KPPS).ballots.get("KWK-GUB/99")?.used).toBe(201);
});

test("nobody leaves before the last box is signed for; what waits to be sent goes along", () => {
  const station = stationOf(manifest, KPPS);
  if (station === null) throw new Error("no station");
  const list = leavingList(station, spokenAt(everything(), KPPS), { photos: 2, facts: 9 });
  expect(list.filter(({ left }) => left > 0)).toEqual([
    { what: "turnout", left: 4, of: 4 },
    { what: "boxes", left: 2, of: 2 },
    { what: "photos", left: 2, of: 2 },
    { what: "records", left: 9, of: 9 },
  ]);
  expect(mayGo(list)).toBe(false);
  expect(mayGo(list.filter(({ what }) => what !== "boxes"))).toBe(true);
});

test("without a load of the desk the way back names the boxes; with one it is that load", () => {
  expect(loadBack(KPPS, [], { sealed: new Set(BOXES) }, [])).toEqual({ shipment: "", start: TPS, to: `${DESA}:pps`, list: "", packages: [...BOXES].sort() });
  expect(loadBack(KPPS, [], { sealed: new Set() }, [])).toBeNull();
  const load = { code: "SJ-9", start: TPS, to: `${DESA}:pps`, list: "3b".repeat(32), stage: "prepared", packages: BOXES, departs: "", vehicle: "" };
  expect(listedBack({ ...manifest, loads: [load] }, KPPS, [])?.list).toBe(load.list);
  expect(listedBack({ ...manifest, loads: [{ ...load, to: "99.01.01:ppk" }] }, KPPS, [])).toBeNull();
});

test("a PPS sends on what came from its TPS, and not what it sent already", () => {
  const pps = { role: "pps", area: DESA } as Officer;
  const came = fact({ kind: "received", packages: [...BOXES].sort(), giver: `kpps@${TPS}`, receiver: `pps@${DESA}`, place: `${DESA}:pps` });
  const down = fact({ kind: "received", packages: [GUB], giver: "ppk@99.01.01", receiver: `pps@${DESA}`, place: `${DESA}:pps` });
  expect(loadBack(pps, [down], { sealed: new Set() }, [])).toBeNull();
  expect(loadBack(pps, [came, down], { sealed: new Set() }, [])?.packages).toEqual([...BOXES].sort());
  const up = fact({ kind: "given", packages: [GUB], giver: `pps@${DESA}`, receiver: "ppk@99.01.01", place: "99.01.01:ppk", to: "99.01.01:ppk" });
  expect(openBack(pps, [came, up])).toBe(up.name);
  const answer = fact({ kind: "received", packages: [GUB], giver: `pps@${DESA}`, receiver: "ppk@99.01.01", place: "99.01.01:ppk", given: up.name }, false);
  expect(loadBack(pps, [came, up, answer], { sealed: new Set() }, [])?.packages).toEqual([BUP]);
  expect(openBack(pps, [came, up, answer])).toBeNull();
});

test("what a PPS brought to the TPS before the vote comes back to it", () => {
  const pps = { role: "pps", area: DESA } as Officer;
  const load = { code: "SJ-3", start: `${DESA}:pps`, to: TPS, list: "3b".repeat(32), stage: "received", packages: BOXES, departs: "", vehicle: "" } as unknown as Manifest["loads"][number];
  const sides = { giver: `pps@${DESA}`, receiver: `kpps@${TPS}`, place: TPS, to: TPS };
  const down = fact({ kind: "given", shipment: "SJ-3", list: load.list, ...sides });
  const taken = fact({ kind: "received", shipment: "SJ-3", list: load.list, ...sides, given: down.name }, false);
  const came = fact({ kind: "received", packages: [...BOXES].sort(), giver: `kpps@${TPS}`, receiver: `pps@${DESA}`, place: `${DESA}:pps` });
  expect(loadBack(pps, [down, taken, came], { sealed: new Set() }, [load])?.packages).toEqual([...BOXES].sort());
});

test("a box that the receiver did not sign for is not gone, and goes back next", () => {
  const sides = { giver: `kpps@${TPS}`, receiver: `pps@${DESA}`, place: `${DESA}:pps`, to: `${DESA}:pps` };
  const offer = fact({ kind: "given", packages: [...BOXES].sort(), ...sides });
  const answer = fact({ kind: "received", packages: [GUB], ...sides, given: offer.name }, false);
  const facts = [...everything(), offer, answer];
  expect([...spokenAt(facts, KPPS).gone]).toEqual([GUB]);
  expect(loadBack(KPPS, facts, { sealed: new Set(BOXES) }, [])?.packages).toEqual([BUP]);
  expect(ids(facts, "2029-11-28T18:00")).toEqual(["back now", "leave now"]);
});

test("of a load of the desk too: what the receiver says is missing stays here", () => {
  const list = "3b".repeat(32);
  const load = { code: "SJ-9", start: TPS, to: `${DESA}:pps`, list, stage: "prepared", packages: BOXES, departs: "", vehicle: "" } as unknown as Manifest["loads"][number];
  const sides = { giver: `kpps@${TPS}`, receiver: `pps@${DESA}`, place: `${DESA}:pps`, to: `${DESA}:pps` };
  const offer = fact({ kind: "given", shipment: "SJ-9", list, ...sides });
  const answer = fact({ kind: "received", shipment: "SJ-9", list, without: [BUP], ...sides, given: offer.name }, false);
  const facts = [...everything(), offer, answer];
  expect([...spokenAt(facts, KPPS).gone]).toEqual([GUB]);
  expect(listedBack({ ...manifest, loads: [load] }, KPPS, facts)).toBeNull();
  expect(loadBack(KPPS, facts, { sealed: new Set(BOXES) }, [load])?.packages).toEqual([BUP]);
});

test("boxes that came by a load of the desk go on, where the desk made none for the next leg", () => {
  const pps = { role: "pps", area: DESA } as Officer;
  const list = "3b".repeat(32);
  const load = { code: "SJ-9", start: TPS, to: `${DESA}:pps`, list, stage: "received", packages: BOXES, departs: "", vehicle: "" } as unknown as Manifest["loads"][number];
  const came = fact({ kind: "received", shipment: "SJ-9", list, without: [BUP], giver: `kpps@${TPS}`, receiver: `pps@${DESA}`, place: `${DESA}:pps` });
  expect(loadBack(pps, [came], { sealed: new Set() }, [load])?.packages).toEqual([GUB]);
});

test("seals are read as they are printed, each once; anything else is none", () => {
  expect(sealsIn(" kb0170004, KB0170005\nKB0170004 ")).toEqual(["KB0170004", "KB0170005"]);
  expect([sealsIn(""), sealsIn("KB0170004 merah")]).toEqual([null, null]);
});
