"""Change the TPS list of a scope: preview a file, choose names, apply, undo, discard.

A preview stores what the file says and what would change; the file itself is not kept.
Applying and undoing are one transaction each and fit only the list they were made for.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from django.db import transaction

from tepat.adapters.sheets import open_sheets
from tepat.adapters.spelling import closest
from tepat.core.election.tps_list import headers, names
from tepat.core.election.tps_list.difference import State, after, difference, fingerprint
from tepat.core.election.tps_list.expected import SHEET, SUM, Expected
from tepat.core.election.tps_list.reading import read_workbook, unmatched_of
from tepat.core.election.tps_list.rows import TpsRead, TpsRow, Unmatched, row_from_json
from tepat.core.election.tps_list.sheet import Sheet, letter, text_of
from tepat.core.election.zones import zone_of
from tepat.core.problems import Code, Problem, refuse
from tepat.server.election import elections
from tepat.server.election.models import (
    ColumnMapping,
    Region,
    RegionAlias,
    Scope,
    Tps,
    TpsImport,
    User,
)
from tepat.server.election.regions import services as points
from tepat.server.election.tps_list import stored

Choices = Mapping[tuple[str, str], str]
"""From kecamatan and desa as written to the code of the desa a person chose."""


@transaction.atomic
def open_scope(election: str, kabupaten: str) -> Scope:
    """Return the scope, made if it is not there, in the time zone of its provinsi.

    Raises `Refused` where the election or the kabupaten is unknown.
    """
    elections.load(election)
    if not Region.objects.filter(code=kabupaten, level=2).exists():
        raise refuse(Code.REGION_UNKNOWN, value=kabupaten)
    scope, _ = Scope.objects.get_or_create(
        election=election, kabupaten=kabupaten, defaults={"zone": zone_of(kabupaten)}
    )
    return scope


def expected_of(
    scope: Scope, given: Mapping[str, str] | None = None, only_sheet: str = "", total: str = ""
) -> Expected:
    """What an import into `scope` is held against: places, cap, names of the election."""
    election = elections.election_of(scope)
    words = [election.code, election.name.id, election.name.en]
    for kind in election.kinds:
        words += [kind.code, kind.code.split("-")[-1], kind.name.id, kind.name.id.split(" dan ")[0]]
    return Expected(
        kabupaten=scope.kabupaten,
        places=stored.places_of(scope.kabupaten),
        closest=closest,
        cap=election.tps_cap,
        election=election.name.id,
        election_words=words,
        given=given,
        remembered=lambda signature: _remembered(scope, signature),
        only_sheet=only_sheet,
        total=total,
        owner_of=lambda kecamatan: stored.owner_of(kecamatan, scope.kabupaten),
    )


def _remembered(scope: Scope, signature: str) -> Mapping[str, str] | None:
    found = ColumnMapping.objects.filter(kabupaten=scope.kabupaten, signature=signature).first()
    return found.columns if found else None


def preview(
    scope: Scope,
    data: bytes,
    file_name: str,
    now: datetime,
    by: User | None = None,
    given: Mapping[str, str] | None = None,
    only_sheet: str = "",
    total: str = "",
) -> TpsImport:
    """Read a file and store what it would change; nothing else changes.

    `total` says what holds where a total is far from L + P: SHEET, SUM, or "" to ask.
    Raises `Refused` where no part of the file can be used. The bytes are not kept.
    """
    sheets = open_sheets(data, file_name)
    _check_sheet(sheets, file_name, only_sheet)
    expected = expected_of(scope, given, only_sheet, total)
    read = read_workbook(sheets, expected)
    with transaction.atomic():
        if given:
            _remember(scope, read, given, now)
        kept = TpsImport(
            scope=scope,
            file_name=file_name[:255],
            sha256=hashlib.sha256(data).hexdigest(),
            by=by,
            at=now,
            mapping=dict(given or {}),
            rows_read=read.rows_read,
        )
        kept.preview = {
            "rows": [row.as_json() for row in read.rows],
            "waiting": [row.as_json() for row in read.waiting],
            "held": [row.as_json() for row in read.held],
            "named": sorted(read.refused_codes),
            "refused": read.rows_refused,
            "problems": [stored.problem_to_json(problem) for problem in read.problems],
            "sheets": [asdict(sheet) for sheet in read.sheets],
        }
        _compare(kept, expected)
        kept.save()
    return kept


def sample(data: bytes, file_name: str, sheet_name: str) -> list[dict[str, Any]]:
    """Return the columns of a sheet whose header was not understood, with a few values.

    Only asked once the file is known to hold no voters' personal data.
    """
    sheets = open_sheets(data, file_name)
    sheet = next((each for each in sheets if each.name == sheet_name), sheets[0])
    titles = headers.seen_titles(sheet)
    start = headers.title_row(sheet)
    return [
        {
            "at": f"#{column + 1}",
            "letter": letter(column),
            "title": title,
            "values": [text_of(sheet.cell(start + n, column))[:30] for n in (1, 2, 3)],
        }
        for column, title in titles[:40]
    ]


@transaction.atomic
def edit_tps(scope: Scope, code: str, values: Mapping[str, Any], by: User, now: datetime) -> None:
    """Correct the name, the point and the moved voters of one TPS by hand.

    A point that changes remembers who and when. Raises `Refused` where the TPS is unknown
    or the point lies too far from its desa.
    """
    Scope.objects.select_for_update().get(pk=scope.pk)
    tps = Tps.objects.filter(scope=scope, code=code)
    before = tps.values("lat", "lon", "provenance").first()
    if before is None:
        raise refuse(Code.TPS_UNKNOWN, value=code)
    tps.update(name=values["name"], dptb=values["dptb"])
    point = {name: values[name] for name in before}
    if point == before:
        return
    if point["lat"] is None:
        tps.update(**point, point_by=by, point_at=now)
    else:
        lat, lon = str(point["lat"]), str(point["lon"])
        points.move_tps(scope, code, lat, lon, point["provenance"], by, now)


def _check_sheet(sheets: list[Sheet], file_name: str, only_sheet: str) -> None:
    titles = [sheet.name for sheet in sheets]
    if only_sheet and only_sheet not in titles:
        choices = ", ".join(titles)
        raise refuse(Code.SHEET_UNKNOWN, value=only_sheet, file=file_name, choices=choices)


def _remember(scope: Scope, read: TpsRead, given: Mapping[str, str], now: datetime) -> None:
    for sheet in read.sheets:
        ColumnMapping.objects.update_or_create(
            kabupaten=scope.kabupaten,
            signature=sheet.signature,
            defaults={"columns": dict(given), "at": now},
        )


def _compare(kept: TpsImport, expected: Expected) -> None:
    """Fill in the difference to the list as it is now, and the names still to be chosen."""
    rows, waiting = rows_of(kept), waiting_of(kept)
    known = stored.known_tps(kept.scope)
    found = difference(known, rows, kept.preview["named"])
    kept.preview |= {
        "added": found.added,
        "changed": found.changed,
        "unchanged": found.unchanged,
        "missing": found.missing,
        "base": fingerprint(known),
        "unmatched": [asdict(each) for each in unmatched_of(waiting, expected)],
    }


def rows_of(kept: TpsImport) -> list[TpsRow]:
    return [row_from_json(row) for row in kept.preview.get("rows", ())]


def waiting_of(kept: TpsImport) -> list[TpsRow]:
    return [row_from_json(row) for row in kept.preview.get("waiting", ())]


def held_of(kept: TpsImport) -> list[TpsRow]:
    return [row_from_json(row) for row in kept.preview.get("held", ())]


def unmatched_in(kept: TpsImport) -> list[Unmatched]:
    return [
        Unmatched(**{**each, "suggestions": tuple(names.Place(*p) for p in each["suggestions"])})
        for each in kept.preview.get("unmatched", ())
    ]


@transaction.atomic
def choose(kept_id: int, choices: Choices, now: datetime, by: User | None = None) -> TpsImport:
    """Give waiting rows the desa a person chose, and remember it for the next file.

    Raises `Refused` where a code is no desa of the kabupaten, or the preview is gone.
    """
    kept = _locked(kept_id)
    _check_state(kept, TpsImport.State.PREVIEW)
    for (kecamatan, desa), code in choices.items():
        if not stored.is_desa_of(code, kept.scope.kabupaten):
            raise refuse(Code.CHOICE_UNKNOWN, value=f"{kecamatan}/{desa}={code}")
        _remember_name(kecamatan, desa, code, now, by)
    rows = {row.code: row for row in rows_of(kept)}
    waiting: list[TpsRow] = []
    problems: list[Problem] = []
    for row in waiting_of(kept):
        code = choices.get((row.kecamatan_text, row.desa_text), "")
        if not code:
            waiting.append(row)
            continue
        chosen = TpsRow(
            row.sheet, row.row, row.number, code, row.kecamatan_text, row.desa_text, row.values
        )
        if first := rows.get(chosen.code):
            problems.append(_twice(chosen, first))
        else:
            rows[chosen.code] = chosen
    kept.preview["rows"] = [row.as_json() for row in rows.values()]
    kept.preview["waiting"] = [row.as_json() for row in waiting]
    kept.preview["problems"] += [stored.problem_to_json(problem) for problem in problems]
    kept.preview["refused"] += len(problems)
    _compare(kept, expected_of(kept.scope))
    kept.save()
    return kept


def _remember_name(kecamatan: str, desa: str, code: str, now: datetime, by: User | None) -> None:
    """A later choice for the same words replaces the earlier one."""
    chosen = f"dipilih {by.username if by else 'lewat perintah'} {now:%Y-%m-%d}"
    same = RegionAlias.objects.filter(
        alias=names.folded(desa), parent=names.folded(kecamatan), region__startswith=code[:5]
    )
    same.exclude(region=code).delete()
    RegionAlias.objects.update_or_create(
        alias=names.folded(desa)[:100],
        parent=names.folded(kecamatan)[:100],
        region=code,
        defaults={"source": chosen[:100]},
    )


def _twice(row: TpsRow, first: TpsRow) -> Problem:
    facts: dict[str, str | int] = {"sheet": row.sheet, "row": row.row, "value": row.code}
    return Problem(Code.TPS_TWICE, {**facts, "first_sheet": first.sheet, "first_row": first.row})


@transaction.atomic
def settle(kept_id: int, said: Mapping[tuple[str, int], str]) -> TpsImport:
    """Take rows whose total is far from L + P, with SHEET or SUM by sheet and row.

    Raises `Refused` where another word is said, or the preview is gone.
    """
    kept = _locked(kept_id)
    _check_state(kept, TpsImport.State.PREVIEW)
    for word in said.values():
        if word not in (SHEET, SUM):
            raise refuse(Code.TOTAL_CHOICE, value=word[:20])
    rows = {row.code: row for row in rows_of(kept)}
    waiting, held = waiting_of(kept), []
    found = stored.problems_from_json(kept.preview["problems"])
    for row in held_of(kept):
        word = said.get((row.sheet, row.row), "")
        if not word:
            held.append(row)
            continue
        at = (Code.SUM_FAR, row.sheet, row.row)
        found = [p for p in found if (p.code, p.facts.get("sheet"), p.facts.get("row")) != at]
        first = rows.get(row.code) if row.desa else None
        if first:
            found.append(_twice(row, first))
            continue
        kept.preview["refused"] -= 1
        settled = _with_sum(row) if word == SUM else row
        if row.desa:
            rows[row.code] = settled
        else:
            waiting.append(settled)
    kept.preview["rows"] = [row.as_json() for row in rows.values()]
    kept.preview["waiting"] = [row.as_json() for row in waiting]
    kept.preview["held"] = [row.as_json() for row in held]
    kept.preview["problems"] = [stored.problem_to_json(problem) for problem in found]
    _compare(kept, expected_of(kept.scope))
    kept.save()
    return kept


def _with_sum(row: TpsRow) -> TpsRow:
    both = int(row.values["dpt_l"] or 0) + int(row.values["dpt_p"] or 0)
    return replace(row, values={**row.values, "dpt": both})


@transaction.atomic
def rebuild(kept_id: int) -> TpsImport:
    """Compare a preview again with the list as it is now."""
    kept = _locked(kept_id)
    _check_state(kept, TpsImport.State.PREVIEW)
    _compare(kept, expected_of(kept.scope))
    kept.save()
    return kept


@transaction.atomic
def apply(kept_id: int, now: datetime, remove_missing: bool = False) -> TpsImport:
    """Put a preview into the list. A second time changes nothing.

    Raises `Refused` where the list has changed since the preview (IMPORT_STALE), the
    preview was discarded or undone, or TPS would be removed while names are open.
    """
    kept = _locked(kept_id)
    if kept.state == TpsImport.State.APPLIED:
        return kept
    _check_state(kept, TpsImport.State.PREVIEW)
    known = stored.known_tps(kept.scope)
    if fingerprint(known) != kept.preview["base"]:
        raise refuse(Code.IMPORT_STALE, file=kept.file_name)
    open_names = len(kept.preview["unmatched"]) + sum(not row.desa for row in held_of(kept))
    if remove_missing and open_names:
        raise refuse(Code.REMOVE_UNSURE, file=kept.file_name, count=open_names)
    states: dict[str, State | None] = {}
    for row in rows_of(kept):
        before = known.get(row.code)
        state = after(row, before)
        if state != before:
            states[row.code] = state
    if remove_missing:
        states |= dict.fromkeys(kept.preview["missing"])
    stored.write(kept.scope, states)
    kept.before = {
        "before": {code: known.get(code) for code in states},
        "after": states,
        "removed": len(kept.preview["missing"]) if remove_missing else 0,
    }
    kept.state, kept.applied_at = TpsImport.State.APPLIED, now
    kept.save()
    return kept


@transaction.atomic
def undo(kept_id: int) -> TpsImport:
    """Restore what an import changed, exactly. A second time changes nothing.

    Raises `Refused` (UNDO_TOUCHED) where one of its TPS was changed since.
    """
    kept = _locked(kept_id)
    if kept.state == TpsImport.State.UNDONE:
        return kept
    _check_state(kept, TpsImport.State.APPLIED)
    known = stored.known_tps(kept.scope)
    left: dict[str, Any] = kept.before["after"]
    touched = sorted(code for code, state in left.items() if known.get(code) != state)
    if touched:
        count = len(touched)
        raise refuse(Code.UNDO_TOUCHED, file=kept.file_name, count=count, value=touched[0])
    stored.write(kept.scope, kept.before["before"])
    kept.state = TpsImport.State.UNDONE
    kept.save()
    return kept


def undo_last(scope: Scope) -> TpsImport:
    """Undo the latest import that still stands and changed something.

    The same file a second time changes nothing; undoing that would look like an undo and
    leave the list as it is. Raises `Refused` where there is none.
    """
    applied = TpsImport.objects.filter(scope=scope, state=TpsImport.State.APPLIED)
    rows = applied.order_by("-applied_at", "-pk").iterator(chunk_size=1)
    last = next((each for each in rows if each.before.get("after")), None)
    if last is None:
        raise refuse(Code.UNDO_NOTHING, kabupaten=scope.kabupaten)
    return undo(last.pk)


@transaction.atomic
def discard(kept_id: int) -> TpsImport:
    """Forget a preview and what it read."""
    kept = _locked(kept_id)
    if kept.state == TpsImport.State.PREVIEW:
        kept.state, kept.preview = TpsImport.State.DISCARDED, {}
        kept.save()
    return kept


def _locked(kept_id: int) -> TpsImport:
    """One import at a time changes a scope: the scope's row is the lock."""
    kept = TpsImport.objects.select_related("scope").get(pk=kept_id)
    Scope.objects.select_for_update().get(pk=kept.scope_id)
    return TpsImport.objects.select_related("scope").get(pk=kept_id)


def _check_state(kept: TpsImport, wanted: TpsImport.State) -> None:
    if kept.state != wanted:
        said = {
            TpsImport.State.PREVIEW: "pratinjau",
            TpsImport.State.APPLIED: "diterapkan",
            TpsImport.State.UNDONE: "dibatalkan",
            TpsImport.State.DISCARDED: "dibuang",
        }
        state = said[TpsImport.State(kept.state)]
        raise refuse(Code.IMPORT_STATE, file=kept.file_name, state=state)
