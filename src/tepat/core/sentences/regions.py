"""Regions."""

from typing import Final

from tepat.core.problems import Code
from tepat.core.sentences.form import Sentence

SENTENCES: Final[dict[Code, Sentence]] = {
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
}
