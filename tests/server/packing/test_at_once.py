"""Many stations report at once: every fact gets its number, and no number is left out."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.db import connection, connections

from tepat.core.election.ids import Form, PackageCode
from tepat.core.move import events
from tepat.server import flow
from tepat.server.election.models import Scope
from tepat.server.log.models import Fact
from tests.worlds import contoh_scope

NIGHT = datetime(2024, 11, 12, 18, 14, tzinfo=UTC)
STATIONS, BOXES = 4, 6


def report(scope_pk: int, station: int) -> list[int | None]:
    """What one station sends: some boxes of its own, and one that all of them send."""
    try:
        scope = Scope.objects.get(pk=scope_pk)
        numbers = []
        for box in range(BOXES):
            tps = f"99.01.01.1001-{0 if box == 0 else 10 * station + box:03d}"
            fact = events.Packed(
                election=scope.election,
                kabupaten=scope.kabupaten,
                at=NIGHT,
                by="-",
                package=str(PackageCode("P24", tps, "BUP", Form.BOX)),
                contents=(),
            )
            [receipt] = flow.accept(scope, [fact], UUID(int=station), NIGHT)
            numbers.append(receipt.number)
        return numbers
    finally:
        connections.close_all()


@pytest.mark.django_db(transaction=True)
def test_numbers_have_no_gaps_and_a_fact_that_all_send_is_one() -> None:
    if connection.vendor == "sqlite" and ":memory:" in str(connection.settings_dict["NAME"]):
        pytest.skip("SQLite in memory has one connection: set TEST NAME to a file to run this")
    if connection.vendor == "sqlite" and "memory" in str(connection.settings_dict["NAME"]):
        pytest.skip("SQLite in memory locks whole tables: runs on PostgreSQL and on a file")
    scope = contoh_scope()

    with ThreadPoolExecutor(STATIONS) as stations:
        found = list(stations.map(lambda each: report(scope.pk, each), range(1, STATIONS + 1)))

    total = STATIONS * (BOXES - 1) + 1
    assert sorted(Fact.objects.values_list("number", flat=True)) == list(range(1, total + 1))
    assert len({numbers[0] for numbers in found}) == 1
