/**
 * The way back, KPPS to PPS to PPK to KPU: the load of the desk where there is one, else the boxes
 * that are here, named one by one. Such a load has no list, so no server has to make it first. Pure.
 */
import { partyOf, type Load } from "./loads";
import type { Officer } from "../keeping/records";
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

/** The load of the desk that leaves here on the way back, if it made one. */
export function listedBack(manifest: Manifest, officer: Officer): Load | null {
  const own = `${officer.role}@${officer.area}`;
  const up = upFrom(officer);
  const found = manifest.loads.find((load) => partyOf(load.start) === own && load.to === up && load.stage !== "received" && load.stage !== "disputed");
  return found === undefined ? null : { shipment: found.code, start: found.start, to: found.to, list: found.list, packages: [...found.packages].sort() };
}

/**
 * The boxes that are here to go back, as one load without a list; null where there are none.
 * KPPS: those it sealed after the count. PPS and PPK: those that came from below on their way
 * back, by the halves on this phone.
 */
export function loadBack(officer: Officer, all: World<unknown>["facts"], { sealed }: Pick<Spoken, "sealed">): Load | null {
  const to = upFrom(officer);
  if (to === null) return null;
  const own = `${officer.role}@${officer.area}`;
  const here = new Set(officer.role === "kpps" ? sealed : []);
  for (const { fact } of all) {
    if (fact.kind === "received" && fact.receiver === own && isBelow(fact.giver, officer)) for (const code of fact.packages ?? []) here.add(code);
  }
  const answered = new Set(all.flatMap(({ fact }) => (fact.kind === "received" && fact.giver === own && fact.given !== undefined ? [fact.given] : [])));
  for (const { name, fact } of all) {
    if (fact.kind === "given" && fact.giver === own && answered.has(name)) for (const code of fact.packages ?? []) here.delete(code);
  }
  const packages = [...here].sort().slice(0, MOST_PACKAGES);
  return packages.length === 0 ? null : { shipment: "", start: placeFor(officer), to, list: "", packages };
}

/** The own offer of boxes without a list that nobody has answered, or null. */
export function openBack(officer: Officer, all: World<unknown>["facts"]): string | null {
  const own = `${officer.role}@${officer.area}`;
  const over = new Set(all.flatMap(({ fact }) => (fact.kind === "received" || fact.kind === "refused" ? [fact.given] : fact.kind === "cancelled" ? [fact.fact] : [])));
  const open = all.filter(({ name, fact }) => fact.kind === "given" && fact.list === undefined && fact.giver === own && fact.to === upFrom(officer) && !over.has(name));
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
