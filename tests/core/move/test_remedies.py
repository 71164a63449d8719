"""Who may put a fact right, held against what the fold really sets aside."""

import pytest

from tepat.core.move import events
from tepat.core.move.custody import Flag
from tepat.core.move.remedies import Remedy, remedies
from tests.core.move.field_world import BOX, Phone
from tests.core.move.test_custody import Field, dispute


def asked(field: Field) -> dict[str, Remedy]:
    known = field.world.named()
    context = field.world.context(known)
    now = field.now()
    facts = {n: f for n, f in known if BOX in f.packages or isinstance(f, events.Load)}
    return remedies(now, facts, context.registry, field.world.desk.device)


def set_aside(field: Field, phone: Phone, wrong: str, *, witnessed: bool = False) -> bool:
    said = phone.sign(events.Corrected, **field.load(fact=wrong, reason="typo"))
    if witnessed:
        field.pak_adi.sign(events.Witnessed, **field.load(fact=said))
    return wrong in field.now().pairs.aside


def test_nothing_is_asked_where_everything_fits() -> None:
    field = Field()
    field.to_driver()
    field.to_ppk()

    assert asked(field) == {}


def test_what_two_signed_takes_kpu_and_bawaslu() -> None:
    field = Field()
    _, _, wrong = dispute(field)

    assert asked(field)[wrong] is Remedy.KPU_AND_BAWASLU
    assert not set_aside(field, field.world.desk, wrong, witnessed=True)
    assert not set_aside(field, field.bu_dewi, wrong)
    assert asked(field)[wrong] is Remedy.BAWASLU
    assert set_aside(field, field.bu_dewi, wrong, witnessed=True)
    assert wrong not in asked(field)


def test_a_half_takes_kpu_or_the_phone_that_signed_it() -> None:
    field = Field()
    wrong = field.give(field.bu_sari, "warehouse@99.01", "driver@99.01")
    field.world.desk.sign(events.Incident, **field.load(what="late"))

    assert asked(field)[wrong] is Remedy.KPU
    assert not set_aside(field, field.world.desk, wrong)
    assert set_aside(field, field.bu_dewi, wrong)


def test_what_another_party_reported_takes_kpu_and_bawaslu() -> None:
    field = Field()
    wrong = field.pak_joko.sign(events.Incident, **field.load(what="late"))

    assert asked(field)[wrong] is Remedy.KPU_AND_BAWASLU
    assert not set_aside(field, field.bu_dewi, wrong)
    assert set_aside(field, field.bu_dewi, wrong, witnessed=True)


def test_what_the_desk_signed_alone_the_desk_takes_back() -> None:
    field = Field()
    wrong = field.world.desk.sign(events.Incident, **field.load(what="late"))

    assert asked(field)[wrong] is Remedy.DESK
    assert set_aside(field, field.world.desk, wrong)
    assert Flag.INCIDENT not in field.now().flags
    assert asked(field) == {}


def test_a_paper_that_the_desk_typed_wrong_the_desk_takes_back() -> None:
    field = Field()
    field.to_driver()
    given = field.give(field.pak_joko, "driver@99.01", "ppk@99.01.02", place="99.01.02:ppk")
    wrong = field.receive(field.world.desk, given, paper="07/BA", condition="wet")

    assert asked(field)[wrong] is Remedy.DESK
    assert set_aside(field, field.world.desk, wrong)


@pytest.mark.parametrize("kind", [events.Packed, events.Sealed])
def test_what_was_packed_is_put_right_by_opening_the_box(kind: type[events.Fact]) -> None:
    field = Field()
    field.world.desk.sign(events.Incident, **field.load(what="late"))
    facts = dict(field.world.named())

    assert not any(isinstance(facts[name], kind) for name in asked(field))
