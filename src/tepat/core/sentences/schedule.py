"""Sentences of the room Rencana: what was typed, and plans that could not be made."""

from typing import Final

from tepat.core.problems import Code
from tepat.core.sentences.form import Sentence

SENTENCES: Final[dict[Code, Sentence]] = {
    Code.PLAN_UNKNOWN: Sentence(
        "Rencana {value} tidak ada di kabupaten ini. Buka Rencana dan pilih dari daftarnya.",
        "Plan {value} is not here. Open Plan and choose from the list.",
    ),
    Code.PLAN_REPLACED: Sentence(
        "Rencana {value} tidak berlaku lagi: rencana {new} menggantikannya. "
        "Susun muatan dari rencana {new}.",
        "Plan {value} is no longer in force: plan {new} took its place. "
        "Make shipments from plan {new}.",
    ),
    Code.PLAN_NOT_READY: Sentence(
        "Rencana {value} belum selesai disusun. Tunggu sampai selesai, lalu coba lagi.",
        "Plan {value} is not made yet. Wait until it is, then try again.",
    ),
    Code.PLAN_FILE_GONE: Sentence(
        "Berkas {value} tidak ada di folder plans, atau isinya berubah. "
        "Pulihkan dari berkas backup, atau susun rencana baru.",
        "File {value} is not in the folder plans, or was altered. "
        "Restore it from a backup, or make a new plan.",
    ),
    Code.PLAN_OLDER: Sentence(
        "Rencana {value} dibuat sebelum rencana {current} yang berlaku sekarang. "
        "Susun ulang jadwal, lalu terbitkan yang baru.",
        "Plan {value} is older than plan {current}, which is in force. "
        "Make the schedule again, then publish the new one.",
    ),
    Code.PLAN_IS_TRIAL: Sentence(
        "Rencana {value} adalah percobaan dan tidak diterbitkan. "
        "Catat perubahannya pada masukan, lalu susun ulang jadwal.",
        "Plan {value} is a trial and is not published. "
        "Record the change in the inputs, then make the schedule again.",
    ),
    Code.PLAN_NO_INPUT: Sentence(
        "Belum ada masukan rencana: jalan, kendaraan, harga. Unggah berkas masukan dahulu.",
        "There are no inputs yet: roads, vehicles, prices. Upload the input file first.",
    ),
    Code.PLAN_BUSY: Sentence(
        "Rencana {value} masih disusun. Tunggu sampai selesai sebelum menyusun yang lain.",
        "Plan {value} is still being made. Wait for it before making another.",
    ),
    Code.PLAN_NOT_MADE: Sentence(
        "Rencana tidak jadi disusun karena {why}. "
        "Periksa masukan, lalu susun lagi; rencana yang berlaku tidak berubah.",
        "The plan was not made because of {why}. "
        "Check the inputs, then make it again; the plan in force did not change.",
    ),
    Code.PLAN_PART_UNKNOWN: Sentence(
        "{value} tidak ada dalam masukan rencana. Buka daftar masukan dan pilih dari sana.",
        "{value} is not in the inputs of the plan. Open the inputs and choose from there.",
    ),
    Code.PLAN_PER_DAY: Sentence(
        "{field}: tertulis {count} angka, seharusnya 1 atau {days}. "
        "Tulis satu angka untuk semua hari, atau satu untuk tiap hari.",
        "{field}: {count} numbers, expected 1 or {days}. "
        "Write one number for all days, or one for each day.",
    ),
    Code.PLAN_PER_CENT: Sentence(
        "{field}: \u201c{value}\u201d bukan persen antara 0 dan 100. Tulis misalnya 12,5.",
        "{field}: \u201c{value}\u201d is not a percentage from 0 to 100. Write 12.5, for example.",
    ),
    Code.PLAN_WHOLE: Sentence(
        "{field}: \u201c{value}\u201d bukan bilangan bulat. Tulis misalnya 1.900.000.",
        "{field}: \u201c{value}\u201d is not a whole number. Write 1.900.000, for example.",
    ),
    Code.PLAN_WHO: Sentence(
        "Belum tertulis siapa yang mengatakan ini. "
        "Tulis sumbernya, misalnya BPBD, 12 November, atau tandai perkiraan kasar.",
        "Nobody is named as the source. "
        "Write who said it, such as BPBD, 12 November, or mark it as a rough guess.",
    ),
    Code.PLAN_SPEED: Sentence(
        "{field}: \u201c{value}\u201d bukan kecepatan dari 0 sampai {most} km/jam. "
        "Tulis misalnya 35; 0 berarti tidak dapat lewat.",
        "{field}: \u201c{value}\u201d is not a speed from 0 to {most} km/h. "
        "Write 35, for example; 0 means it cannot pass.",
    ),
    Code.PLAN_HOUR: Sentence(
        "{field}: \u201c{value}\u201d bukan jam. Tulis misalnya 05:30.",
        "{field}: \u201c{value}\u201d is no time of day. Write 05:30, for example.",
    ),
    Code.PLAN_WHEN: Sentence(
        "{field}: \u201c{value}\u201d bukan hari dan jam. Tulis misalnya H-1 18:00.",
        "{field}: \u201c{value}\u201d is no day and time. Write H-1 18:00, for example.",
    ),
    Code.PLAN_HOURS: Sentence(
        "{field}: \u201c{value}\u201d tidak terbaca. "
        "Tulis hari, jam mulai, jam selesai, sebabnya, misalnya Jumat 11:30-13:00 salat Jumat.",
        "{field}: \u201c{value}\u201d cannot be read. "
        "Write day, start, end, why; for example Friday 11:30-13:00 Friday prayer.",
    ),
    Code.PLAN_MOST_HOURS: Sentence(
        "{field}: tertulis {count} rentang jam, paling banyak {most}. "
        "Gabungkan yang bersambung, lalu simpan lagi.",
        "{field}: {count} stretches of hours, at most {most} are taken. "
        "Join those that touch, then save again.",
    ),
    Code.PLAN_ENDS_FIRST: Sentence(
        "{field}: {end} tidak sesudah {start}. Perbaiki salah satunya.",
        "{field}: {end} is not after {start}. Mend one of them.",
    ),
    Code.PLAN_NOTHING_IN_FORCE: Sentence(
        "Belum ada rencana yang berlaku, jadi tidak ada yang disusun ulang. "
        "Simpan keadaan jalannya, lalu susun jadwal seperti biasa.",
        "No plan is in force, so there is nothing to make again. "
        "Save the state of the road, then make the schedule as usual.",
    ),
}
