"""The plan: files of an instance, what does not fit in it, and plan files."""

from typing import Final

from tepat.core.problems import Code
from tepat.core.sentences.form import Sentence

SENTENCES: Final[dict[Code, Sentence]] = {
    Code.PRIORS_FILE: Sentence(
        "{file} bukan berkas pelajaran {form}, atau isinya berubah. Tulis lagi dengan tepat election learn.",
        "{file} is no file of priors {form}, or its content was changed. Write it again with tepat election learn.",
    ),
    Code.PRIORS_NOTHING: Sentence(
        "Belum ada yang dapat dipelajari dari {value}: tidak ada muatan berencana yang berangkat dan diterima, biaya, atau laporan.",
        "There is nothing to learn from {value} yet: no planned load left and was received, no cost, no report.",
    ),
    Code.PRIORS_AGAIN: Sentence(
        "{file} sudah dipakai di masukan versi {number}. Dua kali akan menghitung pengamatan yang sama dua kali.",
        "{file} was taken into version {number} of the inputs already. Twice would count the same observations twice.",
    ),
    Code.PRIORS_OTHER: Sentence(
        "Pelajaran ini dari kabupaten {value}, bukan {kabupaten}. Pakai berkas kabupaten ini.",
        "These priors are of kabupaten {value}, not {kabupaten}. Use the file of this kabupaten.",
    ),
    Code.PRIORS_SIGNED: Sentence(
        "{file} memuat tanda tangan kunci {key}, tetapi isinya bukan yang ditandatangani: ada yang mengubahnya. Minta berkas aslinya.",
        "{file} carries a signature of key {key}, but its content is not what was signed: somebody changed it. Ask for the original file.",
    ),
    Code.PRIORS_GONE: Sentence(
        "Berkas pelajaran {file} tidak ada lagi di TEPAT_HOME/plans/priors, atau isinya berubah. Beri lagi berkasnya.",
        "The file of priors {file} is no longer in TEPAT_HOME/plans/priors, or its content was changed. Give the file again.",
    ),
    Code.INSTANCE_TOO_LARGE: Sentence(
        "Berkas sebesar {megabytes} MB, paling besar {most} MB. Buang jalan di luar kabupaten, lalu ulangi.",
        "The file has {megabytes} MB, the most is {most} MB. Leave out roads outside the regency, then try again.",
    ),
    Code.INSTANCE_JSON: Sentence(
        "Berkas ini bukan JSON yang utuh: baris {line}, {why}. Periksa koma dan kurung di sekitar baris itu.",
        "This file is no whole JSON: line {line}, {why}. Check commas and brackets around that line.",
    ),
    Code.INSTANCE_FORM: Sentence(
        'Bentuk berkas "{got}", seharusnya "{expected}". Tulis "form": "{expected}" sebagai kunci pertama.',
        'The form of the file is "{got}", it should be "{expected}". Write "form": "{expected}" as the first key.',
    ),
    Code.INSTANCE_KEY: Sentence(
        "{path} tidak dikenal dan tidak dibaca. Yang paling mirip: {near}.",
        "{path} is not known and not read. The nearest known key: {near}.",
    ),
    Code.INSTANCE_KEY_TWICE: Sentence(
        'Kunci "{key}" ditulis dua kali dalam satu objek; yang terakhir dipakai. Hapus salah satunya.',
        'The key "{key}" stands twice in one object; the last one is used. Remove one of them.',
    ),
    Code.INSTANCE_MISSING: Sentence(
        "{path} {place}: {key} belum ada, {then}. Isi {key}.",
        "{path} {place}: {key} is missing, {then}. Fill in {key}.",
    ),
    Code.INSTANCE_VALUE: Sentence(
        "{path}: {got}, seharusnya {expected}. Perbaiki; kini {then}.",
        "{path}: {got}, it should be {expected}. Mend it; for now {then}.",
    ),
    Code.INSTANCE_EMPTY: Sentence(
        "{path} kosong: tidak ada yang dapat direncanakan. Isi paling sedikit satu baris {path}.",
        "{path} is empty: nothing can be planned. Give at least one row of {path}.",
    ),
    Code.DAYS_GAP: Sentence(
        "{path}: {place} bukan sehari sesudah hari sebelumnya. Isi semua hari berurutan; kini hanya hari mulai {place} dipakai.",
        "{path}: {place} is not one day after the day before it. Give all days in order; for now only days from {place} on are used.",
    ),
    Code.PLAN_TWICE: Sentence(
        "{path}: {got} sudah ada pada baris sebelumnya, yang kedua dilewati. Beri kode sendiri atau hapus salah satunya.",
        "{path}: {got} stands on an earlier row, the second is left out. Give it its own code or remove one of them.",
    ),
    Code.PLAN_NAME: Sentence(
        '{path} ({place}): "{got}" tidak ada dalam berkas, {then}. Perbaiki ejaannya atau tambahkan barisnya.',
        '{path} ({place}): "{got}" is not in the file, {then}. Mend its spelling or add its row.',
    ),
    Code.PLAN_SHARE: Sentence(
        "{path} ({place}): peluang {got}, seharusnya 0 sampai 1; kini dipakai {used}. Tulis 30 persen sebagai 0.3.",
        "{path} ({place}): a chance of {got}, it should be 0 to 1; {used} is used for now. Write 30 percent as 0.3.",
    ),
    Code.PLAN_CLOCK: Sentence(
        "{path} ({place}): akhirnya tidak sesudah awalnya, kini diabaikan. Tulis jam awal lalu jam akhir.",
        "{path} ({place}): its end is not after its start, ignored for now. Write the start, then the end.",
    ),
    Code.PLAN_PRICE_UNIT: Sentence(
        "{path} ({place}): satuan {got} tidak dapat dihitung dari perjalanan, jadi tidak masuk RAB. Pakai hari, perjalanan, km, jam, kotak, atau sekali; malam untuk jaga.",
        "{path} ({place}): the unit {got} cannot be counted from trips, so it is not in the RAB. Use hari, perjalanan, km, jam, kotak or sekali; malam for guards.",
    ),
    Code.PLAN_PRICE_VEHICLE: Sentence(
        "{path} ({place}): tidak ada kendaraan {got}, jadi harga ini tidak dihitung. Perbaiki kode di belakang titik dua.",
        "{path} ({place}): there is no vehicle {got}, so this price is not counted. Correct the code behind the colon.",
    ),
    Code.DEADLINE_EARLY: Sentence(
        "{path}: tenggat sebelum hari pertama {day} mulai; kini dipakai petang hari terakhir. Undurkan tenggat atau tambah hari sebelum {day}.",
        "{path}: the deadline lies before the first day {day} begins; the last evening is used for now. Move it, or add days before {day}.",
    ),
    Code.DAY_NO_VEHICLE: Sentence(
        "{place}: tidak ada satu pun kendaraan. Sewa untuk hari itu{cheapest}, atau biarkan kosong bila memang tidak ada pengiriman.",
        "{place}: there is no vehicle at all. Hire for that day{cheapest}, or leave it if nothing is to move.",
    ),
    Code.VEHICLE_FITS_NOTHING: Sentence(
        "{path} ({place}): muat {litres} liter dan {kg} kg, sedangkan satu kotak {lot_litres} liter dan {lot_kg} kg; kendaraan ini dilewati. Periksa ukurannya.",
        "{path} ({place}): holds {litres} litres and {kg} kg, one box has {lot_litres} litres and {lot_kg} kg; this vehicle is left out. Check its size.",
    ),
    Code.VEHICLE_NO_CHAIN: Sentence(
        "{path} ({place}): tidak ada tempat pindah muatan dari {first} ke {second}; kendaraan ini dilewati. Tambahkan satu baris transfers.",
        "{path} ({place}): nowhere can a load change from {first} to {second}; this vehicle is left out. Add a row of transfers.",
    ),
    Code.LOT_TOO_LARGE: Sentence(
        "{place}: satu kotak {litres} liter dan {kg} kg tidak muat dalam kendaraan mana pun. Tambahkan kendaraan yang lebih besar atau periksa ukuran kotak.",
        "{place}: one box of {litres} litres and {kg} kg fits no vehicle. Add a larger vehicle or check the size of the box.",
    ),
    Code.STORE_UNKNOWN: Sentence(
        "Kecamatan {place}: {count} tempat simpan belum diperiksa ({names}). Periksa sebelum barang menginap, lalu isi store.verdict.",
        "Kecamatan {place}: {count} stores are not inspected ({names}). Inspect them before goods stay overnight, then fill store.verdict.",
    ),
    Code.WAVE_SMALL: Sentence(
        "{place}: {boxes} kotak, sedangkan gelombang pengiriman selama {days} hari hanya memuat {room}. Naikkan batas tiap hari ke {least} kotak, atau mulai lebih awal.",
        "{place}: {boxes} boxes, but the waves of {days} days hold only {room}. Raise the limit of a day to {least} boxes, or begin earlier.",
    ),
    Code.WAVE_FULL: Sentence(
        "{day}: {boxes} kotak berangkat dari {place}, batas gelombang {most}. Naikkan batasnya, atau tambah hari atau kendaraan untuk hari lain.",
        "{day}: {boxes} boxes leave {place}, the limit of a wave is {most}. Raise it, or add days or vehicles on other days.",
    ),
    Code.SEATS_SHORT: Sentence(
        "{place}: {seats} kursi, kurang {count} untuk pengawal dan pengawas. Isi harga kendaraan pengiring (prices, id follow), atau pakai kendaraan dengan kursi lebih banyak.",
        "{place}: {seats} seats, {count} too few for escort and supervisor. Fill the price of the vehicle that follows (prices, id follow), or use one with more seats.",
    ),
    Code.TOO_MANY_ZONES: Sentence(
        "{count} zona banjir, paling banyak {most}; yang paling jarang banjir diabaikan. Gabungkan zona yang banjir bersama.",
        "{count} flood zones, the most is {most}; the driest are ignored. Join zones that flood together.",
    ),
    Code.DESA_NO_WAY: Sentence(
        "{place}: tidak ada jalan atau sungai dari gudang. Gambar jalannya; titik tersambung terdekat {near}, {km} km garis lurus.",
        "{place}: no road or river leads there from a warehouse. Draw its road; the nearest joined point is {near}, {km} km as the crow flies.",
    ),
    Code.DESA_NO_BOAT: Sentence(
        "{place}: hanya dapat dicapai lewat air ({roads}), dan tidak ada perahu. Tambahkan perahu dengan dermaganya (transfers).",
        "{place}: can only be reached over water ({roads}), and there is no boat. Add a boat with its jetty (transfers).",
    ),
    Code.DESA_NO_MODE: Sentence(
        "{place}: tidak ada kendaraan yang dapat melalui {roads}. Tambahkan kendaraan untuk jalan itu, atau isi kecepatannya pada modes.",
        "{place}: no vehicle can use {roads}. Add a vehicle for it, or give its speed under modes.",
    ),
    Code.DESA_NO_CHAIN: Sentence(
        "{place}: jalannya ada, tetapi tidak ada satu kendaraan yang dapat menempuh semuanya. Tambahkan tempat pindah muatan (transfers), atau periksa jalan satu arah.",
        "{place}: there is a way, but no one vehicle can use all of it. Add a transfer, or check one-way roads.",
    ),
    Code.DESA_CLOSED: Sentence(
        "{place}: terputus karena {roads} ditutup. Tunggu laporan jalan dibuka, atau tambahkan jalan lain.",
        "{place}: cut off because {roads} is closed. Wait for a report that it is open, or add another road.",
    ),
    Code.DESA_TRAP: Sentence(
        "{place}: dapat dicapai, tetapi tidak ada jalan kembali. Periksa jalan satu arah di sekitarnya.",
        "{place}: can be reached, but there is no way back. Check one-way roads around it.",
    ),
    Code.DESA_OUT_OF_RANGE: Sentence(
        "{place}: pergi dan pulang {hours} jam, lebih lama dari hari kerja setiap kendaraan. Perpanjang shift_minutes, atau mulai dari tempat simpan yang lebih dekat.",
        "{place}: there and back takes {hours} hours, longer than any vehicle works. Raise shift_minutes, or start from a nearer store.",
    ),
    Code.PLAN_UNREADABLE: Sentence(
        "Berkas ini bukan rencana yang utuh ({why}). Ambil lagi berkas dari tepat plan make.",
        "This file is no whole plan ({why}). Take the file of tepat plan make again.",
    ),
    Code.PLAN_OTHER_INSTANCE: Sentence(
        "Rencana ini dibuat dari data lain ({plan}, data ini {instance}). Pakai data yang sama, atau buat rencana baru.",
        "This plan was made from other data ({plan}, this data is {instance}). Use the same data, or make a new plan.",
    ),
    Code.PLAN_TOO_LARGE: Sentence(
        "Rencana ini tidak dapat ditulis sebagai berkas ({why}). Rencanakan per bagian kabupaten.",
        "This plan cannot be written as a file ({why}). Plan the regency in parts.",
    ),
    Code.NATION_DESA_UNKNOWN: Sentence(
        "Desa {code} dengan {tps} TPS tidak ada di tabel wilayah, jadi tidak direncanakan. Tambahkan kode dan titiknya.",
        "Desa {code} with {tps} TPS is not in the table of regions, so it is not planned. Add its code and point.",
    ),
    Code.NATION_NO_ROUNDS: Sentence(
        "{place}: tidak ada ronde yang muat sehari atau jalan ke semua desanya. Periksa titik desa dan kendaraan PPK.",
        "{place}: no round fits a day, or there is no way to all its desa. Check the points of its desa and the vehicles of its PPK.",
    ),
    Code.NATION_FAILED: Sentence(
        "{place} gagal direncanakan: {why}. Yang lain tetap disusun; jalankan lagi setelah datanya diperbaiki.",
        "{place} could not be planned: {why}. All others were; run again when its data are mended.",
    ),
    Code.NATION_NO_DASK: Sentence(
        "Bagian {part} belum terpasang. Pasang dengan pip install 'tepat[cluster]', atau jalankan tanpa --scheduler.",
        "The part {part} is not installed. Install it with pip install 'tepat[cluster]', or run without --scheduler.",
    ),
    Code.NATION_NO_SCHEDULER: Sentence(
        "Tidak ada penjadwal Dask yang menjawab di {address}. Periksa alamatnya dan jalankan dask scheduler, atau jalankan tanpa --scheduler.",
        "No Dask scheduler answers at {address}. Check the address and start dask scheduler, or run without --scheduler.",
    ),
    Code.NATION_NO_WORKER: Sentence(
        "Penjadwal Dask di {address} menjawab, tetapi tidak punya pekerja. Jalankan dask worker {address} di komputer yang ikut menghitung.",
        "The Dask scheduler at {address} answers but has no worker. Start dask worker {address} on the machines that compute.",
    ),
    Code.NATION_LOST: Sentence(
        "{place} belum direncanakan: proses yang mengerjakannya berhenti, mungkin kehabisan memori. Yang lain tetap disusun; jalankan lagi dengan --workers 1.",
        "{place} is not planned: the process that worked on it ended, perhaps out of memory. All others were; run again with --workers 1.",
    ),
    Code.NATION_REFUSED: Sentence(
        "{place} tidak dapat direncanakan. {why}",
        "{place} cannot be planned. {why}",
    ),
    Code.NATION_NO_FLEET: Sentence(
        "{place}: tidak ada berkas {file} di folder armada, jadi dipakai armada contoh.",
        "{place}: there is no file {file} in the folder of fleets, so the example fleet is used.",
    ),
    Code.PLAN_PART: Sentence(
        "Bagian {part} belum terpasang, sehingga {what} tidak dapat dijalankan. Pasang dengan pip install 'tepat[plan]'.",
        "The part {part} is not installed, so {what} cannot run. Install it with pip install 'tepat[plan]'.",
    ),
    Code.RECEIVER_PLACE: Sentence(
        "{file} baris {row}: kode {value} tidak ada dalam rencana, teleponnya tidak dicetak. Perbaiki kode desa atau kecamatannya.",
        "{file} row {row}: code {value} is not in the plan, its phone is not printed. Mend the code of the desa or kecamatan.",
    ),
    Code.PLAN_NO_DATA: Sentence(
        "Data wilayah belum ditunjuk: {file} tidak ada di sebelah rencana. Tambahkan --instance BERKAS atau --kabupaten KODE.",
        "The data of the regency is not named: {file} does not lie beside the plan. Add --instance FILE or --kabupaten CODE.",
    ),
    Code.PLAN_MOMENT: Sentence(
        '"{got}" bukan hari dan jam rencana ini. Tulis seperti "H-3 06:00" atau "2024-11-24 06:00".',
        '"{got}" is no day and time of this plan. Write it like "H-3 06:00" or "2024-11-24 06:00".',
    ),
    Code.PLAN_ARC_UNKNOWN: Sentence(
        'Tidak ada jalan dengan kode atau nama "{got}". Yang paling mirip: {near}.',
        'No road has the code or name "{got}". The nearest: {near}.',
    ),
    Code.DESA_NO_POINT: Sentence(
        "{place}: belum punya titik, dipakai titik {near}. Isi titiknya di halaman wilayah.",
        "{place}: has no point yet, that of {near} is used. Set it on the page of regions.",
    ),
    Code.HAZARD_NONE: Sentence(
        "Belum ada zona banjir untuk {place}, sehingga peluang dihitung seolah tidak ada banjir. Tambahkan zones pada berkas armada.",
        "There is no flood zone for {place} yet, so chances are told as if nothing floods. Add zones to the fleet file.",
    ),
    Code.FLEET_CONTOH: Sentence(
        "Armada, harga, dan tempat simpan {place} memakai berkas contoh. Salin contoh.toml, isi angka kantor ini, lalu pakai --fleet BERKAS.",
        "Fleet, prices and stores of {place} come from the example file. Copy contoh.toml, fill in this office's figures, then use --fleet FILE.",
    ),
    Code.WAREHOUSE_GUESS: Sentence(
        "Titik gudang {place} belum diisi, dipakai titik {near}. Isi warehouse.lat dan warehouse.lon pada berkas armada.",
        "The point of the warehouse of {place} is not set, that of {near} is used. Fill in warehouse.lat and warehouse.lon in the fleet file.",
    ),
    Code.VOTING_DAY_UNKNOWN: Sentence(
        "Hari pemungutan suara {election} belum diketahui, sehingga H-7 sampai H-1 tidak punya tanggal. Isi vote = 2024-11-27 pada berkas armada.",
        "The voting day of {election} is not known, so H-7 to H-1 have no dates. Put vote = 2024-11-27 into the fleet file.",
    ),
    Code.NO_TPS_TO_PLAN: Sentence(
        "{place} belum punya TPS atau titik wilayah, sehingga tidak ada yang dapat direncanakan. Impor daftar TPS dan wilayah dulu.",
        "{place} has no TPS or no points of regions yet, so nothing can be planned. Import the TPS list and regions first.",
    ),
    Code.FLEET_FILE: Sentence(
        "Berkas armada {file} tidak dapat dibaca: {why}. Perbaiki berkas itu; bentuknya ada di docs/plan/instance.md.",
        "The fleet file {file} cannot be read: {why}. Mend it; docs/plan/instance.md says its form.",
    ),
}
