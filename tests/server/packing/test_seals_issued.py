"""Ranges of seals that phones issue: as far as the signer stands, and the table can hold them."""

from typing import Any

import pytest

from tepat.core.election.roles import Role
from tepat.core.move import events
from tepat.server import flow
from tepat.server.election.models import Scope
from tepat.server.move.custody import services as custody
from tepat.server.move.devices import reporting
from tepat.server.move.models import SealRange
from tests.phones import NIGHT, Phone, phone_of
from tests.worlds import contoh_scope, person

pytestmark = pytest.mark.django_db
ROLL: dict[str, Any] = {"prefix": "QA", "first": 1, "last": 100, "width": 5}


@pytest.fixture
def scope() -> Scope:
    return contoh_scope()


def issued(scope: Scope, phone: Phone, **changed: Any) -> None:
    """The phone says so, and the door takes it whatever it says."""
    sent = phone.say(events.SealsIssued, **{**ROLL, **changed})
    [receipt] = flow.accept(scope, [sent], phone.device, NIGHT)
    assert receipt.verdict == "accepted"


def test_the_store_issues_seals_with_a_phone(scope: Scope) -> None:
    issued(scope, phone_of(scope, "bu_sari"), what="segel kotak", to="Tim 1")

    assert SealRange.objects.get().to == "Tim 1"


@pytest.mark.parametrize("role", [Role.DRIVER, Role.BAWASLU])
def test_who_may_not_issue_seals_has_issued_none(scope: Scope, role: Role) -> None:
    issued(scope, phone_of(scope, "pak_joko", role))

    assert not SealRange.objects.exists()


def test_what_a_revoked_phone_issued_after_its_end_is_taken_away(scope: Scope) -> None:
    phone = phone_of(scope, "bu_sari")
    issued(scope, phone)
    issued(scope, phone, first=101, last=200)

    reporting.revoke(scope, person("bu_dewi"), phone.device, phone.seq - 1, "stolen", NIGHT)

    assert SealRange.objects.get().last == 100
    before = custody.snapshot(scope)
    custody.drop(scope)
    custody.rebuild(scope)
    assert custody.snapshot(scope) == before


def test_a_name_that_is_too_long_is_cut_and_stops_nobody(scope: Scope) -> None:
    issued(scope, phone_of(scope, "bu_sari"), what="w" * 400, to="t" * 400)

    row = SealRange.objects.get()
    assert (row.what, row.to) == ("w" * 60, "t" * 100)


@pytest.mark.parametrize(
    "changed",
    [
        {"prefix": "Q" * 200},
        {"last": 2**53 - 1},
        {"first": 200},
        {"width": 2**40},
        {"first": 0, "last": 1, "width": 1},
    ],
)
def test_what_no_roll_looks_like_is_recorded_and_issues_nothing(
    scope: Scope, changed: dict[str, Any]
) -> None:
    issued(scope, phone_of(scope, "bu_sari"), **changed)

    assert not SealRange.objects.exists()
