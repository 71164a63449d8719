"""Letters of duty for a list of officers, printed by kecamatan, and again for a lost phone."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tepat.core.election.roles import Role
from tepat.core.log import letters as letter_bytes
from tepat.core.move.officers import Listed, read_officers
from tepat.server import clock, flow
from tepat.server.election.models import Scope
from tepat.server.move.devices import keys as own_keys
from tepat.server.move.devices import letters, queries
from tepat.server.move.models import Device, Officer
from tests.phones import NIGHT, Phone, letter_for, phone_of
from tests.worlds import contoh_scope, person

pytestmark = pytest.mark.django_db
PAGES = "/e/pilkada-2024/99.01/log/perangkat/"
LIST = """PPS; 99.01.01.2002; Bu Rina; 0812 0000 0001
pkd\t99.01.01.2002\tPak Salim\t
KPPS;99.01.01.2002-001;Bu Tuti

PPS; 99.01.02.2001; Pak Udin; +62 813-0000-0002
"""


@pytest.fixture(autouse=True)
def _that_night(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NIGHT)


@pytest.fixture
def scope() -> Scope:
    return contoh_scope()


def desk_of(name: str) -> Client:
    desk = Client()
    desk.force_login(person(name))
    return desk


def post(name: str, text: str) -> Any:
    return desk_of(name).post(PAGES + "petugas/", {"officers": text, "until": "2024-12-11"})


def scanned(paper: bytes) -> list[bytes]:
    """Return what a phone reads from each page."""
    pdfium = pytest.importorskip("pypdfium2")
    zxing = pytest.importorskip("zxingcpp")
    found = []
    for page in pdfium.PdfDocument(paper):
        [code] = zxing.read_barcodes(page.render(scale=2).to_pil())
        found.append(code.text.encode())
    return found


def test_a_pasted_list_makes_a_letter_for_each_officer_once(scope: Scope) -> None:
    assert post("bu_dewi", LIST).status_code == 302
    again = post("bu_dewi", LIST + "PPS; 99.01.01.1001; Bu Baru\n")

    assert again.status_code == 302
    given = {(each.role, each.area) for each in queries.registry(scope).assignments.values()}
    assert given == {
        ("pps", "99.01.01.2002"),
        ("pkd", "99.01.01.2002"),
        ("kpps", "99.01.01.2002-001"),
        ("pps", "99.01.02.2001"),
        ("pps", "99.01.01.1001"),
    }
    assert Officer.objects.count() == 5
    assert Officer.objects.get(name="Pak Udin").phone == "+62 813-0000-0002"


@pytest.mark.parametrize(
    "line",
    [
        "PPS; 98.01.01.2002; Bu Rina",
        "lurah; 99.01.01.2002; Bu Rina",
        "PPS; 99.01; Bu Rina",
        "KPPS; 99.01.01.2002; Bu Rina",
        "PPS; 99.01.01.2002",
        "PPS; 99.01.01.2002; ; 0812",
        "PPS; 99.01.01.2002; Bu Rina; telepon rumah",
        "PPS; ٩٩.01.01.2002; Bu Rina",
        "<script>alert(1)</script>",
        "\x00",
    ],
)
def test_one_line_that_cannot_be_used_stops_the_list_and_is_named(scope: Scope, line: str) -> None:
    answer = post("bu_dewi", f"PPS; 99.01.01.2002; Bu Rina\n{line}\n")

    assert answer.status_code in (400, 422)
    assert Officer.objects.count() == 0
    if answer.status_code == 422:
        assert "Baris 2" in answer.content.decode()
        assert "<script>alert" not in answer.content.decode()


@pytest.mark.parametrize(
    ("area", "tps", "made"),
    [
        ("99.01.01.1001", "1", "99.01.01.1001-001"),
        ("99.01.01.1001", "", ""),
        ("99.01.01.1001", "777", ""),
        ("99.01.01.1001", "0", ""),
        ("99.01.01", "1", ""),
    ],
)
def test_a_letter_of_kpps_names_its_tps(scope: Scope, area: str, tps: str, made: str) -> None:
    asked = {"name": "Bu Tuti", "role": "kpps", "area": area, "tps": tps, "until": "2024-12-11"}

    answer = desk_of("bu_dewi").post(PAGES + "tugas/", asked)

    assert answer.status_code == (302 if made else 422)
    given = [each.area for each in queries.registry(scope).assignments.values()]
    assert given == ([made] if made else [])


def test_a_list_is_read_without_a_desk() -> None:
    rows, problems = read_officers("Panwascam;99.01.01;Bu A\n" * 3, {}, "99.01")

    assert (rows, problems) == ([Listed(Role.PANWASCAM, "99.01.01", "Bu A")], [])


def test_all_letters_of_a_kecamatan_are_one_file_and_each_code_is_read(scope: Scope) -> None:
    post("bu_dewi", LIST)
    desk = desk_of("bu_dewi")

    paper = desk.get(PAGES + "surat/99.01.01.pdf")

    assert paper["Content-Type"] == "application/pdf"
    assert paper["Cache-Control"] == "no-store"
    read = [letter_bytes.parse(each) for each in scanned(paper.content)]
    assert [(each.letter.role, each.letter.area) for each in read] == [
        ("pkd", "99.01.01.2002"),
        ("pps", "99.01.01.2002"),
        ("kpps", "99.01.01.2002-001"),
    ]
    assert all(each.verifies(own_keys.desk().public) for each in read)
    assert desk.get(PAGES + "surat/99.01.07.pdf").status_code == 422
    assert desk.get(PAGES + "surat/..%2f.pdf").status_code in (404, 422)


def test_letters_name_the_hub_of_the_hall(scope: Scope, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TEPAT_HUBS", "https://aula.contoh")
    rina = letter_for(scope, "Bu Rina", Role.PPK, "99.01.01")

    paper = desk_of("bu_dewi").get(f"{PAGES}tugas/{rina.assignment}.pdf")

    [code] = scanned(paper.content)
    assert letter_bytes.parse(code).letter.servers == ("http://testserver", "https://aula.contoh")


def test_a_lost_phone_gets_a_new_letter_and_the_old_one_ends(scope: Scope) -> None:
    rina = phone_of(scope, "Bu Rina", Role.PPK, "99.01.01")
    other = phone_of(scope, "Pak Lain", Role.PPS, "99.01.01.2002")
    body = {"upto": 1, "reason": "lost", "renew": "1"}

    answer = desk_of("bu_dewi").post(f"{PAGES}{rina.device}/cabut/", body)

    assert answer.status_code == 302
    registry = queries.registry(scope)
    assert registry.assignments[rina.assignment].ended is not None
    [new] = [
        each
        for each in registry.assignments.values()
        if each.person == rina.person and each.ended is None
    ]
    assert (new.role, new.area) == ("ppk", "99.01.01")
    assert Device.objects.get(device=rina.device).upto == 1
    assert Device.objects.get(device=other.device).upto is None
    again = Phone(scope, "the new phone", rina.person, "ppk", new.name)
    [receipt] = flow.accept(scope, [again.enrol()], again.device, NIGHT)
    assert receipt.verdict == "accepted"
    assert Officer.objects.get(person=rina.person).name == "Bu Rina"


def test_only_who_manages_people_makes_or_prints_letters(scope: Scope) -> None:
    post("bu_dewi", LIST)
    rina = phone_of(scope, "Bu Rina", Role.PPK, "99.01.01")

    for name in ("bu_sari", "pak_adi", "bu_rina"):
        assert post(name, LIST).status_code == 403
        assert desk_of(name).get(PAGES + "surat/99.01.01.pdf").status_code == 403
        renew = {"upto": 1, "reason": "lost", "renew": "1"}
        assert desk_of(name).post(f"{PAGES}{rina.device}/cabut/", renew).status_code == 403
    assert Client().get(PAGES + "surat/99.01.01.pdf").status_code == 302


@pytest.mark.parametrize("more", [0, 30])
def test_more_letters_cost_no_more_queries(
    scope: Scope, more: int, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    lines = [f"KPPS; 99.01.01.2002-{n:03d}; Bu {n}" for n in range(1, 2 + more)]
    post("bu_dewi", "\n".join(lines))
    desk = desk_of("bu_dewi")
    desk.get(PAGES)

    with django_assert_max_num_queries(24):
        page = desk.get(PAGES).content.decode()
    assert page.count("/log/perangkat/tugas/") == 1 + more + 1


def test_letters_for_another_printer_are_those_that_nobody_used(scope: Scope) -> None:
    used = phone_of(scope, "bu_rina", Role.PPK, "99.01.01")
    waiting = letter_for(scope, "pak_udin", Role.PPS, "99.01.01.2002")
    servers = ("https://tepat.example",)

    [row] = letters.codes_of(scope, servers, NIGHT)
    assert (row["name"], row["role"], row["area"]) == ("pak_udin", "pps", "99.01.01.2002")
    assert row["qr"].encode() == letters.letter_of(scope, waiting.assignment, servers)
    assert letter_bytes.parse(row["qr"].encode()).letter.assignment != used.assignment
