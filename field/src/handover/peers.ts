/**
 * Keys that a manifest does not know, shown by their owners: the fact `enrolled` as QR from the
 * phone, and the letter as QR from the paper. The desk signed the letter; only who held the
 * letter could write the code in the fact.
 */
import { fromBase64, Malformed, utf8 } from "../log/bytes";
import { nameOf } from "../log/canonical";
import { readFact, Unreadable } from "../log/envelope";
import { bodyVerifies, EVENT, isWeak, keyId } from "../log/keys";
import { enrolmentMac, letterVerifies, parseLetter } from "../log/letters";
import type { Item } from "../log/parcels";
import type { Peer } from "./checking";

/** The key of an `enrolled` fact, if it brings its own. */
export interface Brought {
  readonly device: string;
  readonly key: Uint8Array;
  readonly assignment: string;
  readonly mac: string;
  readonly name: string;
}

/** Return the key that an `enrolled` fact brings, or null: no such fact, or another signed it. */
export async function keyIn(item: Item): Promise<Brought | null> {
  try {
    const fact = readFact(item.body);
    if (fact.kind !== "enrolled" || item.sig === null) return null;
    const key = fromBase64(fact.key);
    if (keyId(key) !== fact.device || isWeak(key)) return null;
    if (!(await bodyVerifies(key, EVENT, item.body, item.sig))) return null;
    return { device: fact.device, key, assignment: fact.assignment ?? "", mac: fact.mac, name: nameOf(item.body) };
  } catch (error) {
    if (error instanceof Unreadable || error instanceof Malformed) return null;
    throw error;
  }
}

/**
 * Return who `brought` is, by the letter that its owner shows; null where a desk of this log
 * did not write it, or it belongs to another key.
 */
export async function provenBy(brought: Brought, letter: string, log: string, desks: readonly Uint8Array[]): Promise<Peer | null> {
  try {
    const read = parseLetter(utf8(letter));
    if (read.log !== log || read.assignment !== brought.assignment) return null;
    if (enrolmentMac(read.secret, brought.key) !== brought.mac) return null;
    const signed = await Promise.all(desks.map((key) => letterVerifies(read, key)));
    if (!signed.includes(true)) return null;
    return { key: brought.key, role: read.role, area: read.area, upto: null, from: "letter" };
  } catch (error) {
    if (error instanceof Malformed) return null;
    throw error;
  }
}
