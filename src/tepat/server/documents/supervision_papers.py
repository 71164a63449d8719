"""Papers of Bawaslu: Form A as PDF and docx, and the blank form of a report."""

from datetime import UTC, datetime
from typing import Any, Final

from tepat.adapters.typst_pdf import compile_pdf
from tepat.core.documents import WET_SIGNATURE_RULES, office
from tepat.core.election.roles import Role
from tepat.core.watch.supervision import form_a
from tepat.server.documents.form_a_docx import form_a_docx
from tepat.server.documents.letterheads import letterhead_of
from tepat.server.election.elections import election_of
from tepat.server.election.models import Scope
from tepat.server.watch.models import SupervisionForm

TITLE: Final = "FORMULIR MODEL A"
SUBTITLE: Final = "LAPORAN HASIL PENGAWASAN"
BLANK_FIELDS: Final = (
    ("Pelapor", ("Nama", "Alamat", "Nomor telepon")),
    ("Terlapor", ("Nama", "Alamat atau jabatan")),
    (
        "Peristiwa",
        ("Apa yang terjadi", "Tempat kejadian", "Hari, tanggal, dan jam", "Diketahui sejak"),
    ),
    ("Saksi dan bukti", ("Saksi (nama dan alamat)", "Bukti yang dilampirkan")),
)


def form_pdf(scope: Scope, row: SupervisionForm) -> bytes:
    """Return a Form A as PDF. Equal forms give equal bytes."""
    paper = {
        "title": TITLE,
        "subtitle": SUBTITLE,
        "number": row.said.get("lhp", ""),
        "parts": form_a.paper(row.said),
        "place": row.said.get("place", ""),
        "name": row.said.get("name", ""),
        "post": row.said.get("post", ""),
        "source": source_of(row),
    }
    return _pdf(scope, "form_a.typ", f"{TITLE} {row.said.get('lhp', '')}", paper, row.at)


def blank_pdf(scope: Scope, now: datetime) -> bytes:
    """Return the form on which somebody reports by hand."""
    paper = {
        "title": "FORMULIR LAPORAN DUGAAN PELANGGARAN",
        "parts": [{"title": title, "rows": list(rows)} for title, rows in BLANK_FIELDS],
    }
    return _pdf(scope, "report_form.typ", "Formulir laporan", paper, now)


def source_of(row: SupervisionForm) -> str:
    """Say what a form was filled from."""
    said = []
    if row.checks:
        said.append("daftar periksa " + ", ".join(str(each) for each in row.checks))
    if row.facts:
        said.append(f"{len(row.facts)} peristiwa log")
    if row.case_number:
        said.append(f"perkara {row.case_number}")
    return f"Diisi dari {', '.join(said)}; versi {row.version}." if said else ""


def _pdf(scope: Scope, template: str, title: str, paper: dict[str, Any], at: datetime) -> bytes:
    election = election_of(scope).name.id
    kop = letterhead_of(scope, Role.BAWASLU.value)
    common = office.common(kop, election, title, scope.is_contoh, WET_SIGNATURE_RULES)
    moment = at.astimezone(UTC).replace(second=0, microsecond=0)
    return compile_pdf(template, {"common": common, "paper": paper}, moment)


def form_docx(scope: Scope, row: SupervisionForm) -> bytes:
    """Return a Form A as .docx. Equal forms give equal bytes."""
    kop = letterhead_of(scope, Role.BAWASLU.value)
    return form_a_docx(row, kop, TITLE, SUBTITLE, source_of(row))
