"""Sentences about invitations, the pledge of neutrality, and what is deleted after its time."""

from typing import Final

from tepat.core.problems import Code
from tepat.core.sentences.form import Sentence

SENTENCES: Final = {
    Code.INVITATION_UNKNOWN: Sentence(
        "Undangan ini tidak dikenal. Salin alamatnya sekali lagi dari surat, atau minta undangan baru kepada yang mengundang.",
        "This invitation is not known. Copy its address once more from the letter, or ask who invited you for a new one.",
    ),
    Code.INVITATION_ENDED: Sentence(
        "Undangan ini sudah dipakai, ditarik, atau lewat waktunya. Minta undangan baru kepada yang mengundang.",
        "This invitation was used, withdrawn, or its time is over. Ask who invited you for a new one.",
    ),
    Code.INVITATIONS_FULL: Sentence(
        "Sudah ada {most} undangan yang terbuka. Tarik yang tidak terpakai, baru undang lagi.",
        "There are {most} open invitations already. Withdraw those that are not needed, then invite again.",
    ),
    Code.NAME_TAKEN: Sentence(
        "Nama pengguna {name} sudah dipakai. Pilih yang lain.",
        "The user name {name} is taken. Choose another.",
    ),
    Code.PLEDGE_FILE: Sentence(
        "Teks ikrar {file} tidak terbaca. Baris pertama harus version: dan tanggalnya, lalu paragrafnya.",
        "The text of the pledge {file} cannot be read. Its first line must be version: and a date, then paragraphs.",
    ),
    Code.PLEDGE_CHANGED: Sentence(
        "Teks ikrar berubah sejak halaman ini dibuka. Baca yang baru, lalu setujui.",
        "The text of the pledge has changed since this page was opened. Read the new one, then accept it.",
    ),
    Code.CLOSE_ONESELF: Sentence(
        "Akun sendiri tidak dapat ditutup. Minta pengelola lain menutupnya.",
        "Nobody can close their own account. Ask another administrator to close it.",
    ),
    Code.PURGE_UNSET: Sentence(
        "Belum ada yang menyebut berapa hari data disimpan sesudah pemungutan. Isi TEPAT_RETENTION_DAYS, atau pakai --days dengan dasar hukumnya.",
        "Nobody has said for how many days after voting the data are kept. Set TEPAT_RETENTION_DAYS, or use --days with its legal source.",
    ),
    Code.PURGE_SHORT: Sentence(
        "--days {days} lebih pendek daripada masa simpan {least} hari yang ditetapkan pemasangan ini, jadi tidak ada yang dihapus. Pakai paling sedikit {least}, atau ubah TEPAT_RETENTION_DAYS dengan dasar hukumnya.",
        "--days {days} is shorter than the {least} days for which this installation keeps data, so nothing is deleted. Use at least {least}, or change TEPAT_RETENTION_DAYS with its legal source.",
    ),
    Code.PURGE_EARLY: Sentence(
        "Data {scope} baru boleh dihapus mulai {day}. Jalankan lagi pada hari itu; --dry-run menghitung tanpa menghapus.",
        "The data of {scope} may be deleted from {day} on. Run it again on that day; --dry-run counts without deleting.",
    ),
}
