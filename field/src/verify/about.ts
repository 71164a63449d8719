/**
 * What the folder says of itself, against what was signed. Twin of `witness/verifying/about.py` and
 * of the index in `witness/verifying/notes.py`. No key is ever taken from here.
 */
import { decimal, Malformed, textOf, utf8 } from "../log/bytes";
import { encode, nameOf, type JsonObject } from "../log/canonical";
import { parseNote, parseVkey, verified, writeVkey, type Verifier } from "../log/notes";
import type { Policy } from "../log/policies";
import type { Report } from "./report";

type Files = ReadonlyMap<string, Uint8Array>;

const LARGEST = 65_536;
const FIELDS = "election,kabupaten,keys,origin,release,v";
const PARTS = new Set(["entries", "states", "lists", "results", "security"]);
const MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/;

/** Report a `log.json` that describes another log, is spelled otherwise, or names other keys. */
export async function checkDescription(files: Files, origin: string, policy: Policy, report: Report): Promise<void> {
  const bytes = files.get("log.json");
  if (bytes === undefined) return report.lacks("Berkas log.json tidak ada. Minta salinan lengkap.");
  const described = describedIn(bytes, origin);
  if (described === null) {
    report.found("changed", `Berkas log.json bukan uraian log ${origin}. Simpan salinan ini sebagai bukti.`);
    return;
  }
  const { keys, note, text } = described;
  const trusted = policy.logs.map((each) => each.verifier).filter((each) => each.name === origin);
  if (note === null) report.found("noted", "Berkas log.json berbentuk lama tanpa tanda tangan: waktu pembukaannya tidak mengikat.");
  else if (!(await isSigned(note, text, trusted))) {
    report.found("changed", "Waktu pembukaan atau keterangan lain dalam log.json bukan yang ditandatangani log. Simpan berkas ini sebagai bukti.");
  }
  const known = new Set(trusted.map(writeVkey));
  const strangers = keys.filter((key) => !known.has(writeVkey(key))).length;
  if (strangers > 0) report.found("noted", `Berkas log.json menyebut ${strangers} kunci yang tidak ada dalam kebijakan Anda.`);
}

interface Described {
  readonly keys: readonly Verifier[];
  /** The signed note it carries, null in the form before it was signed. */
  readonly note: string | null;
  /** What the note must be over. */
  readonly text: string;
}

async function isSigned(note: string, text: string, trusted: readonly Verifier[]): Promise<boolean> {
  try {
    const read = parseNote(utf8(note));
    return read.text === text && (await verified(read, trusted)).length > 0;
  } catch (error) {
    if (error instanceof Malformed) return false;
    throw error;
  }
}

function describedIn(bytes: Uint8Array, origin: string): Described | null {
  try {
    const text = textOf(bytes);
    const value = JSON.parse(text) as Record<string, unknown>;
    const { note, ...unsigned } = value;
    if (Object.keys(unsigned).sort().join() !== FIELDS || value["v"] !== 1) return null;
    // One spelling, so that a changed byte cannot hide in the space between words.
    const sorted = sort(value);
    if (text !== JSON.stringify(sorted) && text !== `${ascii(JSON.stringify(sorted, null, 1))}\n`) return null;
    const keys = (value["keys"] as string[]).map(parseVkey);
    const scope = `/${String(value["election"])}/${String(value["kabupaten"])}`;
    const ours = value["origin"] === origin && origin.endsWith(scope) && keys.every((key) => key.name === origin);
    const signed = `tepat/v1/description\n${origin}\n${nameOf(encode(unsigned as JsonObject, LARGEST))}\n`;
    const found = { keys, note: note === undefined ? null : String(note), text: signed };
    return ours && areMoments(value["release"]) ? found : null;
  } catch (error) {
    if (error instanceof Malformed || error instanceof SyntaxError || error instanceof TypeError) return null;
    throw error;
  }
}

function areMoments(release: unknown): boolean {
  return release instanceof Object && !Array.isArray(release) && Object.entries(release).every(([part, at]) => PARTS.has(part) && (at === null || (MOMENT.test(at) && !Number.isNaN(Date.parse(at)))));
}

function sort(value: unknown): unknown {
  if (value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) return value.map(sort);
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, each]) => [key, sort(each)]));
}

function ascii(text: string): string {
  return text.replace(/[\x7f-\uffff]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`).replace(/\\u007f/g, "\x7f");
}

/** What lies in `checkpoints/` and what its index names must be the same, up to what is published. */
export function checkIndex(files: Files, report: Report): void {
  const bytes = files.get("checkpoints/index");
  if (bytes === undefined) return report.lacks("Berkas checkpoints/index tidak ada. Minta salinan lengkap.");
  const named = sizesIn(bytes);
  const there = [...files.keys()].flatMap((path) => /^checkpoints\/([0-9]+)$/.exec(path)?.[1] ?? []).map(Number);
  const unlike = [...new Set([...(named ?? []), ...there])].filter(
    (size) => size <= report.size && named !== null && named.includes(size) !== there.includes(size),
  );
  if (named === null) report.found("changed", "Berkas checkpoints/index rusak.");
  else if (unlike.length > 0) {
    report.found("changed", `Berkas checkpoints/index tidak cocok dengan isi foldernya (ukuran ${Math.min(...unlike)}).`);
  }
}

function sizesIn(bytes: Uint8Array): number[] | null {
  try {
    const text = textOf(bytes);
    const sizes = text.slice(0, -1).split("\n").map(decimal);
    const rises = sizes.every((size, at) => size !== null && (at === 0 || size > (sizes[at - 1] as number)));
    return text.endsWith("\n") && rises ? (sizes as number[]) : null;
  } catch (error) {
    if (error instanceof Malformed) return null;
    throw error;
  }
}
