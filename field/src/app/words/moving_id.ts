/** Words of papers that go from one TPS to another, in Indonesian: loaded with their screen. */

const texts = {
  title: "Surat suara pindah TPS",
  direction: "Memberi atau menerima?",
  both: "Dari TPS mana, ke mana?",
  give: "TPS ini memberi",
  take: "TPS ini menerima",
  other: "Nomor TPS lain",
  from: "TPS yang memberi",
  to: "TPS yang menerima",
  tpsHelp: "Nomor saja untuk TPS sedesa, misalnya 4. Desa lain: kode lengkap TPS.",
  wrongTps: "Tulis nomor TPS yang lain, misalnya 4. TPS tidak memberi kepada dirinya sendiri.",
  paper: "Nomor berita acara",
  paperHelp: "Yang ditandatangani kedua KPPS",
  paperFirst: "Tulis nomor berita acaranya dulu.",
  counts: "Berapa lembar yang pindah?",
  missing: "Isi sedikitnya satu jenis dengan angka. Yang kosong berarti tidak pindah.",
  noPapers: "Daftar di HP ini tidak menyebut surat suara TPS itu. Sambungkan sekali, lalu coba lagi.",
  why: "Mengapa pindah?",
  twice: "Yang sama sudah dicatat. Kalau dicatat lagi, jumlahnya menjadi dua kali.",
  said: "Sudah dicatat",
  way: (from: string, to: string) => `${from} ke ${to}`,
  done: "Perpindahan tercatat",
  doneText: "KPPS TPS yang lain juga mencatat di HP-nya. Tulis di formulir kejadian khusus.",
  takeBack: "Batalkan catatan ini?",
  taken: "Catatan dibatalkan",
  takenText: "Surat suara ini tidak dihitung pindah lagi.",
};

const reasons: Readonly<Record<string, string>> = {
  delivered_less: "Dikirim kurang",
  more_voters: "Pemilih lebih banyak",
  spoiled_many: "Banyak yang rusak",
  wrong_dapil: "Dapil lain",
  other: "Lainnya",
};

const mistakes: Readonly<Record<string, string>> = {
  twice: "Tercatat dua kali",
  wrong_count: "Jumlahnya salah",
  wrong_place: "TPS-nya salah",
  typo: "Salah ketik",
};

export const moving = { ...texts, reasons, mistakes };
export type Moving = typeof moving;
