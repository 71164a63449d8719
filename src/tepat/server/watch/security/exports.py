"""Rows for the applications of the police: one per TPS and person, columns as data."""

import csv
import io
from datetime import date, datetime, time
from typing import Final, cast
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from tepat.adapters.excel_out import Cell, Sheet, workbook
from tepat.core import mark
from tepat.core.problems import Code, refuse
from tepat.core.watch.security.sight import Sight
from tepat.server.desk.words import language
from tepat.server.election.accounts.looks import record_look
from tepat.server.election.elections import election_of
from tepat.server.election.models import Scope, Tps, User
from tepat.server.election.scopes import desk_page
from tepat.server.watch.models import SecurityOrder, SecurityOrderLine, TpsGrade
from tepat.server.watch.security import agreed, people, queries

_SOME_DAY: Final = date(2024, 1, 1)
_FORMULA: Final = ("=", "@")


@require_GET
@desk_page()
def export(request: HttpRequest, scope: Scope, form: str) -> HttpResponse:
    """The rows as xlsx or csv; taking them is recorded."""
    sight = people.looks(request, scope, "security", "ekspor")
    record_look(cast(User, request.user), scope, "export", f"pengamanan.{form}")
    rows = rows_of(scope, sight)
    heads = [each.head for each in agreed.book().columns]
    if form == "xlsx":
        created = datetime.combine(election_of(scope).voting_day or _SOME_DAY, time())
        title = f"Pengamanan TPS {scope.kabupaten}"
        above = [title, *([mark.line("contoh: dibuat untuk peragaan")] if scope.is_contoh else [])]
        made = workbook([Sheet("pengamanan", heads, rows, above)], created, title)
        kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    elif form == "csv":
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\r\n")
        writer.writerow(heads)
        writer.writerows([_plain(cell) for cell in row] for row in rows)
        made, kind = out.getvalue().encode("utf-8-sig"), "text/csv; charset=utf-8"
    else:
        raise refuse(Code.SECURITY_CHOICE, column="berkas", value=form[:10])
    answer = HttpResponse(made, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="pengamanan-{scope.kabupaten}.{form}"'
    answer["Cache-Control"] = "no-store"
    return answer


def _plain(cell: Cell) -> Cell:
    """A name that begins like a formula stays a name in a spreadsheet."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell


def rows_of(scope: Scope, sight: Sight) -> list[list[Cell]]:
    """Return the rows of the columns: six queries, however many TPS."""
    zone = ZoneInfo(scope.zone)
    grades = dict(TpsGrade.objects.filter(scope=scope).values_list("tps", "grade"))
    all_tps = [
        row for row in Tps.objects.filter(scope=scope).order_by("code") if sight.sees_area(row.code)
    ]
    names = queries.region_names({c for row in all_tps for c in (row.kecamatan, row.desa)})
    words = agreed.grades(scope)
    service = agreed.book().service
    lines = SecurityOrderLine.objects.filter(
        order__scope=scope, order__about=SecurityOrder.About.TPS, order__withdrawn_at=None
    ).select_related("order__unit", "person")
    posted: dict[str, list[SecurityOrderLine]] = {}
    for line in lines:
        unit = line.order.unit
        if sight.sees_people(unit.service, unit.area):
            for code in line.tps:
                posted.setdefault(code, []).append(line)
    columns = [each.field for each in agreed.book().columns]
    found: list[list[Cell]] = []
    for row in all_tps:
        base: dict[str, Cell] = {
            "tps": row.code,
            "kecamatan": names.get(row.kecamatan, row.kecamatan),
            "desa": names.get(row.desa, row.desa),
            "number": f"{row.number:03d}",
            "grade": words.get(grades.get(row.code, ""), ""),
            "lat": "" if row.lat is None else f"{row.lat:.5f}",
            "lon": "" if row.lon is None else f"{row.lon:.5f}",
        }
        for each in posted.get(row.code, [None]):
            cells = dict(base)
            if each:
                person, order = each.person, each.order
                known = service.get(order.unit.service)
                cells |= {
                    "unit": order.unit.name,
                    "service": known.name.say(language()) if known else order.unit.service,
                    "order": order.text,
                    "starts": f"{order.starts.astimezone(zone):%Y-%m-%d %H:%M}",
                    "ends": f"{order.ends.astimezone(zone):%Y-%m-%d %H:%M}",
                }
                if person:
                    cells |= {
                        "person": person.name,
                        "rank": person.rank,
                        "person_number": person.number,
                        "phone": person.phone,
                    }
            found.append([cells.get(name, "") for name in columns])
    return found
