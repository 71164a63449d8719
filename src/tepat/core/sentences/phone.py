"""Phones: what they ask, their photos, their witnesses; and links of drivers."""

from typing import Final

from tepat.core.problems import Code
from tepat.core.sentences.form import Sentence

SENTENCES: Final[dict[Code, Sentence]] = {
    Code.PROTOCOL_OTHER: Sentence(
        "Aplikasi di HP ini berbicara protokol {spoken}, server ini {oldest} sampai {newest}. Fakta tetap diterima; perbarui aplikasi bila kotak keluar sudah kosong.",
        "The app on this phone speaks protocol {spoken}, this server {oldest} to {newest}. Facts are still taken; update the app once nothing waits to be sent.",
    ),
    Code.DEVICE_REVOKED: Sentence(
        "Perangkat ini sudah dicabut atau tugasnya berakhir, jadi tidak mendapat daftar lagi. Minta surat tugas baru ke KPU.",
        "This device was revoked or its duty has ended, so it gets no list any more. Ask KPU for a new letter.",
    ),
    Code.DEVICE_NO_WITNESS: Sentence(
        "Hanya HP pengawas yang dapat menjadi saksi log, dan perangkat ini bertugas sebagai {role}. Tidak ada yang dicatat.",
        "Only phones of supervisors witness the log, and this device serves as {role}. Nothing was recorded.",
    ),
    Code.OFFICERS_SHEET: Sentence(
        "Baris {line} tidak dapat dipakai: {value}. Tulis peran, kode wilayah, nama dan nomor HP, dipisah titik koma; baris yang baik belum disimpan.",
        "Line {line} cannot be used: {value}. Write role, code of the area, name and phone, separated by semicolons; no line was stored.",
    ),
    Code.LETTER_TPS: Sentence(
        "Surat tugas KPPS menyebut satu TPS, dan {area} bukan TPS. Pilih desanya dan tulis nomor TPS-nya.",
        "A letter of KPPS names one TPS, and {area} is none. Choose its desa and write the number of the TPS.",
    ),
    Code.PHOTO_NAME: Sentence(
        "Nama foto harus SHA-256 dari isinya, 64 angka dan huruf kecil. Perbarui aplikasi di HP itu.",
        "The name of a photo must be the SHA-256 of its bytes, 64 lower-case digits. Update the app on that phone.",
    ),
    Code.PHOTO_UNKNOWN: Sentence(
        "Foto ini belum ada di sini. HP yang memotretnya mengirimnya setelah faktanya, begitu ada jaringan.",
        "This photo is not here yet. The phone that took it sends it after its fact, as soon as there is a network.",
    ),
    Code.PHOTO_SIZE: Sentence(
        "Foto paling besar {most} bita dan ukurannya tidak boleh berubah di tengah. Perkecil di HP, lalu kirim dari awal.",
        "A photo has at most {most} bytes, and its size must not change on the way. Make it smaller on the phone and send it from the start.",
    ),
    Code.PHOTO_PIECE: Sentence(
        "Potongan foto paling besar {most} bita dan tidak boleh kosong atau melewati akhir foto. Kirim potongan yang lebih kecil.",
        "A piece of a photo has at most {most} bytes, is never empty and never goes beyond the photo. Send a smaller piece.",
    ),
    Code.PHOTO_OFFSET: Sentence(
        "Server sudah punya {offset} bita foto ini. Lanjutkan dari sana.",
        "The server has {offset} bytes of this photo. Go on from there.",
    ),
    Code.PHOTO_KIND: Sentence(
        "Yang diterima bukan foto JPEG, PNG atau WebP, jadi dibuang. Kirim foto dari kamera HP itu.",
        "What arrived is no JPEG, PNG or WebP, so it was thrown away. Send a photo from the camera of that phone.",
    ),
    Code.PHOTO_DIFFERS: Sentence(
        "Yang diterima bukan foto dengan sidik ini, jadi dibuang. Kirim lagi dari awal.",
        "What arrived is not the photo with this hash, so it was thrown away. Send it again from the start.",
    ),
    Code.PHOTO_QUOTA: Sentence(
        "Perangkat ini sudah mengirim sebanyak yang boleh ({count} foto atau {bytes} bita). Kirim faktanya dulu, atau minta KPU mengambil fotonya langsung.",
        "This device has sent as much as it may ({count} photos or {bytes} bytes). Send the facts first, or let KPU fetch the photos by hand.",
    ),
    Code.NOTES_UNREADABLE: Sentence(
        "Keterangan ini tidak terbaca atau tidak cocok dengan sidiknya: paling banyak {most} sekali kirim. Perbarui aplikasi di HP itu.",
        "These words cannot be read or do not fit their hash: at most {most} at a time. Update the app on that phone.",
    ),
    Code.PROOFS_UNREADABLE: Sentence(
        "Permintaan bukti ini tidak terbaca: paling banyak {most} nama fakta, masing-masing 64 angka. Perbarui aplikasi di HP itu.",
        "This request for proofs cannot be read: at most {most} names of facts, 64 digits each. Update the app on that phone.",
    ),
    Code.CHECKPOINT_NONE: Sentence(
        "Log ini belum punya checkpoint sebesar itu. Coba lagi dalam {seconds} detik.",
        "This log has no checkpoint of that size yet. Try again in {seconds} seconds.",
    ),
    Code.LINK_UNKNOWN: Sentence(
        "Tautan ini tidak dikenal. Minta tautan baru dari yang mengirim muatan, atau telepon nomor di surat jalan.",
        "This link is not known. Ask who sent the load for a new one, or call the number on the run sheet.",
    ),
    Code.LINK_ENDED: Sentence(
        "Tautan ini sudah berakhir atau dicabut pada {until}. Telepon nomor di surat jalan.",
        "This link ended or was withdrawn on {until}. Call the number on the run sheet.",
    ),
    Code.LINK_FULL: Sentence(
        "Tautan ini sudah dipakai {count} kali, lebih dari yang wajar. Telepon nomor di surat jalan.",
        "This link was used {count} times, more than is reasonable. Call the number on the run sheet.",
    ),
    Code.LINK_ANSWER: Sentence(
        "Laporan ini tidak terbaca. Pilih Mulai, Sampai, atau Ada masalah, lalu kirim lagi.",
        "This report cannot be read. Choose Start, Arrived or Trouble and send it again.",
    ),
}
