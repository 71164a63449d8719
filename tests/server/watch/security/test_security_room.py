"""The police's room: who sees it, what is written in it, and what KPU sees instead."""

from datetime import UTC, datetime, timedelta
from io import BytesIO
from zoneinfo import ZoneInfo

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from tepat.adapters.excel_out import Sheet, workbook
from tepat.adapters.sheets import open_sheets
from tepat.core.election.roles import MAY, Action, Role, may_somewhere
from tepat.core.move import events
from tepat.server import clock, flow
from tepat.server.election.models import Look, RoleGrant, Scope, Tps, User
from tepat.server.move.stock.places import prepare_places
from tepat.server.watch.alerts import services as alerts
from tepat.server.watch.models import (
    Alert,
    EscortReport,
    EscortTask,
    GuardPattern,
    SecurityOrder,
    SecurityPerson,
    SecurityPost,
    SecurityUnit,
    TpsGrade,
)
from tepat.server.watch.security import posts, queries, services
from tepat.server.watch.stores import duties
from tepat.server.watch.stores.duties import Filled
from tests.phones import Phone, phone_of
from tests.server.watch.alerts.worlds import HILIR, HULU, NOW, waiting_load
from tests.worlds import contoh_scope, person

pytestmark = pytest.mark.django_db
ZONE = ZoneInfo("Asia/Makassar")
PEOPLE = {
    "pak_yusuf": (Role.POLRES, "99.01"),
    "pak_slamet": (Role.POLSEK, HULU),
    "pak_bima": (Role.TNI, "99.01"),
    "pak_hadi": (Role.DESK, "99.01"),
}
PAGES = (
    "security",
    "security_night",
    "security_setup",
    "security_grades",
    "security_units",
    "security_posts",
    "security_orders",
)


@pytest.fixture(autouse=True)
def on_the_day() -> object:
    clock.shift(NOW - datetime.now(UTC))
    yield
    clock.shift(timedelta(0))


@pytest.fixture
def scope() -> Scope:
    return contoh_scope()


def somebody(name: str) -> User:
    if name not in PEOPLE:
        return person(name)
    user, made = User.objects.get_or_create(username=name)
    if made:
        role, area = PEOPLE[name]
        RoleGrant.objects.create(user=user, role=role.value, area=area)
    return user


def at(name: str) -> Client:
    client = Client()
    client.force_login(somebody(name))
    return client


def there(**more: str) -> dict[str, str]:
    """What the desk types of an escort that is there now."""
    said = {"said": "present", "count": "2", "there_at": f"{NOW.astimezone(ZONE):%Y-%m-%dT%H:%M}"}
    return said | more


def url(scope: Scope, name: str, *args: object) -> str:
    return reverse(name, args=[scope.election, scope.kabupaten, *args])


def unit(scope: Scope, name: str = "Polsek Hulu", area: str = HULU, service: str = "polri",
         people: int = 3) -> SecurityUnit:  # fmt: skip
    form = {
        "service": service,
        "name": name,
        "area": area,
        "strength": "9",
        "phone": "0811-222-333",
    }
    made = services.write_unit(scope, None, form, somebody("pak_yusuf").account, NOW)
    lines = "\n".join(f"{name} {n}; Bripka; {n}; 08123456{n:02d}" for n in range(people))
    services.add_people(made, lines, somebody("pak_yusuf").account, NOW)
    return made


# -- who sees


@pytest.mark.parametrize("name", ["bu_dewi", "bu_sari", "bu_rina", "pak_adi", "pak_hadi"])
def test_kpu_bawaslu_and_desk_find_no_room(scope: Scope, name: str) -> None:
    unit(scope)
    load = waiting_load(scope, "SJ-001", HULU)
    client = at(name)
    for page in PAGES:
        assert client.get(url(scope, page)).status_code == 403, page
        assert client.post(url(scope, page), {"name": "x"}).status_code in (403, 405), page
    assert client.get(url(scope, "escort", load.code)).status_code == 403
    assert client.get(url(scope, "security_area", HULU)).status_code == 403
    assert client.get(url(scope, "security_export", "csv")).status_code == 403
    menu = client.get(url(scope, "overview")).content.decode()
    assert url(scope, "security") not in menu
    assert SecurityUnit.objects.count() == 1


