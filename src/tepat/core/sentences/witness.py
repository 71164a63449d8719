"""The published log, its witnesses and its verifier."""

from typing import Final

from tepat.core.problems import Code
from tepat.core.sentences.form import Sentence

SENTENCES: Final[dict[Code, Sentence]] = {
    Code.LOG_FOLDER_MISSING: Sentence(
        "Folder atau alamat {folder} tidak ada. Periksa namanya, atau colokkan lagi stiknya.",
        "There is no folder or address {folder}. Check its name, or plug the stick in again.",
    ),
    Code.LOG_UNREADABLE: Sentence(
        "{file} tidak dapat dibaca dari media ini. Salin ulang foldernya, lalu ulangi.",
        "{file} cannot be read from this medium. Copy the folder again, then repeat.",
    ),
    Code.LOG_UNREACHABLE: Sentence(
        "{address} tidak menjawab ({why}). Periksa jaringan, lalu ulangi; tidak ada yang dapat disimpulkan tentang log ini.",
        "{address} does not answer ({why}). Check the network and repeat; nothing can be concluded about this log.",
    ),
    Code.LOG_FILE_TOO_LARGE: Sentence(
        "{file} lebih besar dari {limit} byte yang wajar untuk berkas ini. Berkasnya tidak dibaca; mintalah salinan lain.",
        "{file} is larger than the {limit} bytes that are right for it. It was not read; ask for another copy.",
    ),
    Code.LOG_TOO_LONG: Sentence(
        "Checkpoint {where} menyebut {size} peristiwa, lebih dari {limit} yang masuk akal untuk satu log. Tidak ada yang dibaca; simpan checkpoint itu dan tanyakan kepada pengelola server.",
        "The checkpoint {where} names {size} events, more than the {limit} that make sense for one log. Nothing was read; keep that checkpoint and ask who runs the server.",
    ),
    Code.LOG_NO_CHECKPOINT: Sentence(
        "Di {where} tidak ada checkpoint yang dapat dibaca. Pastikan ini folder log yang diterbitkan, bukan folder di atas atau di bawahnya.",
        "{where} holds no checkpoint that can be read. Make sure it is the published folder of a log, not one above or below it.",
    ),
    Code.LOG_TOKEN_EMPTY: Sentence(
        "Berkas token {file} kosong. Minta token baru kepada pengelola server.",
        "The token file {file} is empty. Ask the operator of the server for a new token.",
    ),
    Code.POLICY_UNREADABLE: Sentence(
        "Kebijakan {file} tidak dapat dipahami: {why}. Mintalah berkas aslinya dari lembaga Anda, jangan dari folder log.",
        "The policy {file} is not understood: {why}. Get the original from your own agency, never from the folder of the log.",
    ),
    Code.POLICY_OTHER_LOG: Sentence(
        "Log {origin} tidak ada dalam kebijakan {file}. Pakai kebijakan untuk kabupaten dan pemilihan ini.",
        "The log {origin} is not in the policy {file}. Use the policy of this kabupaten and election.",
    ),
    Code.NOTE_UNREADABLE: Sentence(
        "{file} bukan checkpoint yang utuh. Simpan foldernya sebagai bukti dan mintalah salinan lain untuk dibandingkan.",
        "{file} is not a whole checkpoint. Keep the folder as evidence and ask for another copy to compare.",
    ),
    Code.NOTE_UNTRUSTED: Sentence(
        "{file} tidak ditandatangani dengan kunci log yang tertulis dalam kebijakan Anda. Simpan sebagai bukti dan laporkan ke Bawaslu.",
        "{file} is not signed with the log's key that your policy names. Keep it as evidence and report it to Bawaslu.",
    ),
    Code.NOTE_SPOILED: Sentence(
        "{file}: tanda tangan {name} tidak sah. Simpan foldernya sebagai bukti dan minta checkpoint yang sama dari saksi itu.",
        "{file}: the signature of {name} does not hold. Keep the folder as evidence and ask that witness for the same checkpoint.",
    ),
    Code.NOTE_STRANGER: Sentence(
        "{file} memuat {count} tanda tangan yang tidak ada dalam kebijakan Anda. Tidak dihitung; tanyakan siapa mereka bila seharusnya saksi.",
        "{file} carries {count} signatures that are not in your policy. They do not count; ask who they are if they should be witnesses.",
    ),
    Code.EXPORT_CHANGED: Sentence(
        "Log di {where} tidak seperti yang ditandatangani, jadi tidak ada yang ditulis. Jalankan tepat log verify untuk melihat berkas mana.",
        "The log at {where} is not as it was signed, so nothing was written. Run tepat log verify to see which file.",
    ),
    Code.EXPORT_WITHHELD: Sentence(
        "Log di {where} membuka {count} dari {size} peristiwa. Berikan --token-file, atau tunggu sampai isinya dibuka untuk umum.",
        "The log at {where} opens {count} of {size} events. Give --token-file, or wait until its entries are public.",
    ),
    Code.INDEX_DIFFERS: Sentence(
        "{file} dan checkpoint lama yang ada tidak cocok (ukuran {size}): ada yang diubah atau diambil. Simpan sebagai bukti dan bandingkan dengan salinan lain.",
        "{file} and the older checkpoints that are there do not fit (size {size}): something was changed or taken away. Keep it as evidence and compare it with another copy.",
    ),
    Code.ABOUT_CHANGED: Sentence(
        "{file} tidak sesuai dengan log {origin} yang ditandatangani. Jangan ambil apa pun darinya; simpan sebagai bukti dan bandingkan dengan salinan lain.",
        "{file} does not fit the signed log {origin}. Take nothing from it; keep it as evidence and compare it with another copy.",
    ),
    Code.ABOUT_KEYS: Sentence(
        "{file} menyebut {count} kunci log yang tidak ada dalam kebijakan Anda. Bila KPU mengganti kunci, cocokkan dari kertas lalu masukkan ke kebijakan; bila tidak, laporkan.",
        "{file} names {count} log keys that are not in your policy. If KPU changed keys, compare them with the paper and add them to the policy; if not, report it.",
    ),
    Code.ABOUT_SIGNATURE: Sentence(
        "Waktu pembukaan atau keterangan lain dalam {file} bukan yang ditandatangani log. Simpan berkas ini sebagai bukti dan bandingkan dengan salinan lain.",
        "The release moments or other words in {file} are not what the log signed. Keep this file as evidence and compare it with another copy.",
    ),
    Code.ABOUT_UNSIGNED: Sentence(
        "{file} berbentuk lama tanpa tanda tangan, jadi waktu pembukaannya tidak mengikat. Minta KPU menerbitkannya lagi dengan versi baru.",
        "{file} has the former form without a signature, so its release moments bind nobody. Ask KPU to publish it again with a newer version.",
    ),
    Code.ABOUT_MISSING: Sentence(
        "{file} tidak ada, jadi tidak diketahui kapan isi log harus terbuka. Salin ulang foldernya atau minta dari saksi.",
        "{file} is missing, so nobody can tell when the log had to open. Copy the folder again or ask a witness.",
    ),
    Code.INDEX_MISSING: Sentence(
        "{file} tidak ada, jadi checkpoint lama yang diambil tidak akan terlihat. Salin ulang foldernya atau minta dari saksi.",
        "{file} is missing, so an older checkpoint that was taken away would not be seen. Copy the folder again or ask a witness.",
    ),
    Code.BODIES_MISSING: Sentence(
        "{count} isi peristiwa {audience} tidak ada, padahal waktu pembukaannya sudah lewat. Salin ulang foldernya atau tanyakan kepada pengelola log.",
        "{count} bodies of {audience} are missing although their release has passed. Copy the folder again or ask the operator of the log.",
    ),
    Code.QUORUM_MISSING: Sentence(
        "Log ukuran {size} belum cukup disaksikan: {have} dari {of} saksi log. Tunggu sinkronisasi saksi berikutnya; bila tetap kurang, tanyakan kepada para saksi.",
        "The log at size {size} is not witnessed enough: {have} of {of} log witnesses. Wait for their next round; if it stays so, ask the witnesses.",
    ),
    Code.TILE_CHANGED: Sentence(
        "{file} tidak cocok dengan isi log: peristiwa {first} sampai {last}. Simpan foldernya sebagai bukti dan bandingkan dengan salinan saksi.",
        "{file} does not fit the log: events {first} to {last}. Keep the folder as evidence and compare it with a witness's copy.",
    ),
    Code.TILE_MISSING: Sentence(
        "{file} tidak ada: peristiwa {first} sampai {last} tidak dapat dicocokkan. Salin ulang foldernya atau minta dari saksi yang menyimpan salinan.",
        "{file} is missing: events {first} to {last} cannot be matched. Copy the folder again or ask a witness that keeps a copy.",
    ),
    Code.BUNDLE_CHANGED: Sentence(
        "Peristiwa {number} dalam {file} telah diubah: isinya bukan yang dicatat log. Simpan foldernya sebagai bukti dan minta peristiwa itu dari saksi.",
        "Event {number} in {file} was changed: it is not what the log recorded. Keep the folder as evidence and ask a witness for that event.",
    ),
    Code.BUNDLE_BROKEN: Sentence(
        "{file} rusak: peristiwa {first} sampai {last} tidak dapat dibaca. Simpan foldernya sebagai bukti dan minta berkas itu dari saksi.",
        "{file} is broken: events {first} to {last} cannot be read. Keep the folder as evidence and ask a witness for that file.",
    ),
    Code.BUNDLE_MISSING: Sentence(
        "{file} tidak ada: isi peristiwa {first} sampai {last} tidak dapat diperiksa. Salin ulang foldernya atau minta dari saksi.",
        "{file} is missing: events {first} to {last} cannot be checked. Copy the folder again or ask a witness.",
    ),
    Code.ROOT_DIFFERS: Sentence(
        "Isi folder tidak menghasilkan akar pada {file} ukuran {size}. Simpan foldernya sebagai bukti dan bandingkan dengan salinan saksi.",
        "The folder does not give the root in {file} at size {size}. Keep it as evidence and compare it with a witness's copy.",
    ),
    Code.OLDER_DIFFERS: Sentence(
        "{file} (ukuran {size}) bukan awal dari log ini: sejarah ditulis ulang atau checkpoint diubah. Simpan keduanya sebagai bukti dan laporkan ke Bawaslu.",
        "{file} (size {size}) is not the beginning of this log: history was rewritten or the checkpoint changed. Keep both as evidence and report to Bawaslu.",
    ),
    Code.LOG_CUT: Sentence(
        "Ekor log terpotong: {file} membuktikan {was} peristiwa, di sini hanya {now}. Simpan keduanya sebagai bukti dan laporkan ke Bawaslu.",
        "The tail of the log was cut: {file} proves {was} events, here are only {now}. Keep both as evidence and report to Bawaslu.",
    ),
    Code.SEEN_DIFFERS: Sentence(
        "Peristiwa {number}: HP {device} pernah melihat log ukuran {size} yang lain dari log ini, dan checkpoint bertanda tangan membuktikannya. Ada dua log; simpan keduanya dan laporkan ke Bawaslu.",
        "Event {number}: phone {device} once saw a log of size {size} that differs from this one, and a signed checkpoint proves it. There are two logs; keep both and report to Bawaslu.",
    ),
    Code.SEEN_UNPROVEN: Sentence(
        "Peristiwa {number}: HP {device} menyebut log ukuran {size} yang lain dari log ini, tanpa bukti. Minta ekspor HP itu dan periksa lagi dengan --phone.",
        "Event {number}: phone {device} names a log of size {size} that differs from this one, without proof. Ask for an export of that phone and check again with --phone.",
    ),
    Code.ENTRY_UNREADABLE: Sentence(
        "Peristiwa {number} dalam {file} tidak berbentuk peristiwa. Simpan foldernya sebagai bukti dan tanyakan kepada pengelola log.",
        "Event {number} in {file} has not the form of an event. Keep the folder as evidence and ask the operator of the log.",
    ),
    Code.ENTRY_SCOPE: Sentence(
        "Peristiwa {number} milik pemilihan atau kabupaten lain ({scope}). Tidak seharusnya ada di log ini; laporkan.",
        "Event {number} belongs to another election or kabupaten ({scope}). It has no place in this log; report it.",
    ),
    Code.ENTRY_TWICE: Sentence(
        "Peristiwa {number} sama dengan peristiwa {first}: log memuatnya dua kali. Tanyakan kepada pengelola log.",
        "Event {number} is the same as event {first}: the log holds it twice. Ask the operator of the log.",
    ),
    Code.ENTRY_SIGNATURE: Sentence(
        "Tanda tangan peristiwa {number} bukan dari perangkat {device}. Peristiwa ini palsu; simpan sebagai bukti dan laporkan.",
        "The signature of event {number} is not that of device {device}. This event is forged; keep it as evidence and report it.",
    ),
    Code.ENTRY_COUNTERSIGNATURE: Sentence(
        "Tanda tangan kedua pada peristiwa {number} bukan dari perangkat {device}. Simpan sebagai bukti dan laporkan.",
        "The second signature on event {number} is not that of device {device}. Keep it as evidence and report it.",
    ),
    Code.ENTRY_KEY_UNKNOWN: Sentence(
        "{count} peristiwa dari perangkat {device} belum dapat diperiksa: pendaftarannya belum ada dalam log. Mulai dari peristiwa {number}; minta petugasnya menyinkronkan HP.",
        "{count} events of device {device} cannot be checked yet: its enrolment is not in the log. Beginning with event {number}; ask the officer to sync the phone.",
    ),
    Code.ENTRY_BODY: Sentence(
        "{file} bukan isi peristiwa {number} yang dicatat log. Simpan sebagai bukti dan minta isinya dari pemiliknya.",
        "{file} is not the body of event {number} that the log recorded. Keep it as evidence and ask its owner for the body.",
    ),
    Code.DESK_KEY_ROOT: Sentence(
        "Peristiwa 1 bukan pendaftaran kunci meja KPU, jadi log ini tidak punya akar wewenang. Tanyakan kepada pengelola log.",
        "Event 1 does not enrol a desk key, so this log has no root of authority. Ask the operator of the log.",
    ),
    Code.DESK_KEY_UNSIGNED: Sentence(
        "Peristiwa {number} mendaftarkan kunci meja tanpa tanda tangan kunci meja yang berlaku. Kunci itu tidak dipercaya; laporkan.",
        "Event {number} enrols a desk key without the signature of a standing one. That key is not trusted; report it.",
    ),
    Code.DESK_KEY_EARLY: Sentence(
        "Peristiwa {number} ditandatangani kunci meja {device} sebelum log mengenal kunci itu, di peristiwa {first}. Simpan sebagai bukti dan laporkan.",
        "Event {number} is signed by the desk key {device} before the log knew that key, at event {first}. Keep it as evidence and report it.",
    ),
    Code.DESK_KEY_ENDED: Sentence(
        "Peristiwa {number} ditandatangani kunci meja {device} yang sudah berakhir di peristiwa {last}. Peristiwa itu tidak berlaku; tanyakan siapa yang masih memegang kunci lama.",
        "Event {number} is signed by the desk key {device}, which had ended at event {last}. It does not count; ask who still holds the old key.",
    ),
    Code.CHAIN_GAP: Sentence(
        "Perangkat {device}: {count} peristiwa sebelum nomor {seq} belum masuk. Minta petugasnya menyinkronkan HP.",
        "Device {device}: {count} events before number {seq} have not arrived. Ask the officer to sync the phone.",
    ),
    Code.CHAIN_FORK: Sentence(
        "Perangkat {device} memakai nomor {seq} dua kali: peristiwa {first} dan {number}. HP mungkin disalin atau dipulihkan; tanyakan kepada petugasnya.",
        "Device {device} used number {seq} twice: events {first} and {number}. The phone may be cloned or restored; ask the officer.",
    ),
    Code.CHAIN_BROKEN: Sentence(
        "Peristiwa {number} dari perangkat {device} tidak menyambung ke peristiwa sebelumnya. Bandingkan dengan isi HP itu.",
        "Event {number} of device {device} does not follow its previous event. Compare it with that phone.",
    ),
    Code.LINK_MISSING: Sentence(
        "Peristiwa {number} menjawab {count} peristiwa yang belum ada dalam log. Minta pihak lainnya menyinkronkan HP.",
        "Event {number} answers {count} events that are not in the log yet. Ask the other side to sync the phone.",
    ),
    Code.LIST_CHANGED: Sentence(
        "{file} telah diubah: isinya bukan daftar yang disebut peristiwa. Simpan sebagai bukti dan minta daftar aslinya.",
        "{file} was changed: it is not the list that events name. Keep it as evidence and ask for the original list.",
    ),
    Code.LIST_MISSING: Sentence(
        "{file} yang disebut peristiwa {number} tidak ada. Minta daftar itu dari pengelola log.",
        "{file}, named by event {number}, is missing. Ask the operator of the log for that list.",
    ),
    Code.STATES_UNREADABLE: Sentence(
        "{file} baris {line} tidak dapat dibaca sebagai keadaan paket. Simpan sebagai bukti dan minta salinan lain.",
        "{file} line {line} cannot be read as the state of a package. Keep it as evidence and ask for another copy.",
    ),
    Code.STATES_NONE: Sentence(
        "Keadaan paket untuk ukuran {size} tidak diterbitkan di sini, jadi tidak dapat dibandingkan. Ulangi sebentar lagi; bila tetap tidak ada, tanyakan kepada pengelola log.",
        "The states of packages at size {size} are not published here, so they could not be compared. Repeat in a moment; if they stay away, ask the operator of the log.",
    ),
    Code.STATES_WITHOUT_LIST: Sentence(
        "{count} paket dalam {file} tidak dapat dibandingkan karena daftar yang disebut peristiwa tidak ada di sini. Lengkapi folder lists, lalu periksa lagi.",
        "{count} packages in {file} could not be compared because a list that events name is not here. Complete the folder lists, then check again.",
    ),
    Code.STATE_DIFFERS: Sentence(
        "{file}: keadaan paket {package} yang diterbitkan lain dari yang dihasilkan peristiwanya. Laporkan; yang benar ialah peristiwanya.",
        "{file}: the published state of package {package} differs from what its events give. Report it; the events are right.",
    ),
    Code.STATE_STRANGER: Sentence(
        "{file} memuat paket {package} yang tidak disebut peristiwa mana pun. Laporkan kepada Bawaslu.",
        "{file} holds package {package} that no event names. Report it to Bawaslu.",
    ),
    Code.STATE_MISSING: Sentence(
        "{file} tidak memuat paket {package} yang disebut peristiwa. Laporkan kepada Bawaslu.",
        "{file} does not hold package {package} that events name. Report it to Bawaslu.",
    ),
    Code.PHONE_UNREADABLE: Sentence(
        "{file} butir {line} tidak dapat dibaca sebagai isi HP. Ekspor ulang dari HP itu.",
        "{file} item {line} cannot be read as the contents of a phone. Export it from that phone again.",
    ),
    Code.PHONE_SIGNATURE: Sentence(
        "{file} butir {line}: tanda tangannya bukan dari perangkat {device}. Ekspor ulang dari HP itu; jangan dipakai sebagai bukti.",
        "{file} item {line}: the signature is not that of device {device}. Export it from that phone again; do not use it as evidence.",
    ),
    Code.PHONE_WAITING: Sentence(
        "{file}: {count} peristiwa di HP belum ada dalam log dan tenggatnya belum lewat. Periksa lagi setelah HP disinkronkan.",
        "{file}: {count} events on the phone are not in the log and are not due yet. Check again after the phone has synced.",
    ),
    Code.RECEIPT_SIGNATURE: Sentence(
        "{file} butir {line}: tanda terima tidak ditandatangani kunci meja log ini. Simpan HP itu sebagai bukti dan laporkan.",
        "{file} item {line}: the receipt is not signed by a desk key of this log. Keep that phone as evidence and report it.",
    ),
    Code.RECEIPT_ELSEWHERE: Sentence(
        "{file} butir {line}: tanda terima menjanjikan nomor {number}, tetapi di situ ada peristiwa lain. Simpan HP itu sebagai bukti dan laporkan ke Bawaslu.",
        "{file} item {line}: the receipt promised number {number}, but another event is there. Keep that phone as evidence and report to Bawaslu.",
    ),
    Code.RECEIPT_BROKEN: Sentence(
        "{file} butir {line}: server memberi tanda terima nomor {number}, tetapi peristiwanya tidak masuk log. Simpan HP itu sebagai bukti dan laporkan ke Bawaslu.",
        "{file} item {line}: the server gave a receipt with number {number}, but the event is not in the log. Keep that phone as evidence and report to Bawaslu.",
    ),
    Code.RECEIPT_VERDICT: Sentence(
        "{file} butir {line}: tanda terima nomor {number} berisi putusan lain dari yang tertulis di log. Simpan HP itu sebagai bukti dan laporkan ke Bawaslu.",
        "{file} item {line}: the receipt with number {number} gives another verdict than the log holds. Keep that phone as evidence and report to Bawaslu.",
    ),
    Code.PHONE_REFUSED: Sentence(
        "{file} butir {line}: log mengarantinakan peristiwa ini di nomor {number} ({reason}), padahal kunci, daerah, dan tanda tangannya benar. Simpan HP itu sebagai bukti dan laporkan ke Bawaslu.",
        "{file} item {line}: the log quarantined this event at number {number} ({reason}) although key, area and signature hold. Keep that phone as evidence and report to Bawaslu.",
    ),
    Code.PHONE_COPY_REFUSED: Sentence(
        "{file} butir {line}: log mengarantinakan salinan peristiwa ini di nomor {number} ({reason}), dan tidak menunjukkan tanda tangan salinan itu. Kirim ulang peristiwa ini ke KPU.",
        "{file} item {line}: the log quarantined a copy of this event at number {number} ({reason}) and does not show that copy's signature. Send this event to KPU again.",
    ),
    Code.FINGERPRINT_FORM: Sentence(
        '"{value}" bukan ukuran dan 24 angka sidik. Salin persis dari kertas, misalnya: 1204 1234 5678 9012 3456 7890 1234.',
        '"{value}" is not a size and a fingerprint of 24 digits. Copy it from the paper, for example: 1204 1234 5678 9012 3456 7890 1234.',
    ),
    Code.BUNDLE_UNREADABLE: Sentence(
        "{file} bukan bundel hasil yang utuh. Unduh lagi dari Desk, atau minta salinan lain.",
        "{file} is no whole bundle of results. Download it again from the desk, or ask for another copy.",
    ),
    Code.RESULTS_FILE: Sentence(
        "Berkas {file} dalam bundel bukan yang ditandatangani. Simpan bundelnya sebagai bukti dan unduh lagi untuk dibandingkan.",
        "The file {file} in the bundle is not the one that was signed. Keep the bundle as evidence and download it again to compare.",
    ),
    Code.RESULTS_INDEX: Sentence(
        "{file} tidak ditandatangani Desk log ini untuk checkpoint ini. Simpan bundelnya dan tanyakan asalnya.",
        "{file} is not signed by the desk of this log for this checkpoint. Keep the bundle and ask where it came from.",
    ),
    Code.RESULTS_NOT_IN_LOG: Sentence(
        "Peristiwa {number} dalam bundel tidak ada di log yang ditandatangani. Simpan bundelnya sebagai bukti.",
        "Event {number} of the bundle is not in the log that was signed. Keep the bundle as evidence.",
    ),
    Code.RESULTS_SIGNATURE: Sentence(
        "Tanda tangan peristiwa {number} tidak sah, atau kuncinya tidak ada dalam bundel. Simpan bundelnya sebagai bukti.",
        "The signature of event {number} does not hold, or its key is not in the bundle. Keep the bundle as evidence.",
    ),
    Code.RESULTS_SIGNER: Sentence(
        "TPS {tps}, {kind}: yang menandatangani tidak berwenang ({why}). Periksa surat tugasnya di log.",
        "TPS {tps}, {kind}: who signed had no right to ({why}). Check the letter of duty in the log.",
    ),
    Code.RESULTS_NO_FACT: Sentence(
        "TPS {tps}, {kind}: peristiwa yang disebut bundel tidak memuat formulir ini. Unduh lagi dan bandingkan.",
        "TPS {tps}, {kind}: the event that the bundle names does not hold this form. Download it again and compare.",
    ),
    Code.RESULTS_DIFFERS: Sentence(
        "TPS {tps}, {kind}, {name}: berkas menyebut {left}, yang ditandatangani {right}. Simpan bundelnya sebagai bukti.",
        "TPS {tps}, {kind}, {name}: the file says {left}, what was signed says {right}. Keep the bundle as evidence.",
    ),
    Code.RESULTS_ROW: Sentence(
        "Baris TPS {tps}, {kind} tidak cocok dengan daftar formulir bundel. Simpan bundelnya dan unduh lagi.",
        "The row of TPS {tps}, {kind} does not fit the forms of the bundle. Keep the bundle and download it again.",
    ),
    Code.RESULTS_REMADE: Sentence(
        "{file}, {name}: tertulis {left}, seharusnya {right}. Simpan bundelnya sebagai bukti.",
        "{file}, {name}: it says {left}, and should say {right}. Keep the bundle as evidence.",
    ),
    Code.RESULTS_STRANGER: Sentence(
        "Berkas {file} tidak termasuk bundel hasil. Jangan pakai angkanya; simpan bundelnya sebagai bukti.",
        "The file {file} is no part of a bundle of results. Do not use its numbers; keep the bundle as evidence.",
    ),
    Code.RESULTS_ONE_PERSON: Sentence(
        "TPS {tps}, {kind} disebut sama dari dua orang, padahal bundel hanya memuat satu. Periksa versinya di Desk.",
        "TPS {tps}, {kind} is said to agree between two people, but the bundle holds one. Check its versions at the desk.",
    ),
    Code.RESULTS_WITHOUT_FACT: Sentence(
        "{count} formulir tidak dapat dibuktikan: ada sel kosong atau di bawah nol, jadi tidak ada di log. Bandingkan dengan fotonya.",
        "{count} forms cannot be proved: a cell is blank or below nought, so they are not in the log. Compare with their photos.",
    ),
    Code.PROOF_UNREADABLE: Sentence(
        "{file} bukan bukti log yang utuh. Mintalah berkas buktinya dikirim ulang.",
        "{file} is not a whole proof of the log. Ask for the proof to be sent again.",
    ),
    Code.PROOF_NO_FACT: Sentence(
        "Peristiwa {fact} tidak ada dalam log ukuran {size}. Periksa namanya, atau tunggu sampai log memuatnya.",
        "Event {fact} is not in the log of size {size}. Check its name, or wait until the log holds it.",
    ),
    Code.MIRROR_FORK: Sentence(
        "Log di {where} (ukuran {size}) bukan kelanjutan salinan ini. Salinan tidak disentuh; simpan dan laporkan ke Bawaslu.",
        "The log at {where} (size {size}) does not continue this copy. The copy was left alone; keep it and report to Bawaslu.",
    ),
    Code.MIRROR_BROKEN: Sentence(
        "{file} di {where} tidak cocok dengan checkpoint. Salinan tidak disentuh; ulangi, dan bila tetap begitu laporkan.",
        "{file} at {where} does not fit the checkpoint. The copy was left alone; repeat, and report it if it stays so.",
    ),
    Code.WITNESS_NO_KEY: Sentence(
        "Folder {folder} belum berisi kunci saksi. Jalankan dulu: tepat log witness init {folder}.",
        "Folder {folder} holds no witness key. First run: tepat log witness init {folder}.",
    ),
    Code.WITNESS_NAMED: Sentence(
        "Saksi di {folder} sudah bernama {name}. Nama melekat pada kunci; untuk nama lain buatlah folder lain.",
        "The witness in {folder} is called {name} already. A name belongs to its key; make another folder for another name.",
    ),
    Code.WITNESS_NAME_NEEDED: Sentence(
        "Saksi baru memerlukan nama tanpa spasi dan tanpa tanda plus. Tulis misalnya --name bawaslu-tabalong.example/saksi.",
        "A new witness needs a name without spaces or plus signs. Write for example --name bawaslu-tabalong.example/saksi.",
    ),
    Code.WITNESS_NO_LOG: Sentence(
        'Saksi ini belum mengawasi log mana pun, atau "{value}" bukan kunci log. Tulis --log dengan kunci yang diumumkan KPU.',
        'This witness watches no log yet, or "{value}" is not the key of a log. Write --log with the key that KPU announced.',
    ),
    Code.WITNESS_TWICE: Sentence(
        "Saksi di {folder} sedang berjalan di jendela lain. Tutup yang satu: dua saksi dengan satu kunci dapat saling mengingkari.",
        "The witness in {folder} is running in another window. Close one: two witnesses with one key may break each other's promise.",
    ),
    Code.WITNESS_PROMISE_LOST: Sentence(
        "Janji saksi untuk {origin} di {file} hilang atau rusak. Pulihkan dari cadangan; bila tidak ada, buat saksi baru dengan nama lain dan umumkan.",
        "The witness's promise about {origin} in {file} is lost or damaged. Restore it from a backup; if there is none, make a new witness with another name and announce it.",
    ),
    Code.WITNESS_PORT: Sentence(
        "Alamat {host}:{port} tidak dapat dipakai ({why}). Pilih nomor lain dengan --port.",
        "The address {host}:{port} cannot be used ({why}). Choose another number with --port.",
    ),
}
