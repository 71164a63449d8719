/**
 * Texts of the alphabet of base45 as QR codes (ISO/IEC 18004, alphanumeric mode), levels L and M.
 *
 * A phone draws only such texts: 5.5 bits a letter instead of 8, so that an offer of five boxes
 * is one code that a cheap camera reads. Compared with another encoder in `tests/vectors/qr.json`.
 */
const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

export type Level = "L" | "M";

export interface Qr {
  readonly version: number;
  readonly size: number;
  readonly mask: number;
  /** Rows of modules, true where it is dark; without the quiet zone of four modules. */
  readonly rows: readonly (readonly boolean[])[];
}

/** Check bytes of each block, and number of blocks, by version from 1. */
const CHECK: Readonly<Record<Level, readonly number[]>> = {
  L: [7, 10, 15, 20, 26, 18, 20, 24, 30, 18, 20, 24, 26, 30, 22, 24, 28, 30, 28, 28, 28, 28, 30, 30, 26, 28, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30],
  M: [10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24, 28, 28, 26, 26, 26, 26, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28],
};
const BLOCKS: Readonly<Record<Level, readonly number[]>> = {
  L: [1, 1, 1, 1, 1, 2, 2, 2, 2, 4, 4, 4, 4, 4, 6, 6, 6, 6, 7, 8, 8, 9, 9, 10, 12, 12, 12, 13, 14, 15, 16, 17, 18, 19, 19, 20, 21, 22, 24, 25],
  M: [1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10, 10, 11, 13, 14, 16, 17, 17, 18, 20, 21, 23, 25, 26, 28, 29, 31, 33, 35, 37, 38, 40, 43, 45, 47, 49],
};
const LEVEL_BITS: Readonly<Record<Level, number>> = { L: 1, M: 0 };

/** The smallest version that holds so many letters, or null where none does. */
export function versionFor(letters: number, level: Level): number | null {
  const bits = 11 * Math.floor(letters / 2) + 6 * (letters % 2);
  for (let version = 1; version <= 40; version += 1) {
    if (letters < 2 ** countBits(version) && 4 + countBits(version) + bits <= 8 * dataBytes(version, level)) return version;
  }
  return null;
}

/** Return the code of `text`. Throws RangeError for other letters, or for too many. */
export function qrOf(text: string, level: Level = "M", mask?: number): Qr {
  const version = versionFor(text.length, level);
  if (version === null) throw new RangeError("too long for a QR code");
  const grid = new Grid(version);
  grid.place(withChecks(dataOf(text, version, level), version, level));
  const masks = mask === undefined ? [0, 1, 2, 3, 4, 5, 6, 7] : [mask];
  const made = masks.map((each) => ({ mask: each, rows: grid.masked(each, level) }));
  const scored = made.map((each) => ({ ...each, score: made.length > 1 ? penalty(each.rows) : 0 }));
  const best = scored.reduce((one, other) => (other.score < one.score ? other : one));
  return { version, size: grid.size, mask: best.mask, rows: best.rows };
}

function countBits(version: number): number {
  return version < 10 ? 9 : version < 27 ? 11 : 13;
}

/** Bytes of a version, data and checks together. */
function allBytes(version: number): number {
  const places = alignmentsOf(version).length;
  const patterns = places === 0 ? 0 : (25 * places - 10) * places - 55;
  return Math.floor(((16 * version + 128) * version + 64 - patterns - (version > 6 ? 36 : 0)) / 8);
}

function dataBytes(version: number, level: Level): number {
  return allBytes(version) - (CHECK[level][version - 1] as number) * (BLOCKS[level][version - 1] as number);
}

function alignmentsOf(version: number): number[] {
  if (version === 1) return [];
  const count = Math.floor(version / 7) + 2;
  const step = version === 32 ? 26 : Math.ceil((version * 4 + 4) / (count * 2 - 2)) * 2;
  return [6, ...Array.from({ length: count - 1 }, (_, at) => version * 4 + 10 - at * step).reverse()];
}

function dataOf(text: string, version: number, level: Level): number[] {
  const bits: number[] = [];
  const put = (value: number, length: number): void => {
    for (let at = length - 1; at >= 0; at -= 1) bits.push((value >>> at) & 1);
  };
  put(2, 4);
  put(text.length, countBits(version));
  const values = Array.from(text, (letter) => ALPHABET.indexOf(letter));
  if (values.includes(-1)) throw new RangeError("not the alphabet of a QR code");
  for (let at = 0; at < values.length; at += 2) {
    const [first, second] = [values[at] as number, values[at + 1]];
    if (second === undefined) put(first, 6);
    else put(first * 45 + second, 11);
  }
  const room = dataBytes(version, level);
  put(0, Math.min(4, room * 8 - bits.length));
  while (bits.length % 8 !== 0) bits.push(0);
  const bytes = Array.from({ length: bits.length / 8 }, (_, at) =>
    bits.slice(at * 8, at * 8 + 8).reduce((sum, bit) => sum * 2 + bit, 0),
  );
  for (let pad = 0xec; bytes.length < room; pad ^= 0xec ^ 0x11) bytes.push(pad);
  return bytes;
}

