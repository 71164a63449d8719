/**
 * Checking a published log from its files alone, as `tepat log verify` does, without package
 * states and lists: checkpoint and quorum, every entry against the root, tiles, signatures, chains
 * of devices, hidden bodies, older checkpoints, what the folder says of itself, and phones.
 */
import { Malformed, same, toHex } from "../log/bytes";
import { fingerprint, parseCheckpoint, type Checkpoint } from "../log/checkpoints";
import { parseNote, verified, type Verifier } from "../log/notes";
import { enough, judge, parsePolicy, type Judged, type Policy } from "../log/policies";
import { entriesPath, parseBundle, TILE, tilePath } from "../log/tiles";
import { Frontier, leafHash, rootOf } from "../log/tree";
import { checkDescription, checkIndex } from "./about";
import { isDue } from "./release";
import { Facts } from "./facts";
import { checkPhone, parsePhone } from "./phones";
import { Report } from "./report";

/** The published folder: each file by its path. */
export type Files = ReadonlyMap<string, Uint8Array>;

/** Leaves that a browser holds in memory; a log of one kabupaten has far fewer. */
const MOST_LEAVES = 2_000_000;
const PUBLISHED = /^checkpoints\/[0-9]+$/;

/** Return what the files show to somebody with this policy, who kept these checkpoints and exports of phones. */
export async function check(
  files: Files,
  policyFile: Uint8Array,
  seen: readonly Uint8Array[] = [],
  exported: readonly Uint8Array[] = [],
): Promise<Report> {
  const report = new Report();
  const policy = parsePolicy(policyFile);
  const phones = exported.map(parsePhone);
  report.of = policy.witnesses.size;
  const bytes = files.get("checkpoint");
  const newest = bytes === undefined ? null : await signed(bytes, policy);
  if (newest === null) {
    report.found("changed", "Titik periksa tidak ada, rusak, atau tidak ditandatangani log dalam kebijakan Anda.");
    return report;
  }
  sayStrangers("checkpoint", newest, report);
  const { origin } = newest.checkpoint;
  report.size = newest.checkpoint.size;
  report.fingerprint = fingerprint(newest.checkpoint);
  report.witnesses = [...newest.judged.witnesses];
  report.quorum = newest.judged.met;
  if (report.size > MOST_LEAVES) {
    report.lacks("Log ini terlalu besar untuk halaman ini. Periksa dengan tepat log verify.");
    return report;
  }
  if (!report.quorum) report.found("noted", "Saksi yang menandatangani belum cukup menurut kebijakan Anda.");
  await checkDescription(files, newest.checkpoint.origin, policy, report);
  checkIndex(files, report);
  const { leaves, entries } = leavesOf(files, newest.checkpoint, isDue(files, "entries", newest.time), report);
  const facts = new Facts(files, origin, report);
  for (const [at, leaf] of entries) facts.read(at + 1, leaf);
  const { desks } = await facts.finish();
  if (leaves !== null) {
    checkTiles(files, leaves, report);
    const kept = [...seen, ...phones.flatMap((each) => each.checkpoints)];
    const older = await olderOf(files, policy, kept, report);
    checkOlder(older, leaves, origin, report);
    checkSeen(facts, [newest.checkpoint, ...older], leaves, origin, report);
  }
  const now = Math.max(newest.time, Date.parse(facts.lastReceived || "1970-01-01T00:00:00Z") / 1000);
  if (report.withheldResults > 0 && isDue(files, "results", now)) {
    report.lacks(`${report.withheldResults} isi hasil tidak ada, padahal waktu pembukaannya sudah lewat.`);
  }
  checkStates(files, entries.size, facts, report);
  if (entries.size > 0) {
    for (const phone of phones) await checkPhone(phone, facts, desks, origin, now, report);
    report.phones = phones.length;
  }
  return report;
}

interface Signed {
  readonly checkpoint: Checkpoint;
  /** How many signatures are of keys that the policy does not name. */
  readonly strangers: number;
  readonly judged: Judged;
  /** The newest time that a quorum of the policy had reached; 0 without one. */
  readonly time: number;
}

async function signed(bytes: Uint8Array, policy: Policy): Promise<Signed | null> {
  try {
    const note = parseNote(bytes);
    const judged = await judge(policy, note);
    if (judged.log === null) return null;
    const all = [...policy.logs, ...policy.witnesses.values()].map((each) => each.verifier);
    // Line by line: also of a signature that is there twice, each must hold.
    const lines = await Promise.all(note.signatures.map((each) => verified({ text: note.text, signatures: [each] }, all)));
    const strangers = lines.filter((each) => each.length === 0).length;
    const times = new Map<Verifier, number>();
    for (const { verifier, time } of lines.flat()) times.set(verifier, Math.max(times.get(verifier) ?? 0, time ?? 0));
    const time = agreed(policy, times);
    return { checkpoint: parseCheckpoint(note.text), judged, strangers, time };
  } catch (error) {
    if (error instanceof Malformed) return null;
    throw error;
  }
}

