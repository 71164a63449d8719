"""What a person reads for each problem, Indonesian and English.

Two sentences at most: what was expected and what was found, then the next step.
A name in braces is a fact of the problem. Kept in the core, without Django, so that
a verifier on a supervisor's laptop speaks the same words as the desk.
"""

from typing import Final, Literal, NamedTuple

from tepat.core.problems import Code, Problem

Language = Literal["id", "en"]


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
        "{file} terlalu besar: {rows} baris, paling banyak {limit}. Impor satu kabupaten sekali jalan.",
        "{file} is too large: {rows} rows, at most {limit}. Import one kabupaten at a time.",
    ),
    Code.HEADER_NOT_FOUND: Sentence(
        "Lembar {sheet}: baris judul tidak ditemukan. Perlu kolom kecamatan, desa, TPS, dan jumlah pemilih; tunjukkan kolomnya dengan pemetaan.",
        "Sheet {sheet}: no header row was found. Columns for kecamatan, desa, TPS and voters are needed; name them with a mapping.",
    ),
    Code.COLUMN_MISSING: Sentence(
        "Lembar {sheet}: kolom {column} tidak ada. Tambahkan kolom itu atau tunjukkan kolom penggantinya.",
        "Sheet {sheet}: column {column} is missing. Add it or name the column that stands for it.",
    ),
    Code.PERSONAL_DATA: Sentence(
        "Lembar {sheet} kolom {column} berisi data pribadi pemilih ({kind}). Berkas ditolak dan dihapus; impor hanya daftar TPS dengan jumlah pemilih.",
        "Sheet {sheet} column {column} holds voters' personal data ({kind}). The file was refused and deleted; import only the list of TPS with voter counts.",
    ),
    # -- the TPS list
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
    Code.ABOVE_CAP: Sentence(
        "Lembar {sheet} baris {row}: {value} pemilih, batasnya {cap} per TPS. Baris tetap dipakai; periksa kembali.",
        "Sheet {sheet} row {row}: {value} voters, the cap is {cap} per TPS. The row is used; check it.",
    ),
    Code.TPS_TWICE: Sentence(
        "Lembar {sheet} baris {row}: TPS {value} sudah ada di lembar {first_sheet} baris {first_row}. Hapus salah satunya.",
        "Sheet {sheet} row {row}: TPS {value} already stands in sheet {first_sheet} row {first_row}. Remove one of them.",
    ),
    Code.DESA_UNKNOWN: Sentence(
        'Lembar {sheet} baris {row}: desa "{value}" di kecamatan "{kecamatan}" tidak dikenal. Mungkin maksudnya: {suggestions}. Pilih sendiri; tidak ada yang dicocokkan diam-diam.',
        'Sheet {sheet} row {row}: desa "{value}" in kecamatan "{kecamatan}" is unknown. It may be: {suggestions}. Choose yourself; nothing is matched silently.',
    ),
    Code.DESA_AMBIGUOUS: Sentence(
        'Lembar {sheet} baris {row}: desa "{value}" cocok dengan lebih dari satu: {suggestions}. Isi kode desanya atau pilih salah satu.',
        'Sheet {sheet} row {row}: desa "{value}" fits more than one: {suggestions}. Fill in its code or choose one.',
    ),
    Code.OTHER_KABUPATEN: Sentence(
        "Lembar {sheet} baris {row}: {value} bukan bagian dari kabupaten {kabupaten}. Periksa apakah berkasnya benar.",
        "Sheet {sheet} row {row}: {value} is not in kabupaten {kabupaten}. Check that this is the right file.",
    ),
    Code.OTHER_ELECTION: Sentence(
        'Lembar {sheet} baris {row} kolom {column}: pemilihan "{value}", padahal impor ini untuk {election}. Pisahkan berkasnya per pemilihan.',
        'Sheet {sheet} row {row} column {column}: election "{value}", but this import is for {election}. Split the file by election.',
    ),
    Code.VOTERS_UNSET: Sentence(
        "Lembar {sheet} baris {row}: jumlah pemilih kosong. TPS dicatat sebagai belum diatur, kebutuhannya tidak dihitung.",
        "Sheet {sheet} row {row}: the number of voters is empty. The TPS is kept as unset and its needs are not computed.",
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
    Code.ELECTION_UNKNOWN: Sentence(
        "Pemilihan {value} tidak dikenal. Yang ada: {choices}.",
        "Election {value} is unknown. There are: {choices}.",
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
    # -- stock
    Code.BALANCE_OPEN: Sentence(
        "Neraca {sku} belum seimbang: masuk {left}, terpakai {right}, selisih {difference}. Telusuri mutasinya sebelum ditutup.",
        "The balance of {sku} is open: in {left}, accounted {right}, difference {difference}. Trace the movements before closing.",
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
        "{file} tidak dapat dipakai sebagai lambang. Unggah PNG, JPG, atau SVG, paling besar {limit} KB.",
        "{file} cannot be used as an emblem. Upload a PNG, JPG or SVG of at most {limit} KB.",
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
}


def sentence(problem: Problem, language: Language = "id") -> str:
    """Return `problem` as a person reads it in `language`."""
    words = SENTENCES[problem.code]
    template = words.en if language == "en" else words.id
    return template.format_map(_Facts(problem.facts))


class _Facts(dict[str, object]):
    """Facts for a template: one that is missing shows as a question mark, never as a crash."""

    def __missing__(self, key: str) -> str:
        return "?"