def test_a_look_at_the_room_is_recorded_and_a_refused_one_is_none(scope: Scope) -> None:
    at("bu_dewi").get(url(scope, "security"))
    assert not Look.objects.filter(what="security").exists()
    at("pak_yusuf").get(url(scope, "security"))
    at("pak_yusuf").get(url(scope, "security_units"))
    rows = Look.objects.filter(scope=scope).values_list("what", "role")
    assert set(rows) >= {("security", "polres"), ("phones", "polres")}


def test_tni_reads_its_own_people_only(scope: Scope) -> None:
    unit(scope, "Polsek Hulu")
    unit(scope, "Kodim", "99.01", "tni")
    page = at("pak_bima").get(url(scope, "security_units")).content.decode()
    assert "Kodim 1" in page
    assert "Polsek Hulu" not in page
    csv = at("pak_bima").get(url(scope, "security_export", "csv")).content.decode()
    assert "Polsek Hulu" not in csv


def test_a_polsek_neither_reads_nor_writes_another_kecamatan(scope: Scope) -> None:
    other = unit(scope, "Polsek Hilir", HILIR)
    load = waiting_load(scope, "SJ-009", HILIR, origin=f"{HILIR}:ppk")
    client = at("pak_slamet")
    assert "Polsek Hilir" not in client.get(url(scope, "security_units")).content.decode()
    assert client.get(url(scope, "security_area", HILIR)).status_code == 403
    assert client.get(url(scope, "escort", load.code)).status_code == 404
    form = {"do": "people", "unit": other.pk, "people": "Mata-mata; X; 1; 081234567"}
    assert client.post(url(scope, "security_units"), form).status_code == 403
    assert client.post(url(scope, "security_setup"), {"grade": "rawan"}).status_code == 403
    assert other.people.count() == 3
    rows = "Kode TPS;Kelas\n99.01.02.2001-001;rawan\n99.01.01.1001-001;rawan\n"
    answer = client.post(url(scope, "security_grades"), {"table": rows})
    assert "99.01.02.2001-001" in answer.content.decode()
    assert list(TpsGrade.objects.values_list("tps", flat=True)) == ["99.01.01.1001-001"]


# -- classes and sums


def test_pasted_and_uploaded_classes_make_the_sums(scope: Scope) -> None:
    client = at("pak_yusuf")
    head = "Kecamatan;Desa;TPS;Kelas;Alasan\n"
    rows = head + "Hulu;Kota Hulu;1;Rawan;<script>x</script>\nHulu;Entah;1;Rawan;\n"
    answer = client.post(url(scope, "security_grades"), {"table": rows})
    assert answer.status_code == 422
    assert "Entah" in answer.content.decode()
    assert TpsGrade.objects.get().reason == "<script>x</script>"
    sheet = Sheet(
        "kelas", ["Kode TPS", "Kelas"], [[t.code, "Kurang rawan"] for t in Tps.objects.all()]
    )
    file = SimpleUploadedFile("kelas.xlsx", workbook([sheet], datetime(2024, 1, 1)))  # noqa: DTZ001
    assert client.post(url(scope, "security_grades"), {"file": file}).status_code == 302
    unit(scope)
    page = client.get(url(scope, "security"))
    hulu = page.context["rows"][0]
    assert hulu["tps"] == 5
    assert hulu["parts"][0] == {"part": "police", "need": "2", "there": 9, "short": 0}
    assert hulu["parts"][1]["short"] is None, "nobody said how many linmas there are"
    shown = client.get(url(scope, "security_area", HULU)).content.decode()
    assert "<script>x" not in shown


def test_a_pattern_is_named_by_its_parts_and_old_versions_stay(scope: Scope) -> None:
    client = at("pak_yusuf")
    services.grade_tps(scope, {}, somebody("pak_yusuf").account, NOW)
    for police in ("4", "6"):
        form = {"grade": "rawan", "name": "Rawan I", "police": police, "tps": "1", "linmas": ""}
        assert client.post(url(scope, "security_setup"), form).status_code == 302
    own = {"grade": "rawan", "area": HILIR, "police": "9", "tps": "3", "linmas": "1"}
    assert client.post(url(scope, "security_setup"), own).status_code == 302
    assert GuardPattern.objects.count() == 3
    page = client.get(url(scope, "security_setup"))
    assert page.context["grades"][1]["name"] == "Rawan I"
    assert page.context["grades"][1]["pattern"].say() == "6 polisi, 1 TPS, belum diatur linmas"
    assert page.context["own"][0]["area"] == HILIR
    client.post(url(scope, "security_setup"), {"grade": "rawan", "area": HILIR, "tps": ""})
    assert client.get(url(scope, "security_setup")).context["own"] == []


