/** Words that a person types: a fact names their salted hash, and they travel beside the log. */
import type { Note } from "../keeping/records";
import { toHex } from "../log/bytes";
import { encode, nameOf } from "../log/canonical";

/** A sentence, not a story. */
export const LONGEST_NOTE = 200;
const SALT_BYTES = 16;

/** Return the hash of `text` under `salt`. Twin of `core/log/words.note_hash`. */
export function noteHash(salt: string, text: string): string {
  return nameOf(encode({ salt, text }));
}

/** Return words to be kept with a fact, null where nothing was typed. */
export function noteOf(text: string, device: string): Note | null {
  const plain = text.normalize("NFC").replace(/[\p{Cc}\s]+/gu, " ").trim();
  if (plain === "") return null;
  const salt = toHex(crypto.getRandomValues(new Uint8Array(SALT_BYTES)));
  return { hash: noteHash(salt, plain), device, fact: "", salt, text: plain, done: false };
}
