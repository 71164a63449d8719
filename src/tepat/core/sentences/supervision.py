"""Temuan and laporan, checks of the foci, Form A, clocks of the law, vulnerable TPS."""

from typing import Final

from tepat.core.problems import Code
from tepat.core.sentences.form import Sentence

SENTENCES: Final[dict[Code, Sentence]] = {
    Code.CASE_UNKNOWN: Sentence(
        "Tidak ada perkara {number} yang boleh Anda buka. Lihat daftarnya di Pengawasan.",
        "There is no case {number} that you may open. See the list under Supervision.",
    ),
    Code.CASE_STAGE: Sentence(
        "Dari tahap {stage} perkara tidak langsung ke {next}. Pilih tahap yang ditawarkan.",
        "From {stage} a case does not go to {next}. Choose one of the stages offered.",
    ),
    Code.CASE_TIME: Sentence(
        "Waktu itu sebelum langkah terakhir atau belum tiba. Tulis waktu antara keduanya.",
        "That time is before the last step or has not come. Write a time between the two.",
    ),
    Code.CASE_EMPTY: Sentence(
        "Isian {field} belum diisi. Isi, lalu simpan lagi; yang lain tetap tertulis.",
        "The field {field} is empty. Fill it in and save again; the rest is still there.",
    ),
    Code.CASE_CHANGED: Sentence(
        "Perkara ini sudah ditulis orang lain sesudah Anda membukanya. Muat ulang, lalu tulis lagi.",
        "Somebody else wrote in this case after you opened it. Load it again, then write.",
    ),
    Code.CASE_NUMBER: Sentence(
        "Nomor register {value} sudah dipakai. Periksa buku register, lalu tulis nomor lain.",
        "The register number {value} is taken. Look in the register and write another.",
    ),
    Code.CASE_VERDICT: Sentence(
        "Putusan pleno belum dipilih. Pilih terbukti atau tidak terbukti.",
        "The verdict of the pleno is missing. Choose proven or not proven.",
    ),
    Code.CASE_PLACE: Sentence(
        "{value} bukan wilayah atau TPS di sini. Tulis kodenya, misalnya 63.09.05 atau 63.09.05.2003-007.",
        "{value} is no area or TPS here. Write its code, 63.09.05 or 63.09.05.2003-007 for example.",
    ),
    Code.CHECK_UNKNOWN: Sentence(
        "Tidak ada hasil periksa {number} yang boleh Anda buka. Lihat daftarnya di Periksa.",
        "There is no check {number} that you may open. See the list under Checks.",
    ),
    Code.CHECK_SUBJECT: Sentence(
        "{value} tidak dikenal di sini. Pilih dari daftar, atau tulis kodenya seperti tercetak.",
        "{value} is not known here. Choose from the list, or write its code as printed.",
    ),
    Code.CHECK_ANSWER: Sentence(
        "Masih {count} pertanyaan belum dijawab. Jawab semuanya; yang tidak berlaku pun dijawab.",
        "{count} questions are not answered yet. Answer all; what does not apply is an answer too.",
    ),
    Code.FORM_A_UNKNOWN: Sentence(
        "Tidak ada Form A {number} yang boleh Anda buka. Lihat daftarnya di Form A.",
        "There is no Form A {number} that you may open. See the list under Form A.",
    ),
    Code.TOPIC_UNKNOWN: Sentence(
        "Topik {value} tidak ada. Pilih dari daftar, atau tambahkan dulu.",
        "There is no topic {value}. Choose one of the list, or add it first.",
    ),
    Code.RAWAN_NO_HEADER: Sentence(
        "Baris pertama harus memuat kolom TPS dan nama indikator. Salin judulnya dari contoh.",
        "The first line needs a column TPS and names of indicators. Copy it from the example.",
    ),
    Code.RAWAN_TPS: Sentence(
        "Baris {line}: {value} bukan kode TPS di sini. Tulis seperti 63.09.05.2003-007.",
        "Line {line}: {value} is no code of a TPS here. Write it as 63.09.05.2003-007.",
    ),
    Code.RAWAN_TWICE: Sentence(
        "Baris {line}: TPS {value} sudah ada di baris sebelumnya. Hapus salah satunya.",
        "Line {line}: TPS {value} stands in an earlier line. Remove one of them.",
    ),
    Code.RAWAN_CELL: Sentence(
        "Baris {line}, {column}: {value} bukan ya atau tidak. Tulis ya, tidak, atau kosongkan.",
        "Line {line}, {column}: {value} is neither yes nor no. Write yes, no, or nothing.",
    ),
    Code.RAWAN_MANY: Sentence(
        "Tabel ini lebih dari {most} baris. Bagi menurut kecamatan.",
        "This table has more than {most} lines. Split it by kecamatan.",
    ),
    Code.PUBLIC_FORM_OFF: Sentence(
        "Pelaporan lewat halaman ini tidak dibuka. Datang atau tulis kepada Bawaslu setempat.",
        "Reports by this page are not open. Go or write to the local Bawaslu.",
    ),
    Code.PUBLIC_FORM_USED: Sentence(
        "Formulir ini sudah terkirim atau terlalu lama terbuka. Buka halamannya sekali lagi.",
        "This form was sent already or lay open too long. Open the page once more.",
    ),
    Code.PUBLIC_FORM_FULL: Sentence(
        "Hari ini sudah terlalu banyak laporan dari halaman ini. Coba besok, atau datang ke Bawaslu.",
        "Too many reports came by this page today. Try tomorrow, or go to Bawaslu.",
    ),
    Code.REPORTER_GONE: Sentence(
        "Data pelapor perkara ini sudah dihapus dan tidak ditulis lagi.",
        "Data of the reporter of this case was deleted and is not written again.",
    ),
    Code.REPORTER_NAMED: Sentence(
        "Kalimat ini memuat nama pelapor, jadi tidak diterbitkan. Tulis lagi tanpa nama orang.",
        "This sentence holds the name of the reporter, so it is not published. Write it without names.",
    ),
    Code.PUBLISHED_UNFIT: Sentence(
        "Berkas ini bukan terbitan Bawaslu untuk {scope} yang utuh ({reason}). Tidak ada yang disimpan; unduh sekali lagi dari halaman Bawaslu.",
        "This file is no whole publication of Bawaslu for {scope} ({reason}). Nothing was stored; download it again from Bawaslu's page.",
    ),
    Code.PUBLISHED_KEY: Sentence(
        "AWAS: berkas ini ditandatangani kunci {new}, padahal kunci Bawaslu di sini {known}. Tidak ada yang disimpan. Telepon Bawaslu; hanya bila mereka sendiri menyebut {new}, tulis kunci itu di bawah.",
        "ALARM: this file is signed by the key {new}, but Bawaslu's key here is {known}. Nothing was stored. Call Bawaslu; only if they themselves read out {new}, write that key below.",
    ),
    Code.PUBLISHED_OLD: Sentence(
        "Berkas ini dibuat {made}, lebih dulu daripada yang terakhir dibaca ({known}). Tidak ada yang disimpan; minta berkas yang baru kepada Bawaslu.",
        "This file was made {made}, before the one read last ({known}). Nothing was stored; ask Bawaslu for the new file.",
    ),
    Code.PUBLISHED_CHANGED: Sentence(
        "Perkara {number} versi {version} di berkas ini lain dari yang sudah disimpan. Tidak ada yang disimpan; simpan berkasnya sebagai bukti dan tanyakan kepada Bawaslu.",
        "Case {number} version {version} in this file differs from what is stored. Nothing was stored; keep the file as evidence and ask Bawaslu.",
    ),
    Code.PUBLISHED_ADDRESS: Sentence(
        "Alamat itu tidak memberi berkas terbitan ({reason}). Periksa alamatnya dengan Bawaslu, atau unggah berkas yang mereka kirim.",
        "That address gives no publication ({reason}). Check the address with Bawaslu, or upload the file that they sent.",
    ),
}
