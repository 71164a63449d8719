"""A sheet of forms: read and shown first, kept when somebody says so."""

import hashlib
from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.db import transaction

from tepat.adapters.excel_out import Sheet, workbook
from tepat.adapters.sheets import open_sheets
from tepat.core import mark
from tepat.core.count import lists
from tepat.core.count.form import Form
from tepat.core.count.sheet import Find, Papers, read_forms
from tepat.core.count.versions import Source
from tepat.core.count.words import FIGURE_WORDS, figure_words
from tepat.core.election.catalogue import Kind
from tepat.core.election.roles import Action
from tepat.core.election.tps_list.sheet import Sheet as ReadSheet
from tepat.core.problems import Code, refuse
from tepat.server.count.contests import Contests, contests_of, paper_of
from tepat.server.count.models import SheetImport
from tepat.server.count.results import reporting
from tepat.server.election.models import Scope, User
from tepat.server.election.scopes import allows

COLUMNS = ("registered", "dpt", "moved", "unlisted", "users", "received", "used", "spoiled", "left")
SUMS = ("valid", "invalid", "total")
MOST_NUMBERS = 60
MARKED = 6
"""Rows in which the mark of a rehearsal may stand."""
NOT_HERE = "\u2013"
"""Stands in a cell that has no number on the paper; it is read as a blank."""


def papers_of(contests: Contests, user: User, scope: Scope) -> Find:
    """Return how a TPS and a word for a kind become a ballot paper, where `user` may type."""
    may: dict[str, bool] = {}

    def find(tps: str, word: str) -> Papers:
        if tps not in contests.tps:
            return Papers()
        kecamatan = contests.tps[tps][0]
        if kecamatan not in may:
            may[kecamatan] = allows(user, Action.ENTER_RESULTS, scope, kecamatan)
        if not may[kecamatan] and not allows(user, Action.ENTER_RESULTS, scope, tps):
            return Papers(is_elsewhere=True)
        held = contests.at(tps)
        kind = contests.kind(word) or _by_name(contests, word)
        if not word.strip() and len(held) == 1:
            kind = next(iter(held.values()))
        sku = next((sku for sku, each in held.items() if kind and each.code == kind.code), None)
        codes = ", ".join(each.code for each in held.values())
        return Papers(sku, codes, paper_of(held[sku], tps) if sku else None)

    return find


def _by_name(contests: Contests, word: str) -> Kind | None:
    wanted = word.strip().lower()
    return next(
        (each for each in contests.kinds if wanted in (each.name.id.lower(), each.name.en.lower())),
        None,
    )


@transaction.atomic
def preview(scope: Scope, data: bytes, name: str, user: User, now: datetime) -> SheetImport:
    """Read a file and keep what it would add.

    Raises `Refused` where it is no such sheet, or one of a rehearsal and this is none.
    """
    contests = contests_of(scope)
    example = next(iter(contests.tps), "99.01.01.2001-001")
    sheets = list(open_sheets(data, name))
    if not settings.GLADI and (name.upper().startswith(mark.GLADI) or _is_marked(sheets)):
        raise refuse(Code.FORM_GLADI, file=name)
    read = read_forms(sheets, name, papers_of(contests, user, scope), example)
    return SheetImport.objects.create(
        scope=scope,
        file_name=name[:255],
        sha256=hashlib.sha256(data).hexdigest(),
        by=str(user.account),
        at=now,
        rows=[
            {
                "where": row.where,
                "tps": row.form.place,
                "sku": row.form.sku,
                "figures": {k: n for k, n in row.form.figures.items() if n is not None},
                "votes": dict(row.form.votes),
            }
            for row in read.rows
        ],
        problems=[{"code": p.code.value, "facts": dict(p.facts)} for p in read.problems],
    )


def _is_marked(sheets: Sequence[ReadSheet]) -> bool:
    """Tell whether a sheet bears the mark of a rehearsal above its table."""
    above = (sheet.cell(at, 0) for sheet in sheets for at in range(min(MARKED, len(sheet.rows))))
    return any(str(cell or "").startswith(mark.GLADI) for cell in above)


