"""The door for facts."""

from typing import Final

from tepat.core.problems import Code
from tepat.core.sentences.form import Sentence

SENTENCES: Final[dict[Code, Sentence]] = {
    Code.DESK_KEY_UNKNOWN: Sentence(
        "Log {log} tidak mengenal kunci desk di komputer ini, jadi tidak ada yang dicatat. Kembalikan folder keys dari cadangan instalasi yang lama.",
        "The log {log} does not know the desk key of this computer, so nothing was recorded. Restore the folder keys from the backup of the former installation.",
    ),
    Code.OFFICER_NAME: Sentence(
        "Nama petugas belum diisi. Tulis nama yang akan tercetak di surat tugas.",
        "The name of the officer is missing. Write the name that will stand on the letter.",
    ),
    Code.DUTY_ENDED: Sentence(
        "Tugas ini berakhir {until}, sebelum dimulai atau sebelum hari ini. Pilih hari terakhir yang lebih akhir.",
        "This duty ends on {until}, before it begins or before today. Choose a later last day.",
    ),
    Code.DUTY_TOO_LONG: Sentence(
        "Hari terakhir {until} terlalu jauh. Pilih hari terakhir sebelum tahun {year}.",
        "The last day {until} is too far away. Choose one before the year {year}.",
    ),
    Code.DUTY_UNREADABLE: Sentence(
        "Peran atau tanggal tidak terbaca: {reason}. Peran: {choices}; tanggal seperti 2024-12-10.",
        "The role or the date cannot be read: {reason}. Roles: {choices}; a date like 2024-12-10.",
    ),
    Code.DEVICE_UNKNOWN: Sentence(
        "Tidak ada perangkat {device} di log ini. Lihat daftarnya dengan tepat log devices.",
        "There is no device {device} in this log. See the list with tepat log devices.",
    ),
    Code.DEVICE_IS_DESK: Sentence(
        "Perangkat {device} adalah kunci desk. Mencabutnya menggugurkan semua HP, jadi tidak ada yang dicatat. Ganti kunci itu dengan tepat log desk-key rotate.",
        "Device {device} is the key of the desk. Revoking it would end all phones, so nothing was recorded. Replace that key with tepat log desk-key rotate.",
    ),
    Code.REVOKED_UPTO: Sentence(
        "Fakta terakhir yang masih berlaku harus antara 0 dan {last}, yaitu sebanyak yang sudah masuk dari perangkat ini.",
        "The last fact that still counts must lie between 0 and {last}, as many as came from this device.",
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
    Code.REQUEST_TOO_LONG: Sentence(
        "Kiriman ini lebih dari {bytes} bita, jadi tidak dibaca sampai habis. Bagi menjadi beberapa kiriman.",
        "This request is longer than {bytes} bytes, so it was not read to its end. Split it into several.",
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
        "Terlalu banyak kiriman dari pengirim ini dalam waktu singkat ({count}). Yang belum diterima tetap aman di perangkat; kirim lagi dalam {seconds} detik.",
        "Too much came from this sender in a short time ({count}). What was not taken is safe on the device; send it again in {seconds} seconds.",
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
    Code.TEXT_PARTS: Sentence(
        "Masih kurang {count} bagian dari kode ini, jadi tidak ada yang dicatat. Tempel semua bagiannya sekaligus, urutannya bebas.",
        "{count} parts of this code are still missing, so nothing was recorded. Paste all of them at once, in any order.",
    ),
    Code.ENTRY_UNKNOWN: Sentence(
        "Log ini tidak memuat {value}. Periksa nomor, nama fakta atau kode paketnya.",
        "This log does not hold {value}. Check the number, the name of the fact or the code of the package.",
    ),
}
