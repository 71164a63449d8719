/**
 * Whom this phone believes about one log. The letter is the anchor: it came on paper from hand
 * to hand, and a desk key is believed that signed it. The other desk keys, the keys of the log
 * and its policy are taken from a server whose list holds such a key, and kept.
 */
import { fromBase64, utf8 } from "../log/bytes";
import { letterVerifies, parseLetter } from "../log/letters";
import type { Officer } from "../keeping/records";
import type { Store } from "../keeping/store";

export interface Trust {
  /** Public keys of the desk, base64. */
  readonly desks: readonly string[];
  /** Written keys of the log (C2SP signed-note). */
  readonly logKeys: readonly string[];
  /** The C2SP policy as text, "" where the log has none. */
  readonly policy: string;
}

export async function trustOf(store: Store, log: string): Promise<Trust | null> {
  return ((await store.setting(`trust:${log}`)) as Trust | undefined) ?? null;
}

/** Keep whom to believe. Returns false, and keeps nothing, where no key of it signed the letter. */
export async function believe(store: Store, officer: Officer, offered: Trust): Promise<boolean> {
  const known = await trustOf(store, officer.log);
  const letter = parseLetter(utf8(officer.letter));
  const keys = offered.desks.map((each) => fromBase64(each));
  const signed = await Promise.all(keys.map((key) => letterVerifies(letter, key)));
  if (!signed.includes(true)) return false;
  // A key that was believed stays so: receipts of an ended key are still proofs of its time.
  const desks = [...new Set([...offered.desks, ...(known?.desks ?? [])])];
  const policy = offered.policy === "" ? (known?.policy ?? "") : offered.policy;
  await store.set(`trust:${officer.log}`, { desks, logKeys: offered.logKeys, policy } satisfies Trust);
  return true;
}
