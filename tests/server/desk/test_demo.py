"""The demo never mixes with a real election, and begins on its own day."""

import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from pytest_django import Settings

from tepat.core.problems import Code, Refused
from tepat.server import clock
from tepat.server.desk import demo
from tepat.server.desk.serving import check_address
from tepat.server.election.models import Scope, User
from tests import demos

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, settings: Settings) -> Iterator[None]:
    settings.HOME, settings.DEMO = tmp_path, False
    yield
    clock.shift(timedelta(0))


def test_the_demo_begins_on_its_day_and_twice_is_once() -> None:
    first = demo.load(time.perf_counter)
    assert timedelta(0) <= clock.now() - demo.BEGINS < timedelta(minutes=5)
    assert demo.load(time.perf_counter).scope == first.scope
    assert first.scope.is_contoh


def test_an_installation_with_a_real_election_refuses_the_demo() -> None:
    Scope.objects.create(election="pilkada-2024", kabupaten="99.01")
    with pytest.raises(Refused) as refused:
        demo.load(time.perf_counter)
    assert refused.value.problem.code is Code.DEMO_REFUSED
    assert Scope.objects.count() == 1


def test_a_demo_is_not_shown_to_a_network_with_the_password_it_prints(settings: Settings) -> None:
    demos.load()

    check_address("127.0.0.1")
    with pytest.raises(Refused) as refused:
        check_address("0.0.0.0")
    assert refused.value.problem.code is Code.DEMO_OPEN
    assert "bu_dewi" in str(refused.value.problem.facts["names"])

    settings.DEMO_OPEN = True
    check_address("0.0.0.0")


def test_changed_passwords_open_the_network_again() -> None:
    demos.load()
    for user in User.objects.filter(is_contoh=True):
        user.set_unusable_password()
        user.save()

    check_address("0.0.0.0")
