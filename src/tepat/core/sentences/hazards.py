"""Floods and weather: zones, polygons, alerts, forecasts, reports."""

from typing import Final

from tepat.core.problems import Code
from tepat.core.sentences.form import Sentence

SENTENCES: Final[dict[Code, Sentence]] = {
    Code.HAZARD_TABLE: Sentence(
        "Tabel peluang {file} tidak dapat dipakai: {value}. Perbaiki baris itu, atau hapus berkasnya agar tabel bawaan dipakai.",
        "The table of probabilities {file} cannot be used: {value}. Mend that row, or remove the file so that the shipped table is used.",
    ),
    Code.HAZARD_PROBABILITY: Sentence(
        "Zona {zone}, {day}: peluang {value} tidak di antara 0 dan 1, jadi dipakai {used}. Tulis ulang, misalnya 0,2 untuk 2 dari 10 hari.",
        "Zone {zone}, {day}: the probability {value} is not between 0 and 1, so {used} is used. Write it again, such as 0.2 for 2 days in 10.",
    ),
    Code.HAZARD_DAYS: Sentence(
        "Zona {zone} punya {got} peluang untuk {wanted} hari. Hari tanpa angka memakai yang terakhir; tulis satu angka untuk tiap hari.",
        "Zone {zone} has {got} probabilities for {wanted} days. Days without a number use the last one; write one number for each day.",
    ),
    Code.HAZARD_CORRELATION: Sentence(
        "Kaitan antarzona {value} tidak di antara 0 dan 1, jadi dipakai {used}. Tulis 0 bila zona banjir sendiri-sendiri, 0,5 bila tidak tahu.",
        "The correlation of zones {value} is not between 0 and 1, so {used} is used. Write 0 where zones flood on their own, 0.5 where nobody knows.",
    ),
    Code.HAZARD_PERSISTENCE: Sentence(
        "Kaitan antarhari {value} tidak di antara 0 dan 1, jadi dipakai {used}. Tulis 0 bila air surut semalam, 0,75 bila tidak tahu.",
        "The persistence over days {value} is not between 0 and 1, so {used} is used. Write 0 where water is gone overnight, 0.75 where nobody knows.",
    ),
    Code.HAZARD_ZONE_EMPTY: Sentence(
        "Zona {zone} tidak memuat satu ruas pun, jadi tidak mengubah rencana. Beri ruasnya zona ini, atau hapus zonanya.",
        "Zone {zone} holds no road at all, so it does not change the plan. Give its roads this zone, or remove the zone.",
    ),
    Code.HAZARD_ZONE_UNKNOWN: Sentence(
        "Ruas {arc} menyebut zona {zone} yang tidak ada, jadi dianggap tidak pernah banjir. Tambahkan zona {zone} dengan peluangnya.",
        "Road {arc} names zone {zone}, which is not there, so it is taken as never flooded. Add zone {zone} with its probabilities.",
    ),
    Code.HAZARD_ZONE_TWICE: Sentence(
        "Zona {zone} tertulis dua kali. Yang pertama dipakai; ganti nama yang kedua atau hapus.",
        "Zone {zone} is written twice. The first is used; rename the second or remove it.",
    ),
    Code.HAZARD_ZONES_MANY: Sentence(
        "Ada {got} zona, paling banyak {most}. Yang paling jarang banjir digabung menjadi {zone}; gabungkan sendiri zona yang bertetangga agar lebih tepat.",
        "There are {got} zones, at most {most}. Those that flood least were joined into {zone}; join neighbouring zones yourself to be more exact.",
    ),
    Code.POLYGON_FILE: Sentence(
        "{file} tidak dapat dibaca sebagai poligon: {value}. Simpan ulang sebagai geojson atau geojson.gz, lalu coba lagi.",
        "{file} cannot be read as polygons: {value}. Save it as geojson or geojson.gz, then try again.",
    ),
    Code.POLYGON_SHAPE: Sentence(
        "{file}: bentuk ke-{row} ({name}) tidak dipakai: {reason}. Gambar ulang sebagai poligon tertutup.",
        "{file}: shape {row} ({name}) was not used: {reason}. Draw it again as a closed polygon.",
    ),
    Code.POLYGON_NO_AREA: Sentence(
        "{file}: poligon ke-{row} ({name}) luasnya nol, jadi tidak mengenai apa pun. Gambar ulang dengan sedikitnya tiga sudut yang tidak segaris.",
        "{file}: polygon {row} ({name}) has no area, so it touches nothing. Draw it again with at least three corners that are not in line.",
    ),
    Code.POLYGON_MENDED: Sentence(
        "{file}: poligon ke-{row} ({name}) memotong dirinya sendiri dan dirapikan. Lihat hasilnya di peta; gambar ulang bila tidak sesuai.",
        "{file}: polygon {row} ({name}) crosses itself and was mended. Look at it on the map; draw it again where it does not fit.",
    ),
    Code.ALERT_LIST: Sentence(
        "{file} adalah daftar {n} peringatan BMKG, bukan peringatannya. Unduh yang mengenai wilayah Anda dari tautan di dalamnya, lalu tambahkan. Terbaru: {newest}.",
        "{file} is BMKG's list of {n} alerts, not an alert. Download those of your area from the links in it and add them. Newest: {newest}.",
    ),
    Code.WEATHER_ELSEWHERE: Sentence(
        "{file} tidak mengenai {place}: tidak ada jalan {place} di wilayahnya, jadi tidak ada peluang yang naik. Unduh berkas BMKG untuk {place}.",
        "{file} does not touch {place}: no road of {place} lies in its area, so no probability rises. Download the file of BMKG for {place}.",
    ),
    Code.ALERT_FILE: Sentence(
        "{file} bukan peringatan CAP 1.2: {value}. Unduh ulang dari BMKG, lalu coba lagi.",
        "{file} is no CAP 1.2 alert: {value}. Download it again from BMKG, then try again.",
    ),
    Code.ALERT_ENTITY: Sentence(
        "{file} memuat DOCTYPE atau entitas, yang tidak ada dalam peringatan CAP, jadi tidak dibaca. Unduh ulang dari BMKG.",
        "{file} holds a DOCTYPE or entities, which no CAP alert has, so it was not read. Download it again from BMKG.",
    ),
    Code.ALERT_LARGE: Sentence(
        "{file} lebih dari {limit} KB, jauh di atas ukuran peringatan BMKG, jadi tidak dibaca. Periksa berkasnya.",
        "{file} is larger than {limit} KB, far above the size of a BMKG alert, so it was not read. Check the file.",
    ),
    Code.ALERT_TIME: Sentence(
        '{file}: {part} "{value}" bukan waktu dengan zona waktu. Bagian itu tidak dipakai; bentuknya 2026-02-16T22:50:00+07:00.',
        '{file}: {part} "{value}" is no time with a time zone. That part is not used; its form is 2026-02-16T22:50:00+07:00.',
    ),
    Code.ALERT_PART: Sentence(
        '{file}: {part} "{value}" tidak dikenal atau kosong. Peringatan ini tidak dipakai; unduh ulang dari BMKG.',
        '{file}: {part} "{value}" is unknown or empty. This alert is not used; download it again from BMKG.',
    ),
    Code.ALERT_AREA: Sentence(
        "{file}: wilayah {name} tanpa poligon yang dapat dipakai, jadi tidak menaikkan peluang mana pun. Baca peringatannya dan tulis laporan bila mengenai wilayah Anda.",
        "{file}: area {name} has no polygon that can be used, so it raises no probability. Read the alert and write a report if it concerns your area.",
    ),
    Code.FORECAST_FILE: Sentence(
        "{file} bukan prakiraan cuaca BMKG: {value}. Unduh ulang dari BMKG dengan kode desa (adm4).",
        "{file} is no BMKG forecast: {value}. Download it again from BMKG with the code of a desa (adm4).",
    ),
    Code.FORECAST_PART: Sentence(
        "{file}: {got} dari {wanted} jam prakiraan {place} tidak terbaca dan dilewati. Unduh ulang bila jumlahnya banyak.",
        "{file}: {got} of {wanted} forecast hours of {place} could not be read and were left out. Download it again where they are many.",
    ),
    Code.REPORT_PLACE: Sentence(
        "Laporan {by} menyebut {place}, yang bukan zona atau ruas rencana ini. Pilih ruasnya di peta.",
        "The report of {by} names {place}, which is no zone or road of this plan. Choose the road on the map.",
    ),
    Code.REPORT_TIME: Sentence(
        "Laporan {by} tentang {place} selesai sebelum mulai. Perbaiki jam berakhirnya.",
        "The report of {by} on {place} ends before it starts. Mend the hour at which it ends.",
    ),
    Code.REPORT_ROW: Sentence(
        '{file} baris {row}: kolom {column} berisi "{value}", seharusnya {wanted}. Laporan ini tidak dipakai; perbaiki selnya lalu baca lagi.',
        '{file} row {row}: column {column} holds "{value}", wanted is {wanted}. This report is not used; mend the cell and read it again.',
    ),
    Code.HISTORY_RECORD: Sentence(
        "{file}: catatan banjir ke-{row} ({name}) tidak dipakai: jam atau keadaannya tidak terbaca. Bentuknya [jam, keadaan].",
        "{file}: flood record {row} ({name}) was not used: its hours or states cannot be read. Their form is [hour, state].",
    ),
    Code.HISTORY_CHANCE: Sentence(
        '{file}: poligon ke-{row} ({name}) menyebut peluang atau hari "{value}", seharusnya peluang 0 sampai 1, atau hari banjir tidak lebih dari hari diamati. Poligon ini tidak dipakai; perbaiki lalu tambahkan lagi.',
        '{file}: polygon {row} ({name}) gives the probability or days "{value}", expected a probability from 0 to 1, or no more flooded than observed days. It is not used; mend it and add it again.',
    ),
    Code.HISTORY_GROUPED: Sentence(
        "{file} menyebut {n} tempat banjir. Digabung menjadi {zones} zona menurut kecamatan, sebab rencana dengan banyak zona lebih yakin daripada kata angkanya; isi kolom zone untuk menggabungkan sendiri.",
        "{file} names {n} places that flood. They are joined into {zones} zones by kecamatan, for a plan over many zones is surer than it says; fill in the property zone to join them yourself.",
    ),
    Code.HISTORY_EMPTY: Sentence(
        "{file} tidak berisi satu pun poligon banjir yang dapat dipakai, jadi tidak disimpan. Perbaiki yang disebut di atas, lalu tambahkan lagi.",
        "{file} holds no flood polygon that can be used, so it is not kept. Mend what is named above, then add it again.",
    ),
    Code.HISTORY_NO_ROAD: Sentence(
        "{file}: tidak ada jalan di bawah {name}, jadi rencana tidak berubah karenanya. Periksa letak poligonnya, atau tambahkan peta jalan lebih dulu.",
        "{file}: no road lies under {name}, so it does not change the plan. Check where the polygon lies, or add a map of roads first.",
    ),
    Code.HAZARD_NO_GROUND: Sentence(
        "{place} belum punya zona banjir, jadi peringatan dan prakiraan BMKG tidak menaikkan apa pun. Tambahkan poligon daerah banjir, atau tulis zona di berkas armada.",
        "{place} has no flood zones yet, so alerts and forecasts of BMKG raise nothing. Add polygons of ground that floods, or write zones into the fleet file.",
    ),
    Code.HAZARD_NOT_KEPT: Sentence(
        "{file} tidak disimpan; yang sudah ada tetap dipakai.",
        "{file} is not kept; what was there still counts.",
    ),
}
