"""Custody of a package: each situation the field meets, with named people."""

import random
from dataclasses import replace
from datetime import timedelta
from string import Formatter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tepat.core.move import custody_problems, events
from tepat.core.move.clocks import Arrival, Arrivals
from tepat.core.move.custody import Custody, Flag, Stage, custody_of
from tepat.core.move.devices import PEOPLE, registry_of
from tepat.core.move.folding import fold, fold_all, state_line
from tepat.core.move.packing_state import State
from tepat.core.move.pairing import Evidence
from tepat.core.move.standing import Standing, chains_of
from tepat.core.move.touched import touched_by
from tepat.core.sentences import SENTENCES, sentence
from tests.core.move.field_world import BOX, NIGHT, OTHER_BOX, Phone, World

STORE, PPK, TPS = "99.01:gudang-1", "99.01.02:ppk", "99.01.02.2003-007"


class Field:
    """Bu Sari gives a sealed box to Pak Joko, who takes it to Bu Rina; Pak Adi watches."""

    def __init__(self) -> None:
        self.world = World()
        self.bu_sari = self.world.phone("sari", "warehouse", "99.01")
        self.pak_joko = self.world.phone("joko", "driver", "99.01")
        self.bu_rina = self.world.phone("rina", "ppk", "99.01.02")
        self.pak_tono = self.world.phone("tono", "ppk", "99.01.01")
        self.pak_adi = self.world.phone("adi", "bawaslu", "99.01")
        self.bu_dewi = self.world.phone("dewi", "kpu", "99.01")
        self.bu_ani = self.world.phone("ani", "kpps", "99.01.02.2003")
        packed = self.world.desk.sign(events.Packed, package=BOX)
        self.world.desk.sign(events.Sealed, package=BOX, seals=("KB1", "KB2"), after=(packed,))
        self.list = self.world.listed("SJ-1", STORE, PPK, [BOX, OTHER_BOX])

    def load(self, **more: Any) -> dict[str, Any]:
        return {"shipment": "SJ-1", "list": self.list, "without": (OTHER_BOX,), **more}

    def give(self, phone: Phone, giver: str, receiver: str, **more: Any) -> str:
        sides = {"giver": giver, "receiver": receiver, "place": STORE, "to": PPK}
        return phone.sign(events.Given, **self.load(**{**sides, **more}))

    def receive(self, phone: Phone, given: str, **more: Any) -> str:
        half = self.world.facts[given]
        assert isinstance(half, events.Given)
        sides = {"giver": half.giver, "receiver": half.receiver, "place": half.place}
        return phone.sign(
            events.Received, **self.load(**{"to": half.to, "given": given, **sides, **more})
        )

    def to_driver(self) -> tuple[str, str]:
        given = self.give(self.bu_sari, "warehouse@99.01", "driver@99.01")
        return given, self.receive(self.pak_joko, given)

    def to_ppk(self, **more: Any) -> tuple[str, str]:
        given = self.give(self.pak_joko, "driver@99.01", "ppk@99.01.02", place=PPK)
        return given, self.receive(self.bu_rina, given, **more)

    def now(self, *without: str, package: str = BOX) -> Custody:
        known = [(n, f) for n, f in self.world.named() if n not in without]
        return custody_of(package, known, self.world.context(known))


def test_a_box_goes_from_hand_to_hand() -> None:
    field = Field()
    assert (field.now().stage, field.now().holder) == (Stage.SEALED, "")
    field.to_driver()
    on_the_way = field.now()
    assert (on_the_way.stage, on_the_way.holder) == (Stage.IN_TRANSIT, "driver@99.01")
    field.to_ppk()
    end = field.now()

    assert (end.stage, end.holder, end.place) == (Stage.RECEIVED, "ppk@99.01.02", PPK)
    assert (end.evidence, end.flags) == ("two_signatures", ())
    assert field.now(package=OTHER_BOX).stage is Stage.PLANNED  # left out of the handover


def test_the_same_fact_again_is_the_same_fact() -> None:
    field = Field()
    field.to_driver()
    known = field.world.named()
    context = field.world.context(known)

    assert custody_of(BOX, known * 3, context) == custody_of(BOX, known, context)


def test_a_forked_phone_moves_nothing_from_there_on() -> None:
    field = Field()
    field.to_driver()
    clone = replace(field.pak_joko)
    given, _ = field.to_ppk()
    clone.sign(events.Incident, what="hilang", packages=(BOX,))
    now = field.now()

    assert (now.holder, Flag.SIGNER in now.flags) == ("driver@99.01", True)
    assert dict(now.apart)[given] == ("forked",)


def test_a_gap_in_numbers_stops_nothing() -> None:
    field = Field()
    field.to_driver()
    missing = field.pak_joko.sign(events.Incident, what="macet")
    field.to_ppk()

    assert field.now(missing) == field.now()


