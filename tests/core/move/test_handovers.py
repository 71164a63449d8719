"""What the fold makes of the halves that phones write: shared vectors, then whole handovers."""

from typing import Any

import pytest

from tepat.core.log import canonical
from tepat.core.move import events
from tepat.core.move.custody import Custody, Flag, Stage, custody_of
from tepat.core.move.events.envelope import packages_of
from tepat.core.move.manifests import read_manifest
from tests.core.log.vectors import each_of
from tests.core.move.field_world import Phone, World
from tools.vectors import handovers as made


@each_of("handovers", "lists")
def test_lists(case: dict[str, Any]) -> None:
    found = read_manifest(bytes.fromhex(case["bytes"]))
    assert (found.name if found else None) == case["list"]


@each_of("handovers", "halves")
def test_halves(case: dict[str, Any]) -> None:
    manifest = read_manifest(made.LIST)
    assert manifest
    fact = events.read(bytes.fromhex(case["body"]))
    assert sorted(packages_of(fact, {manifest.name: manifest})) == case["packages"]
    if "given" in case:
        assert isinstance(fact, events.Received | events.RefusedLoad)
        assert fact.given == canonical.name_of(bytes.fromhex(case["given"]))


class Handover:
    """PPK and PPS hand the load of the vectors over; each box was packed and sealed before."""

    def __init__(self) -> None:
        self.world = World()
        sari = self.world.phone("bu_sari", "warehouse", "99.01")
        self.rina = self.world.phone("bu_rina", "ppk", "99.01.02")
        self.salim = self.world.phone("pak_salim", "pps", "99.01.02.2003")
        self.list = self.world.listed("SJ-7", *made.ROUTE, list(made.BOXES))
        contents = (events.Counted("surat_suara", 494, "KWK-BUP/99.01"),)
        for box in (*made.BOXES, made.STRAY):
            sari.sign(events.Packed, package=box, contents=contents)
            sari.sign(events.Sealed, package=box, seals=made.SEALS.get(box, ()))
        checks = tuple(events.Check(box, made.SEALS[box]) for box in made.BOXES)
        self.given = self.say(self.rina, events.Given, made.WHOLE, checks=checks)

    def say(self, who: Phone, kind: type[events.Fact], seen: made.Otherwise, **more: Any) -> str:
        fields: dict[str, Any] = {
            "shipment": "SJ-7",
            "list": self.list,
            "to": made.ROUTE[1],
            "without": tuple(sorted(seen.missing)),
            "packages": tuple(sorted(seen.extra)),
            "checks": seen.checks,
            **made.SIDES,
        }
        return who.sign(kind, **{**fields, **more})

    def of(self, box: str) -> Custody:
        return custody_of(box, self.world.named(), self.world.context())


RECEIVER = made.SIDES["receiver"]


def test_an_ordinary_answer_moves_every_box_and_repeats_no_seal() -> None:
    it = Handover()
    it.say(it.salim, events.Received, made.WHOLE, given=it.given)

    for box in made.BOXES:
        custody = it.of(box)
        assert (custody.holder, custody.evidence) == (RECEIVER, "two_signatures")
        assert not set(custody.flags) & {Flag.HALF, Flag.SEAL_DIFFERS, Flag.DAMAGED}


def test_a_missing_box_stays_on_its_way_and_with_its_giver() -> None:
    it = Handover()
    seen = made.SEEN["one box missing"]
    it.say(it.salim, events.Received, seen, given=it.given)

    [missing] = seen.missing
    assert it.of(missing).stage is Stage.IN_TRANSIT
    assert it.of(missing).holder == made.SIDES["giver"]
    assert Flag.HALF in it.of(missing).flags
    assert it.of(made.BOXES[0]).holder == RECEIVER


@pytest.mark.parametrize(
    ("seen", "flag"), [("another seal", Flag.SEAL_DIFFERS), ("a wet box", Flag.DAMAGED)]
)
def test_what_the_receiver_saw_otherwise_is_flagged_on_that_box_alone(
    seen: str, flag: Flag
) -> None:
    it = Handover()
    otherwise = made.SEEN[seen]
    it.say(it.salim, events.Received, otherwise, given=it.given)

    [check] = otherwise.checks
    assert flag in it.of(check.package).flags
    assert it.of(check.package).holder == RECEIVER
    assert flag not in it.of(made.BOXES[4]).flags


def test_a_box_too_many_is_a_claim_until_its_giver_says_so() -> None:
    it = Handover()
    it.say(it.salim, events.Received, made.SEEN["one box too many"], given=it.given)

    assert it.of(made.STRAY).stage is Stage.CLAIMED
    assert it.of(made.BOXES[0]).holder == RECEIVER


def test_a_copied_offer_that_two_parties_answer_is_a_dispute_and_the_giver_holds() -> None:
    it = Handover()
    other = it.world.phone("bu_lina", "pps", "99.01.02.2004")
    elsewhere = {"receiver": "pps@99.01.02.2004", "place": "99.01.02.2004:pps"}
    it.say(it.salim, events.Received, made.WHOLE, given=it.given)
    it.say(other, events.Received, made.WHOLE, given=it.given, **elsewhere)

    custody = it.of(made.BOXES[0])
    assert Flag.DISPUTED in custody.flags
    assert custody.holder == made.SIDES["giver"]


def test_an_offer_that_was_cancelled_for_a_deputy_leaves_no_half() -> None:
    it = Handover()
    it.rina.sign(
        events.Cancelled, shipment="SJ-7", list=it.list, fact=it.given, reason="wrong_receiver"
    )
    deputy = it.world.phone("bu_lina", "pps", "99.01.02.2004")
    elsewhere = {"receiver": "pps@99.01.02.2004", "place": made.ROUTE[0]}
    again = it.say(it.rina, events.Given, made.WHOLE, **elsewhere)
    it.say(deputy, events.Received, made.WHOLE, given=again, **elsewhere)

    custody = it.of(made.BOXES[0])
    assert custody.holder == "pps@99.01.02.2004"
    assert Flag.HALF not in custody.flags


def test_a_paper_is_amber_until_the_receiving_party_signs() -> None:
    it = Handover()
    paper = {"paper": "BA-12/PPS/2024"}
    it.rina.sign(
        events.Cancelled, shipment="SJ-7", list=it.list, fact=it.given, reason="wrong_receiver"
    )
    given = it.say(it.rina, events.Given, made.WHOLE, **paper)
    assert it.of(made.BOXES[0]).evidence == "one_sided"
    it.say(it.salim, events.Received, made.WHOLE, given=given, **paper)

    assert it.of(made.BOXES[0]).holder == RECEIVER
    assert it.of(made.BOXES[0]).evidence == "two_signatures"
