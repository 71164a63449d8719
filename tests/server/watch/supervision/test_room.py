"""The room of Bawaslu: who may look and write, what is kept apart, hostile input, queries."""

import io
import zipfile
from datetime import UTC, datetime, timedelta
from typing import Any

import docx as word
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from docx.shared import Mm

from tepat.core.election.roles import Role
from tepat.core.problems import Refused
from tepat.core.watch.supervision.book import Focus
from tepat.core.watch.supervision.cases import Sort
from tepat.server import clock
from tepat.server.election.models import Look, Scope, User
from tepat.server.watch.models import (
    SupervisionAct,
    SupervisionCase,
    SupervisionCaseVersion,
    SupervisionCheck,
    SupervisionClock,
    SupervisionForm,
    SupervisionMark,
    SupervisionReporter,
    SupervisionSetting,
    SupervisionTopicCount,
)
from tepat.server.watch.supervision import agreed, casework, purging, queries
from tepat.server.watch.supervision.casework import Move, Said
from tests.worlds import clerk, client_of, contoh_scope, person

pytestmark = pytest.mark.django_db
NOW = datetime(2024, 11, 20, 2, 0, tzinfo=UTC)
HULU, HILIR = "99.01.01", "99.01.02"
DESA = "99.01.01.1001"
JPEG = b"\xff\xd8\xff\xe0\x00\x04\x4a\x46\xff\xda\x00\x02\x11\x22\x33\xff\xd9"


@pytest.fixture(autouse=True)
def on_the_day() -> Any:
    clock.shift(NOW - datetime.now(UTC))
    yield
    clock.shift(timedelta(0))


@pytest.fixture
def scope() -> Scope:
    return contoh_scope()


def pak_adi() -> User:
    return person("pak_adi")


def bu_lina() -> User:
    return clerk("bu_lina", Role.PANWASCAM, HULU)


def pak_tono() -> User:
    return clerk("pak_tono", Role.PKD, DESA)


def url(scope: Scope, name: str, *args: object) -> str:
    return reverse(name, args=[scope.election, scope.kabupaten, *args])


def opened(
    scope: Scope, sort: Sort = Sort.LAPORAN, area: str = HULU, hours: float = 1
) -> SupervisionCase:
    then = NOW - timedelta(hours=hours)
    said = Said(
        "Kotak tanpa penutup",
        Focus.DELIVERY.value,
        area,
        known_at=then,
        accused="Pengangkut",
        story="Diangkut dengan bak terbuka.",
    )
    return casework.open_case(scope, sort, said, pak_adi(), then, NOW)


def answers(focus: Focus, *wrong: str) -> dict[str, str]:
    asked = agreed.book().checklists[focus].questions
    return {f"q-{each.code}": "defect" if each.code in wrong else "ok" for each in asked}


ROOM = (
    ("supervision", ()),
    ("supervision_checks", ()),
    ("supervision_check_new", ("storage",)),
    ("supervision_cases", ()),
    ("supervision_case", (1,)),
    ("supervision_handovers", ("99.01", "store")),
    ("supervision_topics", ()),
    ("supervision_rawan", ()),
    ("supervision_rawan_csv", ()),
    ("supervision_rules", ()),
)
BAWASLUS = (
    ("supervision_case_new", ()),
    ("supervision_reporter", (1,)),
    ("supervision_forms", ()),
    ("supervision_form_new", ()),
)


def test_bawaslu_opens_every_page_and_kpu_none_of_them(scope: Scope) -> None:
    opened(scope)
    for name, args in (*ROOM, *BAWASLUS):
        assert client_of(pak_adi()).get(url(scope, name, *args)).status_code == 200, name
        for other in (person("bu_dewi"), person("bu_rina"), person("bu_sari")):
            assert client_of(other).get(url(scope, name, *args)).status_code == 403, (name, other)
        for role in (Role.POLRES, Role.DESK, Role.TNI, Role.KPU_PROVINSI):
            area = "99" if role is Role.KPU_PROVINSI else "99.01"
            who = clerk(f"orang_{role.value}", role, area)
            assert client_of(who).get(url(scope, name, *args)).status_code == 403, (name, role)


