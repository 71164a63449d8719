/**
 * Facts as text for a QR, WhatsApp or SMS: `TEPAT1:` and base45. Twin of `core/log/carrying.py`.
 *
 * Behind the prefix: a version byte, the 64 bytes of the signature, and the body, deflated raw
 * with the preset dictionary of that version. Reading is the rule; compressors may differ.
 */
import { deflateSync } from "fflate";
import { concat, Malformed, type Bytes } from "./bytes";
import { LARGEST_BODY } from "./canonical";
import { DICTIONARY } from "./dictionary";
import { inflate } from "./inflate";

export const PREFIX = "TEPAT1:";
const LARGEST_TEXT = 60_000;
const VERSION = 1;
const SIGNATURE = 64;
const SPACE = /[\x1c-\x1f\x85]|(?!\ufeff)\s/;
const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

export interface Carried {
  readonly body: Bytes;
  readonly sig: Bytes;
}

/** Return a signed fact as text. */
export function writeText({ body, sig }: { body: Uint8Array; sig: Uint8Array }): string {
  const packed = deflateSync(body, { level: 9, dictionary: DICTIONARY });
  return PREFIX + toBase45(concat(Uint8Array.of(VERSION), sig, packed));
}

/**
 * Return the signed fact in a text. Throws `Malformed` for any other text. Space around it and
 * line breaks inside it, which messengers add, are dropped.
 */
export function readText(text: string): Carried {
  if (text.length > LARGEST_TEXT) throw new Malformed("too large");
  const joined = stripped(text).replace(/[\r\n]/g, "");
  if (!joined.startsWith(PREFIX)) throw new Malformed("not a fact as text");
  const bytes = fromBase45(joined.slice(PREFIX.length));
  if (bytes[0] !== VERSION || bytes.length <= 1 + SIGNATURE) throw new Malformed("not a fact as text");
  return { sig: bytes.slice(1, 1 + SIGNATURE), body: inflate(bytes.subarray(1 + SIGNATURE), DICTIONARY, LARGEST_BODY) };
}

/** Return `text` without the space around it, in as many steps as it has letters. */
export function stripped(text: string, space = SPACE): string {
  let [start, end] = [0, text.length];
  while (start < end && space.test(text[start] as string)) start += 1;
  while (end > start && space.test(text[end - 1] as string)) end -= 1;
  return text.slice(start, end);
}

/** Return the bytes as base45 (RFC 9285). */
export function toBase45(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += 2) {
    const whole = at + 1 < bytes.length;
    let value = whole ? (bytes[at] as number) * 256 + (bytes[at + 1] as number) : (bytes[at] as number);
    for (let digit = whole ? 3 : 2; digit > 0; digit -= 1) {
      text += ALPHABET[value % 45] as string;
      value = Math.floor(value / 45);
    }
  }
  return text;
}

/** Return the bytes of base45. Throws `Malformed` for any other text. */
export function fromBase45(text: string): Bytes {
  const found: number[] = [];
  for (let at = 0; at < text.length; at += 3) {
    const digits = Array.from(text.slice(at, at + 3), (letter) => ALPHABET.indexOf(letter));
    const value = digits.reduceRight((sum, digit) => sum * 45 + digit, 0);
    const most = digits.length === 3 ? 0xffff : 0xff;
    if (digits.includes(-1) || digits.length === 1 || value > most) throw new Malformed("not base45");
    found.push(...(digits.length === 3 ? [value >> 8, value & 0xff] : [value]));
  }
  return Uint8Array.from(found);
}
