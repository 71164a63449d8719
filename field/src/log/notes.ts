/**
 * Notes: a text and the signatures under it (C2SP signed-note), and written keys.
 *
 * Twin of `core/log/notes.py`. Signatures of unknown keys are passed over; one false signature
 * of a known key makes the whole note false.
 */
import { concat, fromBase64, fromHex, Malformed, sha256, textOf, toBase64, toHex, utf8 } from "./bytes";
import { isWeak, verifies, type Signer } from "./keys";

/** Kinds of keys: a plain signature, and a witness's with a time. */
export const ED25519 = 1;
export const COSIGNATURE = 4;

export const LARGEST_NOTE = 256 * 1024;
export const MOST_SIGNATURES = 1024;

export interface Verifier {
  readonly name: string;
  readonly kind: number;
  readonly public: Uint8Array;
}

export interface NoteSignature {
  readonly name: string;
  /** The four bytes that name the key, in hexadecimal. */
  readonly id: string;
  readonly signature: Uint8Array;
}

export interface Note {
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

export interface Verified {
  readonly verifier: Verifier;
  /** Seconds since 1970 that a witness claims, or null under a plain signature. */
  readonly time: number | null;
}

/** Return the four bytes that name a key beside its name, in hexadecimal. */
export function noteKeyId(verifier: Verifier): string {
  const named = concat(utf8(`${verifier.name}\n`), Uint8Array.of(verifier.kind), verifier.public);
  return toHex(sha256(named)).slice(0, 8);
}

/** Return a key written as `name+id+base64`. Throws `Malformed` for any other text. */
export function parseVkey(text: string): Verifier {
  const parts = /^([^+]+)\+([0-9a-f]{8})\+(.+)$/.exec(text);
  if (parts === null) throw new Malformed("not a written key");
  const [name, id, encoded] = parts.slice(1) as [string, string, string];
  const bytes = fromBase64(encoded);
  const verifier = { name, kind: bytes[0] ?? 0, public: bytes.subarray(1) };
  if (!isName(name)) throw new Malformed("not a written key");
  if (verifier.kind !== ED25519 && verifier.kind !== COSIGNATURE) throw new Malformed("unknown kind of key");
  if (isWeak(verifier.public)) throw new Malformed("weak key");
  if (noteKeyId(verifier) !== id) throw new Malformed("the key does not fit its id");
  return verifier;
}

export function writeVkey(verifier: Verifier): string {
  const encoded = toBase64(concat(Uint8Array.of(verifier.kind), verifier.public));
  return `${verifier.name}+${noteKeyId(verifier)}+${encoded}`;
}

/** Return the text and signatures of a note. Throws `Malformed` for what is none. */
export function parseNote(bytes: Uint8Array): Note {
  if (bytes.length > LARGEST_NOTE) throw new Malformed("a note that is too large");
  const whole = textOf(bytes);
  if (/[\x00-\x09\x0b-\x1f]/.test(whole)) throw new Malformed("a note with control characters");
  const split = whole.lastIndexOf("\n\n");
  if (split < 0 || !whole.endsWith("\n") || split + 2 === whole.length) throw new Malformed("a note without signatures");
  const lines = whole.slice(split + 2, -1).split("\n");
  if (lines.length > MOST_SIGNATURES) throw new Malformed("a note with too many signatures");
  return { text: whole.slice(0, split + 1), signatures: lines.map(parseLine) };
}

export function writeNote(note: Note): Uint8Array {
  const lines = note.signatures.map(
    (each) => `— ${each.name} ${toBase64(concat(fromHex(each.id), each.signature))}\n`,
  );
  return utf8(`${note.text}\n${lines.join("")}`);
}

/** Return a plain signature under `text`. */
export async function signNote(text: string, name: string, signer: Signer): Promise<NoteSignature> {
  const verifier = { name, kind: ED25519, public: signer.public };
  return { name, id: noteKeyId(verifier), signature: await signer.sign(utf8(text)) };
}

/**
 * Return who of `verifiers` signed the note, each once.
 * Throws `Malformed` where one of them is named and the signature is false.
 */
export async function verified(note: Note, verifiers: readonly Verifier[]): Promise<Verified[]> {
  const known = new Map(verifiers.map((each) => [`${each.name} ${noteKeyId(each)}`, each]));
  const found = new Map<Verifier, Verified>();
  for (const each of note.signatures) {
    const verifier = known.get(`${each.name} ${each.id}`);
    if (verifier === undefined || found.has(verifier)) continue;
    const time = verifier.kind === COSIGNATURE ? timeOf(each.signature) : null;
    const message = utf8(time === null ? note.text : cosigned(note.text, time));
    const signature = time === null ? each.signature : each.signature.subarray(8);
    if (!(await verifies(verifier.public, message, signature))) {
      throw new Malformed(`false signature of ${each.name}`);
    }
    found.set(verifier, { verifier, time });
  }
  return [...found.values()];
}

/** What a witness signs: the time and the checkpoint (C2SP tlog-cosignature, version 1). */
export function cosigned(text: string, time: number): string {
  return `cosignature/v1\ntime ${time}\n${text}`;
}

/** Return the time before a witness's signature. Throws `Malformed` where it has another length. */
export function timeOf(signature: Uint8Array): number {
  if (signature.length !== 72) throw new Malformed("not a cosignature");
  const time = new DataView(signature.buffer, signature.byteOffset, 8).getBigUint64(0);
  if (time > BigInt(Number.MAX_SAFE_INTEGER)) throw new Malformed("a time too far away");
  return Number(time);
}

function parseLine(line: string): NoteSignature {
  const parts = /^— ([^ ]+) ([^ ]+)$/u.exec(line);
  if (parts === null) throw new Malformed("not a signature line");
  const [name, encoded] = parts.slice(1) as [string, string];
  const bytes = fromBase64(encoded);
  if (!isName(name) || bytes.length < 5) throw new Malformed("not a signature line");
  return { name, id: toHex(bytes.subarray(0, 4)), signature: bytes.subarray(4) };
}

function isName(name: string): boolean {
  return name !== "" && !/\+|\u0085|[^\S\ufeff]/u.test(name);
}

