"""What lies over the map of the board: open problems, closed roads, warned ground."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.test import Client

from tepat.server.election.models import Region, Scope, User
from tepat.server.watch.alerts.queries import calling_of
from tepat.server.watch.board import dangers
from tepat.server.watch.board.chart import Point
from tepat.server.watch.incidents import services
from tepat.server.watch.overview.map import Drawing
from tests.phones import NIGHT
from tests.worlds import contoh_scope, person

pytestmark = pytest.mark.django_db

SHEET = Drawing("0 0 100 100", [], "", "", [], 1.0, 1, (0.0, 0.0), 115.0, -1.0, (10.0, 10.0))


def points(scope: Scope) -> dict[str, Point]:
    rows = Region.objects.filter(code__startswith=scope.kabupaten)
    return {row.code: Point(row.name, row.lat, row.lon) for row in rows}


def threats(
    scope: Scope, user: User, sheet: Drawing | None, where: dict[str, Point], now: datetime
) -> dangers.Dangers:
    found = dangers.dangers(scope, sheet, where, now)
    lines = [*dangers.weather_lines(user, now, calling_of(scope)), *found.lines]
    return found._replace(lines=lines)


def test_an_open_problem_stands_at_its_place_and_opens_its_page() -> None:
    scope = contoh_scope()
    hadi = person("bu_dewi")
    Region.objects.filter(code="99.01.01").update(lat=-2.0, lon=116.0)
    road = services.Report("flood", "Jalan <b>Wirang</b> terendam", "", "99.01.01")
    open_ = services.open_by_hand(scope, road, hadi, NIGHT)
    nowhere = services.Report("driver", "Sopir belum datang", "", "")
    services.open_by_hand(scope, nowhere, hadi, NIGHT)

    found = threats(scope, hadi, SHEET, points(scope), NIGHT + timedelta(hours=1))
    [mark] = [each for each in found.marks if each.kind == "problem"]
    assert (mark.number, mark.title) == (open_.number, f"{open_.number}: {open_.title}")
    assert (mark.x, mark.y) == (10.0 - 12, 10.0)
    client = Client()
    client.force_login(hadi)
    assert client.get(mark.href).status_code == 200
    assert "<b>Wirang" not in client.get("/e/pilkada-2024/99.01/papan/").content.decode()

    services.close(open_, "solved", "Air surut.", person("bu_dewi"), NIGHT + timedelta(hours=2))
    after = threats(scope, hadi, SHEET, points(scope), NIGHT + timedelta(hours=3))
    assert [each.kind for each in after.marks] == []


def test_without_a_drawing_the_words_remain(tmp_path: Path) -> None:
    scope = contoh_scope()
    found = threats(scope, person("bu_dewi"), None, {}, NIGHT)
    assert found == ([], [], [])
