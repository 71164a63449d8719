/**
 * Checking a published log from its files alone, as `tepat log verify` does, without package
 * states: checkpoint and quorum, every entry against the root, tiles, signatures, chains of
 * devices, and older checkpoints.
 */
import { fromBase64, Malformed, same } from "../log/bytes";
import { decodeObject, type JsonObject } from "../log/canonical";
import { fingerprint, parseCheckpoint, type Checkpoint } from "../log/checkpoints";
import { parseEntry, type Entry, type FactEntry } from "../log/entries";
import { bodyVerifies, EVENT, isWeak, keyId } from "../log/keys";
import { parseNote } from "../log/notes";
import { judge, parsePolicy, type Judged, type Policy } from "../log/policies";
import { entriesPath, parseBundle, TILE, tilePath } from "../log/tiles";
import { Frontier, leafHash, rootOf } from "../log/tree";
import { Report } from "./report";

/** The published folder: each file by its path. */
export type Files = ReadonlyMap<string, Uint8Array>;

/** Leaves that a browser holds in memory; a log of one kabupaten has far fewer. */
const MOST_LEAVES = 2_000_000;

/** Return what the files show to somebody with this policy, who once saw these checkpoints. */
export async function check(files: Files, policyFile: Uint8Array, seen: readonly Uint8Array[] = []): Promise<Report> {
  const report = new Report();
  const policy = parsePolicy(policyFile);
  report.of = policy.witnesses.size;
  const bytes = files.get("checkpoint");
  const newest = bytes === undefined ? null : await signed(bytes, policy);
  if (newest === null) {
    report.found("changed", "Titik periksa tidak ada, rusak, atau tidak ditandatangani log dalam kebijakan Anda.");
    return report;
  }
  sayStrangers("checkpoint", newest, report);
  report.size = newest.checkpoint.size;
  report.fingerprint = fingerprint(newest.checkpoint);
  report.witnesses = [...newest.judged.witnesses];
  report.quorum = newest.judged.met;
  if (report.size > MOST_LEAVES) {
    report.isUnread = true;
    report.found("incomplete", "Log ini terlalu besar untuk halaman ini. Periksa dengan tepat log verify.");
    return report;
  }
  const { leaves, entries } = leavesOf(files, newest.checkpoint, report);
  if (leaves !== null) {
    checkTiles(files, leaves, report);
    await checkOlder(files, policy, seen, leaves, report);
  }
  await checkFacts(entries, report);
  return report;
}

interface Signed {
  readonly checkpoint: Checkpoint;
  /** How many signatures are of keys that the policy does not name, or doubled. */
  readonly strangers: number;
  readonly judged: Judged;
}

