"""What depends on other facts is a flag: it stops nobody at the door, and settles by itself."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tepat.core.election.roles import Role
from tepat.core.log import keys
from tepat.core.move import events
from tepat.server import flow
from tepat.server.election.models import Scope
from tepat.server.log.models import Fact, Quarantined
from tepat.server.move.devices import keys as own_keys
from tepat.server.move.devices import reporting
from tepat.server.move.models import Device, PackageCustody, PackageState
from tests.phones import NIGHT, Phone, letter_for, packed, phone_of
from tests.server.door.door import BOX, OTHER_BOX, changed, take, verdicts
from tests.worlds import person

pytestmark = pytest.mark.django_db

# -- what depends on other facts is a flag ---------------------------------------


def test_a_revoked_phone_counts_up_to_its_number(scope: Scope, sari: Phone) -> None:
    take(scope, packed(sari, BOX), packed(sari, OTHER_BOX))

    reporting.revoke(scope, person("bu_dewi"), sari.device, sari.seq - 1, "lost", NIGHT)

    assert PackageState.objects.get(package=BOX).state == "packed"
    assert PackageState.objects.get(package=OTHER_BOX).state == "planned"
    assert verdicts(take(scope, packed(sari, BOX))) == [("accepted", "")]
    assert "revoked" in PackageCustody.objects.get(package=BOX).line


def test_a_gap_is_shown_and_heals_when_the_missing_fact_comes(scope: Scope, sari: Phone) -> None:
    missing, late = packed(sari, BOX), packed(sari, OTHER_BOX)

    assert verdicts(take(scope, late)) == [("accepted", "")]
    device = Device.objects.get(device=sari.device)
    assert (device.gap_from, device.waiting) == (2, 1)
    assert "gap" in PackageCustody.objects.get(package=OTHER_BOX).line or device.gap_from

    take(scope, missing)
    device.refresh_from_db()
    assert (device.gap_from, device.waiting) == (0, 0)


def test_a_fork_freezes_the_device_and_both_facts_stay(scope: Scope, sari: Phone) -> None:
    clone = replace(sari)
    take(scope, packed(sari, BOX))
    assert PackageState.objects.get(package=BOX).state == "packed"

    assert verdicts(take(scope, packed(clone, OTHER_BOX))) == [("accepted", "")]

    assert Device.objects.get(device=sari.device).forked_from == 2
    assert set(PackageState.objects.values_list("state", flat=True)) == {"planned"}
    assert Fact.objects.filter(device=sari.device, seq=2).count() == 2


@pytest.mark.parametrize("days", [-400, 400])
def test_a_fact_of_another_time_is_taken_and_flagged(scope: Scope, sari: Phone, days: int) -> None:
    sent = packed(sari, BOX, at=NIGHT + timedelta(days=days))

    assert verdicts(take(scope, sent)) == [("accepted", "")]
    assert "expired" in PackageCustody.objects.get(package=BOX).line
    assert PackageState.objects.get(package=BOX).state == "planned"


def test_outside_of_the_own_area_nothing_moves(scope: Scope) -> None:
    rina = phone_of(scope, "bu_rina", Role.PPK, "99.01.02")

    sent = rina.say(events.Sealed, package=BOX, seals=("KB1",))

    assert verdicts(take(scope, sent)) == [("accepted", "")]
    assert "outside_area" in PackageCustody.objects.get(package=BOX).line


def test_a_box_nobody_planned_is_recorded_with_a_flag(scope: Scope, sari: Phone) -> None:
    sent = sari.say(events.Sealed, package="UNKNOWN-1", seals=("KB1",))

    assert verdicts(take(scope, sent)) == [("accepted", "")]
    assert "unknown_package" in PackageCustody.objects.get(package="UNKNOWN-1").flags


def test_a_corrective_fact_clears_what_lies_in_quarantine(scope: Scope, sari: Phone) -> None:
    body = changed(packed(sari, BOX), '"kind":"packed"', '"kind":"pucked"')
    [kept] = take(scope, sari.sign(body))

    dewi = phone_of(scope, "bu_dewi", Role.KPU)
    [receipt] = take(scope, dewi.say(events.Corrected, fact=kept.id, reason="typo"))

    assert Quarantined.objects.get().settled == receipt.id


# -- the whole -------------------------------------------------------------------


def test_any_order_and_batching_comes_to_the_same_tables(scope: Scope) -> None:
    udin = letter_for(scope, "pak_udin")
    said = [udin.enrol(), packed(udin, BOX), packed(udin, OTHER_BOX)]
    said.append(udin.say(events.Sealed, package=BOX, seals=("KB1", "KB2")))
    for sent in (said[3], said[1], said[1], said[0], said[2]):
        take(scope, sent)

    rebuilt = flow.rebuild(scope)

    assert rebuilt.differences == ()
    assert PackageState.objects.get(package=BOX).state in ("packed", "sealed")
    assert not Device.objects.filter(gap_from__gt=0).exists()


def test_more_facts_cost_no_more_queries(scope: Scope, sari: Phone) -> None:
    take(scope, packed(sari, BOX))

    def cost(count: int) -> int:
        with CaptureQueriesContext(connection) as queries:
            take(scope, *(packed(sari, f"BOX-{sari.seq}") for _ in range(count)))
        return len(queries)

    assert cost(1) == cost(50) <= 30


def test_a_log_that_belongs_to_another_desk_is_not_written(
    scope: Scope, sari: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tepat.core.problems import Refused

    monkeypatch.setattr(own_keys, "desk", lambda: keys.Signer(bytes(32)))
    fact = events.Incident(election="pilkada-2024", kabupaten="99.01", at=NIGHT, what="banjir")
    with pytest.raises(Refused, match="desk_key_unknown"):
        flow.report(scope, [fact], person("bu_dewi").account, NIGHT)
