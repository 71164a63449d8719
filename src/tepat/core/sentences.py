"""What a person reads for each problem, Indonesian and English.

Two sentences at most: what was expected and what was found, then the next step.
A name in braces is a fact of the problem. Kept in the core, without Django, so that
a verifier on a supervisor's laptop speaks the same words as the desk.
"""

from typing import Final, Literal, NamedTuple

from tepat.core.problems import Code, Problem

Language = Literal["id", "en"]
IN_ENGLISH: Final = "_en"
"""A fact that is a word travels twice: `item` and `item_en`; English sentences say the second."""


class Sentence(NamedTuple):
    """One problem in two languages."""

    id: str
    en: str


SENTENCES: Final[dict[Code, Sentence]] = {
    # -- files and sheets that come from outside
    Code.FILE_TYPE: Sentence(
        "{file} bukan xlsx, xls, ods, atau csv. Simpan ulang dari Excel sebagai .xlsx, lalu impor lagi.",
        "{file} is not xlsx, xls, ods or csv. Save it from Excel as .xlsx, then import again.",
    ),
    Code.FILE_LOCKED: Sentence(
        "{file} dikunci kata sandi. Buka di Excel, hapus kata sandinya, simpan, lalu impor lagi.",
        "{file} is locked with a password. Open it in Excel, remove the password, save, import again.",
    ),
    Code.FILE_EMPTY: Sentence(
        "{file} tidak berisi baris data. Periksa apakah lembar yang benar ikut tersimpan.",
        "{file} holds no rows. Check that the right sheet was saved.",
    ),
    Code.FILE_BROKEN: Sentence(
        "{file} tidak dapat dibaca: berkas rusak atau terpotong. Minta berkasnya dikirim ulang.",
        "{file} cannot be read: it is damaged or cut short. Ask for it to be sent again.",
    ),
    Code.FILE_TOO_LARGE: Sentence(
        "{file} terlalu besar: lebih dari {limit} baris. Impor satu kabupaten sekali jalan.",
        "{file} is too large: more than {limit} rows. Import one kabupaten at a time.",
    ),
    Code.FILE_TOO_WIDE: Sentence(
        "{file} terlalu lebar: {columns} kolom pada lebih dari {rows} baris. Hapus kolom kosong di kanan tabel, simpan, lalu impor lagi.",
        "{file} is too wide: {columns} columns over more than {rows} rows. Delete the empty columns right of the table, save, and import again.",
    ),
    Code.FILE_STRAY_CELL: Sentence(
        "{file}: tabelnya berakhir di baris {row}, tetapi masih ada sel terisi di baris {far}. Hapus baris kosong di bawah baris {row}, simpan, lalu impor lagi.",
        "{file}: the table ends in row {row}, but a cell is filled in row {far}. Delete the empty rows below row {row}, save, and import again.",
    ),
    Code.FILE_MISSING: Sentence(
        "Berkas {file} tidak ada. Periksa nama dan foldernya.",
        "There is no file {file}. Check its name and folder.",
    ),
    Code.FILE_TOO_HEAVY: Sentence(
        "{file} terlalu besar: {size} MB, paling banyak {limit} MB. Hapus gambar dan lembar lain, atau simpan daftarnya sebagai csv.",
        "{file} is too large: {size} MB, at most {limit} MB. Remove pictures and other sheets, or save the list as csv.",
    ),
    Code.HEADER_NOT_FOUND: Sentence(
        "Lembar {sheet}: kolom TPS dan desa tidak dikenali di antara {seen}. Tunjukkan kolomnya dengan pemetaan.",
        "Sheet {sheet}: the columns of TPS and desa were not recognised among {seen}. Name them with a mapping.",
    ),
    Code.COLUMN_MISSING: Sentence(
        "Lembar {sheet}: kolom {column} tidak ada. Tambahkan kolom itu atau tunjukkan kolom penggantinya.",
        "Sheet {sheet}: column {column} is missing. Add it or name the column that stands for it.",
    ),
    Code.PERSONAL_DATA: Sentence(
        "Lembar {sheet} kolom {column} berisi data pribadi pemilih ({kind}). Berkas ditolak dan unggahannya dihapus; impor hanya daftar TPS dengan jumlah pemilih.",
        "Sheet {sheet} column {column} holds voters' personal data ({kind}). The file was refused and the upload deleted; import only the list of TPS with voter counts.",
    ),
    Code.MAPPING_FIELD: Sentence(
        'Pemetaan "{value}" tidak dipahami. Tulis FIELD=KOLOM dengan FIELD salah satu dari: {choices}.',
        'Mapping "{value}" is not understood. Write FIELD=COLUMN where FIELD is one of: {choices}.',
    ),
    Code.SHEET_SKIPPED: Sentence(
        "Lembar {sheet} dilewati: tidak ada baris judul daftar TPS di sana. Bila seharusnya ada, tunjukkan kolomnya dengan pemetaan.",
        "Sheet {sheet} was skipped: it has no header of a TPS list. If it should have, name its columns with a mapping.",
    ),
    Code.SHEET_NO_ROWS: Sentence(
        "Lembar {sheet}: di bawah judul di baris {row} tidak ada baris TPS. Isi satu baris untuk setiap TPS, lalu impor lagi.",
        "Sheet {sheet}: there is no row of a TPS below the header in row {row}. Fill in one row for each TPS, then import again.",
    ),
    Code.SHEET_UNKNOWN: Sentence(
        'Lembar "{value}" tidak ada di {file}. Yang ada: {choices}.',
        'Sheet "{value}" is not in {file}. There are: {choices}.',
    ),
    # -- what a person typed
    Code.TEXT_UNREADABLE: Sentence(
        "Isian {field} memuat tanda yang tidak dapat disimpan. Ketik ulang isiannya, jangan ditempel dari aplikasi lain.",
        "Field {field} holds a character that cannot be stored. Type it again instead of pasting it from another program.",
    ),
    Code.TEXT_TOO_LONG: Sentence(
        "Isian {field} terlalu panjang: paling banyak {limit} huruf. Persingkat, lalu kirim lagi.",
        "Field {field} is too long: at most {limit} characters. Shorten it and send it again.",
    ),
    Code.VALUE_UNFIT: Sentence(
        "Salah satu isian tidak dapat disimpan karena angkanya terlalu besar atau hurufnya tidak terbaca. Tidak ada yang diubah; periksa isiannya, lalu kirim lagi.",
        "One of the fields cannot be stored, because its number is too large or its text unreadable. Nothing was changed; check what was filled in and send it again.",
    ),
    Code.DATE_WANTED: Sentence(
        "{column}: {value} bukan tanggal yang dapat dipakai. Tulis tanggal antara tahun {first} dan {last}.",
        "{column}: {value} is not a date that can be used. Give a date between the years {first} and {last}.",
    ),
    # -- the TPS list
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
    # -- regions
    Code.REGION_CODE: Sentence(
        'Baris {row}: "{value}" bukan kode Kemendagri. Bentuknya PP.KK.CC.DDDD, misalnya 63.09.05.2003.',
        'Row {row}: "{value}" is not a Kemendagri code. Its form is PP.KK.CC.DDDD, such as 63.09.05.2003.',
    ),
    Code.REGION_UNKNOWN: Sentence(
        "Wilayah {value} belum ada di sini. Impor tabel wilayah: tepat election regions import FILE.",
        "Region {value} is not here yet. Import a table of regions: tepat election regions import FILE.",
    ),
    Code.REGION_PARENT: Sentence(
        "Induk {parent} dari {value} tidak ada di tabel maupun di sini. Wilayahnya tetap disimpan; tambahkan baris {parent}.",
        "The parent {parent} of {value} is neither in the table nor here. The region is kept; add a row for {parent}.",
    ),
    Code.POINT_OUTSIDE: Sentence(
        "Baris {row}: titik {value} di luar Indonesia. Titik dikosongkan; periksa lintang dan bujurnya.",
        "Row {row}: the point {value} lies outside Indonesia. The point is left unset; check latitude and longitude.",
    ),
    Code.REGION_FILE: Sentence(
        "{file} tidak dapat dibaca sebagai tabel atau batas wilayah: {value}. Simpan ulang sebagai csv, csv.gz, atau geojson, lalu impor lagi.",
        "{file} cannot be read as a table or outlines of regions: {value}. Save it as csv, csv.gz or geojson, then import again.",
    ),
    Code.REGION_NAME: Sentence(
        "Baris {row}: nama wilayah {value} kosong atau lebih dari 100 huruf. Isi namanya lalu impor lagi.",
        "Row {row}: the name of region {value} is empty or longer than 100 letters. Fill it in and import again.",
    ),
    Code.REGION_TWICE: Sentence(
        "Baris {row}: kode {value} sudah ada di baris {first_row}. Baris pertama yang dipakai; hapus salah satunya.",
        "Row {row}: code {value} already stands in row {first_row}. The first row is used; remove one of them.",
    ),
    Code.BOUNDARY_SHAPE: Sentence(
        "Batas ke-{row} ({value}) tidak dipakai: {reason}. Perbaiki bentuknya lalu impor lagi.",
        "Outline {row} ({value}) was not used: {reason}. Mend its shape and import again.",
    ),
    Code.POINT_FAR: Sentence(
        "Titik {value} berjarak {km} km dari pusat {place}, batasnya {limit} km. Periksa lintang dan bujurnya, atau perbaiki dulu titik wilayah induknya.",
        "The point {value} lies {km} km from the centre of {place}, the limit is {limit} km. Check latitude and longitude, or mend the point of the region above first.",
    ),
    Code.POINT_FORM: Sentence(
        'Lintang "{lat}" dan bujur "{lon}" bukan titik di Indonesia. Tulis derajat desimal, misalnya -1.862 dan 115.500.',
        'Latitude "{lat}" and longitude "{lon}" are no point in Indonesia. Write decimal degrees, such as -1.862 and 115.500.',
    ),
    Code.DEMO_REFUSED: Sentence(
        "{home} berisi pemilihan sungguhan ({scopes}), jadi demo tidak dimuat di sini. Pakai folder lain: TEPAT_HOME=./demo tepat demo.",
        "{home} holds a real election ({scopes}), so the demo was not loaded here. Use another folder: TEPAT_HOME=./demo tepat demo.",
    ),
    # -- election files
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
    # -- files that are written
    Code.OUTPUT_TYPE: Sentence(
        '"{value}" tidak dapat ditulis: akhiran nama berkas tidak dikenal. Akhiri dengan salah satu dari: {choices}.',
        '"{value}" cannot be written: its ending is unknown. End the name with one of: {choices}.',
    ),
    Code.OUTPUT_EXISTS: Sentence(
        "{value} sudah ada dan tidak ditimpa. Ubah berkas itu, atau pindahkan dulu.",
        "{value} is already there and is not overwritten. Edit that file, or move it away first.",
    ),
    # -- scope
    Code.SCOPE_UNKNOWN: Sentence(
        "Kabupaten {kabupaten} belum punya pemilihan di sini. Impor daftar TPS dulu: tepat election import FILE --election KODE --kabupaten {kabupaten}.",
        "Kabupaten {kabupaten} has no election here yet. Import its TPS list first: tepat election import FILE --election CODE --kabupaten {kabupaten}.",
    ),
    Code.SCOPE_AMBIGUOUS: Sentence(
        "Kabupaten {kabupaten} punya lebih dari satu pemilihan: {choices}. Sebutkan salah satu dengan --election.",
        "Kabupaten {kabupaten} has more than one election: {choices}. Name one with --election.",
    ),
    # -- rights
    Code.NOT_ALLOWED: Sentence(
        "Peran Anda tidak boleh melakukan ini di {area}. Yang boleh: {who}.",
        "Your role may not do this in {area}. Who may: {who}.",
    ),
    Code.POINT_OF_ALL: Sentence(
        "Titik {area} dipakai semua pemilihan, sedangkan peran Anda hanya untuk satu pemilihan. Minta {who} yang memegang semua pemilihan.",
        "The point of {area} serves all elections, and your role is for one election only. Ask a {who} who holds all elections.",
    ),
    Code.AREA_OUTSIDE: Sentence(
        "Wilayah {area} bukan bagian dari kabupaten {kabupaten}. Peran di sana diberikan oleh pengelola akun kabupatennya.",
        "Area {area} is not in kabupaten {kabupaten}. A role there is given by the administrator of its own kabupaten.",
    ),
    Code.AREA_TOO_WIDE: Sentence(
        "Wilayah {area} terlalu luas untuk peran {role}. Pilih kecamatan atau desa tempat orang itu bertugas.",
        "Area {area} is too wide for the role {role}. Choose the kecamatan or desa in which the person works.",
    ),
    Code.LAST_MANAGER: Sentence(
        "{name} pengelola akun terakhir di {area}. Beri peran KPU kepada orang lain dulu, baru cabut yang ini.",
        "{name} is the last administrator of {area}. Give the role KPU to somebody else first, then take this one back.",
    ),
    Code.PERSON_UNKNOWN: Sentence(
        "Akun {name} tidak ada di {area}. Buat akunnya dulu di halaman Petugas.",
        "There is no account {name} in {area}. Make it first on the page People.",
    ),
    Code.PERSON_ELSEWHERE: Sentence(
        "{name} juga bertugas di luar {area}, jadi kata sandinya tidak dapat dibuat ulang di sini. Minta pengelola akun di atasnya.",
        "{name} also works outside {area}, so the password cannot be remade here. Ask the administrator above.",
    ),
    Code.BEYOND_OWN_ROLES: Sentence(
        "Anda mengelola akun di {area} hanya untuk pemilihan Anda sendiri, sedangkan {name} menyangkut pemilihan lain. Minta pengelola akun {area} yang memegang semua pemilihan.",
        "You manage accounts in {area} for your own election only, and {name} concerns another one. Ask the administrator of {area} who holds all elections.",
    ),
    Code.ROLE_WANTED: Sentence(
        "Peran untuk {name} belum lengkap. Tulis --role dan --area, atau --new-password saja bila hanya kata sandinya hilang.",
        "The role for {name} is not complete. Give --role and --area, or --new-password alone where only the password is lost.",
    ),
    Code.ACCOUNT_UNKNOWN: Sentence(
        "Akun {name} tidak ada di pemasangan ini. Buat dengan --role dan --area, atau periksa ejaannya.",
        "There is no account {name} in this installation. Make it with --role and --area, or check the spelling.",
    ),
    Code.DEMO_OPEN: Sentence(
        "Alamat {host} terbuka bagi jaringan, sedangkan {names} masih memakai sandi contoh yang diketahui umum. Ganti sandi mereka dulu, atau setel TEPAT_DEMO_OPEN=1 bila jaringan ini khusus untuk latihan.",
        "Address {host} is open to a network, while {names} still have the demo password that everybody knows. Change their passwords first, or set TEPAT_DEMO_OPEN=1 where the network is there for training only.",
    ),
    # -- the door for facts
    Code.DESK_KEY_UNKNOWN: Sentence(
        "Log {log} tidak mengenal kunci desk di komputer ini, jadi tidak ada yang dicatat. Kembalikan berkas keys/desk.key dari cadangan instalasi yang lama.",
        "The log {log} does not know the desk key of this computer, so nothing was recorded. Restore the file keys/desk.key from the backup of the former installation.",
    ),
    Code.OFFICER_NAME: Sentence(
        "Nama petugas belum diisi. Tulis nama yang akan tercetak di surat tugas.",
        "The name of the officer is missing. Write the name that will stand on the letter.",
    ),
    Code.DUTY_ENDED: Sentence(
        "Tugas ini berakhir {until}, sebelum dimulai atau sebelum hari ini. Pilih hari terakhir yang lebih akhir.",
        "This duty ends on {until}, before it begins or before today. Choose a later last day.",
    ),
    Code.DUTY_UNREADABLE: Sentence(
        "Peran atau tanggal tidak terbaca: {reason}. Peran: {choices}; tanggal seperti 2024-12-10.",
        "The role or the date cannot be read: {reason}. Roles: {choices}; a date like 2024-12-10.",
    ),
    Code.DEVICE_UNKNOWN: Sentence(
        "Tidak ada perangkat {device} di log ini. Lihat daftarnya dengan tepat log devices.",
        "There is no device {device} in this log. See the list with tepat log devices.",
    ),
    Code.ASSIGNMENT_UNKNOWN: Sentence(
        "Tidak ada tugas {value} yang berlaku di log ini. Buat surat tugas baru.",
        "No assignment {value} stands in this log. Make a new letter.",
    ),
    Code.BATCH_UNREADABLE: Sentence(
        "Kiriman ini tidak terbaca: {reason}. Tidak ada yang dicatat; perbarui aplikasi lalu kirim lagi.",
        "This batch cannot be read: {reason}. Nothing was recorded; update the app and send it again.",
    ),
    Code.BATCH_TOO_LARGE: Sentence(
        "Kiriman ini terlalu besar: paling banyak {facts} fakta dan {bytes} bita. Bagi menjadi beberapa kiriman.",
        "This batch is too large: at most {facts} facts and {bytes} bytes. Split it into several batches.",
    ),
    Code.REQUEST_SIGNATURE: Sentence(
        "Tanda tangan permintaan dari perangkat {device} tidak cocok. Tidak ada yang dicatat; kirim lagi dari perangkat itu sendiri.",
        "The signature of the request from device {device} does not match. Nothing was recorded; send it again from that device itself.",
    ),
    Code.DOOR_BUSY: Sentence(
        "Server sedang penuh. Fakta tetap aman di perangkat; kirim lagi dalam {seconds} detik.",
        "The server is full at the moment. The facts are safe on the device; send them again in {seconds} seconds.",
    ),
    Code.DOOR_QUOTA: Sentence(
        "Terlalu banyak kiriman yang belum dapat diterima dari pengirim ini ({count} dalam satu jam). Kirim lagi dalam {seconds} detik.",
        "Too much that cannot be accepted yet came from this sender ({count} within an hour). Send again in {seconds} seconds.",
    ),
    Code.DOOR_DATABASE: Sentence(
        "Basis data tidak dapat dihubungi, jadi tidak ada yang dicatat. Fakta tetap aman di perangkat; kirim lagi dalam {seconds} detik.",
        "The database cannot be reached, so nothing was recorded. The facts are safe on the device; send them again in {seconds} seconds.",
    ),
    Code.DOOR_DISK: Sentence(
        "Penyimpanan server penuh atau tidak dapat ditulisi, jadi tidak ada yang dicatat. Fakta tetap aman di perangkat; kirim lagi dalam {seconds} detik.",
        "The server's disk is full or cannot be written, so nothing was recorded. The facts are safe on the device; send them again in {seconds} seconds.",
    ),
    Code.TEXT_CODE: Sentence(
        "Teks ini bukan kode TEPAT1 yang utuh. Salin seluruh pesan, dari TEPAT1: sampai huruf terakhir, lalu tempel lagi.",
        "This text is not a whole TEPAT1 code. Copy the whole message, from TEPAT1: to its last letter, and paste it again.",
    ),
    Code.ENTRY_UNKNOWN: Sentence(
        "Log ini tidak memuat {value}. Periksa nomor, nama fakta atau kode paketnya.",
        "This log does not hold {value}. Check the number, the name of the fact or the code of the package.",
    ),
    # -- stock
    Code.BALANCE_OPEN: Sentence(
        "Neraca {sku} belum seimbang: masuk {left}, terpakai {right}, selisih {difference}. Telusuri mutasinya sebelum ditutup.",
        "The balance of {sku} is open: in {left}, accounted {right}, difference {difference}. Trace the movements before closing.",
    ),
    Code.BALANCE_UNSORTED: Sentence(
        "{unsorted} lembar {sku} belum disortir. Catat hasil sortirnya sebelum neraca ditutup.",
        "{unsorted} ballots {sku} are not sorted yet. Record the sorting before the balance is closed.",
    ),
    Code.BALANCE_COUNTED: Sentence(
        "Neraca {sku} memuat koreksi hitung: {lost} hilang, {found} berlebih. Sebutkan koreksi ini dalam berita acara.",
        "The balance of {sku} carries count corrections: {lost} missing, {found} too many. Name them in the signed record.",
    ),
    Code.PSU_CHANGED: Sentence(
        "Surat suara PSU {sku}: diterima {received}, keluar dengan keputusan {issued}, sekarang {stock}. Stok PSU tidak boleh berubah dengan cara lain; telusuri mutasinya.",
        "PSU ballots {sku}: {received} received, {issued} issued by decision, {stock} here now. PSU stock must not change otherwise; trace its movements.",
    ),
    Code.STOCK_LEFT: Sentence(
        "{sku}: {rest} lembar stok biasa masih tersisa setelah {destroyed} dimusnahkan. Musnahkan sisanya dengan saksi.",
        "{sku}: {rest} ordinary ballots are left after {destroyed} were destroyed. Destroy the rest with witnesses.",
    ),
    Code.STOCK_SHORT: Sentence(
        "{goods} di {place}, {condition}: ada {there}, diminta {wanted}. Kurangi jumlahnya atau catat dulu penerimaannya.",
        "{goods} at {place}, {condition}: {there} there, {wanted} wanted. Lower the number or record its receipt first.",
    ),
    Code.SORT_UNEVEN: Sentence(
        "Sortir {goods}: disisihkan {aside} dari {taken} yang dibuka. Periksa kembali angka per sebab.",
        "Sorting {goods}: {aside} put aside out of {taken} opened. Check the numbers by cause.",
    ),
    Code.RECEIPT_UNEVEN: Sentence(
        "{goods}: rusak {damaged}, padahal hanya {counted} yang diturunkan. Jumlah rusak termasuk dalam yang diturunkan.",
        "{goods}: {damaged} damaged, but only {counted} unloaded. Damaged pieces are part of those unloaded.",
    ),
    Code.SUPPLIER_LATE: Sentence(
        "{supplier} terlambat {overdue} hari: {open} {goods} belum datang, sisa waktu {days} hari sebelum {blocks}. Hubungi pemasok dan minta tanggal kirim tertulis.",
        "{supplier} is {overdue} days late: {open} {goods} outstanding, {days} days left before {blocks}. Call the supplier and ask for a date in writing.",
    ),
    Code.STOCK_COUNT_DIFFERS: Sentence(
        "{goods} di {place}: buku {book}, hitungan {first} lalu {second}, selisih {difference}. Cari sebabnya, lalu sesuaikan dengan alasan.",
        "{goods} at {place}: book {book}, counted {first} then {second}, difference {difference}. Find the cause, then adjust with a reason.",
    ),
    Code.COUNT_CLOSED: Sentence(
        "{goods} tidak menunggu hitungan ini. Muat ulang halaman untuk melihat keadaan terakhir.",
        "{goods} does not wait for this count. Load the page again to see where it stands.",
    ),
    Code.WITNESS_MISSING: Sentence(
        "Pemusnahan perlu saksi {agencies}. Isi nama saksi yang hadir.",
        "Destruction needs witnesses of {agencies}. Fill in the names of those present.",
    ),
    Code.TOO_EARLY: Sentence(
        "Surat suara rusak dan lebih dimusnahkan pada {day} (H-1), sekarang {today}. Tunggu harinya atau isi alasannya.",
        "Spoiled and surplus ballots are destroyed on {day} (H-1), today is {today}. Wait for the day or give a reason.",
    ),
    Code.ALLOCATION_SHORT: Sentence(
        "Untuk TPS baru {allocated} {sku} dari kebutuhan {needed}. Alokasikan dulu sisanya, supaya yang dimusnahkan benar-benar lebih.",
        "Only {allocated} {sku} are set aside for TPS of {needed} needed. Set the rest aside first, so that only surplus is destroyed.",
    ),
    Code.NOTHING_TO_COUNT: Sentence(
        "Di {place} belum ada barang menurut buku. Catat penerimaan atau pemindahannya dulu, lalu mulai hitung.",
        "The book has no goods at {place}. Record a receipt or a move first, then begin the count.",
    ),
    Code.NOTHING_THERE: Sentence(
        "Tidak ada yang dicatat: semua jumlah kosong. Isi paling sedikit satu baris.",
        "Nothing was recorded: every quantity is empty. Fill in at least one line.",
    ),
    Code.NUMBER_WANTED: Sentence(
        'Kolom {column}: "{value}" bukan bilangan bulat nol atau lebih. Tulis angkanya saja, misalnya 2.000.',
        'Field {column}: "{value}" is not a whole number of zero or more. Write digits only, such as 2.000.',
    ),
    Code.GOODS_UNKNOWN: Sentence(
        "Barang {value} tidak ada dalam pemilihan ini. Pilih dari daftar barang.",
        "Goods {value} are not part of this election. Choose from the list.",
    ),
    Code.CAUSE_UNKNOWN: Sentence(
        "Sebab kerusakan {value} tidak dikenal. Yang ada: {choices}.",
        "Damage cause {value} is unknown. There are: {choices}.",
    ),
    Code.PLACE_UNKNOWN: Sentence(
        "Tempat simpan {value} tidak dikenal. Pilih dari daftar gudang, PPK, dan PPS.",
        "Store {value} is unknown. Choose from the list of warehouses, PPK and PPS.",
    ),
    Code.REASON_WANTED: Sentence(
        "Tindakan ini perlu alasan tertulis: {why}. Isi alasannya, lalu simpan lagi.",
        "This needs a written reason: {why}. Fill it in and save again.",
    ),
    Code.ALREADY_REVERSED: Sentence(
        "Mutasi {number} sudah dibatalkan. Lihat kartu stok untuk pembatalannya.",
        "Movement {number} was reversed before. See the stock card for its reversal.",
    ),
    Code.MOVEMENT_UNKNOWN: Sentence(
        "Mutasi {number} tidak ada di sini. Buka kartu stok dan pilih dari daftarnya.",
        "Movement {number} is not here. Open the stock card and choose from its list.",
    ),
    Code.MOVEMENT_ILLEGAL: Sentence(
        "{goods} di {place} tidak dapat dicatat sebagai {kind}. Pakai Terima untuk barang masuk, Sortir untuk hasil sortir, Musnahkan untuk pemusnahan.",
        "{goods} at {place} cannot be recorded as {kind}. Use Receive for what comes in, Sort for what was sorted, Destroy for destruction.",
    ),
    Code.NOT_REVERSIBLE: Sentence(
        "Mutasi {number} ({kind}) tidak dapat dibatalkan. Yang keliru dicatat dengan hitung stok dan koreksinya.",
        "Movement {number} ({kind}) cannot be undone. Record what is wrong by a stock count and its correction.",
    ),
    Code.NEED_UNSET: Sentence(
        "Kebutuhan {goods} belum lengkap: sebagian TPS belum punya DPT. Lengkapi daftar TPS dulu, supaya yang dimusnahkan benar-benar lebih.",
        "The need of {goods} is not complete: some TPS have no DPT yet. Complete the TPS list first, so that only surplus is destroyed.",
    ),
    Code.REQUEST_UNKNOWN: Sentence(
        "{goods}: permintaan pengganti nomor {number} tidak ada atau belum dikirim. Yang sudah dikirim untuk barang ini: {open}.",
        "{goods}: replacement request {number} does not exist or was not sent. Sent for these goods: {open}.",
    ),
    Code.NUMBER_TOO_BIG: Sentence(
        "Kolom {column}: {value} terlalu besar, paling banyak {most}. Periksa angkanya di surat jalan.",
        "Field {column}: {value} is too big, at most {most}. Check the number on the waybill.",
    ),
    Code.STOCK_IN_BOXES: Sentence(
        "{goods} di {place}: di rak {there}, {boxed} lagi di dalam kotak, diminta {wanted}. Buka kotaknya di Pengepakan dengan persetujuan, baru catat di sini.",
        "{goods} at {place}: {there} on the shelf, {boxed} more in boxes, {wanted} wanted. Open the boxes in Packing with approval first, then record it here.",
    ),
    Code.PACKED_UNALLOCATED: Sentence(
        "{goods}: {packed} sudah di dalam kotak, tetapi hanya {allocated} disisihkan untuk TPS. Sisihkan {difference} lagi atau telusuri isi kotaknya.",
        "{goods}: {packed} are in boxes, but only {allocated} are set aside for TPS. Set {difference} more aside or trace what the boxes hold.",
    ),
    Code.BOXES_SHORT: Sentence(
        "{goods} kurang {pieces} di {boxes} kotak yang sudah diisi, pertama {first}. Buka kotaknya dengan persetujuan dan lengkapi.",
        "{goods}: {pieces} short in {boxes} filled boxes, first {first}. Open them with approval and complete them.",
    ),
    Code.BOXES_OVER: Sentence(
        "{goods} lebih {pieces} di {boxes} kotak yang sudah diisi, pertama {first}. Buka kotaknya dengan persetujuan dan keluarkan kelebihannya.",
        "{goods}: {pieces} too many in {boxes} filled boxes, first {first}. Open them with approval and take out the surplus.",
    ),
    Code.ALLOCATION_DIFFERS: Sentence(
        "{goods}: disisihkan {allocated}, dibutuhkan TPS {needed}, selisih {difference}. Samakan alokasinya.",
        "{goods}: {allocated} set aside, TPS need {needed}, difference {difference}. Bring the allocation to the need.",
    ),
    Code.PSU_TOO_EARLY: Sentence(
        "Stok PSU baru boleh keluar setelah hari pemungutan suara {day}; hari ini {today}. Biarkan tersegel sampai ada keputusan PSU.",
        "PSU stock may leave only after voting day {day}; today is {today}. Keep it sealed until there is a PSU decision.",
    ),
    Code.PSU_DECISION_WANTED: Sentence(
        "Pengeluaran stok PSU perlu nomor keputusan dan TPS yang mengulang. Isi keduanya seperti tertulis di keputusan.",
        "Issuing PSU stock needs the number of the decision and the TPS that votes again. Fill in both as the decision has them.",
    ),
    Code.RECOUNT_BY_ANOTHER: Sentence(
        "{goods} dihitung pertama oleh {name}; hitungan kedua harus oleh orang lain. Minta petugas lain masuk dengan akunnya sendiri, atau KPU menulis alasan pengecualian.",
        "{goods} was first counted by {name}; the second count must be by another person. Ask a colleague to log in and count, or let the KPU write a reason for the exception.",
    ),
    Code.PILE_LISTED: Sentence(
        "{goods}, {condition}, sudah ada dalam daftar hitungan ini. Isi jumlahnya di sana.",
        "{goods}, {condition}, is on the list of this count. Write its number there.",
    ),
    Code.CONTRACT_BELOW: Sentence(
        "{goods}: {received} sudah diterima, jadi kontraknya tidak dapat menjadi {quantity}. Isi paling sedikit {received}, atau tutup barisnya.",
        "{goods}: {received} were received, so the contract cannot become {quantity}. Write at least {received}, or close the line.",
    ),
    Code.CONTRACT_UNKNOWN: Sentence(
        "Baris kontrak {value} sudah diganti atau tidak ada di sini. Buka lagi dari halaman Gudang.",
        "Contract line {value} was superseded or is not here. Open it again from the Warehouse page.",
    ),
    Code.PLACE_CODE: Sentence(
        "Kode tempat {value} tidak dapat dipakai di {kabupaten}. Tulis kode wilayah, titik dua, lalu nama singkat, misalnya {kabupaten}:gudang-2.",
        "Code {value} cannot be used in {kabupaten}. Write the region, a colon and a short name, such as {kabupaten}:gudang-2.",
    ),
    Code.PLACE_TAKEN: Sentence(
        "Tempat {value} sudah ada. Ubah namanya di daftar, atau pakai kode lain.",
        "Store {value} exists. Rename it in the list, or use another code.",
    ),
    Code.PLACE_NOT_EMPTY: Sentence(
        "{place} masih berisi {pieces} barang menurut buku. Pindahkan dulu, baru tutup tempatnya.",
        "{place} still holds {pieces} pieces by the book. Move them first, then close the place.",
    ),
    # -- packing
    Code.PACKAGE_CODE: Sentence(
        '"{value}" bukan kode paket: huruf pemeriksa tidak cocok. Pindai ulang, atau ketik kode di bawah QR.',
        '"{value}" is not a package code: its check character does not fit. Scan again, or type the code under the QR.',
    ),
    Code.PACKAGE_UNKNOWN: Sentence(
        "Kode {value} tidak ada dalam daftar paket. Bila kotak memakai QR sistem lain, ikatkan dulu pada kotaknya.",
        "Code {value} is not on the package list. If the box carries another system's QR, bind it to its box first.",
    ),
    Code.PACKAGE_WITHDRAWN: Sentence(
        "Paket {value} sudah ditarik: {place} tidak lagi memerlukannya. Sisihkan isinya dan lepas labelnya.",
        "Package {value} was withdrawn: {place} no longer needs it. Set its contents aside and remove its label.",
    ),
    Code.PACKED_DIFFERS: Sentence(
        "{item}: isi kotak {got}, seharusnya {expected}. Buka kotak {package} dengan persetujuan, lalu perbaiki isinya.",
        "{item}: the box holds {got}, it should hold {expected}. Open box {package} with approval and mend its contents.",
    ),
    Code.PACKAGE_BRANCHES: Sentence(
        "Paket {package} punya {count} catatan yang tidak saling tahu. Hitung ulang isinya, lalu catat sekali lagi.",
        "Package {package} has {count} records that do not know of each other. Count it again and record it once more.",
    ),
    Code.SEALED_UNPACKED: Sentence(
        "Paket {package} disegel tanpa catatan isi. Cari catatan pengepakannya, atau buka dan hitung ulang.",
        "Package {package} was sealed without a record of its contents. Find that record, or open it and count again.",
    ),
    Code.FACT_MISSING: Sentence(
        "Paket {package}: {count} catatan sebelumnya belum sampai di sini. Minta HP atau meja yang mencatatnya mengirim ulang.",
        "Package {package}: {count} earlier records have not arrived here. Ask the phone or station that made them to send again.",
    ),
    Code.ENVELOPE_ELSEWHERE: Sentence(
        "Sampul ini milik {place}, {kind}. Keluarkan dari kotak {box} dan kembalikan ke tumpukan {place}.",
        "This envelope belongs to {place}, {kind}. Take it out of box {box} and return it to the pile of {place}.",
    ),
    Code.ENVELOPE_FIRST: Sentence(
        "Ini sampul untuk {place}, {kind}. Pindai kotaknya dulu: {box}.",
        "This is the envelope of {place}, {kind}. Scan its box first: {box}.",
    ),
    Code.ENVELOPE_MISSING: Sentence(
        "Sampul {envelope} belum dipindai. Pindai sampulnya sebelum kotak ditutup.",
        "Envelope {envelope} has not been scanned. Scan it before closing the box.",
    ),
    Code.ITEM_FOREIGN: Sentence(
        '"{value}" bukan bagian dari kotak {box}. Keluarkan; bila ini QR sistem lain pada kotaknya, tekan Ikat QR kotak.',
        '"{value}" is no part of box {box}. Take it out; if it is another system\'s QR on this box, press Bind box QR.',
    ),
    Code.BOX_OPEN: Sentence(
        "Kotak {box} ({place}) masih terbuka di meja ini. Tutup atau tinggalkan dulu sebelum membuka kotak lain.",
        "Box {box} ({place}) is still open at this station. Close it or leave it before opening another.",
    ),
    Code.BOX_TAKEN: Sentence(
        "Kotak {box} sedang diisi oleh {who} sejak {since}. Kerjakan kotak lain, atau minta {who} meninggalkannya.",
        "Box {box} is being packed by {who} since {since}. Take another box, or ask {who} to leave it.",
    ),
    Code.BOX_SEALED: Sentence(
        "Kotak {box} sudah disegel. Untuk membukanya perlu persetujuan: pilih Buka ulang kotak.",
        "Box {box} is already sealed. Opening it needs approval: choose Reopen box.",
    ),
    Code.BOX_NONE: Sentence(
        "Belum ada kotak yang terbuka di meja ini. Pindai QR kotak dulu.",
        "No box is open at this station. Scan the QR of a box first.",
    ),
    Code.COUNT_AGAIN: Sentence(
        "{item}: {got}, daftar mengatakan {expected}. Hitung ulang dan ketik sekali lagi.",
        "{item}: {got}, the list says {expected}. Count again and type it once more.",
    ),
    Code.COUNT_DIFFERS: Sentence(
        "{item}: dihitung {got}, seharusnya {expected}, selisih {difference}. Lengkapi atau keluarkan kelebihannya; kotak belum dapat ditutup.",
        "{item}: counted {got}, expected {expected}, difference {difference}. Complete it or take out the surplus; the box cannot be closed yet.",
    ),
    Code.COUNT_MISSING: Sentence(
        "{item} belum dihitung. Hitung dan ketik jumlahnya sebelum kotak ditutup.",
        "{item} has not been counted. Count it and type the number before closing the box.",
    ),
    Code.FOREIGN_BOUND: Sentence(
        'QR "{value}" sudah terikat pada kotak {box} ({place}). Periksa apakah kotaknya tertukar.',
        'QR "{value}" is already bound to box {box} ({place}). Check whether the boxes were swapped.',
    ),
    Code.FOREIGN_OWN: Sentence(
        'QR "{value}" adalah kode tepat, tidak perlu diikat. Pindai QR sistem lain yang tertempel di kotak.',
        'QR "{value}" is a code of tepat and needs no binding. Scan the other system\'s QR on the box.',
    ),
    Code.FOREIGN_SHORT: Sentence(
        '"{value}" terlalu pendek untuk kode kotak dan dapat tertukar dengan jumlah. Tekan Ikat QR kotak, lalu pindai QR yang tertempel.',
        '"{value}" is too short for the code of a box and could be taken for a count. Press Bind box QR, then scan the QR on the box.',
    ),
    Code.FOREIGN_SEAL: Sentence(
        '"{value}" adalah nomor segel yang diterbitkan, bukan kode kotak. Tekan Ikat QR kotak, lalu pindai QR sistem lain pada kotaknya.',
        '"{value}" is an issued seal number, not the code of a box. Press Bind box QR, then scan the other system\'s QR on the box.',
    ),
    Code.FOREIGN_TWICE: Sentence(
        'QR "{value}" terikat pada {count} kotak: {boxes}. Pindai QR tepat pada kotaknya, lalu minta KPU melepas ikatan yang salah.',
        'QR "{value}" is bound to {count} boxes: {boxes}. Scan the QR of tepat on the box, then ask KPU to unbind the wrong one.',
    ),
    Code.FOREIGN_NONE: Sentence(
        'QR "{value}" tidak terikat pada paket {box}. Muat ulang halaman paket untuk melihat ikatannya sekarang.',
        'QR "{value}" is not bound to package {box}. Reload the page of the package to see what is bound now.',
    ),
    Code.SEAL_EARLY: Sentence(
        "Segel {value} dipindai sebelum kotak ditutup. Tutup kotak dulu, lalu pindai segelnya.",
        "Seal {value} was scanned before the box was closed. Close the box, then scan its seals.",
    ),
    Code.SEAL_NUMBER: Sentence(
        '"{value}" bukan nomor segel. Pindai kode batang pada segel, atau ketik nomornya.',
        '"{value}" is not a seal number. Scan the bar code on the seal, or type its number.',
    ),
    Code.SEAL_NOT_ISSUED: Sentence(
        "Segel {value} tidak termasuk nomor yang diterbitkan. Ambil segel lain, atau catat rentang nomornya di halaman Segel.",
        "Seal {value} is not among the numbers issued. Take another seal, or record its range on the Seals page.",
    ),
    Code.SEAL_USED: Sentence(
        "Segel {value} sudah dipakai pada kotak {box} ({place}). Ambil segel lain dan periksa kotak itu.",
        "Seal {value} is already used on box {box} ({place}). Take another seal and check that box.",
    ),
    Code.SEAL_ON_TABLE: Sentence(
        "Segel {value} sudah dipindai untuk kotak {box} di meja lain. Ambil segel lain dan periksa kedua kotak.",
        "Seal {value} is already scanned for box {box} at another station. Take another seal and check both boxes.",
    ),
    Code.SEALS_MISSING: Sentence(
        "Baru {got} segel dipindai, perlu {expected}. Pasang dan pindai segel berikutnya.",
        "Only {got} seals scanned, {expected} are needed. Fix and scan the next seal.",
    ),
    Code.SEAL_RANGE: Sentence(
        '"{first}" sampai "{last}" bukan rentang nomor segel. Tulis keduanya sama panjang dengan awalan yang sama, paling banyak 15 angka, misalnya KB 0170 001.',
        '"{first}" to "{last}" is not a range of seal numbers. Write both equally long with the same prefix and at most 15 digits, such as KB 0170 001.',
    ),
    Code.SEAL_RANGE_TWICE: Sentence(
        "Rentang {first} sampai {last} bertumpuk dengan {other} yang sudah diterbitkan. Periksa nomornya pada kemasan.",
        "The range {first} to {last} overlaps {other}, already issued. Check the numbers on the pack.",
    ),
    Code.REASON_MISSING: Sentence(
        "Alasan belum ditulis. Tulis alasannya; ia ikut tercatat dan tidak dapat dihapus.",
        "No reason is given. Write it; it becomes part of the record and cannot be deleted.",
    ),
    Code.ENVELOPE_REOPEN: Sentence(
        "Sampul {envelope} ada di dalam kotak {box}. Buka ulang kotaknya; sampulnya ikut dihitung lagi.",
        "Envelope {envelope} lies in box {box}. Reopen the box; its envelope is counted again with it.",
    ),
    Code.NOT_SEALED: Sentence(
        "Kotak {box} belum ditutup, jadi tidak perlu dibuka ulang. Lanjutkan di meja pengepakan.",
        "Box {box} is not closed, so it need not be reopened. Go on at the packing station.",
    ),
    Code.SHIPMENT_UNKNOWN: Sentence(
        "Muatan {value} tidak ada. Pilih dari daftar muatan.",
        "There is no shipment {value}. Choose one from the list of shipments.",
    ),
    Code.SHIPMENT_EMPTY: Sentence(
        "Belum ada paket yang dipilih. Pilih kecamatan atau desa yang kotaknya sudah disegel.",
        "No package is chosen. Choose a kecamatan or desa whose boxes are sealed.",
    ),
    Code.SHIPMENT_UNSEALED: Sentence(
        "{count} paket belum disegel, misalnya {package}. Segel dulu, atau tulis alasan mengirim tanpa segel.",
        "{count} packages are not sealed, such as {package}. Seal them first, or write why they travel unsealed.",
    ),
    Code.SHIPMENT_TWICE: Sentence(
        "{count} paket sudah ada di muatan lain, misalnya {package} di {shipment}. Keluarkan dari muatan itu dulu.",
        "{count} packages are already on another shipment, such as {package} on {shipment}. Take them off it first.",
    ),
    Code.SHIPMENT_GIVEN: Sentence(
        "Muatan {value} sudah diserahkan, daftarnya tidak dapat diubah. Buat muatan baru untuk sisanya.",
        "Shipment {value} has been handed over, its list cannot change. Make a new shipment for the rest.",
    ),
    Code.SHIPMENT_PLACE: Sentence(
        'Tujuan "{value}" tidak dikenal di {kabupaten}. Pilih PPK, PPS atau gudang dari daftar.',
        'The destination "{value}" is not known in {kabupaten}. Choose a PPK, PPS or store from the list.',
    ),
    Code.SHIPMENT_SEVERAL: Sentence(
        "Isi muatan ini untuk beberapa kecamatan: {choices}. Buat satu muatan untuk tiap kecamatan, atau pilih tujuan bersama.",
        "This load is for several kecamatan: {choices}. Make one shipment for each, or choose a destination they share.",
    ),
    Code.SHIPMENT_STRAY: Sentence(
        "{count} paket bukan untuk {destination}, misalnya {package}. Muat hanya paket untuk tujuan itu, atau pilih tujuan lain.",
        "{count} packages are not for {destination}, such as {package}. Load only packages for that place, or choose another.",
    ),
    Code.SHIPMENT_OPENED: Sentence(
        "{count} paket di {shipment}, misalnya {package}, dibuka lagi sesudah daftar dibuat. Segel kembali atau keluarkan dari muatan, lalu cetak.",
        "{count} packages on {shipment}, such as {package}, were opened after its list was made. Seal them again or take them off, then print.",
    ),
    Code.SHIPMENT_GONE: Sentence(
        "{count} paket di {shipment}, misalnya {package}, sudah tidak ada dalam rencana. Keluarkan dari muatan, lalu cetak.",
        "{count} packages on {shipment}, such as {package}, are planned no more. Take them off, then print.",
    ),
    # -- custody
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
        "Paket {package} diserahkan oleh yang bukan pemegangnya; pemegang tercatat {holder}. Telepon keduanya dan cocokkan catatan.",
        "Package {package} was given by somebody who does not hold it; the holder on record is {holder}. Call both and compare their records.",
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
    Code.CUSTODY_INCIDENT: Sentence(
        "Paket {package} punya laporan insiden. Buka laporannya dan tangani sebelum paket bergerak lagi.",
        "Package {package} has an incident report. Open it and deal with it before the package moves on.",
    ),
    Code.CUSTODY_CORRECTED: Sentence(
        "Paket {package}: {count} catatan dibatalkan atau dikoreksi. Catatan lamanya tetap terlihat pada riwayat.",
        "Package {package}: {count} records were cancelled or corrected. The old ones stay in its history.",
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
    Code.SIGNER_GAP: Sentence(
        "Ada {count} catatan HP ini yang belum sampai. Minta pemegangnya membuka aplikasi dan menekan kirim.",
        "{count} records of this phone have not arrived. Ask its holder to open the app and press send.",
    ),
    # -- the log as it is published, and what keeps it
    Code.LOG_WRITER: Sentence(
        "Log {log} sedang diterbitkan oleh proses lain. Hentikan yang satu; cukup satu penerbit untuk tiap log.",
        "Log {log} is being published by another process. Stop one of them; a log has one publisher.",
    ),
    Code.LOG_RELEASE: Sentence(
        'Waktu buka "{value}" tidak dapat dibaca. Tulis bagian=waktu dengan selisih zona, misalnya entries=2024-11-28T00:00:00+08:00; bagian: {choices}.',
        'The release "{value}" cannot be read. Write part=moment with its offset, such as entries=2024-11-28T00:00:00+08:00; parts: {choices}.',
    ),
    Code.LOG_MIRROR: Sentence(
        'Cermin "{value}" di TEPAT_LOG_MIRRORS tidak dapat dibaca. Tulis nama:token atau nama+security:token, token paling sedikit {least} huruf.',
        'The mirror "{value}" in TEPAT_LOG_MIRRORS cannot be read. Write name:token or name+security:token, with a token of at least {least} characters.',
    ),
    Code.LOG_KEY_ALONE: Sentence(
        "Log {log} hanya punya satu kunci. Buat kunci penerus dulu: tepat log key rotate.",
        "Log {log} has one key only. Make its successor first: tepat log key rotate.",
    ),
    Code.LOG_KEY_BROKEN: Sentence(
        "Berkas kunci {file} tidak dapat dibaca. Kembalikan dari salinan yang disimpan terkunci; jangan membuat yang baru.",
        "The key file {file} cannot be read. Put it back from the copy kept locked away; do not make a new one.",
    ),
    Code.LOG_KEY_MISSING: Sentence(
        "Log {log} sudah pernah terbit, tetapi kuncinya tidak ada di {folder}. Kembalikan kunci dari salinan; catatan tetap diterima, penerbitan menunggu.",
        "Log {log} was published before, but its key is not in {folder}. Put the key back from its copy; facts are still taken, publishing waits.",
    ),
    Code.LOG_SMALLER: Sentence(
        "Log {log} sekarang berisi {size} catatan, padahal sudah ditandatangani sampai {last}. Basis data ini cadangan lama: jangan teruskan, ikuti halaman pemulihan; catatan tetap diterima.",
        "Log {log} now has {size} entries, but was signed up to {last}. This database is an old backup: follow the page on recovery; facts are still taken.",
    ),
    Code.LOG_FORK: Sentence(
        "Log {log} pada {size} catatan bukan lanjutan dari {last} catatan yang sudah ditandatangani atau disaksikan. Tidak ditandatangani; sesudah pemulihan, jalankan tepat log refill --from CERMIN.",
        "Log {log} at {size} entries does not continue the {last} that were signed or witnessed. Not signed; after a restore, run tepat log refill --from MIRROR.",
    ),
    Code.LOG_BEHIND_WITNESS: Sentence(
        "Saksi sudah melihat log {log} sampai {last} catatan, di sini baru {size}. Penerbitan menunggu yang hilang: hentikan server, lalu tepat log refill --from CERMIN; catatan baru tetap diterima.",
        "A witness has seen log {log} up to {last} entries, here there are {size}. Publishing waits for what is missing: stop the server, then tepat log refill --from MIRROR; facts are still taken.",
    ),
    Code.LOG_SIGNER_GONE: Sentence(
        "Proses penanda tangan log {log} berhenti. Jalankan lagi: tepat log sequence memulainya dari TEPAT_LOG_SIGNER.",
        "The signer process of log {log} has ended. Start it again: tepat log sequence starts it from TEPAT_LOG_SIGNER.",
    ),
    Code.LOG_DISK: Sentence(
        "Log {log} tidak dapat ditulis: {reason}. Kosongkan atau perbaiki diska; penerbitan mencoba lagi sendiri.",
        "Log {log} cannot be written: {reason}. Free or mend the disk; publishing tries again by itself.",
    ),
    Code.LOG_FOLDER: Sentence(
        "Berkas {file} dari log {log} rusak. Kembalikan dari cadangan atau cermin, lalu mulai lagi penerbitannya.",
        "The file {file} of log {log} is broken. Put it back from a backup or a mirror, then start publishing again.",
    ),
    Code.LOG_REWRITTEN: Sentence(
        "Isi basis data log {log} tidak lagi sama dengan {size} catatan yang sudah terbit. Jangan ubah apa pun; simpan salinan dan laporkan ke Bawaslu.",
        "The database of log {log} no longer holds the {size} entries that were published. Change nothing; keep a copy and report it to Bawaslu.",
    ),
    Code.LOG_GAP: Sentence(
        "Catatan nomor {number} di log {log} tidak ada. Ambil dari cermin: lihat halaman pemulihan.",
        "Entry {number} of log {log} is not there. Fetch it from a mirror: see the page on recovery.",
    ),
    Code.LOG_LATE: Sentence(
        "Log {log}: {count} catatan sudah lebih dari {minutes} menit belum terbit, yang tertua {since}. Janji tanda terima terlewati: periksa penerbit dengan tepat doctor.",
        "Log {log}: {count} entries have waited more than {minutes} minutes, the oldest since {since}. The promise of their receipts is broken: look at the sequencer with tepat doctor.",
    ),
    Code.LOG_UNWITNESSED: Sentence(
        "Log {log}: belum disaksikan pada {size} catatan, kuorum saksi belum tercapai. Catatan tetap diterima; hubungi saksi yang diam: {names}.",
        "Log {log}: not witnessed at {size} entries, the quorum is not met. Facts are still taken; call the silent witnesses: {names}.",
    ),
    Code.LOG_NO_POLICY: Sentence(
        "Log {log} belum punya kebijakan saksi. Tulis {file} bersama Bawaslu, supaya orang luar ikut memegang log.",
        "Log {log} has no policy of witnesses yet. Write {file} together with Bawaslu, so that others hold the log too.",
    ),
    Code.LOG_POLICY: Sentence(
        "Kebijakan saksi {file} tidak dapat dibaca: {reason}. Perbaiki barisnya; penerbitan berjalan tanpa saksi.",
        "The policy {file} cannot be read: {reason}. Mend the line; publishing goes on without witnesses.",
    ),
    Code.LOG_WITNESS_SILENT: Sentence(
        "Saksi {name} tidak menjawab sejak {since}: {reason}. Hubungi pemegangnya; penerbitan berjalan terus.",
        "Witness {name} has not answered since {since}: {reason}. Call its keeper; publishing goes on.",
    ),
    Code.LOG_WITNESS_REFUSES: Sentence(
        "Saksi {name} menolak log {log}: {reason}. Jangan mulai ulang; cocokkan sidik checkpoint dengan pemegang saksi itu sekarang.",
        "Witness {name} refuses log {log}: {reason}. Do not restart; compare the checkpoint fingerprint with its keeper now.",
    ),
    Code.LOG_SPLIT: Sentence(
        "Ada checkpoint log {log} pada {size} catatan yang bertanda tangan kita tetapi berbeda isinya. Simpan {file} dan laporkan ke Bawaslu: log ini terbelah.",
        "There is a checkpoint of log {log} at {size} entries that bears our signature and differs. Keep {file} and report it to Bawaslu: this log is split.",
    ),
    Code.LOG_RESTORED: Sentence(
        "Log {log} baru dipulihkan dan saksi {names} belum menjawab. Penerbitan menunggu jawabannya, supaya tidak menandatangani sejarah lama; hubungi pemegangnya.",
        "Log {log} was just restored and the witnesses {names} have not answered. Publishing waits for them, so that no older history is signed; call their keepers.",
    ),
    Code.LOG_ENTRY_CHANGED: Sentence(
        "Basis data log {log} berbeda dari yang sudah terbit: {count} catatan, yang pertama nomor {number}. Jangan ubah apa pun; simpan salinan basis data, pulihkan cadangan, dan laporkan ke Bawaslu.",
        "The database of log {log} differs from what was published: {count} entries, the first is {number}. Change nothing; keep a copy of the database, restore a backup, and report it to Bawaslu.",
    ),
    Code.LOG_REFILL_OTHER: Sentence(
        "Salinan {where} bukan lanjutan log {log}: catatan {number} berbeda dari yang sudah ditandatangani di sini. Tidak ada yang diubah; simpan keduanya dan laporkan ke Bawaslu.",
        "The copy {where} does not continue log {log}: entry {number} differs from what was signed here. Nothing was changed; keep both and report it to Bawaslu.",
    ),
    Code.LOG_REFILL_SHORT: Sentence(
        "Salinan {where} hanya sampai {size} catatan, padahal saksi sudah melihat log {log} sampai {last}. Cari cermin yang lebih baru; bila tidak ada, ikuti halaman pemulihan bagian log penerus.",
        "The copy {where} has {size} entries only, but a witness has seen log {log} up to {last}. Find a newer mirror; where there is none, follow the page on recovery, part successor log.",
    ),
    Code.LOG_REFILL_WITHHELD: Sentence(
        "Salinan {where} tidak memberi {what} nomor {number}. Pakai --token-file milik cermin yang boleh membacanya, atau cermin lain.",
        "The copy {where} does not give {what} {number}. Use the --token-file of a mirror that may read it, or another mirror.",
    ),
    Code.LOG_REFILL_BODY: Sentence(
        "Ada catatan di salinan itu yang bukan fakta log {log}: {reason}. Tidak ada yang diubah; pasang tepat versi terbaru, lalu ulangi.",
        "An entry of that copy is no fact of log {log}: {reason}. Nothing was changed; install the newest tepat and try again.",
    ),
    Code.LOG_STOPPED: Sentence(
        "Log {log} tidak sedang diterbitkan di komputer ini. Jalankan tepat serve atau tepat log sequence.",
        "Log {log} is not being published on this machine. Run tepat serve or tepat log sequence.",
    ),
    Code.LOG_KEY_MODE: Sentence(
        "Kunci {file} dapat dibaca orang lain. Jalankan chmod 600 pada berkas itu, lalu pertimbangkan tepat log key rotate.",
        "The key {file} can be read by others. Run chmod 600 on it, then consider tepat log key rotate.",
    ),
    Code.COSIGNATURE_UNREADABLE: Sentence(
        "Kiriman ini bukan checkpoint bertanda tangan. Kirim catatan utuh: tiga baris, baris kosong, lalu baris tanda tangan.",
        "This is not a signed checkpoint. Send the whole note: three lines, an empty line, then lines of signatures.",
    ),
    Code.COSIGNATURE_UNKNOWN: Sentence(
        "Tidak ada tanda tangan saksi yang dikenal kebijakan log ini. Minta operator memasukkan kunci saksi ke kebijakan.",
        "No signature is of a witness that the policy of this log knows. Ask the operator to add the witness's key to the policy.",
    ),
    Code.COSIGNATURE_SIZE: Sentence(
        "Log {log} tidak punya checkpoint pada {size} catatan. Ambil checkpoint terbaru, periksa, lalu tanda tangani yang itu.",
        "Log {log} has no checkpoint at {size} entries. Fetch the newest one, check it, and sign that one.",
    ),
    Code.COSIGNATURE_OTHER: Sentence(
        "Checkpoint pada {size} catatan ini berbeda dari yang terbit. Simpan yang ada di HP dan laporkan ke Bawaslu kabupaten sekarang.",
        "This checkpoint at {size} entries differs from the published one. Keep the one on the phone and report it to Bawaslu now.",
    ),
    Code.DISK_LOW: Sentence(
        "Sisa diska {folder} tinggal {free} MB. Kosongkan atau pindahkan cadangan lama sebelum di bawah {least} MB.",
        "Only {free} MB are left on the disk of {folder}. Free it or move old backups before it falls below {least} MB.",
    ),
    Code.DISK_READ_ONLY: Sentence(
        "Folder {folder} tidak dapat ditulis: {reason}. Periksa hak akses dan diska; tanpa itu tidak ada catatan yang diterima.",
        "The folder {folder} cannot be written: {reason}. Check rights and disk; until then no fact is taken.",
    ),
    Code.DATABASE_AWAY: Sentence(
        "Basis data tidak menjawab: {reason}. Jalankan server basis data, lalu ulangi; HP menyimpan catatannya sampai itu.",
        "The database does not answer: {reason}. Start the database server and try again; phones keep their facts until then.",
    ),
    Code.DATABASE_BROKEN: Sentence(
        "Basis data rusak: {reason}. Hentikan tepat serve, simpan salinan berkasnya, lalu pulihkan dari cadangan.",
        "The database is broken: {reason}. Stop tepat serve, keep a copy of the file, then restore from a backup.",
    ),
    Code.SCHEMA_OLD: Sentence(
        "{count} perubahan tabel belum dijalankan. Jalankan tepat serve sekali, atau perintah apa pun, dengan versi ini.",
        "{count} changes of tables have not been made. Run tepat serve, or any command, once with this version.",
    ),
    Code.CLOCK_OFF: Sentence(
        "Jam komputer berbeda {seconds} detik dari {name}. Nyalakan penyelarasan jam (NTP) supaya waktu terima dapat dipercaya.",
        "The clock of this machine differs by {seconds} seconds from {name}. Turn time synchronisation (NTP) on, so that times of arrival can be trusted.",
    ),
    Code.QUARANTINE_OPEN: Sentence(
        "Log {log}: {count} kiriman di karantina, misalnya {reason}. Buka halaman karantina dan selesaikan satu per satu.",
        "Log {log}: {count} sent things are in quarantine, such as {reason}. Open the quarantine page and settle them one by one.",
    ),
    Code.BACKUP_BROKEN: Sentence(
        "Cadangan {file} tidak utuh: {reason}. Pakai cadangan lain, dan buat yang baru sekarang.",
        "The backup {file} is not whole: {reason}. Use another one, and make a new one now.",
    ),
    Code.BACKUP_NEWER: Sentence(
        "Cadangan {file} dibuat oleh versi tepat yang lebih baru. Pasang versi itu atau yang sesudahnya, lalu ulangi.",
        "The backup {file} was made by a newer version of tepat. Install that version or a later one and try again.",
    ),
    Code.HOME_NOT_EMPTY: Sentence(
        "{folder} sudah berisi. Pulihkan ke TEPAT_HOME yang kosong, lalu pindahkan sesudah diperiksa.",
        "{folder} is not empty. Restore into an empty TEPAT_HOME and move it once it is checked.",
    ),
    # -- paper
    Code.DOCUMENT_UNKNOWN: Sentence(
        "Dokumen {value} tidak dikenal. Yang ada: {choices}.",
        "Document {value} is unknown. There are: {choices}.",
    ),
    Code.NO_PACKAGES: Sentence(
        "Belum ada paket di {area}. Hitung kebutuhan dan buat paketnya dulu, lalu cetak lagi.",
        "There are no packages in {area} yet. Compute the needs and make packages first, then print again.",
    ),
    Code.NUMBER_PATTERN: Sentence(
        'Pola nomor surat: "{value}" tidak dapat dipakai. Yang dikenal: {choices}.',
        'Pattern of letter numbers: "{value}" cannot be used. Known are: {choices}.',
    ),
    Code.LABEL_SIZE: Sentence(
        "Ukuran label {value} mm di luar batas {least} sampai {most} mm. Isi ukuran kertas label di printer Anda.",
        "Label size {value} mm is outside {least} to {most} mm. Enter the size of the labels in your printer.",
    ),
    Code.EMBLEM_FILE: Sentence(
        "{file} tidak dapat dipakai sebagai lambang. Unggah PNG, JPG, atau SVG berisi bentuk polos tanpa filter dan gambar, paling besar {limit} KB.",
        "{file} cannot be used as an emblem. Upload a PNG, a JPG, or an SVG of plain shapes without filters and pictures, of at most {limit} KB.",
    ),
    Code.LAYOUT_FILE: Sentence(
        "{file} bukan berkas .docx yang dapat dibaca (paling besar {limit} KB). Simpan dari Word sebagai .docx, lalu unggah lagi.",
        "{file} is not a readable .docx file (at most {limit} KB). Save it from Word as .docx and upload it again.",
    ),
    Code.LAYOUT_PLACEHOLDER: Sentence(
        "{file}: isian {value} tidak dikenal untuk {document}. Perbaiki ejaannya menurut daftar isian, lalu unggah lagi.",
        "{file}: placeholder {value} is unknown for {document}. Mend its spelling after the list of placeholders and upload it again.",
    ),
    Code.RECORD_UNKNOWN: Sentence(
        "Catatan {value} untuk {document} tidak ada. Buka halaman dokumen dan pilih dari daftarnya.",
        "There is no record {value} for {document}. Open the documents page and choose from its list.",
    ),
    # -- the published log, its witnesses and its verifier
    Code.LOG_FOLDER_MISSING: Sentence(
        "Folder atau alamat {folder} tidak ada. Periksa namanya, atau colokkan lagi stiknya.",
        "There is no folder or address {folder}. Check its name, or plug the stick in again.",
    ),
    Code.LOG_UNREADABLE: Sentence(
        "{file} tidak dapat dibaca dari media ini. Salin ulang foldernya, lalu ulangi.",
        "{file} cannot be read from this medium. Copy the folder again, then repeat.",
    ),
    Code.LOG_UNREACHABLE: Sentence(
        "{address} tidak menjawab ({why}). Periksa jaringan, lalu ulangi; tidak ada yang dapat disimpulkan tentang log ini.",
        "{address} does not answer ({why}). Check the network and repeat; nothing can be concluded about this log.",
    ),
    Code.LOG_FILE_TOO_LARGE: Sentence(
        "{file} lebih besar dari {limit} byte yang wajar untuk berkas ini. Berkasnya tidak dibaca; mintalah salinan lain.",
        "{file} is larger than the {limit} bytes that are right for it. It was not read; ask for another copy.",
    ),
    Code.LOG_NO_CHECKPOINT: Sentence(
        "Di {where} tidak ada checkpoint yang dapat dibaca. Pastikan ini folder log yang diterbitkan, bukan folder di atas atau di bawahnya.",
        "{where} holds no checkpoint that can be read. Make sure it is the published folder of a log, not one above or below it.",
    ),
    Code.LOG_TOKEN_EMPTY: Sentence(
        "Berkas token {file} kosong. Minta token baru kepada pengelola server.",
        "The token file {file} is empty. Ask the operator of the server for a new token.",
    ),
    Code.POLICY_UNREADABLE: Sentence(
        "Kebijakan {file} tidak dapat dipahami: {why}. Mintalah berkas aslinya dari lembaga Anda, jangan dari folder log.",
        "The policy {file} is not understood: {why}. Get the original from your own agency, never from the folder of the log.",
    ),
    Code.POLICY_OTHER_LOG: Sentence(
        "Log {origin} tidak ada dalam kebijakan {file}. Pakai kebijakan untuk kabupaten dan pemilihan ini.",
        "The log {origin} is not in the policy {file}. Use the policy of this kabupaten and election.",
    ),
    Code.NOTE_UNREADABLE: Sentence(
        "{file} bukan checkpoint yang utuh. Simpan foldernya sebagai bukti dan mintalah salinan lain untuk dibandingkan.",
        "{file} is not a whole checkpoint. Keep the folder as evidence and ask for another copy to compare.",
    ),
    Code.NOTE_UNTRUSTED: Sentence(
        "{file} tidak ditandatangani dengan kunci log yang tertulis dalam kebijakan Anda. Simpan sebagai bukti dan laporkan ke Bawaslu.",
        "{file} is not signed with the log's key that your policy names. Keep it as evidence and report it to Bawaslu.",
    ),
    Code.NOTE_SPOILED: Sentence(
        "{file}: tanda tangan {name} tidak sah. Simpan foldernya sebagai bukti dan minta checkpoint yang sama dari saksi itu.",
        "{file}: the signature of {name} does not hold. Keep the folder as evidence and ask that witness for the same checkpoint.",
    ),
    Code.NOTE_STRANGER: Sentence(
        "{file} memuat {count} tanda tangan yang tidak ada dalam kebijakan Anda. Tidak dihitung; tanyakan siapa mereka bila seharusnya saksi.",
        "{file} carries {count} signatures that are not in your policy. They do not count; ask who they are if they should be witnesses.",
    ),
    Code.EXPORT_CHANGED: Sentence(
        "Log di {where} tidak seperti yang ditandatangani, jadi tidak ada yang ditulis. Jalankan tepat log verify untuk melihat berkas mana.",
        "The log at {where} is not as it was signed, so nothing was written. Run tepat log verify to see which file.",
    ),
    Code.EXPORT_WITHHELD: Sentence(
        "Log di {where} membuka {count} dari {size} peristiwa. Berikan --token-file, atau tunggu sampai isinya dibuka untuk umum.",
        "The log at {where} opens {count} of {size} events. Give --token-file, or wait until its entries are public.",
    ),
    Code.INDEX_DIFFERS: Sentence(
        "{file} dan checkpoint lama yang ada tidak cocok (ukuran {size}): ada yang diubah atau diambil. Simpan sebagai bukti dan bandingkan dengan salinan lain.",
        "{file} and the older checkpoints that are there do not fit (size {size}): something was changed or taken away. Keep it as evidence and compare it with another copy.",
    ),
    Code.ABOUT_CHANGED: Sentence(
        "{file} tidak sesuai dengan log {origin} yang ditandatangani. Jangan ambil apa pun darinya; simpan sebagai bukti dan bandingkan dengan salinan lain.",
        "{file} does not fit the signed log {origin}. Take nothing from it; keep it as evidence and compare it with another copy.",
    ),
    Code.ABOUT_KEYS: Sentence(
        "{file} menyebut {count} kunci log yang tidak ada dalam kebijakan Anda. Bila KPU mengganti kunci, cocokkan dari kertas lalu masukkan ke kebijakan; bila tidak, laporkan.",
        "{file} names {count} log keys that are not in your policy. If KPU changed keys, compare them with the paper and add them to the policy; if not, report it.",
    ),
    Code.QUORUM_MISSING: Sentence(
        "Log ukuran {size} belum cukup disaksikan: {have} dari {of} saksi log. Tunggu sinkronisasi saksi berikutnya; bila tetap kurang, tanyakan kepada para saksi.",
        "The log at size {size} is not witnessed enough: {have} of {of} log witnesses. Wait for their next round; if it stays so, ask the witnesses.",
    ),
    Code.TILE_CHANGED: Sentence(
        "{file} tidak cocok dengan isi log: peristiwa {first} sampai {last}. Simpan foldernya sebagai bukti dan bandingkan dengan salinan saksi.",
        "{file} does not fit the log: events {first} to {last}. Keep the folder as evidence and compare it with a witness's copy.",
    ),
    Code.TILE_MISSING: Sentence(
        "{file} tidak ada: peristiwa {first} sampai {last} tidak dapat dicocokkan. Salin ulang foldernya atau minta dari saksi yang menyimpan salinan.",
        "{file} is missing: events {first} to {last} cannot be matched. Copy the folder again or ask a witness that keeps a copy.",
    ),
    Code.BUNDLE_CHANGED: Sentence(
        "Peristiwa {number} dalam {file} telah diubah: isinya bukan yang dicatat log. Simpan foldernya sebagai bukti dan minta peristiwa itu dari saksi.",
        "Event {number} in {file} was changed: it is not what the log recorded. Keep the folder as evidence and ask a witness for that event.",
    ),
    Code.BUNDLE_BROKEN: Sentence(
        "{file} rusak: peristiwa {first} sampai {last} tidak dapat dibaca. Simpan foldernya sebagai bukti dan minta berkas itu dari saksi.",
        "{file} is broken: events {first} to {last} cannot be read. Keep the folder as evidence and ask a witness for that file.",
    ),
    Code.BUNDLE_MISSING: Sentence(
        "{file} tidak ada, padahal berkas peristiwa lain ada: peristiwa {first} sampai {last}. Salin ulang foldernya atau minta dari saksi.",
        "{file} is missing although other events are here: events {first} to {last}. Copy the folder again or ask a witness.",
    ),
    Code.ROOT_DIFFERS: Sentence(
        "Isi folder tidak menghasilkan akar pada {file} ukuran {size}. Simpan foldernya sebagai bukti dan bandingkan dengan salinan saksi.",
        "The folder does not give the root in {file} at size {size}. Keep it as evidence and compare it with a witness's copy.",
    ),
    Code.OLDER_DIFFERS: Sentence(
        "{file} (ukuran {size}) bukan awal dari log ini: sejarah ditulis ulang atau checkpoint diubah. Simpan keduanya sebagai bukti dan laporkan ke Bawaslu.",
        "{file} (size {size}) is not the beginning of this log: history was rewritten or the checkpoint changed. Keep both as evidence and report to Bawaslu.",
    ),
    Code.LOG_CUT: Sentence(
        "Ekor log terpotong: {file} membuktikan {was} peristiwa, di sini hanya {now}. Simpan keduanya sebagai bukti dan laporkan ke Bawaslu.",
        "The tail of the log was cut: {file} proves {was} events, here are only {now}. Keep both as evidence and report to Bawaslu.",
    ),
    Code.SEEN_DIFFERS: Sentence(
        "Peristiwa {number}: HP {device} pernah melihat log ukuran {size} yang lain dari log ini. Mungkin ada dua log; bandingkan checkpoint di HP itu.",
        "Event {number}: phone {device} once saw a log of size {size} that differs from this one. There may be two logs; compare the checkpoint on that phone.",
    ),
    Code.ENTRY_UNREADABLE: Sentence(
        "Peristiwa {number} dalam {file} tidak berbentuk peristiwa. Simpan foldernya sebagai bukti dan tanyakan kepada pengelola log.",
        "Event {number} in {file} has not the form of an event. Keep the folder as evidence and ask the operator of the log.",
    ),
    Code.ENTRY_SCOPE: Sentence(
        "Peristiwa {number} milik pemilihan atau kabupaten lain ({scope}). Tidak seharusnya ada di log ini; laporkan.",
        "Event {number} belongs to another election or kabupaten ({scope}). It has no place in this log; report it.",
    ),
    Code.ENTRY_TWICE: Sentence(
        "Peristiwa {number} sama dengan peristiwa {first}: log memuatnya dua kali. Tanyakan kepada pengelola log.",
        "Event {number} is the same as event {first}: the log holds it twice. Ask the operator of the log.",
    ),
    Code.ENTRY_SIGNATURE: Sentence(
        "Tanda tangan peristiwa {number} bukan dari perangkat {device}. Peristiwa ini palsu; simpan sebagai bukti dan laporkan.",
        "The signature of event {number} is not that of device {device}. This event is forged; keep it as evidence and report it.",
    ),
    Code.ENTRY_COUNTERSIGNATURE: Sentence(
        "Tanda tangan kedua pada peristiwa {number} bukan dari perangkat {device}. Simpan sebagai bukti dan laporkan.",
        "The second signature on event {number} is not that of device {device}. Keep it as evidence and report it.",
    ),
    Code.ENTRY_KEY_UNKNOWN: Sentence(
        "{count} peristiwa dari perangkat {device} belum dapat diperiksa: pendaftarannya belum ada dalam log. Mulai dari peristiwa {number}; minta petugasnya menyinkronkan HP.",
        "{count} events of device {device} cannot be checked yet: its enrolment is not in the log. Beginning with event {number}; ask the officer to sync the phone.",
    ),
    Code.ENTRY_BODY: Sentence(
        "{file} bukan isi peristiwa {number} yang dicatat log. Simpan sebagai bukti dan minta isinya dari pemiliknya.",
        "{file} is not the body of event {number} that the log recorded. Keep it as evidence and ask its owner for the body.",
    ),
    Code.DESK_KEY_ROOT: Sentence(
        "Peristiwa 1 bukan pendaftaran kunci meja KPU, jadi log ini tidak punya akar wewenang. Tanyakan kepada pengelola log.",
        "Event 1 does not enrol a desk key, so this log has no root of authority. Ask the operator of the log.",
    ),
    Code.DESK_KEY_UNSIGNED: Sentence(
        "Peristiwa {number} mendaftarkan kunci meja tanpa tanda tangan kunci meja yang berlaku. Kunci itu tidak dipercaya; laporkan.",
        "Event {number} enrols a desk key without the signature of a standing one. That key is not trusted; report it.",
    ),
    Code.CHAIN_GAP: Sentence(
        "Perangkat {device}: {count} peristiwa sebelum nomor {seq} belum masuk. Minta petugasnya menyinkronkan HP.",
        "Device {device}: {count} events before number {seq} have not arrived. Ask the officer to sync the phone.",
    ),
    Code.CHAIN_FORK: Sentence(
        "Perangkat {device} memakai nomor {seq} dua kali: peristiwa {first} dan {number}. HP mungkin disalin atau dipulihkan; tanyakan kepada petugasnya.",
        "Device {device} used number {seq} twice: events {first} and {number}. The phone may be cloned or restored; ask the officer.",
    ),
    Code.CHAIN_BROKEN: Sentence(
        "Peristiwa {number} dari perangkat {device} tidak menyambung ke peristiwa sebelumnya. Bandingkan dengan isi HP itu.",
        "Event {number} of device {device} does not follow its previous event. Compare it with that phone.",
    ),
    Code.LINK_MISSING: Sentence(
        "Peristiwa {number} menjawab {count} peristiwa yang belum ada dalam log. Minta pihak lainnya menyinkronkan HP.",
        "Event {number} answers {count} events that are not in the log yet. Ask the other side to sync the phone.",
    ),
    Code.LIST_CHANGED: Sentence(
        "{file} telah diubah: isinya bukan daftar yang disebut peristiwa. Simpan sebagai bukti dan minta daftar aslinya.",
        "{file} was changed: it is not the list that events name. Keep it as evidence and ask for the original list.",
    ),
    Code.LIST_MISSING: Sentence(
        "{file} yang disebut peristiwa {number} tidak ada. Minta daftar itu dari pengelola log.",
        "{file}, named by event {number}, is missing. Ask the operator of the log for that list.",
    ),
    Code.STATES_UNREADABLE: Sentence(
        "{file} baris {line} tidak dapat dibaca sebagai keadaan paket. Simpan sebagai bukti dan minta salinan lain.",
        "{file} line {line} cannot be read as the state of a package. Keep it as evidence and ask for another copy.",
    ),
    Code.STATES_NONE: Sentence(
        "Keadaan paket untuk ukuran {size} tidak diterbitkan di sini, jadi tidak dapat dibandingkan. Ulangi sebentar lagi; bila tetap tidak ada, tanyakan kepada pengelola log.",
        "The states of packages at size {size} are not published here, so they could not be compared. Repeat in a moment; if they stay away, ask the operator of the log.",
    ),
    Code.STATE_DIFFERS: Sentence(
        "{file}: keadaan paket {package} yang diterbitkan lain dari yang dihasilkan peristiwanya. Laporkan; yang benar ialah peristiwanya.",
        "{file}: the published state of package {package} differs from what its events give. Report it; the events are right.",
    ),
    Code.STATE_STRANGER: Sentence(
        "{file} memuat paket {package} yang tidak disebut peristiwa mana pun. Laporkan kepada Bawaslu.",
        "{file} holds package {package} that no event names. Report it to Bawaslu.",
    ),
    Code.STATE_MISSING: Sentence(
        "{file} tidak memuat paket {package} yang disebut peristiwa. Laporkan kepada Bawaslu.",
        "{file} does not hold package {package} that events name. Report it to Bawaslu.",
    ),
    Code.PHONE_UNREADABLE: Sentence(
        "{file} butir {line} tidak dapat dibaca sebagai isi HP. Ekspor ulang dari HP itu.",
        "{file} item {line} cannot be read as the contents of a phone. Export it from that phone again.",
    ),
    Code.PHONE_SIGNATURE: Sentence(
        "{file} butir {line}: tanda tangannya bukan dari perangkat {device}. Ekspor ulang dari HP itu; jangan dipakai sebagai bukti.",
        "{file} item {line}: the signature is not that of device {device}. Export it from that phone again; do not use it as evidence.",
    ),
    Code.PHONE_WAITING: Sentence(
        "{file}: {count} peristiwa di HP belum ada dalam log dan tenggatnya belum lewat. Periksa lagi setelah HP disinkronkan.",
        "{file}: {count} events on the phone are not in the log and are not due yet. Check again after the phone has synced.",
    ),
    Code.RECEIPT_SIGNATURE: Sentence(
        "{file} butir {line}: tanda terima tidak ditandatangani kunci meja log ini. Simpan HP itu sebagai bukti dan laporkan.",
        "{file} item {line}: the receipt is not signed by a desk key of this log. Keep that phone as evidence and report it.",
    ),
    Code.RECEIPT_ELSEWHERE: Sentence(
        "{file} butir {line}: tanda terima menjanjikan nomor {number}, tetapi di situ ada peristiwa lain. Simpan HP itu sebagai bukti dan laporkan ke Bawaslu.",
        "{file} item {line}: the receipt promised number {number}, but another event is there. Keep that phone as evidence and report to Bawaslu.",
    ),
    Code.RECEIPT_BROKEN: Sentence(
        "{file} butir {line}: server memberi tanda terima nomor {number}, tetapi peristiwanya tidak masuk log. Simpan HP itu sebagai bukti dan laporkan ke Bawaslu.",
        "{file} item {line}: the server gave a receipt with number {number}, but the event is not in the log. Keep that phone as evidence and report to Bawaslu.",
    ),
    Code.FINGERPRINT_FORM: Sentence(
        '"{value}" bukan ukuran dan 24 angka sidik. Salin persis dari kertas, misalnya: 1204 1234 5678 9012 3456 7890 1234.',
        '"{value}" is not a size and a fingerprint of 24 digits. Copy it from the paper, for example: 1204 1234 5678 9012 3456 7890 1234.',
    ),
    Code.PROOF_UNREADABLE: Sentence(
        "{file} bukan bukti log yang utuh. Mintalah berkas buktinya dikirim ulang.",
        "{file} is not a whole proof of the log. Ask for the proof to be sent again.",
    ),
    Code.PROOF_NO_FACT: Sentence(
        "Peristiwa {fact} tidak ada dalam log ukuran {size}. Periksa namanya, atau tunggu sampai log memuatnya.",
        "Event {fact} is not in the log of size {size}. Check its name, or wait until the log holds it.",
    ),
    Code.MIRROR_FORK: Sentence(
        "Log di {where} (ukuran {size}) bukan kelanjutan salinan ini. Salinan tidak disentuh; simpan dan laporkan ke Bawaslu.",
        "The log at {where} (size {size}) does not continue this copy. The copy was left alone; keep it and report to Bawaslu.",
    ),
    Code.MIRROR_BROKEN: Sentence(
        "{file} di {where} tidak cocok dengan checkpoint. Salinan tidak disentuh; ulangi, dan bila tetap begitu laporkan.",
        "{file} at {where} does not fit the checkpoint. The copy was left alone; repeat, and report it if it stays so.",
    ),
    Code.WITNESS_NO_KEY: Sentence(
        "Folder {folder} belum berisi kunci saksi. Jalankan dulu: tepat log witness init {folder}.",
        "Folder {folder} holds no witness key. First run: tepat log witness init {folder}.",
    ),
    Code.WITNESS_NAMED: Sentence(
        "Saksi di {folder} sudah bernama {name}. Nama melekat pada kunci; untuk nama lain buatlah folder lain.",
        "The witness in {folder} is called {name} already. A name belongs to its key; make another folder for another name.",
    ),
    Code.WITNESS_NAME_NEEDED: Sentence(
        "Saksi baru memerlukan nama tanpa spasi dan tanpa tanda plus. Tulis misalnya --name bawaslu-tabalong.example/saksi.",
        "A new witness needs a name without spaces or plus signs. Write for example --name bawaslu-tabalong.example/saksi.",
    ),
    Code.WITNESS_NO_LOG: Sentence(
        'Saksi ini belum mengawasi log mana pun, atau "{value}" bukan kunci log. Tulis --log dengan kunci yang diumumkan KPU.',
        'This witness watches no log yet, or "{value}" is not the key of a log. Write --log with the key that KPU announced.',
    ),
    Code.WITNESS_TWICE: Sentence(
        "Saksi di {folder} sedang berjalan di jendela lain. Tutup yang satu: dua saksi dengan satu kunci dapat saling mengingkari.",
        "The witness in {folder} is running in another window. Close one: two witnesses with one key may break each other's promise.",
    ),
    Code.WITNESS_PROMISE_LOST: Sentence(
        "Janji saksi untuk {origin} di {file} hilang atau rusak. Pulihkan dari cadangan; bila tidak ada, buat saksi baru dengan nama lain dan umumkan.",
        "The witness's promise about {origin} in {file} is lost or damaged. Restore it from a backup; if there is none, make a new witness with another name and announce it.",
    ),
    Code.WITNESS_PORT: Sentence(
        "Alamat {host}:{port} tidak dapat dipakai ({why}). Pilih nomor lain dengan --port.",
        "The address {host}:{port} cannot be used ({why}). Choose another number with --port.",
    ),
}


def sentence(problem: Problem, language: Language = "id") -> str:
    """Return `problem` as a person reads it in `language`."""
    words = SENTENCES[problem.code]
    template = words.en if language == "en" else words.id
    facts = _Facts(problem.facts)
    if language == "en":
        facts.update({name[: -len(IN_ENGLISH)]: facts[name] for name in _english(problem)})
    return template.format_map(facts)


def _english(problem: Problem) -> list[str]:
    return [name for name in problem.facts if name.endswith(IN_ENGLISH)]


class _Facts(dict[str, object]):
    """Facts for a template: one that is missing shows as a question mark, never as a crash."""

    def __missing__(self, key: str) -> str:
        return "?"
