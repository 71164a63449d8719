"""Packing."""

from typing import Final

from tepat.core.problems import Code
from tepat.core.sentences.form import Sentence

SENTENCES: Final[dict[Code, Sentence]] = {
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
}
