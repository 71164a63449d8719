/** Where a log keeps its hashes and entries as files (C2SP tlog-tiles). Twin of `core/log/tiles.py`. */
import { Malformed } from "./bytes";

export const TILE = 256;

/** Return the path of a tile of hashes; a `width` below 256 is a part that was published early. */
export function tilePath(level: number, index: number, width = TILE): string {
  return `tile/${level}/${inThrees(index)}${partial(width)}`;
}

/** Return the path of a bundle of entries. */
export function entriesPath(index: number, width = TILE): string {
  return `tile/entries/${inThrees(index)}${partial(width)}`;
}

/** Return the paths of the bundles of a log of `size`, in order. */
export function allEntriesPaths(size: number): string[] {
  return Array.from({ length: Math.ceil(size / TILE) }, (_, index) =>
    entriesPath(index, Math.min(TILE, size - index * TILE)),
  );
}

/** Return the `width` entries of a bundle. Throws `Malformed` where there are more or fewer. */
export function parseBundle(bytes: Uint8Array, width: number): Uint8Array[] {
  const found: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; ) {
    const length = (bytes[at] ?? 0) * 256 + (bytes[at + 1] ?? 0);
    const end = at + 2 + length;
    if (end > bytes.length || found.length === width) throw new Malformed("not the width of its path");
    found.push(bytes.subarray(at + 2, end));
    at = end;
  }
  if (found.length !== width) throw new Malformed("not the width of its path");
  return found;
}

function inThrees(index: number): string {
  const digits = String(index);
  const padded = digits.padStart(Math.ceil(digits.length / 3) * 3, "0");
  return (padded.match(/.../g) ?? []).map((part, at, all) => (at < all.length - 1 ? `x${part}` : part)).join("/");
}

function partial(width: number): string {
  return width === TILE ? "" : `.p/${width}`;
}