async function signed(bytes: Uint8Array, policy: Policy): Promise<Signed | null> {
  try {
    const note = parseNote(bytes);
    const judged = await judge(policy, note);
    const strangers = note.signatures.length - judged.witnesses.size - 1;
    return judged.log === null ? null : { checkpoint: parseCheckpoint(note.text), judged, strangers };
  } catch (error) {
    if (error instanceof Malformed) return null;
    throw error;
  }
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

function leavesOf(files: Files, { size, root }: Checkpoint, report: Report): Leaves {
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
  if (entries.size > 0) for (const path of missing) report.found("incomplete", `Berkas ${path} tidak ada. Minta salinan lengkap.`);
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

/** Every tile that is there must hold what the leaves give; the newest ones must be there. */
function checkTiles(files: Files, leaves: readonly Uint8Array[], report: Report): void {
  let row = [...leaves];
  for (let level = 0; row.length > 0; level += 1) {
    const above: Uint8Array[] = [];
    for (let index = 0; index * TILE < row.length; index += 1) {
      const hashes = row.slice(index * TILE, index * TILE + TILE);
      const path = tilePath(level, index, hashes.length);
      if (!files.has(path)) report.found("incomplete", `Berkas ${path} tidak ada. Minta salinan lengkap.`);
      for (let width = 1; width <= hashes.length; width += 1) {
        const tile = files.get(tilePath(level, index, width));
        const right = hashes.slice(0, width);
        const holds = tile?.length === width * 32 && right.every((hash, at) => same(hash, tile.subarray(at * 32, at * 32 + 32)));
        if (tile !== undefined && !holds) {
          report.found("changed", `Berkas ${tilePath(level, index, width)} diubah. Simpan salinan ini sebagai bukti.`);
        }
      }
      if (hashes.length === TILE) above.push(rootOf(hashes));
    }
    row = above;
  }
}

async function checkOlder(
  files: Files,
  policy: Policy,
  seen: readonly Uint8Array[],
  leaves: readonly Uint8Array[],
  report: Report,
): Promise<void> {
  const published = [...files].filter(([path]) => /^checkpoints\/[0-9]+$/.test(path));
  const all = [...published, ...seen.map((bytes) => ["titik periksa Anda", bytes] as const)];
  const older: { path: string; checkpoint: Checkpoint }[] = [];
  for (const [path, bytes] of all) {
    const found = await signed(bytes, policy);
    if (found === null) report.found("changed", `Berkas ${path} rusak atau tidak ditandatangani log.`);
    else {
      sayStrangers(path, found, report);
      older.push({ path, checkpoint: found.checkpoint });
    }
  }
  older.sort((a, b) => a.checkpoint.size - b.checkpoint.size);
  const frontier = new Frontier();
  for (const { path, checkpoint } of older) {
    while (frontier.size < Math.min(checkpoint.size, leaves.length)) frontier.append(leaves[frontier.size] as Uint8Array);
    report.older += 1;
    if (checkpoint.size === frontier.size && same(checkpoint.root, frontier.root())) continue;
    report.found("changed", `Log tidak lanjutan dari ${path} (ukuran ${checkpoint.size}). Simpan kedua berkas sebagai bukti.`);
  }
}

interface Read {
  readonly number: number;
  readonly entry: FactEntry;
  readonly value: JsonObject;
}

async function checkFacts(entries: ReadonlyMap<number, Uint8Array>, report: Report): Promise<void> {
  const facts: Read[] = [];
  const chains = new Map<string, Map<number, { name: string; prev: string }>>();
  for (const [at, leaf] of entries) {
    const entry = entryOf(leaf);
    if (entry === null) report.found("changed", `Peristiwa nomor ${at + 1} bukan peristiwa yang sah bentuknya.`);
    if (entry === null || entry.what === "quarantined") continue;
    if (entry.what === "hidden") {
      report.hidden += 1;
      link(chains, entry.device, entry.seq, { name: entry.name, prev: entry.prev ?? "" }, at + 1, report);
      continue;
    }
    const value = decodeObject(entry.body);
    facts.push({ number: at + 1, entry, value });
    const [device, seq] = [String(value["device"]), Number(value["seq"])];
    link(chains, device, seq, { name: entry.name, prev: String(value["prev"] ?? "") }, at + 1, report);
  }
  checkChains(chains, report);
  const keys = keysIn(facts);
  for (const { number, entry, value } of facts) {
    const signers = [{ device: String(value["device"]), sig: entry.sig }, ...entry.countersigned];
    for (const { device, sig } of signers) {
      const key = keys.get(device);
      if (key === undefined) report.found("incomplete", `Kunci peristiwa nomor ${number} belum dikenal: surat tugasnya belum tiba.`);
      else if (await bodyVerifies(key, EVENT, entry.body, sig)) report.signatures += 1;
      else report.found("changed", `Tanda tangan peristiwa nomor ${number} tidak sah.`);
    }
  }
}

function entryOf(leaf: Uint8Array): Entry | null {
  try {
    const entry = parseEntry(leaf);
    if (entry.what === "fact") decodeObject(entry.body);
    return entry;
  } catch (error) {
    if (error instanceof Malformed) return null;
    throw error;
  }
}

type Chains = Map<string, Map<number, { readonly name: string; readonly prev: string }>>;

function link(chains: Chains, device: string, seq: number, link: { name: string; prev: string }, number: number, report: Report): void {
  const chain = chains.get(device) ?? new Map<number, { name: string; prev: string }>();
  chains.set(device, chain);
  const other = chain.get(seq);
  if (other === undefined) chain.set(seq, link);
  else if (other.name !== link.name) report.found("noted", `Perangkat ${device.slice(0, 8)} bercabang di peristiwa nomor ${number}.`);
}

function checkChains(chains: Chains, report: Report): void {
  for (const [device, chain] of chains) {
    const named = device.slice(0, 8);
    const last = Math.max(...chain.keys());
    if (last !== chain.size) report.found("incomplete", `Perangkat ${named}: ${last - chain.size} peristiwa belum tiba.`);
    for (const [seq, { prev }] of chain) {
      const before = chain.get(seq - 1);
      if (before !== undefined && before.name !== prev) report.found("noted", `Rantai perangkat ${named} putus di urutan ${seq}.`);
    }
  }
}

/** Keys by their id, from the facts that enrol them. */
function keysIn(facts: readonly Read[]): Map<string, Uint8Array> {
  const found = new Map<string, Uint8Array>();
  for (const { value } of facts) {
    if (value["kind"] !== "desk_enrolled" && value["kind"] !== "enrolled") continue;
    try {
      const key = fromBase64(String(value["key"]));
      if (!isWeak(key)) found.set(keyId(key), key);
    } catch (error) {
      if (!(error instanceof Malformed)) throw error;
    }
  }
  return found;
}