def test_received_before_given_is_a_half_that_joins_later() -> None:
    field = Field()
    field.to_driver()
    given, _ = field.to_ppk()
    early = field.now(given)

    assert (early.stage, early.holder) == (Stage.CLAIMED, "driver@99.01")
    assert (early.contenders, early.evidence) == (
        ("driver@99.01", "ppk@99.01.02"),
        "one_sided",
    )
    assert Flag.HALF in early.flags
    assert field.now().holder == "ppk@99.01.02"


def test_given_without_received_is_on_its_way_and_still_the_givers() -> None:
    field = Field()
    field.to_driver()
    _, received = field.to_ppk()
    waiting = field.now(received)

    assert (waiting.stage, waiting.holder) == (Stage.IN_TRANSIT, "driver@99.01")
    assert (waiting.towards, waiting.evidence) == (PPK, "one_sided")
    assert Flag.HALF in waiting.flags


def dispute(field: Field) -> tuple[str, str, str]:
    field.to_driver()
    given, right = field.to_ppk()
    wrong = field.receive(field.pak_tono, given, receiver="ppk@99.01.01", place="99.01.01:ppk")
    return given, right, wrong


def test_two_receivers_are_a_dispute_and_nobody_is_chosen() -> None:
    field = Field()
    dispute(field)
    now = field.now()

    assert Flag.DISPUTED in now.flags
    assert now.contenders == ("ppk@99.01.01", "ppk@99.01.02")
    assert (now.holder, now.stage) == ("driver@99.01", Stage.CLAIMED)


def test_only_kpu_with_bawaslu_as_witness_ends_a_dispute() -> None:
    field = Field()
    _, right, wrong = dispute(field)
    field.pak_tono.sign(events.Cancelled, **field.load(fact=wrong, reason="salah"))
    assert Flag.DISPUTED in field.now().flags
    settled = field.bu_dewi.sign(
        events.Corrected, **field.load(fact=wrong, stands=right, reason="wrong_receiver")
    )
    assert Flag.DISPUTED in field.now().flags
    field.pak_adi.sign(events.Witnessed, **field.load(fact=settled))
    now = field.now()

    assert (now.holder, now.contenders) == ("ppk@99.01.02", ())
    assert Flag.DISPUTED not in now.flags
    assert now.pairs.aside == (wrong,)  # it stays visible


def test_a_countersignature_of_bawaslu_witnesses_as_well() -> None:
    field = Field()
    _, right, wrong = dispute(field)
    settled = field.bu_dewi.sign(
        events.Corrected, **field.load(fact=wrong, stands=right, reason="wrong_receiver")
    )
    field.world.countersigned[settled] = (field.pak_adi.device,)

    assert field.now().holder == "ppk@99.01.02"


def test_a_countersignature_counts_from_a_supervisor_of_the_time_and_place() -> None:
    field = Field()
    _, received = field.to_driver()
    days = {"starts": NIGHT - timedelta(days=60), "ends": NIGHT - timedelta(days=30)}
    known = field.world.phone("old", "bawaslu", "99.01", **days)
    far = field.world.phone("far", "pkd", "99.01.01.2001")
    near = field.world.phone("near", "pkd", "99.01.02.2003")
    for phone in (known, far):
        field.world.countersigned[received] = (phone.device,)
        assert (field.now().witnesses, field.now().flags) == ((), (Flag.WITNESS_ASIDE,))
    field.world.countersigned[received] = (near.device,)
    assert ([w.role for w in field.now().witnesses], field.now().flags) == (["pkd"], ())

    clone = replace(near)
    near.sign(events.Incident, what="macet")
    clone.sign(events.Incident, what="hilang")
    assert (field.now().witnesses, field.now().flags) == ((), (Flag.WITNESS_ASIDE,))


def test_a_supervisor_of_another_desa_witnesses_nothing() -> None:
    field = Field()
    field.to_driver()
    _, received = field.to_ppk()
    far = field.world.phone("far", "pkd", "99.01.01.2001")
    near = field.world.phone("near", "pkd", "99.01.02.2003")
    near.sign(events.Witnessed, **field.load(fact=received))
    assert ([w.device for w in field.now().witnesses], field.now().flags) == ([near.device], ())
    said = far.sign(events.Witnessed, **field.load(fact=received))
    now = field.now()

    assert [w.device for w in now.witnesses] == [near.device]
    assert (dict(now.apart)[said], now.flags) == (("outside_area",), (Flag.SIGNER,))


