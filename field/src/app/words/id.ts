/** Every text of the phone, in Indonesian. Another language is one more file with the same names. */

/** The person's role as people say it. */
const roles: Readonly<Record<string, string>> = {
  kpu_ri: "KPU RI",
  kpu_provinsi: "KPU Provinsi",
  kpu: "KPU Kabupaten",
  warehouse: "Gudang KPU",
  ppk: "PPK",
  pps: "PPS",
  kpps: "KPPS",
  driver: "Sopir",
  bawaslu: "Bawaslu",
  panwascam: "Panwascam",
  pkd: "PKD",
  ptps: "PTPS",
  polres: "Polres",
  polsek: "Polsek",
  tni: "TNI",
  linmas: "Linmas",
  desk: "Desk Pilkada",
  desk_kecamatan: "Desk Kecamatan",
  bpbd: "BPBD",
  saksi: "Saksi calon",
};

const days = ["Minggu", "Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu"];
const months = ["Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des"];

export const id = {
  language: "Bahasa Indonesia",
  roles,
  days,
  months,
  status: {
    online: "Tersambung",
    offline: "Tanpa sinyal",
    waitingHere: (n: number) => `${n} di HP`,
  },
  home: { open: "Ke daftar tugas" },
  states: { kept: "Tersimpan di HP", sent: "Terkirim", witnessed: "Disaksikan" },
  trouble: {
    full: "Penyimpanan HP penuh. Hapus foto atau video lama, lalu tekan lagi. Tidak ada yang hilang.",
    other: (what: string) => `Belum berhasil (${what}). Tekan lagi. Yang sudah tersimpan tetap ada.`,
    noStore: "Peramban ini tidak menyimpan apa pun",
    noStoreText: "Buka tepat di Chrome biasa, bukan jendela samaran, lalu pindai surat tugas.",
    reload: "Muat ulang",
    noPage: "Halaman ini tidak ada",
    back: "Ke daftar tugas",
  },
};

type Same<T> = {
  readonly [K in keyof T]: T[K] extends string ? string : T[K] extends (...args: infer A) => string ? (...args: A) => string : Same<T[K]>;
};

/** What every language must have. */
export type Words = Same<typeof id>;
