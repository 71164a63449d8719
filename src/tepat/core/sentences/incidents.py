"""Incidents, risks and support."""

from typing import Final

from tepat.core.problems import Code
from tepat.core.sentences.form import Sentence

SENTENCES: Final[dict[Code, Sentence]] = {
    Code.INCIDENT_UNKNOWN: Sentence(
        "Masalah nomor {number} tidak ada di sini. Buka antrean untuk mencarinya.",
        "There is no problem number {number} here. Open the queue to look for it.",
    ),
    Code.INCIDENT_CLOSED: Sentence(
        "Masalah {number} sudah ditutup. Buka lagi dengan alasan, atau tambahkan catatan.",
        "Problem {number} is closed. Open it again with a reason, or add a note.",
    ),
    Code.INCIDENT_CHOICE: Sentence(
        "Pilihan {value} tidak ada dalam daftar. Muat ulang halaman lalu pilih lagi.",
        "The choice {value} is not in the list. Reload the page and choose again.",
    ),
    Code.INCIDENT_PLACE: Sentence(
        "Tempat {value} tidak ada di kabupaten {kabupaten}. Tulis kode desa, TPS, atau gudangnya.",
        "The place {value} is not in kabupaten {kabupaten}. Write the code of its desa, TPS or store.",
    ),
    Code.INCIDENT_MANY: Sentence(
        "Sudah ada {most} masalah terbuka yang dibuat di desk. Tutup atau gabungkan dahulu sebagian.",
        "There are {most} open problems made at the desk already. Close or join some first.",
    ),
    Code.INCIDENT_DUE: Sentence(
        "Batas waktu itu sudah lewat lebih dari sehari atau lebih dari 60 hari lagi. Pilih waktu lain.",
        "That time is over by more than a day, or more than 60 days ahead. Choose another one.",
    ),
    Code.INCIDENT_NO_PACKAGE: Sentence(
        "Masalah {number} tidak menyebut kotak mana. Tulis kode kotaknya dahulu, atau pilih cara lain.",
        "Problem {number} names no box. Write the code of its box first, or choose another way.",
    ),
    Code.INCIDENT_TWO_TPS: Sentence(
        "Pemindahan surat suara perlu dua TPS yang ada: pemberi {giver}, penerima {taker}. Periksa kodenya.",
        "Moving ballot papers needs two TPS that exist: giver {giver}, taker {taker}. Check their codes.",
    ),
    Code.INCIDENT_REPLACED: Sentence(
        "Kotak {package} sudah diganti atau ditarik. Buka kotaknya untuk melihat penggantinya.",
        "Box {package} was replaced or withdrawn already. Open it to see what took its place.",
    ),
    Code.INCIDENT_NUMBERS: Sentence(
        "Untuk {package} sudah ada sembilan kotak; kodenya tidak punya nomor lagi. Putuskan cara lain.",
        "There are nine boxes for {package} already; its code has no more numbers. Decide on another way.",
    ),
    Code.INCIDENT_NOBODY_TOLD: Sentence(
        "TPS tidak dapat dipindah tanpa yang diberi tahu. Pilih siapa yang mengabari.",
        "A TPS cannot be moved without anybody told. Choose who informs whom.",
    ),
    Code.INCIDENT_NOTHING_TO_SEND: Sentence(
        "Tidak ada kotak pengganti masalah {number} yang menunggu dikirim. Lihat muatan yang sudah dibuat.",
        "No replacement box of problem {number} waits to be sent. Look at the loads that were made.",
    ),
    Code.INCIDENT_TEXT: Sentence(
        "Tulisan itu {length} huruf, paling banyak {most}. Ringkas, atau bagi menjadi beberapa catatan.",
        "That text has {length} characters, {most} at most. Shorten it, or write several notes.",
    ),
    Code.RISK_CHANGED: Sentence(
        "Baris {row} sudah diubah orang lain menjadi versi {version}. Baca yang baru, lalu ubah lagi.",
        "Row {row} was changed by somebody else to version {version}. Read the new one, then change it.",
    ),
    Code.MITIGATION_PROOF: Sentence(
        "Terbukti perlu bukti: nomor foto, surat, atau catatan. Tanpa bukti tulis sebagai dijanjikan.",
        "Proven needs proof: the number of a photo, a paper or an entry. Without it, write it as promised.",
    ),
    Code.SUPPORT_UNKNOWN: Sentence(
        "Permintaan {number} tidak ada di sini. Buka daftar permintaan.",
        "There is no request {number} here. Open the list of requests.",
    ),
    Code.SUPPORT_OTHERS: Sentence(
        "Permintaan {number} ditujukan kepada {to}; hanya mereka yang menjawab. Hubungi mereka.",
        "Request {number} is addressed to {to}; only they answer it. Call them.",
    ),
    Code.DECISION_UNKNOWN: Sentence(
        "Keputusan {number} tidak ada di sini. Buka daftar keputusan.",
        "There is no decision {number} here. Open the list of decisions.",
    ),
}
