/** Work that waits for no load: who may check, inspect, seal anew and report, and when. Pure. */
import { words } from "../app/words";
import { partyOf } from "../handover/loads";
import { takenBack } from "../handover/taken_back";
import type { Given, Received, RefusedLoad } from "../log/schema";
import type { LoadList, Manifest } from "../manifest/types";
import { leavingLoads, openLoads, storesOf } from "./places";
import type { Task, TaskRule, World } from "./task";

/** Twin of `core/move/events/rights.py`, as far as a phone offers it. */
const KEEPERS: ReadonlySet<string> = new Set(["kpu", "warehouse", "ppk", "pps"]);
const WATCHERS: ReadonlySet<string> = new Set(["bawaslu", "panwascam", "pkd", "ptps"]);
const POLICE: ReadonlySet<string> = new Set(["polres", "polsek", "tni"]);
const GUARDS: ReadonlySet<string> = new Set(["polres", "polsek", "tni", "linmas", "bpbd", "desk", "desk_kecamatan"]);

export function mayInspect(role: string): boolean {
  return KEEPERS.has(role) || WATCHERS.has(role) || GUARDS.has(role);
}

export function mayCheck(role: string): boolean {
  return KEEPERS.has(role) || WATCHERS.has(role);
}

export function maySeal(role: string): boolean {
  return KEEPERS.has(role);
}

const DAY = 86_400_000;
/** From so many days before the vote a store is looked at every week. */
const BEFORE = 45;
const WEEK = 7 * DAY;

const ANYTIME = { when: "anytime" } as const;

/** A store is inspected each week from H-45 on by whoever keeps it; others may, whenever they are there. */
export const inspecting: TaskRule<Manifest> = (world) => {
  const { officer, manifest } = world;
  const stores = manifest === null ? [] : storesOf(manifest, officer);
  if (manifest === null || stores.length === 0 || !mayInspect(officer.role) || !manifest.checklists.some((each) => each.code === "store")) return [];
  const { tasks: say } = words();
  const isDue = KEEPERS.has(officer.role) && isNear(manifest, world.now) && !wasInspected(world, stores[0] ?? "");
  const task = { id: "inspect", icon: "periksa", title: say.inspect, text: say.inspectText, button: say.inspect, path: ["gudang"] } as const;
  return [{ ...task, when: isDue ? "now" : "anytime", rank: 3_000_000_000 }];
};

const SOON = DAY / 2;

/** A load that leaves within half a day is checked while it is loaded: by who hands it over, and by who watches. */
export const loading: TaskRule<Manifest> = ({ officer, manifest, facts, now }) => {
  if (!mayInspect(officer.role) || !(manifest?.checklists ?? []).some((each) => each.code === "loading")) return [];
  const isKnown = (list: string): boolean => facts.some(({ own, fact }) => own && (fact.kind === "given" || (fact.kind === "inspected" && fact.checklist !== undefined)) && fact.list === list);
  const open = leavingLoads(manifest, officer).filter((load) => !isKnown(load.list));
  if (open.length === 0) return [];
  const isSoon = open.some((load) => load.departs !== "" && Math.abs(Date.parse(load.departs) - now.getTime()) < SOON);
  const { tasks: say } = words();
  return [{ id: "loading", icon: "periksa", title: say.loading, text: say.loadingText, button: say.loading, path: ["muat"], when: KEEPERS.has(officer.role) && isSoon ? "now" : "anytime", rank: 2_999_999_999 }];
};

function isNear(manifest: Manifest, now: Date): boolean {
  const { voting } = manifest.days;
  const left = voting === "" ? Number.NaN : (Date.parse(voting) - now.getTime()) / DAY;
  return left > -1 && left <= BEFORE;
}

function wasInspected({ facts, now }: World<Manifest>, place: string): boolean {
  return facts.some(({ own, fact }) => own && fact.kind === "inspected" && fact.list === undefined && fact.place === place && fact.checklist !== undefined && now.getTime() - Date.parse(fact.at) < WEEK);
}

export const checking: TaskRule<Manifest> = ({ officer, manifest }) => {
  const { tasks: say } = words();
  if (!mayCheck(officer.role) || boxesIn(manifest) === 0) return [];
  return [{ id: "check", icon: "kotak", title: say.check, text: say.checkText, button: say.check, path: ["isi"], ...ANYTIME, rank: 2 }];
};

