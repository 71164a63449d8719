"""Each alert of the list: when it calls, when it does not, and what it names."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from tepat.core.election.roles import Action, Role
from tepat.core.problems import Code
from tepat.core.sentences import SENTENCES
from tepat.core.watch.alerts.kinds import ALERT_BY_KIND, ALERTS, Kind
from tepat.core.watch.alerts.limits import LIMITS as ALL_LIMITS
from tepat.core.watch.alerts.limits import Limits
from tepat.core.watch.alerts.ranking import weight_of
from tepat.core.watch.alerts.situation import (
    Closure,
    Danger,
    Doubt,
    Ground,
    Handover,
    Heard,
    Open,
    Owed,
    Post,
    Publication,
    Skipped,
    Spot,
    Store,
)
from tests.alert_worlds import (
    HILIR,
    HULU,
    MORNING,
    ZONE,
    found,
    load,
    minutes,
    situation,
    trouble,
)

HOUR = timedelta(hours=1)


def test_every_kind_stands_once_in_the_list_with_a_sentence_and_a_limit() -> None:
    assert [each.kind for each in ALERTS] == list(Kind)
    for each in ALERTS:
        assert each.kind.code in SENTENCES
        assert f"step_{each.kind.value}" in ALL_LIMITS
        assert each.roles, "somebody with a login can take it"


def test_every_sentence_is_two_what_is_so_and_what_to_do() -> None:
    codes = [each.kind.code for each in ALERTS] + [Code.WATCH_HAZARD_LEAVE]
    for code in codes:
        for words in SENTENCES[code]:
            assert words.count(". ") == 1, words
            assert words.endswith("."), words


def test_what_tells_of_moving_loads_or_guards_needs_the_right_to_read_it() -> None:
    moving = {each.kind for each in ALERTS if each.sight is Action.SEE_MOVEMENTS}
    assert moving == {
        Kind.LATE_DEPARTURE,
        Kind.LATE_ARRIVAL,
        Kind.HALF_HANDOVER,
        Kind.ROAD_CLOSED,
    }
    assert ALERT_BY_KIND[Kind.GUARD_GAP].sight is Action.SEE_ESCORTS


def test_a_post_is_no_store_and_what_the_desk_was_told_of_its_turn_counts() -> None:
    turn = (MORNING - HOUR, MORNING + 7 * HOUR)
    post = Post("99.01:pos-1", "Kantor KPU", "99.01", turns=(turn,))
    [gap] = found(situation(posts=(post,))).values()
    assert (gap.kind, gap.params["post"], gap.since) == (Kind.POST_GAP, "Kantor KPU", turn[0])
    assert not found(situation(posts=(replace(post, kept=(turn,)),)))
    just = (MORNING - minutes(5), MORNING + 8 * HOUR)
    early = replace(post, turns=(just,))
    assert not found(situation(posts=(early,))), "nobody is missed in the first half hour"
    assert found(situation(posts=(replace(early, absent=(just,)),))), "but the desk was told"


def test_what_holds_up_most_boxes_for_longest_weighs_most() -> None:
    def weight(kind: Kind, since: timedelta, **params: object) -> float:
        return weight_of(kind, params, 1, MORNING - since, MORNING)

    nine_hours = weight(Kind.LATE_DEPARTURE, 9 * HOUR, packages=10)
    assert nine_hours > weight(Kind.LATE_ARRIVAL, HOUR, packages=10)
    assert nine_hours > weight(Kind.POST_GAP, HOUR, post="Kantor KPU")
    assert nine_hours > weight(Kind.STORE_UNSEEN, 24 * HOUR, boxes=13)
    assert weight(Kind.LATE_ARRIVAL, HOUR, packages=107) > nine_hours
    began = (MORNING - HOUR).isoformat()
    assert weight(Kind.HAZARD, 240 * HOUR, tps=45, from_at=began) == weight(
        Kind.HAZARD, HOUR, tps=45
    ), "weather counts from when it begins, not from when it was said"


def test_loads_that_should_have_left_are_one_alert_for_their_kecamatan() -> None:
    late = [load(f"SJ-{n}", departs_at=MORNING - HOUR) for n in (1, 2)]
    soon = load("SJ-3", HULU, departs_at=MORNING - minutes(10))
    causes = found(situation(loads=(*late, soon)))
    assert list(causes) == [f"late_departure:{HILIR}"]
    [each] = causes.values()
    assert (each.count, each.params["load"], each.until) == (2, "SJ-1", None)
    assert each.evidence == ("shipment:SJ-1", "shipment:SJ-2")


def test_a_late_departure_that_is_heard_of_afterwards_calls_nobody() -> None:
    gone = load(
        "SJ-1",
        departs_at=MORNING - 6 * HOUR,
        is_given=True,
        is_received=True,
        given_at=MORNING - 4 * HOUR,
        received_at=MORNING - 3 * HOUR,
    )
    [each] = found(situation(loads=(gone,))).values()
    assert each.until == gone.given_at


def test_arrival_is_due_by_the_plan_but_not_before_it_can_be_driven() -> None:
    late_start = load(
        "SJ-1",
        departs_at=MORNING - 3 * HOUR,
        arrives_at=MORNING - HOUR,
        is_given=True,
        given_at=MORNING - 3 * HOUR + minutes(25),
        given_seen=MORNING - 2 * HOUR,
    )
    assert not found(situation(MORNING - minutes(10), loads=(late_start,)))
    [each] = found(situation(loads=(late_start,))).values()
    assert each.kind is Kind.LATE_ARRIVAL
    assert each.params["due_at"] == (MORNING - minutes(35)).isoformat()
    assert each.params["rough"] == 0


def test_a_departure_heard_of_days_late_waits_for_its_arrival() -> None:
    old = load(
        "SJ-1",
        is_given=True,
        given_at=MORNING - timedelta(days=3),
        given_seen=MORNING - minutes(5),
    )
    assert not found(situation(loads=(old,)))
    [each] = found(situation(MORNING + minutes(11), loads=(old,))).values()
    assert each.params["rough"] == 1, "no plan says when it arrives"


def test_a_half_waits_its_time_and_a_late_one_its_grace() -> None:
    fresh = trouble("half", "A", at=MORNING - minutes(40), seen=MORNING - minutes(40))
    late = trouble("half", "B", at=MORNING - timedelta(days=2), seen=MORNING - minutes(5))
    assert not found(situation(troubles=(fresh, late)))
    [each] = found(situation(MORNING + minutes(25), troubles=(fresh, late))).values()
    assert (each.kind, each.count) == (Kind.HALF_HANDOVER, 2)


def test_many_tps_of_one_kecamatan_are_one_alert_with_a_count() -> None:
    boxes = tuple(
        trouble("seal_differs", f"P{n}", tps=f"{HILIR}.2001-{n:03d}") for n in range(1, 41)
    )
    [each] = found(situation(troubles=boxes)).values()
    assert (each.count, each.params["tps"]) == (40, 40)
    assert len([name for name in each.evidence if name.startswith("package:")]) == 20


@pytest.mark.parametrize(
    ("flag", "kind"),
    [
        ("wrong_destination", Kind.WRONG_PLACE),
        ("damaged", Kind.DAMAGED),
        ("content", Kind.CONTENT),
        ("unknown_package", Kind.CONTENT),
        ("other_list", Kind.CONTENT),
        ("disputed", Kind.DISPUTED),
    ],
)
def test_what_does_not_fit_has_its_alert(flag: str, kind: Kind) -> None:
    [each] = found(situation(troubles=(trouble(flag, "P1"),))).values()
    assert (each.kind, each.where) == (kind, HILIR)


def test_a_flag_that_somebody_else_deals_with_is_no_alert() -> None:
    assert not found(situation(troubles=(trouble("corrected", "P1"),)))


def test_stores_that_failed_or_were_never_seen() -> None:
    unfit = Store(f"{HULU}:ppk", HULU, 12, "unfit", MORNING - HOUR)
    never = Store(f"{HILIR}:ppk", HILIR, 3)
    old = Store(f"{HILIR}.2001:pps", f"{HILIR}.2001", 3, "good", MORNING - timedelta(days=20))
    good = Store(f"{HILIR}.2002:pps", f"{HILIR}.2002", 3, "good", MORNING - HOUR)
    causes = found(situation(stores=(unfit, never, old, good)))
    assert sorted(causes) == [f"store_unfit:{HULU}", f"store_unseen:{HILIR}"]
    assert causes[f"store_unseen:{HILIR}"].count == 2


def test_a_gap_between_shifts_calls_and_no_roster_says_nothing() -> None:
    shifts = ((MORNING - 8 * HOUR, MORNING - HOUR), (MORNING + HOUR, MORNING + 9 * HOUR))
    place = f"{HILIR}:ppk"
    gap = Store(place, HILIR, 12, "good", MORNING, guarded=shifts)
    [each] = found(situation(stores=(gap,))).values()
    assert each.params["ended_at"] == (MORNING - HOUR).isoformat()
    for at in (MORNING - 2 * HOUR, MORNING + 2 * HOUR):
        assert not found(situation(at, stores=(gap,)))
    nobody = Store(place, HILIR, 12, "good", MORNING)
    assert not found(situation(stores=(nobody,)))


def test_handovers_nobody_saw_until_they_are_past() -> None:
    def seen(at: datetime, witnessed: bool) -> Handover:
        return Handover(f"f{at}", f"{HILIR}:ppk", HILIR, at, at, witnessed)

    fresh, due = seen(MORNING - minutes(20), False), seen(MORNING - 2 * HOUR, False)
    past = seen(MORNING - timedelta(days=3), False)
    assert not found(situation(handovers=(fresh, seen(MORNING - 3 * HOUR, True))))
    [each] = found(situation(handovers=(fresh, due, past))).values()
    assert (each.count, each.until) == (1, None)
    [history] = found(situation(handovers=(past,))).values()
    assert history.until is not None


SQUARE = ((-2.0, 115.0), (-2.0, 115.5), (-1.5, 115.5), (-1.5, 115.0))


def rain(onset: datetime = MORNING + 4 * HOUR, **fields: object) -> Danger:
    made = {
        "event": "Hujan Lebat",
        "sender": "BMKG",
        "onset": onset,
        "expires": onset + 3 * HOUR,
        "sent": MORNING - HOUR,
        "rings": (SQUARE,),
    }
    return Danger(**{**made, **fields})  # type: ignore[arg-type]


def ground() -> Ground:
    desa = tuple(Spot(f"{HULU}.200{n}", HULU, -1.8, 115.1) for n in range(1, 7))
    tps = tuple(Spot(f"{HULU}.2001-{n:03d}", HULU, -1.8, 115.1) for n in range(1, 42))
    dry = (Spot(f"{HILIR}.2001", HILIR, -2.4, 115.1),)
    return Ground((*desa, *dry), tps, (Spot(f"{HULU}:ppk", HULU, -1.8, 115.1),))


def test_a_warning_counts_what_lies_under_it_and_says_by_when_to_leave() -> None:
    waits = load(
        "SJ-1",
        HULU,
        departs_at=MORNING + 3 * HOUR,
        arcs=frozenset({"a1"}),
        minutes=90,
    )
    under = rain(arcs=frozenset({"a1"}))
    [each] = found(situation(loads=(waits,), dangers=(under,), ground=ground())).values()
    assert (each.params["desa"], each.params["tps"], each.params["stores"]) == (6, 41, 1)
    assert each.where == HULU
    # 12.00 in the kabupaten, less 90 minutes on the road, less the margin of 30
    assert each.params["before_at"] == datetime(2024, 11, 20, 2, tzinfo=UTC).isoformat()
    dry = load("SJ-2", departs_at=MORNING + 3 * HOUR, arcs=frozenset({"b"}), minutes=90)
    [each] = found(situation(loads=(dry,), dangers=(under,), ground=ground())).values()
    assert "before_at" not in each.params


def test_warnings_that_follow_each_other_are_one_alert() -> None:
    several = (rain(), rain(MORNING + 5 * HOUR, sent=MORNING))
    causes = found(situation(dangers=several, ground=ground()))
    assert len(causes) == 1
    gone = rain(MORNING - 5 * HOUR)
    elsewhere = rain(rings=(((5.0, 95.0), (5.0, 95.5), (5.5, 95.5)),))
    assert not found(situation(dangers=(gone, elsewhere), ground=ground()))


def test_a_closed_road_calls_only_while_a_load_is_on_it() -> None:
    closed = Closure("Mahe-Wirang", frozenset({"a1"}), MORNING - HOUR, "PPK Haruai")
    on_it = load("SJ-1", is_given=True, given_at=MORNING, arcs=frozenset({"a1"}))
    waits = load("SJ-2", departs_at=MORNING + HOUR, arcs=frozenset({"a1"}))
    [each] = found(situation(loads=(on_it, waits), closures=(closed,))).values()
    assert (each.kind, each.evidence) == (Kind.ROAD_CLOSED, ("shipment:SJ-1",))
    assert not found(situation(loads=(waits,), closures=(closed,)))


def test_a_kecamatan_is_silent_only_while_it_should_be_heard() -> None:
    quiet = Heard(HULU, MORNING - 3 * HOUR, MORNING - 9 * HOUR)
    new = Heard(HILIR, None, MORNING - HOUR)
    assert list(found(situation(heard=(quiet, new)))) == [f"silent:{HULU}"]


def test_whoever_was_heard_in_the_evening_may_sleep() -> None:
    evening, noon = MORNING - 11 * HOUR, MORNING - 20 * HOUR  # 21.00, and 12.00 the day before
    slept = Heard(HULU, evening, noon - HOUR)
    gone = Heard(HILIR, noon, noon - HOUR)
    six = MORNING - 2 * HOUR
    assert list(found(situation(six, heard=(slept, gone)))) == [f"silent:{HILIR}"]
    assert len(found(situation(heard=(slept, gone)))) == 2


def test_nobody_is_missed_in_the_night_who_was_heard_in_its_evening() -> None:
    evening, noon = MORNING - 11 * HOUR, MORNING - 20 * HOUR
    slept = Heard(HULU, evening, noon - HOUR)
    gone = Heard(HILIR, noon, noon - HOUR)
    for midnight in (MORNING - 8 * HOUR, MORNING - 5 * HOUR):  # 00.00 and 03.00
        assert list(found(situation(midnight, heard=(slept, gone)))) == [f"silent:{HILIR}"]


def test_phones_quarantine_sums_and_suppliers() -> None:
    fork = Doubt("abcd", HILIR, 1, MORNING, MORNING)
    stranger = Doubt("unknown_device", "99.01", 4, MORNING - HOUR, MORNING - HOUR)
    new = Doubt("bad_signature", "99.01", 1, MORNING - HOUR, MORNING - minutes(5))
    owed = Owed("Bilik", "CV Contoh", 40, date(2024, 11, 18), 7)
    causes = found(
        situation(
            voting_day=date(2024, 11, 27),
            forked=(fork,),
            quarantined=(stranger, new),
            owed=(owed,),
            balances=(Open("Surat suara Bupati", -12),),
        )
    )
    assert sorted(causes) == [
        f"forked:{HILIR}",
        "quarantine:unknown_device",
        "supplier:CV Contoh",
    ], "the balance may still be open a week before"
    near = situation(
        datetime(2024, 11, 24, tzinfo=UTC),
        voting_day=date(2024, 11, 27),
        balances=(Open("Surat suara Bupati", -12),),
    )
    [each] = found(near).values()
    assert each.params["difference"] == 12


def test_a_plan_that_changed_after_papers_were_out_is_told_for_a_day() -> None:
    changed = Publication(3, 2, MORNING - HOUR, 14)
    [each] = found(situation(publications=(changed,))).values()
    assert (each.kind, each.count) == (Kind.PLAN_CHANGED, 14)
    [later] = found(situation(MORNING + timedelta(days=2), publications=(changed,))).values()
    assert later.until is not None
    assert not found(situation(publications=(Publication(3, 2, MORNING, 0),)))


@pytest.mark.parametrize(
    ("agency", "ladder"),
    [
        ("kpu", ["kpu", "kpu_provinsi"]),
        ("bawaslu", ["bawaslu", "bawaslu_provinsi"]),
        ("polres", ["polres", "polda"]),
        ("desk", ["desk", "desk_provinsi"]),
    ],
)
def test_a_missed_meeting_calls_its_agency_and_the_level_above(
    agency: str, ladder: list[str]
) -> None:
    skipped = Skipped(agency, 4, MORNING - timedelta(days=5), MORNING - HOUR, 3)
    [each] = found(situation(skipped=(skipped,))).values()
    assert (each.kind, each.key) == (Kind.MEETING_MISSED, f"meeting_missed:{agency}")
    assert (each.since, each.evidence) == (MORNING - HOUR, ("meeting:4",))
    assert [rung.name for rung in each.alert.ladder] == ladder
    assert each.alert.roles == {role for role in Role if role.value == agency} | (
        {Role.KPU_PROVINSI} if agency == "kpu" else set()
    )


def test_a_meeting_missed_long_ago_is_given_up() -> None:
    def skipped(days: int) -> Skipped:
        return Skipped("desk", 1, MORNING - timedelta(days=40), MORNING - timedelta(days=days), 3)

    assert found(situation(skipped=(skipped(14),)))
    assert not found(situation(skipped=(skipped(15),)))
    own = Limits(ZONE, {"meeting_told": 30})
    assert found(situation(skipped=(skipped(15),)), own)


def test_an_office_sets_its_own_limits() -> None:
    late = load("SJ-1", departs_at=MORNING - minutes(20))
    assert not found(situation(loads=(late,)))
    assert found(situation(loads=(late,)), Limits(ZONE, {"departure": 10}))
