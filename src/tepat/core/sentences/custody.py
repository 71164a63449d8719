"""Custody."""

from typing import Final

from tepat.core.problems import Code
from tepat.core.sentences.form import Sentence

SENTENCES: Final[dict[Code, Sentence]] = {
    Code.CUSTODY_UNKNOWN_PACKAGE: Sentence(
        "Paket {package} tidak pernah diisi menurut catatan. Periksa label dan segelnya di {place}, lalu tanyakan gudang KPU.",
        "Package {package} was never packed, say the records. Check its label and seals at {place}, then ask the KPU warehouse.",
    ),
    Code.CUSTODY_DISPUTED: Sentence(
        "Paket {package} diakui diterima oleh {contenders}. KPU memutuskan yang benar dengan koreksi yang disaksikan Bawaslu.",
        "Package {package} is claimed by {contenders}. KPU settles it by a correction that Bawaslu witnesses.",
    ),
    Code.CUSTODY_CHAIN_BROKEN: Sentence(
        "Paket {package}: ada serah terima yang belum tercatat sebelum {holder}. Minta pemegang sebelumnya mengirim catatannya.",
        "Package {package}: a handover before {holder} is not recorded. Ask whoever held it before to send their record.",
    ),
    Code.CUSTODY_NOT_HOLDER: Sentence(
        "Paket {package} diserahkan atau dipindahkan oleh yang bukan pemegangnya; pemegang tercatat {holder}. Telepon keduanya dan cocokkan catatan.",
        "Package {package} was given or moved by somebody who does not hold it; the holder on record is {holder}. Call both and compare their records.",
    ),
    Code.CUSTODY_OTHER_RECEIVER: Sentence(
        "Paket {package} diterima oleh {holder}, bukan penerima yang disebut penyerah. Pastikan paketnya di {place}, lalu catat serah terima berikutnya.",
        "Package {package} was received by {holder}, not by whom the giver named. Make sure that it is at {place}, then record the next handover.",
    ),
    Code.CUSTODY_HALF: Sentence(
        "Paket {package}: serah terima baru ditandatangani satu pihak. Minta pihak lain menerima di HP-nya, atau kirim nomor BAST kertasnya.",
        "Package {package}: only one side has signed the handover. Ask the other to receive it on their phone, or send the number of the paper.",
    ),
    Code.CUSTODY_REFUSED: Sentence(
        "Paket {package} ditolak penerima dan tetap pada {holder}. Baca alasannya, lalu serahkan lagi atau bawa kembali.",
        "Package {package} was refused and stays with {holder}. Read why, then give it again or take it back.",
    ),
    Code.CUSTODY_SEAL_DIFFERS: Sentence(
        "Paket {package}: nomor segel yang dilihat bukan {seals}. Foto segelnya, laporkan insiden, dan naikkan ke tingkat di atasnya.",
        "Package {package}: the seals that were seen are not {seals}. Photograph them, report an incident, and tell the level above.",
    ),
    Code.CUSTODY_DAMAGED: Sentence(
        "Paket {package} dicatat tidak utuh saat serah terima. Foto, periksa isinya di {place}, dan putuskan perlu diganti atau tidak.",
        "Package {package} was not whole at a handover. Photograph it, look inside at {place}, and decide whether it is replaced.",
    ),
    Code.CUSTODY_WRONG_DESTINATION: Sentence(
        "Paket {package} berada di {place}, bukan tujuannya. Jangan dibuka; buat muatan yang membawanya ke tujuan.",
        "Package {package} is at {place}, which is not where it goes. Do not open it; make a load that takes it there.",
    ),
    Code.CUSTODY_OTHER_LIST: Sentence(
        "Paket {package}: penyerah dan penerima memakai daftar muatan yang berbeda. Cocokkan sidik daftar pada surat jalan keduanya.",
        "Package {package}: giver and receiver used different lists. Compare the fingerprint on both waybills.",
    ),
    Code.CUSTODY_SIGNER: Sentence(
        "Paket {package}: {count} catatan tidak dihitung karena penandatangannya tidak berwenang atau belum dikenal. Buka catatannya dan periksa penugasannya.",
        "Package {package}: {count} records do not count because their signer is not entitled or not known yet. Open them and check the assignment.",
    ),
    Code.CUSTODY_WITNESS_DISAGREES: Sentence(
        "Paket {package}: saksi melihat hal lain daripada yang dicatat. Periksa paketnya di {place} bersama saksi itu.",
        "Package {package}: a witness saw it otherwise than it was recorded. Check the package at {place} together with that witness.",
    ),
    Code.CUSTODY_WITNESS_ASIDE: Sentence(
        "Paket {package}: tanda tangan seorang pengawas tidak dihitung sebagai saksi; tugasnya di wilayah atau waktu lain, atau HP-nya bermasalah. Periksa surat tugasnya bersama Bawaslu.",
        "Package {package}: the signature of a supervisor does not count as a witness; their duty is elsewhere or at another time, or their phone is in doubt. Check the letter together with Bawaslu.",
    ),
    Code.CUSTODY_REVOKED_ALONE: Sentence(
        "Paket {package}: KPU mencabut HP sesudah pihak lain atau pengawas menandatangani. Catatannya tetap dihitung; bila memang salah, KPU mengoreksinya dengan Bawaslu sebagai saksi.",
        "Package {package}: KPU revoked a phone after another party or a supervisor had signed. The record still counts; if it is wrong, KPU corrects it with Bawaslu as witness.",
    ),
    Code.CUSTODY_CLOCK: Sentence(
        "Paket {package}: jam HP pada sebuah catatan tidak mungkin benar. Catatannya tetap dihitung; tanyakan kapan kejadiannya dan betulkan jam HP itu.",
        "Package {package}: the clock of a phone cannot have been right on one record. It still counts; ask when it happened and set that phone's clock.",
    ),
    Code.CUSTODY_INCIDENT: Sentence(
        "Paket {package} punya laporan insiden. Buka laporannya dan tangani sebelum paket bergerak lagi.",
        "Package {package} has an incident report. Open it and deal with it before the package moves on.",
    ),
    Code.CUSTODY_CORRECTED: Sentence(
        "Paket {package}: {count} catatan dibatalkan atau dikoreksi. Catatan lamanya tetap terlihat pada riwayat.",
        "Package {package}: {count} records were cancelled or corrected. The old ones stay in its history.",
    ),
    Code.DECISION_NOT_HERE: Sentence(
        "Fakta ini pada paket {package} tidak dapat diputuskan di desk. Muat ulang halaman paket: di sana tertulis siapa yang harus menandatangani.",
        "This fact about package {package} cannot be decided at the desk. Reload the page of the package: it says who must sign.",
    ),
    Code.SIGNER_UNKNOWN_DEVICE: Sentence(
        "HP ini belum terdaftar. Pindai surat tugas pemegangnya, atau tunggu pendaftarannya sampai di sini.",
        "This phone is not enrolled. Scan the letter of its holder, or wait until its enrolment arrives.",
    ),
    Code.SIGNER_NOT_ASSIGNED: Sentence(
        "Penandatangan tidak punya penugasan yang dipakainya. KPU memeriksa surat tugasnya.",
        "The signer does not have the assignment that was used. KPU checks the letter.",
    ),
    Code.SIGNER_NOT_ALLOWED: Sentence(
        "Peran penandatangan tidak boleh mencatat hal ini. Minta yang berwenang mencatatnya.",
        "The role of the signer may not record this. Ask somebody who may to record it.",
    ),
    Code.SIGNER_OUTSIDE_AREA: Sentence(
        "Penandatangan bertugas di wilayah lain. Minta petugas wilayah ini mencatatnya, atau perluas penugasannya.",
        "The signer is assigned elsewhere. Ask the officer of this area to record it, or widen the assignment.",
    ),
    Code.SIGNER_EXPIRED: Sentence(
        "Penugasan penandatangan tidak berlaku pada waktu itu. KPU membuat surat tugas baru bila masih bertugas.",
        "The assignment of the signer was not valid then. KPU makes a new letter if they are still on duty.",
    ),
    Code.SIGNER_REVOKED: Sentence(
        "HP ini sudah dicabut sebelum catatan ini. Telusuri siapa yang memegangnya.",
        "This phone was revoked before this record. Find out who has it.",
    ),
    Code.SIGNER_FORKED: Sentence(
        "HP ini punya dua riwayat: disalin atau dipulihkan. Cabut kuncinya dan daftarkan HP pemegangnya lagi.",
        "This phone has two histories: it was copied or restored. Revoke its key and enrol the holder's phone again.",
    ),
    Code.SIGNER_LETTER_TWICE: Sentence(
        "Satu surat tugas dipakai dua HP. Tanyakan pemegangnya, lalu cabut HP yang bukan miliknya.",
        "One letter was used by two phones. Ask its holder, then revoke the phone that is not theirs.",
    ),
    Code.SIGNER_NO_PERSON: Sentence(
        "Catatan meja tanpa nomor BAST tidak memindahkan paket. Catat lagi dengan nomor BAST kertasnya, atau minta kedua pihak menandatangani.",
        "A record of the desk without the number of a paper moves no package. Record it with that number, or ask both sides to sign.",
    ),
    Code.SIGNER_REVOKED_ALONE: Sentence(
        "KPU mencabut HP ini sendirian; catatan ini tetap dihitung karena milik pengawas atau ditandatangani pihak lain juga. Tanyakan keduanya.",
        "KPU alone revoked this phone; the record still counts, as it is a supervisor's or another party signed as well. Ask both.",
    ),
    Code.SIGNER_CLOCK: Sentence(
        "Waktu pada catatan ini tidak mungkin benar: sebelum surat tugasnya dibuat, sebelum log yang sudah dilihat HP ini, atau sesudah catatannya tiba. Betulkan jam HP itu.",
        "The time of this record cannot be right: before its letter was made, before the log that this phone had seen, or after the record arrived. Set the clock of that phone.",
    ),
    Code.SIGNER_GAP: Sentence(
        "Ada {count} catatan HP ini yang belum sampai. Minta pemegangnya membuka aplikasi dan menekan kirim.",
        "{count} records of this phone have not arrived. Ask its holder to open the app and press send.",
    ),
}