/** Return the data in blocks with their checks (Reed-Solomon), interleaved as they are placed. */
function withChecks(data: readonly number[], version: number, level: Level): number[] {
  const blocks = BLOCKS[level][version - 1] as number;
  const checks = CHECK[level][version - 1] as number;
  const short = Math.floor(data.length / blocks);
  const long = data.length % blocks;
  let at = 0;
  const parts = Array.from({ length: blocks }, (_, place) => {
    const length = short + (place >= blocks - long ? 1 : 0);
    at += length;
    return data.slice(at - length, at);
  });
  const divisor = divisorOf(checks);
  const rests = parts.map((part) => restOf(part, divisor));
  const mixed = (all: readonly (readonly number[])[], length: number): number[] =>
    Array.from({ length }, (_, place) => all.flatMap((part) => (part[place] === undefined ? [] : [part[place]]))).flat();
  return [...mixed(parts, short + 1), ...mixed(rests, checks)];
}

function times(x: number, y: number): number {
  let product = 0;
  for (let at = 7; at >= 0; at -= 1) {
    product = (product << 1) ^ ((product >>> 7) * 0x11d);
    product ^= ((y >>> at) & 1) * x;
  }
  return product;
}

function divisorOf(degree: number): number[] {
  const found = [...Array<number>(degree - 1).fill(0), 1];
  let root = 1;
  for (let step = 0; step < degree; step += 1) {
    for (let at = 0; at < degree; at += 1) found[at] = times(found[at] as number, root) ^ (found[at + 1] ?? 0);
    root = times(root, 2);
  }
  return found;
}

function restOf(data: readonly number[], divisor: readonly number[]): number[] {
  const rest = divisor.map(() => 0);
  for (const byte of data) {
    const factor = byte ^ (rest.shift() as number);
    rest.push(0);
    divisor.forEach((each, at) => (rest[at] = (rest[at] as number) ^ times(each, factor)));
  }
  return rest;
}

const MASKS: readonly ((x: number, y: number) => boolean)[] = [
  (x, y) => (x + y) % 2 === 0,
  (_, y) => y % 2 === 0,
  (x) => x % 3 === 0,
  (x, y) => (x + y) % 3 === 0,
  (x, y) => (Math.floor(x / 3) + Math.floor(y / 2)) % 2 === 0,
  (x, y) => ((x * y) % 2) + ((x * y) % 3) === 0,
  (x, y) => (((x * y) % 2) + ((x * y) % 3)) % 2 === 0,
  (x, y) => (((x + y) % 2) + ((x * y) % 3)) % 2 === 0,
];

/** The modules of one version: patterns for the reader, and the data between them. */
class Grid {
  readonly size: number;
  private readonly dark: boolean[][];
  private readonly fixed: boolean[][];

  constructor(private readonly version: number) {
    this.size = version * 4 + 17;
    this.dark = Array.from({ length: this.size }, () => Array<boolean>(this.size).fill(false));
    this.fixed = this.dark.map((row) => [...row]);
    for (let at = 0; at < this.size; at += 1) {
      this.set(6, at, at % 2 === 0);
      this.set(at, 6, at % 2 === 0);
    }
    for (const [x, y] of [[3, 3], [this.size - 4, 3], [3, this.size - 4]] as const) this.finder(x, y);
    const places = alignmentsOf(version);
    const last = places.length - 1;
    places.forEach((y, row) =>
      places.forEach((x, column) => {
        const corner = (row === 0 && (column === 0 || column === last)) || (row === last && column === 0);
        if (!corner) this.square(x, y, 2, (ring) => ring !== 1);
      }),
    );
    this.format(this.dark, 0);
    if (version > 6) this.number();
  }

  /** Place the bits of `bytes` in columns of two, from the right, up and down. */
  place(bytes: readonly number[]): void {
    let at = 0;
    for (let right = this.size - 1; right > 0; right -= 2) {
      if (right === 6) right = 5;
      const upward = ((right + 1) & 2) === 0;
      for (let step = 0; step < this.size; step += 1) {
        const y = upward ? this.size - 1 - step : step;
        for (const x of [right, right - 1]) {
          if ((this.fixed[y] as boolean[])[x] === true || at >= bytes.length * 8) continue;
          (this.dark[y] as boolean[])[x] = (((bytes[at >>> 3] as number) >>> (7 - (at & 7))) & 1) === 1;
          at += 1;
        }
      }
    }
  }

