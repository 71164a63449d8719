"""The TPS list."""

from typing import Final

from tepat.core.problems import Code
from tepat.core.sentences.form import Sentence

SENTENCES: Final[dict[Code, Sentence]] = {
    Code.DESA_UNKNOWN: Sentence(
        'Lembar {sheet} baris {row}: desa "{value}" di kecamatan "{kecamatan}" tidak dikenal. Mungkin maksudnya: {suggestions}. Pilih sendiri; tidak ada yang dicocokkan diam-diam.',
        'Sheet {sheet} row {row}: desa "{value}" in kecamatan "{kecamatan}" is unknown. It may be: {suggestions}. Choose yourself; nothing is matched silently.',
    ),
    Code.DESA_AMBIGUOUS: Sentence(
        'Lembar {sheet} baris {row}: desa "{value}" di kecamatan "{kecamatan}" cocok dengan lebih dari satu: {suggestions}. Isi kode desanya atau pilih salah satu.',
        'Sheet {sheet} row {row}: desa "{value}" in kecamatan "{kecamatan}" fits more than one: {suggestions}. Fill in its code or choose one.',
    ),
    Code.NOT_A_NUMBER: Sentence(
        'Lembar {sheet} baris {row} kolom {column}: "{value}" bukan bilangan bulat. Perbaiki angkanya lalu impor lagi.',
        'Sheet {sheet} row {row} column {column}: "{value}" is not a whole number. Mend it and import again.',
    ),
    Code.NEGATIVE_NUMBER: Sentence(
        "Lembar {sheet} baris {row} kolom {column}: {value} kurang dari nol. Perbaiki angkanya lalu impor lagi.",
        "Sheet {sheet} row {row} column {column}: {value} is below zero. Mend it and import again.",
    ),
    Code.SUM_DIFFERS: Sentence(
        "Lembar {sheet} baris {row}: L {men} + P {women} = {sum}, tetapi kolom jumlah berisi {value}. Jumlah di kolom yang dipakai; periksa kembali.",
        "Sheet {sheet} row {row}: L {men} + P {women} = {sum}, but the total says {value}. The total is used; check it.",
    ),
    Code.SUM_FAR: Sentence(
        "Lembar {sheet} baris {row}: L {men} + P {women} = {sum}, tetapi kolom jumlah berisi {value}. Baris belum dipakai; pilih angka mana yang benar.",
        "Sheet {sheet} row {row}: L {men} + P {women} = {sum}, but the total says {value}. The row is kept out until you choose which is right.",
    ),
    Code.TOTAL_CHOICE: Sentence(
        '"{value}" bukan pilihan untuk jumlah pemilih. Tulis sheet (kolom jumlah) atau sum (L + P).',
        '"{value}" is no choice for the number of voters. Write sheet (the total) or sum (L + P).',
    ),
    Code.ABOVE_CAP: Sentence(
        "Lembar {sheet} baris {row}: {value} pemilih, batasnya {cap} per TPS. Baris tetap dipakai; periksa kembali.",
        "Sheet {sheet} row {row}: {value} voters, the cap is {cap} per TPS. The row is used; check it.",
    ),
    Code.TPS_TWICE: Sentence(
        "Lembar {sheet} baris {row}: TPS {value} sudah ada di lembar {first_sheet} baris {first_row}. Hapus salah satunya.",
        "Sheet {sheet} row {row}: TPS {value} already stands in sheet {first_sheet} row {first_row}. Remove one of them.",
    ),
    Code.OTHER_KABUPATEN: Sentence(
        "Lembar {sheet} mulai baris {row}: {rows} baris milik kabupaten {value}, bukan {kabupaten}. Periksa apakah berkasnya benar.",
        "Sheet {sheet} from row {row}: {rows} rows belong to kabupaten {value}, not {kabupaten}. Check that this is the right file.",
    ),
    Code.KECAMATAN_ELSEWHERE: Sentence(
        "Lembar {sheet} mulai baris {row}: tidak ada kecamatan yang cocok dengan {kabupaten} untuk {rows} baris ({value}); nama-namanya milik {owner}. Impor berkas ini ke {owner}, atau pakai daftar milik {kabupaten}.",
        "Sheet {sheet} from row {row}: no kecamatan fits {kabupaten} for {rows} rows ({value}); the names belong to {owner}. Import this file there, or use the list of {kabupaten}.",
    ),
    Code.KECAMATAN_NONE: Sentence(
        "Lembar {sheet} mulai baris {row}: tidak ada kecamatan yang cocok dengan {kabupaten} untuk {rows} baris ({value}). Periksa apakah berkasnya milik kabupaten ini.",
        "Sheet {sheet} from row {row}: no kecamatan fits {kabupaten} for {rows} rows ({value}). Check that the file belongs to this kabupaten.",
    ),
    Code.OTHER_ELECTION: Sentence(
        'Lembar {sheet} baris {row} kolom {column}: pemilihan "{value}", padahal impor ini untuk {election}. Pisahkan berkasnya per pemilihan.',
        'Sheet {sheet} row {row} column {column}: election "{value}", but this import is for {election}. Split the file by election.',
    ),
    Code.VOTERS_UNSET: Sentence(
        "Lembar {sheet} baris {row}: jumlah pemilih kosong. TPS dicatat sebagai belum diatur, kebutuhannya tidak dihitung.",
        "Sheet {sheet} row {row}: the number of voters is empty. The TPS is kept as unset and its needs are not computed.",
    ),
    Code.VOTERS_COLUMN: Sentence(
        "Lembar {sheet}: tidak ada kolom jumlah pemilih (L, P, atau DPT). Semua TPS-nya dicatat belum diatur; tunjukkan kolomnya bila ada.",
        "Sheet {sheet}: there is no column with voters (L, P or DPT). All its TPS are kept as unset; name the column if there is one.",
    ),
    Code.NUMBER_TOO_LARGE: Sentence(
        "Lembar {sheet} baris {row} kolom {column}: {value} terlalu besar untuk satu TPS. Periksa apakah itu baris jumlah atau salah ketik.",
        "Sheet {sheet} row {row} column {column}: {value} is too large for one TPS. Check whether it is a total or a slip.",
    ),
    Code.TPS_NUMBER: Sentence(
        'Lembar {sheet} baris {row} kolom {column}: "{value}" bukan nomor TPS. Isi nomor 1 sampai 999, TPS lokasi khusus mulai 901.',
        'Sheet {sheet} row {row} column {column}: "{value}" is not the number of a TPS. Fill in 1 to 999; special TPS begin at 901.',
    ),
    Code.TPS_COUNTS_ONLY: Sentence(
        "Lembar {sheet}: kolom {column} hanya jumlah TPS per desa, sedangkan impor perlu satu baris per TPS. Minta daftar dengan nomor TPS dan jumlah pemilihnya.",
        "Sheet {sheet}: column {column} only counts the TPS of each desa, but one row per TPS is needed. Ask for the list with TPS numbers and their voters.",
    ),
    Code.TPS_POINT: Sentence(
        "Lembar {sheet} baris {row}: titik {value} tidak dapat dipakai. Baris tetap dipakai tanpa titik; periksa lintang dan bujurnya.",
        "Sheet {sheet} row {row}: the point {value} cannot be used. The row is used without it; check latitude and longitude.",
    ),
    Code.DESA_BLANK: Sentence(
        "Lembar {sheet} baris {row} kolom {column}: desa kosong dan tidak dapat diambil dari baris di atasnya. Isi nama atau kode desanya.",
        "Sheet {sheet} row {row} column {column}: the desa is blank and cannot be taken from the row above. Fill in its name or code.",
    ),
    Code.CODE_NAME: Sentence(
        "Lembar {sheet} baris {row}: kode {value} adalah {name}, tetapi tertulis {desa}. Kode yang dipakai; periksa kembali.",
        "Sheet {sheet} row {row}: code {value} is {name}, but {desa} is written. The code is used; check it.",
    ),
    Code.CODE_UNREADABLE: Sentence(
        'Lembar {sheet} baris {row} kolom {column}: "{value}" bukan kode desa. Bentuknya 63.09.05.2003 atau 6309052003.',
        'Sheet {sheet} row {row} column {column}: "{value}" is not the code of a desa. Its form is 63.09.05.2003 or 6309052003.',
    ),
    Code.CODE_UNKNOWN: Sentence(
        "Lembar {sheet} baris {row} kolom {column}: kode desa {value} tidak dikenal. Perbaiki kodenya, atau isi kecamatan dan nama desa.",
        "Sheet {sheet} row {row} column {column}: desa code {value} is unknown. Mend the code, or fill in kecamatan and desa name.",
    ),
    Code.SUBTOTAL_DIFFERS: Sentence(
        "Lembar {sheet} baris {row}: jumlah tertulis {value}, baris di atasnya berjumlah {sum}. Baris TPS tetap dipakai; periksa apakah ada yang tertinggal.",
        "Sheet {sheet} row {row}: the total says {value}, its rows add up to {sum}. The TPS rows are used; check whether one is left out.",
    ),
    Code.CHOICE_UNKNOWN: Sentence(
        '"{value}" bukan pilihan yang dipahami. Tulis KECAMATAN/DESA=KODE dengan kode desa kabupaten ini.',
        '"{value}" is not a choice that is understood. Write KECAMATAN/DESA=CODE with a desa code of this kabupaten.',
    ),
    Code.IMPORT_STALE: Sentence(
        "Daftar TPS berubah sejak pratinjau {file} dibuat. Susun ulang pratinjau, lalu terapkan.",
        "The TPS list has changed since the preview of {file} was made. Rebuild the preview, then apply it.",
    ),
    Code.IMPORT_STATE: Sentence(
        "Impor {file} sudah {state}. Unggah lagi berkasnya untuk pratinjau baru.",
        "The import of {file} is already {state}. Upload the file again for a new preview.",
    ),
    Code.IMPORT_NOTHING: Sentence(
        "{file}: tidak ada satu TPS pun yang dapat dipakai. Perbaiki masalah yang disebut, lalu impor lagi.",
        "{file}: not one TPS could be used. Mend the problems named, then import again.",
    ),
    Code.REMOVE_UNSURE: Sentence(
        "TPS yang tidak ada di {file} belum dapat dihapus: {count} nama desa belum dipilih. Pilih dulu nama-nama itu.",
        "TPS missing from {file} cannot be removed yet: {count} desa names are not chosen. Choose those names first.",
    ),
    Code.UNDO_TOUCHED: Sentence(
        "Impor {file} tidak dapat dibatalkan: {count} TPS-nya sudah diubah sesudahnya, misalnya {value}. Batalkan dulu perubahan yang lebih baru.",
        "The import of {file} cannot be undone: {count} of its TPS were changed later, such as {value}. Undo the newer change first.",
    ),
    Code.UNDO_NOTHING: Sentence(
        "Tidak ada impor yang dapat dibatalkan di {kabupaten}. Riwayat impor ada di halaman Impor daftar TPS.",
        "There is no import to undo in {kabupaten}. The history stands on the page Import TPS list.",
    ),
    Code.TPS_UNKNOWN: Sentence(
        "TPS {value} tidak ada di pemilihan ini. Cari dari daftar TPS.",
        "TPS {value} is not in this election. Look for it in the TPS list.",
    ),
}
