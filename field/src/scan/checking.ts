/**
 * Whether what was scanned belongs to this load, and what it is where it does not.
 *
 * In: a meaning, the load as the manifest tells it, what is counted already. Out: one verdict.
 * Nothing is asked of a network, so a wrong box is known as fast as its code is read.
 */
import { plainCode, readPackage, type PackageCode } from "./codes";
import type { Meaning } from "./meaning";

export interface Load {
  /** The election's letters on labels: P24. */
  readonly tag: string;
  /** Where it goes: the code of a TPS, desa, kecamatan or kabupaten. */
  readonly area: string;
  /** The packages to be counted now. */
  readonly boxes: ReadonlySet<string>;
  /** The load of every other package that this phone knows of. */
  readonly loads: ReadonlyMap<string, string>;
  /** Other systems' codes, and the package that each is bound to. */
  readonly bound: ReadonlyMap<string, string>;
}

export type Verdict =
  | { readonly is: "right"; readonly code: string }
  | { readonly is: "again"; readonly code: string }
  /** For the area of this load, and on the list of another one. */
  | { readonly is: "other_load"; readonly code: string; readonly place: string; readonly load: string }
  /** For another area; `load` where the phone knows it. */
  | { readonly is: "elsewhere"; readonly code: string; readonly place: string; readonly load: string | null }
  /** For the area of this load, and on no list that this phone knows. */
  | { readonly is: "unplanned"; readonly code: string; readonly place: string }
  | { readonly is: "other_election"; readonly code: string; readonly tag: string }
  | { readonly is: "torn"; readonly text: string; readonly of: "package" | "fact" }
  /** A code of tepat that stands on no box. */
  | { readonly is: "no_box"; readonly what: Exclude<Meaning["what"], "package" | "torn" | "other" | "nothing"> }
  | { readonly is: "unknown"; readonly text: string };

/** Whether this is a box that must not be taken: the whole screen says so. */
export function isWrong(verdict: Verdict): boolean {
  return ["other_load", "elsewhere", "unplanned", "other_election"].includes(verdict.is);
}

/** Return what `found` is to this load, of which `counted` are done. */
export function check(found: Meaning, load: Load, counted: ReadonlySet<string>): Verdict {
  const bound = load.bound.get(found.text);
  const parts = found.what === "package" ? found.parts : bound === undefined ? null : readPackage(bound);
  if (parts !== null) {
    return packageVerdict(found.what === "package" ? found.code : plainCode(bound as string), parts, load, counted);
  }
  switch (found.what) {
    case "torn":
      return { is: "torn", text: found.text, of: found.of };
    case "nothing":
      return { is: "unknown", text: "" };
    case "other":
    case "package":
      return isPart(found.text, load.tag) ? { is: "torn", text: found.text, of: "package" } : { is: "unknown", text: found.text };
    default:
      return { is: "no_box", what: found.what };
  }
}

/** Return the packages of this load that are not counted, in the order of places, then of kinds. */
export function missing(load: Load, counted: ReadonlySet<string>): string[] {
  return [...load.boxes].filter((code) => !counted.has(code)).sort();
}

/** Return what all codes of this load begin with, whole groups only: nobody types it again. */
export function commonStart(load: Load): string {
  const [first, ...rest] = [...load.boxes];
  if (first === undefined) return "";
  const cut = [16, 13, 9, 7, 3].find((end) => rest.every((code) => code.startsWith(first.slice(0, end))));
  return first.slice(0, cut ?? 0);
}

function packageVerdict(code: string, parts: PackageCode, load: Load, counted: ReadonlySet<string>): Verdict {
  if (load.boxes.has(code)) return { is: counted.has(code) ? "again" : "right", code };
  if (parts.tag !== load.tag) return { is: "other_election", code, tag: parts.tag };
  const { place } = parts;
  const elsewhere = load.loads.get(code) ?? null;
  if (!isWithin(place, load.area)) return { is: "elsewhere", code, place, load: elsewhere };
  return elsewhere === null ? { is: "unplanned", code, place } : { is: "other_load", code, place, load: elsewhere };
}

/** Whether `place` is `area` or lies in it, by their codes. */
function isWithin(place: string, area: string): boolean {
  return place === area || place.startsWith(`${area}.`) || place.startsWith(`${area}-`);
}

/** Whether a text begins like a code of this election, and is cut or has letters too many. */
function isPart(text: string, tag: string): boolean {
  const plain = plainCode(text);
  return plain.startsWith(tag) && /^[0-9A-Z]{3}[0-9]{4}[0-9A-Z]{1,24}$/.test(plain);
}