@pytest.mark.parametrize("who", ["bu_rina", "pak_joko", "pak_adi"])
def test_nobody_else_ends_a_dispute(who: str) -> None:
    field = Field()
    _, right, wrong = dispute(field)
    phone: Phone = getattr(field, who)
    settled = phone.sign(
        events.Corrected, **field.load(fact=wrong, stands=right, reason="wrong_receiver")
    )
    field.pak_adi.sign(events.Witnessed, **field.load(fact=settled))

    assert Flag.DISPUTED in field.now().flags


def test_a_seal_that_differs_is_flagged_and_the_handover_stands() -> None:
    field = Field()
    field.to_driver()
    field.to_ppk(checks=(events.Check(BOX, ("KB1", "KB9")),))
    now = field.now()

    assert (now.holder, now.flags) == ("ppk@99.01.02", (Flag.SEAL_DIFFERS,))


def test_a_seal_that_an_inspection_found_to_differ_is_flagged_too() -> None:
    field = Field()
    field.to_driver()
    field.to_ppk()
    field.bu_rina.sign(
        events.Inspected,
        packages=(BOX,),
        place=PPK,
        outcome="lacking",
        checks=(events.Check(BOX, ("KB1", "KB9")),),
    )

    assert field.now().flags == (Flag.SEAL_DIFFERS,)


def test_a_box_sealed_anew_on_the_way_is_where_it_was() -> None:
    field = Field()
    field.to_driver()
    field.to_ppk()
    before = (field.now().stage, field.now().place)
    broken = (events.Check(BOX, ("KB1", "KB2"), "broken"),)
    field.bu_rina.sign(
        events.Inspected, packages=(BOX,), place=PPK, outcome="lacking", checks=broken
    )
    assert field.now().flags == (Flag.DAMAGED,)
    opened = field.bu_rina.sign(events.Unsealed, package=BOX, reason="accident")
    assert (field.now().stage, field.now().place) == before
    field.bu_rina.sign(events.Sealed, package=BOX, seals=("KB3", "KB4"), after=(opened,))

    assert (field.now().stage, field.now().place, field.now().flags) == (*before, ())


def test_wrong_seals_are_settled_by_kpu_before_a_supervisor_and_by_nobody_else() -> None:
    field = Field()
    field.to_driver()
    field.to_ppk(checks=(events.Check(BOX, ("KB1", "KB9")),))
    again = {"package": BOX, "seals": ("KB1", "KB9")}
    field.bu_rina.sign(events.Sealed, **again, after=(field.bu_rina.prev,))
    assert field.now().flags == (Flag.SEAL_DIFFERS,)
    reopened = field.bu_rina.sign(events.Unsealed, package=BOX, reason="rubbed")
    field.bu_rina.sign(events.Sealed, **again, after=(reopened,))
    assert field.now().flags == (Flag.SEAL_DIFFERS,)

    opened = field.bu_dewi.sign(
        events.Unsealed, package=BOX, reason="audit", after=(field.bu_rina.prev,)
    )
    field.bu_dewi.sign(events.Sealed, package=BOX, seals=("KB3",), after=(opened,))
    assert field.now().flags == (Flag.SEAL_DIFFERS,)
    field.pak_adi.sign(events.Witnessed, packages=(BOX,), fact=opened)
    assert field.now().flags == ()


def test_seals_set_after_an_opening_are_those_that_the_next_one_must_see() -> None:
    field = Field()
    field.to_driver()
    field.to_ppk(checks=(events.Check(BOX, ("KB1", "KB2")),))
    opened = field.bu_rina.sign(events.Unsealed, package=BOX, reason="audit")
    field.bu_rina.sign(events.Sealed, package=BOX, seals=("KB3",), after=(opened,))
    one = {"list": "", "without": (), "packages": (BOX,), "shipment": "SJ-2"}
    given = field.give(
        field.bu_rina, "ppk@99.01.02", "kpps@99.01.02.2003", place=TPS, to=TPS, **one
    )
    field.receive(field.bu_ani, given, checks=(events.Check(BOX, ("KB3",)),), **one)

    assert field.now().flags == ()


def test_a_wet_box_is_flagged() -> None:
    field = Field()
    field.to_driver()
    field.to_ppk(checks=(events.Check(BOX, ("KB1", "KB2"), "wet"),))

    assert field.now().flags == (Flag.DAMAGED,)


def test_a_wrong_destination_is_flagged_until_the_box_is_moved_on() -> None:
    field = Field()
    field.to_driver()
    given = field.give(field.pak_joko, "driver@99.01", "ppk@99.01.01", place="99.01.01:ppk")
    field.receive(field.pak_tono, given)
    astray = field.now()
    assert (astray.holder, astray.flags) == ("ppk@99.01.01", (Flag.WRONG_DESTINATION,))

    given = field.give(field.pak_tono, "ppk@99.01.01", "ppk@99.01.02", place=PPK)
    field.receive(field.bu_rina, given)
    assert (field.now().holder, field.now().flags) == ("ppk@99.01.02", ())


