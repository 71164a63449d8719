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
  scan: {
    title: "Pindai kotak",
    left: (n: number) => `Kurang ${n} kotak`,
    more: "kotak lagi",
    of: (n: number, all: number) => `${n} dari ${all} terhitung`,
    all: (n: number) => `${n} dari ${n} kotak, lengkap`,
    aim: "Arahkan kamera ke QR",
    opening: "Membuka kamera",
    missing: (n: number) => `Yang kurang: ${n}`,
    lamp: "Senter",
    type: "Ketik kode",
    photo: "Foto QR",
    again: "Coba kamera lagi",
    forms: { S: "sampul", P: "perlengkapan" },
    said: {
      right: "Terhitung",
      again: "Sudah dihitung. Kotak lain? Labelnya disalin: sisihkan.",
      torn: "Kode tidak utuh. Pindai lagi, atau ketik.",
      tornFact: "Kode catatan tidak utuh. Pindai lagi dari dekat.",
      unknown: "Bukan kode kotak",
      unreadable: "Foto tidak terbaca. Dekatkan, atau ketik kode.",
      notKept: "Belum tersimpan. Pindai kotak ini sekali lagi.",
    },
    what: {
      place: "Ini QR tempat, bukan kotak",
      letter: "Ini surat tugas. Jangan difoto orang lain.",
      fact: "Ini QR serah terima, bukan kotak",
      driver: "Ini QR sopir, bukan kotak",
      log_mark: "Ini QR berita acara, bukan kotak",
      plan_mark: "Ini QR lembar jalan, bukan kotak",
    },
    wrong: {
      elsewhere: (here: string) => `Bukan untuk ${here}`,
      other_load: "Bukan muatan ini",
      unplanned: "Tidak ada dalam daftar",
      other_election: "Pemilihan lain",
      whose: "Kotak ini untuk",
      load: (load: string) => `Muatan ${load}`,
      tag: (tag: string, ours: string) => `Kode pemilihannya ${tag}, muatan ini ${ours}`,
      set: "Jangan dihitung. Kembalikan kepada petugas yang membawa.",
      aside: "Sisihkan kotak",
    },
    typing: {
      heading: "Ketik kode di bawah QR",
      field: "Kode paket",
      hint: "Huruf kecil dan spasi boleh. Huruf terakhir memeriksa yang lain.",
      go: "Periksa kode",
      back: "Kembali ke kamera",
      torn: "Ada huruf yang keliru atau kurang. Cocokkan dengan label.",
    },
    trouble: {
      refused: "Kamera tidak diizinkan. Foto QR atau ketik kodenya.",
      no_camera: "HP ini tanpa kamera langsung. Foto QR atau ketik kodenya.",
      busy: "Kamera dipakai aplikasi lain. Tutup aplikasi itu dulu.",
      insecure: "Alamat ini tanpa kamera langsung. Foto QR atau ketik kodenya.",
      no_reader: "Pembaca QR tidak termuat. Ketik kodenya.",
    },
  },
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
