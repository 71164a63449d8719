"""Rehearsals: what keeps them and real elections apart, and what one cannot be played from."""

from collections.abc import Mapping
from typing import Final

from tepat.core.problems import Code
from tepat.core.sentences.form import Sentence

SENTENCES: Final[Mapping[Code, Sentence]] = {
    Code.GLADI_HOME: Sentence(
        "{home} adalah folder gladi {name}, jadi tidak dipakai untuk pemilihan sungguhan. Setel TEPAT_HOME ke folder lain, atau buka gladi ini dengan: tepat rehearse --open {name}.",
        "{home} is the folder of the rehearsal {name}, so it serves no real election. Set TEPAT_HOME to another folder, or open this rehearsal with: tepat rehearse --open {name}.",
    ),
    Code.GLADI_UNMARKED: Sentence(
        "{home} berada di folder gladi, tetapi tandanya ({file}) hilang, jadi tidak dibuka. Hapus dengan: tepat rehearse --wipe {name}.",
        "{home} lies in the folder of rehearsals, but its mark ({file}) is gone, so it is not opened. Remove it with: tepat rehearse --wipe {name}.",
    ),
    Code.GLADI_REAL: Sentence(
        "{home} bukan folder gladi, jadi gladi {name} tidak dimainkan di sini. Mulai gladi dengan: tepat rehearse; ia membuat foldernya sendiri.",
        "{home} is no folder of a rehearsal, so the rehearsal {name} is not played here. Begin one with: tepat rehearse; it makes its own folder.",
    ),
    Code.GLADI_DATABASE: Sentence(
        "Gladi {name} punya database sendiri di foldernya, sedangkan TEPAT_DATABASE_URL menunjuk database lain. Hapus setelan itu untuk perintah ini.",
        "The rehearsal {name} has its own database in its folder, while TEPAT_DATABASE_URL names another one. Unset it for this command.",
    ),
    Code.GLADI_COPIED: Sentence(
        "{file} di {home} berasal dari gladi {name}, jadi tidak dipakai untuk pemilihan sungguhan. Setel TEPAT_HOME ke folder lain, atau buka gladi itu dengan: tepat rehearse --open {name}.",
        "{file} in {home} comes from the rehearsal {name}, so it serves no real election. Set TEPAT_HOME to another folder, or open that rehearsal with: tepat rehearse --open {name}.",
    ),
    Code.GLADI_NOT_ITS: Sentence(
        "{file} di {home} bukan milik gladi {name}, jadi tidak dibuka sebagai gladi. Pindahkan berkas itu ke folder asalnya, lalu mulai gladi baru dengan: tepat rehearse.",
        "{file} in {home} is not of the rehearsal {name}, so it is not opened as one. Move that file to the folder it came from, then begin a new rehearsal with: tepat rehearse.",
    ),
    Code.GLADI_BACKUP: Sentence(
        "{file} adalah cadangan gladi {name}, jadi tidak dipulihkan sebagai pemilihan sungguhan. Pulihkan ke folder kosong dengan setelan TEPAT_GLADI={name}.",
        "{file} is a backup of the rehearsal {name}, so it is not restored as a real election. Restore it into an empty folder with the setting TEPAT_GLADI={name}.",
    ),
    Code.GLADI_ASKED: Sentence(
        "{option} tidak menerima {value}. Yang diterima: {choices}.",
        "{option} does not take {value}. It takes: {choices}.",
    ),
    Code.GLADI_NAME: Sentence(
        '"{name}" tidak dapat menjadi nama gladi. Pakai huruf kecil, angka, dan tanda hubung, paling banyak 40, misalnya tabalong-1.',
        '"{name}" cannot name a rehearsal. Use small letters, digits and hyphens, at most 40, such as tabalong-1.',
    ),
    Code.GLADI_THERE: Sentence(
        "Gladi {name} sudah ada di {home}. Pilih nama lain dengan --name, atau hapus dulu: tepat rehearse --wipe {name}.",
        "The rehearsal {name} is already in {home}. Choose another name with --name, or remove it first: tepat rehearse --wipe {name}.",
    ),
    Code.GLADI_UNKNOWN: Sentence(
        "Tidak ada gladi bernama {name}. Yang ada: {choices}.",
        "There is no rehearsal called {name}. There are: {choices}.",
    ),
    Code.GLADI_INSIDE: Sentence(
        "TEPAT_HOME ({home}) sendiri adalah folder gladi. Setel ke folder pemasangan biasa, lalu mulai gladi dari sana.",
        "TEPAT_HOME ({home}) is itself the folder of a rehearsal. Set it to that of an ordinary installation, and begin from there.",
    ),
    Code.GLADI_SCENARIO: Sentence(
        "{file}: {why}. Perbaiki berkas skenario itu, lalu ulangi.",
        "{file}: {why}. Mend that scenario file, then try again.",
    ),
    Code.GLADI_SERVER: Sentence(
        "Server gladi {name} tidak menjawab: {why}. Lihat {file}, lalu ulangi.",
        "The server of the rehearsal {name} does not answer: {why}. Look into {file}, then try again.",
    ),
    Code.GLADI_STORY: Sentence(
        "Tidak ada cerita {story}. Yang ada: {choices}.",
        "There is no story {story}. There are: {choices}.",
    ),
    Code.GLADI_AREA: Sentence(
        "Cerita {story} tidak punya kecamatan {value}. Yang ada: {choices}.",
        "The story {story} has no kecamatan {value}. There are: {choices}.",
    ),
}
