/** Which facts go in one request, and as which bytes. Pure. */
import type { Kept } from "../keeping/records";
import { fromBase64, utf8 } from "../log/bytes";

export const MOST_FACTS = 200;
/** Bytes of one request: small enough to come through a thin network before it breaks. */
export const MOST_BYTES = 64 * 1024;
const SIGNATURE = 64;

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

/** One request to the door: its bytes and what they are. */
export interface Parcel {
  readonly body: Uint8Array<ArrayBuffer> | string;
  readonly type: string;
}

export const PARCEL = "application/vnd.tepat.parcel";

/**
 * The body of `POST /facts`: a parcel, which is the fewest bytes. What no parcel holds goes as JSON:
 * a countersignature, or a body that somebody else wrote in another way.
 */
export async function packedOf(facts: readonly Kept[]): Promise<Parcel> {
  const plain = { body: batchBody(facts), type: "application/json" };
  if (facts.some((each) => each.countersigned !== undefined)) return plain;
  try {
    const { writeParcel } = await import("../log/parcels");
    const items = facts.map(({ body, sig }) => ({ body: utf8(body), sig: fromBase64(sig) }));
    return items.every((each) => each.sig.length === SIGNATURE) ? { body: writeParcel(items), type: PARCEL } : plain;
  } catch {
    // Also where this part of the program could not be loaded: facts wait for nothing.
    return plain;
  }
}

/** The same in JSON. */
export function batchBody(facts: readonly Kept[]): string {
  return JSON.stringify({
    facts: facts.map(({ body, sig, countersigned }) => ({ body, sig, ...(countersigned === undefined ? {} : { countersigned }) })),
  });
}
