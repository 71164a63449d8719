"""Election files."""

from typing import Final

from tepat.core.problems import Code
from tepat.core.sentences.form import Sentence

SENTENCES: Final[dict[Code, Sentence]] = {
    Code.ELECTION_SYNTAX: Sentence(
        "{file} baris {line}: bukan TOML yang sah ({value}). Perbaiki baris itu.",
        "{file} line {line}: not valid TOML ({value}). Mend that line.",
    ),
    Code.ELECTION_FAULT: Sentence(
        '{file} baris {line}, {where}: "{value}" tidak dapat dipakai. Yang diharapkan: {expected}.',
        '{file} line {line}, {where}: "{value}" cannot be used. Expected: {expected}.',
    ),
    Code.ELECTION_KEY: Sentence(
        '{file} baris {line}, {where}: kunci "{value}" tidak dikenal. Mungkin maksudnya: {suggestions}.',
        '{file} line {line}, {where}: the key "{value}" is unknown. It may be: {suggestions}.',
    ),
    Code.ELECTION_MISSING: Sentence(
        "{file} baris {line}, {where}: {key} belum ada. Tambahkan di bagian itu.",
        "{file} line {line}, {where}: {key} is missing. Add it there.",
    ),
    Code.ELECTION_TWICE: Sentence(
        '{file} baris {line}, {where}: "{value}" sudah dipakai di baris {first}. Beri nama lain atau hapus salah satunya.',
        '{file} line {line}, {where}: "{value}" is already used on line {first}. Rename it or remove one of them.',
    ),
    Code.ELECTION_TEXT: Sentence(
        '{file} baris {line}, {where}: "{value}" bukan teks. Tulis di antara tanda kutip, dan jangan kosong.',
        '{file} line {line}, {where}: "{value}" is not text. Write it between quotes, and not empty.',
    ),
    Code.ELECTION_NUMBER: Sentence(
        '{file} baris {line}, {where}: "{value}" bukan bilangan bulat mulai dari nol. Tulis angkanya, atau hapus baris itu bila belum diketahui.',
        '{file} line {line}, {where}: "{value}" is not a whole number from zero up. Write the number, or remove the line where it is not known.',
    ),
    Code.ELECTION_SHARE: Sentence(
        '{file} baris {line}, {where}: "{value}" bukan bagian antara 0 dan 1. Dua setengah persen ditulis "0.025".',
        '{file} line {line}, {where}: "{value}" is not a share between 0 and 1. Two and a half percent is written "0.025".',
    ),
    Code.ELECTION_FORM: Sentence(
        '{file} baris {line}, {where}: bentuk "{value}" tidak cocok. Contoh yang benar: {example}.',
        '{file} line {line}, {where}: "{value}" has the wrong form. A right one: {example}.',
    ),
    Code.ELECTION_UNSET: Sentence(
        '{file} baris {line}, {where}: status "{value}" tidak cocok dengan count. Jumlah yang belum diketahui berstatus "?" dan tanpa count; jumlah yang diketahui berstatus V, D, atau M.',
        '{file} line {line}, {where}: the status "{value}" does not fit count. A quantity nobody knows has the status "?" and no count; a known one has V, D or M.',
    ),
    Code.PILKADES_NEEDED: Sentence(
        "{item} belum diisi. Tanpa jumlahnya tidak ada yang dapat dikemas; tulis menurut peraturan kabupaten.",
        "{item} is not filled in. Without its number nothing can be packed; write it as the regulation says.",
    ),
    Code.PILKADES_CANDIDATES: Sentence(
        '{desa}: "{value}" bukan jumlah calon dari 1 sampai {most}. Tulis angkanya, atau kosongkan bila belum ditetapkan.',
        '{desa}: "{value}" is not a number of candidates from 1 to {most}. Write the number, or leave it empty while it is open.',
    ),
    Code.PILKADES_NOBODY: Sentence(
        "Belum ada nama. Isi paling sedikit satu baris, atau lanjut dan isi petugas nanti.",
        "There is no name yet. Fill in one line at least, or go on and name officers later.",
    ),
    Code.QUANTITY_NUMBER: Sentence(
        '{item}, {at}: "{value}" bukan bilangan bulat dari 0 sampai {most}. Tulis angkanya saja, atau kosongkan.',
        '{item}, {at}: "{value}" is not a whole number from 0 to {most}. Write just the number, or leave it empty.',
    ),
    Code.QUANTITY_RESERVE: Sentence(
        '{item}, {at}: cadangan "{value}" bukan persen dari 0 sampai 100. Tulis misalnya 2,5.',
        '{item}, {at}: the reserve "{value}" is not a percentage from 0 to 100. Write for example 2,5.',
    ),
    Code.QUANTITY_ROUNDING: Sentence(
        '{item}, {at}: pembulatan "{value}" tidak dikenal. Pilih dari daftarnya.',
        '{item}, {at}: the rounding "{value}" is unknown. Choose from its list.',
    ),
    Code.QUANTITY_SOURCE: Sentence(
        "{count} jumlah berubah tanpa dasar. Isi nomor SK atau keputusannya, lalu simpan lagi.",
        "{count} quantities changed without their decision. Enter its number, then save again.",
    ),
    Code.QUANTITY_SOURCE_LONG: Sentence(
        "Dasar keputusan paling panjang {most} huruf. Tulis nomor dan tanggalnya saja.",
        "The decision takes at most {most} letters. Write just its number and date.",
    ),
    Code.QUANTITY_BUNDLE: Sentence(
        'Isi bundel {item}: "{value}" bukan bilangan bulat dari 1. Tulis isi tiap bundel, atau kosongkan.',
        'Bundle of {item}: "{value}" is not a whole number from 1. Write how many are tied together, or leave it empty.',
    ),
    Code.ELECTION_UNKNOWN: Sentence(
        "Pemilihan {value} tidak dikenal. Yang ada: {choices}.",
        "Election {value} is unknown. There are: {choices}.",
    ),
    Code.DAPIL_KIND: Sentence(
        'Baris {row}: jenis "{value}" tidak memakai dapil di sini. Yang memakai: {choices}.',
        'Row {row}: the kind "{value}" has no dapil here. Those that have: {choices}.',
    ),
    Code.DAPIL_AREA: Sentence(
        'Baris {row}: "{value}" bukan wilayah dalam kabupaten {kabupaten}. Isi kode kecamatan atau desanya, misalnya {kabupaten}.01.',
        'Row {row}: "{value}" is no area of kabupaten {kabupaten}. Fill in the code of a kecamatan or desa, such as {kabupaten}.01.',
    ),
    Code.DAPIL_TWICE: Sentence(
        "Baris {row}: {value} sudah disebut dengan dapil lain. Hapus salah satunya.",
        "Row {row}: {value} was already named with another dapil. Remove one of them.",
    ),
    Code.DAPIL_EMPTY: Sentence(
        "Baris {row}: dapil untuk {value} kosong. Isi namanya, atau hapus baris itu.",
        "Row {row}: the dapil of {value} is empty. Fill in its name, or remove the row.",
    ),
}
