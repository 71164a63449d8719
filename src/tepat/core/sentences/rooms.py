"""A room as an installation of its own: its mirror, what it may store, and what it may not do."""

from typing import Final

from tepat.core.problems import Code
from tepat.core.sentences.form import Sentence

SENTENCES: Final[dict[Code, Sentence]] = {
    Code.ROOM_READS_ONLY: Sentence(
        "Instalasi {room} membaca cermin log KPU dan tidak menambah fakta ke dalamnya. Laporkan fakta dari HP petugas ke server KPU.",
        "The installation of {room} reads a mirror of KPU's log and adds no fact to it. Report facts from an officer's phone to the server of KPU.",
    ),
    Code.ROOM_NOT_STORED: Sentence(
        "Tabel {table} milik {owner} dan tidak disimpan di instalasi {room}. Catat di instalasi {owner}.",
        "The table {table} belongs to {owner} and is not stored in the installation of {room}. Record it in the installation of {owner}.",
    ),
    Code.ROOM_NO_PAGE: Sentence(
        "Halaman atau tindakan ini tidak ada di instalasi {room}. Pilih ruang lain dari menu.",
        "The installation of {room} does not have this page or action. Choose another room from the menu.",
    ),
    Code.ROOM_OTHER: Sentence(
        "Folder {folder} adalah instalasi {room}, bukan {asked}. Pilih folder lain dengan TEPAT_HOME.",
        "The folder {folder} is the installation of {room}, not of {asked}. Choose another folder by TEPAT_HOME.",
    ),
    Code.ROOM_HOME: Sentence(
        "Folder {folder} sudah mempunyai log sendiri, jadi tidak dapat menjadi ruang di atas cermin. Pilih folder kosong dengan TEPAT_HOME.",
        "The folder {folder} has a log of its own, so it cannot be a room on a mirror. Choose an empty folder by TEPAT_HOME.",
    ),
    Code.ROOM_NO_POLICY: Sentence(
        "Berkas kebijakan {file} belum ada. Tulis kunci log KPU yang diterima di kertas ke satu berkas, lalu beri --policy.",
        "The policy file {file} is missing. Write the key of KPU's log that came on paper into a file, then give --policy.",
    ),
    Code.ROOM_NO_MIRROR: Sentence(
        "Belum ada cermin untuk folder {folder}. Beri --mirror FOLDER_ATAU_ALAMAT.",
        "The folder {folder} follows no mirror yet. Give --mirror FOLDER_OR_ADDRESS.",
    ),
    Code.ROOM_PRIVATE: Sentence(
        "Alamat {address} berada di jaringan pribadi dan tidak dibaca. Bila memang itu server KPU, setel TEPAT_MIRROR_PRIVATE=1.",
        "The address {address} is inside a private network and is not read. If it is KPU's server indeed, set TEPAT_MIRROR_PRIVATE=1.",
    ),
    Code.ROOM_ENTRY: Sentence(
        "Entri nomor {number} di cermin bukan entri yang sah ({reason}). Keadaan terakhir yang baik tetap dipakai; simpan salinannya dan tanyakan kepada KPU.",
        "The entry {number} of the mirror is no good entry ({reason}). The last good state stays; keep the copy and ask KPU.",
    ),
    Code.ROOM_SIGNATURE: Sentence(
        "Fakta nomor {number} di cermin tidak ditandatangani kunci {device}. Keadaan terakhir yang baik tetap dipakai; simpan salinannya sebagai bukti.",
        "The fact {number} of the mirror is not signed by the key {device}. The last good state stays; keep the copy as evidence.",
    ),
    Code.ROOM_OTHER_LOG: Sentence(
        "Cermin {log} bukan kelanjutan dari yang sudah dibaca di sini: {here} entri di sini, {there} di cermin. Keadaan terakhir yang baik tetap dipakai; simpan salinannya sebagai bukti.",
        "The mirror {log} does not continue what was read here: {here} entries here, {there} in the mirror. The last good state stays; keep the copy as evidence.",
    ),
    Code.ROOM_OFFICE: Sentence(
        "Data kantor di cermin tidak terbaca: bagian {part} ({reason}). Data sebelumnya tetap dipakai; minta KPU memeriksa servernya.",
        "The office's data in the mirror cannot be read: part {part} ({reason}). The data before it stays; ask KPU to check its server.",
    ),
}
