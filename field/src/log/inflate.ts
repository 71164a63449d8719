/**
 * Raw deflate (RFC 1951) read strictly, with a preset dictionary and a limit.
 *
 * Libraries for browsers forgive what zlib refuses: incomplete codes, bytes after the end,
 * lengths that contradict their check. A text that one program reads and another does not
 * would get two verdicts, so the strict reading is written here.
 */
import { Malformed, type Bytes } from "./bytes";

const LENGTHS = [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258];
const LENGTH_BITS = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];
const ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

/** Return what `packed` holds. Throws `Malformed` for anything else, or more than `largest` bytes. */
export function inflate(packed: Uint8Array, dictionary: Uint8Array, largest: number): Bytes {
  const reader = new Inflater(packed, dictionary, largest);
  while (!reader.block());
  return reader.all();
}

class Inflater {
  private at = 0;
  private held = 0;
  private heldBits = 0;
  private readonly out: Bytes;
  private end: number;

  constructor(
    private readonly packed: Uint8Array,
    private readonly dictionary: Uint8Array,
    largest: number,
  ) {
    this.out = new Uint8Array(dictionary.length + largest);
    this.out.set(dictionary);
    this.end = dictionary.length;
  }

  /** Read one block; return whether it was the last. */
  block(): boolean {
    const last = this.bits(1) === 1;
    const kind = this.bits(2);
    if (kind === 0) this.stored();
    else if (kind === 1) this.codes(FIXED, FIXED_DISTANCES);
    else if (kind === 2) this.codes(...this.tables());
    else throw new Malformed("not deflated");
    return last;
  }

  all(): Bytes {
    if (this.at !== this.packed.length) throw new Malformed("more after the end");
    return this.out.slice(this.dictionary.length, this.end);
  }

  private bits(count: number): number {
    while (this.heldBits < count) {
      const byte = this.packed[this.at++];
      if (byte === undefined) throw new Malformed("cut");
      this.held |= byte << this.heldBits;
      this.heldBits += 8;
    }
    const value = this.held & ((1 << count) - 1);
    this.held >>>= count;
    this.heldBits -= count;
    return value;
  }

  private stored(): void {
    this.held = this.heldBits = 0;
    const [length, check] = [this.bits(16), this.bits(16)];
    if ((length ^ check) !== 0xffff) throw new Malformed("not deflated");
    for (let count = 0; count < length; count += 1) this.put(this.bits(8));
  }

  private codes(lengths: Code, distances: Code): void {
    for (;;) {
      const symbol = this.symbol(lengths);
      if (symbol === 256) return;
      if (symbol < 256) this.put(symbol);
      else this.copy(symbol - 257, this.symbol.bind(this, distances));
    }
  }

  private copy(code: number, distanceCode: () => number): void {
    const base = LENGTHS[code];
    if (base === undefined) throw new Malformed("not deflated");
    const length = base + this.bits(LENGTH_BITS[code] as number);
    const found = distanceCode();
    if (found > 29) throw new Malformed("not deflated");
    const extra = found < 2 ? 0 : (found >> 1) - 1;
    const distance = (found < 2 ? found : (2 + (found & 1)) << extra) + 1 + this.bits(extra);
    if (distance > this.end) throw new Malformed("not deflated");
    for (let count = 0; count < length; count += 1) this.put(this.out[this.end - distance] as number);
  }

  private put(byte: number): void {
    if (this.end === this.out.length) throw new Malformed("too large");
    this.out[this.end++] = byte;
  }

  private symbol(code: Code): number {
    let [value, first, index] = [0, 0, 0];
    for (let length = 1; length <= 15; length += 1) {
      value |= this.bits(1);
      const count = code.counts[length] as number;
      if (value - count < first) return code.symbols[index + value - first] as number;
      index += count;
      first = (first + count) << 1;
      value <<= 1;
    }
    throw new Malformed("not deflated");
  }

  private tables(): [Code, Code] {
    const [many, distances, few] = [this.bits(5) + 257, this.bits(5) + 1, this.bits(4) + 4];
    if (many > 286 || distances > 30) throw new Malformed("not deflated");
    const short = new Array<number>(19).fill(0);
    for (let at = 0; at < few; at += 1) short[ORDER[at] as number] = this.bits(3);
    const code = codeOf(short, false);
    const lengths: number[] = [];
    while (lengths.length < many + distances) {
      const symbol = this.symbol(code);
      if (symbol < 16) lengths.push(symbol);
      else {
        const again = symbol === 16 ? lengths.at(-1) : 0;
        const times = symbol === 16 ? 3 + this.bits(2) : symbol === 17 ? 3 + this.bits(3) : 11 + this.bits(7);
        if (again === undefined) throw new Malformed("not deflated");
        for (let count = 0; count < times; count += 1) lengths.push(again);
      }
    }
    if (lengths.length > many + distances || lengths[256] === 0) throw new Malformed("not deflated");
    return [codeOf(lengths.slice(0, many), true), codeOf(lengths.slice(many), true)];
  }
}

interface Code {
  readonly counts: readonly number[];
  readonly symbols: readonly number[];
}

/** A code may be incomplete only where it has one symbol of one bit, or none, as zlib has it. */
function codeOf(lengths: readonly number[], mayBeSingle: boolean): Code {
  const counts = new Array<number>(16).fill(0);
  for (const length of lengths) counts[length] = (counts[length] as number) + 1;
  const longest = Math.max(...lengths);
  let left = 1;
  for (let length = 1; length <= 15; length += 1) {
    left = left * 2 - (counts[length] as number);
    if (left < 0) throw new Malformed("not deflated");
  }
  if (left > 0 && (longest > 1 || !(mayBeSingle || longest === 0))) throw new Malformed("not deflated");
  const symbols = Array.from(lengths.keys())
    .filter((symbol) => (lengths[symbol] as number) > 0)
    .sort((a, b) => (lengths[a] as number) - (lengths[b] as number) || a - b);
  return { counts, symbols };
}

const FIXED = codeOf(
  Array.from({ length: 288 }, (_, symbol) => (symbol < 144 ? 8 : symbol < 256 ? 9 : symbol < 280 ? 7 : 8)),
  true,
);
const FIXED_DISTANCES: Code = codeOf(new Array<number>(32).fill(5), true);
