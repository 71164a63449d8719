"""Meetings, who attends them, exercises, and the pack for a dark day."""

from typing import Final

from tepat.core.problems import Code
from tepat.core.sentences.form import Sentence

SENTENCES: Final[dict[Code, Sentence]] = {
    Code.MEETING_UNKNOWN: Sentence(
        "Tidak ada rapat atau tindakan bernomor {value}. Lihat daftarnya di Rakor.",
        "There is no meeting or action {value}. See the list under Meetings.",
    ),
    Code.MEETING_CLOSED: Sentence(
        "Rakor {number} sudah ditutup dan tidak berubah lagi. Tulis pada rapat berikutnya.",
        "Meeting {number} is closed and does not change any more. Write in the next one.",
    ),
    Code.MEETING_OF_OTHERS: Sentence(
        "Rakor {number} dicatat {who}; lembaga lain membacanya. Sampaikan kepada pencatatnya.",
        "Meeting {number} is kept by {who}; other agencies read it. Tell those who keep it.",
    ),
    Code.MEETING_ACTION_OF_OTHERS: Sentence(
        "Tindakan ini dipegang {owner}, dari rapat {who}. Sampaikan kabarnya kepada mereka.",
        "This action belongs to {owner}, from a meeting of {who}. Tell them what you know of it.",
    ),
    Code.MEETING_EMPTY: Sentence(
        "Isian {field} belum diisi. Isi, lalu simpan lagi.",
        "The field {field} is empty. Fill it in and save again.",
    ),
    Code.MEETING_FULL: Sentence(
        "Rapat ini sudah memuat {most} baris. Tutup rapat ini dan panggil yang berikutnya.",
        "This meeting holds {most} rows already. Close it and call the next one.",
    ),
    Code.MEETING_EARLY: Sentence(
        "Rakor {number} belum mulai. Yang batal pun ditutup dengan centang *Rapat ini batal*.",
        "Meeting {number} has not begun. To close one that is called off, tick *Called off*.",
    ),
    Code.ATTEND_UNKNOWN: Sentence(
        "Tautan daftar hadir ini tidak dikenal. Pindai lagi QR di layar atau lembar rapat.",
        "This link for attendance is not known. Scan the QR on the screen or sheet again.",
    ),
    Code.ATTEND_CLOSED: Sentence(
        "Daftar hadir rakor {number} terbuka {opens} sampai {ends}. Minta pencatat menuliskan nama Anda.",
        "Attendance of meeting {number} is open {opens} to {ends}. Ask who takes the minutes.",
    ),
    Code.ATTEND_FORM: Sentence(
        "Formulir ini sudah dipakai atau terlalu lama terbuka. Pindai QR sekali lagi.",
        "This form was used already or lay open too long. Scan the QR once more.",
    ),
    Code.EXERCISE_UNKNOWN: Sentence(
        "Tidak ada latihan {value} di sini. Pilih dari daftar.",
        "There is no exercise {value} here. Choose one of the list.",
    ),
    Code.EXERCISE_ANSWERED: Sentence(
        "Keputusan kejadian ini sudah ditulis dan tidak berubah lagi. Lanjutkan ke kejadian berikutnya.",
        "The decision on this inject is written and does not change any more. Go on to the next.",
    ),
    Code.DARK_PACK_AREA: Sentence(
        "{value} bukan kecamatan di sini. Tulis kodenya, misalnya 63.09.05.",
        "{value} is no kecamatan here. Write its code, 63.09.05 for example.",
    ),
}
