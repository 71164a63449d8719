/** The table of a bundle, read as it was written and no other way. Twin of `verifying/results_table.py`. Pure. */
import { Malformed, textOf } from "../log/bytes";

const VOTERS = ["registered", "dpt", "moved", "unlisted", "users"];
/** Figures of a form in the order of the paper. Twin of `core/count/form.py`. */
export const FIGURES: readonly string[] = [...VOTERS.flatMap((each) => [`${each}_men`, `${each}_women`, each]), "received", "used", "spoiled", "left", "valid", "invalid", "total"];

const WORDS: Readonly<Record<string, string>> = {
  registered: "pemilih dalam DPT",
  dpt: "pengguna dari DPT",
  moved: "pengguna pindahan",
  unlisted: "pengguna tidak terdaftar",
  users: "jumlah pengguna",
  received: "surat suara diterima",
  used: "surat suara digunakan",
  spoiled: "surat suara rusak atau keliru coblos",
  left: "sisa surat suara",
  valid: "suara sah",
  invalid: "suara tidak sah",
  total: "suara seluruhnya",
};

function headOf(name: string): string {
  const [, base = "", sex] = /^(\w+)_(men|women)$/.exec(name) ?? [];
  return sex === undefined ? (WORDS[name] ?? name) : `${WORDS[base] ?? base}, ${sex === "men" ? "laki-laki" : "perempuan"}`;
}

const BEFORE = ["Catatan", "Kode TPS", "Jenis", "Keadaan", "Asal", "Tidak cocok"];
const FIRST = [...BEFORE, ...FIGURES.map(headOf)];

/** Cells of one row by figure or number on the paper: a whole number, null where blank. */
export type Cells = ReadonlyMap<string, number | null>;

export interface Row {
  readonly note: string;
  readonly tps: string;
  readonly kind: string;
  readonly state: string;
  readonly source: string;
  readonly checks: string;
  readonly cells: Cells;
}

export interface Table {
  /** By `rowKey`. */
  readonly rows: ReadonlyMap<string, Row>;
  /** Rows that are there twice, too short, or hold what is no number. */
  readonly spoiled: readonly { readonly tps: string; readonly kind: string }[];
}

export function rowKey(tps: string, kind: string): string {
  return `${tps}\n${kind}`;
}

/** Return the table in the bytes of a csv, null where its heads are others. */
export function tableIn(bytes: Uint8Array | undefined): Table | null {
  const [heads, ...rows] = bytes === undefined ? [] : rowsIn(bytes);
  if (heads === undefined || FIRST.some((head, at) => heads[at] !== head)) return null;
  const numbers = heads.slice(FIRST.length);
  if (numbers.some((head) => !head.startsWith("nomor "))) return null;
  const names = [...FIGURES, ...numbers.map((head) => head.slice("nomor ".length))];
  if (new Set(numbers).size !== numbers.length) return null;
  const found = new Map<string, Row>();
  const spoiled: { tps: string; kind: string }[] = [];
  for (const row of rows) {
    const [note = "", tps = "", kind = "", state = "", source = "", checks = ""] = row.length > BEFORE.length ? row : [];
    const cells = new Map<string, number | null>();
    let isWhole = row.length === BEFORE.length + names.length && !found.has(rowKey(tps, kind));
    names.forEach((name, at) => {
      const cell = row[BEFORE.length + at];
      const value = cell === undefined ? undefined : numberIn(cell);
      if (value === undefined) isWhole = false;
      else cells.set(name, value);
    });
    if (!isWhole) spoiled.push({ tps, kind });
    found.set(rowKey(tps, kind), { note, tps, kind, state, source, checks, cells });
  }
  return { rows: found, spoiled };
}

/** A cell as a number, null where it is blank, undefined where it is neither. */
function numberIn(text: string): number | null | undefined {
  if (text === "") return null;
  return /^(?:-?[1-9][0-9]{0,14}|0)$/.test(text) ? Number(text) : undefined;
}

/** The rows of a csv: commas, double quotes around what holds one. */
function rowsIn(bytes: Uint8Array): string[][] {
  let text: string;
  try {
    text = textOf(bytes).replace(/^\ufeff/, "");
  } catch (error) {
    if (error instanceof Malformed) return [];
    throw error;
  }
  const rows: string[][] = [];
  let row: string[] = [];
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/y;
  while (cell.lastIndex < text.length) {
    const found = cell.exec(text);
    if (found === null) return [];
    row.push(found[1] === undefined ? (found[2] ?? "") : found[1].replaceAll('""', '"'));
    if (found[3] !== ",") {
      rows.push(row);
      row = [];
    }
  }
  return rows;
}
