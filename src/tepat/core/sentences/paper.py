"""Paper."""

from typing import Final

from tepat.core.problems import Code
from tepat.core.sentences.form import Sentence

SENTENCES: Final[dict[Code, Sentence]] = {
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
}