def test_kpu_writes_nothing_in_this_room(scope: Scope) -> None:
    opened(scope)
    kpu = client_of(person("bu_dewi"))
    for name, args, form in (
        ("supervision_case_new", (), {"sort": "temuan", "title": "x", "focus": "data"}),
        ("supervision_case_act", (1, "tahap"), {"stage": "initial", "seen": "1"}),
        ("supervision_case_act", (1, "terbitkan"), {"text": "x"}),
        ("supervision_check_new", ("storage",), {"subject": f"{HULU}:ppk"}),
        ("supervision_reporter", (1,), {"name": "x"}),
        ("supervision_rules", (), {"do": "nomor", "public": "1"}),
        ("supervision_topics", (), {"topic": "kampanye"}),
        ("supervision_rawan", (), {"table": "TPS"}),
        ("supervision_visit", (), {"place": HULU, "what": "store", "to": "bawaslu@99.01"}),
    ):
        assert kpu.post(url(scope, name, *args), form).status_code == 403, name
    assert SupervisionAct.objects.count() == 1
    assert not SupervisionSetting.objects.exists()
    menu = kpu.get(url(scope, "board")).content.decode()
    assert "/pengawasan/" not in menu


def test_panwascam_works_in_its_kecamatan_and_pkd_observes_in_its_desa(scope: Scope) -> None:
    opened(scope, area=HULU)
    opened(scope, area=HILIR)
    lina, tono = client_of(bu_lina()), client_of(pak_tono())
    assert lina.get(url(scope, "supervision_case", 1)).status_code == 200
    assert lina.get(url(scope, "supervision_case", 2)).status_code == 404
    assert tono.get(url(scope, "supervision_case", 1)).status_code == 404, "not of its desa"
    new = {"sort": "temuan", "title": "Atap bocor", "focus": "storage"}
    assert lina.post(url(scope, "supervision_case_new"), new | {"area": HILIR}).status_code == 403
    assert lina.post(url(scope, "supervision_case_new"), new | {"area": HULU}).status_code == 302
    assert tono.post(url(scope, "supervision_case_new"), new | {"area": DESA}).status_code == 403
    filed = {"subject": f"{DESA}:pps", **answers(Focus.STORAGE, "roof")}
    there = url(scope, "supervision_check_new", "storage")
    assert tono.post(there, filed).status_code == 302
    assert tono.post(there, filed | {"subject": f"{HILIR}:ppk"}).status_code == 403
    assert tono.get(url(scope, "supervision_rules")).status_code == 200
    assert tono.post(url(scope, "supervision_rules"), {"do": "nomor"}).status_code == 403
    assert lina.post(url(scope, "supervision_rules"), {"do": "nomor"}).status_code == 403


def test_a_check_is_tied_to_its_store_and_a_new_version_keeps_the_old(scope: Scope) -> None:
    adi = client_of(pak_adi())
    there = url(scope, "supervision_check_new", "storage")
    half = adi.post(there, {"subject": f"{HULU}:ppk", "q-roof": "defect", "note": "Bocor."})
    assert half.status_code == 422
    assert 'value="defect" checked' in half.content.decode(), "what was answered stays"
    assert "Bocor." in half.content.decode()
    adi.post(there, {"subject": f"{HULU}:ppk", **answers(Focus.STORAGE, "roof")})
    room = adi.get(url(scope, "supervision")).content.decode()
    assert "Atap tidak bocor" in room
    again = url(scope, "supervision_check_again", 1)
    assert adi.post(again, answers(Focus.STORAGE)).status_code == 302
    assert [row.version for row in SupervisionCheck.objects.order_by("version")] == [1, 2]
    assert SupervisionCheck.objects.get(version=1).answers["roof"] == "defect"
    unknown = adi.post(there, {"subject": "99.01.99:ppk", **answers(Focus.STORAGE)})
    assert unknown.status_code == 422


def test_a_check_carries_photos_and_what_is_none_is_refused(scope: Scope) -> None:
    adi = client_of(pak_adi())
    there = url(scope, "supervision_check_new", "storage")
    filled = {"subject": f"{HULU}:ppk", **answers(Focus.STORAGE)}
    none = SimpleUploadedFile("atap.jpg", b"<html>", "image/jpeg")
    refused = adi.post(there, {**filled, "photos": none})
    assert refused.status_code == 422
    assert not SupervisionCheck.objects.exists(), "nothing is kept beside it"

    photo = SimpleUploadedFile("atap.jpg", JPEG, "image/jpeg")
    assert adi.post(there, {**filled, "photos": photo}).status_code == 302
    page = adi.get(url(scope, "supervision_check", 1)).content.decode()
    link = url(scope, "supervision_check_photo", 1, 1)
    assert link in page
    assert adi.get(link)["Content-Type"] == "image/jpeg"
    assert looks("photo") != []
    assert adi.get(url(scope, "supervision_check_photo", 1, 2)).status_code == 404
    assert client_of(pak_tono()).get(link).status_code == 404, "it is not of his desa"
    purging.purge(scope)
    assert adi.get(link).status_code == 404


