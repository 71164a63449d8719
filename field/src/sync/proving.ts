/**
 * Proofs: that the log holds a fact, under a checkpoint that enough witnesses signed, and that
 * the log only grew since this phone last looked. Everything is computed here.
 */
import { fromBase64, Malformed, textOf, toHex, fromHex, utf8 } from "../log/bytes";
import { parseCheckpoint, type Checkpoint } from "../log/checkpoints";
import { writeEntry } from "../log/entries";
import { readFact } from "../log/envelope";
import type { Countersignature } from "../log/fields";
import { parseNote, type Note } from "../log/notes";
import { judge, type Policy } from "../log/policies";
import { whyNot, writeProof } from "../log/proofs";
import { KINDS } from "../log/schema";
import { checkConsistency } from "../log/tree";
import type { Archived, Head } from "../keeping/records";

export interface ProvenFact {
  readonly name: string;
  /** From 1; 0: the log does not hold it. */
  readonly number: number;
  readonly received: string;
  readonly countersigned: readonly Countersignature[];
}

export interface ProofAnswer {
  readonly checkpoint: string;
  readonly facts: readonly ProvenFact[];
  /** Hash of an RFC 6962 subtree by `level/index`. */
  readonly nodes: ReadonlyMap<string, Uint8Array>;
  readonly consistency: readonly Uint8Array[];
}

/** Return the answer to `POST /proofs`. Throws `Malformed` for any other text. */
export function readProofs(text: string): ProofAnswer {
  try {
    const value = JSON.parse(text) as Record<string, unknown>;
    if (typeof value.checkpoint !== "string") throw new SyntaxError("checkpoint");
    return {
      checkpoint: value.checkpoint,
      facts: (value.facts as Record<string, unknown>[]).map(provenFact),
      nodes: new Map((value.nodes as [number, number, string][]).map(([level, index, hash]) => [`${level}/${index}`, fromBase64(hash)])),
      consistency: ((value.consistency ?? []) as string[]).map(fromBase64),
    };
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError) throw new Malformed("not an answer");
    throw error;
  }
}

function provenFact(value: Record<string, unknown>): ProvenFact {
  const { name, number, received, countersigned } = value;
  if (typeof name !== "string" || typeof number !== "number" || typeof received !== "string") throw new SyntaxError("fact");
  const others = ((countersigned ?? []) as { device: string; sig: string }[]).map(({ device, sig }) => ({ device, sig: fromBase64(sig) }));
  return { name, number, received, countersigned: others };
}

/** Return the leaf of the log that holds this fact, from the bytes that this phone keeps. */
export function leafOf(fact: Archived, proven: ProvenFact): Uint8Array {
  const body = utf8(fact.body);
  const [sig, { received, countersigned }] = [fromBase64(fact.sig), proven];
  const read = readFact(body);
  const audience = KINDS[read.kind]?.audience ?? "public";
  if (audience === "security" || audience === "results") {
    const { device = "", seq = 0, prev } = read;
    return writeEntry({ what: "hidden", name: fact.name, audience, device, seq, prev: prev ?? null, countersigned, received, sig });
  }
  return writeEntry({ what: "fact", name: fact.name, body, countersigned, received, sig });
}

/** Return the hashes beside the way from leaf `index` to the root of a tree of `size` leaves. */
export function pathIn(nodes: ReadonlyMap<string, Uint8Array>, index: number, size: number): Uint8Array[] {
  const found: Uint8Array[] = [];
  let [at, last] = [index, size - 1];
  for (let level = 0; last > 0; level += 1) {
    const beside = at % 2 === 1 ? at - 1 : at + 1;
    if (beside <= last) {
      const hash = nodes.get(`${level}/${beside}`);
      if (hash === undefined) throw new Malformed(`no hash ${level}/${beside}`);
      found.push(hash);
    }
    [at, last] = [Math.floor(at / 2), Math.floor(last / 2)];
  }
  return found;
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

/** Check an answer against what this phone keeps. Believes nothing that it did not compute. */
export async function shownBy(
  answer: ProofAnswer,
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
  const grew = known === null || continues(known, checkpoint, answer.consistency);
  if (!grew) return { ...nothing, trouble: "forked" };
  const head = { log, size: checkpoint.size, root: toHex(checkpoint.root), note: answer.checkpoint, policy: policyText };
  return { proofs: await proofsIn(answer, facts, note, checkpoint, policy), head: known !== null && known.size >= checkpoint.size ? null : head, trouble: "" };
}

/** An older checkpoint says nothing against a newer one that was seen before. */
function continues(known: Head, next: Checkpoint, consistency: readonly Uint8Array[]): boolean {
  if (next.size < known.size) return true;
  return checkConsistency(known.size, next.size, consistency, fromHex(known.root), next.root);
}

async function proofsIn(
  answer: ProofAnswer,
  facts: readonly Archived[],
  note: Note,
  checkpoint: Checkpoint,
  policy: Policy,
): Promise<Map<string, string>> {
  const kept = new Map(facts.map((each) => [each.name, each]));
  const proofs = new Map<string, string>();
  for (const proven of answer.facts) {
    const fact = kept.get(proven.name);
    if (fact === undefined || proven.number < 1 || proven.number > checkpoint.size) continue;
    // The receipt promised a number; another one is not what was promised.
    if (fact.verdict === "quarantined" || proven.number !== fact.number) continue;
    try {
      const proof = { extra: null, index: proven.number - 1, path: pathIn(answer.nodes, proven.number - 1, checkpoint.size), note };
      if ((await whyNot(proof, leafOf(fact, proven), policy)) === "") proofs.set(fact.name, textOf(writeProof(proof)));
    } catch (error) {
      if (!(error instanceof Malformed)) throw error;
    }
  }
  return proofs;
}