  masked(mask: number, level: Level): boolean[][] {
    const isFlipped = MASKS[mask] as (x: number, y: number) => boolean;
    const rows = this.dark.map((row, y) =>
      row.map((dark, x) => dark !== ((this.fixed[y] as boolean[])[x] === false && isFlipped(x, y))),
    );
    this.format(rows, (LEVEL_BITS[level] << 3) | mask);
    return rows;
  }

  private set(x: number, y: number, dark: boolean): void {
    if (x < 0 || y < 0 || x >= this.size || y >= this.size) return;
    (this.dark[y] as boolean[])[x] = dark;
    (this.fixed[y] as boolean[])[x] = true;
  }

  private square(x: number, y: number, reach: number, isDark: (ring: number) => boolean): void {
    for (let dy = -reach; dy <= reach; dy += 1) {
      for (let dx = -reach; dx <= reach; dx += 1) {
        this.set(x + dx, y + dy, isDark(Math.max(Math.abs(dx), Math.abs(dy))));
      }
    }
  }

  private finder(x: number, y: number): void {
    this.square(x, y, 4, (ring) => ring !== 2 && ring !== 4);
  }

  /** Write level and mask, twice, with their own check bits. */
  private format(rows: boolean[][], value: number): void {
    let rest = value;
    for (let step = 0; step < 10; step += 1) rest = (rest << 1) ^ ((rest >>> 9) * 0x537);
    const bits = ((value << 10) | rest) ^ 0x5412;
    const put = (x: number, y: number, at: number): void => {
      (rows[y] as boolean[])[x] = ((bits >>> at) & 1) === 1;
      (this.fixed[y] as boolean[])[x] = true;
    };
    for (let at = 0; at < 15; at += 1) {
      const across = at < 8 ? this.size - 1 - at : at === 8 ? 7 : 14 - at;
      const down = at < 6 ? at : at < 8 ? at + 1 : this.size - 15 + at;
      put(across, 8, at);
      put(8, down, at);
    }
    (rows[this.size - 8] as boolean[])[8] = true;
    (this.fixed[this.size - 8] as boolean[])[8] = true;
  }

  /** Write the version, twice, where it is 7 or more. */
  private number(): void {
    let rest = this.version;
    for (let step = 0; step < 12; step += 1) rest = (rest << 1) ^ ((rest >>> 11) * 0x1f25);
    const bits = (this.version << 12) | rest;
    for (let at = 0; at < 18; at += 1) {
      const dark = ((bits >>> at) & 1) === 1;
      const [near, far] = [Math.floor(at / 3), this.size - 11 + (at % 3)];
      this.set(far, near, dark);
      this.set(near, far, dark);
    }
  }
}

/** How hard a code is to read: runs, squares, what looks like a finder, and too much of one colour. */
function penalty(rows: readonly (readonly boolean[])[]): number {
  const columns = rows.map((_, x) => rows.map((row) => row[x] as boolean));
  let sum = 0;
  for (const line of [...rows, ...columns]) {
    const text = line.map((dark) => (dark ? "1" : "0")).join("");
    for (const run of text.match(/0+|1+/g) ?? []) if (run.length >= 5) sum += run.length - 2;
    for (let at = 0; at + 11 <= text.length; at += 1) {
      if (text.startsWith("10111010000", at) || text.startsWith("00001011101", at)) sum += 40;
    }
  }
  for (let y = 1; y < rows.length; y += 1) {
    for (let x = 1; x < rows.length; x += 1) {
      const one = rows[y]?.[x];
      if (one === rows[y]?.[x - 1] && one === rows[y - 1]?.[x] && one === rows[y - 1]?.[x - 1]) sum += 3;
    }
  }
  const dark = rows.flat().filter((each) => each).length;
  return sum + 10 * Math.floor(Math.abs(dark / rows.length ** 2 - 0.5) * 20);
}

/** Return the code as the path of an SVG of `size` units, one rectangle a run of dark modules. */
export function pathOf({ rows }: Qr): string {
  return rows
    .map((row, y) => {
      let path = "";
      for (let x = 0; x < row.length; x += 1) {
        if (row[x] !== true) continue;
        let end = x;
        while (row[end] === true) end += 1;
        path += `M${x} ${y}h${end - x}v1h-${end - x}z`;
        x = end;
      }
      return path;
    })
    .join("");
}
