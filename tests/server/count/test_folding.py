"""What phones tell and operators type becomes the state of each form, in any batching."""

from typing import Any

import pytest

from tepat.core.count.versions import State, digest_of
from tepat.core.election.roles import Role
from tepat.core.log import canonical
from tepat.core.move import events
from tepat.core.problems import Code, Refused
from tepat.server.count.models import CountHead, FormState, ToldFact, TypedForm
from tepat.server.count.results import folding, reporting
from tepat.server.log.models import Fact
from tepat.server.move.devices import reporting as keys_of_phones
from tests.phones import phone_of
from tests.server.count.counted import (
    BUP,
    EVENING,
    GUB,
    TEDUH,
    TPS,
    every_state,
    kpps,
    operator,
    sheet,
    state,
    tell,
    tell_result,
    typed,
)
from tests.server.watch.delivered import Delivery
from tests.worlds import contoh_scope, person

pytestmark = pytest.mark.django_db


def test_every_form_of_every_tps_is_missing_at_first() -> None:
    scope = contoh_scope()
    folding.catch_up(scope)

    assert FormState.objects.filter(scope=scope, state=State.MISSING).count() == 2 * 10


def test_a_phone_tells_papers_and_votes_and_its_sheet_grows() -> None:
    scope = contoh_scope()
    phone = kpps(scope)
    tell(scope, phone, events.Turnout, place=TPS, voters=400, dpt=396, moved=3, unlisted=1)
    papers = {"received": 423, "used": 400, "spoiled": 2, "left": 21, "salt": "cd" * 16}
    tell(scope, phone, events.Ballots, place=TPS, sku=BUP, **papers)
    assert state(scope).state == State.MISSING
    assert state(scope).received == 423

    name = tell_result(scope, phone)
    row = state(scope)
    assert (row.state, row.weight, row.form["fact"]) == (State.ONE, "", name)
    assert row.form["figures"]["users"] == 400


def test_what_the_desk_types_goes_into_the_log_with_the_hash_of_the_whole_sheet() -> None:
    scope = contoh_scope()
    [kept] = typed(scope, "bu_lia", sheet())

    assert kept == reporting.Kept(is_new=True, state=State.ONE)
    row = TypedForm.objects.get()
    body = canonical.decode(bytes(Fact.objects.get(pk=row.fact).body))
    assert body["kind"] == "result"
    assert body["by"] == str(operator("bu_lia").account)
    assert body["note"]
    assert Fact.objects.filter(kind="ballots").count() == 1


def test_the_same_person_typing_the_same_twice_is_one_version() -> None:
    scope = contoh_scope()
    typed(scope, "bu_lia", sheet())
    [again] = typed(scope, "bu_lia", sheet())

    assert not again.is_new
    assert TypedForm.objects.count() == 1


def test_two_operators_at_once_agree_or_are_shown_to_differ() -> None:
    scope = contoh_scope()
    typed(scope, "bu_lia", sheet())
    [same] = typed(scope, "pak_tono", sheet())
    assert same.state == State.AGREED

    [other] = typed(scope, "pak_tono", sheet(valid=394, invalid=6))
    assert other.state == State.DIFFERS
    assert TypedForm.objects.count() == 3


def test_the_desk_and_the_phone_of_the_kpps_are_two_people() -> None:
    scope = contoh_scope()
    tell_result(scope, kpps(scope))
    [kept] = typed(scope, "bu_lia", sheet())

    assert kept.state == State.AGREED
    assert state(scope).form["source"] == "desk"  # the fuller of two that agree


def test_a_second_person_confirms_and_never_the_one_who_typed() -> None:
    scope = contoh_scope()
    typed(scope, "bu_lia", sheet())
    digest = digest_of(sheet())

    with pytest.raises(Refused) as refused:
        reporting.confirm(scope, operator("bu_lia"), TPS, BUP, digest, EVENING)
    assert refused.value.problem.code is Code.FORM_OWN

    assert reporting.confirm(scope, operator("pak_tono"), TPS, BUP, digest, EVENING) == "agreed"
    said = [canonical.decode(bytes(f.body)) for f in Fact.objects.filter(kind="result")]
    assert [len(each.get("after", ())) for each in said] == [0, 1]


def test_who_confirms_confirms_what_they_saw() -> None:
    scope = contoh_scope()
    typed(scope, "bu_lia", sheet())
    seen = digest_of(sheet())
    typed(scope, "bu_lia", sheet(valid=394, invalid=6))

    with pytest.raises(Refused) as refused:
        reporting.confirm(scope, operator("pak_tono"), TPS, BUP, seen, EVENING)
    assert refused.value.problem.code is Code.FORM_CHANGED


def test_an_operator_of_another_kecamatan_types_nothing_here() -> None:
    scope = contoh_scope()

    with pytest.raises(Refused) as refused:
        typed(scope, "bu_yuni", sheet())
    assert refused.value.problem.code is Code.NOT_ALLOWED
    assert not TypedForm.objects.exists()


