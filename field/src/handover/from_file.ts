/** The records in a file of another phone: the copy that `#/salinan` writes, or text codes. */
import { fromBase64, Malformed, sha256, toHex, utf8 } from "../log/bytes";
import type { Item } from "../log/parcels";
import { readPasted } from "../log/series";

/** Characters; a phone of two days of a warehouse writes some 4 MB. */
export const LARGEST_FILE = 8 * 2 ** 20;
const MOST = 5_000;

export interface Brought extends Item {
  readonly countersigned?: readonly { readonly device: string; readonly sig: string }[];
}

/** Return the facts of a file that no receipt in it names. Throws `Malformed` for any other file. */
export function itemsInFile(text: string): Brought[] {
  const trimmed = text.replace(/^\ufeff/, "").trim();
  if (trimmed.length > LARGEST_FILE) throw new Malformed("too large");
  if (!trimmed.startsWith("{")) {
    const { items, missing } = readPasted(trimmed);
    if (items.length === 0 || missing > 0) throw new Malformed("parts are missing");
    return items;
  }
  try {
    const { facts, receipts = [] } = JSON.parse(trimmed) as { facts?: unknown; receipts?: unknown };
    if (!Array.isArray(facts) || !Array.isArray(receipts) || facts.length > MOST) throw new SyntaxError("parts");
    const there = new Set(receipts.map((each) => (JSON.parse((each as { body: string }).body) as { fact: unknown }).fact));
    return facts.map(brought).filter(({ body }) => !there.has(toHex(sha256(body))));
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError) throw new Malformed("not a copy of records");
    throw error;
  }
}

function brought(each: unknown): Brought {
  const { body, sig, countersigned } = each as { body: unknown; sig: unknown; countersigned?: unknown };
  if (typeof body !== "string" || typeof sig !== "string") throw new SyntaxError("fact");
  const others = Array.isArray(countersigned) ? countersigned.map(signature) : [];
  return { body: utf8(body), sig: fromBase64(sig), ...(others.length > 0 && { countersigned: others }) };
}

function signature(each: unknown): { device: string; sig: string } {
  const { device, sig } = each as { device: unknown; sig: unknown };
  if (typeof device !== "string" || typeof sig !== "string") throw new SyntaxError("signature");
  return { device, sig };
}