/** One witness that lies ahead moves nobody's deadline. Twin of `agreed` in `verifying/notes.py`. */
function agreed(policy: Policy, times: ReadonlyMap<Verifier, number>): number {
  const told = [...policy.witnesses.values()].flatMap(({ name, verifier }) => {
    const time = times.get(verifier);
    return time === undefined ? [] : [{ name, time }];
  });
  const newestFirst = told.map((each) => each.time).sort((a, b) => b - a);
  if (policy.quorum === "none") return newestFirst[Math.floor(newestFirst.length / 2)] ?? 0;
  const reached = (time: number): Set<string> => new Set(told.filter((each) => each.time >= time).map((each) => each.name));
  return newestFirst.find((time) => enough(policy, reached(time))) ?? 0;
}

function sayStrangers(path: string, { strangers }: Signed, report: Report): void {
  if (strangers > 0) report.found("noted", `Berkas ${path}: ${strangers} tanda tangan dari kunci yang tidak ada dalam kebijakan Anda.`);
}

interface Leaves {
  /** Hashes that give the root of the checkpoint, or null. */
  readonly leaves: Uint8Array[] | null;
  /** Entries by their place, those that hold. */
  readonly entries: ReadonlyMap<number, Uint8Array>;
}

function leavesOf(files: Files, { size, root }: Checkpoint, isOpen: boolean, report: Report): Leaves {
  const entries = new Map<number, Uint8Array>();
  const made: (Uint8Array | undefined)[] = [];
  const published: (Uint8Array | undefined)[] = [];
  const missing: string[] = [];
  for (let index = 0; index * TILE < size; index += 1) {
    const [first, width] = [index * TILE, Math.min(TILE, size - index * TILE)];
    const path = entriesPath(index, width);
    const bundle = files.get(path);
    if (bundle === undefined) missing.push(path);
    else bundleOf(bundle, width, path, report).forEach((entry, at) => {
      entries.set(first + at, entry);
      made[first + at] = leafHash(entry);
    });
    const tile = files.get(tilePath(0, index, width));
    for (let at = 0; tile?.length === width * 32 && at < width; at += 1) {
      published[first + at] = tile.subarray(at * 32, at * 32 + 32);
    }
  }
  report.entries = entries.size;
  if (entries.size > 0) for (const path of missing) report.lacks(`Berkas ${path} tidak ada. Minta salinan lengkap.`);
  else if (isOpen && size > 0) report.lacks("Isi peristiwa tidak ada, padahal waktu pembukaannya sudah lewat.");
  const places = Array.from({ length: size }, (_, at) => at);
  for (const [first, second] of [[made, published], [published, made]] as const) {
    const hashes = places.map((at) => first[at] ?? second[at]);
    if (hashes.some((hash) => hash === undefined)) continue;
    const leaves = hashes as Uint8Array[];
    if (!same(rootOf(leaves), root)) continue;
    for (const at of places) {
      const hash = made[at];
      if (hash === undefined || same(hash, leaves[at] as Uint8Array)) continue;
      report.found("changed", `Peristiwa nomor ${at + 1} diubah. Simpan salinan ini sebagai bukti.`);
      entries.delete(at);
    }
    return { leaves, entries };
  }
  report.found("changed", "Peristiwa tidak cocok dengan titik periksa. Simpan salinan ini sebagai bukti.");
  return { leaves: null, entries };
}

function bundleOf(bundle: Uint8Array, width: number, path: string, report: Report): Uint8Array[] {
  try {
    return parseBundle(bundle, width);
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    report.found("changed", `Berkas ${path} rusak. Simpan salinan ini sebagai bukti.`);
    return [];
  }
}

/** Every tile and bundle that is there must hold what the leaves give; the newest tiles must be there. */
function checkTiles(files: Files, leaves: readonly Uint8Array[], report: Report): void {
  const partials = partialsOf(files);
  const changed = (path: string): void => report.found("changed", `Berkas ${path} diubah. Simpan salinan ini sebagai bukti.`);
  let row = [...leaves];
  for (let level = 0; row.length > 0; level += 1) {
    const above: Uint8Array[] = [];
    for (let index = 0; index * TILE < row.length; index += 1) {
      const hashes = row.slice(index * TILE, index * TILE + TILE);
      const path = tilePath(level, index, hashes.length);
      const tile = files.get(path);
      if (tile === undefined) report.lacks(`Berkas ${path} tidak ada. Minta salinan lengkap.`);
      else if (!agrees(hashesIn(tile, hashes.length), hashes)) changed(path);
      for (const kind of level === 0 ? ["0", "entries"] : [String(level)]) {
        for (const { path: other, width } of partials.get(`${kind} ${index}`) ?? []) {
          const data = files.get(other) as Uint8Array;
          // The newest ones were read already.
          if (width !== hashes.length && !agrees(kind === "entries" ? leavesIn(data, width) : hashesIn(data, width), hashes)) changed(other);
        }
      }
      if (hashes.length === TILE) above.push(rootOf(hashes));
    }
    row = above;
  }
}

