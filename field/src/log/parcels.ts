/**
 * Several signed facts as few bytes: an outbox, or both halves of a handover. Twin of
 * `core/log/parcels.py`, which says how they lie there.
 */
import { deflateSync } from "fflate";
import { concat, fromHex, Malformed, toHex, type Bytes } from "./bytes";
import { LARGEST_BODY, nameOf } from "./canonical";
import { DICTIONARY } from "./dictionary";
import { inflate } from "./inflate";

export const MOST_ITEMS = 200;
const LARGEST = 1 << 20;
const LARGEST_LIST = 4 * 2 ** 20;
/** Bytes of all bodies together as they are read: a byte of a parcel may stand for 66. */
const LARGEST_WHOLE = LARGEST_LIST;
const SIGNATURE = 64;
const FACT = 1;
const LIST = 2;

const NAME = /"([0-9a-f]{64}|[0-9a-f]{32}|[0-9a-f]{16})"/g;
const MARK = /[\x01-\x03\x05]|\x04[\x20-\x7e][\x20-\x7e]|[\x00-\x1f]/g;
const CONTROL = /[\x00-\x1f]/;
const KNOWN = "\x04";
const BEFORE = "\x05";
const FROM = 0x20;
const DIGIT = 95;

/** A signed fact, or the list of a load, which has no signature. */
export interface Item {
  readonly body: Bytes;
  readonly sig: Bytes | null;
}

/** Return the parcel of `items`. Throws `Malformed` for what no parcel holds. */
export function writeParcel(items: readonly Item[]): Bytes {
  if (items.length < 1 || items.length > MOST_ITEMS) throw new Malformed("too few or too many facts");
  const names = new Names();
  const plain = fromLatin(items.map((each) => names.shorten(each.body)).join("\0"));
  const apart = names.apart();
  const whole = items.reduce((sum, each) => sum + each.body.length, 0);
  if (plain.length > LARGEST || apart.length > 0xffff || whole > LARGEST_WHOLE) throw new Malformed("too large");
  return concat(
    Uint8Array.of(items.length, ...items.map((each) => (each.sig === null ? LIST : FACT)), apart.length >> 8, apart.length & 0xff),
    ...items.flatMap((each) => (each.sig === null ? [] : [each.sig])),
    apart,
    deflateSync(plain, { level: 9, dictionary: DICTIONARY }),
  );
}

/** Return what lies in a parcel. Throws `Malformed` for any other bytes; bodies are not judged. */
export function readParcel(data: Uint8Array): Item[] {
  const count = data[0] ?? 0;
  const kinds = [...data.slice(1, 1 + count)];
  const head = count + 3;
  const known = kinds.every((kind) => kind === FACT || kind === LIST);
  if (count < 1 || count > MOST_ITEMS || data.length < head || !known) throw new Malformed("not a parcel");
  const namesLength = (data[head - 2] as number) * 256 + (data[head - 1] as number);
  const sigsEnd = head + SIGNATURE * kinds.filter((kind) => kind === FACT).length;
  const apart = data.slice(sigsEnd, sigsEnd + namesLength);
  const texts = toLatin(inflate(data.subarray(sigsEnd + namesLength), DICTIONARY, LARGEST)).split("\0");
  if (apart.length !== namesLength || texts.length !== count) throw new Malformed("cut short or too long");
  const spelling = new Spelling(apart);
  let at = head;
  let left = LARGEST_WHOLE;
  const items = texts.map((text, place) => {
    const isFact = kinds[place] === FACT;
    const body = spelling.spell(text, Math.min(isFact ? LARGEST_BODY : LARGEST_LIST, left));
    left -= body.length;
    const sig = isFact ? data.slice(at, at + SIGNATURE) : null;
    at += isFact ? SIGNATURE : 0;
    return { body, sig };
  });
  if (!spelling.isDone()) throw new Malformed("names left over");
  return items;
}

/** The names that the bodies of one parcel have spelt so far, when it is written. */
class Names {
  private readonly parts: string[] = [];
  private readonly places = new Map<string, number>();
  private before = "";

  apart(): Bytes {
    return fromHex(this.parts.join(""));
  }

  shorten(body: Bytes): string {
    const plain = toLatin(body);
    if (CONTROL.test(plain)) throw new Malformed("not canonical");
    const text = plain.replace(NAME, (_, name: string) => this.mark(name));
    this.before = nameOf(body);
    if (!this.places.has(this.before)) this.places.set(this.before, this.places.size);
    return text;
  }

  private mark(name: string): string {
    if (name === this.before) return BEFORE;
    const place = this.places.get(name);
    if (place !== undefined && place < DIGIT * DIGIT) {
      return KNOWN + String.fromCharCode(FROM + Math.floor(place / DIGIT), FROM + (place % DIGIT));
    }
    this.places.set(name, this.places.size);
    this.parts.push(name);
    return { 64: "\x01", 32: "\x02", 16: "\x03" }[name.length] as string;
  }
}

/** The same when it is read: the table of names grows in the same order. */
class Spelling {
  private at = 0;
  private readonly names: string[] = [];
  private readonly known = new Set<string>();
  private before = "";
  private left = 0;

  constructor(private readonly apart: Uint8Array) {}

  isDone(): boolean {
    return this.at === this.apart.length;
  }

  spell(text: string, most: number): Bytes {
    this.left = most - text.length;
    const body = fromLatin(text.replace(MARK, (mark) => this.spelt(mark)));
    if (this.left < 0) throw new Malformed("too large");
    this.before = nameOf(body);
    this.learn(this.before);
    return body;
  }

  private spelt(mark: string): string {
    const name = `"${this.named(mark)}"`;
    this.left -= name.length - mark.length;
    if (this.left < 0) throw new Malformed("too large");
    return name;
  }

  private named(mark: string): string {
    if (mark === BEFORE && this.before !== "") return this.before;
    if (mark.length === 3) {
      const name = this.names[(mark.charCodeAt(1) - FROM) * DIGIT + mark.charCodeAt(2) - FROM];
      if (name !== undefined) return name;
    }
    const length = { "\x01": 32, "\x02": 16, "\x03": 8 }[mark] ?? 0;
    if (length === 0 || this.at + length > this.apart.length) throw new Malformed("no such name");
    const name = toHex(this.apart.subarray(this.at, this.at + length));
    this.at += length;
    this.learn(name);
    return name;
  }

  private learn(name: string): void {
    if (this.known.has(name)) return;
    this.known.add(name);
    this.names.push(name);
  }
}

/** One character for each byte: what is no UTF-8 is carried as it is, and judged later. */
function toLatin(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += 0x2000) text += String.fromCharCode(...bytes.subarray(at, at + 0x2000));
  return text;
}

function fromLatin(text: string): Bytes {
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}
