"""Commands about devices and the log: assign, letters, revoke, list, show, rebuild."""

import argparse
import json
import sys
from datetime import datetime, time
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from tepat.cli import Commands, prepare

if TYPE_CHECKING:
    from tepat.server.election.models import User


_WHY = ("lost", "stolen", "replaced", "left", "other")


def add(commands: Commands) -> None:
    """Add `log assign`, `log revoke`, `log devices`, `log desk-key`, `log show`, `log rebuild`."""
    assign = _with_scope(commands.add("log assign", "beri tugas, dan tulis surat tugasnya (PDF)"))
    assign.add_argument("--name", required=True, help="nama petugas, hanya untuk surat")
    assign.add_argument("--role", required=True, help="peran: ppk, pps, driver, bawaslu ...")
    assign.add_argument("--area", required=True, help="kode wilayah: 63.09.05")
    assign.add_argument("--until", required=True, help="hari terakhir: 2024-12-10")
    assign.add_argument("--server", action="append", default=[], help="alamat server; boleh lebih")
    assign.add_argument("--out", type=Path, help="berkas PDF; tanpa ini isi QR dicetak")
    assign.add_argument("--by", help="nama akun yang menugaskan; tanpa ini akun KPU pertama")
    assign.set_defaults(run=_assign)
    letters = _with_scope(
        commands.add("log letters", "tulis isi QR surat tugas yang belum dipakai")
    )
    letters.add_argument("--server", action="append", default=[], help="alamat server; boleh lebih")
    letters.add_argument("--out", type=Path, required=True, help="berkas JSON, satu surat sebaris")
    letters.set_defaults(run=_letters)
    revoke = _with_scope(commands.add("log revoke", "cabut perangkat sampai nomor tertentu"))
    revoke.add_argument("device", help="id perangkat, lihat tepat log devices")
    revoke.add_argument("--upto", type=int, help="nomor fakta terakhir yang masih berlaku")
    revoke.add_argument("--reason", default="lost", choices=_WHY, help="mengapa")
    revoke.add_argument("--by", help="nama akun yang mencabut")
    revoke.set_defaults(run=_revoke)
    devices = _with_scope(commands.add("log devices", "daftar perangkat dan yang perlu dilihat"))
    devices.set_defaults(run=_devices)
    desk_key = commands.add("log desk-key rotate", "ganti kunci desk di semua log instalasi ini")
    desk_key.add_argument("--by", help="nama akun yang mengganti; tanpa ini akun KPU pertama")
    desk_key.set_defaults(run=_rotate_desk_key)
    take = _with_scope(commands.add("log take", "catat fakta dari teks TEPAT1 atau ekspor HP"))
    take.add_argument("file", type=Path, help="berkas teks TEPAT1: atau ekspor HP (JSON)")
    take.add_argument("--by", help="nama akun yang membawa; tanpa ini akun KPU pertama")
    take.add_argument("--receipts", type=Path, metavar="FILE", help="tulis tanda terima ke FILE")
    take.set_defaults(run=_take)
    show = _with_scope(commands.add("log show", "tampilkan fakta, paket, atau nomor dari log"))
    show.add_argument("what", help="nama fakta, kode paket, atau nomor")
    show.set_defaults(run=_show)
    rebuild = _with_scope(commands.add("log rebuild", "susun ulang keadaan dari log, bandingkan"))
    rebuild.set_defaults(run=_rebuild)


def _with_scope(parser: argparse.ArgumentParser) -> argparse.ArgumentParser:
    parser.add_argument("--kabupaten", required=True, help="kode kabupaten: 63.09")
    parser.add_argument("--election", help="boleh kosong bila hanya ada satu")
    return parser


def _assign(arguments: argparse.Namespace) -> int:
    prepare()
    from tepat.core.election.roles import Role
    from tepat.core.problems import Code, refuse
    from tepat.server import clock
    from tepat.server.election.scopes import find
    from tepat.server.move.devices import letters, reporting

    scope = find(arguments.kabupaten, arguments.election)
    try:
        role = Role(arguments.role)
        last = datetime.combine(
            datetime.fromisoformat(arguments.until).date(), time(23, 59, 59), ZoneInfo(scope.zone)
        )
    except ValueError as error:
        choices = ", ".join(each.value for each in Role)
        raise refuse(Code.DUTY_UNREADABLE, reason=str(error)[:80], choices=choices) from error
    now = clock.now()
    duty = reporting.Duty(arguments.name, role, arguments.area, now, last)
    assignment = reporting.assign(scope, _account(arguments.by), duty, now)
    servers = tuple(arguments.server) or ("http://127.0.0.1:8000",)
    letter = letters.letter_of(scope, assignment, servers)
    if arguments.out is None:
        print(letter.decode())
        return 0
    arguments.out.write_bytes(letters.paper_of(scope, assignment, letters.Printed(servers)))
    print(f"Surat tugas {assignment[:12]} ditulis ke {arguments.out}. Serahkan ke orangnya saja.")
    return 0


def _letters(arguments: argparse.Namespace) -> int:
    prepare()
    from tepat.server import clock
    from tepat.server.election.scopes import find
    from tepat.server.move.devices import letters

    scope = find(arguments.kabupaten, arguments.election)
    servers = tuple(arguments.server) or ("http://127.0.0.1:8000",)
    rows = letters.codes_of(scope, servers, clock.now())
    text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    arguments.out.write_text(text, encoding="utf-8")
    arguments.out.chmod(0o600)
    print(f"{len(rows)} surat tugas ditulis ke {arguments.out}. Isinya rahasia tiap petugas.")
    return 0


