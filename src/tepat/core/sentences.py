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
    Code.FILE_TOO_HEAVY: Sentence(
        "{file} terlalu besar: {size} MB, paling banyak {limit} MB. Hapus gambar dan lembar lain, atau simpan daftarnya sebagai csv.",
        "{file} is too large: {size} MB, at most {limit} MB. Remove pictures and other sheets, or save the list as csv.",
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
    Code.SHEET_UNKNOWN: Sentence(
        'Lembar "{value}" tidak ada di {file}. Yang ada: {choices}.',
        'Sheet "{value}" is not in {file}. There are: {choices}.',
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
        "Lembar {sheet} mulai baris {row}: {rows} baris milik kabupaten {value}, bukan {kabupaten}. Periksa apakah berkasnya benar.",
        "Sheet {sheet} from row {row}: {rows} rows belong to kabupaten {value}, not {kabupaten}. Check that this is the right file.",
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
        "Baris {row}: induk {parent} dari {value} tidak ada di tabel. Tambahkan barisnya.",
        "Row {row}: the parent {parent} of {value} is not in the table. Add its row.",
    ),
    Code.POINT_OUTSIDE: Sentence(
        "Baris {row}: titik {value} di luar Indonesia. Titik dikosongkan; periksa lintang dan bujurnya.",
        "Row {row}: the point {value} lies outside Indonesia. The point is left unset; check latitude and longitude.",
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
