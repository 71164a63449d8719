/** The manifest of an officer as it is kept on this phone, read once. */
import type { Officer } from "../keeping/records";
import type { Store } from "../keeping/store";
import { Malformed, utf8 } from "../log/bytes";
import { nameKept } from "../enrol/place";
import { readManifest } from "./read";
import type { Manifest } from "./types";

const read = new Map<string, Manifest | null>();

/** Return the manifest, or null where none was fetched or another version of the program wrote it. */
export async function manifestFor(store: Store, officer: Officer): Promise<Manifest | null> {
  const kept = await store.manifest(officer.device);
  if (kept === undefined) return null;
  const known = read.get(kept.text);
  if (known !== undefined) return known;
  let found: Manifest | null = null;
  try {
    found = readManifest(utf8(kept.text));
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
  }
  read.set(kept.text, found);
  return found;
}

/** Names of regions by their codes; before the first manifest that of the letter alone. */
export async function namesFor(store: Store, officer: Officer): Promise<ReadonlyMap<string, string>> {
  const manifest = await manifestFor(store, officer);
  return manifest === null ? nameKept(officer.letter) : new Map(Object.entries(manifest.areas));
}

/** How many boxes and seals a manifest holds. */
export function countsOf(manifest: Manifest): { readonly boxes: number; readonly seals: number } {
  const met = manifest.places.flatMap((place) => place.packages);
  return { boxes: met.length, seals: met.reduce((sum, each) => sum + each.seals.length, 0) };
}
