/** What a scan must know, taken from what the phone keeps of its log. */
import type { Manifest } from "../manifest/types";
import type { Load } from "./checking";
import type { Names } from "./names";

/** Return the load called `code` as a scan counts it, null where the manifest has none. */
export function loadOf(manifest: Manifest, code: string): Load | null {
  const load = manifest.loads.find((each) => each.code === code);
  if (load === undefined) return null;
  return {
    tag: manifest.tag,
    area: load.to.split(":")[0] as string,
    boxes: new Set(load.packages),
    loads: otherLoads(manifest, code, load.start),
    bound: boundCodes(manifest),
  };
}

/** Return the names of regions and kinds that a manifest holds. */
export function namesOf({ areas, kinds }: Manifest): Names {
  return {
    regions: new Map(Object.entries(areas)),
    kinds: new Map(kinds.map(({ short, name }) => [short, name])),
  };
}

/**
 * Each package of other loads with its load. A package is on several, one for each part of its
 * way: the one that leaves from the same place as this load is what a person confuses it with.
 */
function otherLoads({ loads }: Manifest, code: string, start: string): Map<string, string> {
  const others = loads.filter((each) => each.code !== code);
  const byRank = [...others.filter((each) => each.start !== start), ...others.filter((each) => each.start === start)];
  return new Map(byRank.flatMap((each) => each.packages.map((one) => [one, each.code] as const)));
}

/** Other systems' codes with their package; one that stands for two packages stands for none. */
function boundCodes({ places }: Manifest): Map<string, string> {
  const found = new Map<string, string>();
  const twice = new Set<string>();
  for (const { code, foreign } of places.flatMap((place) => place.packages)) {
    for (const text of foreign) {
      if (found.has(text)) twice.add(text);
      found.set(text, code);
    }
  }
  for (const text of twice) found.delete(text);
  return found;
}