def forms_in(kept: SheetImport) -> list[tuple[str, Form]]:
    """Return the forms of a kept sheet with where each stands."""
    return [
        (row["where"], Form(row["tps"], row["sku"], row["figures"], row["votes"]))
        for row in kept.rows
    ]


@transaction.atomic
def apply(scope: Scope, number: int, user: User, now: datetime) -> SheetImport:
    """Keep every form of a sheet as a version. Raises `Refused` where it was used already."""
    kept = _open(scope, number)
    typed = [
        reporting.Typed(form, f"{kept.file_name}, {where}"[:255]) for where, form in forms_in(kept)
    ]
    done = reporting.type_forms(scope, user, typed, Source.SHEET, now) if typed else []
    kept.state, kept.kept = SheetImport.State.APPLIED, sum(each.is_new for each in done)
    kept.save(update_fields=["state", "kept"])
    return kept


@transaction.atomic
def discard(scope: Scope, number: int) -> None:
    """Put a sheet away: nothing of it is kept, neither forms nor rows that were not read."""
    kept = _open(scope, number)
    kept.state, kept.rows = SheetImport.State.DISCARDED, []
    kept.problems = [
        {"code": each["code"], "facts": {k: v for k, v in each["facts"].items() if k != "row"}}
        for each in kept.problems
    ]
    kept.save(update_fields=["state", "rows", "problems"])


def _open(scope: Scope, number: int) -> SheetImport:
    rows = SheetImport.objects.select_for_update().filter(scope=scope, pk=number)
    kept = rows.filter(state=SheetImport.State.PREVIEW).first()
    if kept is None:
        raise refuse(Code.FORM_IMPORT_GONE, value=number)
    return kept


def template(scope: Scope, user: User, created: datetime) -> bytes:
    """Return the empty sheet: one row per TPS and kind where `user` may type."""
    contests = contests_of(scope)
    most = 2
    below: dict[str, int] = {}
    empty: list[tuple[str, Kind]] = []
    for tps in contests.tps:
        if not allows(user, Action.ENTER_RESULTS, scope, tps):
            continue
        for kind in contests.at(tps).values():
            most = max(most, len(kind.choices_in(tps)))
            for number, count in kind.candidates_in(tps).items():
                below[number] = max(below.get(number, 0), count)
            empty.append((tps, kind))
    numbers = [str(n) for n in range(1, min(most, MOST_NUMBERS) + 1)]
    columns = lists.rows_for(numbers, below)
    votes = [figure_words(each).id for each in columns] if below else numbers
    heads = ["Kode TPS", "Jenis", *(FIGURE_WORDS[each].id for each in COLUMNS), *votes]
    heads += [FIGURE_WORDS[each].id for each in SUMS]
    rows = [_empty_row(tps, kind, columns) for tps, kind in empty]
    above = [
        "Bukan hasil resmi",
        "Tulis angkanya saja; kosongkan sel yang kosong di formulir. Jangan ubah baris judul.",
        f"Sel bertanda {NOT_HERE} jangan diisi: nomor itu tidak ada di surat suara TPS tersebut.",
    ]
    sheet = Sheet("Hasil", heads, rows, above, (22, 14, *[12] * (len(heads) - 2)), 2)
    return workbook([sheet], created, "Lembar hasil")


def _empty_row(tps: str, kind: Kind, columns: Sequence[str]) -> list[str | int | None]:
    """Return one row to fill in, with a mark in the cells of numbers that its paper has not."""
    paper = paper_of(kind, tps)
    row: list[str | int | None] = [tps, kind.code, *[None] * len(COLUMNS)]
    return row + [None if paper is None or _to_fill(each, paper) else NOT_HERE for each in columns]


def _to_fill(name: str, paper: lists.Paper) -> bool:
    party, row = lists.parts_of(name) or (0, None)
    has_candidates = row is None or paper.get(str(party), 0) > 0
    return has_candidates and lists.is_on(name, paper)
