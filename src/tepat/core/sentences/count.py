"""Results: what does not add up on a form, and what keeps a typing from being kept.

Figures are said, never corrected: the next step is to compare with the photo, or to leave it as
the form has it for the plenary of the kecamatan.
"""

from typing import Final

from tepat.core.problems import Code
from tepat.core.sentences.form import Sentence

SENTENCES: Final[dict[Code, Sentence]] = {
    Code.FORM_A1: Sentence(
        "{name}: tertulis {left}, padahal L + P = {right}. Bandingkan baris ini dengan foto.",
        "{name}: the form says {left}, but men + women are {right}. Compare this line with the photo.",
    ),
    Code.FORM_A2: Sentence(
        "Jumlah pengguna {left}, padahal DPT + pindahan + tidak terdaftar = {right}: {by} {more}. Bandingkan dengan foto.",
        "{left} voted, but DPT + moved + on no list are {right}: {by} {more}. Compare with the photo.",
    ),
    Code.FORM_A3: Sentence(
        "Pengguna dari DPT {left}, padahal DPT hanya {right}. Mungkin kolomnya tertukar; bandingkan dengan foto.",
        "{left} of the DPT voted, but the DPT has only {right}. Columns may be swapped; compare with the photo.",
    ),
    Code.FORM_A4: Sentence(
        "Surat suara diterima {left}, padahal digunakan + rusak + sisa = {right}: {by} {more}. Minta KPPS menghitung sisa dan yang rusak lagi.",
        "{left} papers were received, but used + spoiled + left are {right}: {by} {more}. Ask the KPPS to count again what is left and spoiled.",
    ),
    Code.FORM_A5: Sentence(
        "Surat suara digunakan {left}, padahal {right} orang memilih: {by} {more}. Bandingkan dengan daftar hadir di foto.",
        "{left} papers were used, but {right} people voted: {by} {more}. Compare with the attendance list on the photo.",
    ),
    Code.FORM_A6: Sentence(
        "Suara seluruhnya {left}, padahal sah + tidak sah = {right}: {by} {more}. Bandingkan dengan foto.",
        "All votes are {left}, but valid + invalid are {right}: {by} {more}. Compare with the photo.",
    ),
    Code.FORM_A7: Sentence(
        "Suara seluruhnya {left}, padahal surat suara digunakan {right}: {by} {more}. Bandingkan dengan foto.",
        "All votes are {left}, but {right} papers were used: {by} {more}. Compare with the photo.",
    ),
    Code.FORM_A8: Sentence(
        "Suara sah {left}, padahal jumlah semua nomor {right}: {by} {more}. Bandingkan setiap nomor dengan foto.",
        "Valid votes are {left}, but all numbers together are {right}: {by} {more}. Compare each number with the photo.",
    ),
    Code.FORM_A9: Sentence(
        "Surat suara diterima {left}, padahal menurut log terkirim {right}: {by} {more}. Buka Rekonsiliasi untuk melihat di langkah mana.",
        "{left} papers were received, but the log says {right} were delivered: {by} {more}. Open Reconciliation to see at which step.",
    ),
    Code.FORM_A10: Sentence(
        "DPT di formulir {left}, di rencana {right}. Bandingkan dengan salinan DPT TPS ini.",
        "The DPT of the form is {left}, that of the plan {right}. Compare with this TPS's copy of the DPT.",
    ),
    Code.FORM_A11: Sentence(
        "{left} orang memilih dengan {right} surat suara. Periksa jumlah diterima dan pindahan dari TPS lain.",
        "{left} people voted with {right} papers. Check what was received and what came from another TPS.",
    ),
    Code.FORM_A12: Sentence(
        "{name}: {left}, padahal satu TPS paling banyak {right}. Mungkin salah ketik; bandingkan dengan foto.",
        "{name}: {left}, though a TPS can have {right} at most. It may be a slip; compare with the photo.",
    ),
    Code.FORM_A13: Sentence(
        "Di sini {left} orang memilih, di jenis lain {right}. Pemilih pindahan boleh menerima lebih sedikit surat suara.",
        "{left} people voted here, {right} in another kind. People who moved may get fewer papers.",
    ),
    Code.FORM_A14_ABOVE: Sentence(
        "{left} orang memilih, padahal daftar memuat {right}: partisipasi di atas 100 %. Bandingkan daftar dan foto.",
        "{left} people voted, but the lists hold {right}: turnout is above 100 %. Compare lists and photo.",
    ),
    Code.FORM_A14_BELOW: Sentence(
        "{left} dari {right} orang memilih: partisipasi di bawah 10 %. Bandingkan dengan foto.",
        "{left} of {right} people voted: turnout is below 10 %. Compare with the photo.",
    ),
    Code.FORM_A15: Sentence(
        "Jumlah {name} tertulis {left}, padahal suara partai dan calonnya {right}: {by} {more}. Bandingkan setiap calon dengan foto.",
        "The total of {name} is {left}, but the party and its candidates are {right}: {by} {more}. Compare each candidate with the photo.",
    ),
    Code.FORM_A16: Sentence(
        "Tidak ada di surat suara ini: {name}, padahal terisi {left} suara. Bandingkan nomor dan kolom dengan foto.",
        "Not on this ballot paper: {name}, though {left} votes are filled in. Compare numbers and columns with the photo.",
    ),
    Code.FORM_A14_ONE: Sentence(
        "Semua {left} suara untuk {name}. Bandingkan dengan foto.",
        "All {left} votes are for {name}. Compare with the photo.",
    ),
    Code.FORM_NEGATIVE: Sentence(
        "{name}: {value}, di bawah nol. Disimpan seperti diketik; ketik ulang menurut foto.",
        "{name}: {value}, below nought. Kept as typed; type it again by the photo.",
    ),
    Code.FORM_SWAPPED: Sentence(
        "Bila {one} dan {other} ditukar, semua jumlah cocok. Periksa kolomnya di foto; tidak ada yang dibetulkan otomatis.",
        "If {one} and {other} change places, every sum holds. Look at these columns on the photo; nothing is corrected by itself.",
    ),
    Code.FORM_CELL: Sentence(
        "{where}: {name} berisi {value}, bukan angka. Tulis angkanya saja, atau kosongkan bila kosong di formulir.",
        "{where}: {name} holds {value}, which is no number. Write the number alone, or leave it blank as on the form.",
    ),
    Code.FORM_CELL_BLANK: Sentence(
        "{where}: {name} berisi {value}, bukan angka. Sel ini dibaca kosong, sel lain tetap dipakai; bandingkan dengan formulir.",
        "{where}: {name} holds {value}, which is no number. This cell is read as blank, the others are kept; compare with the form.",
    ),
    Code.FORM_EMPTY_ROWS: Sentence(
        "{count} baris belum diisi dan dilewati.",
        "{count} rows are not filled in and were skipped.",
    ),
    Code.FORM_ELSEWHERE: Sentence(
        "{where}: TPS {value} bukan wilayah Anda. Minta operator wilayah itu mengunggahnya.",
        "{where}: TPS {value} is outside your area. Ask the operator of that area to upload it.",
    ),
    Code.FORM_LARGE: Sentence(
        "Formulir TPS {value} memuat {count} nomor, terlalu banyak untuk satu peristiwa. Isi nomor yang ada di surat suara saja.",
        "The form of TPS {value} has {count} numbers, too many for one fact. Fill in only numbers that stand on the paper.",
    ),
    Code.FORM_PLACE: Sentence(
        "{where}: {value} bukan TPS di sini. Pakai kode seperti {example}.",
        "{where}: {value} is no TPS here. Use a code like {example}.",
    ),
    Code.FORM_KIND: Sentence(
        "{where}: {value} bukan jenis pemilihan di TPS ini. Yang ada: {choices}.",
        "{where}: {value} is no kind of election at this TPS. There are: {choices}.",
    ),
    Code.FORM_TWICE: Sentence(
        "{where}: formulir TPS {value} sudah ada di {first} dengan isi lain. Keduanya disimpan sebagai versi dan yang terakhir berlaku; bandingkan dengan foto.",
        "{where}: the form of TPS {value} stands in {first} already and says otherwise. Both are kept as versions and the last one counts; compare with the photo.",
    ),
    Code.FORM_HEADER: Sentence(
        "Tidak ada baris judul dengan kolom TPS dan nomor 1, 2, ... di {file}. Unduh contoh lembar, lalu isi.",
        "{file} has no row of heads with TPS and the numbers 1, 2, ... Download the sheet and fill it in.",
    ),
    Code.FORM_HEADER_AGAIN: Sentence(
        "{where}: baris judul kedua. Dilewati; baris di bawahnya dibaca menurut judul ini.",
        "{where}: a second row of heads. Skipped; rows below it are read by these heads.",
    ),
    Code.FORM_GLADI: Sentence(
        "Berkas {file} berasal dari gladi, jadi angkanya bukan dari pemilihan. Tidak ada yang dicatat; unggah lembar yang diisi dari formulir TPS.",
        "The file {file} is from a rehearsal, so its numbers are of no election. Nothing was kept; upload a sheet that was filled in from forms of TPS.",
    ),
    Code.FORM_HEAD_TWICE: Sentence(
        "{where}: judul kolom {value} ada lebih dari satu, dan hanya kolom pertama dibaca. Ganti judul yang lain, lalu unggah lagi.",
        "{where}: more than one column is headed {value}, and only the first is read. Change the other head, then upload again.",
    ),
    Code.FORM_NO_VOTES: Sentence(
        "{where}: tidak ada suara yang terisi. Isi paling sedikit satu nomor.",
        "{where}: no vote is filled in. Fill in one number at least.",
    ),
    Code.FORM_OWN: Sentence(
        "Isi ini Anda sendiri yang mengetik. Minta orang lain membandingkannya dengan foto.",
        "You typed this yourself. Ask somebody else to compare it with the photo.",
    ),
    Code.FORM_CHANGED: Sentence(
        "Isi TPS {value} berubah sejak halaman ini dibuka. Lihat isi terbaru di bawah, lalu putuskan lagi.",
        "TPS {value} was typed anew since this page was opened. Look at what it says now, then decide again.",
    ),
    Code.FORM_NOTHING: Sentence(
        "Belum ada isian untuk TPS {value}. Ketik dulu, atau tunggu HP KPPS.",
        "Nothing is typed for TPS {value} yet. Type it, or wait for the phone of its KPPS.",
    ),
    Code.FORM_NUMBERS: Sentence(
        "{value} bukan daftar nomor di surat suara. Tulis seperti 1-3 atau 1-17, 24.",
        "{value} is no list of the numbers on a paper. Write it like 1-3 or 1-17, 24.",
    ),
    Code.FORM_ROWS: Sentence(
        "Lembar memuat {rows} baris, paling banyak {most}. Kirim sebagian demi sebagian.",
        "The sheet holds {rows} rows, at most {most} fit. Send it part by part.",
    ),
    Code.FORM_IMPORT_GONE: Sentence(
        "Lembar nomor {value} sudah dipakai atau dibuang. Unggah lagi bila masih perlu.",
        "Sheet {value} was used or put away already. Upload it again if it is still needed.",
    ),
    Code.MOVE_SAME_TPS: Sentence(
        "TPS {value} tidak dapat memberi kepada dirinya sendiri. Isi TPS penerima yang lain.",
        "TPS {value} cannot give to itself. Fill in another TPS that received.",
    ),
    Code.PAPER_NAMES_LINE: Sentence(
        "Baris {row} tidak terbaca: {value}. Tulis nomor lalu nama, satu baris satu calon, seperti: 1 Budi dan Ani.",
        "Line {row} cannot be read: {value}. Write a number and a name, one candidate a line, like: 1 Budi and Ani.",
    ),
    Code.PAPER_NAMES_TWICE: Sentence(
        "Baris {row}: nomor {number} sudah ada di atas. Hapus salah satunya.",
        "Line {row}: number {number} stands above already. Delete one of them.",
    ),
    Code.MOVE_NO_PAPERS: Sentence(
        "Belum ada surat suara yang diisi. Isi jumlah untuk sedikitnya satu jenis.",
        "No ballot paper was filled in. Type the number of at least one kind.",
    ),
    Code.BUNDLE_UNPUBLISHED: Sentence(
        "Log baru diterbitkan sampai peristiwa {size}, sedangkan hasil bersandar pada {number}. Tunggu semenit, lalu unduh lagi; bila tetap, jalankan tepat log sequence.",
        "The log is published up to event {size}, but the results rest on {number}. Wait a minute and download again; if it stays so, run tepat log sequence.",
    ),
}
"""Facts are the two sides of a check and how far they are apart."""
