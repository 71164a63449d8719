"""Needs as tables: one row per item and level, one row per area. Shown, downloaded, sent.

Pure presentation: everything here works on loaded `Needs` and asks the database nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from tepat.core.election.catalogue import At, Item, Per, Rule
from tepat.core.plan.explaining import (
    STATUS,
    explain,
    explain_places,
    explain_sum,
    rule_text,
)
from tepat.core.plan.needs import (
    UNSET,
    Column,
    place_need,
    sku_count,
    starts_of,
    sums_by,
    totals,
)
from tepat.server.plan.needs.queries import Needs

LEVELS = (At.TPS, At.PPS, At.PPK, At.KPU)


@dataclass(frozen=True, slots=True)
class Paper:
    """One ballot paper of a kind: how many sheets for how many TPS. `sku` None: unset."""

    sku: str | None
    quantity: int
    tps: int


@dataclass(frozen=True, slots=True)
class Part:
    """What one column adds to a row: one kind, or all kinds together."""

    column: Column
    kind: str
    quantity: int | None
    unset: int
    why: str
    rule: str
    status: str
    papers: tuple[Paper, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One item at one level of an area. `quantity` None: nobody has said how many."""

    item: Item
    at: At
    is_psu: bool
    parts: tuple[Part, ...]
    places: int
    source: str
    """What the rules rest on, in the language that was asked for."""

    @property
    def quantity(self) -> int | None:
        known = [part.quantity for part in self.parts if part.quantity is not None]
        return sum(known) if known else None

    @property
    def unset(self) -> int:
        """Places without a number; they are not in `quantity`."""
        return max((part.unset for part in self.parts), default=0)


@dataclass(frozen=True, slots=True)
class AreaRow:
    """One kecamatan, desa or TPS below the area shown."""

    code: str
    name: str
    tps: int
    tps_unset: int
    dpt: int | None
    moved: int
    quantities: tuple[int | None, ...]
    whys: tuple[str, ...] = ()
    """Why each quantity is what it is; empty where nobody asked."""


def rows_of(needs: Needs, language: str = "id") -> list[Row]:
    """Return every item that the area needs, by level, in the order of the election."""
    grouped: dict[tuple[At, bool, str], list[Part]] = {}
    tps_part = _tps_parts(needs, language)
    for column in needs.columns:
        if not needs.places(column.at):
            continue
        part = next(tps_part) if column.at is At.TPS else _place_part(needs, column, language)
        key = (column.at, column.rule.psu, column.item.code)
        grouped.setdefault(key, []).append(part)
    rows = [
        Row(
            parts[0].column.item,
            at,
            is_psu,
            tuple(parts),
            needs.places(at),
            "; ".join(dict.fromkeys(part.column.rule.source.say(language) for part in parts)),
        )
        for (at, is_psu, _), parts in grouped.items()
    ]
    return sorted(rows, key=lambda row: (row.is_psu, LEVELS.index(row.at)))


def area_columns(needs: Needs, chosen: str = "") -> list[tuple[Item, str, list[int]]]:
    """Return what the table of areas shows: item, kind, and the rows of `needs.by_tps`.

    Ballots by kind, boxes, and `chosen` or else booths and ink.
    """
    found: dict[tuple[str, str], tuple[Item, str, list[int]]] = {}
    wanted = {chosen} if chosen else {"bilik", "tinta"}
    for index, column in enumerate(needs.tps_columns):
        item = column.item
        if item.is_ballot or item.is_box or item.code in wanted:
            kind = column.kind.code if column.kind and item.is_ballot else ""
            found.setdefault((item.code, kind), (item, kind, []))[2].append(index)
    return list(found.values())


def areas_of(
    needs: Needs, columns: list[tuple[Item, str, list[int]]], language: str = "id"
) -> list[AreaRow]:
    """Return one row per kecamatan, desa or TPS directly below the area."""
    width = {5: 8, 8: 13}.get(len(needs.area), 17)
    rows = areas_at(needs, columns, width, language)
    if width == 17:
        return rows
    sums = _sums_of_areas(needs, columns, width, language)
    return [replace(row, whys=whys) for row, whys in zip(rows, sums, strict=True)]


def areas_at(
    needs: Needs,
    columns: list[tuple[Item, str, list[int]]],
    width: int,
    language: str = "id",
) -> list[AreaRow]:
    """Return one row per code of `width` characters: 8 kecamatan, 13 desa, 17 TPS."""
    if not needs.lists.tps:
        return []
    codes, starts = starts_of([tps[:width] for tps in needs.lists.tps])
    sums = sums_by(needs.by_tps, starts)
    voters = sums_by(np.stack([needs.lists.dpt, needs.lists.dptb]), starts)
    sizes = np.diff([*starts.tolist(), len(needs.lists.tps)]).tolist()
    found = []
    for place, code in enumerate(codes):
        quantities: list[int | None] = []
        for _, _, indices in columns:
            is_unset = all(sums.unset[index, place] == sizes[place] for index in indices)
            total = int(sums.quantity[indices, place].sum())
            quantities.append(None if is_unset else total)
        dpt_unset = int(voters.unset[0, place])
        found.append(
            AreaRow(
                code=code,
                name=_name(needs, code),
                tps=sizes[place],
                tps_unset=dpt_unset,
                dpt=None if dpt_unset == sizes[place] else int(voters.quantity[0, place]),
                moved=int(voters.quantity[1, place]),
                quantities=tuple(quantities),
                whys=_whys(needs, columns, place, language) if width == 17 else (),
            )
        )
    return found


