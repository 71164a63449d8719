"""Everything that is printed for a Pilkades, in one file: labels, lists, papers, letters."""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from tepat.core.problems import Code, Refused
from tepat.server.documents import rakor_papers, records
from tepat.server.documents.services import document, issue_number, make_letter, write_files
from tepat.server.election.models import Region, Scope, Tps, User
from tepat.server.move.devices import letters
from tepat.server.move.models import Shipment

FOLDERS: Final = {"label_a4": "label", "label_sampul": "label-sampul", "daftar_isi": "daftar-isi"}
READ_ME: Final = """Berkas {name}, {kabupaten}.

label/         tempel di kotak: lembar A4
label-sampul/  tempel di sampul: lembar A4
daftar-isi/    satu lembar untuk setiap kotak: isi lalu centang
hari-gelap/    kontak, berita acara kosong bernomor, dan apa yang dilakukan tanpa listrik dan HP;
               yang tertulis KPU atau PPK di situ adalah panitia kabupaten
{loads}
surat-tugas/   satu lembar untuk setiap petugas. QR-nya RAHASIA: serahkan ke orangnya saja

Berkas ini memuat nama dan nomor HP. Hapus sesudah dicetak.
Aturan dan jumlah diisi kantor menurut {regulation}; belum ditinjau ahli hukum.
"""


LOADED: Final = """surat-jalan/   satu untuk setiap muatan, bernomor; ikut kendaraannya
bast/          satu untuk setiap muatan, bernomor; ditandatangani kedua pihak"""
NOT_LOADED: Final = """surat-jalan/ dan bast/ belum ada: keduanya dibuat dari muatan.
               Kemas, susun di halaman Muatan, lalu unduh sekali lagi; sampai itu
               pakai berita acara kosong di hari-gelap/"""
OF_LOADS: Final = {"surat_jalan": "surat-jalan", "bast": "bast"}
"""Papers that go with each load, and the folder of each."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asks for the zip and when: numbers of letters are given in their name."""

    by: User
    at: datetime


def make(scope: Scope, printed: letters.Printed, told: dict[str, str], asked: Asked) -> bytes:
    """Return the zip. What there is nothing for, as envelopes without a rule, is left out.

    Papers of loads get their number here, if they had none. `told` are the names in the note
    inside. Raises `Refused` where there are no packages.
    """
    now, buffer = asked.at, io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in _files(scope, printed, told, asked):
            entry = zipfile.ZipInfo(name, now.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, data)
    return buffer.getvalue()


def _files(
    scope: Scope, printed: letters.Printed, told: dict[str, str], asked: Asked
) -> Iterator[tuple[str, bytes]]:
    now, loads = asked.at, loads_of(scope)
    note = READ_ME.format(**told, loads=LOADED if loads else NOT_LOADED)
    yield "BACA-SAYA.txt", note.encode()
    with TemporaryDirectory() as folder:
        for code, where in FOLDERS.items():
            try:
                written = write_files(scope, document(code), scope.kabupaten, Path(folder) / code)
            except Refused as refused:
                if refused.problem.code is not Code.NO_PACKAGES or code == "label_a4":
                    raise
                continue
            for each in written:
                yield f"{where}/{each['name']}", (Path(folder) / code / each["name"]).read_bytes()
    for kecamatan in kecamatan_of(scope):
        if Region.objects.filter(code=kecamatan, level=3).exists():
            paper = rakor_papers.dark_pack_pdf(scope, kecamatan, now)
            yield f"hari-gelap/paket-hari-gelap-{kecamatan}.pdf", paper
    for load in loads:
        yield from _of_load(scope, load, asked)
    for area, paper in letters.papers_by_area(scope, printed, now).items():
        yield f"surat-tugas/surat-tugas-{area}.pdf", paper


def loads_of(scope: Scope) -> list[str]:
    """Return the codes of the loads that were made: one query."""
    return list(
        Shipment.objects.filter(scope=scope).order_by("code").values_list("code", flat=True)
    )


def _of_load(scope: Scope, load: str, asked: Asked) -> Iterator[tuple[str, bytes]]:
    """Yield the papers of one load with their numbers, as *Dokumen* makes them one by one."""
    for code, folder in OF_LOADS.items():
        paper, about = records.paper(scope, code, load)
        kind = document(code)
        if not paper.frame.number:
            at = paper.frame.at
            issue_number(scope, kind, load, kind.fill(paper), about, at, asked.at, asked.by)
        yield f"{folder}/{folder}-{load}.pdf", make_letter(scope, kind, load, paper).pdf


def kecamatan_of(scope: Scope) -> list[str]:
    """Return the kecamatan that vote: one query."""
    codes = Tps.objects.filter(scope=scope).values_list("kecamatan", flat=True)
    return sorted(set(codes))
