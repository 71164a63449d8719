/**
 * A supervisor's phone as a witness of the log: it checks that the newest checkpoint continues the
 * last one it signed, and signs it with a key of its own, never the one that signs facts.
 */
import { now } from "../app/clock";
import { makeKey } from "../enrol/keys";
import { signerOf } from "../facts/signing";
import { SUPERVISORS } from "../handover/loads";
import type { KeptKey, Officer } from "../keeping/records";
import type { Store } from "../keeping/store";
import { fromHex, Malformed, textOf, toBase64, toHex, utf8 } from "../log/bytes";
import { parseCheckpoint, type Checkpoint } from "../log/checkpoints";
import { cosign } from "../log/cosignatures";
import { readGathered } from "../log/gathered";
import { signBody, WITNESS, type Signer } from "../log/keys";
import { COSIGNATURE, parseNote, writeNote, writeVkey, type Note } from "../log/notes";
import { judge, parsePolicy } from "../log/policies";
import { ask, Said, Silent } from "./asking";
import { Alarmed } from "./trouble";
import { trustOf } from "./trust";

/** What a witness promised: it never signs what does not continue this. */
export interface Promised {
  readonly key: KeptKey;
  readonly size: number;
  /** Hexadecimal; "" before the first. */
  readonly root: string;
  /** The size that the server has taken a cosignature for. */
  readonly posted: number;
  /** The last checkpoints it signed, the newest last: what contradicts one is shown beside its note. */
  readonly signed?: readonly Signed[];
}

interface Signed {
  readonly size: number;
  readonly root: string;
  /** As the log signed it. */
  readonly note: string;
}

const REMEMBERED = 16;

export async function promisedBy(store: Store, device: string): Promise<Promised | null> {
  return ((await store.setting(`witness:${device}`)) as Promised | undefined) ?? null;
}

/** Witness the newest checkpoint. Throws `Alarmed` where the log does not continue what was signed. */
export async function witness(store: Store, officer: Officer): Promise<void> {
  const trust = await trustOf(store, officer.log);
  if (!SUPERVISORS.has(officer.role) || trust === null || trust.policy === "") return;
  const known = await promisedBy(store, officer.device);
  const before = known ?? { key: (await makeKey(store)).key, size: 0, root: "", posted: 0 };
  const text = await newest(officer, before.size);
  if (text === null) return;
  const answer = readGathered(utf8(text));
  const note = parseNote(utf8(answer.checkpoint));
  const next = parseCheckpoint(note.text);
  const judged = await judge(parsePolicy(utf8(trust.policy)), note);
  if (judged.log === null || next.origin !== officer.log) throw new Alarmed("false");
  await agrees(store, officer, before, { next, note });
  if (next.size < before.size || (next.size === before.size && before.posted === next.size)) return;
  const signer = await signerOf(before.key);
  const name = `${officer.log}/hp/${officer.device.slice(0, 16)}`;
  const line = await signed(store, officer, before, { next, note, consistency: answer.consistency }, { name, signer });
  // Kept before it is shown to anybody: after a power cut this phone still knows what it signed.
  const mine: Signed = { size: next.size, root: toHex(next.root), note: textOf(writeNote(note)) };
  const kept = [...(before.signed ?? []).filter(({ size }) => size !== mine.size), mine].slice(-REMEMBERED);
  const promised: Promised = { ...before, size: mine.size, root: mine.root, signed: kept };
  // Another tab that promised in between may have promised something else: then this one says nothing.
  if (!(await promise(store, officer, known, promised))) return;
  await post(officer, signer, name, { text: note.text, signatures: [line] });
  await promise(store, officer, promised, { ...promised, posted: next.size });
}

function promise(store: Store, { device }: Officer, before: Promised | null, next: Promised): Promise<boolean> {
  const isStill = (standing: unknown): boolean => {
    const now = (standing ?? null) as Promised | null;
    return now?.size === before?.size && now?.root === before?.root && now?.posted === before?.posted;
  };
  return store.swap(`witness:${device}`, isStill, next);
}

interface Found {
  readonly next: Checkpoint;
  readonly note: Note;
  readonly consistency: readonly Uint8Array[];
}

/** Throws `Alarmed` where the log now shows another root for a size that this phone has signed. */
async function agrees(store: Store, officer: Officer, before: Promised, { next, note }: Omit<Found, "consistency">): Promise<void> {
  const root = toHex(next.root);
  const signed = before.signed?.find(({ size }) => size === next.size);
  const had = signed?.root ?? (next.size === before.size && before.size > 0 ? before.root : root);
  if (had === root) return;
  await store.set(`evidence:${officer.log}`, { before: signed?.note ?? (await store.head(officer.log))?.note, now: textOf(writeNote(note)) });
  throw new Alarmed("forked");
}

async function signed(store: Store, officer: Officer, before: Promised, found: Found, own: { name: string; signer: Signer }) {
  const remembered = before.size === 0 ? null : { size: before.size, root: fromHex(before.root) };
  try {
    return await cosign(found.next, found.note.text, remembered, found.consistency, own, Math.floor(now().getTime() / 1000));
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    await store.set(`evidence:${officer.log}`, { before: before.signed?.at(-1)?.note ?? (await store.head(officer.log))?.note, now: textOf(writeNote(found.note)) });
    throw new Alarmed("forked");
  }
}

async function newest(officer: Officer, since: number): Promise<string | null> {
  try {
    return await (await ask(officer, { method: "POST", path: "/proofs", body: JSON.stringify({ facts: [], since, newest: true }) })).text();
  } catch (error) {
    if (error instanceof Silent || (error instanceof Said && error.status === 404)) return null;
    throw error;
  }
}

async function post(officer: Officer, signer: Signer, name: string, note: Note): Promise<void> {
  const vkey = writeVkey({ name, kind: COSIGNATURE, public: signer.public });
  const sig = toBase64(await signBody(await signerOf(officer.key), WITNESS, utf8(`${officer.log}\n${vkey}\n`)));
  await ask(officer, { method: "POST", path: "/witness", body: JSON.stringify({ vkey, sig, note: textOf(writeNote(note)) }) });
}
