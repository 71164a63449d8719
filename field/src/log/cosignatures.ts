/** A phone as a witness: it checks that the log only grew, then signs. Twin of `core/log/cosignatures.py`. */
import { concat, Malformed, utf8 } from "./bytes";
import { checkpointText, type Checkpoint } from "./checkpoints";
import type { Signer } from "./keys";
import { COSIGNATURE, cosigned, noteKeyId, type NoteSignature } from "./notes";
import { checkConsistency } from "./tree";

/** What a witness remembers of one log. */
export type Remembered = Pick<Checkpoint, "size" | "root">;

/**
 * Return the cosignature on `next` at `time`, in seconds since 1970.
 * Throws `Malformed` where `proof` does not show that `next` begins with what is remembered.
 */
export async function cosign(
  next: Checkpoint,
  text: string,
  remembered: Remembered | null,
  proof: readonly Uint8Array[],
  witness: { readonly name: string; readonly signer: Signer },
  time: number,
): Promise<NoteSignature> {
  if (!text.startsWith(checkpointText(next))) throw new Malformed("not the text of this checkpoint");
  if (remembered !== null && !checkConsistency(remembered.size, next.size, proof, remembered.root, next.root)) {
    throw new Malformed("the log does not begin with what was seen before");
  }
  const verifier = { name: witness.name, kind: COSIGNATURE, public: witness.signer.public };
  const stamp = new Uint8Array(8);
  new DataView(stamp.buffer).setBigUint64(0, BigInt(time));
  const signature = await witness.signer.sign(utf8(cosigned(text, time)));
  return { name: witness.name, id: noteKeyId(verifier), signature: concat(stamp, signature) };
}