export const sealing: TaskRule<Manifest> = ({ officer, manifest }) => {
  const { tasks: say } = words();
  if (!maySeal(officer.role) || boxesIn(manifest) === 0) return [];
  return [{ id: "reseal", icon: "segel", title: say.reseal, text: say.resealText, button: say.reseal, path: ["segel"], ...ANYTIME, rank: 3 }];
};

function boxesIn(manifest: Manifest | null): number {
  return (manifest?.places ?? []).reduce((sum, place) => sum + place.packages.length, 0) + (manifest?.loads.length ?? 0);
}

/** Police and army sign that they go with a load, or stand at a post. */
export const guarding: TaskRule<Manifest> = ({ officer, manifest }) => {
  if (manifest === null || !POLICE.has(officer.role)) return [];
  const { guard: say } = words();
  const post = { id: "post", icon: "segel", title: say.post, text: say.postText, button: say.post, path: ["jaga"], ...ANYTIME, rank: 0 } as const;
  if (openLoads(manifest).length === 0) return [post];
  return [{ id: "escort", icon: "orang", title: say.escort, text: say.escortText, button: say.escort, path: ["kawal"], ...ANYTIME, rank: 0 }, post];
};

/** Everybody may, always: also before the list has come. */
export const reporting: TaskRule<Manifest> = () => {
  const { tasks: say } = words();
  return [{ id: "trouble", icon: "perhatian", title: say.report, text: say.reportText, button: say.report, path: ["masalah"], ...ANYTIME, rank: 1 }];
};

/** Ways beside the two phones: a receiver who is not there, a giver who signed and is gone. */
export const besides: TaskRule<Manifest> = (world) => {
  const { manifest, officer } = world;
  if (manifest === null || !manifest.you.holds) return [];
  const own = `${officer.role}@${officer.area}`;
  const byList = halvesIn(world);
  const cancelled = takenBack(world.facts);
  return manifest.loads.flatMap((load) => {
    const known = byList.get(load.list) ?? [];
    return [...absent(load, own, known, cancelled), ...late(load, own, known, world.now)];
  });
};

interface Half {
  readonly name: string;
  readonly fact: Given | Received | RefusedLoad;
}

/** The halves on this phone, by the list of their load. */
function halvesIn({ facts }: World<Manifest>): ReadonlyMap<string, readonly Half[]> {
  const found = new Map<string, Half[]>();
  for (const { name, fact } of facts) {
    if ((fact.kind !== "given" && fact.kind !== "received" && fact.kind !== "refused") || fact.list === undefined) continue;
    const known = found.get(fact.list);
    if (known === undefined) found.set(fact.list, [{ name, fact }]);
    else known.push({ name, fact });
  }
  return found;
}

function absent(load: LoadList, own: string, known: readonly Half[], cancelled: ReadonlySet<string>): Task[] {
  const { tasks: say } = words();
  const open = known.filter(({ name, fact }) => fact.kind === "given" && fact.giver === own && !cancelled.has(name) && !known.some((each) => each.fact.kind !== "given" && each.fact.given === name));
  const last = open.at(-1);
  if (last === undefined) return [];
  return [{ id: `absent:${load.code}`, icon: "orang", title: say.absent(load.code), text: say.absentText, button: say.absent(load.code), path: ["serah", last.name, "absen"], ...ANYTIME, rank: 0 }];
}

function late(load: LoadList, own: string, known: readonly Half[], now: Date): Task[] {
  const { tasks: say } = words();
  const isGone = load.departs === "" || Date.parse(load.departs) <= now.getTime();
  const isOpen = load.stage !== "received" && load.stage !== "disputed";
  const isTaken = known.some(({ fact }) => fact.kind === "received" && fact.receiver === own);
  if (partyOf(load.to) !== own || !isGone || !isOpen || isTaken) return [];
  return [{ id: `paper:${load.code}`, icon: "suara", title: say.paper(load.code), text: say.paperText, button: say.paper(load.code), path: ["kertas", load.list], ...ANYTIME, rank: 0 }];
}
