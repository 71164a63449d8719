"""Berita acara on paper, typed at the desk: what keeps a row out."""

from typing import Final

from tepat.core.problems import Code
from tepat.core.sentences.form import Sentence

SENTENCES: Final[dict[Code, Sentence]] = {
    Code.PAPER_WAY: Sentence(
        '"{value}" bukan tabel berita acara. Buka halaman BA kertas dan pilih kecamatan serta jenjangnya.',
        '"{value}" is no table of papers. Open the page of paper handovers and choose kecamatan and level.',
    ),
    Code.PAPER_EMPTY: Sentence(
        "Belum diisi: {cells}. Ketik seperti di kertas; y bila segel sesuai daftar.",
        "Still empty: {cells}. Type what the paper says; y where the seals are as listed.",
    ),
    Code.PAPER_BOXES: Sentence(
        'Jumlah kotak "{value}" bukan angka. Ketik berapa kotak yang tertulis di kertas; rencananya {expected}.',
        'Number of boxes "{value}" is no number. Type how many boxes the paper says; {expected} were planned.',
    ),
    Code.PAPER_NO_BOX: Sentence(
        "0 kotak berarti tidak ada serah terima. Kosongkan baris ini dan laporkan kotak yang tidak datang.",
        "0 boxes mean that nothing was handed over. Empty this row and report the boxes that did not come.",
    ),
    Code.PAPER_TOO_MANY: Sentence(
        "Kertas menulis {got} kotak, rencananya {expected}. Periksa kertasnya; kotak milik baris lain dicatat di baris itu.",
        "The paper says {got} boxes, {expected} were planned. Look at it again; boxes of another row belong in that row.",
    ),
    Code.PAPER_MISSING: Sentence(
        "{got} dari {expected} kotak diterima, {ticked} dicentang tidak ada. Centang di bawah baris ini {short} kotak yang tidak ada.",
        "{got} of {expected} boxes were received, {ticked} are ticked as missing. Tick below this row the {short} that were not there.",
    ),
    Code.PAPER_SEAL_NUMBER: Sentence(
        '"{value}" bukan nomor segel. Ketik seperti KB 0170 411; dua nomor dipisah koma.',
        '"{value}" is no seal number. Type it like KB 0170 411; commas between two numbers.',
    ),
    Code.PAPER_SEAL_WHICH: Sentence(
        "Segel {value} ada di kotak yang mana? Ketik nomornya di bawah baris ini, pada kotaknya.",
        "Which box has seal {value}? Type the number below this row, at its box.",
    ),
    Code.PAPER_CONDITION: Sentence(
        'Kondisi "{value}" tidak dikenal. Pilih salah satu dari daftarnya.',
        'Condition "{value}" is unknown. Choose one of the list.',
    ),
    Code.PAPER_TIME: Sentence(
        'Jam "{value}" tidak terbaca. Ketik seperti 0640 atau 6.40; untuk tanggal lain 26 0640.',
        'Time "{value}" cannot be read. Type it like 0640 or 6.40; for another day 26 0640.',
    ),
    Code.PAPER_TIME_AHEAD: Sentence(
        "{value} belum terjadi. Periksa jamnya, atau tanggal di atas tabel.",
        "{value} has not come yet. Look at the hour again, or at the date above the table.",
    ),
    Code.PAPER_TIME_OLD: Sentence(
        "{value} lebih dari {days} hari yang lalu. Periksa tanggal di atas tabel.",
        "{value} is more than {days} days ago. Look at the date above the table.",
    ),
    Code.PAPER_NUMBER: Sentence(
        'Nomor berita acara "{value}" tidak dapat dipakai. Ketik nomor di kertas, 1 sampai 60 huruf dan angka biasa.',
        'Number of the paper "{value}" cannot be used. Type the number on it, 1 to 60 plain letters and digits.',
    ),
    Code.PAPER_PHOTO: Sentence(
        'Foto "{value}" tidak ada di halaman ini. Unggah dahulu, lalu ketik nomornya; yang ada: {choices}.',
        'Photo "{value}" is not on this page. Upload it first, then type its number; there are: {choices}.',
    ),
    Code.PAPER_CHANGED: Sentence(
        "Baris ini sudah dicatat {who} pada {when} dan isinya lain. Bandingkan dengan kertasnya, lalu tekan Perbaiki bila milik Anda yang benar.",
        "{who} recorded this row at {when}, and it differs. Compare it with the paper, then press Mend if yours is right.",
    ),
    Code.PAPER_PHOTOS_FULL: Sentence(
        "Tabel ini sudah punya {count} foto. Satu foto boleh dipakai banyak baris.",
        "This table has {count} photos already. One photo may serve many rows.",
    ),
    Code.PAPER_PHOTO_SIZE: Sentence(
        "Foto lebih besar dari {most} MB. Kecilkan dahulu, atau kirim lewat WhatsApp lalu unduh.",
        "The photo is larger than {most} MB. Make it smaller, or send it by WhatsApp and download it.",
    ),
    Code.PAPER_SETTLED: Sentence(
        "Baris ini disaksikan pengawas, jadi tidak dapat ditarik dari meja. Minta KPU memperbaikinya bersama Bawaslu.",
        "A supervisor confirmed this row, so the desk alone takes nothing back. Ask KPU to put it right with Bawaslu.",
    ),
}
