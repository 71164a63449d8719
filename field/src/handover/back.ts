/**
 * The way back, KPPS to PPS to PPK to KPU: the load of the desk where there is one, else the boxes
 * that are here, named one by one. Such a load has no list, so no server has to make it first. Pure.
 */
import { tookOver } from "./differing";
import { partyOf, type Load } from "./loads";
import { takenBack } from "./taken_back";
import type { Officer } from "../keeping/records";
import type { Given, Received } from "../log/schema";
import type { Manifest } from "../manifest/types";
import type { World } from "../tasks/task";
import type { Spoken } from "../tasks/voting_state";

/** Packages that one fact may name by their codes; `core/move/events/fields.py` says why. */
export const MOST_PACKAGES = 500;
const UP: Readonly<Record<string, (area: string) => string>> = {
  kpps: (area) => `${area.slice(0, area.indexOf("-"))}:pps`,
  pps: (area) => `${area.slice(0, area.lastIndexOf("."))}:ppk`,
  ppk: (area) => `${area.slice(0, area.lastIndexOf("."))}:gudang-1`,
};

/** Where boxes of this officer go back to; null for those who send none back. */
export function upFrom({ role, area }: { readonly role: string; readonly area: string }): string | null {
  return UP[role]?.(area) ?? null;
}

/** The load of the desk that leaves here on the way back, if it made one and nobody has taken it over. */
export function listedBack(manifest: Manifest, officer: Officer, all: World<unknown>["facts"]): Load | null {
  const own = `${officer.role}@${officer.area}`;
  const up = upFrom(officer);
  const over = new Set(handedOver(all, own).map(({ given }) => given.list));
  const found = manifest.loads.find((load) => partyOf(load.start) === own && load.to === up && !over.has(load.list) && load.stage !== "received" && load.stage !== "disputed");
  return found === undefined ? null : { shipment: found.code, start: found.start, to: found.to, list: found.list, packages: [...found.packages].sort() };
}

/** Each own offer that was taken over, with the answer: what the receiver did not sign for stays here. */
export function handedOver(all: World<unknown>["facts"], own: string): { readonly given: Given; readonly answer: Received }[] {
  const offers = new Map(all.flatMap(({ name, fact }) => (fact.kind === "given" && fact.giver === own ? [[name, fact] as const] : [])));
  return all.flatMap(({ fact }) => {
    const given = fact.kind === "received" ? offers.get(fact.given ?? "") : undefined;
    return fact.kind === "received" && given !== undefined ? [{ given, answer: fact }] : [];
  });
}

/**
 * The boxes that are here to go back, as one load without a list; null where there are none.
 * KPPS: those it sealed after the count. PPS and PPK: those that came from below on their way
 * back, by the halves on this phone. `loads` are those that the desk made, for their lists.
 */
export function loadBack(officer: Officer, all: World<unknown>["facts"], { sealed }: Pick<Spoken, "sealed">, loads: Manifest["loads"]): Load | null {
  const to = upFrom(officer);
  if (to === null) return null;
  const own = `${officer.role}@${officer.area}`;
  const listed = new Map(loads.map((load) => [load.list, load.packages]));
  const here = new Set(officer.role === "kpps" ? sealed : []);
  for (const { fact } of all) {
    if (fact.kind !== "received" || fact.receiver !== own || !isBelow(fact.giver, officer)) continue;
    const { list = "", without = [], packages = [] } = fact;
    for (const code of [...(listed.get(list) ?? []).filter((each) => !without.includes(each)), ...packages]) here.add(code);
  }
  // What went down before the vote comes back: only what went up is gone.
  const up = handedOver(all, own).filter(({ given }) => given.to === to);
  for (const { given, answer } of up) for (const code of tookOver(given, answer, listed.get(given.list ?? "") ?? [])) here.delete(code);
  const packages = [...here].sort().slice(0, MOST_PACKAGES);
  return packages.length === 0 ? null : { shipment: "", start: placeFor(officer), to, list: "", packages };
}

/** The own offer of boxes without a list that nobody has answered, or null. */
export function openBack(officer: Officer, all: World<unknown>["facts"]): string | null {
  const own = `${officer.role}@${officer.area}`;
  const back = takenBack(all);
  const over = new Set(all.flatMap(({ fact }) => (fact.kind === "received" || fact.kind === "refused" ? [fact.given] : [])));
  const open = all.filter(({ name, fact }) => fact.kind === "given" && fact.list === undefined && fact.giver === own && fact.to === upFrom(officer) && !over.has(name) && !back.has(name));
  return open.at(-1)?.name ?? null;
}

/** Whether the giver stands one step below: only these bring boxes back. */
function isBelow(giver: string, { role, area }: Officer): boolean {
  const below: Readonly<Record<string, string>> = { pps: "kpps", ppk: "pps" };
  const [from = "", where = ""] = giver.split("@");
  return from === below[role] && (where.startsWith(`${area}-`) || where.startsWith(`${area}.`));
}

function placeFor({ role, area }: Officer): string {
  return role === "kpps" ? area : `${area}:${role}`;
}