def test_a_package_nobody_packed_is_unknown() -> None:
    field = Field()
    given = field.give(
        field.bu_sari, "warehouse@99.01", "driver@99.01", list="", without=(), packages=("PALSU",)
    )
    field.receive(field.pak_joko, given, list="", without=(), packages=("PALSU",))
    now = field.now(package="PALSU")

    assert (now.holder, now.flags) == ("driver@99.01", (Flag.UNKNOWN_PACKAGE,))


def test_a_box_that_is_only_planned_in_place_of_another_is_not_unknown() -> None:
    field = Field()
    about = {"package": BOX, "replacement": "BARU", "reason": "damaged"}
    field.world.desk.sign(events.Replaced, **about)

    assert field.now(package="BARU").flags == ()
    assert (field.now().stage, field.now().flags) == (Stage.REPLACED, ())


def test_who_is_not_assigned_revoked_or_outside_moves_nothing() -> None:
    field = Field()
    field.to_driver()
    given, received = field.to_ppk()
    stranger = Phone("stranger", field.world, "x", "ppk", "0" * 64)
    field.receive(stranger, given)
    assert field.now().flags == (Flag.SIGNER,)
    assert field.now().holder == "ppk@99.01.02"

    field.world.desk.sign(events.Revoked, target=field.bu_rina.device, upto=1)
    now = field.now()
    assert (now.stage, now.holder) == (Stage.IN_TRANSIT, "driver@99.01")
    assert dict(now.apart)[received] == ("revoked",)


def test_a_witnessed_receipt_outlives_a_revocation_by_kpu_alone() -> None:
    field = Field()
    _, right, wrong = dispute(field)
    field.pak_adi.sign(events.Witnessed, **field.load(fact=right))
    disputed = field.now()
    assert Flag.DISPUTED in disputed.flags

    ends = field.world.desk.sign(events.Revoked, target=field.bu_rina.device, upto=1)
    field.world.desk.sign(events.Revoked, target=field.pak_adi.device, upto=1)
    now = field.now()
    assert (now.holder, now.contenders) == (disputed.holder, disputed.contenders)
    assert set(now.flags) == {*disputed.flags, Flag.REVOKED_ALONE}
    assert dict(now.despite)[right] == ("revoked_alone",)
    shown = custody_problems.problems_with_signer(
        right, field.world.facts[right], field.world.context().registry, now
    )
    assert [each.code.value for each in shown] == ["signer_revoked_alone"]

    field.world.countersigned[ends] = (field.world.phone("ida", "bawaslu", "99.01").device,)
    assert (field.now().holder, dict(field.now().apart)[right]) == (
        "ppk@99.01.01",
        ("revoked",),
    )
    assert wrong not in dict(field.now().apart)


def test_a_load_that_another_took_outlives_the_phone_that_gave_it() -> None:
    field = Field()
    given, received = field.to_driver()
    field.to_ppk()
    before = field.now()
    for phone in (field.bu_sari, field.pak_joko):
        field.world.desk.sign(events.Revoked, target=phone.device, upto=1)
    now = field.now()

    assert (now.holder, now.pairs) == (before.holder, before.pairs)
    assert now.flags == (Flag.REVOKED_ALONE,)
    assert {given, received} <= set(dict(now.despite))


def test_a_phone_that_nobody_answered_is_silenced_by_kpu_alone() -> None:
    field = Field()
    field.to_driver()
    given = field.give(field.pak_joko, "driver@99.01", "ppk@99.01.02", place=PPK)
    field.world.desk.sign(events.Revoked, target=field.pak_joko.device, upto=2)
    now = field.now()

    assert (now.holder, dict(now.apart)[given]) == ("driver@99.01", ("revoked",))


def test_what_a_supervisor_reported_is_set_aside_by_supervisors_alone() -> None:
    field = Field()
    said = field.pak_adi.sign(events.Incident, what="seal_broken", packages=(BOX,))
    one = {"packages": (BOX,), "fact": said, "reason": "salah"}
    corrected = field.bu_dewi.sign(events.Corrected, **one)
    field.bu_dewi.sign(events.Cancelled, **one)
    field.world.countersigned[corrected] = (field.pak_adi.device,)
    assert field.now().flags == (Flag.INCIDENT,)
    field.pak_adi.sign(events.Cancelled, **one)

    assert field.now().flags == (Flag.CORRECTED,)


