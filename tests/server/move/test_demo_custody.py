"""The demo's first loads: whole, seen otherwise, one-sided, in quarantine and astray."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from pytest_django import Settings

from tepat.server import clock, flow
from tepat.server.desk import demo
from tepat.server.log.models import Fact, Quarantined
from tepat.server.move.devices.demo import PUGAAN, STRANGER_AREA, UPAU
from tepat.server.move.models import Device, Officer, PackageCustody, Shipment
from tests import demos

pytestmark = pytest.mark.django_db


@pytest.fixture
def own_home(tmp_path: Path, settings: Settings) -> Iterator[None]:
    settings.HOME, settings.DEMO = tmp_path, False
    yield
    clock.shift(timedelta(0))


def test_the_demo_shows_every_way_a_handover_may_stand(own_home: None) -> None:
    scope = demos.load()
    stages = dict(Shipment.objects.values_list("destination", "stage"))
    assert stages[f"{UPAU}:ppk"] == "received"
    assert stages[f"{PUGAAN}:ppk"] == stages[f"{STRANGER_AREA}:ppk"] == "one_sided"

    flags = Counter(flag for row in PackageCustody.objects.all() for flag in row.flags)
    assert flags["seal_differs"] == 1
    assert set(flags) == {"seal_differs", "half", "wrong_destination", "incident"}
    seen = PackageCustody.objects.get(holder__startswith="pps@", flags=["seal_differs"])
    assert '"pkd"' in seen.line
    assert [row.reason for row in Quarantined.objects.all()] == ["unknown_device"]

    facts, devices = Fact.objects.count(), Device.objects.count()
    assert demo.load(lambda: 0.0).scope == scope
    assert (Fact.objects.count(), Device.objects.count()) == (facts, devices)
    assert all("Contoh" in name for name in Officer.objects.values_list("name", flat=True))

    assert flow.rebuild(scope).differences == ()


def test_every_list_of_the_demo_is_in_the_log(own_home: None) -> None:
    demos.load()
    listed = Fact.objects.filter(kind="listed").values_list("lists__list", flat=True)
    assert set(Shipment.objects.values_list("list_hash", flat=True)) <= set(listed)
