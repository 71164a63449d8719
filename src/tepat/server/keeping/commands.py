"""Commands that keep an installation: sequence, signer, keys, backup, restore, doctor."""

import argparse
import shutil
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING

from tepat.cli import Commands, prepare

if TYPE_CHECKING:
    from tepat.server.keeping.backup import Contents
    from tepat.server.log.publishing.place import Place


def add(commands: Commands) -> None:
    """Add the commands of this room."""
    _add_log(commands)
    backup = commands.add("backup", "simpan seluruh instalasi ke satu berkas, sambil berjalan")
    backup.add_argument("file", type=Path, metavar="FILE")
    backup.add_argument("--with-keys", action="store_true", help="ikutkan kunci; simpan terkunci")
    backup.set_defaults(run=_backup)
    restore = commands.add("restore", "pulihkan cadangan ke TEPAT_HOME yang kosong")
    restore.add_argument("file", type=Path, metavar="FILE")
    restore.add_argument("--check", action="store_true", help="periksa saja, tidak menulis apa pun")
    restore.set_defaults(run=_restore)
    doctor = commands.add("doctor", "periksa instalasi ini dan katakan apa yang harus dibenahi")
    doctor.set_defaults(run=_doctor)


def _add_log(commands: Commands) -> None:
    sequence = commands.add("log sequence", "terbitkan semua log: checkpoint, tile, saksi")
    sequence.add_argument("--once", action="store_true", help="satu putaran, lalu berhenti")
    sequence.add_argument(
        "--until-closed", action="store_true", help="berhenti bila masukan standar ditutup"
    )
    sequence.set_defaults(run=_sequence)
    signer = commands.add("log signer", "tanda tangani checkpoint sebagai proses tersendiri")
    signer.add_argument("--home", type=Path, help="folder yang berisi keys; bawaan TEPAT_HOME")
    signer.set_defaults(run=_signer)
    refill = commands.add("log refill", "kembalikan ekor log yang hilang, dari cermin atau salinan")
    refill.add_argument("--kabupaten", required=True)
    refill.add_argument("--election")
    refill.add_argument(
        "--from",
        dest="where",
        required=True,
        metavar="CERMIN",
        help="folder atau alamat salinan log",
    )
    refill.add_argument("--token-file", type=Path, help="berkas token cermin, bila diminta")
    refill.set_defaults(run=_refill)
    for word, help, run in (
        ("show", "kunci umum log, untuk saksi dan kebijakan", _show_key),
        ("rotate", "buat kunci penerus; kunci lama dan baru menandatangani bersama", _rotate),
        ("retire", "akhiri masa bersama: hanya kunci terbaru yang menandatangani", _retire),
    ):
        key = commands.add(f"log key {word}", help)
        key.add_argument("--kabupaten", required=True)
        key.add_argument("--election")
        key.set_defaults(run=run)


def _sequence(arguments: argparse.Namespace) -> int:
    prepare()
    from tepat.server.desk.serving import end_with_parent
    from tepat.server.keeping.running import run

    if arguments.until_closed:
        end_with_parent()
    run(threading.Event(), once=arguments.once)
    return 0


def _signer(arguments: argparse.Namespace) -> int:
    from tepat.server import environment
    from tepat.server.log.publishing import signer
    from tepat.server.log.publishing.disk import Disk

    signer.serve(arguments.home or environment.home(), sys.stdin, sys.stdout, Disk())
    return 0


def _place(arguments: argparse.Namespace) -> "Place":
    prepare()
    from tepat.server.election import scopes
    from tepat.server.keeping import wiring

    return wiring.place_of(scopes.find(arguments.kabupaten, arguments.election))


def _show_key(arguments: argparse.Namespace) -> int:
    place = _place(arguments)
    from tepat.server.keeping import wiring
    from tepat.server.log.publishing.disk import Disk

    signer = wiring.signer_of(place, Disk())
    signer.begin()
    for vkey in signer.vkeys():
        print(vkey)
    return 0


def _rotate(arguments: argparse.Namespace) -> int:
    place = _place(arguments)
    from tepat.server.log.publishing import keys
    from tepat.server.log.publishing.disk import Disk

    disk = Disk()
    if not keys.keys_of(place):
        return _show_key(arguments)
    key = keys.make_key(place, disk)
    print(f"Kunci ke-{key.number} log {place}:\n{key.vkey}")
    print("Kedua kunci menandatangani mulai sekarang. Kirim kunci ini ke semua saksi, dan sesudah")
    print("semuanya memasukkannya ke kebijakan: tepat log key retire")
    return 0


