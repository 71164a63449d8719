"""Stages, contacts, announcements, turnout, questions and daily reports of the Desk."""

from typing import Final

from tepat.core.problems import Code
from tepat.core.sentences.form import Sentence

SENTENCES: Final[dict[Code, Sentence]] = {
    Code.DESK_TABLE: Sentence(
        "Tabel belum terbaca: kolom {columns} tidak ada di baris pertama. Salin juga judul kolomnya.",
        "The table could not be read: its first row has no column {columns}. Copy the heads of the columns too.",
    ),
    Code.DESK_TABLE_LONG: Sentence(
        "Tabel memuat {rows} baris, paling banyak {most}. Tempel sebagian demi sebagian.",
        "The table holds {rows} rows, at most {most} fit. Paste it part by part.",
    ),
    Code.DESK_ROW: Sentence(
        "Baris {line}: {column} {value} tidak terbaca. Perbaiki baris ini, lalu tempel lagi.",
        "Line {line}: {column} {value} could not be read. Mend this row and paste it again.",
    ),
    Code.DESK_ROW_AGENCY: Sentence(
        "Baris {line}: lembaga {value} tidak dikenal. Tulis salah satu: {known}.",
        "Line {line}: the agency {value} is not known. Write one of: {known}.",
    ),
    Code.DESK_ROW_AREA: Sentence(
        "Baris {line}: wilayah {value} tidak ada di {kabupaten}. Tulis nama kabupaten, kecamatan, "
        "atau desa, atau kodenya, misalnya {kabupaten}.05; nama yang kembar perlu kodenya.",
        "Line {line}: there is no area {value} in {kabupaten}. Write the name of the kabupaten, a "
        "kecamatan or desa, or its code, {kabupaten}.05 for example; a name used twice needs it.",
    ),
    Code.GATE_UNKNOWN: Sentence(
        "Tidak ada syarat {value} pada tahapan. Pilih dari daftar di halaman Tahapan.",
        "There is no condition {value} in the stages. Choose one of the list on the page Stages.",
    ),
    Code.GATE_COUNTED: Sentence(
        "Syarat ini dihitung dari data dan tidak dapat dinyatakan orang. Kerjakan langkah di sampingnya.",
        "This condition is counted from the data and nobody can say it. Do the step beside it.",
    ),
    Code.GATE_OTHERS: Sentence(
        "Syarat ini dinyatakan oleh {who}. Minta mereka menuliskannya dengan bukti.",
        "This condition is said by {who}. Ask them to write it down with evidence.",
    ),
    Code.DESK_AREA: Sentence(
        "{value} bukan wilayah di sini. Pilih kabupaten, kecamatan, atau desa dari daftar.",
        "{value} is no area here. Choose the kabupaten, a kecamatan or a desa of the list.",
    ),
    Code.DESK_NOT_YOURS: Sentence(
        "Baris ini ditulis {who}; lembaga lain membacanya. Minta penulisnya mengubah.",
        "This row was written by {who}; other agencies read it. Ask its writer to change it.",
    ),
    Code.DESK_UNKNOWN: Sentence(
        "Tidak ada baris bernomor {value} di sini. Muat ulang halamannya.",
        "There is no row {value} here. Load the page again.",
    ),
    Code.DESK_EMPTY: Sentence(
        "Isian {field} belum diisi. Isi, lalu simpan lagi.",
        "The field {field} is empty. Fill it in and save again.",
    ),
    Code.DESK_PHONE: Sentence(
        "{value} bukan nomor telepon. Tulis angkanya, misalnya 0812 3456 7890.",
        "{value} is no phone number. Write its digits, 0812 3456 7890 for example.",
    ),
    Code.DESK_NUMBER: Sentence(
        "{value} bukan angka yang dapat dipakai untuk {field}. Tulis antara {least} dan {most}.",
        "{value} is no number that can be used for {field}. Write one between {least} and {most}.",
    ),
    Code.DESK_DAYS: Sentence(
        "Pengumuman berakhir antara sekarang dan {most} hari lagi. Pilih saat di antaranya.",
        "An announcement ends between now and {most} days from now. Choose a moment in between.",
    ),
    Code.QUESTION_CLOSED: Sentence(
        "Pertanyaan {number} sudah ditutup penanyanya. Buka pertanyaan baru bila masih perlu.",
        "Question {number} was closed by whoever asked it. Ask a new one where it is needed.",
    ),
    Code.REPORT_CHANGED: Sentence(
        "Keadaan berubah sejak konsep ini dibuka. Baca lagi konsepnya, lalu kirim.",
        "Things have changed since this draft was opened. Read the draft again, then send it.",
    ),
}
