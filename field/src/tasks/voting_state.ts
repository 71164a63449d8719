/** What a TPS is to do on the day, and what of it this phone has said. Pure. */
import { dayOf, offsetOf } from "../app/clock";
import { daysBetween } from "../app/dates";
import type { Officer } from "../keeping/records";
import type { Ballots, Fact, Result, Turnout, VotingOpened } from "../log/schema";
import type { Manifest, Met } from "../manifest/types";
import { handedOver } from "../handover/back";
import { tookOver } from "../handover/differing";
import { readPackage } from "../scan/codes";
import type { World } from "./task";

/** One vote at this TPS: its paper and its box. */
export interface Contest {
  readonly short: string;
  readonly name: string;
  readonly sku: string;
  /** Papers that the plan sends, null: not set. */
  readonly planned: number | null;
  /** The numbers on its paper, none: not set. */
  readonly choices: readonly number[];
  readonly box: string;
}

export interface Station {
  readonly place: string;
  readonly contests: readonly Contest[];
  readonly boxes: readonly Met[];
  readonly dpt: number | null;
  readonly dptb: number | null;
}

/** What this phone has said of its TPS; the last word on each thing. */
export interface Spoken {
  readonly began: Named<VotingOpened> | null;
  readonly opened: ReadonlySet<string>;
  /** Boxes that were not there when voting began, and that nobody used or closed since. */
  readonly missing: ReadonlySet<string>;
  readonly turnouts: readonly Named<Turnout>[];
  readonly ballots: ReadonlyMap<string, Named<Ballots>>;
  readonly results: ReadonlyMap<string, Named<Result>>;
  readonly used: ReadonlySet<string>;
  /** Boxes closed again after the count. */
  readonly sealed: ReadonlySet<string>;
  /** Boxes that somebody else has signed for on the way back. */
  readonly gone: ReadonlySet<string>;
}

export type Named<F> = F & { readonly name: string };

/** Hours by which turnout is told; the last is the end of voting. */
export const TURNOUT_HOURS: readonly number[] = [9, 11, 12, 13];
export const ENDS_AT = 13 * 60;

/** The TPS of this officer, or null where the letter names none or no list came yet. */
export function stationOf(manifest: Manifest | null, { area }: { readonly area: string }): Station | null {
  const place = manifest?.places.find((each) => each.code === area);
  if (manifest === null || place === undefined || !/-[0-9]{3}$/.test(area)) return null;
  const boxes = place.packages.filter((met) => readPackage(met.code)?.form !== "P");
  const contests = manifest.kinds.flatMap((kind, at): Contest[] => {
    const box = boxes.find((met) => readPackage(met.code)?.kind === kind.short)?.code ?? "";
    const sku = place.skus[at] ?? "";
    if (box === "" && sku === "") return [];
    return [{ short: kind.short, name: kind.name, sku: sku === "" ? kind.code : sku, planned: place.ballots[at] ?? null, choices: kind.choices, box }];
  });
  return { place: place.code, contests, boxes, dpt: place.dpt, dptb: place.dptb };
}

/** The boxes that people have at the TPS: what never came cannot be closed or brought back. */
export function boxesHere({ boxes }: Pick<Station, "boxes">, { missing }: Pick<Spoken, "missing">): readonly Met[] {
  return boxes.filter((met) => !missing.has(met.code));
}

/** The papers that every voter could get: those of the kind with the fewest. */
export function papersFor({ contests }: Station): number | null {
  const known = contests.flatMap((each) => (each.planned === null ? [] : [each.planned]));
  return known.length === 0 || known.length < contests.length ? null : Math.min(...known);
}

/** What was said of a TPS by this officer's phone, read from its facts in their order. */
export function spokenAt(facts: World<unknown>["facts"], officer: Officer): Spoken {
  const mine = facts.filter((each) => each.own).sort((a, b) => a.seq - b.seq);
  const own = mine.map(({ name, fact }): Named<Fact> => ({ ...fact, name }));
  const there = <K extends Fact["kind"]>(kind: K) => own.filter((fact): fact is Named<Extract<Fact, { kind: K }>> => fact.kind === kind && (!("place" in fact) || fact.place === officer.area));
  const used = new Set(there("used").map((fact) => fact.package));
  const sealed = new Set(
    own.flatMap((fact, at) => (fact.kind === "sealed" && own.some((other, before) => before < at && other.kind === "used" && other.package === fact.package) ? [fact.package] : [])),
  );
  const began = there("voting_opened").at(-1) ?? null;
  const absent = (began?.checks ?? []).flatMap((each) => (each.condition === "missing" ? [each.package] : []));
  return {
    began,
    missing: new Set(absent.filter((code) => !used.has(code) && !sealed.has(code))),
    opened: new Set(there("opened").map((fact) => fact.package)),
    turnouts: there("turnout"),
    ballots: new Map(there("ballots").map((fact) => [fact.sku, fact])),
    results: new Map(there("result").map((fact) => [fact.sku, fact])),
    used,
    sealed,
    gone: goneFrom(facts, officer, sealed),
  };
}

/** Of the boxes that were sealed again, those that another party took over from this one. */
function goneFrom(all: World<unknown>["facts"], { role, area }: Officer, sealed: ReadonlySet<string>): Set<string> {
  return new Set(handedOver(all, `${role}@${area}`).flatMap(({ given, answer }) => tookOver(given, answer, given.list === undefined ? [] : [...sealed])));
}

/** Days from voting day to today at the TPS: 0 on the day; null where nobody set one. */
export function daysSinceVote(manifest: Manifest, now: Date): number | null {
  const { voting } = manifest.days;
  return voting === "" ? null : daysBetween(voting, dayOf(now, offsetOf(manifest.zone, now)));
}

/** Minutes after midnight at the TPS. */
export function minuteAt(zone: string, now: Date): number {
  const offset = offsetOf(zone, now);
  const [hours = 0, minutes = 0] = offset.slice(1).split(":").map(Number);
  const shift = (offset.startsWith("-") ? -1 : 1) * (hours * 60 + minutes);
  return (((Math.floor(now.getTime() / 60_000) + shift) % 1440) + 1440) % 1440;
}
