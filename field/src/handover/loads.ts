/** One load, one departure: its list and the hash that names it. Twin of `core/move/shipments.list_of`. */
import { Malformed, type Bytes } from "../log/bytes";
import { decodeObject, encode, nameOf, type Json } from "../log/canonical";

const LARGEST_LIST = 4 * 2 ** 20;

/** A load as a phone knows it, from its manifest or from the list that came along. */
export interface Load {
  readonly shipment: string;
  /** From place to place. */
  readonly start: string;
  readonly to: string;
  /** Codes, sorted. */
  readonly packages: readonly string[];
  /** The hash of the list; "" where a few packages travel without one. */
  readonly list: string;
}

/** What stands for a load in addresses and drafts: the hash of its list, or that it has none. */
export function idOf({ list }: Load): string {
  return list === "" ? "kembali" : list;
}

/** Return the canonical bytes of the list of a load. */
export function listOf(election: string, kabupaten: string, load: Omit<Load, "list">): Bytes {
  const packages = [...load.packages].sort();
  const fields = { kind: "shipment_list", v: 1, election, kabupaten, shipment: load.shipment };
  return encode({ ...fields, from: load.start, to: load.to, packages }, LARGEST_LIST);
}

/** Return the load in the bytes of a list, or null where they are none. */
export function readList(bytes: Uint8Array): Load | null {
  let value: { readonly [key: string]: Json };
  try {
    value = decodeObject(bytes, LARGEST_LIST);
  } catch (error) {
    if (error instanceof Malformed) return null;
    throw error;
  }
  const { kind, v, shipment, from, to, packages } = value;
  if (kind !== "shipment_list" || v !== 1 || !Array.isArray(packages)) return null;
  const texts: readonly (Json | undefined)[] = [shipment, from, to, ...(packages as readonly Json[])];
  if (!texts.every((each) => typeof each === "string")) return null;
  const named = { shipment: shipment as string, start: from as string, to: to as string };
  return { ...named, packages: [...(packages as readonly string[])].sort(), list: nameOf(bytes) };
}

/** Who answers for a place: `role@area`; null for a place that nobody's letter names. */
export function partyOf(place: string): string | null {
  const [area = "", name = ""] = place.split(":");
  if (/^[0-9.]+-[0-9]{3}$/.test(area)) return `kpps@${area}`;
  if (name === "ppk" || name === "pps") return `${name}@${area}`;
  return name.startsWith("gudang") ? `warehouse@${area}` : null;
}

/** Whether `inner` lies in `area`: the same, or a code below it. Twin of `regions.is_in`. */
export function isIn(inner: string, area: string): boolean {
  return area === "" || inner === area || [".", "-", ":"].some((sign) => inner.startsWith(area + sign));
}

/** Roles that take boxes over. Supervisors are none of them: they witness and never hold. */
export const HOLDERS: ReadonlySet<string> = new Set(["kpu", "warehouse", "ppk", "pps", "kpps", "driver"]);
export const SUPERVISORS: ReadonlySet<string> = new Set(["bawaslu", "panwascam", "pkd", "ptps", "saksi"]);