@pytest.mark.parametrize(
    ("kind", "more"),
    [
        (events.Unsealed, {"package": BOX, "reason": "rubbed"}),
        (events.Incident, {"packages": (BOX,), "what": "wet"}),
    ],
)
def test_kpu_alone_sets_aside_nothing_that_another_party_reported(
    kind: type[events.Fact], more: dict[str, Any]
) -> None:
    field = Field()
    field.to_driver()
    field.to_ppk()
    said = field.bu_rina.sign(kind, **more)
    one = {"packages": (BOX,), "fact": said, "reason": "salah"}
    corrected = field.bu_dewi.sign(events.Corrected, **one)
    assert field.now().pairs.aside == ()
    field.pak_adi.sign(events.Witnessed, packages=(BOX,), fact=corrected)

    assert field.now().pairs.aside == (said,)


def test_kpu_alone_takes_back_a_half_until_a_supervisor_saw_it() -> None:
    field = Field()
    field.to_driver()
    given = field.give(field.pak_joko, "driver@99.01", "ppk@99.01.02", place=PPK)
    field.bu_dewi.sign(events.Cancelled, **field.load(fact=given, reason="salah"))
    assert field.now().pairs.aside == (given,)
    field.pak_adi.sign(events.Witnessed, **field.load(fact=given))

    assert field.now().pairs.aside == ()


SKEW = timedelta(days=3)


@pytest.mark.parametrize(
    ("late", "is_off"),
    [
        (SKEW, True),
        (timedelta(minutes=31), True),
        (timedelta(minutes=29), False),
        (timedelta(minutes=-29), False),
        (timedelta(minutes=-31), True),
        (-SKEW, True),
    ],
)
def test_a_clock_that_cannot_be_right_is_shown_and_the_handover_stands(
    late: timedelta, is_off: bool
) -> None:
    field = Field()
    given, _ = field.to_driver()
    size = len(field.world.facts)
    seen = events.Seen("ab" * 8, size)
    received = NIGHT + timedelta(days=4)  # what it had seen, and when it came
    given = field.give(field.pak_joko, "driver@99.01", "ppk@99.01.02", place=PPK, at=received)
    name = field.receive(field.bu_rina, given, at=received + late, seen=seen)
    came = {name: Arrival(size + 2, received)}
    field.world.arrivals = Arrivals(came, {size: received})
    now = field.now()

    assert (now.holder, now.stage) == ("ppk@99.01.02", Stage.RECEIVED)
    assert now.flags == ((Flag.CLOCK,) if is_off else ())
    assert now.despite == (((name, ("clock",)),) if is_off else ())


def test_nobody_signs_before_the_letter_was_written() -> None:
    field = Field()
    field.to_driver()
    _, name = field.to_ppk(at=NIGHT - timedelta(days=2))
    now = field.now()

    assert (now.holder, now.flags) == ("ppk@99.01.02", (Flag.CLOCK,))
    [shown] = custody_problems.problems_with_signer(
        name, field.world.facts[name], field.world.context().registry, now
    )
    assert "jam HP" in sentence(shown)


def test_a_checkpoint_that_came_later_than_the_fact_says_nothing_of_its_time() -> None:
    field = Field()
    field.to_driver()
    seen = events.Seen("ab" * 8, 1000)
    _, name = field.to_ppk(seen=seen)
    came = {name: Arrival(999, NIGHT + timedelta(days=1))}
    field.world.arrivals = Arrivals(came, {1000: NIGHT + timedelta(days=8)})

    assert field.now().flags == ()


def test_a_wrong_entry_is_taken_back_by_its_own_signer_and_stays_visible() -> None:
    field = Field()
    field.to_driver()
    given = field.give(field.pak_joko, "driver@99.01", "ppk@99.01.02", place=PPK)
    field.bu_sari.sign(events.Cancelled, **field.load(fact=given, reason="salah"))
    assert field.now().pairs.aside == ()  # nobody takes back another's word
    field.pak_joko.sign(events.Cancelled, **field.load(fact=given, reason="salah"))
    now = field.now()

    assert now.pairs.aside == (given,)
    assert now.flags == (Flag.CORRECTED,)
    assert now.holder == "driver@99.01"


def test_what_two_people_signed_is_not_undone_by_one_of_them() -> None:
    field = Field()
    field.to_driver()
    given, _ = field.to_ppk()
    field.pak_joko.sign(events.Cancelled, **field.load(fact=given, reason="salah"))

    assert field.now().holder == "ppk@99.01.02"


def test_a_refused_load_stays_with_the_giver() -> None:
    field = Field()
    field.to_driver()
    given = field.give(field.pak_joko, "driver@99.01", "ppk@99.01.02", place=PPK)
    field.bu_rina.sign(
        events.RefusedLoad,
        **field.load(
            giver="driver@99.01", receiver="ppk@99.01.02", place=PPK, given=given, reason="wet"
        ),
    )
    now = field.now()

    assert (now.holder, now.towards) == ("driver@99.01", "")
    assert now.flags == (Flag.REFUSED,)


