/** Receipts that come back by hand: the file that `tepat log take --receipts` wrote at the office. */
import type { Officer } from "../keeping/records";
import type { Store } from "../keeping/store";
import { Malformed } from "../log/bytes";
import { readAnswer, settledBy } from "./receiving";
import { standing, trustOf } from "./trust";

/** Bytes of a file: two thousand receipts of 500 bytes, with room. */
const LARGEST = 8 * 2 ** 20;

/**
 * Take the receipts in a file as if the server had answered so; returns for how many records of
 * this officer. A receipt that no standing desk key signed, or of another log, counts for nothing.
 */
export async function takeReceipts(store: Store, officer: Officer, text: string): Promise<number> {
  const trust = await trustOf(store, officer.log);
  if (trust === null || text.length > LARGEST) return 0;
  try {
    const settled = await settledBy(readAnswer(text), await store.outbox(officer.device), officer.log, standing(trust));
    await store.settle(settled);
    return settled.length;
  } catch (error) {
    if (error instanceof Malformed) return 0;
    throw error;
  }
}
