"""Stock."""

from typing import Final

from tepat.core.problems import Code
from tepat.core.sentences.form import Sentence

SENTENCES: Final[dict[Code, Sentence]] = {
    Code.BALANCE_OPEN: Sentence(
        "Neraca {sku} belum seimbang: masuk {left}, terpakai {right}, selisih {difference}. Telusuri mutasinya sebelum ditutup.",
        "The balance of {sku} is open: in {left}, accounted {right}, difference {difference}. Trace the movements before closing.",
    ),
    Code.BALANCE_UNSORTED: Sentence(
        "{unsorted} lembar {sku} belum disortir. Catat hasil sortirnya sebelum neraca ditutup.",
        "{unsorted} ballots {sku} are not sorted yet. Record the sorting before the balance is closed.",
    ),
    Code.BALANCE_COUNTED: Sentence(
        "Neraca {sku} memuat koreksi hitung: {lost} hilang, {found} berlebih. Sebutkan koreksi ini dalam berita acara.",
        "The balance of {sku} carries count corrections: {lost} missing, {found} too many. Name them in the signed record.",
    ),
    Code.PSU_CHANGED: Sentence(
        "Surat suara PSU {sku}: diterima {received}, keluar dengan keputusan {issued}, sekarang {stock}. Stok PSU tidak boleh berubah dengan cara lain; telusuri mutasinya.",
        "PSU ballots {sku}: {received} received, {issued} issued by decision, {stock} here now. PSU stock must not change otherwise; trace its movements.",
    ),
    Code.STOCK_LEFT: Sentence(
        "{sku}: {rest} lembar stok biasa masih tersisa setelah {destroyed} dimusnahkan. Musnahkan sisanya dengan saksi.",
        "{sku}: {rest} ordinary ballots are left after {destroyed} were destroyed. Destroy the rest with witnesses.",
    ),
    Code.STOCK_SHORT: Sentence(
        "{goods} di {place}, {condition}: ada {there}, diminta {wanted}. Kurangi jumlahnya atau catat dulu penerimaannya.",
        "{goods} at {place}, {condition}: {there} there, {wanted} wanted. Lower the number or record its receipt first.",
    ),
    Code.SORT_UNEVEN: Sentence(
        "Sortir {goods}: disisihkan {aside} dari {taken} yang dibuka. Periksa kembali angka per sebab.",
        "Sorting {goods}: {aside} put aside out of {taken} opened. Check the numbers by cause.",
    ),
    Code.RECEIPT_UNEVEN: Sentence(
        "{goods}: rusak {damaged}, padahal hanya {counted} yang diturunkan. Jumlah rusak termasuk dalam yang diturunkan.",
        "{goods}: {damaged} damaged, but only {counted} unloaded. Damaged pieces are part of those unloaded.",
    ),
    Code.SUPPLIER_LATE: Sentence(
        "{supplier} terlambat {overdue} hari: {open} {goods} belum datang, sisa waktu {days} hari sebelum {blocks}. Hubungi pemasok dan minta tanggal kirim tertulis.",
        "{supplier} is {overdue} days late: {open} {goods} outstanding, {days} days left before {blocks}. Call the supplier and ask for a date in writing.",
    ),
    Code.STOCK_COUNT_DIFFERS: Sentence(
        "{goods} di {place}: buku {book}, hitungan {first} lalu {second}, selisih {difference}. Cari sebabnya, lalu sesuaikan dengan alasan.",
        "{goods} at {place}: book {book}, counted {first} then {second}, difference {difference}. Find the cause, then adjust with a reason.",
    ),
    Code.COUNT_CLOSED: Sentence(
        "{goods} tidak menunggu hitungan ini. Muat ulang halaman untuk melihat keadaan terakhir.",
        "{goods} does not wait for this count. Load the page again to see where it stands.",
    ),
    Code.WITNESS_MISSING: Sentence(
        "Pemusnahan perlu saksi {agencies}. Isi nama saksi yang hadir.",
        "Destruction needs witnesses of {agencies}. Fill in the names of those present.",
    ),
    Code.TOO_EARLY: Sentence(
        "Surat suara rusak dan lebih dimusnahkan pada {day} (H-1), sekarang {today}. Tunggu harinya atau isi alasannya.",
        "Spoiled and surplus ballots are destroyed on {day} (H-1), today is {today}. Wait for the day or give a reason.",
    ),
    Code.ALLOCATION_SHORT: Sentence(
        "Untuk TPS baru {allocated} {sku} dari kebutuhan {needed}. Alokasikan dulu sisanya, supaya yang dimusnahkan benar-benar lebih.",
        "Only {allocated} {sku} are set aside for TPS of {needed} needed. Set the rest aside first, so that only surplus is destroyed.",
    ),
    Code.NOTHING_TO_COUNT: Sentence(
        "Di {place} belum ada barang menurut buku. Catat penerimaan atau pemindahannya dulu, lalu mulai hitung.",
        "The book has no goods at {place}. Record a receipt or a move first, then begin the count.",
    ),
    Code.NOTHING_THERE: Sentence(
        "Tidak ada yang dicatat: semua jumlah kosong. Isi paling sedikit satu baris.",
        "Nothing was recorded: every quantity is empty. Fill in at least one line.",
    ),
    Code.NUMBER_WANTED: Sentence(
        'Kolom {column}: "{value}" bukan bilangan bulat nol atau lebih. Tulis angkanya saja, misalnya 2.000.',
        'Field {column}: "{value}" is not a whole number of zero or more. Write digits only, such as 2.000.',
    ),
    Code.GOODS_UNKNOWN: Sentence(
        "Barang {value} tidak ada dalam pemilihan ini. Pilih dari daftar barang.",
        "Goods {value} are not part of this election. Choose from the list.",
    ),
    Code.CAUSE_UNKNOWN: Sentence(
        "Sebab kerusakan {value} tidak dikenal. Yang ada: {choices}.",
        "Damage cause {value} is unknown. There are: {choices}.",
    ),
    Code.PLACE_UNKNOWN: Sentence(
        "Tempat simpan {value} tidak dikenal. Pilih dari daftar gudang, PPK, dan PPS.",
        "Store {value} is unknown. Choose from the list of warehouses, PPK and PPS.",
    ),
    Code.REASON_WANTED: Sentence(
        "Tindakan ini perlu alasan tertulis: {why}. Isi alasannya, lalu simpan lagi.",
        "This needs a written reason: {why}. Fill it in and save again.",
    ),
    Code.ALREADY_REVERSED: Sentence(
        "Mutasi {number} sudah dibatalkan. Lihat kartu stok untuk pembatalannya.",
        "Movement {number} was reversed before. See the stock card for its reversal.",
    ),
    Code.MOVEMENT_UNKNOWN: Sentence(
        "Mutasi {number} tidak ada di sini. Buka kartu stok dan pilih dari daftarnya.",
        "Movement {number} is not here. Open the stock card and choose from its list.",
    ),
    Code.MOVEMENT_ILLEGAL: Sentence(
        "{goods} di {place} tidak dapat dicatat sebagai {kind}. Pakai Terima untuk barang masuk, Sortir untuk hasil sortir, Musnahkan untuk pemusnahan.",
        "{goods} at {place} cannot be recorded as {kind}. Use Receive for what comes in, Sort for what was sorted, Destroy for destruction.",
    ),
    Code.NOT_REVERSIBLE: Sentence(
        "Mutasi {number} ({kind}) tidak dapat dibatalkan. Yang keliru dicatat dengan hitung stok dan koreksinya.",
        "Movement {number} ({kind}) cannot be undone. Record what is wrong by a stock count and its correction.",
    ),
    Code.NEED_UNSET: Sentence(
        "Kebutuhan {goods} belum lengkap: sebagian TPS belum punya DPT. Lengkapi daftar TPS dulu, supaya yang dimusnahkan benar-benar lebih.",
        "The need of {goods} is not complete: some TPS have no DPT yet. Complete the TPS list first, so that only surplus is destroyed.",
    ),
    Code.REQUEST_UNKNOWN: Sentence(
        "{goods}: permintaan pengganti nomor {number} tidak ada atau belum dikirim. Yang sudah dikirim untuk barang ini: {open}.",
        "{goods}: replacement request {number} does not exist or was not sent. Sent for these goods: {open}.",
    ),
    Code.NUMBER_TOO_BIG: Sentence(
        "Kolom {column}: {value} terlalu besar, paling banyak {most}. Periksa angkanya di surat jalan.",
        "Field {column}: {value} is too big, at most {most}. Check the number on the waybill.",
    ),
    Code.STOCK_IN_BOXES: Sentence(
        "{goods} di {place}: di rak {there}, {boxed} lagi di dalam kotak, diminta {wanted}. Buka kotaknya di Pengepakan dengan persetujuan, baru catat di sini.",
        "{goods} at {place}: {there} on the shelf, {boxed} more in boxes, {wanted} wanted. Open the boxes in Packing with approval first, then record it here.",
    ),
    Code.PACKED_UNALLOCATED: Sentence(
        "{goods}: {packed} sudah di dalam kotak, tetapi hanya {allocated} disisihkan untuk TPS. Sisihkan {difference} lagi atau telusuri isi kotaknya.",
        "{goods}: {packed} are in boxes, but only {allocated} are set aside for TPS. Set {difference} more aside or trace what the boxes hold.",
    ),
    Code.BOXES_SHORT: Sentence(
        "{goods} kurang {pieces} di {boxes} kotak yang sudah diisi, pertama {first}. Buka kotaknya dengan persetujuan dan lengkapi.",
        "{goods}: {pieces} short in {boxes} filled boxes, first {first}. Open them with approval and complete them.",
    ),
    Code.BOXES_OVER: Sentence(
        "{goods} lebih {pieces} di {boxes} kotak yang sudah diisi, pertama {first}. Buka kotaknya dengan persetujuan dan keluarkan kelebihannya.",
        "{goods}: {pieces} too many in {boxes} filled boxes, first {first}. Open them with approval and take out the surplus.",
    ),
    Code.ALLOCATION_DIFFERS: Sentence(
        "{goods}: disisihkan {allocated}, dibutuhkan TPS {needed}, selisih {difference}. Samakan alokasinya.",
        "{goods}: {allocated} set aside, TPS need {needed}, difference {difference}. Bring the allocation to the need.",
    ),
    Code.PSU_TOO_EARLY: Sentence(
        "Stok PSU baru boleh keluar setelah hari pemungutan suara {day}; hari ini {today}. Biarkan tersegel sampai ada keputusan PSU.",
        "PSU stock may leave only after voting day {day}; today is {today}. Keep it sealed until there is a PSU decision.",
    ),
    Code.PSU_DECISION_WANTED: Sentence(
        "Pengeluaran stok PSU perlu nomor keputusan dan TPS yang mengulang. Isi keduanya seperti tertulis di keputusan.",
        "Issuing PSU stock needs the number of the decision and the TPS that votes again. Fill in both as the decision has them.",
    ),
    Code.RECOUNT_BY_ANOTHER: Sentence(
        "{goods} dihitung pertama oleh {name}; hitungan kedua harus oleh orang lain. Minta petugas lain masuk dengan akunnya sendiri, atau KPU menulis alasan pengecualian.",
        "{goods} was first counted by {name}; the second count must be by another person. Ask a colleague to log in and count, or let the KPU write a reason for the exception.",
    ),
    Code.PILE_LISTED: Sentence(
        "{goods}, {condition}, sudah ada dalam daftar hitungan ini. Isi jumlahnya di sana.",
        "{goods}, {condition}, is on the list of this count. Write its number there.",
    ),
    Code.CONTRACT_BELOW: Sentence(
        "{goods}: {received} sudah diterima, jadi kontraknya tidak dapat menjadi {quantity}. Isi paling sedikit {received}, atau tutup barisnya.",
        "{goods}: {received} were received, so the contract cannot become {quantity}. Write at least {received}, or close the line.",
    ),
    Code.CONTRACT_UNKNOWN: Sentence(
        "Baris kontrak {value} sudah diganti atau tidak ada di sini. Buka lagi dari halaman Gudang.",
        "Contract line {value} was superseded or is not here. Open it again from the Warehouse page.",
    ),
    Code.PLACE_CODE: Sentence(
        "Kode tempat {value} tidak dapat dipakai di {kabupaten}. Tulis kode wilayah, titik dua, lalu nama singkat, misalnya {kabupaten}:gudang-2.",
        "Code {value} cannot be used in {kabupaten}. Write the region, a colon and a short name, such as {kabupaten}:gudang-2.",
    ),
    Code.PLACE_TAKEN: Sentence(
        "Tempat {value} sudah ada. Ubah namanya di daftar, atau pakai kode lain.",
        "Store {value} exists. Rename it in the list, or use another code.",
    ),
    Code.PLACE_NOT_EMPTY: Sentence(
        "{place} masih berisi {pieces} barang menurut buku. Pindahkan dulu, baru tutup tempatnya.",
        "{place} still holds {pieces} pieces by the book. Move them first, then close the place.",
    ),
}
