"""Today's dangers in a briefing: warned, late and not departed, by what is at stake."""

from datetime import timedelta

import pytest

from tepat.core.watch.rakor.agenda import agenda_of
from tepat.core.watch.rakor.briefing import lines_of
from tepat.server.election.models import Scope
from tepat.server.watch.alerts import queries
from tepat.server.watch.alerts.services import refresh
from tepat.server.watch.models import Alert
from tepat.server.watch.rakor.state import state_of
from tests.server.watch.alerts.worlds import HILIR, NOW, amiss, waiting_load
from tests.worlds import contoh_scope

pytestmark = pytest.mark.django_db


@pytest.fixture
def scope() -> Scope:
    scope = contoh_scope()
    waiting_load(scope, "SJ-001", HILIR)
    amiss(scope, "P246309102006001BUPK1N")
    refresh(scope, NOW, force=True)
    params = {"event": "Hujan lebat", "desa": 11, "tps": 45, "areas": [HILIR]}
    hours = {"from_at": NOW.isoformat(), "until_at": (NOW + timedelta(hours=5)).isoformat()}
    Alert.objects.create(
        scope=scope, key="hazard:x", kind="hazard", where="99.01", since=NOW, opened_at=NOW,
        begins=NOW, last_seen=NOW, count=45, params={**params, **hours},
    )  # fmt: skip
    return scope


def test_warnings_and_loads_that_wait_come_first_without_code_or_hour(scope: Scope) -> None:
    state = state_of(scope, NOW)
    said = [line.text.id for line in lines_of(state)]
    rain = next(at for at, text in enumerate(said) if "11 desa, 45 TPS" in text)
    load = next(at for at, text in enumerate(said) if "1 muatan ke Hilir belum berangkat" in text)
    assert rain < load, "45 TPS before one load"
    assert not any("SJ-001" in text for text in said), "read by every agency at the table"
    titles = [item.title.id for item in agenda_of(state)]
    assert "45 TPS" in titles[0]
    assert all("Keadaan" in item.text.id for item in agenda_of(state)[:2]), "as of when"


def test_the_briefing_counts_the_alerts_of_the_page(scope: Scope) -> None:
    many = len(queries.open_alerts(scope))
    said = [line.text.id for line in lines_of(state_of(scope, NOW))]
    assert any(text.startswith(f"{many} peringatan terbuka, 1 di antaranya") for text in said)
