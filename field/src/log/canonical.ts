/**
 * The one canonical form of a fact, and its name.
 *
 * JSON with sorted ASCII keys, no spaces, integers only, UTF-8, the whole text in NFC, no key
 * twice. The reader here accepts this form and nothing else: `JSON.parse` would hide a key that stands
 * there twice, and read a number that is too large as another one. Twin of
 * `core/log/canonical.py`.
 */
import { sha256, textOf, toHex, utf8, Malformed, type Bytes } from "./bytes";

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };

/** Bytes of the largest body of a fact. */
export const LARGEST_BODY = 32_768;

/** How many objects and lists may lie in each other. */
export const DEEPEST = 16;

/** These bytes, or this value, have no canonical form; the message says why. */
export class NotCanonical extends Malformed {
  override name = "NotCanonical";
}

/** Return `value` in canonical form. Throws `NotCanonical` for what has none. */
export function encode(value: Json, largest = LARGEST_BODY): Bytes {
  const text = write(value, 0);
  checkNfc(text);
  const bytes = utf8(text);
  if (bytes.length > largest) throw new NotCanonical("too large");
  return bytes;
}

/** Return the value of canonical bytes. Throws `NotCanonical` for any other spelling. */
export function decode(bytes: Uint8Array, largest = LARGEST_BODY): Json {
  if (bytes.length > largest) throw new NotCanonical("too large");
  let text: string;
  try {
    text = textOf(bytes);
  } catch {
    throw new NotCanonical("not JSON in UTF-8");
  }
  checkNfc(text);
  const reader = new Reader(text);
  const value = reader.value(0);
  if (reader.at !== text.length) throw new NotCanonical("more after the end");
  return value;
}

/** Return the object of canonical bytes. Throws `NotCanonical` for anything else. */
export function decodeObject(bytes: Uint8Array, largest = LARGEST_BODY): JsonObject {
  const value = decode(bytes, largest);
  if (!isObject(value)) throw new NotCanonical("not an object");
  return value;
}

/** The name of a fact: the SHA-256 of its bytes, in hexadecimal. */
export function nameOf(bytes: Uint8Array): string {
  return toHex(sha256(bytes));
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function write(value: Json, depth: number): string {
  if (value === null || typeof value === "boolean") return String(value);
  if (typeof value === "number") {
    if (!Number.isSafeInteger(value)) throw new NotCanonical("not a whole number within 2^53 - 1");
    return String(value);
  }
  if (typeof value === "string") {
    if (/\p{Surrogate}/u.test(value)) throw new NotCanonical("half a character");
    return JSON.stringify(value);
  }
  if (typeof value !== "object") throw new NotCanonical(`no ${typeof value} in a fact`);
  if (depth >= DEEPEST) throw new NotCanonical("too deep");
  if (Array.isArray(value)) return `[${value.map((each: Json) => write(each, depth + 1)).join(",")}]`;
  const object = value as JsonObject;
  const fields = Object.keys(object).sort().map((key) => {
    if (!isAscii(key)) throw new NotCanonical("key not ASCII");
    return `${JSON.stringify(key)}:${write(object[key] as Json, depth + 1)}`;
  });
  return `{${fields.join(",")}}`;
}

/** Asked of the whole text, so that a canonical text inside a canonical text is canonical too. */
function checkNfc(text: string): void {
  if (text.normalize("NFC") !== text) throw new NotCanonical("text not in NFC");
}

function isAscii(text: string): boolean {
  return /^[\x00-\x7f]*$/.test(text);
}

const NUMBER = /-?(?:0|[1-9][0-9]*)(?![0-9.eE])/y;
const STRING = /"(?:[^"\\\x00-\x1f]|\\(?:["\\bfnrt]|u00[01][0-9a-f]))*"/y;

/** Reads exactly the canonical form: anything else is refused where it stands. */
class Reader {
  at = 0;

  constructor(private readonly text: string) {}

  value(depth: number): Json {
    const next = this.text[this.at];
    if (next === "{" || next === "[") {
      if (depth >= DEEPEST) throw new NotCanonical("too deep");
      return next === "{" ? this.object(depth + 1) : this.list(depth + 1);
    }
    if (next === '"') return this.string();
    for (const [word, value] of [["null", null], ["true", true], ["false", false]] as const) {
      if (this.text.startsWith(word, this.at)) {
        this.at += word.length;
        return value;
      }
    }
    return this.number();
  }

  private object(depth: number): JsonObject {
    const found = Object.create(null) as { [key: string]: Json };
    let before: string | null = null;
    this.at += 1;
    if (this.skip("}")) return found;
    do {
      const key = this.string();
      if (!isAscii(key)) throw new NotCanonical("key not ASCII");
      if (before !== null && key <= before) {
        throw new NotCanonical(key === before ? "key twice" : "keys not sorted");
      }
      this.expect(":");
      found[key] = this.value(depth);
      before = key;
    } while (this.skip(","));
    this.expect("}");
    return found;
  }

  private list(depth: number): Json[] {
    const found: Json[] = [];
    this.at += 1;
    if (this.skip("]")) return found;
    do found.push(this.value(depth));
    while (this.skip(","));
    this.expect("]");
    return found;
  }

  private string(): string {
    const spelled = this.match(STRING, "not JSON");
    const text = JSON.parse(spelled) as string;
    // An escape that is not needed, such as \u0009 for \t, is another spelling.
    if (JSON.stringify(text) !== spelled) throw new NotCanonical("spelled differently");
    return text;
  }

  private number(): number {
    const spelled = this.match(NUMBER, "not JSON, or not a whole number");
    const value = Number(spelled);
    if (!Number.isSafeInteger(value)) throw new NotCanonical("number too large");
    if (String(value) !== spelled) throw new NotCanonical("spelled differently");
    return value;
  }

  private match(pattern: RegExp, otherwise: string): string {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0];
    if (found === undefined) throw new NotCanonical(otherwise);
    this.at += found.length;
    return found;
  }

  private skip(letter: string): boolean {
    if (this.text[this.at] !== letter) return false;
    this.at += 1;
    return true;
  }

  private expect(letter: string): void {
    if (!this.skip(letter)) throw new NotCanonical(`"${letter}" expected`);
  }
}
