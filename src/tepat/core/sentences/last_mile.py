"""Sentences of the last mile: goods that wait at a PPS, and TPS that get them late."""

from typing import Final

from tepat.core.problems import Code
from tepat.core.sentences.form import Sentence

SENTENCES: Final[dict[Code, Sentence]] = {
    Code.TPS_NOTHING_COMES: Sentence(
        "Rencana ini tidak membawa barang ke PPS {place}, jadi jam TPS-nya belum ada. "
        "Perbaiki dulu rencana sampai desa itu terlayani.",
        "This plan brings nothing to PPS {place}, so its TPS have no hours. "
        "First mend the plan until that desa is served.",
    ),
    Code.TPS_NO_CARRIER: Sentence(
        "PPS {place} tidak punya kendaraan yang dapat membawa barang ke {count} TPS. "
        "Isi last_mile.carriers: berapa kendaraan, berapa kotak sekali jalan.",
        "PPS {place} has nothing that can bring goods to {count} TPS. "
        "Fill last_mile.carriers: how many there are, how many boxes on a trip.",
    ),
    Code.TPS_BOXES: Sentence(
        "PPS {place}: rencana membawa {got} kotak, daftar TPS butuh {needed}. "
        "Daftar berubah sejak rencana disusun; susun ulang rencana sebelum daftar ini dipakai.",
        "PPS {place}: the plan brings {got} boxes, its list of TPS needs {needed}. "
        "The list changed after the plan was made; make the plan again before using this list.",
    ),
    Code.TPS_LATE: Sentence(
        "{place}: {count} dari {of} TPS ({names}) baru menerima setelah batas {by}, "
        "yang terakhir {last}. Supaya semua tepat waktu: {help}.",
        "{place}: {count} of {of} TPS ({names}) receive only after the deadline {by}, "
        "the last at {last}. For all to be in time: {help}.",
    ),
    Code.TPS_DARK: Sentence(
        "{place}: {count} dari {of} TPS ({names}) menerima dalam gelap, yang terakhir {last}, "
        "karena menunggu terang melewati batas {by}. Supaya semua siang: {help}.",
        "{place}: {count} of {of} TPS ({names}) receive in the dark, the last at {last}, "
        "since waiting for light would pass the deadline {by}. For all by day: {help}.",
    ),
    Code.TPS_UNPLACED: Sentence(
        "{place}: jalan ke {count} dari {of} TPS belum diketahui; jamnya perkiraan kasar, "
        "{minutes} menit sekali jalan. Isi titik TPS di Daftar TPS.",
        "{place}: the way to {count} of {of} TPS is not known; their hours are a rough guess, "
        "{minutes} minutes each way. Put the TPS on the map in the TPS list.",
    ),
    Code.TPS_TABLE_ROW: Sentence(
        "{file} baris {row}: \u201c{value}\u201d bukan TPS dari desa dalam rencana ini; "
        "baris dilewati. Tulis kode desa dan nomor TPS.",
        "{file} row {row}: \u201c{value}\u201d is no TPS of a desa of this plan; "
        "it is left out. Write the code of the desa and the number of the TPS.",
    ),
    Code.TPS_DESA_UNKNOWN: Sentence(
        "Desa {value} tidak ada dalam rencana ini. Pilih dari daftar desanya.",
        "Desa {value} is not in this plan. Choose from its list of desa.",
    ),
}
