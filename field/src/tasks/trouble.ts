/** Reporting that something went wrong: what may be said, and the fact that says it. Pure. */
import type { Said } from "../facts/writing";
import type { Gps } from "../log/schema";
import type { LoadList } from "../manifest/types";

/** Of the words of `incident.what`: what is asked first, and what stands behind one press. */
export const FIRST = ["flood", "traffic", "vehicle_broken", "road_closed", "weather", "threat", "seal_differs", "driver", "officer", "damaged"] as const;
export const MORE = ["missing", "late", "accident", "landslide", "fire", "theft", "unrest", "other"] as const;
export type What = (typeof FIRST)[number] | (typeof MORE)[number];

export function isWhat(text: string): text is What {
  return [...FIRST, ...MORE].some((each) => each === text);
}

/** Steps of a thousandth of a degree, some 110 m: enough to find a road, too little to find a door. */
const STEP = 100;
const DEGREE = 100_000;

/** Return where a phone was, rounded; null for what is no place on earth. */
export function rounded(latitude: number, longitude: number): Gps | null {
  if (!(Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180)) return null;
  const one = (degrees: number): number => Math.round((degrees * DEGREE) / STEP) * STEP + 0;
  return { lat: one(latitude), lon: one(longitude) };
}

export interface Report {
  readonly what: What;
  /** "" where nobody said. */
  readonly place: string;
  readonly load: LoadList | null;
  readonly gps: Gps | null;
  readonly photos: readonly string[];
  /** The hash of what was typed, "" for nothing. */
  readonly note: string;
}

export function incidentOf({ what, place, load, gps, photos, note }: Report): Said {
  return {
    kind: "incident",
    what,
    ...(load === null ? {} : { shipment: load.code, list: load.list }),
    ...(place === "" ? {} : { place }),
    ...(photos.length === 0 ? {} : { photos: [...new Set(photos)].sort() }),
    ...(gps === null ? {} : { gps }),
    ...(note === "" ? {} : { note }),
  };
}
