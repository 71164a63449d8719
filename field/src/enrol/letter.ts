/** What a letter of duty says, and whether this phone may follow it. Pure. */
import { textOf, utf8 } from "../log/bytes";
import { parseLetter, type Letter } from "../log/letters";
import type { Officer } from "../keeping/records";

/** Why a letter is not followed. `unreadable`: the text is no letter. */
export type Amiss = "unreadable" | "expired" | "known" | "no_log";

export interface Read {
  readonly letter: Letter;
  readonly election: string;
  readonly kabupaten: string;
  /** As scanned, to be shown again as QR. */
  readonly text: string;
}

/** Return the letter in a scanned or pasted text, or why there is none. */
export function readLetter(text: string, officers: readonly Officer[], now: Date): Read | Amiss {
  let letter: Letter;
  const trimmed = text.trim();
  try {
    letter = parseLetter(utf8(trimmed));
  } catch {
    return "unreadable";
  }
  const parts = letter.log.split("/");
  const [kabupaten, election] = [parts.pop(), parts.pop()];
  if (kabupaten === undefined || election === undefined || parts.length === 0) return "no_log";
  if (officers.some((each) => each.assignment === letter.assignment)) return "known";
  // A clock that is wrong by days must not lock anybody out: the log judges the time, not this screen.
  if (Date.parse(letter.expires) + GRACE < now.getTime()) return "expired";
  return { letter, election, kabupaten, text: textOf(utf8(trimmed)) };
}

/** By how much a phone's clock may be ahead before a letter is called expired here, in ms. */
const GRACE = 7 * 86_400_000;

/** The servers of a letter that this page may ask: an HTTPS page cannot ask a plain HTTP one. */
export function serversFor(letter: Pick<Letter, "servers">, page: { readonly origin: string; readonly protocol: string }): string[] {
  const usable = letter.servers.flatMap((each) => {
    try {
      const url = new URL(each);
      const mixed = page.protocol === "https:" && url.protocol === "http:" && url.origin !== page.origin;
      return /^https?:$/.test(url.protocol) && !mixed ? [url.origin] : [];
    } catch {
      return [];
    }
  });
  // The page's own server comes first: it was reached at least once.
  return [...new Set([page.origin, ...usable])];
}
