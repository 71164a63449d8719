"""Exports, webhooks, and keys with which other programs read."""

from typing import Final

from tepat.core.problems import Code
from tepat.core.sentences.form import Sentence

SENTENCES: Final[dict[Code, Sentence]] = {
    Code.EXPORT_UNKNOWN: Sentence(
        "Tidak ada ekspor bernama {value}. Yang ada: {known}.",
        "There is no export called {value}. There are: {known}.",
    ),
    Code.EXPORT_FORM: Sentence(
        "{value} bukan bentuk berkas di sini. Pilih salah satu: {known}.",
        "{value} is no format here. Choose one of: {known}.",
    ),
    Code.EXPORT_NUMBER: Sentence(
        "{value} bukan nomor log. Tulis angka, misalnya 0 untuk mulai dari awal.",
        "{value} is no number of the log. Write a whole number, 0 to begin at the start.",
    ),
    Code.EXPORT_DAY: Sentence(
        "{export} menyebut keadaan sekarang, bukan menurut hari. Ambil lagi tanpa hari.",
        "{export} says how everything stands now, not by days. Take it again without a day.",
    ),
    Code.EXPORT_AREA: Sentence(
        "{value} bukan kecamatan atau desa di kabupaten ini. Pilih dari daftar.",
        "{value} is no kecamatan or desa of this kabupaten. Choose one of the list.",
    ),
    Code.EXPORT_LAYOUT_LONG: Sentence(
        "Berkas kolom lebih dari {limit} huruf. Hapus keterangan yang tidak perlu, lalu coba lagi.",
        "The file of columns has more than {limit} characters. Leave remarks out and try again.",
    ),
    Code.EXPORT_LAYOUT_TOML: Sentence(
        "Berkas kolom tidak terbaca: {reason}. Unduh bentuknya dari halaman ini, ubah, lalu unggah lagi.",
        "The file of columns cannot be read: {reason}. Download its form from this page, change it, upload it again.",
    ),
    Code.EXPORT_LAYOUT_COUNT: Sentence(
        "Ada {count} kolom, seharusnya 1 sampai {most}. Pilih kolomnya, lalu simpan lagi.",
        "There are {count} columns where 1 to {most} are wanted. Choose them and save again.",
    ),
    Code.EXPORT_LAYOUT_FIELD: Sentence(
        "Kolom ke-{place}: tidak ada isian bernama {value}. Yang dimaksud mungkin: {known}.",
        "Column {place}: there is no field called {value}. Perhaps you mean: {known}.",
    ),
    Code.EXPORT_LAYOUT_TWICE: Sentence(
        "Kolom ke-{place}: isian {value} sudah dipakai. Hapus salah satu.",
        "Column {place}: the field {value} is used already. Leave one of them out.",
    ),
    Code.EXPORT_LAYOUT_HEAD: Sentence(
        "Judul kolom ke-{place} tidak dapat dipakai. Tulis paling banyak {limit} huruf dalam satu baris.",
        "The heading of column {place} cannot be used. Write at most {limit} characters in one line.",
    ),
    Code.WEBHOOK_ADDRESS: Sentence(
        "Pesan tidak dikirim ke alamat ini ({reason}). Tulis alamat https di internet, tanpa nama masuk di dalamnya.",
        "No message is sent to this address ({reason}). Write an https address on the internet, without a login in it.",
    ),
    Code.WEBHOOK_UNKNOWN: Sentence(
        "Tidak ada webhook bernomor {value}. Lihat daftarnya di Ekspor.",
        "There is no webhook {value}. See the list under Exports.",
    ),
    Code.WEBHOOK_OTHERS: Sentence(
        "Webhook ini milik {who}; hanya mereka yang mengubahnya. Hubungi mereka.",
        "This webhook belongs to {who}; they alone change it. Talk to them.",
    ),
    Code.WEBHOOK_FORM: Sentence(
        "Nama dan paling sedikit satu kejadian harus diisi. Lengkapi, lalu simpan lagi.",
        "A name and at least one event are wanted. Fill them in and save again.",
    ),
    Code.WEBHOOK_MANY: Sentence(
        "Sudah ada {most} webhook di kabupaten ini. Hapus yang tidak dipakai.",
        "There are {most} webhooks in this kabupaten already. Remove one that is not used.",
    ),
    Code.WEBHOOK_STOPPED: Sentence(
        "Webhook ini berhenti, jadi tidak ada yang dikirim. Nyalakan dahulu.",
        "This webhook is stopped, so that nothing is sent. Switch it on first.",
    ),
    Code.READ_TOKEN_FORM: Sentence(
        "Isian {field} tidak dapat dipakai. Beri nama, pilih wilayah yang boleh Anda lihat, dan masa berlaku 1 sampai {most} hari.",
        "The field {field} cannot be used. Give a name, an area that you may see, and 1 to {most} days.",
    ),
    Code.READ_TOKEN_MANY: Sentence(
        "Anda sudah punya {most} kunci baca. Cabut yang tidak dipakai.",
        "You have {most} keys already. Withdraw one that is not used.",
    ),
    Code.READ_TOKEN_UNKNOWN: Sentence(
        "Kunci baca ini tidak ada atau bukan milik Anda. Lihat daftarnya di Ekspor.",
        "There is no such key, or it is not yours. See the list under Exports.",
    ),
    Code.READ_QUOTA: Sentence(
        "Terlalu sering: paling banyak {most} permintaan semenit. Coba lagi setelah {seconds} detik.",
        "Too often: at most {most} requests a minute. Try again after {seconds} seconds.",
    ),
    Code.READ_CURSOR: Sentence(
        "{value} bukan tanda lanjut dari daftar ini. Pakai nilai `next` dari jawaban sebelumnya.",
        "{value} is no cursor of this list. Use the value `next` of the answer before.",
    ),
}
