"""A sheet of forms: read and shown first, kept when somebody says so."""

import hashlib
from datetime import datetime

from django.db import transaction

from tepat.adapters.excel_out import Sheet, workbook
from tepat.adapters.sheets import open_sheets
from tepat.core.count import lists
from tepat.core.count.form import Form
from tepat.core.count.sheet import Papers, read_forms
from tepat.core.count.versions import Source
from tepat.core.count.words import FIGURE_WORDS, figure_words
from tepat.core.election.catalogue import Kind
from tepat.core.election.roles import Action
from tepat.core.problems import Code, refuse
from tepat.server.count.contests import Contests, contests_of
from tepat.server.count.models import SheetImport
from tepat.server.count.results import reporting
from tepat.server.election.models import Scope, User
from tepat.server.election.scopes import allows

COLUMNS = ("registered", "dpt", "moved", "unlisted", "users", "received", "used", "spoiled", "left")
SUMS = ("valid", "invalid", "total")
MOST_NUMBERS = 60


def papers_of(contests: Contests, user: User, scope: Scope) -> Papers:
    """Return how a TPS and a word for a kind become a ballot paper, where `user` may type."""
    may: dict[str, bool] = {}

    def find(tps: str, word: str) -> tuple[str | None, str]:
        if tps not in contests.tps:
            return None, ""
        kecamatan = contests.tps[tps][0]
        if kecamatan not in may:
            may[kecamatan] = allows(user, Action.ENTER_RESULTS, scope, kecamatan)
        if not may[kecamatan] and not allows(user, Action.ENTER_RESULTS, scope, tps):
            return None, ""
        held = contests.at(tps)
        kind = contests.kind(word) or _by_name(contests, word)
        if not word.strip() and len(held) == 1:
            return next(iter(held)), next(iter(held.values())).code
        sku = next((sku for sku, each in held.items() if kind and each.code == kind.code), None)
        return sku, ", ".join(each.code for each in held.values())

    return find


def _by_name(contests: Contests, word: str) -> Kind | None:
    wanted = word.strip().lower()
    return next(
        (each for each in contests.kinds if wanted in (each.name.id.lower(), each.name.en.lower())),
        None,
    )


@transaction.atomic
def preview(scope: Scope, data: bytes, name: str, user: User, now: datetime) -> SheetImport:
    """Read a file and keep what it would add. Raises `Refused` where it is no such sheet."""
    contests = contests_of(scope)
    example = next(iter(contests.tps), "99.01.01.2001-001")
    read = read_forms(open_sheets(data, name), name, papers_of(contests, user, scope), example)
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
    """Put a sheet away: nothing of it is kept."""
    kept = _open(scope, number)
    kept.state, kept.rows = SheetImport.State.DISCARDED, []
    kept.save(update_fields=["state", "rows"])


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
    rows: list[list[str | int | None]] = []
    for tps in contests.tps:
        if not allows(user, Action.ENTER_RESULTS, scope, tps):
            continue
        for kind in contests.at(tps).values():
            most = max(most, len(kind.choices_in(tps)))
            for number, count in kind.candidates_in(tps).items():
                below[number] = max(below.get(number, 0), count)
            rows.append([tps, kind.code])
    numbers = [str(n) for n in range(1, min(most, MOST_NUMBERS) + 1)]
    votes = [figure_words(each).id for each in lists.rows_for(numbers, below)] if below else numbers
    heads = ["Kode TPS", "Jenis", *(FIGURE_WORDS[each].id for each in COLUMNS), *votes]
    heads += [FIGURE_WORDS[each].id for each in SUMS]
    above = [
        "Bukan hasil resmi",
        "Tulis angkanya saja; kosongkan sel yang kosong di formulir. Jangan ubah baris judul.",
    ]
    sheet = Sheet("Hasil", heads, rows, above, (22, 14, *[12] * (len(heads) - 2)), 2)
    return workbook([sheet], created, "Lembar hasil")
