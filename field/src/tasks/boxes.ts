/** One box among those that this phone knows of, by its code or by another system's. Pure. */
import type { Manifest } from "../manifest/types";
import { readPackage } from "../scan/codes";
import { meaning } from "../scan/meaning";

export type FoundBox =
  | { readonly is: "box"; readonly code: string; readonly seals: readonly string[]; readonly planned: number | null }
  /** A box that is on no list of this officer. */
  | { readonly is: "stranger"; readonly code: string }
  | { readonly is: "torn" | "unknown" };

/** Return what the text of a label is to this officer. */
export function boxIn(manifest: Manifest, text: string): FoundBox {
  const found = meaning(text);
  if (found.what === "torn") return { is: "torn" };
  const bound = manifest.places.flatMap((place) => place.packages).filter((met) => met.foreign.includes(found.text));
  const code = found.what === "package" ? found.code : bound.length === 1 ? (bound[0]?.code ?? "") : "";
  if (code === "") return { is: "unknown" };
  const place = manifest.places.find((each) => each.packages.some((met) => met.code === code));
  const met = place?.packages.find((each) => each.code === code);
  if (met === undefined && !manifest.loads.some((load) => load.packages.includes(code))) return { is: "stranger", code };
  const kind = manifest.kinds.findIndex((each) => each.short === readPackage(code)?.kind);
  const planned = place?.ballots[kind] ?? null;
  return { is: "box", code, seals: met?.seals ?? [], planned };
}