@pytest.mark.parametrize(
    "form",
    [
        {"grade": "rawan", "police": "-1", "tps": "2"},
        {"grade": "rawan", "police": "2", "tps": "0"},
        {"grade": "rawan", "police": "²", "tps": "2"},
        {"grade": "entah", "police": "2", "tps": "2"},
        {"grade": "rawan", "police": "2", "tps": "2", "area": "63.09.05"},
        {"name": ""},
        {"name": "x" * 121},
        {"name": "Operasi", "pattern": "{bulan}"},
        {"name": "Operasi", "first:kampanye": "2024-11-20", "last:kampanye": "2024-11-01"},
    ],
)
def test_half_filled_forms_are_refused_with_a_sentence(scope: Scope, form: dict[str, str]) -> None:
    answer = at("pak_yusuf").post(url(scope, "security_setup"), form)
    assert answer.status_code == 422
    assert "Tidak ada yang disimpan" in answer.content.decode()
    assert not GuardPattern.objects.exists()


def test_a_file_that_is_no_table_and_ten_megabytes_are_refused(scope: Scope) -> None:
    client = at("pak_yusuf")
    for file in (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, b"x" * (8 * 2**20 + 1), b""):
        given = {"file": SimpleUploadedFile("kelas.xlsx", file)}
        assert 400 <= client.post(url(scope, "security_grades"), given).status_code < 500
    long = {"table": "x" * 10_000_000}
    assert 400 <= client.post(url(scope, "security_grades"), long).status_code < 500
    assert not TpsGrade.objects.exists()


# -- escorts


def escorted(scope: Scope, phone: Phone, code: str, party: str) -> None:
    fact = phone.say(events.Escorted, shipment=code, escort=party, count=3, salt="cd" * 16, at=NOW)
    flow.accept(scope, [fact], phone.device, NOW)


def test_an_escort_signs_beside_giver_and_receiver(scope: Scope) -> None:
    load = waiting_load(scope, "SJ-001", HULU)
    made = unit(scope)
    client = at("pak_yusuf")
    form = {"unit": made.pk, "people": [each.pk for each in made.people.all()[:2]], "meets_at": ""}
    assert client.post(url(scope, "escort", load.code), form).status_code == 302
    assert client.get(url(scope, "security")).context["legs"][0]["word"] == "tidak terdengar"
    phone = phone_of(scope, "pak_slamet", Role.POLSEK, HULU)
    escorted(scope, phone, load.code, f"polsek@{HULU}")
    [leg] = client.get(url(scope, "security")).context["legs"]
    assert (leg["word"], leg["leg"].escort.count) == ("hadir, ditandatangani", 3)
    assert leg["leg"].escort.fact
    assert "Polsek Hulu 0" in client.get(url(scope, "escort", load.code)).content.decode()


def test_a_driver_who_says_that_he_is_an_escort_is_none(scope: Scope) -> None:
    load = waiting_load(scope, "SJ-001", HULU)
    driver = phone_of(scope, "pak_joko", Role.DRIVER, "99.01")
    escorted(scope, driver, load.code, f"polsek@{HULU}")
    polsek = phone_of(scope, "pak_slamet", Role.POLSEK, HULU)
    escorted(scope, polsek, load.code, "polres@99.01")
    assert queries.signs_of(scope) == []


def test_what_the_desk_was_told_is_no_signature(scope: Scope) -> None:
    load = waiting_load(scope, "SJ-001", HULU)
    client = at("pak_yusuf")
    told = there(note="<i>telepon</i>")
    assert client.post(url(scope, "escort", load.code), told).status_code == 302
    page = client.get(url(scope, "escort", load.code)).content.decode()
    assert "hadir, dilaporkan ke meja" in page
    assert "<i>telepon" not in page
    client.post(url(scope, "escort", load.code), {"said": "absent"})
    assert EscortReport.objects.count() == 2, "both words stay"
    assert client.get(url(scope, "security_night")).context["rows"][0]["word"] == (
        "pengawal tidak hadir"
    )


