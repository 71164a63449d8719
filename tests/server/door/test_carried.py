"""Handovers that travelled without a network: either phone brings both halves, in any form."""

import json
from pathlib import Path

import pytest
from django.test import Client

from tepat.core.election.ids import Form, PackageCode
from tepat.core.election.roles import Role
from tepat.core.log import canonical, carrying, parcels, requests, series, spelling
from tepat.core.log.parcels import Item
from tepat.core.move import events
from tepat.core.move.judging import Sent
from tepat.core.problems import Code, Refused
from tepat.server import flow
from tepat.server.election.models import Scope
from tepat.server.log.models import Quarantined
from tepat.server.move.devices import batches, pasting, quotas
from tepat.server.move.models import Device, PackageCustody
from tests.phones import NIGHT, Phone, letter_for, packed, phone_of
from tests.worlds import contoh_scope, person

pytestmark = pytest.mark.django_db
BOX = str(PackageCode("P24", "99.01.01.1001-001", "GUB", Form.BOX))
SIDES = {"giver": "ppk@99.01.01", "receiver": "pps@99.01.01.1001", "place": "99.01.01.1001:pps"}
PATH = "/api/e/pilkada-2024/99.01/facts"
PAGE = "/e/pilkada-2024/99.01/log/tempel/"


@pytest.fixture
def scope() -> Scope:
    return contoh_scope()


@pytest.fixture(autouse=True)
def _nobody_has_asked_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quotas, "buckets", quotas.Buckets())


@pytest.fixture
def rina(scope: Scope) -> Phone:
    flow.accept(scope, [packed(phone_of(scope, "bu_sari"), BOX)], "bu_sari", NIGHT)
    return phone_of(scope, "bu_rina", Role.PPK, "99.01.01")


@pytest.fixture
def udin(scope: Scope) -> Phone:
    return phone_of(scope, "pak_udin", Role.PPS, "99.01.01.1001")


def halves(giver: Phone, receiver: Phone, **more: object) -> list[Sent]:
    """Both sign without a network: the receiver names the giver's fact by its hash."""
    given = giver.say(events.Given, packages=(BOX,), to=SIDES["place"], **SIDES, **more)
    name = canonical.name_of(given.body)
    answer = receiver.say(events.Received, packages=(BOX,), to=SIDES["place"], given=name, **SIDES)
    return [given, answer]


def items(batch: list[Sent]) -> list[Item]:
    return [Item(each.body, each.sig) for each in batch]


def holder() -> tuple[str, str]:
    row = PackageCustody.objects.get(package=BOX)
    return row.holder, row.evidence


@pytest.mark.parametrize("who", ["giver", "receiver"])
def test_either_phone_brings_both_halves(scope: Scope, rina: Phone, udin: Phone, who: str) -> None:
    both = halves(rina, udin)
    first, second = (rina, udin) if who == "giver" else (udin, rina)

    receipts = flow.accept(scope, both, first.device, NIGHT)
    assert [each.verdict for each in receipts] == ["accepted", "accepted"]
    assert holder() == (SIDES["receiver"], "two_signatures")
    again = flow.accept(scope, both, second.device, NIGHT)
    assert [each.verdict for each in again] == ["known", "known"]
    assert [each.number for each in again] == [each.number for each in receipts]
    rows = Device.objects.filter(device__in=[rina.device, udin.device])
    assert {row.device: row.last_seq for row in rows} == {rina.device: 2, udin.device: 2}


def test_the_other_half_counts_although_its_phone_has_sent_less(
    scope: Scope, rina: Phone, udin: Phone
) -> None:
    rina.say(events.Incident, what="late")  # stays on that phone for days
    flow.accept(scope, halves(rina, udin), udin.device, NIGHT)

    assert holder() == (SIDES["receiver"], "two_signatures")
    assert Device.objects.get(device=rina.device).waiting == 1


def test_the_half_of_a_phone_that_never_had_a_network_waits_for_its_key(
    scope: Scope, udin: Phone
) -> None:
    flow.accept(scope, [packed(phone_of(scope, "bu_sari"), BOX)], "bu_sari", NIGHT)
    rina = letter_for(scope, "bu_rina", Role.PPK, "99.01.01")
    enrolled = rina.enrol()
    found = flow.accept(scope, halves(rina, udin), udin.device, NIGHT)

    assert [(each.verdict, each.reason) for each in found] == [
        ("quarantined", "unknown_device"),
        ("accepted", ""),
    ]
    assert holder()[1] == "one_sided"
    flow.accept(scope, [enrolled], udin.device, NIGHT)
    assert holder() == (SIDES["receiver"], "two_signatures")
    assert not Quarantined.objects.filter(settled="").exists()


