"""The hub of a hall: preparing it, what it takes, and what it cannot do without a network."""

from typing import Final

from tepat.core.problems import Code
from tepat.core.sentences.form import Sentence

SENTENCES: Final[dict[Code, Sentence]] = {
    Code.HUB_NO_LIBRARY: Sentence(
        "Sertifikat aula memerlukan pustaka cryptography, dan itu belum terpasang. Jalankan: pip install 'tepat[server,hub]', selagi ada internet.",
        "A hall's certificate needs the library cryptography, which is not installed. Run: pip install 'tepat[server,hub]', while there is internet.",
    ),
    Code.HUB_BUNDLE: Sentence(
        "Berkas ini bukan bekal hub, atau rusak di jalan. Buat lagi di server KPU: tepat hub bundle.",
        "This file is no hub bundle, or was damaged on its way. Make it again on the server of KPU: tepat hub bundle.",
    ),
    Code.HUB_ADDRESS: Sentence(
        "Alamat {value} tidak dapat dipakai. Server KPU harus https://nama, hub memakai nama huruf kecil dengan titik dan alamat jaringan pribadi seperti 192.168.137.1.",
        "The address {value} cannot be used. The office must be https://name, a hub takes a name in small letters with a dot and a private address such as 192.168.137.1.",
    ),
    Code.HUB_HOME: Sentence(
        "Folder {folder} sudah berisi instalasi lain, jadi tidak diubah. Pilih folder kosong dengan TEPAT_HOME.",
        "The folder {folder} holds another installation already, so nothing was changed. Choose an empty one by TEPAT_HOME.",
    ),
    Code.HUB_NOT_PREPARED: Sentence(
        "Folder {folder} belum disiapkan sebagai hub aula. Selagi ada internet, jalankan: tepat hub prepare.",
        "The folder {folder} was not prepared as the hub of a hall. While there is internet, run: tepat hub prepare.",
    ),
    Code.HUB_NO_SERVER: Sentence(
        "Folder {folder} adalah hub aula: tidak ada desk dan tidak ada log yang diterbitkan dari sini. Jalankan: tepat serve --hall.",
        "The folder {folder} is the hub of a hall: it has no desk and publishes no log. Run: tepat serve --hall.",
    ),
    Code.HUB_ENDED: Sentence(
        "Sertifikat hub ini berakhir pada {day}. Siapkan hub baru di folder kosong, dan pasang sertifikatnya lagi di HP.",
        "The certificate of this hub ended on {day}. Prepare a new hub in an empty folder, and install its certificate on the phones again.",
    ),
    Code.HUB_LETTER: Sentence(
        "Surat tugas ini bukan untuk wilayah hub ini, atau dibuat sesudah hub disiapkan. Catatan tetap di HP; kirim lewat server KPU.",
        "This letter is not for the area of this hub, or was made after the hub was prepared. Records stay on the phone; send them to the server of KPU.",
    ),
    Code.HUB_FULL: Sentence(
        "Hub ini penuh untuk perangkat ini. Catatan tetap di HP; kirim lewat server KPU atau ekspor sebagai berkas.",
        "This hub is full for this device. Records stay on the phone; send them to the server of KPU or export them as a file.",
    ),
    Code.HUB_KEPT: Sentence(
        "Salinan ada di laptop aula dan diteruskan bila ada jaringan. Catatan tetap di HP sampai KPU menjawab.",
        "A copy is on the laptop of the hall and travels on once there is a network. Records stay on the phone until KPU answers.",
    ),
    Code.HUB_OFFLINE: Sentence(
        "Hub belum terhubung ke KPU, jadi ini belum dapat dijawab. HP mencoba lagi sendiri.",
        "The hub has no way to KPU yet, so it cannot answer this. The phone tries again by itself.",
    ),
}