def _retire(arguments: argparse.Namespace) -> int:
    place = _place(arguments)
    from tepat.server.log.publishing import keys
    from tepat.server.log.publishing.disk import Disk

    for key in keys.retire(place, Disk()):
        print(f"Kunci ke-{key.number} log {place} tidak lagi menandatangani dan sudah dihapus.")
    return 0


def _refill(arguments: argparse.Namespace) -> int:
    prepare()
    from tepat.server import clock
    from tepat.server.election import scopes
    from tepat.server.keeping.refill import refill
    from tepat.witness import sources, trust

    scope = scopes.find(arguments.kabupaten, arguments.election)
    source = sources.opened(arguments.where, trust.read_token(arguments.token_file))
    done = refill(scope, source, clock.now())
    if not done.rows.returned:
        print(f"Tidak ada yang hilang: {done.kept} catatan di sini sama dengan {source.name}.")
        return 0
    print(
        f"{done.rows.returned} catatan kembali dengan nomor lamanya: {done.kept + 1}-{done.size}."
    )
    if done.rows.moved:
        last = done.size + done.rows.moved
        print(f"Yang masuk sesudah pemulihan sekarang bernomor {done.size + 1}-{last}.")
    print("Jalankan lagi: tepat serve")
    return 0


def _backup(arguments: argparse.Namespace) -> int:
    prepare()
    from tepat.server import clock
    from tepat.server.keeping import backup, remembered, wiring

    with_keys, file, now = arguments.with_keys, arguments.file, clock.now()
    contents = backup.write(wiring.home(), file, now, with_keys=with_keys)
    done = remembered.Backup(now, file.name, file.stat().st_size, with_keys)
    remembered.note_backup(wiring.home(), done)
    _tell(contents)
    print(f"Ditulis: {arguments.file}. Periksa dengan: tepat restore --check {arguments.file}")
    if not with_keys:
        print("Kunci tidak ikut. Simpan salinan folder keys dan berkas secret_key, terkunci.")
    return 0


def _tell(contents: "Contents") -> None:
    rows = sum(contents.rows.values())
    print(f"Cadangan {contents.made_at}, basis data {contents.database}: {rows} baris.")
    for folder, count in sorted(contents.folders().items()):
        print(f"  {folder}: {count} berkas")
    print("  dengan kunci" if contents.has_keys else "  tanpa kunci")


def _restore(arguments: argparse.Namespace) -> int:
    from tepat.server.keeping import restore

    if arguments.check:
        _tell(restore.check(arguments.file))
        print("Cadangan utuh.")
        return 0
    from tepat.server import environment

    home = environment.home()
    restore.check_kind(arguments.file, home, environment.text("TEPAT_GLADI").strip())
    contents = restore.unpack(arguments.file, home)
    prepare()
    if contents.database != "sqlite":
        restore.load_rows(arguments.file)
    _mark_restored()
    _tell(contents)
    print("Sudah dipulihkan. Bila ada cermin lebih baru, sebelum tepat serve: tepat log refill")
    print("Sebelum menandatangani, penerbit menanyai semua saksi; periksa dengan: tepat doctor")
    return 0


def _mark_restored() -> None:
    from tepat.server.keeping import wiring
    from tepat.server.log.publishing import status
    from tepat.server.log.publishing.disk import Disk
    from tepat.server.log.publishing.sequencer import restored_mark

    for scope in wiring.scopes():
        place = wiring.place_of(scope)
        status.path_of(place).unlink(missing_ok=True)
        shutil.rmtree(place.state / "inbox", ignore_errors=True)
        Disk().write(restored_mark(place), b"")


def _doctor(arguments: argparse.Namespace) -> int:
    prepare()
    from tepat.core.sentences import sentence
    from tepat.server.keeping.doctor import examine

    problems = examine()
    for problem in problems:
        print(f"- {sentence(problem)}")
    if not problems:
        print("Semua baik: diska, basis data, jam, kunci, log, saksi, karantina.")
    return 1 if problems else 0
