"""Which rows may be exported, and what each of them can say: one list.

A source is what one row is about; an export is a choice of its fields under the headings
that another agency wants (`layouts`). A new field is one row here and one value in the
server's reader of that source. `guard` is a right without which a field leaves empty.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from tepat.core.election.roles import Action


class Form(StrEnum):
    """How a value is written, so that a sheet leaves a code as it is."""

    TEXT = "text"
    CODE = "code"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that a row can say."""

    name: str
    head: str
    """Its heading where an office wrote none."""
    form: Form = Form.TEXT
    guard: Action | None = None
    is_personal: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """What rows are about. `sight` is the right for a row, in the area that it is about."""

    name: str
    sight: Action
    fields: tuple[Field, ...]
    follows_log: bool = True
    """Its rows are in the order of the log and are never changed, so that one goes on from a
    number; else it says how everything stands now."""
    is_security: bool = False
    has_days: bool = True
    """Whether a row belongs to one day, so that one may ask for the rows of a day."""

    def field(self, name: str) -> Field | None:
        return next((each for each in self.fields if each.name == name), None)


def _texts(**heads: str) -> tuple[Field, ...]:
    return tuple(Field(name, head) for name, head in heads.items())


def _codes(**heads: str) -> tuple[Field, ...]:
    return tuple(Field(name, head, Form.CODE) for name, head in heads.items())


def _numbers(**heads: str) -> tuple[Field, ...]:
    return tuple(Field(name, head, Form.NUMBER) for name, head in heads.items())


_ENTRY: Final = (
    *_codes(row="ID baris"),
    *_numbers(number="Nomor log"),
    *_texts(what="Kejadian"),
)
_WHEN: Final = (
    *_codes(claimed_at="Waktu menurut pelapor"),
    *_codes(day="Tanggal", hour="Jam", received_at="Diterima server"),
)
_AREA: Final = (
    *_codes(tps="Kode TPS", desa="Kode desa"),
    *_texts(desa_name="Desa/kelurahan"),
    *_codes(kecamatan="Kode kecamatan"),
    *_texts(kecamatan_name="Kecamatan"),
)
_OFFICER: Final = (
    Field("officer", "Nama petugas", Form.TEXT, Action.KEEP_DEVICES, is_personal=True),
    Field("phone", "Telepon petugas", Form.CODE, Action.KEEP_DEVICES, is_personal=True),
)
_LOAD: Final = (
    *_codes(package="Kode kotak"),
    *_texts(kind="Jenis pemilihan"),
    *_codes(shipment="Muatan"),
    *_texts(leg="Ruas"),
    *_texts(giver="Penyerah", receiver="Penerima"),
    *_codes(giver_code="Kode penyerah", receiver_code="Kode penerima"),
    *_codes(place="Tempat", to="Tujuan"),
)

