"""Which halves of handovers a phone is shown: those of its own party, and nobody else's."""

import json
from typing import Any

import pytest

from tepat.adapters import list_files
from tepat.core.election.ids import Form, PackageCode
from tepat.core.election.roles import Role
from tepat.core.log import canonical, spelling
from tepat.core.move import events
from tepat.core.move.judging import Sent
from tepat.core.move.shipments import list_of
from tepat.server import flow
from tepat.server.election.models import Scope
from tepat.server.move.custody import lists
from tepat.server.move.devices import reporting
from tepat.server.move.field import halves
from tepat.server.move.models import Shipment
from tests.phones import NIGHT, Phone, phone_of
from tests.server.field.asking import ask
from tests.worlds import person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_night")]
HULU, DESA, OTHER = "99.01.01", "99.01.01.1001", "99.01.01.2002"
BOXES = tuple(
    str(PackageCode("P24", f"{DESA}-{number}", "GUB", Form.BOX)) for number in ("001", "002")
)
SIDES = {"giver": f"ppk@{HULU}", "receiver": f"pps@{DESA}", "place": f"{DESA}:pps"}


@pytest.fixture
def rina(scope: Scope) -> Phone:
    return phone_of(scope, "bu_rina", Role.PPK, HULU)


@pytest.fixture
def salim(scope: Scope) -> Phone:
    return phone_of(scope, "pak_salim", Role.PPS, DESA)


def brought(phone: Phone, sent: Sent) -> str:
    [receipt] = flow.accept(phone.scope, [sent], phone.device, NIGHT)
    assert receipt.verdict == "accepted", receipt
    return canonical.name_of(sent.body)


def gives(phone: Phone, **change: Any) -> tuple[Sent, str]:
    sent = phone.say(events.Given, **({"packages": BOXES} | SIDES | change))
    return sent, brought(phone, sent)


def answers(phone: Phone, name: str, kind: type[events.Fact] = events.Received, **more: Any) -> str:
    return brought(phone, phone.say(kind, **({"packages": BOXES, "given": name} | SIDES | more)))


def shown(phone: Phone, *of: str) -> dict[str, list[str]]:
    """The names of what a phone is shown, by sort."""
    answer = ask(phone, "/halves" + (f"?of={','.join(each[:16] for each in of)}" if of else ""))
    assert answer.status_code == 200
    said = json.loads(answer.content)
    assert said.pop("v") == 1
    assert said.pop("lists") == []
    return {
        sort: [canonical.name_of(each["body"].encode()) for each in found]
        for sort, found in said.items()
    }


NOTHING: dict[str, list[str]] = {"offers": [], "answers": [], "seen": []}


def test_the_receiver_gets_the_offer_as_it_was_signed_until_it_is_answered(
    scope: Scope, rina: Phone, salim: Phone
) -> None:
    sent, name = gives(rina)

    said = json.loads(ask(salim, "/halves").content)
    assert said["offers"] == [{"body": sent.body.decode(), "sig": spelling.to_base64(sent.sig)}]
    assert shown(rina, name) == NOTHING

    answer = answers(salim, name)
    assert shown(salim) == NOTHING
    assert shown(rina, name) == NOTHING | {"answers": [answer]}
    assert shown(rina) == NOTHING, "only what is asked for comes back"


@pytest.mark.parametrize("kind", [events.Received, events.RefusedLoad])
def test_an_answer_that_came_before_its_offer_settles_it_all_the_same(
    scope: Scope, rina: Phone, salim: Phone, kind: type[events.Fact]
) -> None:
    sent = rina.say(events.Given, packages=BOXES, **SIDES)
    name = canonical.name_of(sent.body)
    answer = answers(salim, name, kind)
    brought(rina, sent)

    assert shown(salim) == NOTHING
    assert shown(rina, name)["answers"] == [answer]


def test_nobody_else_is_shown_anything(scope: Scope, rina: Phone, salim: Phone) -> None:
    _, name = gives(rina)
    answers(salim, name)
    _, other = gives(rina, place=f"{DESA}:pps", paper="BA-1")
    far = phone_of(scope, "bu_lina", Role.PPS, OTHER)
    kpps = phone_of(scope, "pak_kpps", Role.KPPS, f"{DESA}-001")
    elsewhere = phone_of(scope, "pak_jauh", Role.PPK, "99.01.02")
    police = phone_of(scope, "pak_polsek", Role.POLSEK, HULU)
    guard = phone_of(scope, "bu_linmas", Role.LINMAS, DESA)

    for phone in (far, kpps, elsewhere, police, guard):
        assert shown(phone, name, other) == NOTHING, phone.who
    assert shown(salim) == NOTHING | {"offers": [other]}
    colleague = phone_of(scope, "bu_lia", Role.PPS, DESA)
    assert shown(colleague) == NOTHING | {"offers": [other]}, "any phone of the party may answer"


def test_without_a_signature_or_with_a_revoked_key_nothing_is_shown(
    scope: Scope, rina: Phone, salim: Phone
) -> None:
    gives(rina)
    stranger = Phone(scope, "tamu")
    assert ask(stranger, "/halves").status_code == 401

    reporting.revoke(scope, person("bu_dewi"), salim.device, None, "lost", NIGHT)
    assert ask(salim, "/halves").status_code == 403
    assert ask(rina, "/halves", "POST").status_code == 405


