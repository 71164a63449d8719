/** Proofs on paper: that one entry is in a witnessed log (C2SP tlog-proof). Twin of `core/log/proofs.py`. */
import { decimal, fromBase64, Malformed, textOf, toBase64, utf8 } from "./bytes";
import { parseCheckpoint, type Checkpoint } from "./checkpoints";
import { LARGEST_NOTE, parseNote, writeNote, type Note } from "./notes";
import { judge, type Judged, type Policy } from "./policies";
import { checkInclusion, leafHash } from "./tree";

const FIRST_LINE = "c2sp.org/tlog-proof@v1";
const LONGEST = 63;
const LARGEST_EXTRA = 64 * 1024;

export interface Proof {
  readonly extra: Uint8Array | null;
  readonly index: number;
  readonly path: readonly Uint8Array[];
  readonly note: Note;
}

/** Return the proof in a file. Throws `Malformed` for what is none. */
export function parseProof(bytes: Uint8Array): Proof {
  if (bytes.length > LARGEST_NOTE + 2 * LARGEST_EXTRA) throw new Malformed("a proof that is too large");
  const text = textOf(bytes);
  const split = text.indexOf("\n\n");
  const lines = split < 0 ? [] : text.slice(0, split).split("\n");
  if (lines.shift() !== FIRST_LINE) throw new Malformed("not a proof");
  const extra = lines[0]?.startsWith("extra ") ? fromBase64((lines.shift() as string).slice(6)) : null;
  const written = lines.shift() ?? "";
  const index = written.startsWith("index ") ? decimal(written.slice(6)) : null;
  if (index === null || lines.length > LONGEST || (extra?.length ?? 0) > LARGEST_EXTRA) throw new Malformed("not a proof");
  const path = lines.map(fromBase64);
  if (path.some((hash) => hash.length !== 32)) throw new Malformed("not a proof");
  return { extra, index, path, note: parseNote(utf8(text.slice(split + 2))) };
}

export function writeProof(proof: Proof): Uint8Array {
  const extra = proof.extra === null ? "" : `extra ${toBase64(proof.extra)}\n`;
  const path = proof.path.map((hash) => `${toBase64(hash)}\n`).join("");
  return utf8(`${FIRST_LINE}\n${extra}index ${proof.index}\n${path}\n${textOf(writeNote(proof.note))}`);
}

/** Why a proof does not hold; empty where it holds. */
export type Failure = "" | "checkpoint" | "signature" | "log" | "quorum" | "inclusion";

/** Return why this proof does not show `leaf` to this policy, or nothing. */
export async function whyNot(proof: Proof, leaf: Uint8Array, policy: Policy): Promise<Failure> {
  let checkpoint: Checkpoint;
  let judged: Judged;
  try {
    checkpoint = parseCheckpoint(proof.note.text);
  } catch {
    return "checkpoint";
  }
  try {
    judged = await judge(policy, proof.note);
  } catch {
    return "signature";
  }
  if (judged.log === null) return "log";
  if (!judged.met) return "quorum";
  const { index, path } = proof;
  return checkInclusion(leafHash(leaf), index, checkpoint.size, path, checkpoint.root) ? "" : "inclusion";
}
