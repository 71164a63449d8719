"""Files and sheets that come from outside, and files that are written."""

from typing import Final

from tepat.core.problems import Code
from tepat.core.sentences.form import Sentence

SENTENCES: Final[dict[Code, Sentence]] = {
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
    Code.OWN_FILE: Sentence(
        "Berkas {file} milik kantor ini di folder data server tidak terbaca: {reason}. Perbaiki, atau pindahkan agar bawaan program berlaku.",
        "The file {file} of this office, in the server's folder of data, cannot be read: {reason}. Mend it, or move it away to use the shipped one.",
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
    Code.OUTPUT_TYPE: Sentence(
        '"{value}" tidak dapat ditulis: akhiran nama berkas tidak dikenal. Akhiri dengan salah satu dari: {choices}.',
        '"{value}" cannot be written: its ending is unknown. End the name with one of: {choices}.',
    ),
    Code.OUTPUT_EXISTS: Sentence(
        "{value} sudah ada dan tidak ditimpa. Ubah berkas itu, atau pindahkan dulu.",
        "{value} is already there and is not overwritten. Edit that file, or move it away first.",
    ),
}