def test_a_driver_cannot_say_that_a_ppk_received() -> None:
    field = Field()
    field.to_driver()
    given = field.give(field.pak_joko, "driver@99.01", "ppk@99.01.02", place=PPK)
    field.receive(field.pak_joko, given, paper="12/BAST/2024")

    assert field.now().holder == "driver@99.01"


def test_a_ppk_without_a_phone_receives_on_paper() -> None:
    field = Field()
    field.to_driver()
    given = field.give(field.pak_joko, "driver@99.01", "ppk@99.01.02", place=PPK)
    field.receive(field.bu_dewi, given, paper="12/BAST/2024")
    now = field.now()

    assert (now.holder, now.evidence) == ("ppk@99.01.02", "paper")


def test_two_papers_of_the_desk_move_a_load_without_any_phone() -> None:
    field = Field()
    sides = {"giver": "warehouse@99.01", "receiver": "ppk@99.01.02", "place": PPK}
    field.world.desk.sign(events.Received, **field.load(**sides, to=PPK, paper="12/BAST/2024"))
    now = field.now()

    assert (now.holder, now.evidence, now.stage) == ("ppk@99.01.02", "paper", Stage.RECEIVED)


def test_a_paper_and_two_phones_about_one_handover_are_one_handover() -> None:
    field = Field()
    field.to_driver()
    field.to_ppk()
    sides = {"giver": "driver@99.01", "receiver": "ppk@99.01.02", "place": PPK}
    field.bu_dewi.sign(events.Received, **field.load(**sides, to=PPK, paper="12/BAST/2024"))
    now = field.now()

    assert (len(now.pairs.edges), now.evidence, now.flags) == (2, "two_signatures", ())


def test_only_who_holds_a_box_says_that_it_was_moved() -> None:
    field = Field()
    field.to_driver()
    field.to_ppk()
    field.bu_sari.sign(events.Relocated, packages=(BOX,), to=STORE)
    assert field.now().place == PPK
    field.bu_rina.sign(events.Relocated, packages=(BOX,), to="99.01.02:aula")
    now = field.now()

    assert (now.place, now.holder, now.stage) == (
        "99.01.02:aula",
        "ppk@99.01.02",
        Stage.IN_STORE,
    )


@pytest.mark.parametrize(
    ("kind", "more"),
    [
        (events.Relocated, {"to": "99.01.01:ppk"}),
        (events.Relocated, {"place": "99.01.01:ppk", "to": "99.01.01:aula"}),
        (events.Archived, {"place": "99.01.01:ppk"}),
    ],
)
def test_who_holds_none_of_it_moves_no_box_with_the_same_role(
    kind: type[events.Fact], more: dict[str, str]
) -> None:
    field = Field()
    field.to_driver()
    field.to_ppk()
    before = field.now()
    field.pak_tono.sign(kind, packages=(BOX,), after=(field.bu_rina.prev,), **more)
    now = field.now()

    assert (now.stage, now.holder, now.place) == (before.stage, "ppk@99.01.02", PPK)
    assert now.flags == (Flag.NOT_HOLDER,)


def test_a_holder_moves_no_box_out_of_the_own_area() -> None:
    field = Field()
    field.to_driver()
    field.to_ppk()
    moved = field.bu_rina.sign(events.Relocated, packages=(BOX,), to="99.01.01:aula")
    now = field.now()

    assert (now.place, dict(now.apart)[moved]) == (PPK, ("outside_area",))


def test_who_gave_a_box_on_had_moved_it_before() -> None:
    field = Field()
    field.bu_sari.sign(events.Relocated, packages=(BOX,), to="99.01:gudang-2")
    assert (field.now().stage, field.now().place) == (Stage.IN_STORE, "99.01:gudang-2")
    field.to_driver()
    field.to_ppk()

    assert (field.now().place, field.now().flags) == (PPK, ())


def test_another_tps_does_not_open_a_box_by_naming_its_own_place() -> None:
    field = Field()
    other = field.world.phone("eko", "kpps", "99.01.01.2001-002")
    field.to_driver()
    field.to_ppk()
    opened = other.sign(
        events.Opened, package=BOX, place="99.01.01.2001-002", after=(field.bu_rina.prev,)
    )
    now = field.now()

    assert (now.stage, now.place, now.flags) == (Stage.RECEIVED, PPK, (Flag.SIGNER,))
    assert dict(now.apart)[opened] == ("outside_area",)


def test_a_missing_handover_in_between_is_told() -> None:
    field = Field()
    field.to_driver()
    given = field.give(field.bu_rina, "ppk@99.01.02", "kpps@99.01.02.2003", place=TPS, to=TPS)
    field.receive(field.bu_ani, given, after=(field.pak_joko.prev,))
    now = field.now()

    assert now.holder == "kpps@99.01.02.2003"
    assert Flag.CHAIN_BROKEN in now.flags