const PARTIAL = /^tile\/(entries|[0-9]{1,2})\/((?:x[0-9]{3}\/)*[0-9]{3})\.p\/([0-9]{1,3})$/;

interface Partial {
  readonly path: string;
  readonly width: number;
}

/** The narrower and wider copies of tiles and bundles that lie in the folder, by level or `entries` and index. */
function partialsOf(files: Files): ReadonlyMap<string, readonly Partial[]> {
  const found = new Map<string, Partial[]>();
  for (const path of files.keys()) {
    const [, kind, index = "", width] = PARTIAL.exec(path) ?? [];
    if (kind === undefined) continue;
    const key = `${kind} ${Number(index.replace(/[x/]/g, ""))}`;
    found.set(key, [...(found.get(key) ?? []), { path, width: Number(width) }]);
  }
  return found;
}

function hashesIn(tile: Uint8Array, width: number): Uint8Array[] | null {
  return tile.length === width * 32 ? Array.from({ length: width }, (_, at) => tile.subarray(at * 32, at * 32 + 32)) : null;
}

function leavesIn(bundle: Uint8Array, width: number): Uint8Array[] | null {
  try {
    return parseBundle(bundle, width).map(leafHash);
  } catch (error) {
    if (error instanceof Malformed) return null;
    throw error;
  }
}

/** Whether what a file holds agrees with `right` as far as both go. */
function agrees(found: readonly Uint8Array[] | null, right: readonly Uint8Array[]): boolean {
  return found !== null && found.slice(0, right.length).every((hash, at) => same(hash, right[at] as Uint8Array));
}

/** States are not recomputed here; whether there are any to recompute is looked at. */
function checkStates(files: Files, given: number, facts: Facts, report: Report): void {
  const sizes = [...files.keys()].flatMap((path) => /^states\/([1-9][0-9]*)\.jsonl$/.exec(path)?.[1] ?? []).map(Number);
  const hasStates = sizes.some((size) => size <= report.size);
  const lacks = report.isPartial ? hasStates : given > 0 && given === report.size && facts.nameAPackage && !hasStates;
  if (lacks) report.lacks("Keadaan paket tidak diterbitkan di sini atau tidak dapat dibandingkan.");
}

interface Older {
  readonly by: string;
  readonly origin: string;
  readonly size: number;
  readonly root: Uint8Array;
}

/** The older checkpoints of the folder, and those that somebody kept. */
async function olderOf(files: Files, policy: Policy, kept: readonly Uint8Array[], report: Report): Promise<Older[]> {
  const published = [...files].filter(([path]) => PUBLISHED.test(path));
  const all = [...published, ...kept.map((bytes) => ["titik periksa Anda", bytes] as const)];
  const older: Older[] = [];
  for (const [path, bytes] of all) {
    const found = await signed(bytes, policy);
    if (found === null) {
      report.found("changed", `Berkas ${path} rusak atau tidak ditandatangani log.`);
      continue;
    }
    sayStrangers(path, found, report);
    const { checkpoint } = found;
    if (PUBLISHED.test(path) && path !== `checkpoints/${checkpoint.size}`) {
      report.found("changed", `Berkas ${path} berisi ukuran ${checkpoint.size}.`);
      continue;
    }
    report.older += 1;
    older.push({ by: path, origin: checkpoint.origin, size: checkpoint.size, root: checkpoint.root });
  }
  return older;
}

function checkOlder(all: readonly Older[], leaves: readonly Uint8Array[], origin: string, report: Report): void {
  const frontier = new Frontier();
  for (const { by, origin: named, size, root } of [...all].sort((a, b) => a.size - b.size)) {
    while (frontier.size < Math.min(size, leaves.length)) frontier.append(leaves[frontier.size] as Uint8Array);
    if (named === origin && size === frontier.size && same(root, frontier.root())) continue;
    report.found("changed", `Log bukan lanjutan dari ${by} (ukuran ${size}). Simpan kedua berkas sebagai bukti.`);
  }
}

/** What facts say they had seen: the word of a phone, and evidence only beside a checkpoint with that root. */
function checkSeen(facts: Facts, signed: readonly Omit<Older, "by">[], leaves: readonly Uint8Array[], origin: string, report: Report): void {
  const frontier = new Frontier();
  for (const { number, size, root } of [...facts.seen].sort((a, b) => a.size - b.size)) {
    while (frontier.size < Math.min(size, leaves.length)) frontier.append(leaves[frontier.size] as Uint8Array);
    if (size === frontier.size && toHex(frontier.root()).startsWith(root)) continue;
    const isProven = signed.some((each) => each.origin === origin && each.size === size && toHex(each.root).startsWith(root));
    if (isProven) report.found("changed", `Peristiwa nomor ${number} melihat log lain (ukuran ${size}), dan titik periksa bertanda tangan membuktikannya.`);
    else report.found("noted", `Peristiwa nomor ${number} menyebut log lain (ukuran ${size}), tanpa bukti.`);
  }
}