def test_both_halves_come_in_one_parcel_over_http(scope: Scope, rina: Phone, udin: Phone) -> None:
    body = parcels.write(items(halves(rina, udin)))
    signature = spelling.to_base64(requests.sign(udin.signer, "POST", PATH, body))
    headers = {"Tepat-Device": udin.device, "Tepat-Signature": signature}
    answer = Client().post(PATH, body, content_type=batches.PARCEL, headers=headers)

    assert answer.status_code == 200, answer.content
    verdicts = [json.loads(each["body"])["verdict"] for each in answer.json()["receipts"]]
    assert verdicts == ["accepted", "accepted"]
    assert holder() == (SIDES["receiver"], "two_signatures")
    broken = Client().post(PATH, body[:-3], content_type=batches.PARCEL)
    assert broken.status_code == 400


FORMS = {
    "single codes": lambda them: "\n".join(carrying.write(x.body, x.sig) for x in them),
    "one text": lambda them: series.whole(items(them)),
    "QR series backwards": lambda them: "\n".join(reversed(series.parts(items(them), 120))),
    "SMS": lambda them: "\n".join(series.parts(items(them), series.SMS_LETTERS)),
    "export of a phone": lambda them: json.dumps(
        {
            "facts": [{"body": x.body.decode(), "sig": spelling.to_base64(x.sig)} for x in them],
            "receipts": [],
        }
    ),
}


@pytest.mark.parametrize("form", FORMS)
def test_pasted_in_any_form_it_gets_the_same_verdict(
    scope: Scope, rina: Phone, udin: Phone, form: str
) -> None:
    client = Client()
    client.force_login(person("bu_dewi"))
    text = FORMS[form](halves(rina, udin))

    look = client.post(PAGE, {"text": text})
    assert look.context["accepted"] == 2
    assert not PackageCustody.objects.filter(package=BOX, holder=SIDES["receiver"]).exists()
    taken = client.post(PAGE, {"text": look.context["text"], "take": "1"})
    assert taken.context["accepted"] == 2
    assert holder() == (SIDES["receiver"], "two_signatures")
    assert client.post(PAGE, {"text": text}).context["known"] == 2


def test_a_part_that_is_missing_and_a_changed_byte_are_said(
    scope: Scope, rina: Phone, udin: Phone
) -> None:
    both = halves(rina, udin)
    client = Client()
    client.force_login(person("bu_dewi"))

    [problem] = client.post(PAGE, {"text": "\n".join(series.parts(items(both), 200)[1:])}).context[
        "problems"
    ]
    assert (problem.code, problem.facts["count"]) == (Code.TEXT_PARTS, 1)
    spoilt = carrying.write(both[0].body, bytes(64))
    page = client.post(PAGE, {"text": spoilt})
    assert page.context["quarantined"] == 1
    assert page.context["rows"][0]["said"] in page.content.decode()


def test_only_people_of_the_desk_paste_and_only_with_the_token_of_their_page(
    scope: Scope, rina: Phone, udin: Phone
) -> None:
    text = FORMS["one text"](halves(rina, udin))
    assert Client().post(PAGE, {"text": text, "take": "1"}).status_code == 302
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(person("bu_dewi"))
    assert strict.post(PAGE, {"text": text, "take": "1"}).status_code == 403
    assert not PackageCustody.objects.filter(holder=SIDES["receiver"]).exists()


def test_more_than_a_phone_can_hold_is_refused_before_it_is_read(rina: Phone) -> None:
    with pytest.raises(Refused) as refused:
        pasting.read("TEPAT1:" + "0" * series.LARGEST_PASTED)
    assert refused.value.problem.code is Code.BATCH_TOO_LARGE


def test_the_same_file_is_taken_by_a_command(
    scope: Scope,
    rina: Phone,
    udin: Phone,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    from tepat import cli

    monkeypatch.setattr("tepat.server.move.devices.commands.prepare", lambda: None)
    person("bu_dewi")
    file = tmp_path / "catatan.txt"
    file.write_text(FORMS["SMS"](halves(rina, udin)))

    assert cli.main(["log", "take", str(file), "--kabupaten", "99.01", "--by", "bu_dewi"]) == 0
    assert "2 fakta: 2 dicatat" in capsys.readouterr().out
    assert holder() == (SIDES["receiver"], "two_signatures")


def test_of_a_long_copy_what_has_no_receipt_is_taken(
    rina: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A warehouse that sent thousands exports them all, with the few that wait."""
    every = [rina.say(events.Incident, what="late") for _ in range(5)]
    said = [
        {"body": json.dumps({"fact": canonical.name_of(each.body)}), "sig": ""} for each in every
    ]
    export = {
        "facts": [
            {"body": each.body.decode(), "sig": spelling.to_base64(each.sig)} for each in every
        ],
        "receipts": [*said[:3], {"body": "x"}, 7, {"body": "[]"}],
    }
    assert pasting.read(json.dumps(export)) == every
    monkeypatch.setattr(pasting, "MOST_FACTS", 3)

    assert pasting.read(json.dumps(export)) == every[3:]
    monkeypatch.setattr(pasting, "MOST_FACTS", 1)
    with pytest.raises(Refused):
        pasting.read(json.dumps(export))
