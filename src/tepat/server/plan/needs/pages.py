"""The page of needs, for the kabupaten or any area in it, and its downloads."""

from typing import Any, NamedTuple, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from tepat.core.election.catalogue import At, DiffersBy
from tepat.core.election.roles import Action
from tepat.core.problems import Code, refuse
from tepat.server.election.models import Scope, User
from tepat.server.election.scopes import allows, desk_page
from tepat.server.plan.needs import downloads
from tepat.server.plan.needs.queries import Needs, needs_of, within
from tepat.server.plan.needs.tables import (
    AreaRow,
    Row,
    area_columns,
    areas_of,
    rows_of,
    voters_of,
)
from tepat.server.plan.packages.queries import standing

FORMATS = {
    "xlsx": (
        downloads.as_xlsx,
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
    "csv": (downloads.as_csv, "text/csv; charset=utf-8"),
}


UNSET_SHOWN = 8
"""How many items without a number are shown before the rest is folded."""


class Cell(NamedTuple):
    """One number of the table of areas, and why where it is one TPS."""

    heading: str
    kind: str
    quantity: int | None
    why: str


class Unset(NamedTuple):
    """Items that have no number for one reason, each with its levels."""

    why: str
    first: list[tuple[str, str]]
    rest: list[tuple[str, str]]
    """Folded, so that the page stays readable while much is unset."""


class Level(NamedTuple):
    """The rows of one level, as the table groups them."""

    title: str
    is_psu: bool
    places: int
    rows: list[Row]


@require_GET
@desk_page()
def needs(request: HttpRequest, scope: Scope, area: str = "") -> HttpResponse:
    """What an area needs: per item with its explanation, per place below it, and what is unset.

    Five queries at most, whatever the number of TPS.
    """
    whole = needs_of(scope)
    shown = within(whole, area) if area else whole
    language = "en" if (get_language() or "").startswith("en") else "id"
    context = _context(request, shown, language)
    user = cast(User, request.user)
    context["plan"] = standing(scope, whole.fingerprint)
    context["may_pack"] = allows(user, Action.PACK, scope)
    context["may_set"] = allows(user, Action.EDIT_ELECTION, scope)
    return render(request, "plan/needs.html", context)


@require_GET
@desk_page()
def download(request: HttpRequest, scope: Scope, form: str) -> HttpResponse:
    """The needs of the whole scope as a file."""
    if form not in FORMATS:
        raise refuse(Code.DOCUMENT_UNKNOWN, value=form, choices=", ".join(FORMATS))
    write, content_type = FORMATS[form]
    name = f"kebutuhan-{scope.election}-{scope.kabupaten}.{form}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(write(needs_of(scope)), content_type=content_type, headers=headers)


def _context(request: HttpRequest, shown: Needs, language: str) -> dict[str, Any]:
    rows = rows_of(shown, language)
    chosen = request.GET.get("item", "")
    columns = area_columns(shown, chosen)
    headings = [
        (item.name.say(language), shown.election.kind(kind).name.say(language) if kind else "")
        for item, kind, _ in columns
    ]
    dpt, dpt_unset = voters_of(shown)
    return {
        "needs": shown,
        "election_name": shown.election.name.say(language),
        "trail": _trail(shown)[:-1],
        "here": _trail(shown)[-1][1],
        "levels": _levels(shown, [row for row in rows if row.quantity is not None], language),
        "unset": _unset(rows, language),
        "headings": headings,
        "areas": _areas(shown, areas_of(shown, columns, language), headings),
        "areas_are_tps": len(shown.area) == 13,
        "choices": _choices(shown, language),
        "chosen": chosen,
        "dpt": dpt if shown.lists.tps and dpt_unset < len(shown.lists.tps) else None,
        "dpt_unset": dpt_unset,
        "ballots": _total(rows, "is_ballot"),
        "boxes": _total(rows, "is_box"),
        "without_dapil": _without_dapil(shown, language),
        "language": language,
    }


def _areas(
    shown: Needs, rows: list[AreaRow], headings: list[tuple[str, str]]
) -> list[tuple[AreaRow, list[Cell]]]:
    if len(shown.area) == 17:
        return []
    return [
        (
            row,
            [
                Cell(*heading, quantity, row.whys[n] if row.whys else "")
                for n, (heading, quantity) in enumerate(zip(headings, row.quantities, strict=True))
            ],
        )
        for row in rows
    ]


def _trail(shown: Needs) -> list[tuple[str, str]]:
    """The areas around the one shown, from the kabupaten down to itself: code and name."""
    codes = [shown.area[:width] for width in (5, 8, 13, 17) if width <= len(shown.area)]
    return [
        (code, f"TPS {code[-3:]}" if len(code) == 17 else shown.names.get(code, code))
        for code in codes
    ]


def _levels(shown: Needs, rows: list[Row], language: str) -> list[Level]:
    levels: dict[tuple[bool, At], list[Row]] = {}
    for row in rows:
        levels.setdefault((row.is_psu, row.at), []).append(row)
    roles = shown.election.roles
    return [
        Level(
            roles[at.value].say(language) if at.value in roles else at.value.upper(),
            is_psu,
            shown.places(at),
            group,
        )
        for (is_psu, at), group in levels.items()
    ]


def _unset(rows: list[Row], language: str) -> list[Unset]:
    """What nobody has published or could not be counted, by the reason given for it."""
    found: dict[str, dict[str, list[str]]] = {}
    for row in rows:
        if row.quantity is None:
            levels = found.setdefault(row.parts[0].why, {})
            levels.setdefault(row.item.name.say(language), []).append(row.at.value.upper())
    groups = []
    for why, items in found.items():
        listed = [(item, ", ".join(at)) for item, at in items.items()]
        groups.append(Unset(why.partition(": ")[2], listed[:UNSET_SHOWN], listed[UNSET_SHOWN:]))
    return groups


def _choices(shown: Needs, language: str) -> list[tuple[str, str]]:
    """Items that the table of areas can show: those with a known number per TPS."""
    known = [c.item for c in shown.tps_columns if c.rule.count is not None]
    plain = [item for item in dict.fromkeys(known) if not (item.is_ballot or item.is_box)]
    return [(item.code, item.name.say(language)) for item in plain]


def _total(rows: list[Row], flag: str) -> int | None:
    known = [row.quantity for row in rows if getattr(row.item, flag) and not row.is_psu]
    numbers = [number for number in known if number is not None]
    return sum(numbers) if numbers else None


def _without_dapil(shown: Needs, language: str) -> list[str]:
    """Kinds whose ballot papers cannot be told apart yet."""
    return [
        kind.name.say(language)
        for kind in shown.kinds
        if kind.differs_by is DiffersBy.DAPIL and None in shown.skus[kind.code].values()
    ]
