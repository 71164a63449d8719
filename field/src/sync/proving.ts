/**
 * Proofs: that the log holds a fact, under a checkpoint that enough witnesses signed, and that
 * the log only grew since this phone last looked. Everything is computed here.
 */
import { fromBase64, fromHex, Malformed, textOf, toHex, utf8 } from "../log/bytes";
import { parseCheckpoint, type Checkpoint } from "../log/checkpoints";
import { writeEntry } from "../log/entries";
import { readFact } from "../log/envelope";
import type { Gathered, Told } from "../log/gathered";
import { parseNote, type Note } from "../log/notes";
import { judge, type Policy } from "../log/policies";
import { whyNot, writeProof } from "../log/proofs";
import { KINDS } from "../log/schema";
import { checkConsistency } from "../log/tree";
import type { Archived, Head } from "../keeping/records";

/** Return the leaf of the log that holds this fact, from the bytes that this phone keeps. */
export function leafOf(fact: Archived, told: Told): Uint8Array {
  const body = utf8(fact.body);
  const [sig, { received, countersigned }] = [fromBase64(fact.sig), told];
  const read = readFact(body);
  const audience = KINDS[read.kind]?.audience ?? "public";
  if (audience === "security" || audience === "results") {
    const { device = "", seq = 0, prev } = read;
    return writeEntry({ what: "hidden", name: fact.name, audience, device, seq, prev: prev ?? null, countersigned, received, sig });
  }
  return writeEntry({ what: "fact", name: fact.name, body, countersigned, received, sig });
}

/** What an answer shows. */
export interface Shown {
  /** Proofs that hold, as C2SP tlog-proof texts, by the name of their fact. */
  readonly proofs: ReadonlyMap<string, string>;
  /** The new head where the log only grew since the old one; null where there is nothing newer. */
  readonly head: Head | null;
  /** `forked`: the log does not begin with what this phone saw. `alone`: too few witnesses signed. */
  readonly trouble: "" | "forked" | "alone" | "false";
}

/**
 * Check an answer about `facts`, in the order asked for, against what this phone keeps. Believes
 * nothing that it did not compute.
 */
export async function shownBy(
  answer: Gathered,
  facts: readonly Archived[],
  policy: Policy,
  policyText: string,
  known: Head | null,
  log: string,
): Promise<Shown> {
  const nothing = { proofs: new Map<string, string>(), head: null };
  let note: Note;
  let checkpoint: Checkpoint;
  try {
    note = parseNote(utf8(answer.checkpoint));
    checkpoint = parseCheckpoint(note.text);
    const judged = await judge(policy, note);
    if (judged.log === null || checkpoint.origin !== log) return { ...nothing, trouble: "false" };
    if (!judged.met || policy.quorum === "none") return { ...nothing, trouble: "alone" };
  } catch (error) {
    if (error instanceof Malformed) return { ...nothing, trouble: "false" };
    throw error;
  }
  // Nothing here shows that a smaller tree is the beginning of the one that was seen: no proof is
  // taken under it. The same fact is proved under a later checkpoint as well.
  if (known !== null && checkpoint.size < known.size) return { ...nothing, trouble: "" };
  const grew = known === null || checkConsistency(known.size, checkpoint.size, answer.consistency, fromHex(known.root), checkpoint.root);
  if (!grew) return { ...nothing, trouble: "forked" };
  const head = { log, size: checkpoint.size, root: toHex(checkpoint.root), note: answer.checkpoint, policy: policyText };
  return { proofs: await proofsIn(answer, facts, note, checkpoint, policy), head: known?.size === checkpoint.size ? null : head, trouble: "" };
}

async function proofsIn(
  answer: Gathered,
  facts: readonly Archived[],
  note: Note,
  checkpoint: Checkpoint,
  policy: Policy,
): Promise<Map<string, string>> {
  const proofs = new Map<string, string>();
  for (const [at, told] of answer.facts.entries()) {
    const fact = facts[at];
    if (fact === undefined || told.proof === null || fact.verdict === "quarantined") continue;
    // The receipt promised a number; another one is not what was promised.
    if (told.number !== fact.number || told.number > checkpoint.size) continue;
    const proof = { extra: null, index: told.number - 1, path: told.proof, note };
    if ((await whyNot(proof, leafOf(fact, told), policy)) === "") proofs.set(fact.name, textOf(writeProof(proof)));
  }
  return proofs;
}
