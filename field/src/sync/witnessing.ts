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
}

export async function promisedBy(store: Store, device: string): Promise<Promised | null> {
  return ((await store.setting(`witness:${device}`)) as Promised | undefined) ?? null;
}

/** Witness the newest checkpoint. Throws `Alarmed` where the log does not continue what was signed. */
export async function witness(store: Store, officer: Officer): Promise<void> {
  const trust = await trustOf(store, officer.log);
  if (!SUPERVISORS.has(officer.role) || trust === null || trust.policy === "") return;
  const before = (await promisedBy(store, officer.device)) ?? { key: (await makeKey(store)).key, size: 0, root: "", posted: 0 };
  const text = await newest(officer, before.size);
  if (text === null) return;
  const answer = readGathered(utf8(text));
  const note = parseNote(utf8(answer.checkpoint));
  const next = parseCheckpoint(note.text);
  const judged = await judge(parsePolicy(utf8(trust.policy)), note);
  if (judged.log === null || next.origin !== officer.log) throw new Alarmed("false");
  if (next.size < before.size || (next.size === before.size && before.posted === next.size)) return;
  const signer = await signerOf(before.key);
  const name = `${officer.log}/hp/${officer.device.slice(0, 16)}`;
  const line = await signed(store, officer, before, { next, note, consistency: answer.consistency }, { name, signer });
  // Kept before it is shown to anybody: after a power cut this phone still knows what it signed.
  const promised = { ...before, size: next.size, root: toHex(next.root) };
  await store.set(`witness:${officer.device}`, promised);
  await post(officer, signer, name, { text: note.text, signatures: [line] });
  await store.set(`witness:${officer.device}`, { ...promised, posted: next.size });
}

interface Found {
  readonly next: Checkpoint;
  readonly note: Note;
  readonly consistency: readonly Uint8Array[];
}

async function signed(store: Store, officer: Officer, before: Promised, found: Found, own: { name: string; signer: Signer }) {
  const remembered = before.size === 0 ? null : { size: before.size, root: fromHex(before.root) };
  try {
    return await cosign(found.next, found.note.text, remembered, found.consistency, own, Math.floor(now().getTime() / 1000));
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    await store.set(`evidence:${officer.log}`, { before: (await store.head(officer.log))?.note, now: textOf(writeNote(found.note)) });
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