@pytest.mark.parametrize(
    "change",
    [
        {"count": ""},
        {"count": "0"},
        {"count": "dua"},
        {"there_at": ""},
        {"there_at": "2024-11-16T10:00"},
        {"there_at": "2024-11-01T10:00"},
        {"said": "mungkin"},
    ],
)
def test_presence_without_number_or_with_an_hour_that_cannot_be_is_refused(
    scope: Scope, change: dict[str, str]
) -> None:
    load = waiting_load(scope, "SJ-001", HULU)
    client = at("pak_yusuf")
    form = client.get(url(scope, "escort", load.code)).text
    assert 'name="there_at" value="2024-11-15T' in form, "a sensible hour is proposed"
    said = client.post(url(scope, "escort", load.code), there(**change))
    assert said.status_code == 422
    assert not EscortReport.objects.exists()


def test_kpu_sees_presence_and_no_name(scope: Scope) -> None:
    load = waiting_load(scope, "SJ-001", HULU)
    made = unit(scope)
    people = made.people.all()
    services.assign(scope, load.code, made, people, None, somebody("pak_yusuf").account, NOW)
    services.tell(scope, load, there(), somebody("pak_yusuf").account, NOW)
    page = at("bu_dewi").get(url(scope, "shipment", load.code)).content.decode()
    assert "hadir, dilaporkan ke meja" in page
    assert "Polsek Hulu" not in page
    without = at("bu_rina").get(url(scope, "shipment", load.code)).content.decode()
    assert "hadir, dilaporkan" not in without


def test_an_escort_is_asked_anew_and_taken_back_in_versions(scope: Scope) -> None:
    load = waiting_load(scope, "SJ-001", HULU)
    one, two = unit(scope), unit(scope, "Polres", "99.01")
    client = at("pak_yusuf")
    for form in ({"unit": one.pk}, {"unit": two.pk}, {"drop": "1"}):
        assert client.post(url(scope, "escort", load.code), form).status_code == 302
    assert EscortTask.objects.count() == 3
    [leg] = client.get(url(scope, "security")).context["legs"]
    assert leg["unit"] is None
    bad = client.post(url(scope, "escort", load.code), {"unit": "9" * 30})
    assert bad.status_code == 422


def test_nobody_of_another_service_answers_or_takes_back_an_escort(scope: Scope) -> None:
    load = waiting_load(scope, "SJ-001", HULU)
    police, army = unit(scope), unit(scope, "Kodim", "99.01", "tni")
    here = url(scope, "escort", load.code)
    army_desk = at("pak_bima")
    assert army_desk.post(here, {"said": "present"}).status_code == 403, "nobody is asked yet"
    services.assign(scope, load.code, police, (), None, somebody("pak_yusuf").account, NOW)
    for form in ({"said": "absent"}, {"drop": "1"}, {"unit": army.pk}):
        answer = army_desk.post(here, form)
        assert answer.status_code == 403
        assert "dipegang Polsek Hulu" in answer.content.decode()
    assert EscortTask.objects.get().unit == police
    assert not EscortReport.objects.exists()
    page = army_desk.get(here).content.decode()
    assert 'name="said"' not in page
    assert 'name="drop"' not in page
    assert at("pak_slamet").post(here, there()).status_code == 302
    assert at("pak_yusuf").post(here, {"unit": army.pk}).status_code == 302
    assert army_desk.post(here, {"drop": "1"}).status_code == 302, "its own by now"


def test_the_history_of_an_escort_names_who_wrote_it(scope: Scope) -> None:
    load = waiting_load(scope, "SJ-001", HULU)
    here = url(scope, "escort", load.code)
    for name, form in (
        ("pak_yusuf", {"unit": unit(scope).pk}),
        ("pak_slamet", there()),
        ("pak_yusuf", {"drop": "1"}),
    ):
        assert at(name).post(here, form).status_code == 302
    found = at("pak_yusuf").get(here).context
    assert [by for _, by in found["history"]] == ["pak_yusuf", "pak_yusuf"]
    assert [by for _, by in found["told"]] == ["pak_slamet"]
    assert at("pak_yusuf").get(here).content.decode().count("pak_slamet") == 1


