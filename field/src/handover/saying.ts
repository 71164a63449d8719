/**
 * What giver and receiver say: the bodies of `given`, `received`, `refused` and `witnessed`.
 *
 * The giver says what is on the boxes; the receiver names the giver's fact by its hash and says
 * only what is otherwise. So both halves of an ordinary handover are few bytes, and signing the
 * answer is signing every seal that the giver wrote.
 */
import type { Said } from "../facts/writing";
import { writeText } from "../log/carrying";
import { writeFact } from "../log/envelope";
import type { Check, Given, Received, RefusedLoad } from "../log/schema";
import { toHex } from "../log/bytes";
import type { Unsigned } from "../log/envelope";
import type { Load } from "./loads";
import { versionFor } from "./qr";

/** The largest code that a cheap camera still reads from a screen. */
export const LARGEST_VERSION = 20;

/** What somebody saw that is otherwise than the list, or than the other side said. */
export interface Otherwise {
  /** On the list, and not here. */
  readonly missing: readonly string[];
  /** Here, and not on the list. */
  readonly extra: readonly string[];
  /** Other seals, or a condition that is not whole. */
  readonly checks: readonly Check[];
}

export const NOTHING_OTHERWISE: Otherwise = { missing: [], extra: [], checks: [] };

/** Who, to whom, and where it happens. */
export interface Sides {
  readonly giver: string;
  readonly receiver: string;
  readonly place: string;
}

/** A paper that both sides signed, where one of them has no phone. */
export interface Paper {
  readonly number: string;
  /** Hashes of its photos. */
  readonly photos: readonly string[];
}

export type Seals = ReadonlyMap<string, readonly string[]>;

/**
 * Return what the giver says. `seals` are those on the boxes; where they would make the code
 * too large for one QR (`fits`), only exceptions are said, and the list stands for the rest.
 */
export function givenOf(load: Load, sides: Sides, otherwise: Otherwise, seals: Seals, paper?: Paper): Said {
  const there = load.packages.filter((code) => !otherwise.missing.includes(code));
  const otherChecks = new Map(otherwise.checks.map((check) => [check.package, check]));
  const checks = [...there, ...otherwise.extra].flatMap((code): Check[] => {
    const known = seals.get(code) ?? [];
    const found = otherChecks.get(code) ?? (known.length > 0 ? { package: code, seals: known } : null);
    return found === null ? [] : [found];
  });
  return { kind: "given", ...speaksOf(load, otherwise), ...sides, to: load.to, checks, ...papers(paper) };
}

/** Return the same with exceptions only, for a load too large for the seals of all its boxes. */
export function shorter(said: Said, otherwise: Otherwise): Said {
  return { ...said, checks: otherwise.checks } as Said;
}

/** Whether a fact, signed, is one QR that a cheap camera reads. */
export function fits(fact: Unsigned): boolean {
  const chained = { ...fact, device: "0".repeat(32), seq: 99_999, prev: nearly(64) };
  const text = writeText({ body: writeFact(chained as unknown as Given), sig: new Uint8Array(64) });
  const version = versionFor(text.length, "M");
  return version !== null && version <= LARGEST_VERSION;
}

/** A name that compresses as little as a real one. */
function nearly(digits: number): string {
  return toHex(Uint8Array.from({ length: digits / 2 }, (_, at) => (at * 167 + 59) & 0xff));
}

/** Return what the receiver says to the giver's fact called `name`. */
export function receivedOf(name: string, given: Given, receiver: string, otherwise: Otherwise): Said {
  return { kind: "received", ...answerTo(name, given, receiver, otherwise) };
}

/** Return what somebody says who did not take the load. `reason` is a word of the closed list. */
export function refusedOf(name: string, given: Given, receiver: string, otherwise: Otherwise, reason: string): Said {
  return { kind: "refused", ...answerTo(name, given, receiver, otherwise), reason };
}

/**
 * Return what the receiving party says later of a handover on paper, from any phone enrolled
 * for it. Where the giver's fact is not known, number of paper and list join the halves.
 */
export function receivedOnPaper(load: Load, sides: Sides, otherwise: Otherwise, paper: Paper): Said {
  return { kind: "received", ...speaksOf(load, otherwise), ...sides, to: load.to, checks: otherwise.checks, ...papers(paper) };
}

/** Return what a supervisor says who saw one half of a handover. "" where it was so. */
export function witnessedOf(name: string, half: Given | Received | RefusedLoad, finding: string, checks: readonly Check[] = []): Said {
  return { kind: "witnessed", ...named(half), fact: name, place: half.place, finding, checks };
}

function answerTo(name: string, given: Given, receiver: string, otherwise: Otherwise) {
  const listed = given.list === undefined ? [] : otherwise.missing.filter((code) => !given.packages?.includes(code));
  const there = [...(given.packages ?? []), ...otherwise.extra].filter((code) => !otherwise.missing.includes(code));
  return {
    ...named(given),
    without: sorted([...(given.without ?? []), ...listed]),
    packages: sorted(there),
    giver: given.giver,
    receiver,
    place: given.place,
    ...(given.to === undefined ? {} : { to: given.to }),
    checks: otherwise.checks,
    given: name,
    ...(given.paper === undefined ? {} : { paper: given.paper }),
  };
}

function speaksOf(load: Load, otherwise: Otherwise) {
  if (load.list === "") {
    const there = load.packages.filter((code) => !otherwise.missing.includes(code));
    return { shipment: load.shipment, packages: sorted([...there, ...otherwise.extra]) };
  }
  const { shipment, list } = load;
  return { shipment, list, without: sorted(otherwise.missing), packages: sorted(otherwise.extra) };
}

function named(half: Given | Received | RefusedLoad) {
  const { shipment, list, without, packages } = half;
  return {
    ...(shipment === undefined ? {} : { shipment }),
    ...(list === undefined ? {} : { list }),
    ...(without === undefined ? {} : { without }),
    ...(packages === undefined ? {} : { packages }),
  };
}

function papers(paper: Paper | undefined) {
  return paper === undefined ? {} : { paper: paper.number, photos: sorted(paper.photos) };
}

function sorted(codes: readonly string[]): string[] {
  return [...new Set(codes)].sort();
}