def test_a_laporan_from_the_door_to_the_verdict(scope: Scope) -> None:
    case = opened(scope)
    adi = client_of(pak_adi())
    act = url(scope, "supervision_case_act", 1, "tahap")
    assert adi.post(act, {"stage": "pleno", "seen": "1"}).status_code == 422, "not at once"
    assert adi.post(act, {"stage": "initial", "seen": "0"}).status_code == 409, "an old page"
    early = {"stage": "initial", "seen": "1", "when": "2024-11-01T08:00"}
    assert adi.post(act, early).status_code == 422
    assert adi.post(act, {"stage": "initial", "seen": "1"}).status_code == 302
    unset = adi.post(act, {"stage": "registered", "seen": "2"})
    assert unset.status_code == 422, "the parts of the number are not set"
    rules = {"do": "nomor", "election": "PB", "region": "22.07"}
    adi.post(url(scope, "supervision_rules"), rules)
    assert adi.post(act, {"stage": "registered", "seen": "2"}).status_code == 302
    for seen, stage in ((3, "study"), (4, "pleno")):
        assert adi.post(act, {"stage": stage, "seen": seen}).status_code == 302
    assert adi.post(act, {"stage": "decided", "seen": "5"}).status_code == 422, "no verdict"
    decided = {"stage": "decided", "seen": "5", "verdict": "not_proven", "text": "<i>Kurang</i>"}
    assert adi.post(act, decided).status_code == 302
    assert adi.post(act, {"stage": "done", "seen": "6"}).status_code == 302
    page = adi.get(url(scope, "supervision_case", 1)).content.decode()
    assert "001/LP/PB/Kab/22.07/XI/2024" in page
    assert "tidak terbukti" in page
    assert "&lt;i&gt;Kurang" in page
    assert case.acts.count() == 7


def test_a_case_that_is_late_says_so_and_an_extension_moves_its_clock(scope: Scope) -> None:
    opened(scope, hours=24 * 4)
    adi = client_of(pak_adi())
    [row] = queries.cases_of(scope, [scope.kabupaten])
    assert row.is_late(NOW)
    assert "lewat" in adi.get(url(scope, "supervision")).content.decode()
    case = row.case
    casework.move(case, Move("initial", None), 1, pak_adi(), NOW)
    casework.move(case, Move("registered", None, register="1/LP"), 2, pak_adi(), NOW)
    [late] = queries.cases_of(scope, [scope.kabupaten])
    handling = next(each for each in late.clocks if each.rule.code == "handling")
    extend = url(scope, "supervision_case_act", 1, "perpanjang")
    assert adi.post(extend, {"text": "Keterangan sopir"}).status_code == 302
    assert adi.post(extend, {"text": "Sekali lagi"}).status_code == 422
    [longer] = queries.cases_of(scope, [scope.kabupaten])
    after = next(each for each in longer.clocks if each.rule.code == "handling")
    assert handling.due_at
    assert after.due_at
    assert after.due_at - handling.due_at == timedelta(days=2)


def test_a_clock_set_by_the_office_holds_with_its_source_and_its_free_days(scope: Scope) -> None:
    opened(scope, hours=0)
    adi = client_of(pak_adi())
    rules = url(scope, "supervision_rules")
    form = {"do": "jam", "code": "initial", "days": "2", "unit": "working"}
    assert adi.post(rules, form).status_code == 422, "without a source"
    assert adi.post(rules, form | {"source": "Perbawaslu contoh", "days": "2,5"}).status_code == 422
    assert adi.post(rules, form | {"source": "Perbawaslu contoh"}).status_code == 302
    adi.post(rules, {"do": "libur", "day": "2024-11-21", "name": "Libur daerah"})
    [row] = queries.cases_of(scope, [scope.kabupaten])
    initial = next(each for each in row.clocks if each.rule.code == "initial")
    assert initial.due_at is not None
    last = (initial.due_at - timedelta(seconds=1)).date().isoformat()
    assert last == "2024-11-25", "Wednesday, then Friday and Monday"
    adi.post(rules, {"do": "libur", "day": "2024-11-21", "open": "1"})
    assert agreed.holidays_of(scope) == {}
    assert SupervisionClock.objects.count() == 1