def _sums_of_areas(
    needs: Needs, columns: list[tuple[Item, str, list[int]]], width: int, language: str
) -> Iterator[tuple[str, ...]]:
    """Yield why each quantity of an area with several TPS is what it is, kind by kind."""
    if not needs.lists.tps:
        return
    codes, starts = starts_of([tps[:width] for tps in needs.lists.tps])
    sums = sums_by(needs.by_tps, starts)
    sizes = np.diff([*starts.tolist(), len(needs.lists.tps)]).tolist()
    for place in range(len(codes)):
        whys = []
        for _, _, indices in columns:
            lines = []
            for index in indices:
                column = needs.tps_columns[index]
                if column.rule.per is Per.VOTER:
                    known, unset = sums.quantity[index, place], sums.unset[index, place]
                    why = explain_sum(column, int(known), sizes[place], int(unset), language)
                else:
                    why = explain_places(column, sizes[place], language)
                if column.kind and len(indices) > 1:
                    why = f"{column.kind.name.say(language)}: {why}"
                lines.append(why)
            whys.append("; ".join(lines))
        yield tuple(whys)


def voters_of(needs: Needs) -> tuple[int, int]:
    """Return the DPT of the area and how many of its TPS have none."""
    known = needs.lists.dpt[needs.lists.dpt != UNSET]
    return int(known.sum(dtype=np.int64)), len(needs.lists.dpt) - len(known)


def rules_of(needs: Needs) -> list[tuple[Item, Rule]]:
    """Return every rule that counts in this kabupaten, once."""
    return list(dict.fromkeys((column.item, column.rule) for column in needs.columns))


def _tps_parts(needs: Needs, language: str) -> Iterator[Part]:
    sums = totals(needs.by_tps)
    places = len(needs.lists.tps)
    is_one = len(needs.area) == 17
    for index, column in enumerate(needs.tps_columns):
        unset = int(sums.unset[index, 0])
        quantity = None if unset == places else int(sums.quantity[index, 0])
        if is_one:
            why = explain(column, *_voters(needs, 0), language)
        elif column.rule.per is Per.VOTER:
            why = explain_sum(column, quantity or 0, places, unset, language)
        else:
            why = explain_places(column, places, language)
        papers = _papers(needs, column, index) if column.item.is_ballot else ()
        yield _part(column, quantity, unset, why, language, papers)


def _place_part(needs: Needs, column: Column, language: str) -> Part:
    places = needs.places(column.at)
    skus = None
    if column.rule.per is Per.SKU and column.kind:
        skus = sku_count(needs.skus[column.kind.code].values())
    each = place_need(column, skus)
    quantity = None if each is None else each * places
    why = explain_places(column, places, language, skus)
    return _part(column, quantity, places if each is None else 0, why, language)


def _part(
    column: Column,
    quantity: int | None,
    unset: int,
    why: str,
    language: str,
    papers: tuple[Paper, ...] = (),
) -> Part:
    kind = column.kind.name.say(language) if column.kind else ""
    status = STATUS.get(column.rule.status, STATUS["?"])[language]
    rule = rule_text(column.rule, language)
    return Part(column, kind, quantity, unset, why, rule, status, papers)


def _papers(needs: Needs, column: Column, index: int) -> tuple[Paper, ...]:
    """Return the ballot papers of a kind with their sums; the unset one last."""
    if not column.kind or column.rule.count is None:
        return ()
    by_desa = needs.skus[column.kind.code]
    codes, starts = starts_of([tps[:13] for tps in needs.lists.tps])
    if not codes:
        return ()
    sums = sums_by(needs.by_tps[index : index + 1], starts).quantity[0].tolist()
    sizes = np.diff([*starts.tolist(), len(needs.lists.tps)]).tolist()
    found: dict[str | None, tuple[int, int]] = {}
    for desa, quantity, size in zip(codes, sums, sizes, strict=True):
        before = found.get(by_desa[desa], (0, 0))
        found[by_desa[desa]] = (before[0] + quantity, before[1] + size)
    papers = [Paper(sku, *numbers) for sku, numbers in found.items()]
    return tuple(sorted(papers, key=lambda paper: (paper.sku is None, paper.sku or "")))


def _voters(needs: Needs, tps: int) -> tuple[int | None, int | None]:
    dpt, dptb = int(needs.lists.dpt[tps]), int(needs.lists.dptb[tps])
    return (None if dpt == UNSET else dpt, None if dptb == UNSET else dptb)


def _whys(
    needs: Needs, columns: list[tuple[Item, str, list[int]]], tps: int, language: str
) -> tuple[str, ...]:
    voters = _voters(needs, tps)
    found = []
    for _, _, indices in columns:
        reasons = [explain(needs.tps_columns[index], *voters, language) for index in indices]
        found.append("; ".join(dict.fromkeys(reasons)))
    return tuple(found)


def _name(needs: Needs, code: str) -> str:
    if len(code) == 17:
        return f"TPS {code[-3:]}"
    return needs.names.get(code, code)
