/** Checkpoints: what a log says about itself, and its fingerprint on paper. Twin of `core/log/checkpoints.py`. */
import { decimal, fromBase64, Malformed, sha256, toBase64, utf8 } from "./bytes";

export interface Checkpoint {
  readonly origin: string;
  readonly size: number;
  readonly root: Uint8Array;
}

export function checkpointText(checkpoint: Checkpoint): string {
  return `${checkpoint.origin}\n${checkpoint.size}\n${toBase64(checkpoint.root)}\n`;
}

/** Return the checkpoint in the text of a note. Throws `Malformed` for any other text. */
export function parseCheckpoint(text: string): Checkpoint {
  const lines = text.split("\n");
  const [origin, written, encoded] = lines as [string, string | undefined, string | undefined];
  if (lines.pop() !== "" || lines.length < 3 || lines.includes("")) throw new Malformed("not a checkpoint");
  const size = decimal(written ?? "");
  const root = fromBase64(encoded ?? "");
  if (size === null || root.length !== 32) throw new Malformed("not a checkpoint");
  return { origin, size, root };
}

/** The 24 digits of a checkpoint for paper, in groups of four; always shown beside the size. */
export function fingerprint(checkpoint: Checkpoint): string {
  const first = sha256(utf8(checkpointText(checkpoint))).subarray(0, 10);
  const number = first.reduce((sum, byte) => sum * 256n + BigInt(byte), 0n) % 10n ** 24n;
  return (number.toString().padStart(24, "0").match(/..../g) ?? []).join(" ");
}
