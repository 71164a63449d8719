/** Receipts: what a server promises about a fact it was given. Twin of `core/log/receipts.py`. */
import { Malformed } from "./bytes";
import { decodeObject } from "./canonical";
import { Fields } from "./fields";
import { bodyVerifies, RECEIPT } from "./keys";

export interface Receipt {
  readonly fact: string;
  readonly log: string;
  readonly verdict: "accepted" | "known" | "quarantined";
  /** Why it is in quarantine, or null. */
  readonly reason: string | null;
  /** The place in the log, from 1. */
  readonly number: number;
  readonly received: string;
  /** Seconds within which a checkpoint covers it. */
  readonly within: number;
}

const VERDICTS = new Set(["accepted", "known", "quarantined"]);

/** Return the receipt in these bytes, or null where `key` did not sign them. Throws `Malformed`. */
export async function readReceipt(body: Uint8Array, sig: Uint8Array, key: Uint8Array): Promise<Receipt | null> {
  return (await bodyVerifies(key, RECEIPT, body, sig)) ? parseReceipt(body) : null;
}

/** Return the receipt in these bytes, whoever signed it. Throws `Malformed` for any other bytes. */
export function parseReceipt(body: Uint8Array): Receipt {
  const fields = new Fields(decodeObject(body));
  if (fields.positive("v") !== 1) throw new Malformed("v");
  const found: Receipt = {
    fact: fields.hex("fact", 64),
    log: fields.anyText("log"),
    verdict: fields.oneOf("verdict", VERDICTS) as Receipt["verdict"],
    reason: fields.has("reason") ? fields.word("reason") : null,
    number: fields.positive("number"),
    received: fields.time("received"),
    within: fields.positive("within"),
  };
  fields.done();
  const { verdict, reason } = found;
  if (verdict === "accepted" ? reason !== null : verdict === "quarantined" && reason === null) {
    throw new Malformed("verdict and reason do not fit");
  }
  return found;
}
