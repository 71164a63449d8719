/** Files that a person dropped: a folder, a .zip, or the files themselves, by their path in the log. */
import { unzipSync } from "fflate";

/** Bytes after unpacking; a log of one kabupaten is far smaller. */
const LARGEST = 1_500_000_000;

/** Return the published folder in `dropped`; it lies wherever `checkpoint` lies. */
export async function filesOf(dropped: readonly File[]): Promise<Map<string, Uint8Array>> {
  const found = new Map<string, Uint8Array>();
  for (const file of dropped) {
    const bytes = new Uint8Array(await file.arrayBuffer());
    if (!file.name.toLowerCase().endsWith(".zip")) {
      found.set(file.webkitRelativePath || file.name, bytes);
      continue;
    }
    let size = 0;
    const filter = ({ originalSize }: { originalSize: number }): boolean => (size += originalSize) <= LARGEST;
    for (const [path, inside] of Object.entries(unzipSync(bytes, { filter }))) found.set(path, inside);
  }
  return below(found);
}

function below(found: ReadonlyMap<string, Uint8Array>): Map<string, Uint8Array> {
  const paths = [...found.keys()].filter((path) => path === "checkpoint" || path.endsWith("/checkpoint"));
  const shortest = paths.sort((a, b) => a.length - b.length)[0] ?? "checkpoint";
  const folder = shortest.slice(0, -"checkpoint".length);
  const inside = [...found].filter(([path]) => path.startsWith(folder));
  return new Map(inside.map(([path, bytes]) => [path.slice(folder.length), bytes]));
}
