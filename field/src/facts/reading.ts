/** The fact in what is kept. */
import { Malformed, utf8 } from "../log/bytes";
import { readFact, Unreadable, type Fact } from "../log/envelope";

/** Return the fact, or null where a later version of the list of facts wrote it. */
export function factOf(kept: { readonly body: string }): Fact | null {
  try {
    return readFact(utf8(kept.body));
  } catch (error) {
    if (error instanceof Unreadable || error instanceof Malformed) return null;
    throw error;
  }
}
