"""Which facts open an incident, and which one they join."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tepat.adapters import incident_files
from tepat.core.election.ids import Form, PackageCode
from tepat.core.move import events
from tepat.core.move.events.words import WORDS
from tepat.core.watch.incidents.causes import Cause, Standing, causes_of, joined

BOOK = incident_files.book(Path("nowhere"))
AT = datetime(2024, 11, 25, 3, 20, tzinfo=UTC)
TPS, NEXT = "99.01.01.2002-001", "99.01.01.2002-002"
BOX = str(PackageCode("P24", TPS, "BUP", Form.BOX))
OTHER = str(PackageCode("P24", NEXT, "BUP", Form.BOX))
WHERE: dict[str, Any] = {"election": "pilkada-2024", "kabupaten": "99.01", "at": AT}


def of(fact: events.Fact, **differing: tuple[str, ...]) -> list[Cause]:
    return causes_of(
        "f1", fact, BOOK, {box: [frozenset(seals)] for box, seals in differing.items()}
    )


def received(**fields: Any) -> events.Received:
    return events.Received(
        **WHERE,
        giver="driver@99.01",
        receiver="pps@99.01.01.2002",
        place="99.01.01.2002:pps",
        packages=(BOX, OTHER),
        **fields,
    )


@pytest.mark.parametrize("what", WORDS["incident.what"])
def test_every_word_of_the_phone_opens_an_incident_of_a_kind(what: str) -> None:
    [cause] = of(events.Incident(**WHERE, what=what, place=TPS))
    assert cause.kind in {kind.code for kind in BOOK.kinds}
    assert (cause.kind == "other") == (what == "other")


def test_two_wet_boxes_of_two_tps_are_two_causes_and_the_dry_say_nothing() -> None:
    wet = tuple(events.Check(each, (), "wet") for each in (BOX, OTHER))
    assert [(c.kind, c.place) for c in of(received(checks=wet))] == [
        ("damage", TPS),
        ("damage", NEXT),
    ]
    assert of(received(checks=(events.Check(BOX, ("KB1",)),))) == []


def test_another_seal_is_a_cause_only_where_custody_found_it_different() -> None:
    seen = received(checks=(events.Check(BOX, ("KB9",)),))
    assert of(seen) == []
    [cause] = of(seen, **{BOX: ("KB1",)})
    assert (cause.kind, cause.place, cause.packages) == ("seal", TPS, (BOX,))
    assert of(received(checks=(events.Check(BOX, ("KB1",)),)), **{BOX: ("KB1",)}) == []


def test_an_incident_about_a_box_is_at_its_tps_and_one_about_a_load_is_at_its_shipment() -> None:
    [box] = of(events.Incident(**WHERE, what="seal_differs", packages=(BOX,)))
    assert (box.place, box.subjects) == (TPS, frozenset({TPS}))
    [load] = of(events.Incident(**WHERE, what="late", shipment="SJ-001"))
    assert load.subjects == {"SJ-001"}


def test_a_load_that_must_not_leave_is_a_cause_of_its_own_and_not_of_its_store() -> None:
    where = "99.01.01:ppk"
    [load] = of(events.Inspected(**WHERE, place=where, shipment="SJ-1", outcome="unfit"))
    assert (load.kind, load.subjects, load.shipment) == ("loading", frozenset({"SJ-1"}), "SJ-1")
    [store] = of(events.Inspected(**WHERE, place=where, outcome="unfit"))
    assert (store.kind, store.subjects) == ("store", frozenset({where}))
    assert of(events.Inspected(**WHERE, place=where, shipment="SJ-1", outcome="lacking")) == []


def test_a_cause_joins_the_open_one_of_its_kind_and_place() -> None:
    [seal] = of(events.Incident(**WHERE, what="seal_differs", packages=(BOX,)))
    there = [Standing(7, "damage", frozenset({TPS})), Standing(9, "seal", frozenset({TPS, NEXT}))]
    assert joined(seal, there) == 9
    assert joined(seal, there[:1]) is None


def test_late_facts_join_what_was_closed_after_they_happened() -> None:
    [seal] = of(events.Incident(**WHERE, what="seal_differs", packages=(BOX,)))

    def closed(hours: int) -> list[Standing]:
        return [Standing(3, "seal", frozenset({TPS}), AT + timedelta(hours=hours))]

    assert joined(seal, closed(2)) == 3
    assert joined(seal, closed(-2)) is None
