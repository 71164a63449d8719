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
  readonly list: string;
  readonly counted: readonly string[];
  /** Boxes that stand on no list of this load and came down all the same. */
  readonly extra?: readonly string[];
}

export function countKey({ officer }: OfficerContext): string {
  return `count:${officer.device}`;
}

/** The count that is under way, or null. */
export async function countOf(context: OfficerContext): Promise<Counted | null> {
  return ((await context.store.draft(countKey(context))) as Counted | undefined) ?? null;
}

/** What is missing of these packages by the count of this list; nothing where none was counted. */
export async function missingOf(context: OfficerContext, list: string, packages: readonly string[]): Promise<string[]> {
  const count = await countOf(context);
  if (count === null || count.list !== list) return [];
  const here = new Set(count.counted);
  return packages.filter((code) => !here.has(code));
}

/** Boxes that came down with the load of this list and are not on it. */
export async function extraOf(context: OfficerContext, list: string, packages: readonly string[]): Promise<string[]> {
  const count = await countOf(context);
  return count?.list === list ? (count.extra ?? []).filter((code) => !packages.includes(code)) : [];
}

export const counting: OfficerPage = async (context, code = "") => {
  const manifest = await manifestFor(context.store, context.officer);
  const [load, listed] = manifest === null ? [null, undefined] : [loadOf(manifest, code), manifest.loads.find((each) => each.code === code)];
  if (manifest === null || load === null || listed === undefined) {
    return { title: words().tasks.count, heading: words().trouble.noPage, go: { label: words().trouble.back, run: () => go() } };
  }
  const before = await countOf(context);
  const done = new Counting(load, before?.list === listed.list ? before.counted : []);
  const extra = new Set(before?.list === listed.list ? (before.extra ?? []) : []);
  const keep = (): Promise<void> => context.store.keepDraft(countKey(context), { list: listed.list, counted: [...done.counted], extra: [...extra] } satisfies Counted);
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
