"""Stores with their backups and guards, and what the work really costs."""

from typing import Final

from tepat.core.problems import Code
from tepat.core.sentences.form import Sentence

SENTENCES: Final[dict[Code, Sentence]] = {
    Code.STORE_NO_SUCH: Sentence(
        "Tidak ada tempat simpan {value} di sini. Pilih dari daftar Tempat simpan.",
        "There is no store {value} here. Choose one from the list of stores.",
    ),
    Code.STORE_BACKUP_RED: Sentence(
        "{value} tidak dapat menjadi cadangan: tempat itu merah, atau tempat yang sama. Pilih tempat lain.",
        "{value} cannot be the backup: it is red, or the same place. Choose another one.",
    ),
    Code.STORE_HOUR: Sentence(
        "Jam pemeriksaan kosong, belum tiba, atau lebih dari 120 hari lalu. Tulis jam yang tertera pada lembarnya.",
        "The hour of the inspection is empty, still to come, or over 120 days ago. Write the hour on its sheet.",
    ),
    Code.STORE_WHO: Sentence(
        "Nama pemeriksa belum diisi. Salin dari lembar pemeriksaan.",
        "Who inspected is not filled in. Copy it from the sheet.",
    ),
    Code.STORE_ANSWER: Sentence(
        "{count} butir belum dijawab, yang pertama: {first}. Pilih baik atau cacat untuk setiap butir.",
        "{count} questions have no answer, the first: {first}. Choose in order or defect for each.",
    ),
    Code.STORE_PHOTOS: Sentence(
        "Paling banyak {most} foto, masing-masing {size} MB. Kurangi atau perkecil fotonya.",
        "At most {most} photos of {size} MB each. Send fewer or smaller ones.",
    ),
    Code.STORES_IN_PLAN: Sentence(
        "Masukan rencana sudah sama dengan pemeriksaan terakhir, atau belum ada rencana. Tidak ada yang dibawa.",
        "The inputs of the plan say what the last inspections say, or there is no plan yet. Nothing was carried over.",
    ),
    Code.ROSTER_TURN: Sentence(
        "{value} bukan giliran jaga. Pilih pagi, sore atau malam.",
        "{value} is no turn. Choose morning, afternoon or night.",
    ),
    Code.ROSTER_NUMBER: Sentence(
        "Jumlah orang atau hari di luar batas. Tulis paling banyak {most} orang dan {days} hari.",
        "The number of people or days is out of bounds. Write at most {most} people and {days} days.",
    ),
    Code.ROSTER_AHEAD: Sentence(
        "Giliran ini belum mulai atau terlalu lama berlalu. Catat kehadiran setelah penjaga datang.",
        "This turn has not begun or is too long ago. Record it once the guard has come.",
    ),
    Code.COST_UNKNOWN: Sentence(
        "Tidak ada biaya bernomor {value}. Lihat daftarnya di Biaya.",
        "There is no cost {value}. See the list under Costs.",
    ),
    Code.COST_KIND: Sentence(
        "{value} bukan jenis biaya di kantor ini. Pilih dari daftar.",
        "{value} is no kind of cost of this office. Choose one from the list.",
    ),
    Code.COST_DAY: Sentence(
        "Tanggal {value} belum tiba atau lebih dari dua tahun lalu. Salin tanggal kuitansinya.",
        "{value} is still to come or over two years ago. Copy the date of the receipt.",
    ),
    Code.COST_OF: Sentence(
        "{value} bukan muatan atau tempat simpan di wilayah Anda. Pilih satu muatan atau satu tempat.",
        "{value} is no load or store in your area. Choose one load or one store.",
    ),
    Code.COST_OF_NOTHING: Sentence(
        "Belum dipilih untuk apa uangnya. Pilih satu muatan atau satu tempat simpan.",
        "What the money was for is not chosen. Choose one load or one store.",
    ),
    Code.COST_NO_DAY: Sentence(
        "Tanggal kuitansi belum diisi atau tidak terbaca. Salin dari kuitansinya.",
        "The date of the receipt is empty or no date. Copy it from the receipt.",
    ),
    Code.COST_NO_RUPIAH: Sentence(
        "Jumlah rupiah belum diisi. Tulis angka bulat dari kuitansinya.",
        "The amount is empty. Write the whole number of the receipt.",
    ),
    Code.COST_CHANGED: Sentence(
        "Biaya {value} sudah diperbaiki orang lain. Muat ulang, lalu lihat versi terakhirnya.",
        "Cost {value} was corrected by somebody else. Load the page again and see its last version.",
    ),
    Code.COST_WHY: Sentence(
        "Alasan perbaikan belum diisi. Tulis apa yang keliru.",
        "Why it is corrected is not filled in. Write what was wrong.",
    ),
    Code.COST_PAYEE: Sentence(
        "Honor memerlukan nama penerima. Salin nama dari kuitansinya.",
        "A fee needs the name of who is paid. Copy it from the receipt.",
    ),
    Code.COST_PHOTO_SIZE: Sentence(
        "Foto kuitansi lebih dari {size} MB. Perkecil lalu unggah lagi.",
        "The photo of the receipt is larger than {size} MB. Make it smaller and upload it again.",
    ),
}
