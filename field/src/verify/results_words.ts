/** What is found about a bundle of results, in the sentences of `tepat log verify`. Twin of `core/sentences/witness.py`. */

type Facts = Readonly<Record<string, string | number>>;

const SENTENCES = {
  note_untrusted: "{file} tidak ditandatangani dengan kunci log yang tertulis dalam kebijakan Anda. Simpan sebagai bukti dan laporkan ke Bawaslu.",
  note_spoiled: "{file}: tanda tangan {name} tidak sah. Simpan foldernya sebagai bukti dan minta checkpoint yang sama dari saksi itu.",
  quorum_missing: "Log ukuran {size} belum cukup disaksikan: {have} dari {of} saksi log. Tunggu sinkronisasi saksi berikutnya; bila tetap kurang, tanyakan kepada para saksi.",
  results_file: "Berkas {file} dalam bundel bukan yang ditandatangani. Simpan bundelnya sebagai bukti dan unduh lagi untuk dibandingkan.",
  results_index: "{file} tidak ditandatangani Desk log ini untuk checkpoint ini. Simpan bundelnya dan tanyakan asalnya.",
  results_not_in_log: "Peristiwa {number} dalam bundel tidak ada di log yang ditandatangani. Simpan bundelnya sebagai bukti.",
  results_signature: "Tanda tangan peristiwa {number} tidak sah, atau kuncinya tidak ada dalam bundel. Simpan bundelnya sebagai bukti.",
  results_signer: "TPS {tps}, {kind}: yang menandatangani tidak berwenang ({why}). Periksa surat tugasnya di log.",
  results_no_fact: "TPS {tps}, {kind}: peristiwa yang disebut bundel tidak memuat formulir ini. Unduh lagi dan bandingkan.",
  results_differs: "TPS {tps}, {kind}, {name}: berkas menyebut {left}, yang ditandatangani {right}. Simpan bundelnya sebagai bukti.",
  results_row: "Baris TPS {tps}, {kind} tidak cocok dengan daftar formulir bundel. Simpan bundelnya dan unduh lagi.",
  results_remade: "{file}, {name}: tertulis {left}, seharusnya {right}. Simpan bundelnya sebagai bukti.",
  results_stranger: "Berkas {file} tidak termasuk bundel hasil. Jangan pakai angkanya; simpan bundelnya sebagai bukti.",
  results_one_person: "TPS {tps}, {kind} disebut sama dari dua orang, padahal bundel hanya memuat satu. Periksa versinya di Desk.",
  results_without_fact: "{count} formulir tidak dapat dibuktikan: ada sel kosong atau di bawah nol, jadi tidak ada di log. Bandingkan dengan fotonya.",
} as const;

export type Code = keyof typeof SENTENCES;
export const UNREADABLE = "Ini bukan bundel hasil yang utuh. Unduh lagi dari Desk, atau minta salinan lain.";

/** What a bundle cannot show of itself. Twin of `core/sentences/bundles.py`. */
export const NOT_PROVEN: readonly string[] = [
  "Isi hasil.xlsx dan nama.csv: hanya sidiknya yang diperiksa. Angka yang terbukti ada di hasil.csv.",
  "hasil.json: nama (calon, wilayah, pemilihan), tanggal dan jam, tanda uji, program, serta daftar TPS, surat suara, dan nomor yang tanpa suara.",
  "hasil.csv: Tidak cocok A9, A10, A12, dan A13 (dibandingkan dengan data di luar formulir), Asal desk atau sheet, dan Keadaan selain dua orang sama.",
  "Bahwa tidak ada formulir atau isian lain yang dihilangkan: itu hanya tampak dari log seluruhnya.",
];

/** What is no harm to a number by itself. */
const NOTED: ReadonlySet<Code> = new Set<Code>(["results_without_fact", "quorum_missing"]);
const MOST = 200;

export type Outcome = "fine" | "not_proven" | "wrong";

const SAID: Readonly<Record<Outcome, string>> = {
  fine: "COCOK: setiap angka dalam bundel ini ditandatangani dan ada di log.",
  not_proven: "BELUM TERBUKTI SELURUHNYA: sebagian formulir tidak ada di log.",
  wrong: "TIDAK COCOK. Simpan bundelnya sebagai bukti; yang ditemukan:",
};

/** What was found about one bundle. */
export class ResultsReport {
  origin = "";
  size = 0;
  witnesses = 0;
  quorum = false;
  forms = 0;
  cells = 0;
  facts = 0;
  withoutFact = 0;
  readonly codes = new Set<Code>();
  readonly findings: string[] = [];

  found(code: Code, facts: Facts): void {
    this.codes.add(code);
    if (this.findings.length < MOST) this.findings.push(SENTENCES[code].replace(/\{(\w+)\}/g, (_, name: string) => String(facts[name] ?? "")));
  }

  /** A bundle of which a number rests on no fact is proven for the others only. */
  get outcome(): Outcome {
    if (!this.quorum || [...this.codes].some((code) => !NOTED.has(code))) return "wrong";
    return this.withoutFact > 0 ? "not_proven" : "fine";
  }

  get sentence(): string {
    return SAID[this.outcome];
  }

  get counted(): string {
    return `${grouped(this.forms)} formulir, ${grouped(this.cells)} angka, ${grouped(this.facts)} peristiwa; log ${this.origin}, ukuran ${grouped(this.size)}, ${this.witnesses} saksi log. Bukan hasil resmi. Apakah ada yang lebih baru, hanya log seluruhnya yang menunjukkannya.`;
  }
}

function grouped(value: number): string {
  return String(value).replace(/\B(?=(?:[0-9]{3})+$)/g, ".");
}
