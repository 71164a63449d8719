/** Papers between two TPS as this phone knows them: what may be typed, said and taken back. Pure. */
import type { Said } from "../facts/writing";
import type { Brief } from "../keeping/records";
import type { Counted, PapersMoved } from "../log/schema";
import type { Manifest } from "../manifest/types";
import { BALLOTS } from "./pack_check";

/** A move as it is typed; places are codes of TPS, "" where nobody said. */
export interface Move {
  readonly place: string;
  readonly to: string;
  readonly contents: readonly Counted[];
  /** The number of the paper that both signed, "" where there is none. */
  readonly paper: string;
  readonly reason: string;
}

/** A move that this phone said, with the name of its fact. */
export type Spoken = PapersMoved & { readonly name: string };

/**
 * The TPS that somebody means: "4" or "004" beside `desa`, or its whole code; null for anything
 * else and for a number that no TPS has.
 */
export function tpsCalled(text: string, desa: string): string | null {
  const typed = text.trim();
  if (/^\d{2}\.\d{2}\.\d{2}\.\d{4}-\d{3}$/.test(typed)) return typed.endsWith("-000") ? null : typed;
  return /^\d{1,3}$/.test(typed) && Number(typed) > 0 ? `${desa}-${typed.padStart(3, "0")}` : null;
}

/** One paper of the vote: what it is called here, and its kind and area in the log. */
export interface Paper {
  readonly short: string;
  readonly name: string;
  readonly sku: string;
}

/** The papers that `tps` votes with, or, where its list is not on this phone, those of its neighbours. */
export function papersOf({ kinds, places }: Manifest, tps: string): Paper[] {
  const voted = places.filter((each) => /-[0-9]{3}$/.test(each.code));
  const skus = (voted.find((each) => each.code === tps) ?? voted[0])?.skus ?? [];
  return kinds.flatMap(({ short, name }, at) => (skus[at] ? [{ short, name, sku: skus[at] }] : []));
}

/** What is said of them: papers that were none are left out. */
export function contentsOf(papers: readonly Paper[], counts: Readonly<Record<string, number>>): Counted[] {
  const all = papers.map(({ short, sku }) => ({ item: BALLOTS, count: counts[short] ?? 0, sku }));
  return all.filter(({ count }) => count > 0).sort((a, b) => (a.sku < b.sku ? -1 : 1));
}

export function movedOf({ place, to, contents, paper, reason }: Move): Said {
  return { kind: "papers_moved", place, to, contents, ...(paper === "" ? {} : { paper }), ...(reason === "" ? {} : { reason }) };
}

/** What this phone said and has not taken back, oldest first. */
export function movesSaid(facts: readonly Pick<Brief, "name" | "own" | "seq" | "fact">[]): Spoken[] {
  const own = facts.filter((each) => each.own).sort((a, b) => a.seq - b.seq);
  const taken = new Set(own.flatMap(({ fact }) => (fact.kind === "cancelled" ? [fact.fact] : [])));
  return own.flatMap(({ name, fact }) => (fact.kind === "papers_moved" && !taken.has(name) ? [{ ...fact, name }] : []));
}

/** Whether just this was said before: told twice it would move twice. */
export function isTwice(said: readonly Spoken[], { place, to, contents }: Move): boolean {
  const key = (papers: readonly Counted[]): string => papers.map(({ sku, count }) => `${sku ?? ""}=${count}`).sort().join();
  return said.some((each) => each.place === place && each.to === to && key(each.contents) === key(contents));
}

/** Papers of one kind that came to `tps` less those that left it, as this phone said. */
export function netOf(said: readonly Spoken[], tps: string, sku: string): number {
  const count = ({ contents }: Spoken): number => contents.reduce((sum, each) => sum + (each.sku === sku ? each.count : 0), 0);
  return said.reduce((sum, each) => sum + (each.to === tps ? count(each) : 0) - (each.place === tps ? count(each) : 0), 0);
}

/** "12 Bupati, 3 Gubernur". */
export function listedPapers(contents: readonly Counted[], papers: readonly Paper[]): string {
  return contents.map(({ sku, count }) => `${count} ${papers.find((each) => each.sku === sku)?.name ?? sku ?? ""}`).join(", ");
}