def test_who_only_looks_writes_no_escort(scope: Scope, monkeypatch: pytest.MonkeyPatch) -> None:
    load = waiting_load(scope, "SJ-001", HULU)
    monkeypatch.setitem(MAY, Role.DESK, MAY[Role.DESK] | {Action.SEE_SECURITY})
    here = url(scope, "escort", load.code)
    assert at("pak_hadi").get(here).status_code == 200
    for form in ({"said": "present"}, {"drop": "1"}, {"unit": unit(scope).pk}):
        assert at("pak_hadi").post(here, form).status_code == 403
    assert not EscortTask.objects.exists()
    assert not EscortReport.objects.exists()


# -- posts


def test_a_turn_is_signed_in_told_or_missed(scope: Scope) -> None:
    client = at("pak_yusuf")
    form = {"do": "add", "name": "Kantor Bawaslu", "area": "99.01"}
    assert client.post(url(scope, "security_posts"), form).status_code == 302
    post = SecurityPost.objects.get()
    fill = {"do": "fill", "place": post.code, "first": "2024-11-15", "days": "1", "count": "2",
            "turn": ["pagi"]}  # fmt: skip
    assert client.post(url(scope, "security_posts"), fill).status_code == 302
    assert client.get(url(scope, "security_posts")).context["rows"][0]["word"] == "kosong"
    assert client.get(url(scope, "security_night")).context["rows"][0]["text"] == "Kantor Bawaslu"
    client.post(url(scope, "security_posts"), {"place": post.code, "said": "present"})
    row = client.get(url(scope, "security_posts")).context["rows"][0]
    assert (row["word"], row["shape"]) == ("tercatat", "sepihak")
    phone = phone_of(scope, "pak_slamet", Role.POLRES, "99.01")
    begin = NOW - timedelta(hours=4)
    said = phone.say(events.Guarded, place=post.code, guard="polres@99.01", count=2,
                     salt="ef" * 16, starts=begin, ends=begin + timedelta(hours=8),
                     at=NOW)  # fmt: skip
    flow.accept(scope, [said], phone.device, NOW)
    row = client.get(url(scope, "security_posts")).context["rows"][0]
    assert (row["word"], row["shape"]) == ("tercatat", "tepat")


# -- letters, export, purge


def ordered(scope: Scope, made: SecurityUnit, **more: object) -> object:
    form = {
        "unit": made.pk,
        "about": "tps",
        "place": HULU,
        "starts": "2024-11-26T06:00",
        "ends": "2024-11-28T06:00",
        "people": [each.pk for each in made.people.order_by("pk")],
        **more,
    }
    return at("pak_yusuf").post(url(scope, "security_orders"), form)


def graded(scope: Scope) -> None:
    rows = "Kode TPS;Kelas\n" + "".join(f"{t.code};Rawan\n" for t in Tps.objects.all())
    assert at("pak_yusuf").post(url(scope, "security_grades"), {"table": rows}).status_code == 302


def test_a_letter_has_the_next_number_and_each_person_a_team(scope: Scope) -> None:
    graded(scope)
    made = unit(scope)
    assert ordered(scope, made).status_code == 302  # type: ignore[attr-defined]
    assert ordered(scope, made).status_code == 302  # type: ignore[attr-defined]
    first, second = SecurityOrder.objects.order_by("number")
    assert (first.text, second.number) == ("001/Sprin/99.01/XI/2024", 2)
    lines = [line.tps for line in first.lines.all()]
    assert lines[0] == lines[1] == ["99.01.01.1001-001", "99.01.01.1001-002"]
    page = url(scope, "security_order_pdf", first.pk)
    pdf = at("pak_yusuf").get(page)
    assert pdf.content.startswith(b"%PDF")
    assert pdf.content == at("pak_yusuf").get(page).content, "the same bytes every time"
    assert at("bu_dewi").get(page).status_code == 403
    assert at("pak_bima").get(page).status_code == 404


@pytest.mark.parametrize(
    "more",
    [
        {"people": []},
        {"place": "63.09.05"},
        {"place": HILIR, "about": "entah"},
        {"ends": "2024-11-20T06:00"},
        {"about": "escort", "place": "SJ-404"},
        {"about": "post", "place": "99.01:pos-9"},
    ],
)
def test_a_letter_without_people_place_or_time_takes_no_number(
    scope: Scope, more: dict[str, object]
) -> None:
    graded(scope)
    made = unit(scope)
    answer = ordered(scope, made, **more)
    assert 400 <= answer.status_code < 500  # type: ignore[attr-defined]
    assert not SecurityOrder.objects.exists()