def test_who_reported_stands_apart_each_look_is_recorded_and_a_purge_deletes(scope: Scope) -> None:
    case = opened(scope)
    adi = client_of(pak_adi())
    there = url(scope, "supervision_reporter", 1)
    adi.post(there, {"name": "Bu Minah", "address": "Hulu", "phone": "0811"})
    for name, args in ROOM:
        assert "Bu Minah" not in adi.get(url(scope, name, *args)).content.decode(), name
    before = Look.objects.filter(what="reporter").count()
    assert "Bu Minah" in adi.get(there).content.decode()
    assert Look.objects.filter(what="reporter").count() >= max(1, before)
    assert "Minah" not in there
    assert client_of(pak_tono()).get(there).status_code == 403
    assert client_of(bu_lina()).post(there, {"do": "hapus"}).status_code == 403
    assert adi.post(there, {"do": "hapus"}).status_code == 302
    assert not SupervisionReporter.objects.filter(case=case).exclude(name="").exists()
    assert adi.post(there, {"name": "Bu Minah"}).status_code == 422, "never written again"
    assert "Bu Minah" not in adi.get(there).content.decode()


def looks(what: str) -> list[tuple[str, str]]:
    return list(Look.objects.filter(what=what).values_list("name", "which"))


def test_each_look_at_a_case_and_a_form_a_is_one_row(scope: Scope) -> None:
    opened(scope)
    adi = client_of(pak_adi())
    here = url(scope, "supervision_case", 1)
    assert client_of(pak_tono()).get(url(scope, "supervision_cases")).status_code in (200, 403)
    assert looks("case") == [], "a list names nobody"
    for _ in range(2):
        assert "Diangkut dengan bak terbuka" in adi.get(here).content.decode()
    assert looks("case") == [(pak_adi().username, "1")]
    clock.shift(timedelta(minutes=11) + NOW - datetime.now(UTC))
    new = url(scope, "supervision_form_new") + "?perkara=1"
    assert "Diangkut dengan bak terbuka" in adi.get(new).content.decode()
    assert len(looks("case")) == 2, "the draft of a Form A tells of the case"
    form = {"name": "Pak Adi", "findings": "Bak terbuka", "perkara": "1"}
    assert adi.post(url(scope, "supervision_form_new"), form).status_code == 302
    assert looks("form_a") == []
    assert adi.get(url(scope, "supervision_form", 1)).status_code == 200
    assert looks("form_a") == [(pak_adi().username, "1")]


def test_a_refused_look_at_a_case_is_none(scope: Scope) -> None:
    opened(scope)
    client_of(person("bu_dewi")).get(url(scope, "supervision_case", 1))
    assert looks("case") == []


def test_others_see_a_case_only_as_bawaslu_published_it(scope: Scope) -> None:
    opened(scope)
    there = url(scope, "published")
    kpu, adi = client_of(person("bu_dewi")), client_of(pak_adi())
    assert "Kotak tanpa penutup" not in kpu.get(there).content.decode()
    publish = url(scope, "supervision_case_act", 1, "terbitkan")
    assert client_of(bu_lina()).post(publish, {"text": "x"}).status_code == 403
    adi.post(publish, {"text": "Pengangkutan di Hulu sedang diperiksa."})
    page = kpu.get(there).content.decode()
    assert "Pengangkutan di Hulu sedang diperiksa." in page
    assert "Kotak tanpa penutup" not in page
    assert "Pengangkut<" not in page, "nobody is named"
    adi.post(publish, {"text": ""})
    assert "Pengangkutan di Hulu" not in kpu.get(there).content.decode()


def test_two_people_who_write_at_once_overwrite_nothing(scope: Scope) -> None:
    opened(scope)
    adi = client_of(pak_adi())
    there = url(scope, "supervision_case_act", 1, "ubah")
    form = {"title": "Baru", "focus": "delivery", "area": HULU, "seen": "1"}
    assert adi.post(there, form).status_code == 302
    late = adi.post(there, form | {"title": "Lain"})
    assert late.status_code == 409
    assert 'value="Lain"' in late.content.decode(), "what was typed stays in the form"
    titles = SupervisionCaseVersion.objects.order_by("number").values_list("title", flat=True)
    assert list(titles) == ["Kotak tanpa penutup", "Baru"]


