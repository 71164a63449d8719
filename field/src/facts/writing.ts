/**
 * Writing a fact: the next of its chain, signed, stored. One tab signs at a time where the
 * browser has locks; everywhere the store refuses a fact that does not follow the last one.
 */
import { moment, mono, offsetOf, SESSION } from "../app/clock";
import { textOf, toBase64, utf8 } from "../log/bytes";
import { signFact, type Signed, type Unsigned } from "../log/envelope";
import { EVENT, signBody, type Signer } from "../log/keys";
import type { Kept, Officer } from "../keeping/records";
import { ChainMoved, type Beside, type Store } from "../keeping/store";
import { signerOf } from "./signing";

const TRIES = 5;

/** The fields of a fact that its writer decides; the rest is the officer's and the clock's. */
export type Said = Unsigned extends infer F ? (F extends unknown ? Omit<F, Common> : never) : never;
type Common = "election" | "kabupaten" | "at" | "mono" | "session" | "seen" | "by" | "role" | "assignment";

/**
 * Sign what `officer` says and keep it in the outbox, with `beside`, in one transaction.
 * `others` are officers of this phone who sign the same bytes on the spot, each after their PIN.
 * `first` may still refuse, by throwing, what another tab has said meanwhile.
 * Returns the fact as kept. Throws `Unreadable` for what is no fact, and what the store throws.
 */
export async function say(store: Store, officer: Officer, said: Said, now: Date, beside: Beside = {}, others: readonly Officer[] = [], first?: () => Promise<void>): Promise<Kept> {
  return alone(`tepat-sign-${officer.device}`, async () => {
    for (let tried = 1; ; tried += 1) {
      const current = await store.officer(officer.device);
      if (current === undefined) throw new ChainMoved(officer.device);
      await first?.();
      const head = await store.head(current.log);
      const fact = dressed(current, said, now, head === undefined ? null : { root: head.root.slice(0, 16), size: head.size });
      const kept = await countersigned(await signed(await signerOf(current.key), current, fact, now), others);
      try {
        await store.append(kept, current, beside);
        return kept;
      } catch (error) {
        if (!(error instanceof ChainMoved) || tried === TRIES) throw error;
      }
    }
  });
}

/** Sign a fact as the next of the chain, and return it as it is kept. */
export async function signed(
  signer: Signer,
  chain: { readonly seq: number; readonly prev: string },
  fact: Unsigned,
  now: Date,
): Promise<Kept> {
  const made: Signed = await signFact(signer, chain, fact);
  return {
    name: made.name,
    device: signer.keyId,
    seq: made.chain.seq,
    kind: fact.kind,
    body: textOf(made.body),
    sig: toBase64(made.sig),
    own: true,
    stored: now.getTime(),
  };
}

/** Return the fact with the signatures of those who stand beside its signer, by their devices. */
async function countersigned(kept: Kept, others: readonly Officer[]): Promise<Kept> {
  if (others.length === 0) return kept;
  const signers = await Promise.all(others.map((each) => signerOf(each.key)));
  const made = signers.map(async (each) => ({ device: each.keyId, sig: toBase64(await signBody(each, EVENT, utf8(kept.body))) }));
  return { ...kept, countersigned: (await Promise.all(made)).sort((a, b) => (a.device < b.device ? -1 : 1)) };
}

/** Return what was said with the envelope of its officer. */
export function dressed(officer: Officer, said: Said, now: Date, seen: { root: string; size: number } | null): Unsigned {
  const envelope = {
    election: officer.election,
    kabupaten: officer.kabupaten,
    at: moment(now, offsetOf(null, now)),
    mono: mono(),
    session: SESSION,
    role: officer.role,
    assignment: officer.assignment,
  };
  return { ...said, ...envelope, ...(seen === null || seen.size === 0 ? {} : { seen }) } as Unsigned;
}

/** Run `work` while no other tab runs work of this name; without locks the store decides. */
export function alone<T>(name: string, work: () => Promise<T>): Promise<T> {
  const { locks } = (globalThis.navigator ?? {}) as { readonly locks?: LockManager };
  return locks === undefined ? work() : (locks.request(name, work) as Promise<T>);
}
