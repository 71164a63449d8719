"""Sentences of journeys beside the main delivery: the way back, votes held again."""

from typing import Final

from tepat.core.problems import Code
from tepat.core.sentences.form import Sentence

SENTENCES: Final[dict[Code, Sentence]] = {
    Code.AGAIN_NONE: Sentence(
        "Belum ada TPS yang disebut. Tulis kodenya, misalnya 63.09.05.2003-007.",
        "No TPS is named. Write their codes, such as 63.09.05.2003-007.",
    ),
    Code.AGAIN_TPS: Sentence(
        "{tps}: tidak ada dalam daftar TPS yang direncanakan. "
        "Periksa kodenya, misalnya 63.09.05.2003-007.",
        "{tps}: not in the list of TPS that is planned. Check the code, such as 63.09.05.2003-007.",
    ),
    Code.AGAIN_MANY: Sentence(
        "{place}: disebut {count} TPS, padahal hanya ada {most}. Periksa daftar kodenya.",
        "{place}: {count} TPS are named where there are {most}. Check the list of codes.",
    ),
    Code.AGAIN_DATE: Sentence(
        "{date} tidak sesudah pemungutan suara {vote}. Tulis tanggal dari keputusannya.",
        "{date} is not after the vote of {vote}. Write the date of the decision.",
    ),
    Code.AGAIN_LATE: Sentence(
        "{date} lebih dari {most} hari sesudah pemungutan suara {vote}. PSU, PSL, dan PSS "
        "dilaksanakan paling lambat {most} hari, kecuali putusan menyebut tanggal lain. "
        "Cocokkan dengan keputusannya.",
        "{date} is more than {most} days after the vote of {vote}. PSU, PSL and PSS are held "
        "within {most} days unless a ruling names another day. Check the decision.",
    ),
    Code.AGAIN_FORM: Sentence(
        "{field}: \u201c{value}\u201d tidak dapat dibaca. Pilih atau tulis seperti contohnya.",
        "{field}: \u201c{value}\u201d cannot be read. Choose one, or write it like the example.",
    ),
    Code.AGAIN_DECISION: Sentence(
        "Belum tertulis nomor keputusan dan alasannya. Pemungutan suara ulang, lanjutan, atau "
        "susulan direncanakan dari keputusan yang bernomor.",
        "The number and reason of the decision are missing. A vote held again, continued or "
        "later is planned from a numbered decision.",
    ),
    Code.AGAIN_BEGUN: Sentence(
        "Sebagian muatan rencana {value} sudah diserahkan, jadi TPS dan harinya tidak dikurangi. "
        "Sebut semua TPS yang lama beserta yang baru.",
        "Loads of plan {value} were handed over, so its TPS and days cannot become fewer. "
        "Name all TPS it had together with the new ones.",
    ),
    Code.AGAIN_BALLOTS: Sentence(
        "{name}: perlu {need} surat suara bertanda PSU, di gudang ada {have}. "
        "Kurang {short}: minta cetak tambahan sebelum jadwal diterbitkan.",
        "{name}: {need} marked PSU ballots are needed, {have} are in the warehouse. "
        "{short} are missing: have them printed before the schedule is published.",
    ),
    Code.BACK_ORDER: Sentence(
        "Jam arus balik tidak berurutan. Urutannya: hitung selesai, kotak di PPK, rekap PPK "
        "selesai, kotak di gudang.",
        "The moments of the way back do not follow one another: count done, boxes at the PPK, "
        "recap done, boxes in the warehouse.",
    ),
    Code.BACK_NO_LISTS: Sentence(
        "Rencana {value} adalah arus balik: kotak dijemput di PPS, tidak ada daftar serah per TPS. "
        "Cetak lembar jalannya.",
        "Plan {value} is a way back: boxes are fetched at the PPS, there are no lists per TPS. "
        "Print its run sheets.",
    ),
    Code.BACK_AFRESH: Sentence(
        "Rencana arus balik tidak diubah sebagian. Catat jalan yang putus pada masukan, lalu "
        "susun arus balik sekali lagi.",
        "A plan of the way back is not changed in part. Record the road among the inputs, then "
        "make the way back again.",
    ),
    Code.PLAN_OTHER_JOURNEY: Sentence(
        "Rencana {new} dan rencana {old} untuk perjalanan yang berbeda dan tidak dibandingkan. "
        "Pilih dua rencana dengan tujuan yang sama.",
        "Plans {new} and {old} are for different journeys and are not compared. "
        "Choose two plans of one journey.",
    ),
    Code.PLAN_NO_LOADS: Sentence(
        "Rencana {value} tidak membuat surat jalan. Cetak lembar jalannya; {instead}.",
        "Plan {value} makes no shipments. Print its run sheets; {instead}.",
    ),
}