def test_what_a_revoked_key_or_the_wrong_side_signed_is_not_passed_on(
    scope: Scope, rina: Phone, salim: Phone
) -> None:
    _, name = gives(rina)
    lina = phone_of(scope, "bu_lina", Role.PPS, OTHER)
    answers(lina, name)  # speaks for a desa that is not hers
    gives(lina, giver=f"ppk@{HULU}")

    assert shown(salim) == NOTHING | {"offers": [name]}
    assert shown(rina, name) == NOTHING

    reporting.revoke(scope, person("bu_dewi"), rina.device, 1, "lost", NIGHT)
    assert shown(salim) == NOTHING


def test_an_offer_that_was_taken_back_is_none(scope: Scope, rina: Phone, salim: Phone) -> None:
    _, name = gives(rina)
    lina = phone_of(scope, "bu_lina", Role.PPS, OTHER)
    brought(lina, lina.say(events.Cancelled, fact=name, packages=BOXES, reason="other"))
    assert shown(salim)["offers"] == [name]

    brought(rina, rina.say(events.Cancelled, fact=name, packages=BOXES, reason="wrong_receiver"))
    assert shown(salim) == NOTHING


def test_a_supervisor_sees_both_halves_of_the_own_area_and_holds_nothing(
    scope: Scope, rina: Phone, salim: Phone
) -> None:
    _, name = gives(rina)
    answer = answers(salim, name)
    pkd = phone_of(scope, "bu_wati", Role.PKD, DESA)
    far = phone_of(scope, "bu_jauh", Role.PKD, OTHER)

    assert shown(pkd, name) == NOTHING | {"seen": [name, answer]}
    assert shown(far, name) == NOTHING


def test_asking_again_costs_304_and_one_look_at_the_log(
    scope: Scope, rina: Phone, salim: Phone, django_assert_max_num_queries: Any
) -> None:
    _, name = gives(rina)
    first = ask(salim, "/halves")
    tag = first["ETag"]
    with django_assert_max_num_queries(8):
        again = ask(salim, "/halves", If_None_Match=tag)
    assert (again.status_code, again.content) == (304, b"")

    answers(salim, name)
    assert ask(salim, "/halves", If_None_Match=tag).status_code == 200
    packed = ask(salim, "/halves", Accept_Encoding="gzip")
    assert packed["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in packed["Vary"]


def test_a_log_that_was_replaced_is_read_anew(scope: Scope, rina: Phone, salim: Phone) -> None:
    _, name = gives(rina)
    assert shown(salim)["offers"] == [name]
    known = halves._known[(scope.election, scope.kabupaten)]
    known.name = "0" * 64
    known.waiting._open.clear()

    assert shown(salim)["offers"] == [name]


def test_many_offers_come_one_part_after_the_other(
    scope: Scope, rina: Phone, salim: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = [gives(rina)[1] for _ in range(4)]
    monkeypatch.setattr(halves, "MOST", 3)
    assert shown(salim)["offers"] == names[:0:-1], "an old one that nobody answers hides no new one"

    monkeypatch.setattr(halves, "MOST_BYTES", 1_500)
    assert 0 < len(shown(salim)["offers"]) < 3


def test_a_deputy_gets_the_list_of_a_load_it_never_heard_of(scope: Scope, rina: Phone) -> None:
    lina = phone_of(scope, "bu_lina", Role.PPS, OTHER)
    body = list_of(
        scope.election, scope.kabupaten, "SJ-9", (f"{HULU}:ppk", f"{DESA}:pps"), list(BOXES)
    )
    name = list_files.write(lists.folder(), body)
    Shipment.objects.create(
        scope=scope,
        code="SJ-9",
        origin=f"{HULU}:ppk",
        destination=f"{DESA}:pps",
        list_hash=name,
        made_by=person("bu_dewi").account,
        made_at=NIGHT,
    )
    gives(rina, packages=(), shipment="SJ-9", list=name, receiver=f"pps@{OTHER}")

    said = json.loads(ask(lina, "/halves").content)
    assert said["lists"] == [body.decode()]
    assert len(said["offers"]) == 1


def test_a_driver_is_offered_only_what_the_own_run_sheet_names(scope: Scope, rina: Phone) -> None:
    joko = phone_of(scope, "pak_joko", Role.DRIVER, "99.01")
    body = list_of(
        scope.election, scope.kabupaten, "SJ-9", (f"{HULU}:ppk", f"{DESA}:pps"), list(BOXES)
    )
    name = list_files.write(lists.folder(), body)
    row = Shipment.objects.create(
        scope=scope,
        code="SJ-9",
        origin=f"{HULU}:ppk",
        destination=f"{DESA}:pps",
        list_hash=name,
        driver="Pak Lain",
        made_by=person("bu_dewi").account,
        made_at=NIGHT,
    )
    _, offer = gives(rina, packages=(), shipment="SJ-9", list=name, receiver="driver@99.01")
    assert shown(joko) == NOTHING

    row.driver = "pak_joko"
    row.save()
    assert shown(joko) == NOTHING | {"offers": [offer]}
