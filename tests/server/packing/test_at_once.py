"""Many stations report at once: every fact gets its number, and no number is left out."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier
from typing import TypeVar
from uuid import UUID

import pytest
from django.db import connection, connections

from tepat.core.election.ids import Form, PackageCode
from tepat.core.move import events
from tepat.core.move.judging import Sent
from tepat.core.problems import Refused
from tepat.server import flow
from tepat.server.election.elections import election_of
from tepat.server.election.models import Scope
from tepat.server.log.models import Fact
from tepat.server.move.models import ForeignCode, SealRange, SealUse
from tepat.server.move.packing import station
from tepat.server.move.seals import pages
from tepat.server.plan.packages.services import regenerate
from tests import phones
from tests.phones import phone_of
from tests.worlds import contoh_scope, person

NIGHT = datetime(2024, 11, 12, 18, 14, tzinfo=UTC)
STATIONS, BOXES = 4, 6
FIRST_BOX = str(PackageCode("P24", "99.01.01.1001-001", "GUB", Form.BOX))


def send(scope: Scope, batch: list[Sent]) -> list[int]:
    """What one station sends, fact after fact; the first is one that all of them send."""
    try:
        found = [flow.accept(scope, [sent], "a station", NIGHT) for sent in batch]
        return [receipt.number for [receipt] in found]
    finally:
        connections.close_all()


@pytest.mark.django_db(transaction=True)
def test_numbers_have_no_gaps_and_a_fact_that_all_send_is_one() -> None:
    scope = contoh_scope()
    shared = phones.packed(phone_of(scope, "bu_dewi"), FIRST_BOX)
    batches = []
    for number in range(STATIONS):
        phone = phone_of(scope, f"station-{number}")
        own = [phones.packed(phone, f"BOX-{number}-{box}") for box in range(BOXES)]
        batches.append([shared, *own])
    before = Fact.objects.count()

    with ThreadPoolExecutor(STATIONS) as stations:
        found = list(stations.map(lambda batch: send(scope, batch), batches))

    total = before + STATIONS * BOXES + 1
    assert sorted(Fact.objects.values_list("number", flat=True)) == list(range(1, total + 1))
    assert len({numbers[0] for numbers in found}) == 1
    assert flow.rebuild(scope).differences == ()


T = TypeVar("T")
FIRST, SECOND = "99.01.01.1001-001", "99.01.01.1001-002"
BOXES_OF = {"bu_sari": FIRST, "bu_dewi": SECOND}


def both(work: Callable[[str], T]) -> list[T]:
    """Two people do the same thing at the same moment, each on a connection of their own."""
    ready = Barrier(2)

    def one(who: str) -> T:
        try:
            connection.ensure_connection()
            ready.wait(20)
            return work(who)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as tables:
        return list(tables.map(one, BOXES_OF))


def open_boxes(*, packed: bool) -> Scope:
    """Two boxes, each open at the station of its own person."""
    scope = contoh_scope()
    election = election_of(scope)
    regenerate(scope, election, NIGHT)
    for who, tps in BOXES_OF.items():
        box = str(PackageCode("P24", tps, "BUP", Form.BOX))
        station.scan(scope, person(who), election, box, NIGHT)
        if packed:
            fact = events.Packed(
                election=scope.election,
                kabupaten=scope.kabupaten,
                at=NIGHT,
                by="-",
                package=box,
                contents=(),
            )
            flow.report(scope, [fact], UUID(int=1), NIGHT)
    return scope


def issue(scope: Scope, who: str, first: str, last: str) -> bool:
    try:
        pages.issue(scope, person(who), (first, last), "segel", "gudang")
    except Refused:
        return False
    return True


@pytest.mark.django_db(transaction=True)
def test_two_people_scan_one_seal_and_one_box_gets_it() -> None:
    scope = open_boxes(packed=True)
    election = election_of(scope)
    assert issue(scope, "bu_dewi", "KB0170001", "KB0170100")

    def seal(who: str) -> tuple[str, str]:
        scanned = station.scan(scope, person(who), election, "KB0170011", NIGHT)
        return scanned.done, station.close(scope, person(who), election, NIGHT).done

    assert sorted(both(seal)) == [("", ""), ("seal", "sealed")]
    assert SealUse.objects.filter(number="KB0170011").count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_people_bind_one_code_and_one_box_gets_it() -> None:
    scope = open_boxes(packed=False)
    election = election_of(scope)
    for who in BOXES_OF:
        station.bind_next(scope, person(who))

    done = both(lambda who: station.scan(scope, person(who), election, "LAIN-QR-1", NIGHT).done)

    assert sorted(done) == ["", "bound"]
    assert ForeignCode.objects.filter(code="LAIN-QR-1").count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_people_issue_overlapping_ranges_and_one_is_refused() -> None:
    scope = open_boxes(packed=False)
    ranges = {"bu_sari": ("QA001", "QA100"), "bu_dewi": ("QA050", "QA150")}

    assert sorted(both(lambda who: issue(scope, who, *ranges[who]))) == [False, True]
    assert SealRange.objects.filter(scope=scope, prefix="QA").count() == 1