def test_the_kpps_of_a_box_has_it_since_it_signed_until_it_gives_it_back() -> None:
    field = Field()
    field.to_driver()
    field.to_ppk()
    one: dict[str, Any] = {"list": "", "without": (), "packages": (BOX,), "shipment": "SJ-2"}
    parties = ("ppk@99.01.02", "kpps@99.01.02.2003")
    given = field.give(field.bu_rina, parties[0], parties[1], place=TPS, to=TPS, **one)
    assert field.now().reached is None, "who gives it says nothing for who should have it"

    received = field.receive(field.bu_ani, given, **one)
    reached = field.now().reached
    assert reached is not None
    assert (reached.at, reached.evidence) == (
        field.world.facts[received].at,
        Evidence.TWO_SIGNATURES,
    )

    field.give(field.bu_ani, parties[1], parties[0], place=TPS, to=PPK, **one)
    assert field.now().reached is None, "it went back before the vote"


def test_what_the_kpps_alone_says_counts_as_one_sided() -> None:
    field = Field()
    field.to_driver()
    field.to_ppk()
    one = {"list": "", "without": (), "packages": (BOX,), "shipment": "SJ-2"}
    sides = {"giver": "ppk@99.01.02", "receiver": "kpps@99.01.02.2003", "place": TPS, "to": TPS}
    field.bu_ani.sign(events.Received, **field.load(**{**sides, **one}))
    reached = field.now().reached
    assert reached is not None
    assert reached.evidence is Evidence.ONE_SIDED


def test_a_box_that_another_tps_has_did_not_arrive() -> None:
    field = Field()
    field.to_driver()
    field.to_ppk()
    one = {"list": "", "without": (), "packages": (BOX,), "shipment": "SJ-2"}
    other = TPS.replace("-007", "-008")
    given = field.give(
        field.bu_rina, "ppk@99.01.02", "kpps@99.01.02.2003", place=other, to=other, **one
    )
    field.receive(field.bu_ani, given, **one)
    assert field.now().reached is None


def test_a_box_is_used_sealed_again_and_comes_back() -> None:
    field = Field()
    field.to_driver()
    field.to_ppk()
    one = {"list": "", "without": (), "packages": (BOX,), "shipment": "SJ-2"}
    given = field.give(
        field.bu_rina, "ppk@99.01.02", "kpps@99.01.02.2003", place=TPS, to=TPS, **one
    )
    field.receive(field.bu_ani, given, **one)
    stages = [field.now().stage]
    for kind, more in (
        (events.Opened, {"place": TPS, "seals": ("KB1", "KB2")}),
        (events.Used, {"place": TPS}),
        (events.Sealed, {"seals": ("KB5",)}),
    ):
        field.bu_ani.sign(kind, package=BOX, **more)
        stages.append(field.now().stage)
    came = field.now().reached
    given = field.give(field.bu_ani, "kpps@99.01.02.2003", "ppk@99.01.02", place=PPK, to=PPK, **one)
    stages.append(field.now().stage)
    field.receive(field.bu_rina, given, **one)
    stages.append(field.now().stage)
    field.bu_rina.sign(events.Archived, packages=(BOX,), place=PPK)
    stages.append(field.now().stage)

    assert stages == [
        Stage.AT_TPS,
        Stage.OPENED,
        Stage.USED,
        Stage.RESEALED,
        Stage.IN_TRANSIT,
        Stage.RETURNED,
        Stage.ARCHIVED,
    ]
    assert (field.now().holder, field.now().flags) == ("ppk@99.01.02", ())
    assert came is not None
    assert field.now().reached == came, "after the vote it is history"


def test_a_supervisor_who_saw_it_otherwise_is_heard() -> None:
    field = Field()
    given, _ = field.to_driver()
    field.pak_adi.sign(events.Witnessed, **field.load(fact=given, finding="unsealed"))
    now = field.now()

    assert [(w.fact, w.role, w.finding) for w in now.witnesses] == [(given, "bawaslu", "unsealed")]
    assert now.flags == (Flag.WITNESS_DISAGREES,)


def test_a_list_that_is_not_known_yet_says_nothing_until_it_comes() -> None:
    field = Field()
    field.to_driver()
    lists = dict(field.world.lists)
    field.world.lists.clear()
    assert field.now().stage is Stage.SEALED
    field.world.lists.update(lists)
    assert field.now().holder == "driver@99.01"


