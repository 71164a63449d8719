"""The plan: maps of roads and rivers, and the places on them."""

from typing import Final

from tepat.core.problems import Code
from tepat.core.sentences.form import Sentence

SENTENCES: Final[dict[Code, Sentence]] = {
    Code.ROADS_BROKEN: Sentence(
        "Peta {file} rusak, terpotong, atau bukan peta jalan ({value}). Unduh ulang lalu pakai lagi; sementara itu rencana dapat dibuat tanpa peta.",
        "The map {file} is damaged, cut short or no map of roads ({value}). Download it again; until then a plan can be made without a map.",
    ),
    Code.ROADS_EMPTY: Sentence(
        "Peta {file} tidak berisi satu pun jalan atau sungai. Periksa apakah wilayahnya benar, atau buat rencana tanpa peta.",
        "The map {file} holds no road or river at all. Check that it is the right area, or plan without a map.",
    ),
    Code.ROADS_TOO_LARGE: Sentence(
        "Peta {file} berukuran {size} MB, batasnya {limit} MB. Pakai potongan peta satu provinsi, bukan seluruh pulau.",
        "The map {file} has {size} MB, the limit is {limit} MB. Use an extract of one province instead of a whole island.",
    ),
    Code.ROADS_POINTS_LOST: Sentence(
        "{n} titik jalan di {file} tidak ada koordinatnya, jadi ruasnya dipotong di sana. Ambil potongan peta yang lebih luas bila ada desa yang tidak tersambung.",
        "{n} points of roads in {file} have no coordinates, so the roads end there. Take a wider extract if a desa is not connected.",
    ),
    Code.ROAD_ROW: Sentence(
        '{file} baris {row}: {column} berisi "{value}", seharusnya {wanted}. Ruas ini tidak dipakai; perbaiki barisnya lalu baca lagi.',
        '{file} row {row}: {column} holds "{value}", expected {wanted}. This road is not used; mend the row and read again.',
    ),
    Code.ROAD_CLASS: Sentence(
        '{file}: kelas jalan "{value}" tidak dikenal ({n} ruas, pertama di baris {row}). Ruasnya dilewati; tambahkan padanan kelasnya.',
        '{file}: the class of road "{value}" is not known ({n} roads, first in row {row}). They were left out; add what the class stands for.',
    ),
    Code.PLACE_FAR: Sentence(
        "{place} berjarak {metres} m dari jalan terdekat di peta (batas {limit} m). Dihubungkan dengan garis perkiraan; gambar jalannya atau isi waktu tempuh hasil survei.",
        "{place} lies {metres} m from the nearest road on the map (limit {limit} m). It is joined by an estimated line; draw its road or give a surveyed time.",
    ),
    Code.PLACE_NO_POINT: Sentence(
        "{place} tidak punya koordinat, jadi tidak ada di jaringan. Isi lintang dan bujurnya di tabel wilayah.",
        "{place} has no coordinates, so it is not in the network. Fill in its latitude and longitude in the table of regions.",
    ),
    Code.PLACE_NO_ROAD: Sentence(
        "{place} tidak dapat dihubungkan: peta tidak berisi jalan atau air yang diperlukan. Tambahkan ruasnya, atau buat rencana tanpa peta.",
        "{place} cannot be joined: the map holds no such road or water. Add one, or plan without a map.",
    ),
    Code.TRAVEL_TIME_FAR: Sentence(
        "Waktu tempuh {place} ke {goal} diberikan {minutes} menit, perhitungan memberi {computed} menit. Periksa waktunya, atau isi sebagai ruas dengan waktu survei.",
        "From {place} to {goal} {minutes} minutes were given, {computed} are computed. Check the time, or enter it as a road with a surveyed time.",
    ),
    Code.TRAVEL_TIME_UNUSED: Sentence(
        "Waktu tempuh {place} ke {goal} dengan {mode} tidak dapat dipakai: {reason}. Periksa nama tempat, moda, dan menitnya.",
        "The travel time from {place} to {goal} by {mode} cannot be used: {reason}. Check places, mode and minutes.",
    ),
    Code.MAP_ELSEWHERE: Sentence(
        "Peta {file} bukan wilayah {place}: {n} dari {of} tempat lebih dari {km} km dari jalannya. Peta tidak disimpan dan yang lama tetap dipakai; ambil potongan peta yang benar.",
        "The map {file} is not of {place}: {n} of {of} places lie more than {km} km from its roads. It is not kept and the former map stays; take the right extract.",
    ),
    Code.MAP_NONE: Sentence(
        "{place} belum punya peta jalan; rencana memakai jarak antarpemukiman (tanpa peta). Tambahkan dengan tepat plan map add.",
        "{place} has no map of roads yet; plans use the distances of settlements. Add one with tepat plan map add.",
    ),
    Code.MAP_STATUS_LOST: Sentence(
        "{n} ruas yang pernah dilaporkan (pertama: {first}) tidak ada di peta yang baru, jadi laporannya tidak terbawa. Laporkan lagi pada ruas peta.",
        "{n} roads with a report (first: {first}) are not on the new map, so what was said of them is left behind. Report it again on the roads of the map.",
    ),
    Code.MAP_ZONES_GUESSED: Sentence(
        "Zona banjir {place} tidak punya poligon, jadi ruas peta masuk zona {by}. Perkiraan kasar; tambahkan poligon banjir bila ada.",
        "The flood zones of {place} have no polygons, so roads of the map take the zone of {by}. A rough guess; add flood polygons where there are any.",
    ),
    Code.PLAN_FILE_KIND: Sentence(
        "{file} bukan berkas yang dikenal di sini. Yang dapat dipakai: {taken}. Simpan ulang dalam salah satu bentuk itu, lalu coba lagi.",
        "{file} is no file that is known here. What can be used: {taken}. Save it in one of these forms, then try again.",
    ),
    Code.PLAN_FILE_ELSEWHERE: Sentence(
        "{file} adalah {kind}; tempatnya di {command}.",
        "{file} is a file of {kind}; it belongs to {command}.",
    ),
    Code.PLAN_TABLE_ROW: Sentence(
        '{file} baris {row}: {column} berisi "{value}", seharusnya {wanted}. Baris ini tidak dipakai; perbaiki lalu tambahkan lagi.',
        '{file} row {row}: {column} holds "{value}", expected {wanted}. This row is not used; mend it and add the file again.',
    ),
    Code.BLOCKED_UNUSED: Sentence(
        "Jam tutup {place}, {day}, tidak dipakai: tempat atau harinya tidak ada dalam rencana. Periksa kode desa dan harinya.",
        "The closed hours of {place}, {day}, are not used: the place or the day is not in the plan. Check the code of the desa and the day.",
    ),
    Code.SOURCES_CHANGED: Sentence(
        "Masukan rencana berubah sementara berkas dibaca, jadi tidak ada yang disimpan. Coba sekali lagi.",
        "The inputs of the plan changed while the file was read, so nothing was kept. Try once more.",
    ),
    Code.SOURCES_BUSY: Sentence(
        "{file} masih dibaca. Tunggu sampai selesai, lalu tambahkan berkas berikutnya.",
        "{file} is still being read. Wait until it is done, then add the next file.",
    ),
    Code.SOURCE_UNKNOWN: Sentence(
        "Tidak ada berkas {value} pada daftar ini. Muat ulang halamannya.",
        "There is no file {value} in this list. Load the page again.",
    ),
}
