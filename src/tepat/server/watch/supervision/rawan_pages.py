"""Vulnerable TPS: indicators as a list that is edited, marks by table, sums and a map by desa.

A table is shown as it was understood before anything is kept.
"""

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_http_methods

from tepat.adapters.sheets import open_sheets
from tepat.core.election.roles import Action
from tepat.core.problems import Code, Problem, Refused, refuse
from tepat.core.watch.supervision import rawan
from tepat.core.watch.supervision.book import Indicator
from tepat.server import clock
from tepat.server.desk.words import language
from tepat.server.election.models import Scope, Tps, User
from tepat.server.problems import status_of
from tepat.server.watch.incidents.services import written
from tepat.server.watch.models import SupervisionIndicator, SupervisionMark
from tepat.server.watch.overview.queries import drawing
from tepat.server.watch.supervision import agreed, queries
from tepat.server.watch.supervision.rights import areas_of, is_within, party_at, room_page

MOST_BYTES: Final = 4_000_000
"""Of a table that is pasted or uploaded."""
KEEP: Final = "simpan"
SHOWN: Final = 20
"""Changes of a preview."""


@require_http_methods(["GET", "POST"])
@room_page()
def rawan_tps(request: HttpRequest, scope: Scope, areas: list[str]) -> HttpResponse:
    """Sums by indicator and by desa, the map, and the table that is entered."""
    user, now = cast(User, request.user), clock.now()
    own = areas_of(user, scope, Action.SUPERVISE)
    problems: list[Problem] = []
    pasted, preview = "", None
    if request.method == "POST":
        form = {key: str(value) for key, value in request.POST.items()}
        pasted = form.get("table", "")[:MOST_BYTES]
        try:
            if form.get("do") == "indikator":
                _write_indicator(scope, form, user, now)
                return redirect("supervision_rawan", scope.election, scope.kabupaten)
            read, changes = _understood(scope, own, _lines(request, pasted), user)
            problems = list(read.problems)
            if form.get("do") == KEEP and not problems:
                _keep(scope, changes, user, now)
                messages.success(request, gettext("%(n)s TPS written.") % {"n": len(changes)})
                return redirect("supervision_rawan", scope.election, scope.kabupaten)
            preview = _preview(scope, read, changes) if read.rows else None
        except Refused as refused:
            if status_of(refused.problem) == 403:
                raise
            problems = [refused.problem]
    context = _context(scope, areas, own)
    context |= {
        "problems": problems[: rawan.MOST_PROBLEMS],
        "pasted": pasted if problems or preview else "",
        "preview": preview,
    }
    status = status_of(problems[0]) if problems and not preview else 200
    return render(request, "watch/supervision/rawan.html", context, status=status)


def _context(scope: Scope, areas: list[str], own: list[str]) -> dict[str, Any]:
    indicators = agreed.indicators_of(scope)
    rows = [row for row in marks_of(scope) if is_within(row.tps, areas)]
    sums, by_desa = rawan.sums(rows), rawan.by_desa(rows)
    names = queries.names_in(list(by_desa))
    groups = agreed.book().groups
    most = max(by_desa.values(), default=1)
    kecamatan = {each.code: each.name for each in queries.kecamatan_of(scope, [scope.kabupaten])}
    picture = drawing(scope, kecamatan)
    return {
        "tab": "rawan",
        "groups": [
            {
                "code": code,
                "name": name.say(language()),
                "rows": [
                    {
                        "code": each.code,
                        "name": each.name.say(language()),
                        "count": sums[each.code],
                    }
                    for each in indicators.values()
                    if each.group == code
                ],
            }
            for code, name in groups.items()
        ],
        "known": len(rows),
        "marked": sum(bool(row.yes) for row in rows),
        "all_tps": Tps.objects.filter(scope=scope).count(),
        "desa": [
            {"code": code, "name": names.get(code, code), "count": n}
            for code, n in sorted(by_desa.items(), key=lambda pair: (-pair[1], pair[0]))
        ],
        "map": picture,
        "shapes": [
            {
                "path": area.path,
                "title": f"{names.get(area.code, area.code)}: {by_desa[area.code]} TPS",
                "tint": _tint(by_desa[area.code], most),
            }
            for area in picture.areas
        ]
        if picture
        else [],
        "worst": _worst(rows, indicators),
        "may_write": bool(own),
        "may_edit": scope.kabupaten in own,
        "header": ";".join(["TPS", *(each.name.id for each in indicators.values())]),
    }


def _tint(n: int, most: int) -> str:
    if not n:
        return "m0"
    return f"m{min(3, 1 + 3 * (n - 1) // most)}"


def _worst(rows: Sequence[rawan.Marked], known: Mapping[str, Indicator]) -> list[dict[str, Any]]:
    ordered = sorted(rows, key=lambda row: (-len(row.yes), row.tps))[:20]
    return [
        {
            "tps": row.tps,
            "count": len(row.yes),
            "names": [
                known[code].name.say(language()) for code in sorted(row.yes) if code in known
            ],
        }
        for row in ordered
        if row.yes
    ]


def marks_of(scope: Scope) -> list[rawan.Marked]:
    """Return what is known of each TPS, by its code: one query."""
    newest: dict[str, SupervisionMark] = {}
    for row in SupervisionMark.objects.filter(scope=scope).order_by("pk"):
        newest[row.tps] = row
    return [
        rawan.Marked(row.tps, frozenset(row.yes), frozenset(row.no))
        for _, row in sorted(newest.items())
    ]


