/** Files that a person dropped: a folder, a .zip, or the files themselves, by their path in the log. */
import { unzipSync } from "fflate";
import { INDEX } from "./results";

interface Limit {
  readonly files: number;
  /** After unpacking, together. */
  readonly bytes: number;
}

/** More than any has: a log of one kabupaten, and a bundle of results as in `verifying/results.py`. */
export const LIMITS: Readonly<Record<"log" | "bundle", Limit>> = { log: { files: 200_000, bytes: 1_500_000_000 }, bundle: { files: 32, bytes: 512 << 20 } };

/** Return the published folder in `dropped`; it lies wherever `checkpoint` lies. Throws for a .zip that no desk makes. */
export async function filesOf(dropped: readonly File[], limits = LIMITS): Promise<Map<string, Uint8Array>> {
  const found = new Map<string, Uint8Array>();
  for (const file of dropped) {
    const bytes = new Uint8Array(await file.arrayBuffer());
    if (file.name.toLowerCase().endsWith(".zip")) for (const [path, inside] of unpacked(bytes, limits)) found.set(path, inside);
    else found.set(file.webkitRelativePath || file.name, bytes);
  }
  return below(found);
}

/** The files of a .zip. Its list is read first: nothing is unpacked of one with a name twice or too much in it. */
function unpacked(bytes: Uint8Array, limits: typeof LIMITS): [string, Uint8Array][] {
  const sizes = new Map<string, number>();
  const listed = ({ name, originalSize }: { name: string; originalSize: number }): boolean => {
    if (sizes.has(name)) throw new Error(`${name} twice`);
    sizes.set(name, originalSize);
    if (sizes.size > limits.log.files) throw new Error("too many files");
    return false;
  };
  unzipSync(bytes, { filter: listed });
  const limit = [...sizes.keys()].some((name) => name.endsWith(INDEX)) ? limits.bundle : limits.log;
  const all = [...sizes.values()].reduce((sum, size) => sum + size, 0);
  if (sizes.size > limit.files || all > limit.bytes) throw new Error("too much");
  return Object.entries(unzipSync(bytes));
}

function below(found: ReadonlyMap<string, Uint8Array>): Map<string, Uint8Array> {
  const paths = [...found.keys()].filter((path) => path === "checkpoint" || path.endsWith("/checkpoint"));
  const shortest = paths.sort((a, b) => a.length - b.length)[0] ?? "checkpoint";
  const folder = shortest.slice(0, -"checkpoint".length);
  const inside = [...found].filter(([path]) => path.startsWith(folder));
  return new Map(inside.map(([path, bytes]) => [path.slice(folder.length), bytes]));
}
