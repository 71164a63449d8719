/** Which facts go in one request. Pure. */
import type { Kept } from "../keeping/records";

export const MOST_FACTS = 200;
/** Bytes of one request: small enough to come through a thin network before it breaks. */
export const MOST_BYTES = 64 * 1024;

/** Split facts, in their order, into batches of at most so many facts and bytes; one fact at least each. */
export function batchesOf(facts: readonly Kept[], bytes = MOST_BYTES, most = MOST_FACTS): Kept[][] {
  const batches: Kept[][] = [];
  let size = 0;
  for (const fact of facts) {
    const own = fact.body.length + 200;
    const last = batches.at(-1);
    if (last === undefined || last.length === most || size + own > bytes) {
      batches.push([fact]);
      size = own;
    } else {
      last.push(fact);
      size += own;
    }
  }
  return batches;
}

/** The body of `POST /facts`. */
export function batchBody(facts: readonly Kept[]): string {
  return JSON.stringify({
    facts: facts.map(({ body, sig, countersigned }) => ({ body, sig, ...(countersigned === undefined ? {} : { countersigned }) })),
  });
}