def _lines(request: HttpRequest, pasted: str) -> list[list[str]]:
    """Return the table as rows of text, from a file or from what was pasted."""
    upload = request.FILES.get("file")
    if upload is None:
        return split(pasted)
    if (upload.size or 0) > MOST_BYTES:
        raise refuse(Code.RAWAN_MANY, most=rawan.MOST_ROWS)
    sheets = open_sheets(upload.read(MOST_BYTES + 1), upload.name or "tabel")
    return [[_text(cell) for cell in row] for row in sheets[0].rows] if sheets else []


def _text(cell: object) -> str:
    """Return a cell as text: a sheet writes 1 as 1.0."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell)


def split(text: str) -> list[list[str]]:
    """Return pasted text as rows: tabs from a sheet, else semicolons, else commas.

    >>> split("TPS;ya\\n1;2")
    [['TPS', 'ya'], ['1', '2']]
    """
    first = text.partition("\n")[0]
    mark = next((each for each in ("\t", ";", ",") if each in first), ";")
    return [list(row) for row in csv.reader(io.StringIO(text), delimiter=mark)]


Changes = list[tuple[rawan.Marked, rawan.Marked]]
"""What is known of a TPS before and after, where that differs."""


def _understood(
    scope: Scope, own: list[str], lines: Sequence[Sequence[str]], user: User
) -> tuple[rawan.Table, Changes]:
    """Return the table as it was read, and what it would change: three queries.

    Raises `Refused` for a TPS that `user` may not write of.
    """
    indicators = agreed.indicators_of(scope)
    known = frozenset(Tps.objects.filter(scope=scope).values_list("code", flat=True))
    read = rawan.read_table(lines, agreed.headers_of(indicators), known)
    before = {row.tps: row for row in marks_of(scope)}
    changes = []
    for row in read.rows:
        if not is_within(row.tps, own):
            party_at(user, scope, Action.SUPERVISE, row.tps)
        old = before.get(row.tps, rawan.Marked(row.tps, frozenset()))
        merged = rawan.merged(old, row)
        if merged != old:
            changes.append((old, merged))
    return read, changes


def _preview(scope: Scope, read: rawan.Table, changes: Changes) -> dict[str, Any]:
    """Return what the page shows before anything is kept, and the changes as a table to send."""
    indicators = agreed.indicators_of(scope)
    names = {code: each.name.say(language()) for code, each in indicators.items()}
    out = io.StringIO()
    table = csv.writer(out, delimiter=";", lineterminator="\n")
    table.writerow(["TPS", *indicators])
    for _, new in changes:
        said = ("ya" if i in new.yes else "tidak" if i in new.no else "" for i in indicators)
        table.writerow([new.tps, *said])
    return {
        "read": len(read.rows),
        "same": len(read.rows) - len(changes),
        "changed": len(changes),
        "unread": len(read.problems),
        "columns": [names[code] for code in read.columns if code in names],
        "unknown": read.unknown,
        "rows": [
            {
                "tps": new.tps,
                "more": [names[code] for code in sorted(new.yes - old.yes) if code in names],
                "less": [names[code] for code in sorted(new.no - old.no) if code in names],
            }
            for old, new in changes[:SHOWN]
        ],
        "hidden": max(0, len(changes) - SHOWN),
        "table": out.getvalue(),
    }


def _keep(scope: Scope, changes: Changes, user: User, now: datetime) -> None:
    """Write each TPS as a new version with what was there before."""
    fresh = [
        SupervisionMark(
            scope=scope,
            tps=new.tps,
            yes=sorted(new.yes),
            no=sorted(new.no),
            by=str(user.account),
            party=party_at(user, scope, Action.SUPERVISE, new.tps),
            at=now,
        )
        for _, new in changes
    ]
    SupervisionMark.objects.bulk_create(fresh, batch_size=500)


def _write_indicator(scope: Scope, form: Mapping[str, str], user: User, now: datetime) -> None:
    party = party_at(user, scope, Action.SUPERVISE, scope.kabupaten)
    known = agreed.indicators_of(scope)
    code, group = form.get("code", ""), form.get("group", "")
    if code and code not in known:
        raise refuse(Code.TOPIC_UNKNOWN, value=code[:40])
    is_closed = form.get("close") == "1"
    name = written(form.get("name", ""), 80)
    if not name and not is_closed:
        raise refuse(Code.CASE_EMPTY, field="nama indikator", field_en="name of the indicator")
    if not code:
        if group not in agreed.book().groups:
            raise refuse(Code.TOPIC_UNKNOWN, value=group[:40] or "?")
        code = f"own_{SupervisionIndicator.objects.filter(scope=scope).count() + 1}"
    SupervisionIndicator.objects.create(
        scope=scope,
        code=code,
        group=known[code].group if code in known else group,
        name=name or known[code].name.id,
        is_closed=is_closed,
        by=str(user.account),
        party=party,
        at=now,
    )


@require_GET
@room_page()
def rawan_csv(request: HttpRequest, scope: Scope, areas: list[str]) -> HttpResponse:
    """The table as csv: every TPS with what is known, to fill in and bring back."""
    indicators = agreed.indicators_of(scope)
    known = {row.tps: row for row in marks_of(scope)}
    codes = Tps.objects.filter(scope=scope).order_by("code").values_list("code", flat=True)
    every = [code for code in dict.fromkeys([*codes, *known]) if is_within(code, areas)]
    out = io.StringIO()
    table = csv.writer(out, delimiter=";")
    table.writerow(["TPS", *(each.name.id for each in indicators.values())])
    for code in every:
        row = known.get(code, rawan.Marked(code, frozenset()))
        table.writerow(
            [code, *("ya" if i in row.yes else "tidak" if i in row.no else "" for i in indicators)]
        )
    answer = HttpResponse(out.getvalue().encode("utf-8-sig"), content_type="text/csv")
    answer["Content-Disposition"] = 'attachment; filename="tps-rawan.csv"'
    return answer
