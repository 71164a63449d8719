/** `#/hitung/<load>`: counting the boxes of a load before it is signed for, also in several goes. */
import type { OfficerContext, OfficerPage } from "../app/context";
import { go } from "../app/router";
import { words } from "../app/words";
import { placeName } from "../enrol/place";
import { manifestFor } from "../manifest/kept";
import { openOffers } from "../sync/halves";
import { loadOf, namesOf } from "../scan/of_manifest";
import { Counting, scanScreen } from "../scan/screen";

/** What was counted of one load: kept after each box, so that a phone that dies loses none. */
export interface Counted {
  /** When the last box was counted, in ms. */
  readonly at: number;
  readonly list: string;
  readonly counted: readonly string[];
  /** Boxes that stand on no list of this load and came down all the same. */
  readonly extra?: readonly string[];
}

/** Of each list its own: who counts a second load loses nothing of the first one. */
export function countKey({ officer }: OfficerContext, list: string): string {
  return `count:${officer.device}:${list}`;
}

/** The count of this list that is under way, or null. */
export async function countOf(context: OfficerContext, list: string): Promise<Counted | null> {
  return ((await context.store.draft(countKey(context, list))) as Counted | undefined) ?? null;
}

/** What is missing of these packages by the count of this list; nothing where none was counted. */
export async function missingOf(context: OfficerContext, list: string, packages: readonly string[]): Promise<string[]> {
  const count = await countOf(context, list);
  if (count === null) return [];
  const here = new Set(count.counted);
  return packages.filter((code) => !here.has(code));
}

/** Boxes that came down with the load of this list and are not on it. */
export async function extraOf(context: OfficerContext, list: string, packages: readonly string[]): Promise<string[]> {
  const count = await countOf(context, list);
  return (count?.extra ?? []).filter((code) => !packages.includes(code));
}

export const counting: OfficerPage = async (context, code = "") => {
  const manifest = await manifestFor(context.store, context.officer);
  const [load, listed] = manifest === null ? [null, undefined] : [loadOf(manifest, code), manifest.loads.find((each) => each.code === code)];
  if (manifest === null || load === null || listed === undefined) {
    return { title: words().tasks.count, heading: words().trouble.noPage, go: { label: words().trouble.back, run: () => go() } };
  }
  const before = await countOf(context, listed.list);
  const done = new Counting(load, before?.counted ?? []);
  const extra = new Set(before?.extra ?? []);
  const keep = (): Promise<void> => context.store.keepDraft(countKey(context, listed.list), { at: context.now().getTime(), list: listed.list, counted: [...done.counted], extra: [...extra] } satisfies Counted);
  const names = new Map(Object.entries(manifest.areas));
  const isOffered = (await openOffers(context)).some(({ offer }) => offer.given.list === listed.list);
  return scanScreen({
    title: listed.code,
    counting: done,
    names: namesOf(manifest),
    here: placeName(context.officer.area, names),
    keep,
    next: { label: isOffered ? words().tasks.compareHere : words().tasks.compare, run: () => go("terima") },
    short: {
      label: words().tasks.short,
      run: async () => {
        await keep();
        go("terima");
      },
    },
    arrived: {
      label: words().tasks.arrived,
      run: async (verdict) => {
        if ("code" in verdict) extra.add(verdict.code);
        await keep();
      },
    },
    redraw: context.redraw,
  });
};
