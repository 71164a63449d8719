"""Alerts of the desk: what is so and where, then the one thing to do. Two sentences each."""

from typing import Final

from tepat.core.problems import Code
from tepat.core.sentences.form import Sentence

SENTENCES: Final[dict[Code, Sentence]] = {
    Code.WATCH_LATE_DEPARTURE: Sentence(
        "Muatan {load}{others} ke {place} belum berangkat, seharusnya {due_at}. Hubungi gudang, lalu catat keberangkatannya atau ubah jamnya.",
        "Shipment {load}{others} to {place} has not left, it should have at {due_at}. Call the warehouse, then record its departure or change the hour.",
    ),
    Code.WATCH_LATE_ARRIVAL: Sentence(
        "Muatan {load}{others} belum diterima di {place}, perkiraannya {due_at}. Hubungi sopirnya dan penerimanya, lalu catat di mana muatan itu.",
        "Shipment {load}{others} is not received at {place}, it was due {due_at}. Call its driver and its receiver, then record where it is.",
    ),
    Code.WATCH_LATE_DEPARTURE_OUTLINE: Sentence(
        "{count} muatan ke {where} belum berangkat dan sudah lewat jamnya, {packages} paket. Tanyakan KPU apa yang kurang: kendaraan, sopir, atau jalan.",
        "{count} shipments to {where} have not left and are past their hour, {packages} packages. Ask KPU what is missing: a vehicle, a driver, or a road.",
    ),
    Code.WATCH_LATE_ARRIVAL_OUTLINE: Sentence(
        "{count} muatan ke {where} belum diterima dan sudah lewat perkiraannya, {packages} paket. Tanyakan KPU bantuan apa yang dibutuhkan di sana.",
        "{count} shipments to {where} are not received and past their hour, {packages} packages. Ask KPU what help is needed there.",
    ),
    Code.WATCH_HALF_HANDOVER: Sentence(
        "Serah terima {count} paket untuk {area} baru ditandatangani satu pihak, muatan {load}. Minta pihak lain menerima di HP-nya, atau kirim nomor BAST kertasnya.",
        "The handover of {count} packages for {area} is signed by one side alone, shipment {load}. Ask the other side to sign on their phone, or to send the number of the paper.",
    ),
    Code.WATCH_WRONG_PLACE: Sentence(
        "{count} paket{of_tps} berada di {place}, bukan di {belongs}. Jangan dibuka; buat muatan yang membawanya ke tujuan.",
        "{count} packages{of_tps} are at {place}, not in {belongs}. Do not open them; make a shipment that takes them there.",
    ),
    Code.WATCH_SEAL_DIFFERS: Sentence(
        "Segel {count} paket{of_tps} berbeda dari catatan, {place}. Jaga paketnya, foto segelnya, dan minta KPU memutuskan bersama Bawaslu.",
        "The seals of {count} packages{of_tps} are not those on record, {place}. Guard them, photograph the seals, and ask KPU to decide together with Bawaslu.",
    ),
    Code.WATCH_DAMAGED: Sentence(
        "{count} paket{of_tps} tidak utuh, {place}. Foto dan jaga paketnya, lalu minta KPU memutuskan perlu diganti atau tidak.",
        "{count} packages{of_tps} are not whole, {place}. Photograph and guard them, then ask KPU whether they are replaced.",
    ),
    Code.WATCH_CONTENT: Sentence(
        "Isi {count} paket untuk {area} kurang, lebih, atau bukan miliknya. Cocokkan dengan daftar isi sebelum paket berangkat, atau minta tambahan dari gudang.",
        "The content of {count} packages for {area} is short, over or not theirs. Compare it with the packing list before they leave, or ask the warehouse for what is missing.",
    ),
    Code.WATCH_DISPUTED: Sentence(
        "{count} paket untuk {area} diakui diterima oleh beberapa pihak. Periksa tempatnya, lalu KPU memutuskan dengan koreksi yang disaksikan Bawaslu.",
        "{count} packages for {area} are claimed by several parties. Look where they are, then KPU settles it by a correction that Bawaslu witnesses.",
    ),
    Code.WATCH_STORE_UNFIT: Sentence(
        "{place}{others} tidak layak menurut pemeriksaan terakhir{so_tps}, {boxes} paket di dalamnya. Perbaiki dan periksa ulang, atau pindahkan sebelum malam.",
        "{place}{others}: unfit by the last inspection{so_tps}, {boxes} packages inside. Mend it and inspect again, or move them before night.",
    ),
    Code.WATCH_STORE_UNSEEN: Sentence(
        "{place}{others} belum diperiksa, {boxes} paket di dalamnya. Minta petugas memeriksa dengan HP-nya, sekitar tiga menit.",
        "{place}{others}: not inspected, {boxes} packages inside. Ask the officer to inspect it by phone, it takes about three minutes.",
    ),
    Code.WATCH_STORE_NO_BACKUP: Sentence(
        "{place}{others} merah dan belum punya gudang cadangan, paling lambat {due_on}. Pilih tempat cadangan terdekat bersama PPK dan periksa keadaannya.",
        "{place}{others}: red and without a backup store, due {due_on}. Choose the nearest backup together with the PPK and have it inspected.",
    ),
    Code.WATCH_GUARD_GAP: Sentence(
        "{place} tanpa penjaga tercatat sejak {ended_at}, {boxes} paket di dalamnya. Hubungi pos jaga dan minta tanda tangan pergantian.",
        "{place} has no guard on record since {ended_at}, {boxes} packages inside. Call the post and ask for the signature of the change.",
    ),
    Code.WATCH_POST_GAP: Sentence(
        "Pos {post} tanpa penjaga tercatat sejak {ended_at}. Hubungi kesatuannya, lalu catat siapa yang datang di halaman pos jaga.",
        "The post {post} has no guard on record since {ended_at}. Call its unit, then record who came on the page of the posts.",
    ),
    Code.WATCH_NO_WITNESS: Sentence(
        "{count} serah terima di {area} luput dari pengawas, yang pertama di {place}. Minta Panwascam melihat kotaknya dan menandatangani apa yang terlihat.",
        "{count} handovers in {area} were seen by no supervisor, the first at {place}. Ask Panwascam to look at the boxes and to sign what they see.",
    ),
    Code.WATCH_HAZARD: Sentence(
        "{event}: {desa} desa, {tps} TPS, {from_at} sampai {until_at}, di {areas}. Hubungi PPK dan camat di sana, lindungi tempat simpan dan susun ulang jadwal bila perlu.",
        "{event}: {desa} desa, {tps} TPS, {from_at} to {until_at}, in {areas}. Call the PPK and the camat there, protect the stores and plan anew where needed.",
    ),
    Code.WATCH_HAZARD_LEAVE: Sentence(
        "{event}: {desa} desa, {tps} TPS, berangkat sebelum {before_at}; {loads} muatan, di {areas}. Majukan keberangkatan atau tunda sampai {until_at}.",
        "{event}: {desa} desa, {tps} TPS, leave before {before_at}; {loads} shipments, in {areas}. Let them leave earlier or wait until {until_at}.",
    ),
    Code.WATCH_ROAD_CLOSED: Sentence(
        "{road} tertutup menurut {by}, muatan {load}{others} ke {place} sedang di jalan itu. Hubungi sopirnya dan arahkan lewat jalan cadangan.",
        "{road} is closed, says {by}, and shipment {load}{others} to {place} is on that way. Call the driver and send them by the backup road.",
    ),
    Code.WATCH_SILENT: Sentence(
        "{area} tidak terdengar sejak {last_at}. Hubungi PPK-nya, dan minta membuka aplikasi di tempat yang ada sinyal.",
        "{area} is not heard from since {last_at}. Call its PPK, and ask them to open the app where there is a signal.",
    ),
    Code.WATCH_FORKED: Sentence(
        "{count} HP di {area} punya dua riwayat, atau satu surat dipakai dua HP. Cabut kuncinya dan daftarkan HP pemegangnya lagi.",
        "{count} phones in {area} have two histories, or share one letter. Revoke the keys and enrol the phones of their holders again.",
    ),
    Code.WATCH_QUARANTINE: Sentence(
        "{count} catatan tertahan di karantina: {reason}. Buka karantina dan cocokkan dengan surat tugasnya.",
        "{count} records are held in quarantine: {reason}. Open the quarantine and compare them with the letters.",
    ),
    Code.WATCH_QUESTION: Sentence(
        "Pertanyaan operator {number}{others} di {area} belum dijawab sejak {asked_at}. Buka antrean dan jawab, atau telepon penanyanya.",
        "Question {number}{others} of an operator in {area} has no answer since {asked_at}. Open the queue and answer it, or call whoever asked.",
    ),
    Code.WATCH_MEETING_MISSED: Sentence(
        "Rakor {agency} terlewat: yang terakhir {last_at}, seharusnya setiap {every} hari. Panggil rapat berikutnya di Rakor, tanpa jarak bila tidak berkala lagi.",
        "The meeting of {agency} was missed: the last one was {last_at}, one is due every {every} days. Call the next one under Meetings, without a distance where it is regular no more.",
    ),
    Code.WATCH_OPENED_LATE: Sentence(
        "{count} TPS di {area} belum mengabarkan pembukaan sampai {due_at}, yang pertama {place}. Telepon KPPS-nya: apa yang kurang, dan kapan pemungutan suara dimulai.",
        "{count} TPS in {area} have not told of their opening by {due_at}, the first is {place}. Call its KPPS: what is missing, and when does voting begin.",
    ),
    Code.WATCH_NOT_HELD: Sentence(
        "{count} TPS di {area} tidak mengabarkan pemungutan suara sampai {due_at}, yang pertama {place}. Pastikan lewat PPK; bila ditunda, tetapkan hari susulan dan susun distribusi keduanya.",
        "{count} TPS in {area} told of no voting by {due_at}, the first is {place}. Make sure through the PPK; where it is postponed, set the day of the later vote and plan its second distribution.",
    ),
    Code.WATCH_FORM_WRONG: Sentence(
        "{count} formulir di {area} tidak cocok jumlahnya, yang pertama {place}. Bandingkan dengan foto C.HASIL sebelum rekapitulasi; pembetulannya di rapat pleno kecamatan.",
        "{count} forms in {area} do not add up, the first is of {place}. Compare them with the photo of C.HASIL before the recapitulation; they are corrected in the plenary of the kecamatan.",
    ),
    Code.WATCH_BALANCE: Sentence(
        "Neraca {item}{others} belum menutup, selisih {difference} lembar. Hitung ulang tumpukannya dan catat selisihnya.",
        "The balance of {item}{others} does not close, it is off by {difference} sheets. Count the piles again and record the difference.",
    ),
    Code.WATCH_SUPPLIER: Sentence(
        "{supplier} terlambat: {missing} {item}{others} belum tiba, batasnya {due_on}. Hubungi pemasoknya dan catat tanggal barunya.",
        "{supplier} is late: {missing} {item}{others} have not come, they were due {due_on}. Call the supplier and record the new date.",
    ),
    Code.WATCH_PLAN_CHANGED: Sentence(
        "Rencana {number} menggantikan rencana {old} saat {count} muatan sudah punya surat. Beri tahu pemegang kertas lama, lalu tandai sudah diberi tahu.",
        "Plan {number} replaced plan {old} when {count} shipments had their papers. Tell whoever holds the old papers, then mark it as told.",
    ),
    Code.ALERT_UNKNOWN: Sentence(
        "Peringatan {value} tidak ada di sini. Buka daftar peringatan; mungkin sudah selesai.",
        "There is no alert {value} here. Open the list of alerts; it may be settled.",
    ),
    Code.ALERT_NOT_YOURS: Sentence(
        "Peringatan ini dipegang {holder}; peran Anda tidak ada pada jenjangnya. Hubungi pemegangnya.",
        "This alert is with {holder}; your role is not on its ladder. Call whoever has it.",
    ),
    Code.ALERT_LIMIT: Sentence(
        "{name} harus bilangan dari {least} sampai {most}, bukan {value}. Isi lagi, atau kosongkan untuk memakai nilai bawaan.",
        "{name} must be a number from {least} to {most}, not {value}. Fill it in again, or leave it empty to use the default.",
    ),
}
