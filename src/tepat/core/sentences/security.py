"""The police's room: classes of TPS, patterns, units, escorts, letters."""

from typing import Final

from tepat.core.problems import Code
from tepat.core.sentences.form import Sentence

SENTENCES: Final[dict[Code, Sentence]] = {
    Code.SECURITY_ESCORT_OTHERS: Sentence(
        "Pengawalan muatan ini dipegang {who}. Minta mereka mengubahnya, atau minta Polres.",
        "The escort of this load belongs to {who}. Ask them to change it, or ask Polres.",
    ),
    Code.ESCORT_HOUR: Sentence(
        "Jam hadir {value} tidak mungkin. Tulis jam antara {first} dan {last}.",
        "They cannot have been there at {value}. Write an hour between {first} and {last}.",
    ),
    Code.SECURITY_LONG: Sentence(
        "Isian {column} terlalu panjang. Tulis paling banyak {most} huruf.",
        "The field {column} is too long. Write at most {most} letters.",
    ),
    Code.SECURITY_EMPTY: Sentence(
        "Isian {column} belum diisi. Isi, lalu simpan lagi.",
        "The field {column} is empty. Fill it in and save again.",
    ),
    Code.SECURITY_DAYS: Sentence(
        "Waktu {first} sampai {last} tidak dapat dipakai. Isi awal dan akhir, akhir sesudah awal.",
        "The time from {first} to {last} cannot be used. Fill in both, the end after the beginning.",
    ),
    Code.SECURITY_CHOICE: Sentence(
        "Pilihan {column} tidak dikenal atau bukan wilayah Anda: {value}. Pilih dari daftar.",
        "The choice of {column} is not known or not in your area: {value}. Choose from the list.",
    ),
    Code.SECURITY_PHONE: Sentence(
        "{value} bukan nomor telepon. Tulis 6 sampai 15 angka, boleh diawali +.",
        "{value} is no telephone number. Write 6 to 15 digits, a + may stand first.",
    ),
    Code.SECURITY_PERSON: Sentence(
        "Baris {row} tidak terbaca: {value}. Tulis nama; pangkat; NRP; telepon.",
        "Row {row} cannot be read: {value}. Write name; rank; number; telephone.",
    ),
    Code.SECURITY_MANY: Sentence(
        "Paling banyak {most} baris sekali tempel. Bagi daftarnya.",
        "At most {most} rows at once. Split the list.",
    ),
    Code.SECURITY_NOBODY: Sentence(
        "Surat perintah ini belum menyebut seorang pun. Pilih orang dari kesatuannya.",
        "This letter names nobody yet. Choose people of the unit.",
    ),
    Code.SECURITY_NO_TEAM: Sentence(
        "Tidak ada TPS berkelas dengan pola di {value}. Isi kelas TPS atau polanya dahulu.",
        "No TPS with a class and a pattern in {value}. Set the classes or the pattern first.",
    ),
    Code.SECURITY_ORDER: Sentence(
        "Tidak ada surat perintah bernomor {value} di sini. Lihat daftarnya di Pengamanan.",
        "There is no letter {value} here. See the list under Security.",
    ),
    Code.SECURITY_TPS: Sentence(
        "Lembar {sheet}, baris {row}, kolom {column}: {value} bukan TPS di sini. Tulis kode TPS, atau desa dan nomornya.",
        "Sheet {sheet}, row {row}, column {column}: {value} is no TPS here. Write its code, or desa and number.",
    ),
    Code.SECURITY_DESA: Sentence(
        "Lembar {sheet}, baris {row}, kolom {column}: desa {value} tidak ada atau ada dua. Tambah kecamatan, atau tulis kodenya.",
        "Sheet {sheet}, row {row}, column {column}: there is no desa {value}, or two. Add the kecamatan, or write its code.",
    ),
    Code.SECURITY_GRADE: Sentence(
        "Lembar {sheet}, baris {row}, kolom {column}: {value} bukan kelas kerawanan. Pakai nama kelas di halaman Pola.",
        "Sheet {sheet}, row {row}, column {column}: {value} is no class. Use the names of the page of patterns.",
    ),
    Code.SECURITY_TWICE: Sentence(
        "Lembar {sheet}, baris {row}: TPS {value} punya dua kelas berbeda dan tidak diambil. Sisakan satu baris.",
        "Sheet {sheet}, row {row}: TPS {value} has two different classes and is not taken. Leave one row.",
    ),
    Code.SECURITY_NO_HEADER: Sentence(
        "Baris judul tidak ditemukan. Tulis judul Kode TPS dan Kelas, atau Desa, TPS, dan Kelas.",
        "No header was found. Write the heads Kode TPS and Kelas, or Desa, TPS and Kelas.",
    ),
    Code.SECURITY_ELSEWHERE: Sentence(
        "TPS {value} bukan di wilayah Anda dan tidak diubah. Serahkan kepada Polres.",
        "TPS {value} is not in your area and was not changed. Leave it to the Polres.",
    ),
}