def test_the_export_has_one_row_per_tps_and_person(scope: Scope) -> None:
    graded(scope)
    made = unit(scope)
    services.add_people(
        made, "=HYPERLINK(1); Brigadir; 77; 081234567", somebody("pak_yusuf").account, NOW
    )
    ordered(scope, made)
    client = at("pak_yusuf")
    csv = client.get(url(scope, "security_export", "csv")).content.decode("utf-8-sig")
    lines = csv.splitlines()
    assert lines[0].startswith("Kode TPS,Kecamatan,Desa/Kelurahan,TPS,Kerawanan")
    assert sum("99.01.01.1001-001" in line for line in lines) == 2, "two people guard it"
    assert "'=HYPERLINK" in csv
    book = client.get(url(scope, "security_export", "xlsx")).content
    [sheet] = open_sheets(BytesIO(book).read(), "x.xlsx")
    assert len(sheet.rows) >= len(lines)
    assert Look.objects.filter(what="export").exists()


def test_a_purge_takes_names_and_leaves_numbers(scope: Scope) -> None:
    graded(scope)
    made = unit(scope)
    ordered(scope, made)
    assert services.purge(scope) == 4, "three people and a telephone"
    assert not SecurityPerson.objects.exists()
    order = SecurityOrder.objects.get()
    assert order.lines.count() == 3
    pdf = at("pak_yusuf").get(url(scope, "security_order_pdf", order.pk))
    assert pdf.content.startswith(b"%PDF")
    assert "nama dihapus" in at("pak_yusuf").get(url(scope, "security_orders")).content.decode()
    assert services.purge(scope) == 0


def test_pasted_people_keep_the_good_and_name_the_bad(scope: Scope) -> None:
    made = unit(scope, people=0)
    text = "Anwar; Bripka; 1; 0812 3456 789\n; x; y; z\nBudi; Bripka; 2; telepon\nAnwar; Bripka; 1;"
    form = {"do": "people", "unit": made.pk, "people": text}
    answer = at("pak_yusuf").post(url(scope, "security_units"), form)
    assert answer.status_code == 422
    assert answer.content.decode().count("tidak terbaca") == 2
    assert list(made.people.values_list("name", "phone")) == [("Anwar", "08123456789")]


# -- cost