def story() -> Field:
    """Everything at once: a dispute, a fork, a revocation, halves, paper, witnesses."""
    field = Field()
    _, right, wrong = dispute(field)
    settled = field.bu_dewi.sign(
        events.Corrected, **field.load(fact=wrong, stands=right, reason="wrong_receiver")
    )
    field.pak_adi.sign(events.Witnessed, **field.load(fact=settled))
    clone = replace(field.pak_tono)
    given = field.give(field.bu_rina, "ppk@99.01.02", "kpps@99.01.02.2003", place=TPS, to=TPS)
    field.receive(field.bu_ani, given, checks=(events.Check(BOX, ("KB9",)),))
    field.bu_ani.sign(events.Opened, package=BOX, place=TPS)
    field.pak_tono.sign(events.Incident, what="macet", packages=(BOX,))
    clone.sign(events.Incident, what="hilang", packages=tuple(sorted((BOX, OTHER_BOX))))
    field.world.desk.sign(events.Revoked, target=field.pak_joko.device, upto=4)
    field.pak_adi.sign(events.Escorted, shipment="SJ-1", escort="polres@99.01")
    polres = field.world.phone("budi", "polres", "99.01")
    polres.sign(events.Positioned, shipment="SJ-1", place=PPK)
    field.world.desk.sign(events.Packed, package=OTHER_BOX, holds=("AMPLOP",))
    return field


STORY = story()
NAMES = sorted(STORY.world.facts)


@given(st.sets(st.sampled_from(NAMES)), st.randoms(use_true_random=False))
def test_order_repetition_and_batches_cannot_matter(names: set[str], dice: random.Random) -> None:
    known = [(name, STORY.world.facts[name]) for name in sorted(names)]
    again = [*known, *dice.sample(known, len(known) // 2)]
    dice.shuffle(again)
    lists = STORY.world.lists
    one, other = (fold_all(each, lists, STORY.world.root) for each in (known, again))

    assert list(map(state_line, one.values())) == list(map(state_line, other.values()))


@given(st.sets(st.sampled_from(NAMES)), st.sampled_from(NAMES))
def test_a_fact_changes_only_the_packages_it_touches(names: set[str], added: str) -> None:
    facts, lists = STORY.world.facts, STORY.world.lists
    known = [(name, facts[name]) for name in sorted(names - {added})]
    before = fold_all(known, lists, STORY.world.root)
    after = fold_all([*known, (added, facts[added])], lists, STORY.world.root)
    touched = touched_packages(known, added)

    for package in (set(before) | set(after)) - touched:
        assert before.get(package) == after.get(package)


def touched_packages(known: list[tuple[str, events.Fact]], added: str) -> set[str]:
    """The packages of the fact; of its device's facts where it forks it or is about keys."""

    fact, lists = STORY.world.facts[added], STORY.world.lists
    found = set(events.packages_of(fact, lists))
    more = [*known, (added, fact)]
    devices: frozenset[str] = frozenset()
    if isinstance(fact, PEOPLE):
        devices = touched_by(fact, registry_of(more, STORY.world.root))
    was, now = chains_of(known).get(fact.device), chains_of(more)[fact.device]
    if now.forked_from != (was.forked_from if was else 0):
        devices |= {fact.device}
    for _, each in known:
        if each.device in devices:
            found |= events.packages_of(each, lists)
    return found


@given(st.sets(st.sampled_from(NAMES)))
def test_what_is_hidden_from_the_public_changes_no_state(names: set[str]) -> None:
    facts = STORY.world.facts
    known = [(name, facts[name]) for name in sorted(names)]
    shown = [(name, fact) for name, fact in known if not fact.AUDIENCE.is_hidden]
    context = STORY.world.context(known)

    assert fold(BOX, known, context) == fold(BOX, shown, context)


def test_the_whole_story_ends_as_it_should() -> None:
    states = fold_all(STORY.world.named(), STORY.world.lists, STORY.world.root)
    box = states[BOX]

    assert (box.custody.stage, box.packing.state) == (Stage.OPENED, State.SEALED)
    assert b'"package"' in state_line(box)


@pytest.mark.parametrize("flag", Flag)
def test_every_flag_of_a_package_has_a_sentence_that_can_be_filled(flag: Flag) -> None:
    folded = fold(BOX, STORY.world.named(), STORY.world.context())
    flagged = replace(folded, custody=replace(folded.custody, flags=(flag,)))

    [problem] = custody_problems.problems_with(flagged)
    words = SENTENCES[problem.code]
    assert {name for _, name, _, _ in Formatter().parse(words.id) if name} <= set(problem.facts)


def test_what_is_amiss_with_a_signer_is_said() -> None:
    field = Field()
    stranger = Phone("stranger", field.world, "x", "ppk", "0" * 64)
    given, _ = field.to_driver()
    name = field.receive(stranger, given)
    said, registry = field.world.facts[name], field.world.context().registry

    [problem] = custody_problems.problems_with_signer(name, said, registry, field.now())
    assert "belum terdaftar" in sentence(problem)
    assert set(custody_problems.OF_STANDING) == set(Standing)
