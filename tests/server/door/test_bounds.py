"""What one fact may cost: the door is locked while it is folded."""

from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

from tepat.core.election.roles import Role
from tepat.core.move import events, judging
from tepat.core.move.events.fields import MOST_PACKAGES
from tepat.server import flow
from tepat.server.election.models import Scope
from tepat.server.move.models import PackageCustody
from tests.phones import NIGHT, Phone, phone_of

pytestmark = pytest.mark.django_db

CODES = tuple(f"A{n:04X}" for n in range(MOST_PACKAGES))


@pytest.fixture
def joko(scope: Scope) -> Phone:
    return phone_of(scope, "pak_joko", Role.DRIVER)


def test_a_long_fact_is_read_once_for_all_its_packages(
    scope: Scope, joko: Phone, monkeypatch: pytest.MonkeyPatch, django_assert_max_num_queries: Any
) -> None:
    photos = tuple(sorted(f"{n:064x}" for n in range(300)))
    sent = joko.say(events.Incident, packages=CODES, what="broken", photos=photos)
    assert len(sent.body) > judging.PARSED_BYTES
    read: list[int] = []
    plain = events.read

    def counted(body: bytes) -> events.Fact:
        read.append(len(body))
        return plain(body)

    monkeypatch.setattr("tepat.core.move.events.read", counted)

    with django_assert_max_num_queries(40):
        [receipt] = flow.accept(scope, [sent], joko.device, NIGHT)

    assert receipt.verdict == "accepted"
    assert PackageCustody.objects.filter(package__in=CODES).count() == MOST_PACKAGES
    assert read.count(len(sent.body)) == 2  # at the door, and in the fold


AWAY = timezone(timedelta(hours=14))


@pytest.mark.parametrize(
    ("at", "verdict"),
    [
        (datetime(1, 1, 1, tzinfo=AWAY), "quarantined"),
        (datetime(9999, 12, 31, 23, tzinfo=timezone(-timedelta(hours=12))), "quarantined"),
        (datetime(1970, 1, 1, tzinfo=AWAY), "accepted"),
    ],
)
def test_what_no_clock_says_stops_nobody_else(
    scope: Scope, sari: Phone, at: datetime, verdict: str
) -> None:
    wrong = sari.say(events.SealsIssued, first=1, last=5, width=6, at=at)
    joko = phone_of(scope, "pak_joko", Role.DRIVER)
    honest = joko.say(events.Incident, what="late")

    uploads = [flow.Upload([wrong], sari.device), flow.Upload([honest], joko.device)]
    [[odd], [well]] = flow.accept_all(scope, uploads, NIGHT)  # type: ignore[misc]

    assert (odd.verdict, well.verdict) == (verdict, "accepted")
    assert flow.rebuild(scope).differences == ()


def test_more_packages_than_one_fact_may_name_are_no_fact(scope: Scope, joko: Phone) -> None:
    sent = joko.say(events.Incident, packages=(*CODES, "B"), what="broken")

    [receipt] = flow.accept(scope, [sent], joko.device, NIGHT)

    assert (receipt.verdict, receipt.reason) == ("quarantined", "malformed")
    assert not PackageCustody.objects.exists()
