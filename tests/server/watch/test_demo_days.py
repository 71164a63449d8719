"""The demo's last ten days: the board of H-1 has something to say, and says what the log says."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.db.models import F
from pytest_django import Settings

from tepat.core.count.versions import State
from tepat.core.watch.indicators import AIMS, Word
from tepat.server import clock, flow
from tepat.server.count.ballots.moving import moves
from tepat.server.count.models import FormState, TypedForm
from tepat.server.desk import demo
from tepat.server.log.models import Fact
from tepat.server.move.models import PackageCustody, Shipment
from tepat.server.watch.board.queries import board_of
from tepat.server.watch.models import Alert
from tests import demos

# On PostgreSQL the first day of the demo is loaded, and each room of these days has its own tests.
pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


@pytest.fixture
def own_home(tmp_path: Path, settings: Settings) -> Iterator[None]:
    settings.HOME, settings.DEMO = tmp_path, False
    yield
    clock.shift(timedelta(0))


def test_a_demo_of_h_12_goes_on_to_the_eve_and_a_second_start_changes_nothing(
    own_home: None,
) -> None:
    before = demos.load()
    assert clock.now() < demo.EVE
    scope = demo.load(lambda: 0.0, to_eve=True).scope
    assert scope == before
    assert timedelta(0) <= clock.now() - demo.EVE < timedelta(minutes=5)

    board = board_of(scope, demo.EVE)
    total = board.total
    assert total.tps == 550
    assert total.ready > total.open > total.wrong > 0, "most are there, some come, few are wrong"
    assert min(total.evidence[0], total.evidence[2]) > 0, "by two phones, and by paper"
    aims = {str(aim): counts[Word.TIDAK] for aim, counts in zip(AIMS, total.aims, strict=True)}
    assert aims["kualitas"] >= 1
    stages = Counter(Shipment.objects.values_list("stage", flat=True))
    assert min(stages["received"], stages["on_the_way"], stages["prepared"]) > 0, stages
    kinds = set(Alert.objects.filter(scope=scope).values_list("kind", flat=True))
    assert {"late_departure", "late_arrival", "content"} <= kinds, kinds

    facts = Fact.objects.count()
    demo.load(lambda: 0.0, to_eve=True)
    assert Fact.objects.count() == facts
    assert flow.rebuild(scope).differences == ()


def test_on_the_evening_of_the_vote_forms_are_in_and_boxes_are_on_their_way_back(
    own_home: None,
) -> None:
    demos.load()
    scope = demo.load(lambda: 0.0, to_vote=True).scope
    assert timedelta(0) <= clock.now() - demo.VOTE < timedelta(minutes=5)

    states = Counter(FormState.objects.filter(scope=scope).values_list("state", flat=True))
    assert min(states[each] for each in State) > 0, states
    assert states[State.AGREED] > states[State.MISSING], "a newcomer sees the room full"
    checks = {code for row in FormState.objects.all() for code in row.checks.split()}
    assert {"A4", "A5", "A6", "A7", "A8"} <= checks, checks
    assert TypedForm.objects.values("by").distinct().count() == 3
    assert FormState.objects.filter(delivered=F("packed") - 1).count() == 1, "counted on the way"
    assert [each.differs for each in moves(scope)].count(True) == 1
    assert len(moves(scope)) == 3

    custody = PackageCustody.objects.filter(scope=scope).exclude(reached_at=None)
    places = Counter(place.partition(":")[2] for place in custody.values_list("place", flat=True))
    assert min(places[each] for each in ("", "pps", "ppk", "gudang-1")) > 0, places
    flags = Counter(flag for row in custody.values_list("flags", flat=True) for flag in row)
    assert not {"disputed", "chain_broken"} & flags.keys(), flags

    facts = Fact.objects.count()
    demo.load(lambda: 0.0, to_vote=True)
    assert Fact.objects.count() == facts
    assert flow.rebuild(scope).differences == ()
