"""The log as it is published, and what keeps it."""

from typing import Final

from tepat.core.problems import Code
from tepat.core.sentences.form import Sentence

SENTENCES: Final[dict[Code, Sentence]] = {
    Code.LOG_WRITER: Sentence(
        "Log {log} sedang diterbitkan oleh proses lain. Hentikan yang satu; cukup satu penerbit untuk tiap log.",
        "Log {log} is being published by another process. Stop one of them; a log has one publisher.",
    ),
    Code.LOG_RELEASE: Sentence(
        'Waktu buka "{value}" tidak dapat dibaca. Tulis bagian=waktu dengan selisih zona, misalnya entries=2024-11-28T00:00:00+08:00; bagian: {choices}.',
        'The release "{value}" cannot be read. Write part=moment with its offset, such as entries=2024-11-28T00:00:00+08:00; parts: {choices}.',
    ),
    Code.LOG_MIRROR: Sentence(
        'Cermin "{value}" di TEPAT_LOG_MIRRORS tidak dapat dibaca. Tulis nama:token atau nama+security:token, token paling sedikit {least} huruf.',
        'The mirror "{value}" in TEPAT_LOG_MIRRORS cannot be read. Write name:token or name+security:token, with a token of at least {least} characters.',
    ),
    Code.LOG_KEY_ALONE: Sentence(
        "Log {log} hanya punya satu kunci. Buat kunci penerus dulu: tepat log key rotate.",
        "Log {log} has one key only. Make its successor first: tepat log key rotate.",
    ),
    Code.LOG_KEY_BROKEN: Sentence(
        "Berkas kunci {file} tidak dapat dibaca. Kembalikan dari salinan yang disimpan terkunci; jangan membuat yang baru.",
        "The key file {file} cannot be read. Put it back from the copy kept locked away; do not make a new one.",
    ),
    Code.LOG_KEY_MISSING: Sentence(
        "Log {log} sudah pernah terbit, tetapi kuncinya tidak ada di {folder}. Kembalikan kunci dari salinan; catatan tetap diterima, penerbitan menunggu.",
        "Log {log} was published before, but its key is not in {folder}. Put the key back from its copy; facts are still taken, publishing waits.",
    ),
    Code.LOG_SMALLER: Sentence(
        "Log {log} sekarang berisi {size} catatan, padahal sudah ditandatangani sampai {last}. Basis data ini cadangan lama: jangan teruskan, ikuti halaman pemulihan; catatan tetap diterima.",
        "Log {log} now has {size} entries, but was signed up to {last}. This database is an old backup: follow the page on recovery; facts are still taken.",
    ),
    Code.LOG_FORK: Sentence(
        "Log {log} pada {size} catatan bukan lanjutan dari {last} catatan yang sudah ditandatangani atau disaksikan. Tidak ditandatangani; sesudah pemulihan, jalankan tepat log refill --from CERMIN.",
        "Log {log} at {size} entries does not continue the {last} that were signed or witnessed. Not signed; after a restore, run tepat log refill --from MIRROR.",
    ),
    Code.LOG_BEHIND_WITNESS: Sentence(
        "Saksi sudah melihat log {log} sampai {last} catatan, di sini baru {size}. Penerbitan menunggu yang hilang: hentikan server, lalu tepat log refill --from CERMIN; catatan baru tetap diterima.",
        "A witness has seen log {log} up to {last} entries, here there are {size}. Publishing waits for what is missing: stop the server, then tepat log refill --from MIRROR; facts are still taken.",
    ),
    Code.LOG_SIGNER_GONE: Sentence(
        "Proses penanda tangan log {log} berhenti. Jalankan lagi: tepat log sequence memulainya dari TEPAT_LOG_SIGNER.",
        "The signer process of log {log} has ended. Start it again: tepat log sequence starts it from TEPAT_LOG_SIGNER.",
    ),
    Code.LOG_DISK: Sentence(
        "Log {log} tidak dapat ditulis: {reason}. Kosongkan atau perbaiki diska; penerbitan mencoba lagi sendiri.",
        "Log {log} cannot be written: {reason}. Free or mend the disk; publishing tries again by itself.",
    ),
    Code.LOG_FOLDER: Sentence(
        "Berkas {file} dari log {log} rusak. Kembalikan dari cadangan atau cermin, lalu mulai lagi penerbitannya.",
        "The file {file} of log {log} is broken. Put it back from a backup or a mirror, then start publishing again.",
    ),
    Code.LOG_REWRITTEN: Sentence(
        "Isi basis data log {log} tidak lagi sama dengan {size} catatan yang sudah terbit. Jangan ubah apa pun; simpan salinan dan laporkan ke Bawaslu.",
        "The database of log {log} no longer holds the {size} entries that were published. Change nothing; keep a copy and report it to Bawaslu.",
    ),
    Code.LOG_GAP: Sentence(
        "Catatan nomor {number} di log {log} tidak ada. Ambil dari cermin: lihat halaman pemulihan.",
        "Entry {number} of log {log} is not there. Fetch it from a mirror: see the page on recovery.",
    ),
    Code.LOG_LATE: Sentence(
        "Log {log}: {count} catatan sudah lebih dari {minutes} menit belum terbit, yang tertua {since}. Janji tanda terima terlewati: periksa penerbit dengan tepat doctor.",
        "Log {log}: {count} entries have waited more than {minutes} minutes, the oldest since {since}. The promise of their receipts is broken: look at the sequencer with tepat doctor.",
    ),
    Code.LOG_UNWITNESSED: Sentence(
        "Log {log}: belum disaksikan pada {size} catatan, kuorum saksi belum tercapai. Catatan tetap diterima; hubungi saksi yang diam: {names}.",
        "Log {log}: not witnessed at {size} entries, the quorum is not met. Facts are still taken; call the silent witnesses: {names}.",
    ),
    Code.LOG_NO_POLICY: Sentence(
        "Log {log} belum punya kebijakan saksi. Tulis {file} bersama Bawaslu, supaya orang luar ikut memegang log.",
        "Log {log} has no policy of witnesses yet. Write {file} together with Bawaslu, so that others hold the log too.",
    ),
    Code.LOG_POLICY: Sentence(
        "Kebijakan saksi {file} tidak dapat dibaca: {reason}. Perbaiki barisnya; penerbitan berjalan tanpa saksi.",
        "The policy {file} cannot be read: {reason}. Mend the line; publishing goes on without witnesses.",
    ),
    Code.LOG_WITNESS_SILENT: Sentence(
        "Saksi {name} tidak menjawab sejak {since}: {reason}. Hubungi pemegangnya; penerbitan berjalan terus.",
        "Witness {name} has not answered since {since}: {reason}. Call its keeper; publishing goes on.",
    ),
    Code.LOG_WITNESS_REFUSES: Sentence(
        "Saksi {name} menolak log {log}: {reason}. Jangan mulai ulang; cocokkan sidik checkpoint dengan pemegang saksi itu sekarang.",
        "Witness {name} refuses log {log}: {reason}. Do not restart; compare the checkpoint fingerprint with its keeper now.",
    ),
    Code.LOG_WITNESS_CLAIMS: Sentence(
        "Saksi {name} mengaku sudah melihat log {log} sampai {size} catatan, tetapi tidak menunjukkan checkpoint bertanda tangan kita. Penerbitan berjalan terus; minta bukti dari pemegangnya, dan bila tidak ada, keluarkan ia dari kebijakan.",
        "Witness {name} says it has seen log {log} up to {size} entries, but shows no checkpoint that we signed. Publishing goes on; ask its keeper for the proof, and where there is none, take it out of the policy.",
    ),
    Code.LOG_SPLIT: Sentence(
        "Ada checkpoint log {log} pada {size} catatan yang bertanda tangan kita tetapi berbeda isinya. Simpan {file} dan laporkan ke Bawaslu: log ini terbelah.",
        "There is a checkpoint of log {log} at {size} entries that bears our signature and differs. Keep {file} and report it to Bawaslu: this log is split.",
    ),
    Code.LOG_RESTORED: Sentence(
        "Log {log} baru dipulihkan dan saksi {names} belum menjawab. Penerbitan menunggu jawabannya, supaya tidak menandatangani sejarah lama; hubungi pemegangnya.",
        "Log {log} was just restored and the witnesses {names} have not answered. Publishing waits for them, so that no older history is signed; call their keepers.",
    ),
    Code.LOG_ENTRY_CHANGED: Sentence(
        "Basis data log {log} berbeda dari yang sudah terbit: {count} catatan, yang pertama nomor {number}. Jangan ubah apa pun; simpan salinan basis data, pulihkan cadangan, dan laporkan ke Bawaslu.",
        "The database of log {log} differs from what was published: {count} entries, the first is {number}. Change nothing; keep a copy of the database, restore a backup, and report it to Bawaslu.",
    ),
    Code.LOG_REFILL_OTHER: Sentence(
        "Salinan {where} bukan lanjutan log {log}: catatan {number} berbeda dari yang sudah ditandatangani di sini. Tidak ada yang diubah; simpan keduanya dan laporkan ke Bawaslu.",
        "The copy {where} does not continue log {log}: entry {number} differs from what was signed here. Nothing was changed; keep both and report it to Bawaslu.",
    ),
    Code.LOG_REFILL_SHORT: Sentence(
        "Salinan {where} hanya sampai {size} catatan, padahal saksi sudah melihat log {log} sampai {last}. Cari cermin yang lebih baru; bila tidak ada, ikuti halaman pemulihan bagian log penerus.",
        "The copy {where} has {size} entries only, but a witness has seen log {log} up to {last}. Find a newer mirror; where there is none, follow the page on recovery, part successor log.",
    ),
    Code.LOG_REFILL_WITHHELD: Sentence(
        "Salinan {where} tidak memberi {what} nomor {number}. Pakai --token-file milik cermin yang boleh membacanya, atau cermin lain.",
        "The copy {where} does not give {what} {number}. Use the --token-file of a mirror that may read it, or another mirror.",
    ),
    Code.LOG_REFILL_BODY: Sentence(
        "Ada catatan di salinan itu yang bukan fakta log {log}: {reason}. Tidak ada yang diubah; pasang tepat versi terbaru, lalu ulangi.",
        "An entry of that copy is no fact of log {log}: {reason}. Nothing was changed; install the newest tepat and try again.",
    ),
    Code.LOG_STOPPED: Sentence(
        "Log {log} tidak sedang diterbitkan di komputer ini. Jalankan tepat serve atau tepat log sequence.",
        "Log {log} is not being published on this machine. Run tepat serve or tepat log sequence.",
    ),
    Code.LOG_KEY_MODE: Sentence(
        "Kunci {file} dapat dibaca orang lain. Jalankan chmod 600 pada berkas itu, lalu pertimbangkan tepat log key rotate.",
        "The key {file} can be read by others. Run chmod 600 on it, then consider tepat log key rotate.",
    ),
    Code.COSIGNATURE_UNREADABLE: Sentence(
        "Kiriman ini bukan checkpoint bertanda tangan. Kirim catatan utuh: tiga baris, baris kosong, lalu baris tanda tangan.",
        "This is not a signed checkpoint. Send the whole note: three lines, an empty line, then lines of signatures.",
    ),
    Code.COSIGNATURE_UNKNOWN: Sentence(
        "Tidak ada tanda tangan saksi yang dikenal kebijakan log ini. Minta operator memasukkan kunci saksi ke kebijakan.",
        "No signature is of a witness that the policy of this log knows. Ask the operator to add the witness's key to the policy.",
    ),
    Code.COSIGNATURE_SIZE: Sentence(
        "Log {log} tidak punya checkpoint pada {size} catatan. Ambil checkpoint terbaru, periksa, lalu tanda tangani yang itu.",
        "Log {log} has no checkpoint at {size} entries. Fetch the newest one, check it, and sign that one.",
    ),
    Code.COSIGNATURE_OTHER: Sentence(
        "Checkpoint pada {size} catatan ini berbeda dari yang terbit. Simpan yang ada di HP dan laporkan ke Bawaslu kabupaten sekarang.",
        "This checkpoint at {size} entries differs from the published one. Keep the one on the phone and report it to Bawaslu now.",
    ),
    Code.DISK_LOW: Sentence(
        "Sisa diska {folder} tinggal {free} MB. Kosongkan atau pindahkan cadangan lama sebelum di bawah {least} MB.",
        "Only {free} MB are left on the disk of {folder}. Free it or move old backups before it falls below {least} MB.",
    ),
    Code.DISK_READ_ONLY: Sentence(
        "Folder {folder} tidak dapat ditulis: {reason}. Periksa hak akses dan diska; tanpa itu tidak ada catatan yang diterima.",
        "The folder {folder} cannot be written: {reason}. Check rights and disk; until then no fact is taken.",
    ),
    Code.DATABASE_AWAY: Sentence(
        "Basis data tidak menjawab: {reason}. Jalankan server basis data, lalu ulangi; HP menyimpan catatannya sampai itu.",
        "The database does not answer: {reason}. Start the database server and try again; phones keep their facts until then.",
    ),
    Code.DATABASE_BROKEN: Sentence(
        "Basis data rusak: {reason}. Hentikan tepat serve, simpan salinan berkasnya, lalu pulihkan dari cadangan.",
        "The database is broken: {reason}. Stop tepat serve, keep a copy of the file, then restore from a backup.",
    ),
    Code.SCHEMA_OLD: Sentence(
        "{count} perubahan tabel belum dijalankan. Jalankan tepat serve sekali, atau perintah apa pun, dengan versi ini.",
        "{count} changes of tables have not been made. Run tepat serve, or any command, once with this version.",
    ),
    Code.CLOCK_OFF: Sentence(
        "Jam komputer berbeda {seconds} detik dari {name}. Nyalakan penyelarasan jam (NTP) supaya waktu terima dapat dipercaya.",
        "The clock of this machine differs by {seconds} seconds from {name}. Turn time synchronisation (NTP) on, so that times of arrival can be trusted.",
    ),
    Code.QUARANTINE_OPEN: Sentence(
        "Log {log}: {count} kiriman di karantina, misalnya {reason}. Buka halaman karantina dan selesaikan satu per satu.",
        "Log {log}: {count} sent things are in quarantine, such as {reason}. Open the quarantine page and settle them one by one.",
    ),
    Code.BACKUP_BROKEN: Sentence(
        "Cadangan {file} tidak utuh: {reason}. Pakai cadangan lain, dan buat yang baru sekarang.",
        "The backup {file} is not whole: {reason}. Use another one, and make a new one now.",
    ),
    Code.BACKUP_NEWER: Sentence(
        "Cadangan {file} dibuat oleh versi tepat yang lebih baru. Pasang versi itu atau yang sesudahnya, lalu ulangi.",
        "The backup {file} was made by a newer version of tepat. Install that version or a later one and try again.",
    ),
    Code.HOME_NOT_EMPTY: Sentence(
        "{folder} sudah berisi. Pulihkan ke TEPAT_HOME yang kosong, lalu pindahkan sesudah diperiksa.",
        "{folder} is not empty. Restore into an empty TEPAT_HOME and move it once it is checked.",
    ),
}
