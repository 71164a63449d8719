"""The pages of the log: who sees what, what they say, and what they cost."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from tepat.core.election.roles import Role
from tepat.core.log import carrying, cosignatures, notes, proofs
from tepat.core.log.keys import Signer
from tepat.core.move import events
from tepat.core.move.judging import Reason
from tepat.core.problems import Code
from tepat.server import clock, flow
from tepat.server.election.models import RoleGrant, User
from tepat.server.keeping import doctor, wiring
from tepat.server.keeping.pages import kinds, quarantine
from tepat.server.log.models import Fact, Quarantined
from tepat.server.log.publishing.witnesses import Answer
from tepat.server.move.models import Device
from tests.phones import letter_for, phone_of
from tests.server.keeping.published import NOW, Published, hide, report
from tests.worlds import person

PKD = Signer(b"\x07" * 32)
HERE = "/e/pilkada-2024/99.01/log/"
PUBLIC = "/terbuka/pilkada-2024/99.01/"


def as_(name: str) -> Client:
    client = Client()
    client.force_login(person(name))
    return client


def with_policy(published: Published) -> None:
    """The phone of one supervisor is the witness and the quorum."""
    published.sequencer.signer.begin()
    [key] = published.sequencer.signer.vkeys()
    vkey = notes.write_vkey(notes.Verifier("hp-pkd-1", notes.COSIGNATURE, PKD.public))
    file = wiring.policy_file(published.place)
    file.parent.mkdir(exist_ok=True)
    file.write_text(f"log {key}\nwitness pkd {vkey}\nquorum pkd\n")
    published.start()


def cosign(published: Published) -> None:
    """The phone signs the newest checkpoint, and the sequencer adds the line."""
    note = published.sequencer.publisher.note()
    assert note is not None
    line = cosignatures.cosign(note.text, "hp-pkd-1", PKD, int(NOW.timestamp()))
    data = notes.write_note(notes.Note(note.text, (line,)))
    answer = Client().post(
        "/api/e/pilkada-2024/99.01/cosignatures", data, content_type="text/plain"
    )
    assert answer.json()["taken"] == 1
    published.round(NOW + timedelta(seconds=20))


def quarantined(published: Published) -> Quarantined:
    """pak_joko hands over before his letter has been sent: nobody knows his key yet."""
    phone = letter_for(published.scope, "pak_joko", Role.DRIVER, at=NOW)
    phone.enrol()
    sent = phone.say(events.Incident, what="late", place="99.01")
    [receipt] = flow.accept(published.scope, [sent], phone.device, NOW)
    assert receipt.verdict == "quarantined"
    return Quarantined.objects.get()


def test_a_log_nobody_witnesses_says_so_and_how_to_begin(published: Published) -> None:
    report(published.scope, 1, 3)
    published.round()

    page = as_("pak_adi").get(HERE)

    assert "4 fakta tercatat di log ini; 4 entri di bawah titik periksa terbaru" in page.text
    assert "belum disaksikan" in page.text
    assert "tepat log key show --kabupaten 99.01" in page.text
    groups = " ".join(page.context["fingerprint"]).split()
    assert [len(each) for each in groups] == [4] * 6
    assert all(each in page.text for each in groups)


def test_a_witness_is_shown_with_its_grade_and_how_far_it_has_seen(published: Published) -> None:
    with_policy(published)
    report(published.scope, 1, 3)
    published.round()
    cosign(published)

    page = as_("bu_dewi").get(HERE)

    [seen] = page.context["witnesses"]
    assert (seen.name, seen.grade, seen.size, seen.at) == ("pkd", "phone", 4, NOW)
    assert page.context["quorum"] == "met"
    assert "disaksikan sampai 4" in page.text

    report(published.scope, 4, 5, NOW + timedelta(minutes=5))
    published.round(NOW + timedelta(minutes=6))
    page = as_("bu_dewi").get(HERE)

    assert page.context["quorum"] == "lost"
    assert page.context["witnesses"][0].size == 4, "the last one it signed"
    assert (page.context["chart"].first, page.context["chart"].last) == (4, 6)
    assert len(page.context["chart"].phones) == 1


def test_a_witness_that_claims_more_than_was_signed_is_shown_as_such(
    published: Published,
) -> None:
    published.sequencer.signer.begin()
    [key] = published.sequencer.signer.vkeys()
    vkey = notes.write_vkey(notes.Verifier("partai.example", notes.COSIGNATURE, PKD.public))
    honest = Signer(b"\x08" * 32)
    other = notes.write_vkey(notes.Verifier("polres.example", notes.COSIGNATURE, honest.public))
    file = wiring.policy_file(published.place)
    file.parent.mkdir(exist_ok=True)
    lines = [f"witness a {vkey} http://a", f"witness b {other} http://b", "group g 1 a b"]
    file.write_text("\n".join([f"log {key}", *lines, "quorum g"]) + "\n")
    published.start()._ask = lambda url, data: (
        Answer(409, b"999999\n") if url.startswith("http://a/") else Answer(0, b"no route")
    )
    report(published.scope, 1, 3)
    for seconds in (0, 30):
        published.sequencer.round(NOW + timedelta(seconds=seconds))

    page = as_("pak_adi").get(HERE)

    liar = page.context["witnesses"][0]
    assert (liar.name, liar.size, liar.claims) == ("a", 0, 999_999)
    assert "mengaku 999.999 tanpa bukti" in page.text
    assert page.context["standing"].checkpoint.size == 4
    assert Code.LOG_WITNESS_CLAIMS in {each.code for each in page.context["health"].problems()}


def test_a_checkpoint_that_was_altered_is_not_drawn(published: Published) -> None:
    report(published.scope, 1, 3)
    published.round()
    file = published.place.folder / "checkpoints" / "4"
    (file.parent / "9").write_bytes(file.read_bytes().replace(b"\n4\n", b"\n9\n"))

    assert [each["size"] for each in Client().get(PUBLIC).context["checkpoints"]] == [4]


def test_an_entry_that_waits_longer_than_promised_is_an_alarm(
    published: Published, monkeypatch: pytest.MonkeyPatch
) -> None:
    report(published.scope, 1, 3)
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(minutes=11))

    assert "dilanggar: 4 entri menunggu, yang tertua 11 menit" in as_("bu_dewi").get(HERE).text


@pytest.mark.parametrize("name", ["bu_dewi", "bu_sari", "pak_adi", "bu_rina"])
def test_everybody_at_the_desk_sees_the_room(published: Published, name: str) -> None:
    assert as_(name).get(HERE).status_code == 200


@pytest.mark.parametrize(
    ("name", "quarantine", "devices", "revoke"),
    [
        ("bu_dewi", 200, 200, 200),
        ("pak_adi", 200, 200, 403),
        ("bu_sari", 200, 200, 403),
        ("bu_rina", 403, 403, 403),
        ("pak_joko", 403, 403, 403),
    ],
)
def test_who_may_open_quarantine_devices_and_revoking(
    published: Published, name: str, quarantine: int, devices: int, revoke: int
) -> None:
    phone = phone_of(published.scope, "bu_sari", at=NOW)
    client = as_(name)

    assert client.get(f"{HERE}karantina/").status_code == quarantine
    assert client.get(f"{HERE}perangkat/").status_code == devices
    assert client.get(f"{HERE}perangkat/{phone.device}/cabut/").status_code == revoke


def test_quarantine_says_why_and_what_to_do(published: Published) -> None:
    row = quarantined(published)

    page = as_("pak_adi").get(f"{HERE}karantina/").text

    assert "Kunci belum dikenal." in page
    assert "Minta petugas mengirim pendaftaran HP-nya" in page
    assert row.device[:8] in page
    assert "masih menunggu" in page


def test_what_was_settled_is_shown_only_when_asked_for(published: Published) -> None:
    row = quarantined(published)
    name = Fact.objects.earliest("number").pk
    Quarantined.objects.filter(pk=row.pk).update(settled=name)

    assert "Tidak ada yang menunggu" in as_("pak_adi").get(f"{HERE}karantina/").text
    assert f"/log/fakta/{name}/" in as_("pak_adi").get(f"{HERE}karantina/?show=all").text


@pytest.mark.parametrize("reason", list(Reason))
def test_every_reason_of_the_door_has_a_sentence_and_a_step(reason: Reason) -> None:
    said, step = quarantine.reason_words(reason.value)

    assert said.endswith(".")
    assert step.endswith(".")


def test_every_kind_of_fact_and_every_standing_has_its_words() -> None:
    every = events.EVENTS.keys() if isinstance(events.EVENTS, dict) else events.EVENTS

    assert {str(getattr(kind, "KIND", kind)) for kind in every} == set(kinds.KINDS)
    assert all(kinds.standing_words(each) for each in kinds.STANDINGS)


def test_kpu_makes_a_letter_and_downloads_it_until_a_phone_used_it(published: Published) -> None:
    client = as_("bu_dewi")
    typed = {"name": "Pak Joko", "role": "driver", "area": "99.01", "until": "2030-12-10"}

    assert client.post(f"{HERE}perangkat/tugas/", typed).status_code == 302
    page = client.get(f"{HERE}perangkat/")
    [group] = page.context["letters"]
    [letter] = group["letters"]
    pdf = client.get(reverse("log_letter", args=["pilkada-2024", "99.01", letter["assignment"]]))

    assert letter["name"] == "Pak Joko"
    assert pdf.content.startswith(b"%PDF")
    assert pdf["Cache-Control"] == "no-store"
    assert as_("pak_adi").get(pdf.request["PATH_INFO"]).status_code == 403


@pytest.mark.parametrize(
    ("field", "value"), [("name", ""), ("area", "63.09"), ("until", "kemarin"), ("role", "kpps")]
)
def test_a_letter_that_cannot_be_is_refused_beside_its_form(
    published: Published, field: str, value: str
) -> None:
    typed = {"name": "Pak Joko", "role": "driver", "area": "99.01", "until": "2030-12-10"}

    answer = as_("bu_dewi").post(f"{HERE}perangkat/tugas/", typed | {field: value})

    assert answer.status_code == 422
    assert not Fact.objects.filter(kind="assigned").exists()


def test_kpu_revokes_a_phone_up_to_a_fact(published: Published) -> None:
    phone = phone_of(published.scope, "pak_joko", Role.DRIVER, at=NOW)
    address = f"{HERE}perangkat/{phone.device}/cabut/"

    assert as_("bu_dewi").get(address).context["form"]["upto"].value() == 1
    assert not Fact.objects.filter(kind="revoked").exists(), "asking revokes nothing"
    asked = as_("bu_dewi").post(address, {"upto": "0", "reason": "lost"})
    assert asked.status_code == 422
    assert "1 fakta yang sudah dilaporkannya tidak berlaku lagi" in asked.text
    assert not Fact.objects.filter(kind="revoked").exists(), "it warns first"
    said = {"upto": "0", "reason": "lost", "fewer": asked.context["form"]["upto"].value()}
    assert as_("bu_dewi").post(address, said).status_code == 302

    assert Device.objects.get(device=phone.device).upto == 0
    assert "dicabut sesudah fakta ke-0" in as_("pak_adi").get(f"{HERE}perangkat/").text


@pytest.mark.parametrize("upto", ["-1", "2", str(2**63), str(10**30)])
def test_a_phone_ends_at_a_fact_that_it_has_reported(published: Published, upto: str) -> None:
    phone = phone_of(published.scope, "pak_joko", Role.DRIVER, at=NOW)

    answer = as_("bu_dewi").post(
        f"{HERE}perangkat/{phone.device}/cabut/", {"upto": upto, "reason": "lost", "fewer": upto}
    )

    assert answer.status_code == 422
    assert not Fact.objects.filter(kind="revoked").exists()


def test_nobody_revokes_the_key_on_which_all_letters_stand(published: Published) -> None:
    phone_of(published.scope, "pak_joko", Role.DRIVER, at=NOW)
    desk = Device.objects.get(is_desk=True)
    address = f"{HERE}perangkat/{desk.device}/cabut/"

    for answer in (
        as_("bu_dewi").get(address),
        as_("bu_dewi").post(address, {"upto": str(desk.last_seq), "reason": "lost"}),
    ):
        assert answer.status_code == 422
        assert "tepat log desk-key rotate" in answer.text
    assert not Fact.objects.filter(kind="revoked").exists()


def test_a_phone_with_a_gap_stands_first_with_what_it_waits_for(
    published: Published, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(hours=5))
    phone = phone_of(published.scope, "bu_sari", at=NOW)
    phone.say(events.Incident, what="late", place="99.01")
    later = phone.say(events.Incident, what="late", place="99.01")
    flow.accept(published.scope, [later], phone.device, NOW)

    page = as_("pak_adi").get(f"{HERE}perangkat/")

    first = page.context["rows"][0]
    assert (first["row"].device, first["facts"]) == (phone.device, 2)
    assert "menunggu 1 fakta yang belum tiba" in page.text
    assert "minta pemegangnya menyinkronkan" not in page.text


def test_a_gap_that_stays_open_for_hours_is_told_on_the_page_and_by_the_doctor(
    published: Published, monkeypatch: pytest.MonkeyPatch
) -> None:
    phone = phone_of(published.scope, "bu_sari", at=NOW)
    lost = phone.say(events.Incident, what="late", place="99.01")
    later = phone.say(events.Incident, what="late", place="99.01")
    flow.accept(published.scope, [later], phone.device, NOW)

    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(hours=6, minutes=1))
    page = as_("pak_adi").get(f"{HERE}perangkat/")
    assert "lebih dari 6 jam: minta pemegangnya menyinkronkan" in page.text
    assert Code.GAP_OPEN in {each.code for each in doctor.missing_facts()}

    flow.accept(published.scope, [lost], phone.device, clock.now())
    assert list(doctor.missing_facts()) == []


def test_a_fact_shows_its_proof_and_carries_as_text(published: Published) -> None:
    report(published.scope, 1, 1)
    row = Fact.objects.get(kind="packed")
    address = f"{HERE}fakta/{row.pk}/"
    assert "belum di bawah titik periksa" in as_("pak_adi").get(address).text

    published.round()
    page = as_("pak_adi").get(address)

    assert "tercatat; belum disaksikan" in page.text
    assert carrying.parse(page.context["text_code"]) == (bytes(row.body), bytes(row.sig))
    proof = proofs.parse(as_("pak_adi").get(f"{HERE}fakta/{row.pk}.tlog-proof").content)
    assert proof.index == row.number - 1


def test_what_only_agencies_read_needs_the_right_to_see_movements(published: Published) -> None:
    phone = phone_of(published.scope, "bu_sari", at=NOW)
    sent = phone.say(events.Incident, what="late", place="99.01")
    [receipt] = flow.accept(published.scope, [sent], phone.device, NOW)
    published.round()
    address = f"{HERE}fakta/{receipt.id}"

    for_bawaslu, for_ppk = as_("pak_adi").get(f"{address}/"), as_("bu_rina").get(f"{address}/")

    assert "late" in for_bawaslu.text
    assert "Bukan untuk peran Anda" in for_ppk.text
    assert for_ppk.context["text_code"] == ""
    assert phone.device not in for_ppk.text
    assert "Kejadian" not in for_ppk.text
    assert as_("bu_rina").get(f"{address}.tlog-proof").status_code == 403


@pytest.mark.parametrize("audience", ["security", "results"])
def test_what_is_withheld_is_shown_to_nobody(published: Published, audience: str) -> None:
    report(published.scope, 1, 1)
    hide(published.scope, "tujuh petugas", audience)
    published.round()
    row = Fact.objects.get(audience=audience)

    reader = person("bu_dewi")
    if audience == "security":
        reader = User.objects.create(username="pak_yusuf")
        RoleGrant.objects.create(user=reader, role=Role.POLRES.value, area="99.01")
    client = Client()
    client.force_login(reader)
    page = client.get(f"{HERE}fakta/{row.pk}/")

    assert "Isinya tertutup" in page.text
    assert "tujuh petugas" not in page.text
    proof = client.get(f"{HERE}fakta/{row.pk}.tlog-proof").content
    leaf = proofs.parse(proof).extra or b""
    assert row.pk.encode() in leaf, "the hash may be proved"
    assert b"tujuh" not in leaf
    for_ppk = as_("bu_rina").get(f"{HERE}fakta/{row.pk}/")
    assert row.device not in for_ppk.text
    assert "Penjagaan" not in for_ppk.text
    assert as_("bu_rina").get(f"{HERE}fakta/{row.pk}.tlog-proof").status_code == 403


def test_a_fact_nobody_knows_is_answered_with_its_name(published: Published) -> None:
    answer = as_("bu_dewi").get(f"{HERE}fakta/{'0' * 64}/")

    assert answer.status_code == 404
    assert "0" * 64 in answer.text


def test_the_public_page_needs_no_account_sets_no_cookie_and_names_nobody(
    published: Published,
) -> None:
    with_policy(published)
    report(published.scope, 1, 3)
    phone_of(published.scope, "pak_joko", Role.DRIVER, at=NOW)
    published.round()
    client = Client()

    page = client.get(PUBLIC)

    assert page.status_code == 200
    assert not page.cookies
    assert "Keterbukaan logistik" in page.text
    assert [each["size"] for each in page.context["checkpoints"]] == [6]
    for secret in ("pak_joko", "bu_dewi", "Hulu", "Hilir", "99.01.01"):
        assert secret not in page.text
    assert client.get("/log/pilkada-2024/99.01/checkpoints/6").status_code == 200


def test_a_log_without_a_fact_has_a_public_page_too(published: Published) -> None:
    assert "Belum ada titik periksa" in Client().get(PUBLIC).text


@pytest.mark.parametrize("many", [1, 12])
def test_the_pages_cost_the_same_in_a_longer_log(
    published: Published, many: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(1, many + 1):
        report(published.scope, number, number)
        published.round(NOW + timedelta(minutes=number))
    phone_of(published.scope, "bu_sari", at=NOW)
    quarantined(published)
    name = Fact.objects.filter(kind="packed").earliest("number").pk
    client = as_("bu_dewi")

    for address, most in (
        (HERE, 22),
        (f"{HERE}karantina/", 16),
        (f"{HERE}perangkat/", 22),
        (f"{HERE}fakta/{name}/", 20),
        (PUBLIC, 12),
    ):
        with django_assert_max_num_queries(most):
            assert client.get(address).status_code == 200


def test_no_more_than_the_newest_checkpoints_are_opened(published: Published) -> None:
    report(published.scope, 1, 1)
    published.round()
    folder = published.place.folder / "checkpoints"
    for size in range(100, 300):
        (folder / str(size)).write_bytes(b"torn")

    assert Client().get(PUBLIC).context["checkpoints"] == []
