"""Kecamatan Hulu with closed boxes, Bu Rina of its PPK at the desk, and a clerk's form."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from tepat.core.log import canonical
from tepat.core.move import events
from tepat.core.watch.paper.rows import Way
from tepat.server import clock, flow
from tepat.server.election.elections import election_of
from tepat.server.election.models import Scope
from tepat.server.move.models import PackageCustody
from tepat.server.plan.models import Package
from tepat.server.plan.packages.services import regenerate
from tepat.server.watch.paper.services import Table
from tests.worlds import contoh_scope, person

MADE = datetime(2024, 11, 12, 14, 0, tzinfo=UTC)
NOW = datetime(2024, 11, 26, 18, 10, tzinfo=UTC)
"""02.10 in the night after the deliveries."""
HULU = "99.01.01"
TPS_1, TPS_2 = "99.01.01.1001-001", "99.01.01.1001-002"


@pytest.fixture
def scope(db: None, settings: Any, tmp_path: Path) -> Iterator[Scope]:
    settings.HOME = tmp_path
    clock.shift(NOW - datetime.now(UTC))
    scope = contoh_scope()
    regenerate(scope, election_of(scope), MADE)
    close_all(scope)
    yield scope
    clock.shift(timedelta(0))


def close_all(scope: Scope) -> None:
    """Pack and seal every box of Hulu, two seals each."""
    account = person("bu_sari").account
    facts: list[events.Fact] = []
    common: Any = {"election": scope.election, "kabupaten": scope.kabupaten, "at": MADE}
    for at, box in enumerate(boxes(scope, HULU)):
        packed = events.Packed(**common, by=str(account), package=box, contents=())
        after = (canonical.name_of(events.write(packed)),)
        facts += [packed, events.Sealed(**common, after=after, package=box, seals=seals(at))]
    flow.report(scope, facts, account, MADE)


def seals(at: int) -> tuple[str, ...]:
    return (f"KB{2 * at:07d}", f"KB{2 * at + 1:07d}")


def boxes(scope: Scope, area: str) -> list[str]:
    """What travels to an area: boxes and bags, by code."""
    rows = Package.objects.filter(scope=scope, place__startswith=area).exclude(form="S")
    return sorted(rows.values_list("code", flat=True))


def custody(scope: Scope, area: str) -> set[tuple[str, str, str, str]]:
    """Stage, holder, place and evidence of what belongs to an area."""
    rows = PackageCustody.objects.filter(scope=scope, package__in=boxes(scope, area))
    return set(rows.values_list("stage", "holder", "place", "evidence"))


def table(scope: Scope, way: Way = Way.TO_TPS) -> Table:
    return Table(scope, way, HULU)


class Clerk:
    """Somebody at the desk with the table of one step open."""

    def __init__(self, scope: Scope, name: str = "bu_rina", way: str = "ke-tps") -> None:
        self.client = Client()
        self.client.force_login(person(name))
        self.path = f"/e/{scope.election}/{scope.kabupaten}/kertas/{HULU}/{way}/"

    def open(self, **query: str) -> HttpResponse:
        return self.client.get(self.path, query)  # type: ignore[return-value]

    def row(self, key: str, **query: str) -> dict[str, Any]:
        """What the page shows of one row."""
        rows = self.open(**query).context["rows"]  # type: ignore[attr-defined]
        found: dict[str, Any] = next(row for row in rows if row["key"] == key)
        return found

    def send(self, rows: dict[str, dict[str, Any]], button: str = "save", **more: Any) -> Any:
        """Send the table with these rows, as a browser does; the answer after the redirect."""
        form: dict[str, Any] = {button: "1", "day": "2024-11-26", **more}
        for key, cells in rows.items():
            form |= {f"boxes:{key}": "", **{f"{name}:{key}": text for name, text in cells.items()}}
        return self.client.post(self.path, form, follow=button != "draft")


def whole(count: int, number: str = "07/BA/PPS/2024", **more: str) -> dict[str, str]:
    """A row without a fault: the clerk types six cells and leaves the condition."""
    return {"boxes": str(count), "seals": "y", "time": "0640", "number": number, **more}
