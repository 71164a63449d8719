/**
 * Texts that carry several facts: one long text, or parts for a series of QR codes or SMS.
 * Twin of `core/log/series.py`.
 */
import { concat, Malformed, sha256, toHex, type Bytes } from "./bytes";
import { fromBase45, PREFIX, readText, stripped, toBase45 } from "./carrying";
import { MOST_ITEMS, readParcel, writeParcel, type Item } from "./parcels";

export type { Item };

const PARCEL = 2;
const PART = 3;
const MOST_PARTS = 999;
const LARGEST_TEXT = 60_000;
export const LARGEST_PASTED = 1_500_000;
/** Bytes of all bodies of one pasted text together. */
const LARGEST_READ = 8 * 2 ** 20;
const MOST_OPEN = 16;
const HASH = 8;
const HEAD = 1 + HASH + 4;

/** Letters of a part in a QR of version 15 at level M, which a cheap camera reads at once. */
export const QR_LETTERS = 593;
/** Letters of a part in one of several linked SMS. */
export const SMS_LETTERS = 153;

/** One part of a parcel: `number` of `total`, from 1. */
export interface Part {
  readonly name: string;
  readonly total: number;
  readonly number: number;
  readonly chunk: Bytes;
}

export type Read = { readonly items: Item[] } | { readonly part: Part };

/** Return `items` as one text; more than a parcel holds are several codes, a line each. */
export function wholeText(items: readonly Item[]): string {
  const parcels = Array.from({ length: Math.ceil(items.length / MOST_ITEMS) }, (_, at) => items.slice(at * MOST_ITEMS, (at + 1) * MOST_ITEMS));
  return parcels.map((some) => PREFIX + toBase45(concat(Uint8Array.of(PARCEL), writeParcel(some)))).join("\n");
}

/** Return `items` as parts of at most so many letters. Throws `Malformed` for too many. */
export function partsOf(items: readonly Item[], letters = QR_LETTERS): string[] {
  const data = writeParcel(items);
  const room = Math.floor((letters - PREFIX.length) / 3) * 2 - HEAD;
  const total = Math.ceil(data.length / room);
  if (room < 1 || total > MOST_PARTS) throw new Malformed("too many parts");
  const name = sha256(data).slice(0, HASH);
  return Array.from({ length: total }, (_, at) => {
    const numbers = Uint8Array.of(total >> 8, total & 0xff, (at + 1) >> 8, (at + 1) & 0xff);
    return PREFIX + toBase45(concat(Uint8Array.of(PART), name, numbers, data.subarray(at * room, (at + 1) * room)));
  });
}

/** Return the facts in one text, or the part that it is. Throws `Malformed`. */
export function readCode(text: string): Read {
  if (text.length > LARGEST_TEXT) throw new Malformed("too large");
  const joined = stripped(text).replace(/[\r\n]/g, "");
  if (!joined.startsWith(PREFIX)) throw new Malformed("no such prefix");
  const data = fromBase45(joined.slice(PREFIX.length));
  if (data[0] === PARCEL) return { items: readParcel(data.subarray(1)) };
  if (data[0] !== PART) return { items: [readText(text)] };
  const [total, number] = [9, 11].map((at) => (data[at] ?? 0) * 256 + (data[at + 1] ?? 0)) as [number, number];
  if (number < 1 || number > total || total > MOST_PARTS || data.length <= HEAD) throw new Malformed("no such part");
  return { part: { name: toHex(data.subarray(1, 1 + HASH)), total, number, chunk: data.slice(HEAD) } };
}

/** Puts parts together, in any order, repeated or mixed with those of another series. */
export class Series {
  private readonly open = new Map<string, Map<number, Bytes>>();
  /** How many parts the series that was touched last still lacks, and of how many. */
  missing = 0;
  total = 0;

  /**
   * Take one part; return what lies in the parcel where it was the last one missing. Throws
   * `Malformed` where the parts do not make the parcel that they name: it begins anew.
   */
  add(part: Part): Item[] | null {
    const key = `${part.name} ${part.total}`;
    const chunks = this.open.get(key) ?? new Map<number, Bytes>();
    this.open.delete(key);
    if (!chunks.has(part.number)) chunks.set(part.number, part.chunk);
    this.total = part.total;
    this.missing = part.total - chunks.size;
    if (this.missing > 0) {
      this.open.set(key, chunks);
      if (this.open.size > MOST_OPEN) this.open.delete(this.open.keys().next().value as string);
      return null;
    }
    const data = concat(...Array.from({ length: part.total }, (_, at) => chunks.get(at + 1) as Bytes));
    if (toHex(sha256(data).subarray(0, HASH)) !== part.name) throw new Malformed("parts of different parcels");
    return readParcel(data);
  }
}

const GAP = "[ \\u00a0\\u202f]";
const DATE = "[0-9]{1,4}[/.-][0-9]{1,2}(?:[/.-][0-9]{2,4})?";
const TIME = `[0-9]{1,2}[.:][0-9]{2}(?:[.:][0-9]{2})?(?:${GAP}?[AaPp][.]?[Mm][.]?)?`;
const WHEN = `(?:${DATE},?${GAP}(?:pukul${GAP})?${TIME}|${TIME},?${GAP}${DATE})`;
/** What WhatsApp writes before a message that is exported or copied: day, hour and name. */
const STAMP = new RegExp(`(?:^|\\n)[\\u200e\\u200f]*\\[?${WHEN}(?:\\]|${GAP}-)${GAP}[^\\n:]{1,80}:${GAP}`);

/** Return `text` without the stamps of WhatsApp, and without its messages that hold no code. */
export function unstamped(text: string): string {
  const [before, ...messages] = text.split(STAMP) as [string, ...string[]];
  return stripped([before, ...messages.filter((each) => each.includes(PREFIX))].join("\n"), /\n/);
}

/**
 * Return every fact and list in a pasted text, and how many parts are still missing. Throws
 * `Malformed` for what carries nothing, and for words around the codes but WhatsApp's own.
 */
export function readPasted(text: string): { items: Item[]; missing: number } {
  if (text.length > LARGEST_PASTED) throw new Malformed("too large");
  const [before, ...codes] = unstamped(text).split(PREFIX) as [string, ...string[]];
  if (stripped(before) !== "" || codes.length === 0) throw new Malformed("no such prefix");
  const series = new Series();
  const waiting = new Map<string, number>();
  const found = new Map<string, Item>();
  let left = LARGEST_READ;
  for (const code of codes) {
    const read = readCode(PREFIX + code);
    let items: readonly Item[];
    if ("part" in read) {
      const key = `${read.part.name} ${read.part.total}`;
      items = series.add(read.part) ?? [];
      waiting.set(key, Math.min(series.missing, waiting.get(key) ?? series.missing));
    } else items = read.items;
    left -= items.reduce((sum, each) => sum + each.body.length, 0);
    if (left < 0) throw new Malformed("too large");
    for (const each of items) found.set(toHex(sha256(each.body)) + (each.sig ? toHex(each.sig) : ""), each);
  }
  return { items: [...found.values()], missing: [...waiting.values()].reduce((sum, each) => sum + each, 0) };
}
