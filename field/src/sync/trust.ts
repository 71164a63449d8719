/**
 * Whom this phone believes about one log. The letter is the anchor: it came on paper from hand
 * to hand, and a desk key is believed that signed it. The other desk keys, the keys of the log
 * and its policy are taken from a list that such a key signed, and kept.
 */
import { fromBase64, utf8 } from "../log/bytes";
import { bodyVerifies, MANIFEST } from "../log/keys";
import { letterVerifies, parseLetter } from "../log/letters";
import type { Officer } from "../keeping/records";
import type { Store } from "../keeping/store";

export interface Trust {
  /** Public keys of the desk, base64. */
  readonly desks: readonly string[];
  /** Of these, those that have ended: they sign nothing new. Missing: none is known to have. */
  readonly ended?: readonly string[];
  /** Written keys of the log (C2SP signed-note). */
  readonly logKeys: readonly string[];
  /** The C2SP policy as text, "" where the log has none. */
  readonly policy: string;
}

export async function trustOf(store: Store, log: string): Promise<Trust | null> {
  return ((await store.setting(`trust:${log}`)) as Trust | undefined) ?? null;
}

/** What a server says whom to believe, in the bytes of a manifest, and who signed those bytes. */
export interface Offered extends Trust {
  readonly bytes: Uint8Array;
  /** Base64, of any of the desk's keys. */
  readonly signatures: readonly string[];
  /** Keys that the list says have ended. */
  readonly ended: readonly string[];
}

/** Desk keys whose fresh receipts count. */
export function standing({ desks, ended = [] }: Trust): string[] {
  return desks.filter((each) => !ended.includes(each));
}

/**
 * Keep whom to believe. Returns false, and keeps nothing, where the bytes are not signed by a key
 * that signed the letter, or that was believed before: a public key is no secret, so that
 * everybody can write it into a list.
 */
export async function believe(store: Store, officer: Officer, offered: Offered): Promise<boolean> {
  const known = await trustOf(store, officer.log);
  if (!(await isSigned(officer, offered, known))) return false;
  // A key that was believed stays so: what it signed in its time is kept. None that ended comes back.
  const desks = [...new Set([...offered.desks, ...(known?.desks ?? [])])];
  const ended = [...new Set([...offered.ended, ...(known?.ended ?? [])])];
  const policy = offered.policy === "" ? (known?.policy ?? "") : offered.policy;
  await store.set(`trust:${officer.log}`, { desks, ended, logKeys: offered.logKeys, policy } satisfies Trust);
  return true;
}

async function isSigned(officer: Officer, { desks, bytes, signatures }: Offered, known: Trust | null): Promise<boolean> {
  const letter = parseLetter(utf8(officer.letter));
  for (const desk of new Set([...desks, ...(known?.desks ?? [])])) {
    // Who is known to have ended introduces nobody, also not as the signer of the letter.
    if (known?.ended?.includes(desk)) continue;
    const key = fromBase64(desk);
    const isBelieved = known?.desks.includes(desk) || (await letterVerifies(letter, key));
    if (!isBelieved) continue;
    for (const each of signatures.slice(0, MOST_SIGNATURES)) {
      if (await bodyVerifies(key, MANIFEST, bytes, signatureIn(each))) return true;
    }
  }
  return false;
}

const MOST_SIGNATURES = 16;

/** The bytes of a signature; none for what is no base64, which then verifies nothing. */
function signatureIn(text: string): Uint8Array {
  try {
    return fromBase64(text);
  } catch {
    return new Uint8Array();
  }
}
