"""The pages of incidents: who may do what, what hostile input does, and how much they ask."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tepat.core.election.roles import Role
from tepat.core.move import events
from tepat.server import clock
from tepat.server.election.elections import election_of
from tepat.server.election.models import User
from tepat.server.plan.models import Package
from tepat.server.plan.packages.services import regenerate
from tepat.server.watch.models import Decision, Incident, Outcome, Risk, Support, TpsMove
from tests.incidents import DESA, NEXT, NOW, TPS, Trouble
from tests.worlds import person

pytestmark = pytest.mark.django_db
PLACE = "/e/pilkada-2024/99.01/masalah/"


@pytest.fixture
def trouble() -> Any:
    made = Trouble()
    clock.shift(NOW - clock.now())
    yield made
    clock.shift(timedelta(0))


def as_(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def rubbed(trouble: Trouble) -> Incident:
    trouble.seal()
    trouble.say(trouble.kpps, events.Incident, what="seal_differs", packages=(trouble.box,))
    return trouble.only()


def post(user: User, address: str, **form: Any) -> Any:
    return as_(user).post(PLACE + address, form)


def test_every_page_opens_for_everybody_who_sees_the_desk(trouble: Trouble) -> None:
    rubbed(trouble)
    pages = ("", "1/", "jam/", "aght/", "aght/seal/", "mitigasi/", "mitigasi/99.01/", "bantuan/")
    for user in (trouble.kpu, person("pak_adi"), trouble.ppk):
        for page in (*pages, "keputusan/", "mitigasi/?minta=guard&tingkat=4", "?lihat=tutup"):
            answer = as_(user).get(PLACE + page)
            assert answer.status_code == 200, (page, user)


def test_the_fact_of_a_phone_stands_in_the_queue_without_anybody_typing(trouble: Trouble) -> None:
    trouble.seal()
    trouble.say(trouble.kpps, events.Incident, what="seal_differs", packages=(trouble.box,))
    page = as_(trouble.kpu).get(PLACE).content.decode()
    assert "Segel rusak atau berbeda, TPS 001 Sungai Jernih" in page


def test_only_kpu_decides_and_the_desk_advises(trouble: Trouble) -> None:
    rubbed(trouble)
    desk = trouble.clerk("pak_hadi", Role.DESK, "99.01")
    said = {"remedy": "reseal", "text": "Segel ulang."}
    for user in (desk, trouble.ppk, person("pak_adi")):
        assert post(user, "1/putuskan/", **said).status_code == 403
    assert not Decision.objects.exists()
    assert post(desk, "1/saran/", sort="advice", text="Kirim segel cadangan.").status_code == 302
    assert post(trouble.kpu, "1/putuskan/", **said).status_code == 302
    assert [row.sort for row in Decision.objects.order_by("pk")] == ["advice", "decision"]
    assert post(trouble.kpu, "1/saran/", sort="decision", text="x").status_code == 422


def test_a_ppk_of_another_kecamatan_raises_nothing_here(trouble: Trouble) -> None:
    rubbed(trouble)
    other = trouble.clerk("pak_lain", Role.PPK, "99.01.02")
    assert post(other, "1/naik/").status_code == 403
    assert post(trouble.ppk, "1/naik/").status_code == 302


def test_what_was_typed_is_kept_where_it_is_refused(trouble: Trouble) -> None:
    rubbed(trouble)
    answer = post(trouble.kpu, "1/putuskan/", remedy="move_ballots", text="Pinjam 20 <b>lembar</b>")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Pinjam 20 &lt;b&gt;lembar&lt;/b&gt;" in page
    assert "<b>lembar</b>" not in page


@pytest.mark.parametrize("length", [2_001, 1_000_000, 10_000_000])
def test_long_notes_are_refused_with_a_sentence(trouble: Trouble, length: int) -> None:
    rubbed(trouble)
    answer = post(trouble.kpu, "1/catat/", text="x" * length)
    assert answer.status_code in (413, 422)
    assert 'class="note tidak"' in answer.content.decode() or "paling banyak" in str(answer.content)
    assert not Incident.objects.get().acts.exists()


@pytest.mark.parametrize(
    ("do", "form"),
    [
        ("putuskan", {"remedy": "bakar", "text": "x"}),
        ("putuskan", {"remedy": "reseal", "text": "x", "due": "besok"}),
        ("putuskan", {"remedy": "reseal", "text": "x", "due": "9999-12-31T23:59"}),
        ("triase", {"kind": "'; drop", "urgency": "now"}),
        ("triase", {"kind": "seal", "urgency": "now", "owner": "kpu@63.09"}),
        ("centang", {"code": "flood", "step": "99999999999999999999"}),
        ("kirim", {"decision": "-1"}),
        ("kirim", {"decision": "9" * 5_000}),
        ("minta", {"what": "boat", "to": "desk@63.09", "due": "2024-11-26T10:00", "text": "x"}),
        ("tutup", {"reason": "bosan", "text": "x"}),
        ("tutup", {"reason": "solved", "text": "  "}),
        ("entah", {}),
    ],
)
def test_wrong_forms_change_nothing(trouble: Trouble, do: str, form: dict[str, str]) -> None:
    rubbed(trouble)
    before = Incident.objects.values().get()
    assert post(trouble.kpu, f"1/{do}/", **form).status_code in (400, 404, 422)
    assert Incident.objects.values().get() == before


def test_an_unknown_number_is_not_found(trouble: Trouble) -> None:
    assert as_(trouble.kpu).get(PLACE + "77/").status_code == 404
    assert post(trouble.kpu, "77/naik/").status_code == 404


def test_a_report_by_telephone_opens_one_with_the_reporters_step(trouble: Trouble) -> None:
    form = {"kind": "flood", "title": "Jalan terendam", "place": DESA, "text": "Kata kades."}
    assert post(trouble.ppk, "lapor/", **form).status_code == 302
    assert Incident.objects.get().reporter == "ppk@99.01.01"
    assert post(trouble.ppk, "lapor/", **form | {"place": "63.09"}).status_code == 422
    assert post(trouble.ppk, "lapor/", **form | {"packages": "TIDAKADA"}).status_code == 404


def test_more_incidents_cost_no_more_queries(trouble: Trouble) -> None:
    client = as_(trouble.kpu)
    counts = []
    for many in (2, 40):
        for n in range(many):
            form = {"kind": "flood", "title": f"Jalan {n}", "place": DESA}
            client.post(PLACE + "lapor/", form)
        client.get(PLACE)
        with CaptureQueriesContext(connection) as caught:
            client.get(PLACE)
        counts.append(len(caught))
    assert counts[0] == counts[1]
    assert counts[0] < 25


def test_one_incident_asks_a_bounded_number_of_queries(trouble: Trouble) -> None:
    incident = rubbed(trouble)
    client = as_(trouble.kpu)
    client.get(f"{PLACE}1/")
    counts = []
    for many in (1, 30):
        for _ in range(many):
            client.post(f"{PLACE}1/catat/", {"text": "catatan"})
        with CaptureQueriesContext(connection) as caught:
            client.get(f"{PLACE}1/")
        counts.append(len(caught))
    assert incident.acts.count() == 31
    assert counts[0] == counts[1]


def test_a_replacement_plans_a_new_box_reports_it_and_makes_its_load(trouble: Trouble) -> None:
    rubbed(trouble)
    form = {"remedy": "replace", "text": "Ganti kotak."}
    assert post(trouble.kpu, "1/putuskan/", **form).status_code == 302
    new = Package.objects.get(replaces=trouble.box)
    old = Package.objects.get(code=trouble.box)
    assert (new.place, new.kind, new.contents, new.number) == (old.place, old.kind, old.contents, 2)
    assert old.withdrawn_at is not None
    inner = Package.objects.filter(inside=new.code)
    assert [row.replaces for row in inner] == [
        row.code for row in Package.objects.filter(inside=old.code)
    ]
    sent = {"decision": "1", "destination": f"{DESA}:pps", "vehicle": "Pikap 3"}
    assert post(trouble.kpu, "1/kirim/", **sent).status_code == 302
    page = as_(trouble.kpu).get(f"{PLACE}1/").content.decode()
    assert "SJ-001" in page
    assert "surat_jalan/SJ-001.pdf" in page
    paper = as_(trouble.kpu).get("/e/pilkada-2024/99.01/dokumen/surat/surat_jalan/SJ-001.pdf")
    assert paper.status_code == 200
    assert post(trouble.kpu, "1/kirim/", **sent).status_code == 422


def test_only_the_office_that_was_asked_answers(trouble: Trouble) -> None:
    rubbed(trouble)
    bpbd = trouble.clerk("bu_bpbd", Role.BPBD, "99.01")
    form = {"what": "boat", "to": "bpbd@99.01", "due": "2024-11-25T16:00", "text": "Dua perahu."}
    assert post(trouble.ppk, "1/minta/", **form).status_code == 302
    assert Support.objects.get().party == "ppk@99.01.01"
    assert post(trouble.kpu, "bantuan/1/", said="done").status_code == 403
    assert post(bpbd, "bantuan/1/", said="refused", text="").status_code == 422
    assert post(bpbd, "bantuan/1/", said="done").status_code == 302


def test_a_moved_tps_keeps_where_it_was_and_closes_when_all_know(trouble: Trouble) -> None:
    rubbed(trouble)
    who = [f"pps@{DESA}", f"pkd@{DESA}"]
    form = {"remedy": "relocate", "text": "Balai desa.", "tps": TPS, "name": "Balai desa"}
    point = {"lat": "-1.971", "lon": "115.271"}
    assert post(trouble.kpu, "1/putuskan/", **form, **point).status_code == 422
    answer = post(trouble.kpu, "1/putuskan/", **form, **point, informs=who)
    assert answer.status_code == 302
    tps = trouble.scope.all_tps.get(code=TPS)
    assert (tps.lat, tps.lon) == (-1.971, 115.271)
    assert TpsMove.objects.get(scope=trouble.scope).before_lat is None
    for each in who:
        assert trouble.only().closed_at is None
        assert post(trouble.ppk, "1/kabari/", who=each).status_code == 302
    assert trouble.only().is_by_evidence


def test_ballots_of_another_tps_are_closed_by_what_both_write(trouble: Trouble) -> None:
    rubbed(trouble)
    form = {"remedy": "move_ballots", "text": "Pinjam 20.", "giver": NEXT, "taker": TPS}
    assert post(trouble.kpu, "1/putuskan/", **form).status_code == 302
    other = trouble.phone("bu_tetangga", Role.KPPS, NEXT)
    counts: dict[str, Any] = {"sku": "KWK-BUP/99.01", "used": 0, "spoiled": 0, "left": 0}
    give = {**counts, "place": NEXT, "received": 5, "reason": "to_other_tps", "salt": "0" * 32}
    take = {**counts, "place": TPS, "received": 5, "reason": "from_other_tps", "salt": "1" * 32}
    trouble.say(other, events.Ballots, **give)
    assert trouble.only().closed_at is None
    trouble.say(trouble.kpps, events.Ballots, **take)
    assert trouble.only().is_by_evidence


def test_papers_between_two_tps_close_it_once_both_kpps_signed_the_same(trouble: Trouble) -> None:
    rubbed(trouble)
    form = {"remedy": "move_ballots", "text": "Pinjam 20.", "giver": NEXT, "taker": TPS}
    assert post(trouble.kpu, "1/putuskan/", **form).status_code == 302
    bu_tetangga = trouble.phone("bu_tetangga", Role.KPPS, NEXT)
    move: dict[str, Any] = {"place": NEXT, "to": TPS}
    twenty = (events.Counted("surat_suara", 20, "KWK-BUP/99.01"),)
    nineteen = (events.Counted("surat_suara", 19, "KWK-BUP/99.01"),)
    trouble.say(bu_tetangga, events.PapersMoved, **move, contents=twenty)
    trouble.say(bu_tetangga, events.PapersMoved, **move, contents=())
    assert trouble.only().closed_at is None, "one side alone"
    wrong = trouble.say(trouble.kpps, events.PapersMoved, **move, contents=nineteen)
    assert trouble.only().closed_at is None, "another number"
    trouble.say(trouble.kpps, events.Cancelled, fact=wrong, reason="wrong_count")
    assert trouble.only().closed_at is None, "taken back"
    right = trouble.say(trouble.kpps, events.PapersMoved, **move, contents=twenty)
    assert trouble.only().is_by_evidence
    assert right in Outcome.objects.get().facts


def test_a_row_of_the_register_is_never_overwritten(trouble: Trouble) -> None:
    as_(trouble.kpu).get(PLACE + "aght/")
    row = Risk.objects.get(code="seal")
    form = {
        name: str(getattr(row, name))
        for name in (
            "kind", "aght", "title", "owner", "likelihood", "impact", "after_likelihood",
            "after_impact", "mitigation", "trigger", "status",
        )
    }  # fmt: skip
    changed = form | {"likelihood": "rare", "seen": "1"}
    assert post(trouble.kpu, "aght/seal/", **changed).status_code == 302
    assert post(trouble.kpu, "aght/seal/", **changed).status_code == 409
    versions = Risk.objects.filter(code="seal").order_by("version")
    assert [row.likelihood for row in versions] == ["often", "rare"]
    assert post(trouble.ppk, "aght/seal/", **changed | {"seen": "2"}).status_code == 403
    assert (
        post(trouble.kpu, "aght/seal/", **changed | {"seen": "2", "impact": "9"}).status_code == 422
    )


def test_a_sheet_is_filled_in_by_its_own_area_and_proof_needs_proof(trouble: Trouble) -> None:
    address = "mitigasi/99.01.01/"
    form = {"ask": "backup_road", "status": "proven", "action": "Lewat Kembang Kuning"}
    assert post(trouble.ppk, address, **form).status_code == 422
    assert post(trouble.ppk, address, **form, proof="Foto 12").status_code == 302
    assert post(trouble.ppk, "mitigasi/99.01.02/", **form, proof="Foto 12").status_code == 403
    page = as_(trouble.kpu).get(PLACE + "mitigasi/?minta=backup_road&tingkat=3").content.decode()
    assert "Foto 12" in page
    assert as_(trouble.kpu).get(PLACE + "mitigasi/63.09/").status_code == 404


def test_limits_are_set_by_kpu_and_count_at_once(trouble: Trouble) -> None:
    rubbed(trouble)
    form = {"ladder": "equipment", "role": "kpps", "minutes": "5"}
    assert post(trouble.ppk, "jam/", **form).status_code == 403
    assert post(trouble.kpu, "jam/", **form | {"minutes": "0"}).status_code == 422
    assert post(trouble.kpu, "jam/", **form).status_code == 302
    clock.shift(NOW + timedelta(minutes=6) - clock.now() + timedelta(0))
    trouble.pass_by(6)
    page = as_(trouble.kpu).get(f"{PLACE}1/").content.decode()
    assert "naik oleh jam" in page or "went up by the clock" in page


def test_advice_gets_its_outcome_from_who_gave_it(trouble: Trouble) -> None:
    desk = trouble.clerk("pak_hadi", Role.DESK, "99.01")
    post(desk, "keputusan/", sort="intervention", text="Minta truk Dishub.")
    assert post(trouble.kpu, "keputusan/1/", text="Datang.").status_code == 403
    assert post(desk, "keputusan/1/", text="Datang 08.10.").status_code == 302
    assert "Datang 08.10." in as_(person("pak_adi")).get(PLACE + "keputusan/").content.decode()


def test_a_replaced_box_stays_replaced_when_packages_are_made_again(trouble: Trouble) -> None:
    rubbed(trouble)
    post(trouble.kpu, "1/putuskan/", remedy="replace", text="Ganti kotak.")
    asked = Package.objects.filter(scope=trouble.scope, withdrawn_at=None).count()
    tps = trouble.scope.all_tps.get(code=TPS)
    tps.dpt = 400
    tps.save()
    for _ in range(2):
        regenerate(trouble.scope, election_of(trouble.scope), trouble.now)
    new = Package.objects.get(replaces=trouble.box)
    assert new.withdrawn_at is None
    assert Package.objects.get(code=trouble.box).withdrawn_at is not None
    assert Package.objects.filter(scope=trouble.scope, withdrawn_at=None).count() == asked
    envelope = Package.objects.get(inside=new.code, withdrawn_at=None)
    assert envelope.contents[0]["quantity"] == 410, "400 voters and their reserve of 2.5 %"


def test_a_box_that_was_replaced_is_replaced_again_by_its_successor(trouble: Trouble) -> None:
    rubbed(trouble)
    post(trouble.kpu, "1/putuskan/", remedy="replace", text="Ganti kotak.")
    second = Package.objects.get(replaces=trouble.box)
    form = {"kind": "damage", "title": "Basah", "place": TPS, "packages": second.code}
    post(trouble.kpu, "lapor/", **form)
    assert post(trouble.kpu, "2/putuskan/", remedy="replace", text="Lagi.").status_code == 302
    regenerate(trouble.scope, election_of(trouble.scope), trouble.now)
    rows = Package.objects.filter(scope=trouble.scope, place=TPS, kind="KWK-BUP", form="K")
    standing = {row.number: row.withdrawn_at is None for row in rows}
    assert standing == {1: False, 2: False, 3: True}
