"""Words that officers typed come by themselves, for a fact of the same phone that names them."""

import json
from datetime import timedelta

import pytest

from tepat.core.election.roles import Role
from tepat.core.log import canonical
from tepat.core.log.words import note_hash
from tepat.core.move import events
from tepat.server import clock, flow
from tepat.server.election.models import Scope
from tepat.server.log.models import Words
from tepat.server.move.models import Device
from tests.phones import NIGHT, Phone, phone_of
from tests.server.field.asking import ask

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_night")]
SALT = "ab" * 16
TEXT = "Air setinggi lutut di jembatan Contoh"


def reported(phone: Phone, note: str) -> str:
    sent = phone.say(events.Incident, what="flood", place="99.01.01", note=note)
    [receipt] = flow.accept(phone.scope, [sent], phone.device, NIGHT)
    assert receipt.verdict == "accepted"
    return canonical.name_of(sent.body)


def bring(phone: Phone, **change: str) -> tuple[int, object]:
    note = {"fact": "", "hash": note_hash(SALT, TEXT), "salt": SALT, "text": TEXT} | change
    answer = ask(phone, "/notes", "POST", json.dumps({"notes": [note]}).encode())
    return answer.status_code, answer.json().get("kept")


def test_words_that_were_written_on_duty_come_after_it_too(
    scope: Scope, monkeypatch: pytest.MonkeyPatch
) -> None:
    rina = phone_of(scope, "bu_rina", Role.PPK, "99.01.01")
    name = note_hash(SALT, TEXT)
    fact, late = reported(rina, name), reported(rina, name)
    monkeypatch.setattr(clock, "now", lambda: NIGHT + timedelta(days=31))
    assert bring(rina, fact=fact) == (200, [name])

    Words.objects.all().delete()
    Device.objects.filter(device=rina.device).update(upto=2)
    assert bring(rina, fact=late) == (200, []), "what a revoked key said later does not count"
    assert bring(rina, fact=fact) == (200, [name])


def test_words_are_kept_beside_the_log_once_their_fact_is_there(scope: Scope) -> None:
    rina = phone_of(scope, "bu_rina", Role.PPK, "99.01.01")
    name = note_hash(SALT, TEXT)
    fact = reported(rina, name)

    assert bring(rina, fact="0" * 64) == (200, [])
    assert bring(rina, fact=fact) == (200, [name])
    assert bring(rina, fact=fact) == (200, [name])
    assert [each.text for each in Words.objects.filter(hash=name)] == [TEXT]


def test_words_of_another_phone_or_another_fact_are_not_kept(scope: Scope) -> None:
    rina = phone_of(scope, "bu_rina", Role.PPK, "99.01.01")
    salim = phone_of(scope, "pak_salim", Role.PPS, "99.01.01.1001")
    fact = reported(rina, note_hash(SALT, TEXT))

    assert bring(salim, fact=fact) == (200, [])
    assert bring(rina, fact=reported(rina, note_hash(SALT, "lain"))) == (200, [])
    assert not Words.objects.exists()


@pytest.mark.parametrize(
    "change", [{"text": "lain"}, {"salt": "00"}, {"hash": "0" * 64}, {"text": "x" * 4_001}]
)
def test_words_that_do_not_fit_their_hash_are_refused(scope: Scope, change: dict[str, str]) -> None:
    rina = phone_of(scope, "bu_rina", Role.PPK, "99.01.01")

    assert bring(rina, **change)[0] == 400
    assert not Words.objects.exists()


@pytest.mark.parametrize("body", [b"", b"[]", b'{"notes":1}', b'{"notes":[1]}', b"\xff"])
def test_what_is_no_list_of_words_is_refused(scope: Scope, body: bytes) -> None:
    rina = phone_of(scope, "bu_rina", Role.PPK, "99.01.01")

    assert ask(rina, "/notes", "POST", body).status_code == 400
