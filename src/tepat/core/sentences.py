"""What a person reads for each problem, Indonesian and English.

Two sentences at most: what was expected and what was found, then the next step.
A name in braces is a fact of the problem. Kept in the core, without Django, so that
a verifier on a supervisor's laptop speaks the same words as the desk.
"""

from typing import Final, Literal, NamedTuple

from tepat.core.problems import Code, Problem

Language = Literal["id", "en"]


class Sentence(NamedTuple):
    """One problem in two languages."""

    id: str
    en: str


SENTENCES: Final[dict[Code, Sentence]] = {
    # -- files and sheets that come from outside
    Code.FILE_TYPE: Sentence(
        "{file} bukan xlsx, xls, ods, atau csv. Simpan ulang dari Excel sebagai .xlsx, lalu impor lagi.",
        "{file} is not xlsx, xls, ods or csv. Save it from Excel as .xlsx, then import again.",
    ),
    Code.FILE_LOCKED: Sentence(
        "{file} dikunci kata sandi. Buka di Excel, hapus kata sandinya, simpan, lalu impor lagi.",
        "{file} is locked with a password. Open it in Excel, remove the password, save, import again.",
    ),
    Code.FILE_EMPTY: Sentence(
        "{file} tidak berisi baris data. Periksa apakah lembar yang benar ikut tersimpan.",
        "{file} holds no rows. Check that the right sheet was saved.",
    ),
    Code.FILE_BROKEN: Sentence(
        "{file} tidak dapat dibaca: berkas rusak atau terpotong. Minta berkasnya dikirim ulang.",
        "{file} cannot be read: it is damaged or cut short. Ask for it to be sent again.",
    ),
    Code.FILE_TOO_LARGE: Sentence(
        "{file} terlalu besar: {rows} baris, paling banyak {limit}. Impor satu kabupaten sekali jalan.",
        "{file} is too large: {rows} rows, at most {limit}. Import one kabupaten at a time.",
    ),
    Code.HEADER_NOT_FOUND: Sentence(
        "Lembar {sheet}: baris judul tidak ditemukan. Perlu kolom kecamatan, desa, TPS, dan jumlah pemilih; tunjukkan kolomnya dengan pemetaan.",
        "Sheet {sheet}: no header row was found. Columns for kecamatan, desa, TPS and voters are needed; name them with a mapping.",
    ),
    Code.COLUMN_MISSING: Sentence(
        "Lembar {sheet}: kolom {column} tidak ada. Tambahkan kolom itu atau tunjukkan kolom penggantinya.",
        "Sheet {sheet}: column {column} is missing. Add it or name the column that stands for it.",
    ),
    Code.PERSONAL_DATA: Sentence(
        "Lembar {sheet} kolom {column} berisi data pribadi pemilih ({kind}). Berkas ditolak dan dihapus; impor hanya daftar TPS dengan jumlah pemilih.",
        "Sheet {sheet} column {column} holds voters' personal data ({kind}). The file was refused and deleted; import only the list of TPS with voter counts.",
    ),
    # -- the TPS list
    Code.NOT_A_NUMBER: Sentence(
        'Lembar {sheet} baris {row} kolom {column}: "{value}" bukan bilangan bulat. Perbaiki angkanya lalu impor lagi.',
        'Sheet {sheet} row {row} column {column}: "{value}" is not a whole number. Mend it and import again.',
    ),
    Code.NEGATIVE_NUMBER: Sentence(
        "Lembar {sheet} baris {row} kolom {column}: {value} kurang dari nol. Perbaiki angkanya lalu impor lagi.",
        "Sheet {sheet} row {row} column {column}: {value} is below zero. Mend it and import again.",
    ),
    Code.SUM_DIFFERS: Sentence(
        "Lembar {sheet} baris {row}: L {men} + P {women} = {sum}, tetapi kolom jumlah berisi {value}. Jumlah di kolom yang dipakai; periksa kembali.",
        "Sheet {sheet} row {row}: L {men} + P {women} = {sum}, but the total says {value}. The total is used; check it.",
    ),
    Code.ABOVE_CAP: Sentence(
        "Lembar {sheet} baris {row}: {value} pemilih, batasnya {cap} per TPS. Baris tetap dipakai; periksa kembali.",
        "Sheet {sheet} row {row}: {value} voters, the cap is {cap} per TPS. The row is used; check it.",
    ),
    Code.TPS_TWICE: Sentence(
        "Lembar {sheet} baris {row}: TPS {value} sudah ada di lembar {first_sheet} baris {first_row}. Hapus salah satunya.",
        "Sheet {sheet} row {row}: TPS {value} already stands in sheet {first_sheet} row {first_row}. Remove one of them.",
    ),
    Code.DESA_UNKNOWN: Sentence(
        'Lembar {sheet} baris {row}: desa "{value}" di kecamatan "{kecamatan}" tidak dikenal. Mungkin maksudnya: {suggestions}. Pilih sendiri; tidak ada yang dicocokkan diam-diam.',
        'Sheet {sheet} row {row}: desa "{value}" in kecamatan "{kecamatan}" is unknown. It may be: {suggestions}. Choose yourself; nothing is matched silently.',
    ),
    Code.DESA_AMBIGUOUS: Sentence(
        'Lembar {sheet} baris {row}: desa "{value}" cocok dengan lebih dari satu: {suggestions}. Isi kode desanya atau pilih salah satu.',
        'Sheet {sheet} row {row}: desa "{value}" fits more than one: {suggestions}. Fill in its code or choose one.',
    ),
    Code.OTHER_KABUPATEN: Sentence(
        "Lembar {sheet} baris {row}: {value} bukan bagian dari kabupaten {kabupaten}. Periksa apakah berkasnya benar.",
        "Sheet {sheet} row {row}: {value} is not in kabupaten {kabupaten}. Check that this is the right file.",
    ),
    Code.OTHER_ELECTION: Sentence(
        'Lembar {sheet} baris {row} kolom {column}: pemilihan "{value}", padahal impor ini untuk {election}. Pisahkan berkasnya per pemilihan.',
        'Sheet {sheet} row {row} column {column}: election "{value}", but this import is for {election}. Split the file by election.',
    ),
    Code.VOTERS_UNSET: Sentence(
        "Lembar {sheet} baris {row}: jumlah pemilih kosong. TPS dicatat sebagai belum diatur, kebutuhannya tidak dihitung.",
        "Sheet {sheet} row {row}: the number of voters is empty. The TPS is kept as unset and its needs are not computed.",
    ),
    # -- regions
    Code.REGION_CODE: Sentence(
        'Baris {row}: "{value}" bukan kode Kemendagri. Bentuknya PP.KK.CC.DDDD, misalnya 63.09.05.2003.',
        'Row {row}: "{value}" is not a Kemendagri code. Its form is PP.KK.CC.DDDD, such as 63.09.05.2003.',
    ),
    Code.REGION_UNKNOWN: Sentence(
        "Wilayah {value} belum ada di sini. Impor tabel wilayah: tepat election regions import FILE.",
        "Region {value} is not here yet. Import a table of regions: tepat election regions import FILE.",
    ),
    Code.REGION_PARENT: Sentence(
        "Induk {parent} dari {value} tidak ada di tabel maupun di sini. Wilayahnya tetap disimpan; tambahkan baris {parent}.",
        "The parent {parent} of {value} is neither in the table nor here. The region is kept; add a row for {parent}.",
    ),
    Code.POINT_OUTSIDE: Sentence(
        "Baris {row}: titik {value} di luar Indonesia. Titik dikosongkan; periksa lintang dan bujurnya.",
        "Row {row}: the point {value} lies outside Indonesia. The point is left unset; check latitude and longitude.",
    ),
    Code.REGION_FILE: Sentence(
        "{file} tidak dapat dibaca sebagai tabel atau batas wilayah: {value}. Simpan ulang sebagai csv, csv.gz, atau geojson, lalu impor lagi.",
        "{file} cannot be read as a table or outlines of regions: {value}. Save it as csv, csv.gz or geojson, then import again.",
    ),
    Code.REGION_NAME: Sentence(
        "Baris {row}: nama wilayah {value} kosong atau lebih dari 100 huruf. Isi namanya lalu impor lagi.",
        "Row {row}: the name of region {value} is empty or longer than 100 letters. Fill it in and import again.",
    ),
    Code.REGION_TWICE: Sentence(
        "Baris {row}: kode {value} sudah ada di baris {first_row}. Baris pertama yang dipakai; hapus salah satunya.",
        "Row {row}: code {value} already stands in row {first_row}. The first row is used; remove one of them.",
    ),
    Code.BOUNDARY_SHAPE: Sentence(
        "Batas ke-{row} ({value}) tidak dipakai: {reason}. Perbaiki bentuknya lalu impor lagi.",
        "Outline {row} ({value}) was not used: {reason}. Mend its shape and import again.",
    ),
    Code.POINT_FAR: Sentence(
        "Titik {value} berjarak {km} km dari pusat {place}, batasnya {limit} km. Periksa lintang dan bujurnya, atau perbaiki dulu titik wilayah induknya.",
        "The point {value} lies {km} km from the centre of {place}, the limit is {limit} km. Check latitude and longitude, or mend the point of the region above first.",
    ),
    Code.POINT_FORM: Sentence(
        'Lintang "{lat}" dan bujur "{lon}" bukan titik di Indonesia. Tulis derajat desimal, misalnya -1.862 dan 115.500.',
        'Latitude "{lat}" and longitude "{lon}" are no point in Indonesia. Write decimal degrees, such as -1.862 and 115.500.',
    ),
    Code.DEMO_REFUSED: Sentence(
        "{home} berisi pemilihan sungguhan ({scopes}), jadi demo tidak dimuat di sini. Pakai folder lain: TEPAT_HOME=./demo tepat demo.",
        "{home} holds a real election ({scopes}), so the demo was not loaded here. Use another folder: TEPAT_HOME=./demo tepat demo.",
    ),
    # -- election files
    Code.ELECTION_SYNTAX: Sentence(
        "{file} baris {line}: bukan TOML yang sah ({value}). Perbaiki baris itu.",
        "{file} line {line}: not valid TOML ({value}). Mend that line.",
    ),
    Code.ELECTION_FAULT: Sentence(
        '{file} baris {line}, {where}: "{value}" tidak dapat dipakai. Yang diharapkan: {expected}.',
        '{file} line {line}, {where}: "{value}" cannot be used. Expected: {expected}.',
    ),
    Code.ELECTION_KEY: Sentence(
        '{file} baris {line}, {where}: kunci "{value}" tidak dikenal. Mungkin maksudnya: {suggestions}.',
        '{file} line {line}, {where}: the key "{value}" is unknown. It may be: {suggestions}.',
    ),
    Code.ELECTION_MISSING: Sentence(
        "{file} baris {line}, {where}: {key} belum ada. Tambahkan di bagian itu.",
        "{file} line {line}, {where}: {key} is missing. Add it there.",
    ),
    Code.ELECTION_TWICE: Sentence(
        '{file} baris {line}, {where}: "{value}" sudah dipakai di baris {first}. Beri nama lain atau hapus salah satunya.',
        '{file} line {line}, {where}: "{value}" is already used on line {first}. Rename it or remove one of them.',
    ),
    Code.ELECTION_TEXT: Sentence(
        '{file} baris {line}, {where}: "{value}" bukan teks. Tulis di antara tanda kutip, dan jangan kosong.',
        '{file} line {line}, {where}: "{value}" is not text. Write it between quotes, and not empty.',
    ),
    Code.ELECTION_NUMBER: Sentence(
        '{file} baris {line}, {where}: "{value}" bukan bilangan bulat mulai dari nol. Tulis angkanya, atau hapus baris itu bila belum diketahui.',
        '{file} line {line}, {where}: "{value}" is not a whole number from zero up. Write the number, or remove the line where it is not known.',
    ),
    Code.ELECTION_SHARE: Sentence(
        '{file} baris {line}, {where}: "{value}" bukan bagian antara 0 dan 1. Dua setengah persen ditulis "0.025".',
        '{file} line {line}, {where}: "{value}" is not a share between 0 and 1. Two and a half percent is written "0.025".',
    ),
    Code.ELECTION_FORM: Sentence(
        '{file} baris {line}, {where}: bentuk "{value}" tidak cocok. Contoh yang benar: {example}.',
        '{file} line {line}, {where}: "{value}" has the wrong form. A right one: {example}.',
    ),
    Code.ELECTION_UNSET: Sentence(
        '{file} baris {line}, {where}: status "{value}" tidak cocok dengan count. Jumlah yang belum diketahui berstatus "?" dan tanpa count; jumlah yang diketahui berstatus V, D, atau M.',
        '{file} line {line}, {where}: the status "{value}" does not fit count. A quantity nobody knows has the status "?" and no count; a known one has V, D or M.',
    ),
    Code.ELECTION_UNKNOWN: Sentence(
        "Pemilihan {value} tidak dikenal. Yang ada: {choices}.",
        "Election {value} is unknown. There are: {choices}.",
    ),
    Code.DAPIL_KIND: Sentence(
        'Baris {row}: jenis "{value}" tidak memakai dapil di sini. Yang memakai: {choices}.',
        'Row {row}: the kind "{value}" has no dapil here. Those that have: {choices}.',
    ),
    Code.DAPIL_AREA: Sentence(
        'Baris {row}: "{value}" bukan wilayah dalam kabupaten {kabupaten}. Isi kode kecamatan atau desanya, misalnya {kabupaten}.01.',
        'Row {row}: "{value}" is no area of kabupaten {kabupaten}. Fill in the code of a kecamatan or desa, such as {kabupaten}.01.',
    ),
    Code.DAPIL_TWICE: Sentence(
        "Baris {row}: {value} sudah disebut dengan dapil lain. Hapus salah satunya.",
        "Row {row}: {value} was already named with another dapil. Remove one of them.",
    ),
    Code.DAPIL_EMPTY: Sentence(
        "Baris {row}: dapil untuk {value} kosong. Isi namanya, atau hapus baris itu.",
        "Row {row}: the dapil of {value} is empty. Fill in its name, or remove the row.",
    ),
    # -- files that are written
    Code.OUTPUT_TYPE: Sentence(
        '"{value}" tidak dapat ditulis: akhiran nama berkas tidak dikenal. Akhiri dengan salah satu dari: {choices}.',
        '"{value}" cannot be written: its ending is unknown. End the name with one of: {choices}.',
    ),
    Code.OUTPUT_EXISTS: Sentence(
        "{value} sudah ada dan tidak ditimpa. Ubah berkas itu, atau pindahkan dulu.",
        "{value} is already there and is not overwritten. Edit that file, or move it away first.",
    ),
    # -- scope
    Code.SCOPE_UNKNOWN: Sentence(
        "Kabupaten {kabupaten} belum punya pemilihan di sini. Impor daftar TPS dulu: tepat election import FILE --election KODE --kabupaten {kabupaten}.",
        "Kabupaten {kabupaten} has no election here yet. Import its TPS list first: tepat election import FILE --election CODE --kabupaten {kabupaten}.",
    ),
    Code.SCOPE_AMBIGUOUS: Sentence(
        "Kabupaten {kabupaten} punya lebih dari satu pemilihan: {choices}. Sebutkan salah satu dengan --election.",
        "Kabupaten {kabupaten} has more than one election: {choices}. Name one with --election.",
    ),
    # -- rights
    Code.NOT_ALLOWED: Sentence(
        "Peran Anda tidak boleh melakukan ini di {area}. Yang boleh: {who}.",
        "Your role may not do this in {area}. Who may: {who}.",
    ),
    # -- stock
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
        "Surat suara PSU {sku}: diterima {received}, sekarang {stock}. Stok PSU tidak boleh berubah; telusuri mutasinya.",
        "PSU ballots {sku}: {received} received, {stock} here now. PSU stock must not change; trace its movements.",
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
    # -- packing
    Code.PACKAGE_CODE: Sentence(
        '"{value}" bukan kode paket: huruf pemeriksa tidak cocok. Pindai ulang, atau ketik kode di bawah QR.',
        '"{value}" is not a package code: its check character does not fit. Scan again, or type the code under the QR.',
    ),
    Code.PACKAGE_UNKNOWN: Sentence(
        "Kode {value} tidak ada dalam daftar paket. Bila kotak memakai QR sistem lain, ikatkan dulu pada kotaknya.",
        "Code {value} is not on the package list. If the box carries another system's QR, bind it to its box first.",
    ),
    Code.PACKAGE_WITHDRAWN: Sentence(
        "Paket {value} sudah ditarik: {place} tidak lagi memerlukannya. Sisihkan isinya dan lepas labelnya.",
        "Package {value} was withdrawn: {place} no longer needs it. Set its contents aside and remove its label.",
    ),
    Code.PACKED_DIFFERS: Sentence(
        "{item}: isi kotak {got}, seharusnya {expected}. Buka kotak {package} dengan persetujuan, lalu perbaiki isinya.",
        "{item}: the box holds {got}, it should hold {expected}. Open box {package} with approval and mend its contents.",
    ),
    Code.PACKAGE_BRANCHES: Sentence(
        "Paket {package} punya {count} catatan yang tidak saling tahu. Hitung ulang isinya, lalu catat sekali lagi.",
        "Package {package} has {count} records that do not know of each other. Count it again and record it once more.",
    ),
    Code.SEALED_UNPACKED: Sentence(
        "Paket {package} disegel tanpa catatan isi. Cari catatan pengepakannya, atau buka dan hitung ulang.",
        "Package {package} was sealed without a record of its contents. Find that record, or open it and count again.",
    ),
    Code.FACT_MISSING: Sentence(
        "Paket {package}: {count} catatan sebelumnya belum sampai di sini. Minta HP atau meja yang mencatatnya mengirim ulang.",
        "Package {package}: {count} earlier records have not arrived here. Ask the phone or station that made them to send again.",
    ),
    Code.ENVELOPE_ELSEWHERE: Sentence(
        "Sampul ini milik {place}, {kind}. Keluarkan dari kotak {box} dan kembalikan ke tumpukan {place}.",
        "This envelope belongs to {place}, {kind}. Take it out of box {box} and return it to the pile of {place}.",
    ),
    Code.ENVELOPE_FIRST: Sentence(
        "Ini sampul untuk {place}, {kind}. Pindai kotaknya dulu: {box}.",
        "This is the envelope of {place}, {kind}. Scan its box first: {box}.",
    ),
    Code.ENVELOPE_MISSING: Sentence(
        "Sampul {envelope} belum dipindai. Pindai sampulnya sebelum kotak ditutup.",
        "Envelope {envelope} has not been scanned. Scan it before closing the box.",
    ),
    Code.ITEM_FOREIGN: Sentence(
        '"{value}" bukan bagian dari kotak {box}. Keluarkan; bila ini QR sistem lain pada kotaknya, tekan Ikat QR kotak.',
        '"{value}" is no part of box {box}. Take it out; if it is another system\'s QR on this box, press Bind box QR.',
    ),
    Code.BOX_OPEN: Sentence(
        "Kotak {box} ({place}) masih terbuka di meja ini. Tutup atau tinggalkan dulu sebelum membuka kotak lain.",
        "Box {box} ({place}) is still open at this station. Close it or leave it before opening another.",
    ),
    Code.BOX_TAKEN: Sentence(
        "Kotak {box} sedang diisi oleh {who} sejak {since}. Kerjakan kotak lain, atau minta {who} meninggalkannya.",
        "Box {box} is being packed by {who} since {since}. Take another box, or ask {who} to leave it.",
    ),
    Code.BOX_SEALED: Sentence(
        "Kotak {box} sudah disegel. Untuk membukanya perlu persetujuan: pilih Buka ulang kotak.",
        "Box {box} is already sealed. Opening it needs approval: choose Reopen box.",
    ),
    Code.BOX_NONE: Sentence(
        "Belum ada kotak yang terbuka di meja ini. Pindai QR kotak dulu.",
        "No box is open at this station. Scan the QR of a box first.",
    ),
    Code.COUNT_AGAIN: Sentence(
        "{item}: {got}, daftar mengatakan {expected}. Hitung ulang dan ketik sekali lagi.",
        "{item}: {got}, the list says {expected}. Count again and type it once more.",
    ),
    Code.COUNT_DIFFERS: Sentence(
        "{item}: dihitung {got}, seharusnya {expected}, selisih {difference}. Lengkapi atau keluarkan kelebihannya; kotak belum dapat ditutup.",
        "{item}: counted {got}, expected {expected}, difference {difference}. Complete it or take out the surplus; the box cannot be closed yet.",
    ),
    Code.COUNT_MISSING: Sentence(
        "{item} belum dihitung. Hitung dan ketik jumlahnya sebelum kotak ditutup.",
        "{item} has not been counted. Count it and type the number before closing the box.",
    ),
    Code.FOREIGN_BOUND: Sentence(
        'QR "{value}" sudah terikat pada kotak {box} ({place}). Periksa apakah kotaknya tertukar.',
        'QR "{value}" is already bound to box {box} ({place}). Check whether the boxes were swapped.',
    ),
    Code.FOREIGN_OWN: Sentence(
        'QR "{value}" adalah kode tepat, tidak perlu diikat. Pindai QR sistem lain yang tertempel di kotak.',
        'QR "{value}" is a code of tepat and needs no binding. Scan the other system\'s QR on the box.',
    ),
    Code.SEAL_NUMBER: Sentence(
        '"{value}" bukan nomor segel. Pindai kode batang pada segel, atau ketik nomornya.',
        '"{value}" is not a seal number. Scan the bar code on the seal, or type its number.',
    ),
    Code.SEAL_NOT_ISSUED: Sentence(
        "Segel {value} tidak termasuk nomor yang dikeluarkan. Ambil segel lain, atau catat rentang nomornya di halaman Segel.",
        "Seal {value} is not among the numbers issued. Take another seal, or record its range on the Seals page.",
    ),
    Code.SEAL_USED: Sentence(
        "Segel {value} sudah dipakai pada kotak {box} ({place}). Ambil segel lain dan periksa kotak itu.",
        "Seal {value} is already used on box {box} ({place}). Take another seal and check that box.",
    ),
    Code.SEALS_MISSING: Sentence(
        "Baru {got} segel dipindai, perlu {expected}. Pasang dan pindai segel berikutnya.",
        "Only {got} seals scanned, {expected} are needed. Fix and scan the next seal.",
    ),
    Code.SEAL_RANGE: Sentence(
        '"{first}" sampai "{last}" bukan rentang nomor segel. Tulis keduanya sama panjang dengan awalan yang sama, misalnya KB 0170 001.',
        '"{first}" to "{last}" is not a range of seal numbers. Write both equally long with the same prefix, such as KB 0170 001.',
    ),
    Code.SEAL_RANGE_TWICE: Sentence(
        "Rentang {first} sampai {last} bertumpuk dengan {other} yang sudah dikeluarkan. Periksa nomornya pada kemasan.",
        "The range {first} to {last} overlaps {other}, already issued. Check the numbers on the pack.",
    ),
    Code.REASON_MISSING: Sentence(
        "Alasan belum ditulis. Tulis alasannya; ia ikut tercatat dan tidak dapat dihapus.",
        "No reason is given. Write it; it becomes part of the record and cannot be deleted.",
    ),
    Code.NOT_SEALED: Sentence(
        "Kotak {box} belum ditutup, jadi tidak perlu dibuka ulang. Lanjutkan di meja pengepakan.",
        "Box {box} is not closed, so it need not be reopened. Go on at the packing station.",
    ),
    Code.SHIPMENT_UNKNOWN: Sentence(
        "Muatan {value} tidak ada. Pilih dari daftar muatan.",
        "There is no shipment {value}. Choose one from the list of shipments.",
    ),
    Code.SHIPMENT_EMPTY: Sentence(
        "Belum ada paket yang dipilih. Pilih kecamatan atau desa yang kotaknya sudah disegel.",
        "No package is chosen. Choose a kecamatan or desa whose boxes are sealed.",
    ),
    Code.SHIPMENT_UNSEALED: Sentence(
        "{count} paket belum disegel, misalnya {package}. Segel dulu, atau tulis alasan mengirim tanpa segel.",
        "{count} packages are not sealed, such as {package}. Seal them first, or write why they travel unsealed.",
    ),
    Code.SHIPMENT_TWICE: Sentence(
        "{count} paket sudah ada di muatan lain, misalnya {package} di {shipment}. Keluarkan dari muatan itu dulu.",
        "{count} packages are already on another shipment, such as {package} on {shipment}. Take them off it first.",
    ),
    Code.SHIPMENT_GIVEN: Sentence(
        "Muatan {value} sudah diserahkan, daftarnya tidak dapat diubah. Buat muatan baru untuk sisanya.",
        "Shipment {value} has been handed over, its list cannot change. Make a new shipment for the rest.",
    ),
    # -- paper
    Code.DOCUMENT_UNKNOWN: Sentence(
        "Dokumen {value} tidak dikenal. Yang ada: {choices}.",
        "Document {value} is unknown. There are: {choices}.",
    ),
}


def sentence(problem: Problem, language: Language = "id") -> str:
    """Return `problem` as a person reads it in `language`."""
    words = SENTENCES[problem.code]
    template = words.en if language == "en" else words.id
    return template.format_map(_Facts(problem.facts))


class _Facts(dict[str, object]):
    """Facts for a template: one that is missing shows as a question mark, never as a crash."""

    def __missing__(self, key: str) -> str:
        return "?"