def test_hostile_input_is_refused_with_a_sentence_or_escaped(scope: Scope) -> None:
    adi = client_of(pak_adi())
    there = url(scope, "supervision_case_new")
    form = {"sort": "temuan", "title": "<script>x</script>", "focus": "data", "area": HULU}
    assert adi.post(there, form).status_code == 302
    page = adi.get(url(scope, "supervision_case", 1)).content.decode()
    assert "<script>x" not in page
    assert "&lt;script&gt;x" in page
    for wrong in ({"area": "1; drop"}, {"focus": "lain"}, {"title": " "}, {"sort": "x"}):
        assert adi.post(there, form | wrong).status_code == 422, wrong
    for length, status in ((50_000, 413), (2_000_000, 422)):
        assert adi.post(there, form | {"story": "x" * length}).status_code == status
    assert adi.get(url(scope, "supervision_case", 999)).status_code == 404
    pak_adi().delete()
    assert client_of(bu_lina()).get(url(scope, "supervision_case", 1)).status_code == 200


def test_form_a_is_filled_from_the_check_and_the_case_as_pdf_and_docx(scope: Scope) -> None:
    adi = client_of(pak_adi())
    store = {"subject": f"{HULU}:ppk", **answers(Focus.STORAGE, "roof")}
    adi.post(url(scope, "supervision_check_new", "storage"), store)
    case = opened(scope, Sort.TEMUAN)
    casework.revise(
        case,
        Said("Atap bocor", "storage", HULU, accused="PPK", story="Air menetes.", check_number=1),
        1,
        pak_adi(),
        NOW,
    )
    new = url(scope, "supervision_form_new") + "?perkara=1"
    page = adi.get(new).content.decode()
    assert "1. Atap tidak bocor" in page
    assert "Air menetes." in page
    assert adi.post(new, {"name": ""}).status_code == 422
    assert adi.post(new, {"name": "Pak Adi", "post": "Anggota"}).status_code == 302
    row = SupervisionForm.objects.get()
    assert (row.checks, row.case_number) == ([1], 1)
    assert row.said["lhp"] == "001/LHP/PM.01.00/11/2024"
    pdf = adi.get(url(scope, "supervision_form_pdf", 1)).content
    docx = adi.get(url(scope, "supervision_form_docx", 1)).content
    assert pdf.startswith(b"%PDF")
    body = zipfile.ZipFile(io.BytesIO(docx)).read("word/document.xml").decode()
    assert "Atap tidak bocor" in body
    assert row.said["event_place"] == "Kecamatan Hulu", "a name, no code"
    assert "Alamat: ...." in body, "an address that nobody set is a line for the pen"
    assert "Air menetes." in body
    assert "001/LHP/PM.01.00/11/2024" in body
    assert adi.get(url(scope, "supervision_form_docx", 1)).content == docx
    assert row.said["time"].endswith("2024 pukul 10.00 WITA"), "a paper says the year"
    paper = word.Document(io.BytesIO(docx))
    [section] = paper.sections
    size = [each.mm for each in (section.page_width, section.page_height) if each]
    assert [round(each) for each in size] == [210, 297], "A4"
    room = sum(part or 0 for part in (section.left_margin, section.right_margin))
    for table in paper.tables:
        label, answer = (column.width or 0 for column in table.columns)
        assert 0 < label < answer
        assert abs(Mm(210) - room - label - answer) < Mm(1), "it fills the width"
    for other in (person("bu_dewi"), pak_tono()):
        assert client_of(other).get(url(scope, "supervision_form_pdf", 1)).status_code == 403
    adi.post(url(scope, "supervision_form", 1), {"name": "Pak Adi", "findings": "Lain"})
    assert SupervisionForm.objects.count() == 2, "the older version is kept"


def test_a_case_takes_its_place_by_name(scope: Scope) -> None:
    page = client_of(pak_adi()).get(url(scope, "supervision_case_new"))
    assert f'<option value="Kecamatan Hulu ({HULU})">' in page.content.decode()
    for typed in (HULU, "Kecamatan Hulu", "kec. HULU", f"Kecamatan Hulu ({HULU})"):
        assert casework.area_in(scope, typed) == HULU
    with pytest.raises(Refused):
        casework.area_in(scope, "Kecamatan Entah")