MOVES: Final = Source(
    "moves",
    Action.SEE_MOVEMENTS,
    (
        *_ENTRY,
        *_LOAD,
        *_AREA,
        *_WHEN,
        *_codes(closed_with="Segel saat ditutup", seals="Segel yang dilihat"),
        *_texts(condition="Kondisi", evidence="Bukti", standing="Berlaku"),
        *_numbers(witnesses="Pengawas yang menyaksikan"),
        *_codes(paper="Nomor BA kertas", answers="ID serah yang dijawab"),
        *_texts(role="Peran penanda tangan"),
        *_codes(role_code="Kode peran"),
        *_codes(fact="Nama peristiwa", person="Nomor acak petugas"),
        *_OFFICER,
    ),
)
WITNESSED: Final = Source(
    "witnessed",
    Action.SEE_MOVEMENTS,
    (
        *_ENTRY,
        *_codes(package="Kode kotak"),
        *_texts(kind="Jenis pemilihan"),
        *_AREA,
        *_WHEN,
        *_codes(role_code="Kode peran"),
        *_texts(role="Peran pengawas", finding="Temuan", about_what="Yang disaksikan"),
        *_texts(standing="Berlaku"),
        *_texts(giver="Penyerah", receiver="Penerima"),
        *_codes(giver_code="Kode penyerah", receiver_code="Kode penerima"),
        *_codes(
            about="ID baris yang disaksikan",
            place="Tempat",
            seals="Segel yang dilihat",
            fact="Nama peristiwa",
            person="Nomor acak petugas",
        ),
        *_OFFICER,
    ),
)
COVERAGE: Final = Source(
    "coverage",
    Action.SEE_MOVEMENTS,
    (
        *_codes(row="ID baris", kecamatan="Kode kecamatan"),
        *_texts(kecamatan_name="Kecamatan"),
        *_codes(day="Tanggal"),
        *_numbers(handovers="Serah terima", seen="Serah terima disaksikan"),
        *_numbers(unseen="Serah terima luput", percent="Persen disaksikan"),
        *_numbers(boxes="Kotak", boxes_seen="Kotak disaksikan"),
    ),
    follows_log=False,
)
LEGS: Final = Source(
    "legs",
    Action.SEE_SECURITY,
    (
        *_codes(row="ID baris", shipment="Muatan", origin="Dari", destination="Ke"),
        *_codes(kecamatan="Kode kecamatan"),
        *_texts(kecamatan_name="Kecamatan"),
        *_codes(departs_at="Rencana berangkat", day="Tanggal", hour="Jam"),
        *_texts(vehicle="Kendaraan", escort="Kesatuan pengawal", stage="Keadaan muatan"),
        *_texts(presence="Keadaan pengawal", evidence="Bukti kehadiran"),
        *_numbers(people="Jumlah pengawal hadir"),
        *_codes(meets_at="Rencana bertemu", present_at="Hadir pada"),
        *_numbers(packages="Jumlah kotak", present="Laporan kehadiran pengawal"),
        Field("names", "Nama pengawal", Form.TEXT, Action.SEE_SECURITY, is_personal=True),
        Field("driver", "Sopir", Form.TEXT, Action.SEE_SECURITY, is_personal=True),
    ),
    follows_log=False,
    is_security=True,
)
PRESENCE: Final = Source(
    "presence",
    Action.SEE_SECURITY,
    (
        *_ENTRY,
        *_codes(shipment="Muatan", place="Tempat", kecamatan="Kode kecamatan"),
        *_texts(kecamatan_name="Kecamatan", unit="Satuan"),
        *_codes(unit_code="Kode satuan"),
        *_numbers(count="Jumlah personel"),
        *_codes(starts="Mulai", ends="Sampai"),
        *_WHEN,
        *_texts(role="Peran penanda tangan"),
        *_codes(role_code="Kode peran"),
        *_codes(fact="Nama peristiwa", person="Nomor acak petugas"),
        *_OFFICER,
    ),
    is_security=True,
)
CHECKS: Final = Source(
    "checks",
    Action.OBSERVE,
    (
        *_codes(row="ID baris"),
        *_numbers(check="Nomor pemeriksaan", version="Versi"),
        *_texts(focus="Fokus", question="Pertanyaan", answer="Jawaban", grave="Berat"),
        *_codes(code="Kode pertanyaan", subject="Yang diperiksa"),
        *_AREA,
        *_codes(written_at="Ditulis", day="Tanggal", hour="Jam", party_code="Kode pemeriksa"),
        *_texts(party="Oleh"),
        *_texts(note="Catatan"),
    ),
    follows_log=False,
)
SIX: Final = Source(
    "six",
    Action.SEE_DESK,
    (
        *_codes(row="ID baris"),
        *_AREA,
        *_texts(
            jenis="Tepat jenis",
            jumlah="Tepat jumlah",
            kualitas="Tepat kualitas",
            waktu="Tepat waktu",
            sasaran="Tepat sasaran",
            ready="TPS siap",
            evidence="Bukti",
        ),
        *_codes(complete_at="Lengkap pada"),
    ),
    follows_log=False,
    has_days=False,
)

SOURCES: Final[Mapping[str, Source]] = {
    each.name: each for each in (MOVES, WITNESSED, COVERAGE, CHECKS, LEGS, PRESENCE, SIX)
}
