/** What a scanned or typed text is, by its own letters: no list, no network, no clock. */
import { utf8 } from "../log/bytes";
import { PREFIX } from "../log/carrying";
import { parseLetter, type Letter } from "../log/letters";
import { readCode } from "../log/series";
import { looksOwn, readMark, readPackage, readSeal, writePackage, type PackageCode } from "./codes";

export type Meaning =
  | { readonly what: "package"; readonly text: string; readonly code: string; readonly parts: PackageCode }
  /** Built like one of ours, and not whole: a check character or a cut fact says so. */
  | { readonly what: "torn"; readonly text: string; readonly of: "package" | "fact" }
  | { readonly what: "place"; readonly text: string; readonly place: string }
  | { readonly what: "letter"; readonly text: string; readonly letter: Letter }
  | { readonly what: "fact"; readonly text: string }
  | { readonly what: "driver"; readonly text: string; readonly address: string }
  /** A reference into a log, as it stands on a berita acara. */
  | { readonly what: "log_mark"; readonly text: string; readonly fact: string }
  /** A trip of a plan, as it stands on a run sheet. */
  | { readonly what: "plan_mark"; readonly text: string; readonly plan: string; readonly trip: string }
  /** Anything else; another system's QR may be bound to a package. `seal` where it can be read as one. */
  | { readonly what: "other"; readonly text: string; readonly seal: string | null }
  | { readonly what: "nothing"; readonly text: "" };

const PLACE = /^[0-9]{2}\.[0-9]{2}(?:\.[0-9]{2}(?:\.[0-9]{4}(?:-[0-9]{3})?)?)?(?::[a-z][a-z0-9_-]{0,30})?$/;
const LOG_MARK = /^TEPAT-LOG1:([0-9A-F]{64}):[0-9]{1,16}:[0-9]{1,16}:[0-9]{24}$/;
const ADDRESS = /^https?:\/\/\S+$/i;
/** The page of a driver: `/j/` and a secret that only the run sheet and one message carry. */
const DRIVER = /^\/j\/[A-Za-z0-9_-]{16,}\/?$/;
const LONGEST_LINE = 200;

/** Return what `text` means. Total: any text has a meaning. */
export function meaning(text: string): Meaning {
  const line = oneLine(text);
  if (line === "") return { what: "nothing", text: "" };
  const parts = readPackage(line);
  if (parts !== null) return { what: "package", text: line, code: writePackage(parts), parts };
  if (looksOwn(line)) return { what: "torn", text: line, of: "package" };
  if (line.startsWith(PREFIX)) return inFact(text);
  if (line.startsWith("{")) return inLetter(text) ?? other(line);
  if (ADDRESS.test(line)) return inAddress(line);
  if (PLACE.test(line)) return { what: "place", text: line, place: line };
  return inMark(line) ?? other(line);
}

/** Return a text as the desk keeps what is bound to a package: one line, nothing unseen, NFC. */
export function oneLine(text: string): string {
  const seen = text.replace(/\p{Cf}/gu, "").replace(/[\p{Cc}\s]+/gu, " ").trim();
  return seen.normalize("NFC").slice(0, LONGEST_LINE);
}

function inFact(text: string): Meaning {
  try {
    readCode(text);
    return { what: "fact", text: text.trim() };
  } catch {
    return { what: "torn", text: oneLine(text), of: "fact" };
  }
}

function inLetter(text: string): Meaning | null {
  try {
    return { what: "letter", text, letter: parseLetter(utf8(text)) };
  } catch {
    return null;
  }
}

function inAddress(line: string): Meaning {
  let address: URL;
  try {
    address = new URL(line);
  } catch {
    return other(line);
  }
  if (DRIVER.test(address.pathname)) return { what: "driver", text: line, address: address.href };
  for (const piece of [...address.pathname.split("/"), ...address.searchParams.values()]) {
    const parts = readPackage(piece);
    if (parts !== null) return { what: "package", text: line, code: writePackage(parts), parts };
  }
  return other(line);
}

function inMark(line: string): Meaning | null {
  const fact = LOG_MARK.exec(line)?.[1];
  if (fact !== undefined) return { what: "log_mark", text: line, fact: fact.toLowerCase() };
  const mark = readMark(line);
  return mark === null ? null : { what: "plan_mark", text: line, ...mark };
}

function other(line: string): Meaning {
  return { what: "other", text: line, seal: readSeal(line) };
}
