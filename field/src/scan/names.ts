/** What people call the box behind a code. Names come from the manifest; without one, the code says it. */
import { words } from "../app/words";
import { readPackage, type PackageCode } from "./codes";

export interface Names {
  /** Desa, kecamatan and kabupaten by code. */
  readonly regions: ReadonlyMap<string, string>;
  /** The kinds of ballot by their letters on labels: BUP. */
  readonly kinds: ReadonlyMap<string, string>;
}

/** "TPS 001 Sungai Kumap", or "PPS Sungai Kumap" where a whole desa is meant. */
export function placeName(place: string, names: Names): string {
  const [region = "", tps] = place.split("-");
  const name = names.regions.get(region) ?? withAbove(region, names);
  if (tps !== undefined) return `TPS ${tps} ${name}`;
  const office = ["KPU", "PPK", "PPS"][region.split(".").length - 2] ?? "";
  return `${office} ${name}`.trim();
}

/** The code of a region that has no name here, with the nearest one above it that has: "… (Hilir)". */
function withAbove(region: string, { regions }: Names): string {
  for (let end = region.lastIndexOf("."); end > 0; end = region.lastIndexOf(".", end - 1)) {
    const name = regions.get(region.slice(0, end));
    if (name !== undefined) return `${region} (${name})`;
  }
  return region;
}

/** "TPS 001 Sungai Kumap, Bupati"; what is no package code stays what it is. */
export function boxName(code: string, names: Names): string {
  const parts = readPackage(code);
  if (parts === null) return code;
  const kind = names.kinds.get(parts.kind) ?? parts.kind;
  const form = parts.form === "K" ? "" : ` (${words().scan.forms[parts.form]})`;
  const number = parts.number > 1 ? ` ${parts.number}` : "";
  return `${placeName(parts.place, names)}, ${kind}${number}${form}`;
}

/** "TPS 001 Sungai Kumap, Bup", where lines are short. */
export function boxBrief(code: string, names: Names): string {
  const parts = readPackage(code);
  return parts === null ? code : `${placeName(parts.place, names)}, ${briefKind(parts)}`;
}

/** "001 Bup", for a load of one desa. */
export function boxShort(code: string): string {
  const parts = readPackage(code);
  if (parts === null) return code;
  const tps = parts.place.split("-")[1];
  return tps === undefined ? briefKind(parts) : `${tps} ${briefKind(parts)}`;
}

function briefKind({ kind, form, number }: PackageCode): string {
  const what = form === "K" ? "" : ` (${words().scan.forms[form]})`;
  return `${kind.charAt(0)}${kind.slice(1).toLowerCase()}${number > 1 ? ` ${number}` : ""}${what}`;
}
