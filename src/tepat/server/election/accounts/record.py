"""The access log: who looked, signed in, changed roles or took a file, for every agency to read."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any, Final, cast
from zoneinfo import ZoneInfo

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext, gettext_noop
from django.views.decorators.http import require_GET

from tepat.core.election.roles import Agency, Role
from tepat.server import clock
from tepat.server.desk.words import agency_name, role_name
from tepat.server.election.accounts.looks import CHANGES, FILES, KINDS, LOOKS, SIGN_INS
from tepat.server.election.models import Look, Scope
from tepat.server.election.scopes import desk_page

PER_PAGE: Final = 50
MOST_ROWS: Final = 100_000
"""Of one file; a longer time is taken in parts, by its dates."""
NARROWS: Final = ("jenis", "lembaga", "nama", "sejak", "sampai")
GROUPS: Final[dict[str, tuple[str, tuple[str, ...]]]] = {
    "lihat": (gettext_noop("Looks"), tuple(LOOKS)),
    "masuk": (gettext_noop("Sign-ins"), tuple(SIGN_INS)),
    "akun": (gettext_noop("Accounts and roles"), tuple(CHANGES)),
    "berkas": (gettext_noop("Files taken"), tuple(FILES)),
}
"""What the page can be narrowed to: its word in the address, its name, the kinds."""


@require_GET
@desk_page()
def access_log(request: HttpRequest, scope: Scope) -> HttpResponse:
    """The rows of a kabupaten, newest first: two queries and the page."""
    asked = request.GET
    rows = _narrowed(rows_of(scope), asked, scope)
    page = Paginator(rows, PER_PAGE).get_page(asked.get("page"))
    context = {
        "page": page,
        "rows": [_shown(row) for row in page.object_list],
        "groups": [(word, gettext(name)) for word, (name, _) in GROUPS.items()],
        "agencies": [(each.value, agency_name(each)) for each in Agency],
        "group": asked.get("jenis", ""),
        "agency": asked.get("lembaga", ""),
        "person": asked.get("nama", "")[:80],
        "since": asked.get("sejak", "")[:10],
        "until": asked.get("sampai", "")[:10],
        "is_narrowed": any(asked.get(key) for key in NARROWS),
    }
    return render(request, "election/access_log.html", context)


@require_GET
@desk_page()
def access_csv(request: HttpRequest, scope: Scope) -> HttpResponse:
    """The same rows for a spreadsheet; taking the file is on record, as with every file."""
    rows = _narrowed(rows_of(scope), request.GET, scope)
    text = "".join(_lines(rows[:MOST_ROWS], scope))
    answer = HttpResponse(text, content_type="text/csv; charset=utf-8")
    name = f"jejak-akses-{scope.kabupaten}-{clock.now():%Y%m%d}.csv"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def rows_of(scope: Scope) -> QuerySet[Look]:
    """Return every row that belongs to a kabupaten: of its scope, or of a person serving there."""
    parts = scope.kabupaten.split(".")
    above = ["", *(".".join(parts[: n + 1]) for n in range(len(parts)))]
    near = Q(area__in=above) | Q(area__startswith=f"{scope.kabupaten}.")
    return Look.objects.filter(Q(scope=scope) | (Q(scope=None) & near)).order_by("-at", "-pk")


def _narrowed(rows: QuerySet[Look], asked: Mapping[str, str], scope: Scope) -> QuerySet[Look]:
    if group := GROUPS.get(asked.get("jenis", "")):
        rows = rows.filter(what__in=group[1])
    if agency := asked.get("lembaga", ""):
        rows = rows.filter(agency=agency[:12])
    if person := " ".join(asked.get("nama", "").split())[:80]:
        rows = rows.filter(name__icontains=person)
    if since := _day(asked.get("sejak", ""), scope):
        rows = rows.filter(at__gte=since)
    if until := _day(asked.get("sampai", ""), scope):
        rows = rows.filter(at__lt=until + timedelta(days=1))
    return rows


def _day(text: str, scope: Scope) -> datetime | None:
    try:
        return datetime.combine(date.fromisoformat(text), time(), ZoneInfo(scope.zone))
    except ValueError:
        return None


def _shown(row: Look) -> dict[str, Any]:
    return {
        "row": row,
        "who": row.name or _nameless(row),
        "agency": agency_name(Agency(row.agency)) if row.agency in set(Agency) else "",
        "role": role_name(Role(row.role)) if row.role in set(Role) else "",
        "what": gettext(KINDS.get(row.what, row.what)),
        "is_failure": row.what == "login_failed",
    }


def _nameless(row: Look) -> str:
    if row.what in CHANGES:
        return gettext("a command at the server")
    return gettext("somebody unknown")


class _Line:
    """What csv writes into: hands each line back."""

    def write(self, text: str) -> str:
        return text


def _lines(rows: Iterable[Look], scope: Scope) -> Iterator[str]:
    writer: Any = csv.writer(cast(io.StringIO, _Line()), delimiter=";")
    zone = ZoneInfo(scope.zone)
    head = [gettext(each) for each in ("When", "Who", "Agency", "Role", "Area", "What", "Which")]
    yield "\ufeff" + writer.writerow(head)
    for row in rows:
        said = _shown(row)
        when = row.at.astimezone(zone).strftime("%Y-%m-%d %H:%M")
        cells = [when, said["who"], said["agency"], said["role"], row.area, said["what"], row.which]
        yield writer.writerow([_plain(each) for each in cells])


def _plain(text: str) -> str:
    """No cell may be a formula."""
    return f"'{text}" if text[:1] in {"=", "+", "-", "@", "\t", "\r"} else text