def test_topics_and_vulnerable_tps_are_entered_by_table(scope: Scope) -> None:
    adi, lina = client_of(pak_adi()), client_of(bu_lina())
    topics = url(scope, "supervision_topics")
    rows = {"topic": "rekrut_ptps", f"target-{HULU}": "12", f"done-{HULU}": "9"}
    assert lina.post(topics, rows).status_code == 302
    assert lina.post(topics, rows | {f"done-{HILIR}": "3"}).status_code == 403
    assert adi.post(topics, rows | {f"done-{HULU}": "banyak"}).status_code == 422
    assert SupervisionTopicCount.objects.get().done == 9
    assert adi.post(topics, {"do": "topik", "name": "Pasar murah"}).status_code == 302
    assert "Pasar murah" in adi.get(topics).content.decode()
    rawan = url(scope, "supervision_rawan")
    tps = scope.all_tps.order_by("code").values_list("code", flat=True)[0]
    table = f"TPS\tSulit dijangkau\n{tps}\tya\n99.01.01.1001-999\tya"
    answer = adi.post(rawan, {"table": table})
    assert "99.01.01.1001-999" in answer.content.decode(), "the bad row is named"
    assert not SupervisionMark.objects.exists(), "a preview keeps nothing"
    carried = answer.context["preview"]["table"]
    assert adi.post(rawan, {"table": carried, "do": "simpan"}).status_code == 302
    assert SupervisionMark.objects.get().yes == ["hard"]
    same = adi.post(rawan, {"table": f"TPS;hard\n{tps};ya"})
    assert same.context["preview"]["changed"] == 0
    assert adi.post(rawan, {"table": "TPS;hard\n99.01.01.1001-999;ya"}).status_code == 422
    other = {"table": f"TPS;hard\n{tps};tidak", "do": "simpan"}
    assert adi.post(rawan, other).status_code == 302
    assert [row.yes for row in SupervisionMark.objects.order_by("pk")] == [["hard"], []]
    taken = adi.get(url(scope, "supervision_rawan_csv")).content.decode("utf-8-sig")
    assert f"{tps};" in taken


def report(scope: Scope, client: Client, **form: Any) -> Any:
    there = reverse("supervision_public", args=[scope.election, scope.kabupaten])
    key = client.get(there).context["form"]
    sent = {"form": key, "story": "Kotak dibuka di jalan.", "area": HULU, "name": "Bu Minah"}
    return client.post(there, sent | form)


def test_the_public_page_is_off_until_bawaslu_opens_it(scope: Scope) -> None:
    there = reverse("supervision_public", args=[scope.election, scope.kabupaten])
    assert Client().get(there).status_code == 404
    client_of(pak_adi()).post(url(scope, "supervision_rules"), {"do": "nomor", "public": "1"})
    client = Client()
    assert client.get(there).status_code == 200
    photo = io.BytesIO(b"GIF89a not a photo")
    photo.name = "foto.jpg"
    assert report(scope, client, photo=photo).status_code == 422
    key = client.get(there).context["form"]
    answer = report(scope, client, form=key, story="<b>Kotak</b> dibuka di jalan.")
    assert answer.status_code == 200
    case = SupervisionCase.objects.get()
    assert case.receipt in answer.content.decode()
    assert report(scope, client, form=key).status_code == 422, "one form is one report"
    assert report(scope, client, story="").status_code == 422
    assert report(scope, client, area="11.01").status_code == 422
    assert not answer.cookies
    assert answer["Referrer-Policy"] == "no-referrer"
    page = client_of(pak_adi()).get(url(scope, "supervision_case", 1)).content.decode()
    assert "<b>Kotak</b>" not in page
    assert "Bu Minah" not in page
    codes = [report(scope, client).status_code for _ in range(8)]
    assert 429 in codes, "the rate is bounded"


def test_the_room_asks_as_often_with_many_rows(scope: Scope) -> None:
    client = client_of(pak_adi())
    counts = []
    for more in (1, 25):
        for number in range(more):
            casework.write_reporter(opened(scope), {"name": f"Pak {number}"}, pak_adi(), NOW)
            SupervisionCheck.objects.create(
                scope=scope,
                number=number + 100 * more,
                focus="storage",
                list_version=1,
                about="store",
                subject=f"{HULU}:ppk",
                area=HULU,
                answers={"roof": "defect"},
                by="",
                party="bawaslu@99.01",
                at=NOW,
            )
        for name in ("supervision", "supervision_cases", "supervision_checks"):
            client.get(url(scope, name))
            with CaptureQueriesContext(
                connection,
            ) as asked:
                assert client.get(url(scope, name)).status_code == 200
            counts.append(len(asked))
    assert counts[:3] == counts[3:], counts
