"""The demo's papers: three rows of Kecamatan Upau as its PPK typed them, and one half typed.

Made up and marked contoh. The desa whose phones signed needs none.
"""

from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from tepat.core.watch.paper.reading import Typed
from tepat.core.watch.paper.rows import Says, Way
from tepat.server.election.models import Scope, User
from tepat.server.watch.models import PaperRow
from tepat.server.watch.paper import queries, reporting, services
from tepat.server.watch.paper.services import Draft, Table

UPAU: Final = "63.09.10"
HOURS: Final = ("1415", "15.20", "1605")


def load(scope: Scope, now: datetime) -> None:
    """Record three papers of yesterday, and leave a fourth as a draft. Twice is once."""
    by = User.objects.filter(username="bu_dewi").first()
    if by is None or PaperRow.objects.filter(scope=scope).exists():
        return
    table = Table(scope, Way.TO_PPS, UPAU)
    waiting = [
        each
        for each in queries.expected(scope, table.way, UPAU)
        if each.says is Says.NOTHING and each.known
    ]
    rows = [
        Draft(row.key, Typed(str(len(row.packages)), "y", "", hour, _number(at), receiver="contoh"))
        for at, (row, hour) in enumerate(zip(waiting, HOURS, strict=False), start=1)
    ]
    yesterday = now.astimezone(ZoneInfo(scope.zone)).date() - timedelta(days=1)
    reporting.save(table, rows, yesterday, by.account, now)
    if len(waiting) > len(rows):
        row = waiting[len(rows)]
        half = Typed(str(len(row.packages)), "y", number=_number(len(rows) + 1))
        services.keep_draft(table, Draft(row.key, half), by.account, now)


def _number(at: int) -> str:
    return f"{at:02d}/BA/PPK-UPAU/XI/2024"
