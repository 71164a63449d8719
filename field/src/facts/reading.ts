/** The fact in what is kept. */
import { Malformed, utf8 } from "../log/bytes";
import { readFact, Unreadable, type Fact } from "../log/envelope";

const read = new Map<string, Fact | null>();
/** Facts that are remembered as they were read. */
const MOST = 1_000;

/** Return the fact, or null where a later version of the list of facts wrote it. */
export function factOf({ body }: { readonly body: string }): Fact | null {
  let found = read.get(body);
  if (found !== undefined) return found;
  found = readOrNull(body);
  if (read.size >= MOST) read.clear();
  read.set(body, found);
  return found;
}

function readOrNull(body: string): Fact | null {
  try {
    return readFact(utf8(body));
  } catch (error) {
    if (error instanceof Unreadable || error instanceof Malformed) return null;
    throw error;
  }
}
