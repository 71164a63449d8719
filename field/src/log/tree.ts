/**
 * The Merkle tree of RFC 6962: hashes, roots, and the two proofs.
 *
 * Hashes are 32 bytes; a proof with any other hash is refused. Twin of `core/log/tree.py`.
 * Sizes are plain numbers, so arithmetic is used where 32-bit operators would wrap.
 */
import { concat, same, sha256, type Bytes } from "./bytes";

export const EMPTY_ROOT = sha256(new Uint8Array(0)) as Bytes;

export function leafHash(leaf: Uint8Array): Bytes {
  return sha256(concat(Uint8Array.of(0), leaf)) as Bytes;
}

export function nodeHash(left: Uint8Array, right: Uint8Array): Bytes {
  return sha256(concat(Uint8Array.of(1), left, right)) as Bytes;
}

/** The roots of the full subtrees of a growing tree: enough to append and to know the root. */
export class Frontier {
  private readonly peaks: { size: number; hash: Uint8Array }[] = [];
  size = 0;

  append(leaf: Uint8Array): void {
    let peak = { size: 1, hash: leaf };
    for (let last = this.peaks.at(-1); last?.size === peak.size; last = this.peaks.at(-1)) {
      this.peaks.pop();
      peak = { size: peak.size * 2, hash: nodeHash(last.hash, peak.hash) };
    }
    this.peaks.push(peak);
    this.size += 1;
  }

  root(): Uint8Array {
    const last = this.peaks.at(-1);
    if (last === undefined) return EMPTY_ROOT;
    return this.peaks.slice(0, -1).reduceRight((right, peak) => nodeHash(peak.hash, right), last.hash);
  }
}

/** Return the root of the tree with these leaf hashes. */
export function rootOf(hashes: Iterable<Uint8Array>): Uint8Array {
  const frontier = new Frontier();
  for (const hash of hashes) frontier.append(hash);
  return frontier.root();
}

/** Whether `proof` shows that the leaf hash stands at `index` of the tree with this size and root. */
export function checkInclusion(
  leaf: Uint8Array,
  index: number,
  size: number,
  proof: readonly Uint8Array[],
  root: Uint8Array,
): boolean {
  if (!allHashes([leaf, root, ...proof]) || !isSize(index) || !isSize(size) || index >= size) return false;
  let [at, last, hash] = [index, size - 1, leaf];
  for (const sibling of proof) {
    if (last === 0) return false;
    if (at % 2 === 1 || at === last) {
      hash = nodeHash(sibling, hash);
      [at, last] = upFrom(at, last);
    } else {
      hash = nodeHash(hash, sibling);
    }
    [at, last] = [half(at), half(last)];
  }
  return last === 0 && same(hash, root);
}

/** Whether `proof` shows that the older tree is the beginning of the newer one. */
export function checkConsistency(
  older: number,
  newer: number,
  proof: readonly Uint8Array[],
  olderRoot: Uint8Array,
  newerRoot: Uint8Array,
): boolean {
  if (!allHashes([olderRoot, newerRoot, ...proof]) || !isSize(older) || !isSize(newer)) return false;
  if (older > newer) return false;
  if (older === newer) return proof.length === 0 && same(olderRoot, newerRoot);
  if (older === 0) return proof.length === 0 && same(olderRoot, EMPTY_ROOT);
  const path = [...proof];
  let [at, last] = [older - 1, newer - 1];
  while (at % 2 === 1) [at, last] = [half(at), half(last)];
  const seed = at === 0 ? olderRoot : path.shift();
  if (seed === undefined) return false;
  let [left, right] = [seed, seed];
  for (const sibling of path) {
    if (last === 0) return false;
    if (at % 2 === 1 || at === last) {
      left = nodeHash(sibling, left);
      right = nodeHash(sibling, right);
      [at, last] = upFrom(at, last);
    } else {
      right = nodeHash(right, sibling);
    }
    [at, last] = [half(at), half(last)];
  }
  return last === 0 && same(left, olderRoot) && same(right, newerRoot);
}

/** A last node without a right sibling is its own parent: climb to where it has a left one. */
function upFrom(at: number, last: number): [number, number] {
  while (at % 2 === 0 && at !== 0) [at, last] = [half(at), half(last)];
  return [at, last];
}

function half(value: number): number {
  return Math.floor(value / 2);
}

function isSize(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}

function allHashes(hashes: readonly Uint8Array[]): boolean {
  return hashes.every((hash) => hash.length === 32);
}