@pytest.mark.parametrize(
    ("changed", "checks"),
    [
        ({"users": 21_093}, "A2 A5 A11 A14"),
        ({"invalid": -5}, "A6"),
        ({"valid": 5, "invalid": 395}, "A8"),
        ({"received": None}, ""),
        ({"total": -1}, "A6 A7"),
    ],
)
def test_the_dirtiest_rows_are_kept_and_flagged(changed: dict[str, Any], checks: str) -> None:
    scope = contoh_scope()
    typed(scope, "bu_lia", sheet(**changed))
    row = state(scope)

    assert row.checks == checks
    assert row.form["figures"] == {
        name: n for name, n in sheet(**changed).figures.items() if n is not None
    }
    assert row.is_blank == (changed.get("received", 0) is None)


def test_what_no_fact_can_say_is_kept_beside_the_log() -> None:
    scope = contoh_scope()
    typed(scope, "bu_lia", sheet(invalid=-5), sheet(sku=GUB, numbers={"1": 250, "2": None}))

    assert {row.fact for row in TypedForm.objects.all()} == {""}
    assert not Fact.objects.filter(kind="result").exists()


def test_a_phone_of_another_tps_counts_for_nothing_here() -> None:
    scope = contoh_scope()
    tell_result(scope, kpps(scope, f"{TEDUH}-002"))

    assert state(scope).state == State.MISSING
    assert ToldFact.objects.get().aside == "outside_area"


def test_what_is_taken_back_counts_no_more() -> None:
    scope = contoh_scope()
    phone = kpps(scope)
    name = tell_result(scope, phone)
    assert state(scope).state == State.ONE

    tell(scope, phone, events.Cancelled, fact=name, reason="twice")
    assert state(scope).state == State.MISSING


def test_a_stolen_phone_of_kpu_takes_nothing_back() -> None:
    scope = contoh_scope()
    name = tell_result(scope, kpps(scope))
    kpu = phone_of(scope, "kpu@99.01", Role.KPU, "99.01", EVENING)
    keys_of_phones.revoke(scope, person("bu_dewi"), kpu.device, None, "stolen", EVENING)

    tell(scope, kpu, events.Cancelled, fact=name, reason="twice")
    assert state(scope).state == State.ONE


def test_a_supervisor_who_counts_the_same_is_a_second_person() -> None:
    scope = contoh_scope()
    tell_result(scope, kpps(scope))
    ptps = phone_of(scope, f"ptps@{TPS}", Role.PTPS, TPS, EVENING)
    tell_result(scope, ptps)

    assert state(scope).state == State.AGREED


def test_catching_up_in_steps_comes_to_what_a_rebuild_comes_to() -> None:
    scope = contoh_scope()
    folding.catch_up(scope)
    way = Delivery(scope)
    way.pack(short=1)
    folding.catch_up(scope)
    way.to_pps()
    way.to_kpps(TPS)
    phone = kpps(scope)
    folding.catch_up(scope)
    tell(scope, phone, events.Turnout, place=TPS, voters=400)
    tell_result(scope, phone)
    typed(scope, "bu_lia", sheet(), sheet(sku=GUB))
    phone_of(scope, f"kpps@{TEDUH}-003", Role.KPPS, f"{TEDUH}-003", EVENING)
    folding.catch_up(scope)

    step_by_step = every_state(scope)
    folding.rebuild(scope)
    assert every_state(scope) == step_by_step


def test_papers_are_followed_from_plan_to_sheet() -> None:
    scope = contoh_scope()
    way = Delivery(scope)
    way.pack(way.boxes(TPS), short=1)
    row = state(scope)
    assert (row.planned, row.packed, row.delivered) == (423, 422, None)

    way.to_pps(way.boxes(TPS))
    way.to_kpps(TPS)
    assert state(scope).delivered == 422

    typed(scope, "bu_lia", sheet(received=421, left=18))
    row = state(scope)
    assert (row.received, row.accounted) == (421, 420)
    assert (row.lost, row.found) == (3, 0)
    assert "A9" in row.checks.split()


def test_a_handover_alone_changes_what_was_delivered() -> None:
    scope = contoh_scope()
    way = Delivery(scope)
    boxes = way.boxes(TPS)
    way.pack(boxes)
    way.to_pps(boxes)
    way.phone(Role.KPPS, TPS)
    assert state(scope).delivered is None
    beside = CountHead.objects.get(scope=scope).beside

    way.to_kpps(TPS)
    assert state(scope).delivered == 423
    assert CountHead.objects.get(scope=scope).beside == beside  # not all was folded anew


@pytest.mark.parametrize("forms", [1, 8])
def test_more_forms_cost_no_more_queries(forms: int, django_assert_max_num_queries: object) -> None:
    scope = contoh_scope()
    typed(scope, "bu_lia", sheet())
    codes = sorted({row.tps for row in FormState.objects.filter(scope=scope)})[:forms]

    with django_assert_max_num_queries(70):  # type: ignore[operator]
        typed(scope, "bu_lia", *(sheet(tps, GUB) for tps in codes))


def test_nothing_new_is_known_by_a_few_queries(django_assert_max_num_queries: object) -> None:
    scope = contoh_scope()
    typed(scope, "bu_lia", sheet())
    folding.catch_up(scope)

    with django_assert_max_num_queries(7):  # type: ignore[operator]
        folding.catch_up(scope)
