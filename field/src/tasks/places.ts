/** Places that an officer may name: the own store, other stores on the list, places of loads. Pure. */
import type { Officer } from "../keeping/records";
import { isIn, partyOf } from "../handover/loads";
import type { LoadList, Manifest } from "../manifest/types";

const PREPARED = "prepared";
const OVER: ReadonlySet<string> = new Set(["received", "disputed"]);
/** Places that keep the goods of a PPK whose store failed. */
const TRANSIT = ["polsek", "koramil"] as const;

type Who = Pick<Officer, "role" | "area">;

/** The place for which somebody answers: "63.09.05:ppk", a TPS, or a store of the kabupaten. */
export function ownPlace({ role, area }: Who, manifest: Manifest | null): string {
  if (role === "ppk" || role === "pps") return `${area}:${role}`;
  if (role === "warehouse" || role === "kpu") return warehousesIn(manifest)[0] ?? `${area}:gudang-1`;
  return area;
}

/** The stores that somebody may inspect, the own one first. */
export function storesOf(manifest: Manifest, who: Who): string[] {
  const ends = manifest.loads.flatMap((load) => [load.start, load.to]).filter((place) => place.includes(":") && isIn(areaOf(place), who.area));
  const own = ownPlace(who, manifest);
  const transit = who.role === "ppk" || who.role === "panwascam" ? TRANSIT.map((name) => `${who.area}:${name}`) : [];
  const watched = ({ panwascam: "ppk", pkd: "pps", polsek: "ppk", desk_kecamatan: "ppk", linmas: "pps" } as Readonly<Record<string, string>>)[who.role];
  const first = own.includes(":") ? [own] : watched === undefined ? [] : [`${who.area}:${watched}`];
  return [...new Set([...first, ...ends.sort(), ...transit])];
}

/** Where something may have happened: the own place, then the ends of loads that are under way. */
export function placesOf(manifest: Manifest | null, who: Who): string[] {
  const loads = openLoads(manifest);
  const ends = loads.flatMap((load) => [load.to, load.start]);
  const own = ownPlace(who, manifest);
  const first = who.role === "driver" ? [] : [own];
  const places = who.role === "driver" ? [] : (manifest?.places ?? []).map((place) => place.code);
  return [...new Set([...first, ...ends.filter((place) => who.role === "driver" || isIn(areaOf(place), who.area)), ...places])];
}

/** Loads that have not arrived. */
export function openLoads(manifest: Manifest | null): LoadList[] {
  return (manifest?.loads ?? []).filter((load) => !OVER.has(load.stage));
}

/** Loads that have not left their start and that somebody there may look at, the first to leave first. */
export function leavingLoads(manifest: Manifest | null, who: Who): LoadList[] {
  const own = ownPlace(who, manifest);
  const waiting = (manifest?.loads ?? []).filter((load) => load.stage === PREPARED && (load.start === own || (!own.includes(":") && isIn(areaOf(load.start), who.area))));
  return waiting.sort((a, b) => (a.departs < b.departs ? -1 : 1));
}

function warehousesIn(manifest: Manifest | null): string[] {
  const ends = (manifest?.loads ?? []).flatMap((load) => [load.start, load.to]);
  return [...new Set(ends.filter((place) => partyOf(place)?.startsWith("warehouse@")))].sort();
}

function areaOf(place: string): string {
  return place.split(":")[0] ?? "";
}