def test_the_pages_ask_as_often_with_many_rows(
    scope: Scope, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    graded(scope)
    client = at("pak_yusuf")
    account = somebody("pak_yusuf").account
    phone = phone_of(scope, "pak_slamet", Role.POLSEK, HULU)
    counts = []
    for more in (1, 12):
        for number in range(more):
            made = unit(scope, f"Polsek {more}-{number}")
            load = waiting_load(scope, f"SJ-{more}-{number}", HULU)
            services.assign(scope, load.code, made, made.people.all(), None, account, NOW)
            escorted(scope, phone, load.code, f"polsek@{HULU}")
            ordered(scope, made)
            form = {"do": "add", "name": f"Pos {number}", "area": "99.01"}
            client.post(url(scope, "security_posts"), form)
        for page in PAGES:
            with django_assert_max_num_queries(60) as caught:
                assert client.get(url(scope, page)).status_code == 200
            counts.append((page, len(caught.captured_queries)))
    assert counts[: len(PAGES)] == counts[len(PAGES) :]


@pytest.mark.parametrize("name", ["bu_dewi", "bu_sari", "pak_adi", "pak_hadi"])
def test_who_escorts_and_guards_is_read_by_police_alone(scope: Scope, name: str) -> None:
    """One answer on pages, in exports, in the reading interface and in the table of rights."""
    load = waiting_load(scope, "SJ-001", HULU)
    made, police = unit(scope), somebody("pak_yusuf")
    services.assign(scope, load.code, made, made.people.all(), None, police.account, NOW)
    services.tell(scope, load, there(count="7"), police.account, NOW)
    turns = Filled(f"{HULU}:ppk", "", NOW.date(), 2, ("pagi", "sore"), 3, "polsek", "Aipda Rahmat")
    prepare_places(scope)
    duties.fill(scope, turns, police, NOW)
    whole = made.people.all()[0].name
    secrets = ("Polsek Hulu", "Aipda Rahmat", whole)
    exports = [("export_file", code, "csv") for code in ("pengawalan", "kehadiran")]
    pages = [("roster",), ("shipment", load.code), ("store", f"{HULU}:ppk"), ("exports",)]
    for page in [*pages, *exports, ("security",), ("escort", load.code), ("security_posts",)]:
        said = at(name).get(url(scope, *page))
        text = b"".join(said).decode(errors="replace")
        assert not [secret for secret in secrets if secret in text], page
    for page in exports:
        assert at(name).get(url(scope, *page)).status_code == 403, page
    assert "hadir, dilaporkan ke meja" in at(name).get(url(scope, "shipment", load.code)).text
    assert not Look.objects.filter(name=name, what__in=("guards", "escorts", "security")).exists()

    theirs = at("pak_yusuf")
    assert "Aipda Rahmat" in theirs.get(url(scope, "roster")).text
    file = b"".join(theirs.get(url(scope, "export_file", "pengawalan", "csv"))).decode()
    assert "Polsek Hulu" in file
    assert '"hadir","dilaporkan ke meja",7' in file, "what the desk was told reaches the file"
    taken = Look.objects.filter(name="pak_yusuf").values_list("what", flat=True)
    assert {"guards", "export"} <= set(taken)
    grants = somebody(name).grants()
    assert not may_somewhere(grants, Action.SEE_SECURITY, "99.01")
    assert may_somewhere(grants, Action.SEE_ESCORTS, "99.01")


def test_who_wrote_turns_reads_them_again(scope: Scope) -> None:
    prepare_places(scope)
    turns = Filled(f"{HULU}:ppk", "", NOW.date(), 1, ("pagi",), 2, "warehouse", "Pak Anwar")
    duties.fill(scope, turns, somebody("bu_sari"), NOW)
    assert "Pak Anwar" in at("bu_dewi").get(url(scope, "roster")).text, "one agency"
    assert Look.objects.filter(name="bu_dewi", what="guards").exists()
    assert "Pak Anwar" not in at("pak_adi").get(url(scope, "roster")).text
    assert "Pak Anwar" in at("pak_yusuf").get(url(scope, "roster")).text


def test_a_guard_post_is_no_store_and_its_gap_stands_once(scope: Scope) -> None:
    """The office of KPU is guarded: it has a name and a page of its own, and nobody inspects it."""
    by = somebody("pak_yusuf")
    form = {"area": "99.01", "name": "Kantor KPU"}
    kpu = posts.add_post(scope, form, by.account, NOW)
    bawaslu = posts.add_post(scope, {**form, "name": "Kantor Bawaslu"}, by.account, NOW)
    turns = {"first": NOW.date().isoformat(), "days": "1", "count": "2"}
    at = NOW.replace(hour=8, minute=0)  # 16.00 there, in the second turn
    for each in (kpu, bawaslu):
        posts.fill(scope, each.code, turns, ["sore"], str(by.account), "polres@99.01", NOW)
    posts.tell(scope, bawaslu.code, {"said": "present"}, by.account, at)
    clock.shift(at - datetime.now(UTC))

    alerts.refresh(scope, at, force=True)
    kinds = Alert.objects.filter(scope=scope, settled_at=None).values_list("kind", "params__post")
    assert list(kinds) == [("post_gap", "Kantor KPU")]
    here = [scope.election, scope.kabupaten]
    page = reverse("security_posts", args=here)
    for name, has_link in (("pak_yusuf", True), ("bu_dewi", False)):
        said = get(name, reverse("alerts", args=here))
        assert "Pos Kantor KPU tanpa penjaga" in said
        assert (f'href="{page}"' in said.split("<main", 1)[1]) is has_link
    night = get("pak_yusuf", reverse("security_night", args=here))
    assert night.count("Kantor KPU") == 1
    assert "Kantor Bawaslu" not in night, "the desk was told that they came"


def get(name: str, path: str) -> str:
    client = Client()
    client.force_login(somebody(name))
    answer = client.get(path)
    assert answer.status_code == 200
    return str(answer.content.decode())
