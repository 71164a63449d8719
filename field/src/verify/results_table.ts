/** The table of a bundle, and the votes of its NIST file. Twin of the reading in `verifying/results.py`. Pure. */
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

export interface Table {
  /** By `rowKey`. */
  readonly rows: ReadonlyMap<string, { readonly tps: string; readonly kind: string; readonly cells: Cells }>;
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
  const found = new Map<string, { tps: string; kind: string; cells: Cells }>();
  const spoiled: { tps: string; kind: string }[] = [];
  for (const row of rows) {
    const [tps, kind] = row.length > BEFORE.length ? [(row[1] ?? "").replace(/^'+/, ""), row[2] ?? ""] : ["", ""];
    const cells = new Map<string, number | null>();
    let isWhole = row.length === BEFORE.length + names.length && !found.has(rowKey(tps, kind));
    names.forEach((name, at) => {
      const cell = row[BEFORE.length + at];
      const value = cell === undefined ? undefined : numberIn(cell);
      if (value === undefined) isWhole = false;
      else cells.set(name, value);
    });
    if (!isWhole) spoiled.push({ tps, kind });
    found.set(rowKey(tps, kind), { tps, kind, cells });
  }
  return { rows: found, spoiled };
}

/** A cell as a number, null where it is blank, undefined where it is neither. */
function numberIn(text: string): number | null | undefined {
  const plain = text.replace(/^'/, "");
  if (plain === "") return null;
  return /^-*[0-9]+$/.test(plain) ? Number(plain) : undefined;
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

interface Nist {
  readonly Election: readonly {
    readonly Contest: readonly {
      readonly ContestSelection: readonly { readonly "@id": string; readonly VoteCounts: readonly { readonly GpUnitId: string; readonly Count: number }[] }[];
    }[];
  }[];
}

/** Votes of a NIST file by row and number, null where it is none; `kinds` are the kinds of the forms by SKU. */
export function nistVotes(bytes: Uint8Array, kinds: ReadonlyMap<string, string>): ReadonlyMap<string, number> | null {
  const found = new Map<string, number>();
  try {
    const value = JSON.parse(textOf(bytes)) as Nist;
    for (const election of value.Election) for (const contest of election.Contest) for (const selection of contest.ContestSelection) {
      const cut = selection["@id"].lastIndexOf("-");
      const [own, number] = [selection["@id"].slice(0, Math.max(cut, 0)), selection["@id"].slice(cut + 1)];
      const sku = [...kinds.keys()].find((each) => own.endsWith(`-${each}`)) ?? "";
      for (const { GpUnitId, Count } of selection.VoteCounts) found.set(`${rowKey(GpUnitId.replace(/^gp-/, ""), kinds.get(sku) ?? "")}\n${number}`, Count);
    }
    return found;
  } catch (error) {
    if (error instanceof Malformed || error instanceof SyntaxError || error instanceof TypeError) return null;
    throw error;
  }
}
