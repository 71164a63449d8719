"""Everything that is printed for a Pilkades, in one file: labels, lists, papers, letters."""

import io
import zipfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from tepat.core.problems import Code, Refused
from tepat.server.documents import rakor_papers
from tepat.server.documents.services import document, write_files
from tepat.server.election.models import Region, Scope, Tps
from tepat.server.move.devices import letters

FOLDERS: Final = {"label_a4": "label", "label_sampul": "label-sampul", "daftar_isi": "daftar-isi"}
READ_ME: Final = """Berkas {name}, {kabupaten}.

label/         tempel di kotak: lembar A4
label-sampul/  tempel di sampul: lembar A4
daftar-isi/    satu lembar untuk setiap kotak: isi lalu centang
hari-gelap/    kontak, berita acara kosong bernomor, dan apa yang dilakukan tanpa listrik dan HP;
               yang tertulis KPU atau PPK di situ adalah panitia kabupaten
surat-tugas/   satu lembar untuk setiap petugas. QR-nya RAHASIA: serahkan ke orangnya saja

Berkas ini memuat nama dan nomor HP. Hapus sesudah dicetak.
Aturan dan jumlah diisi kantor menurut {regulation}; belum ditinjau ahli hukum.
"""


def make(scope: Scope, printed: letters.Printed, told: dict[str, str], now: datetime) -> bytes:
    """Return the zip. What there is nothing for, as envelopes without a rule, is left out.

    `told` are the names in the note inside. Raises `Refused` where there are no packages.
    """
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in _files(scope, printed, told, now):
            entry = zipfile.ZipInfo(name, now.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, data)
    return buffer.getvalue()


def _files(
    scope: Scope, printed: letters.Printed, told: dict[str, str], now: datetime
) -> Iterator[tuple[str, bytes]]:
    yield "BACA-SAYA.txt", READ_ME.format(**told).encode()
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
    for area, paper in letters.papers_by_area(scope, printed, now).items():
        yield f"surat-tugas/surat-tugas-{area}.pdf", paper


def kecamatan_of(scope: Scope) -> list[str]:
    """Return the kecamatan that vote: one query."""
    codes = Tps.objects.filter(scope=scope).values_list("kecamatan", flat=True)
    return sorted(set(codes))
