"""What is deleted when the time of an election's personal data is over: one list of purgers.

Each room that keeps names, telephone numbers, signatures or pictures adds its purger:
`purge(scope) -> int` deletes or blanks them in its own tables and returns how many rows went.
A purger never touches the log, which holds no names. Files go after the transaction
(`transaction.on_commit`), so that a count without deleting leaves them.
"""

import json
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from importlib import import_module
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection, transaction

from tepat.core.problems import Code, refuse
from tepat.server.election.elections import election_of
from tepat.server.election.models import PurgeReport, Scope

PURGERS: Final[Mapping[str, str]] = {
    "tepat.server.move.purging:officers": "petugas: nama dan telepon",
    "tepat.server.move.purging:drivers": "sopir dan pengawal pada muatan",
    "tepat.server.move.purging:photos": "foto dari HP",
    "tepat.server.move.purging:words": "kata-kata yang ditulis di HP",
    "tepat.server.watch.paper.purging:receivers": "penerima pada berita acara kertas",
    "tepat.server.watch.paper.purging:drafts": "berita acara kertas yang belum selesai",
    "tepat.server.watch.paper.purging:photos": "foto berita acara kertas",
    "tepat.server.watch.rakor.attending:purge": "hadir rapat",
    "tepat.server.watch.supervision.purging:purge": "pelapor, terduga, saksi: perkara, Form A",
    "tepat.server.watch.security.services:purge": "personel pengamanan",
    "tepat.server.watch.stores.purging:guards": "penjaga tempat simpan",
    "tepat.server.watch.costs.purging:payees": "penerima biaya",
    "tepat.server.watch.government.purging:contacts": "kontak Desk",
    "tepat.server.watch.government.purging:duties": "piket Desk",
    "tepat.server.watch.government.purging:reads": "siapa membaca pengumuman",
    "tepat.server.documents.purging:made_files": "berkas surat yang pernah dibuat",
    "tepat.server.election.accounts.purging:invitations": "undangan akun",
    "tepat.server.election.accounts.purging:pledges": "nama pada ikrar",
    "tepat.server.election.accounts.purging:accounts": "akun yang sudah ditutup",
    "tepat.server.election.accounts.purging:looks": "jejak akses",
}
"""Names of purgers in their order, with words for people; a photo goes before the looks at it."""

STAYS: tuple[str, ...] = (
    "akun yang masih punya peran: tutup dulu di halaman Petugas, lalu jalankan lagi",
    "penanda tangan surat (nama, NIP, jabatan), kop surat, dan bentuk surat sendiri: arsip dinas",
    "saksi pada berita acara stok dan pemusnahan: bukti barang milik negara",
    "laporan harian yang sudah terkirim: disimpan persis seperti dikirim",
    "nama calon di surat suara: diumumkan KPU",
    "teks bebas: masalah, keputusan, saran, AGHT, mitigasi, notulen, tindak lanjut, pertanyaan, "
    "pengumuman, penyuluhan, gladi, catatan periksa, judul temuan, dan terbitan pengawasan",
)
"""What a purge leaves although it may name people: its report and decision 0504 say so."""

FOLDER: Final = "purged"
LEAST_DAYS: Final = 1
"""While people vote nothing is deleted, also where nobody set how long data are kept."""


class _OnlyCounted(Exception):
    """Ends a transaction whose changes were wanted as counts alone."""


def words_of(name: str) -> str:
    """Say what a purger deletes."""
    return PURGERS.get(name, name)


def due(scope: Scope, days: int | None) -> date:
    """Return the first day on which the data of a scope may be deleted.

    `days` after voting day; None: what the installation says. Raises `Refused` where nobody
    has said, where voting day is not set, and for fewer days than the installation keeps data:
    never before voting day is over, whatever is said.
    """
    voting_day = election_of(scope).voting_day
    held = settings.RETENTION_DAYS if days is None else days
    if held is None or voting_day is None:
        raise refuse(Code.PURGE_UNSET)
    least = max(settings.RETENTION_DAYS or 0, LEAST_DAYS)
    if held < least:
        raise refuse(Code.PURGE_SHORT, days=held, least=least)
    return voting_day + timedelta(days=int(held))


def count(scope: Scope) -> dict[str, int]:
    """Return how many rows each purger would delete, and delete nothing."""
    counts: dict[str, int] = {}
    try:
        with transaction.atomic():
            counts = _run(scope)
            raise _OnlyCounted
    except _OnlyCounted:
        return counts


def purge(scope: Scope, now: datetime, days: int | None = None) -> tuple[PurgeReport, Path]:
    """Delete what is over its time; return the dated report and its file.

    Raises `Refused` before its day. A second time deletes what has come since.
    """
    first = due(scope, days)
    if now.astimezone(ZoneInfo(scope.zone)).date() < first:
        raise refuse(Code.PURGE_EARLY, scope=str(scope), day=f"{first:%d-%m-%Y}")
    with transaction.atomic():
        counts = _run(scope)
        report = PurgeReport.objects.create(scope=scope, at=now, counts=counts)
    _empty_pages()
    return report, _write(report)


def _run(scope: Scope) -> dict[str, int]:
    return {name: _purger(name)(scope) for name in PURGERS}


def _purger(name: str) -> Callable[[Scope], int]:
    module, _, function = name.partition(":")
    found: Callable[[Scope], int] = getattr(import_module(module), function)
    return found


def _empty_pages() -> None:
    """Let SQLite forget the bytes of deleted rows; PostgreSQL does so by itself, later."""
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("vacuum")
            cursor.execute("pragma wal_checkpoint(truncate)")


def _write(report: PurgeReport) -> Path:
    folder = Path(settings.HOME) / FOLDER
    folder.mkdir(exist_ok=True)
    scope = report.scope
    path = folder / f"{report.at:%Y%m%dT%H%M%SZ}-{scope.election}-{scope.kabupaten}.json"
    said = {
        "at": report.at.isoformat(),
        "election": scope.election,
        "kabupaten": scope.kabupaten,
        "deleted": report.counts,
        "stays": list(STAYS),
    }
    path.write_text(json.dumps(said, indent=2, sort_keys=True) + "\n", encoding="utf-8")
    return path
