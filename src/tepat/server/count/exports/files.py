"""Unofficial results as files: the same forms give the same bytes, on any day and any machine."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final
from zoneinfo import ZoneInfo

from django.db.models import Max
from django.utils.translation import gettext_noop

from tepat import __version__
from tepat.adapters import csv_out
from tepat.adapters.excel_out import Cell, Sheet, workbook
from tepat.core.count import bundle, lists, nist
from tepat.core.count.checks import CODES
from tepat.core.count.form import FIGURES, Form
from tepat.core.count.official import official_is
from tepat.core.count.versions import State
from tepat.core.count.words import CHECK_WORDS
from tepat.core.problems import Code, refuse
from tepat.server.count.contests import Contests, contests_of
from tepat.server.count.exports import bundling
from tepat.server.count.models import Confirmed, FormState, PaperNames, TypedForm
from tepat.server.count.naming.queries import newest
from tepat.server.count.results import folding
from tepat.server.count.results.queries import names_of
from tepat.server.election.elections import election_of
from tepat.server.election.models import Scope
from tepat.server.log.models import Fact

FORMS: Final = {
    "csv": gettext_noop("CSV"),
    "xlsx": gettext_noop("xlsx"),
    "nist": gettext_noop("NIST SP 1500-100 (JSON)"),
    "names": gettext_noop("Names beside the numbers (CSV)"),
    "bundle": gettext_noop("Bundle with the facts, their proofs and the checkpoint (zip)"),
}
SUFFIX: Final = {
    "csv": ".csv",
    "xlsx": ".xlsx",
    "nist": ".json",
    "names": "-nama.csv",
    "bundle": ".zip",
}
NAMES: Final = ("Jenis", "Kertas", "Nomor", "Nama")
TYPES: Final = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "nist": "application/json",
    "names": "text/csv; charset=utf-8",
    "bundle": "application/zip",
}


@dataclass(frozen=True, slots=True)
class Made:
    """A file, its name, and how many forms it holds."""

    name: str
    data: bytes
    forms: int


def make(scope: Scope, form: str, *, every: bool = False) -> Made:
    """Return the confirmed forms of a scope as a file, or `every` form that is in.

    Raises `Refused` for a form of file that there is not.
    """
    if form not in FORMS:
        raise refuse(Code.EXPORT_UNKNOWN, value=form[:20], choices=", ".join(FORMS))
    folding.catch_up(scope)
    rows = FormState.objects.filter(scope=scope).exclude(state=State.MISSING)
    rows = rows if every else rows.filter(state=State.AGREED)
    found = list(rows.order_by("tps", "sku"))
    contests = contests_of(scope)
    at = _as_of(scope)
    if form == "bundle":
        names = {"csv": bundle.TABLE, "xlsx": bundle.SHEET, "nist": bundle.NIST}
        names |= {"names": bundle.NAMES} if _named(scope) else {}
        files = {
            name: _data(scope, contests, each, found, at, every) for each, name in names.items()
        }
        data = bundling.make(scope, found, files)
    else:
        data = _data(scope, contests, form, found, at, every)
    which = "semua" if every else "dua-orang"
    name = f"bukan-hasil-resmi-{scope.election}-{scope.kabupaten}-{which}{SUFFIX[form]}"
    return Made(name, data, len(found))


def _data(
    scope: Scope,
    contests: Contests,
    form: str,
    rows: Sequence[FormState],
    at: datetime,
    every: bool,
) -> bytes:
    if form == "names":
        return _csv(NAMES, _named(scope))
    if form == "nist":
        return _nist(scope, contests, [row.as_form() for row in rows], at)
    heads, lines = _table(rows)
    return _csv(heads, lines) if form == "csv" else _xlsx(scope, heads, lines, at, every)


def _as_of(scope: Scope) -> datetime:
    """When the last thing that these files rest on came: never the hour of the export."""
    facts = Fact.objects.filter(
        election=scope.election, kabupaten=scope.kabupaten, kind__in=("ballots", "result")
    )
    moments = [facts.aggregate(at=Max("received_at"))["at"]]
    moments += [
        model.objects.filter(scope=scope).aggregate(at=Max("at"))["at"]
        for model in (TypedForm, Confirmed, PaperNames)
    ]
    known = [each for each in moments if each is not None]
    return max(known, default=datetime(2000, 1, 1, tzinfo=UTC)).replace(microsecond=0)


def _table(rows: Sequence[FormState]) -> tuple[list[str], list[list[Cell]]]:
    numbers = sorted({n for row in rows for n in row.form.get("votes", {})}, key=lists.in_order)
    heads = bundle.heads_of(numbers)
    lines: list[list[Cell]] = []
    for row in rows:
        figures, votes = row.form.get("figures", {}), row.form.get("votes", {})
        head: list[Cell] = [bundle.UNOFFICIAL, row.tps, row.kind, bundle.STATE_WORDS[row.state]]
        head += [row.form.get("source", ""), row.checks]
        cells = [*(figures.get(name) for name in FIGURES), *(votes.get(n) for n in numbers)]
        lines.append([*head, *cells])
    return heads, lines


def _named(scope: Scope) -> list[list[Cell]]:
    """Return the names beside the numbers of each paper; none where nobody typed any."""
    rows: list[list[Cell]] = []
    for sku, row in sorted(newest(scope).items()):
        ordered = sorted(row.names.items(), key=lambda each: lists.in_order(each[0]))
        rows += [[sku.partition("/")[0], sku, number, name] for number, name in ordered]
    return rows


def _csv(heads: Sequence[str], lines: Sequence[Sequence[Cell]]) -> bytes:
    buffer = io.BytesIO()
    csv_out.write(buffer, heads, lines, codes=frozenset({1}))
    return buffer.getvalue()


def _xlsx(
    scope: Scope, heads: Sequence[str], lines: Sequence[Sequence[Cell]], at: datetime, every: bool
) -> bytes:
    created = at.astimezone(ZoneInfo(scope.zone)).replace(tzinfo=None)
    warning = f"BUKAN HASIL RESMI. {official_is(election_of(scope))}"
    which = "semua formulir" if every else "formulir yang disetujui dua orang"
    above = [
        warning,
        f"{scope.election}, {scope.kabupaten}: {which}, {created:%d-%m-%Y %H.%M}",
    ]
    if scope.is_contoh:
        above.append("contoh: semua angka dibuat-buat")
    checks: list[list[Cell]] = [[code, CHECK_WORDS[code].id] for code in CODES]
    sheets = [
        Sheet("Bukan hasil resmi", heads, lines, above, (18, 20, 14, 16, 8, 14), 3),
        Sheet("Pemeriksaan", ["Kode", "Yang dibandingkan"], checks, [warning], (8, 50)),
    ]
    if named := _named(scope):
        sheets.insert(1, Sheet("Nama", NAMES, named, [warning], (12, 24, 10, 50)))
    return workbook(sheets, created, "Bukan hasil resmi")


def _nist(scope: Scope, contests: Contests, forms: Sequence[Form], at: datetime) -> bytes:
    names = names_of(scope)
    areas = [nist.Area(scope.kabupaten, names.get(scope.kabupaten, scope.kabupaten), 2)]
    for code, name in sorted(names.items()):
        if len(code) in (8, 13):
            level = 3 if len(code) == 8 else 4
            areas.append(nist.Area(code, name, level, code.rpartition(".")[0]))
    for tps, (_, desa, _) in contests.tps.items():
        label = f"TPS {tps.rpartition('-')[2]} {names.get(desa, desa)}"
        areas.append(nist.Area(tps, label, 5, desa))
    named = newest(scope)
    kinds = {sku: kind for tps in contests.tps for sku, kind in contests.at(tps).items()}
    found = [
        nist.Contest(
            sku,
            kind.name.id,
            scope.kabupaten,
            {str(n): "" for n in kind.choices_in(scope.kabupaten)},
            named[sku].names if sku in named else {},
        )
        for sku, kind in sorted(kinds.items())
    ]
    strange = {form.sku for form in forms} - kinds.keys()  # a paper nobody sends to any TPS
    found += [nist.Contest(sku, sku, scope.kabupaten) for sku in sorted(strange)]
    about = nist.About(
        scope.election,
        contests.election.name.id,
        contests.election.voting_day or at.date(),
        scope.kabupaten,
        names.get(scope.kabupaten, scope.kabupaten),
        at.astimezone(ZoneInfo(scope.zone)),
        f"tepat {__version__}",
        scope.is_contoh,
    )
    return nist.written(nist.report(about, areas, found, forms))
