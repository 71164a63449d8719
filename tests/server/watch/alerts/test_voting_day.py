"""What phones and the desk tell on voting day, as alerts see it."""

from datetime import datetime, timedelta

import pytest

from tepat.core.move import events
from tepat.server.election.models import Scope
from tepat.server.watch.alerts import gathering, services
from tepat.server.watch.models import Alert
from tests.server.count.counted import EVENING, TPS, kpps, tell, typed
from tests.server.count.counted import sheet as sheet_of
from tests.worlds import contoh_scope

pytestmark = pytest.mark.django_db


def _kinds(scope: Scope, now: datetime) -> dict[str, str]:
    services.refresh(scope, now, force=True)
    rows = Alert.objects.filter(scope=scope, settled_at=None)
    wanted = ("opened_late", "not_held", "form_wrong")
    return {row.kind: row.where for row in rows if row.kind in wanted}


def test_a_kpps_with_a_phone_that_tells_nothing_is_asked_for() -> None:
    world = contoh_scope()
    phone = kpps(world)
    eight = EVENING.replace(hour=0, minute=0)  # 08.00 in the kabupaten
    assert _kinds(world, eight - timedelta(days=1)) == {}
    assert _kinds(world, eight) == {"opened_late": TPS[:8]}
    assert _kinds(world, EVENING) == {"not_held": TPS[:8]}

    tell(world, phone, events.VotingOpened, place=TPS, starts=eight)

    assert _kinds(world, EVENING + timedelta(minutes=2)) == {}


def test_an_opening_that_a_stranger_signs_is_none() -> None:
    world = contoh_scope()
    phone = kpps(world)
    tell(world, phone, events.VotingOpened, place=f"{TPS[:-1]}9", starts=EVENING)
    [mine] = [e for e in gathering.situation_of(world, EVENING).openings if e.tps == TPS]
    assert mine.starts is None


def test_a_form_that_does_not_add_up_is_called_until_it_is_put_right() -> None:
    world = contoh_scope()
    typed(world, "bu_lia", sheet_of(used=401))
    [wrong] = gathering.situation_of(world, EVENING).wrong_forms
    assert (wrong.area, wrong.name, wrong.count, wrong.since) == (TPS[:8], TPS, 1, EVENING)
    assert _kinds(world, EVENING)["form_wrong"] == TPS[:8]

    typed(world, "bu_lia", sheet_of())

    assert "form_wrong" not in _kinds(world, EVENING + timedelta(minutes=2))