def _account(name: str | None) -> "User":
    from tepat.core.problems import Code, refuse
    from tepat.server.election.models import User

    users = User.objects.filter(is_active=True)
    if name:
        user = users.filter(username=name).first()
    else:
        user = users.filter(role_grants__role="kpu").order_by("pk").first()
    if user is None:
        raise refuse(Code.ACCOUNT_UNKNOWN, value=name or "kpu")
    return user


def _revoke(arguments: argparse.Namespace) -> int:
    prepare()
    from tepat.server import clock
    from tepat.server.election.scopes import find
    from tepat.server.move.devices import reporting

    scope = find(arguments.kabupaten, arguments.election)
    user = _account(arguments.by)
    last = reporting.revocable(scope, arguments.device).last_seq
    name = reporting.revoke(
        scope, user, arguments.device, arguments.upto, arguments.reason, clock.now()
    )
    print(f"Perangkat {arguments.device} dicabut oleh fakta {name[:12]}.")
    if arguments.upto is not None and arguments.upto < last:
        print(f"Perhatian: {last - arguments.upto} fakta yang sudah masuk tidak berlaku lagi.")
    return 0


def _devices(arguments: argparse.Namespace) -> int:
    prepare()
    from tepat.server.election.scopes import find
    from tepat.server.move.devices import queries, words

    scope = find(arguments.kabupaten, arguments.election)
    rows = queries.listed(scope)
    for row, name in rows:
        what = "desk" if row.is_desk else f"{row.role} {row.area} {name}".strip()
        print(f"{row.device}  {row.last_seq:>6}  {what}  {words.state_of(row)}".rstrip())
    if not rows:
        print("Belum ada perangkat. Beri tugas dengan tepat log assign.")
    return 0


def _rotate_desk_key(arguments: argparse.Namespace) -> int:
    prepare()
    from tepat.server import clock
    from tepat.server.move.devices import rotating

    done = rotating.rotate(_account(arguments.by), clock.now())
    print(f"Kunci desk sekarang {done.key_id}, di berkas keys/{done.file}.")
    for log in done.logs:
        print(f"  {log}: dicatat, ditandatangani kunci lama; kunci lama berakhir di situ")
    if not done.logs:
        print("  Belum ada log yang berisi. Log baru dimulai dengan kunci ini.")
    print("Server tidak perlu dimulai ulang. Salin folder keys ke tempat terkunci, sekarang juga.")
    return 0


def _take(arguments: argparse.Namespace) -> int:
    prepare()
    from tepat.core.log import receipts
    from tepat.core.problems import Code, refuse
    from tepat.server import clock
    from tepat.server.election.scopes import find
    from tepat.server.move.devices import pasting

    scope = find(arguments.kabupaten, arguments.election)
    try:
        if arguments.file.stat().st_size > pasting.MOST_BYTES:
            raise refuse(Code.BATCH_TOO_LARGE, facts=pasting.MOST_FACTS, bytes=pasting.MOST_BYTES)
        text = arguments.file.read_text(encoding="utf-8", errors="replace").strip()
    except OSError as error:
        raise refuse(Code.FILE_BROKEN, file=str(arguments.file)) from error
    told = pasting.take(scope, _account(arguments.by), pasting.read(text), clock.now())
    if arguments.receipts:
        arguments.receipts.write_bytes(pasting.receipts_of(told))
    for each in told:
        what = f"nomor {each.number}" if not each.reason else f"karantina: {each.reason}"
        print(f"{each.name[:16]}  {each.fact.KIND if each.fact else '?':<10}  {what}")
    counts = [each.verdict for each in told]
    print(
        f"{len(told)} fakta: {counts.count(receipts.ACCEPTED)} dicatat, "
        f"{counts.count(receipts.KNOWN)} sudah ada, "
        f"{counts.count(receipts.QUARANTINED)} di karantina."
    )
    return 1 if receipts.QUARANTINED in counts else 0


def _show(arguments: argparse.Namespace) -> int:
    prepare()
    from tepat.core.problems import Code, refuse
    from tepat.server.election.scopes import find
    from tepat.server.log import queries as log
    from tepat.server.move.custody import queries as custody

    scope = find(arguments.kabupaten, arguments.election)
    where = (scope.election, scope.kabupaten)
    what = arguments.what
    number = int(what) if what.isdecimal() and what.isascii() else log.number_of(*where, what)
    if number is not None and 1 <= number <= log.size(*where):
        [leaf] = log.entries(*where, number, number)
        print(json.dumps({"number": number, **json.loads(leaf)}, indent=1, ensure_ascii=False))
        return 0
    line = custody.line_of(scope, what)
    if line is None:
        raise refuse(Code.ENTRY_UNKNOWN, value=what)
    print(json.dumps(json.loads(line), indent=1, ensure_ascii=False))
    for fact in log.about(*where, what):
        print(f"{fact.number:>8}  {fact.received_at:%Y-%m-%d %H:%M:%S}Z  {fact.name}")
    return 0


def _rebuild(arguments: argparse.Namespace) -> int:
    prepare()
    from tepat.server import flow
    from tepat.server.election.scopes import find

    found = flow.rebuild(find(arguments.kabupaten, arguments.election))
    for difference in found.differences:
        print(difference, file=sys.stderr)
    if found.differences:
        print(f"{found.facts} fakta; {len(found.differences)} baris berbeda dan sudah diperbaiki.")
        return 1
    print(f"{found.facts} fakta; semua tabel sama.")
    return 0
