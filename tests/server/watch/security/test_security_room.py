"""What police write in their room: classes, patterns, units, posts, letters; and what goes out."""

from datetime import datetime, timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django import DjangoAssertNumQueries

from tepat.adapters.excel_out import Sheet, workbook
from tepat.adapters.sheets import open_sheets
from tepat.core.election.roles import Role
from tepat.core.move import events
from tepat.server import flow
from tepat.server.election.models import Look, Scope, Tps
from tepat.server.watch.models import (
    GuardPattern,
    SecurityOrder,
    SecurityPerson,
    SecurityPost,
    TpsGrade,
)
from tepat.server.watch.security import services
from tests.phones import phone_of
from tests.server.watch.alerts.worlds import HILIR, HULU, NOW, waiting_load
from tests.server.watch.security.worlds import (
    PAGES,
    at,
    escorted,
    graded,
    ordered,
    somebody,
    unit,
    url,
)

pytestmark = pytest.mark.django_db


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
