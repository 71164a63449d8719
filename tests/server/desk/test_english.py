"""With the language set to English, no page of the desk speaks Indonesian.

The walk follows every link of the demo and of an election where nothing was recorded yet, one
page of each kind, and reads what a person reads. A new page is walked as soon as a link leads
to it.
"""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qs, urljoin, urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import resolve, reverse
from pytest_django import Settings

from tepat.server import clock
from tepat.server.desk import rooms
from tepat.server.election.models import Region, Scope, User
from tepat.server.election.scopes import allows_somewhere
from tepat.server.watch.rakor import demo as meetings
from tepat.server.watch.supervision import demo as supervision
from tests import demos, worlds
from tests.english import SMALL_WORDS, Page, indonesian_in, vocabulary
from tests.sheets import xlsx

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

TYPED = (
    "Gudang KPU",
    "Palet",
    "Pengganti",
    "segel kertas bernomor",
    "segel kertas cadangan",
    "tim isi",
    "Subbag Logistik",
    "(contoh)",
    "Contoh",
    "CONTOH",
    "Percetakan",
)
"""What the people of the demo typed: names of stores, firms and piles, notes on rolls."""


@pytest.fixture
def own_home(tmp_path: Path, settings: Settings) -> Iterator[None]:
    settings.HOME, settings.DEMO = tmp_path, False
    yield
    clock.shift(timedelta(0))


def walk(client: Client, start: str) -> dict[str, Page]:
    """Return one page of each kind that links lead to: same view, same questions asked."""
    waiting, seen = [start], set()
    pages: dict[str, Page] = {}
    while waiting:
        address = waiting.pop(0)
        parts = urlsplit(address)
        kind = (resolve(parts.path).view_name, *sorted(parse_qs(parts.query)))
        if kind in seen:
            continue
        seen.add(kind)
        answer = client.get(address)
        if answer.status_code != 200 or "html" not in answer["Content-Type"]:
            continue
        assert answer["Content-Language"] == "en"
        page = pages[address] = Page(answer.content.decode())
        found = [urljoin(address, link.partition("#")[0]) for link in page.links]
        waiting += [link for link in found if link.startswith("/e/")]
    return pages


def answers_to_slips(client: Client, pages: dict[str, Page]) -> dict[str, Page]:
    """Return what each form answers when every field holds something that cannot be."""
    answers: dict[str, Page] = {}
    for address, page in pages.items():
        for action, fields in page.forms:
            action = urljoin(address, action)
            kind = resolve(urlsplit(action).path).view_name
            if kind in answers or not action.startswith("/e/"):
                continue
            answer = client.post(action, dict.fromkeys(fields, "x1y"))
            if "html" in answer["Content-Type"]:
                answers[kind] = Page(answer.content.decode())
    return answers


def in_english(client: Client, name: str = "bu_dewi") -> Client:
    client.force_login(User.objects.get(username=name))
    client.cookies["django_language"] = "en"
    return client


def said_in_indonesian(pages: dict[str, Page]) -> list[str]:
    typed = {*TYPED, *names()}
    return sorted(
        f"{text} ({address})"
        for address, page in pages.items()
        for text in indonesian_in(page, typed)
    )


def names() -> set[str]:
    return told_at_meetings() | set(Region.objects.values_list("name", flat=True))


def told_at_meetings() -> set[str]:
    """What the people of the demo wrote at their meetings."""
    written = {text for row in meetings.DECIDED for text in (row[0], row[1], row[4]) if text}
    written |= {text for item in meetings.AGENDA for text in item}
    return (
        written
        | {"persiapan pengiriman", "kesiapan pengepakan", "Pendopo Tanjung", "Aula KPU"}
        | {
            *meetings.MINUTES.splitlines(),
            *(text for row in meetings.PRESENT for text in row),
        }
    )


def entrance(scope: Scope) -> str:
    return reverse("overview", args=[scope.election, scope.kabupaten])


def test_no_page_of_the_demo_speaks_indonesian(client: Client, own_home: None) -> None:
    scope = demos.load()
    client = in_english(client)
    issue = reverse(
        "documents_issue", args=[scope.election, scope.kabupaten, "surat_jalan", "SJ-001"]
    )
    assert client.post(issue).status_code == 302
    pages = walk(client, entrance(scope))

    seen = {resolve(urlsplit(address).path).view_name for address in pages}
    bu_dewi = User.objects.get(username="bu_dewi")
    mine = {room.url for room in rooms.ROOMS if allows_somewhere(bu_dewi, room.action, scope)}
    assert mine <= seen
    assert {"quantities", "documents_register", "documents_settings", "package"} <= seen
    assert "\n".join(said_in_indonesian(pages)) == ""

    answers = answers_to_slips(client, pages)
    assert {"quantities", "tps_import", "stock_receive", "seal_issue"} <= set(answers)
    assert "\n".join(said_in_indonesian(answers)) == ""


def test_no_page_of_supervision_speaks_indonesian(client: Client) -> None:
    scope = worlds.contoh_scope()
    worlds.person("pak_adi")
    supervision.load(scope, clock.now())
    pages = walk(
        in_english(client, "pak_adi"),
        reverse("supervision", args=[scope.election, scope.kabupaten]),
    )

    seen = {resolve(urlsplit(address).path).view_name for address in pages}
    assert {
        "supervision_case",
        "supervision_check",
        "supervision_rules",
        "supervision_form",
    } <= seen
    room = {address: page for address, page in pages.items() if "/pengawasan/" in address}
    assert "\n".join(said_in_indonesian(room)) == ""


def test_what_is_wrong_with_a_list_is_told_in_english(client: Client) -> None:
    scope = worlds.contoh_scope()
    worlds.person("bu_dewi")
    client = in_english(client)
    address = reverse("tps_import", args=[scope.election, scope.kabupaten])
    header = ["Kecamatan", "Desa/Kelurahan", "TPS", "L", "P"]
    rows = [
        ["Hulu", "Kota Ulu", 9, 1, 2],
        ["Hulu", "Kota Hulu", "x", 1, 2],
        ["Hilir", "", 1, -1, 2],
    ]
    private = [["Desa", "TPS", "Nama pemilih"], ["Muara Teduh", 1, "Siti"]]

    for content in ([header, *rows], private):
        file = SimpleUploadedFile("list.xlsx", xlsx(content))
        answer = client.post(address, {"file": file}, follow=True)
        page = Page(answer.content.decode())
        typed = {"Kecamatan", "Desa/Kelurahan", "Nama pemilih", "Kota Ulu"}
        assert indonesian_in(page, {*typed, *names()}) == []


@pytest.mark.parametrize("election", ["pilkada-2024", "pemilu-2024", "pilkades"])
def test_no_page_without_records_speaks_indonesian(client: Client, election: str) -> None:
    scope = worlds.contoh_scope(election)
    worlds.person("bu_dewi")

    assert said_in_indonesian(walk(in_english(client), entrance(scope))) == []


def test_indonesian_is_found_where_it_stands_and_left_where_it_is_marked() -> None:
    page = Page(
        '<p title="Jumlah belum diatur">Ink</p><p lang="id">Kepala gudang</p>'
        "<p>Kota Hulu belum</p><p>Not set</p><p>Desa Kanan</p>"
    )

    assert indonesian_in(page, ["Kanan"]) == ["Jumlah belum diatur", "Kota Hulu belum"]


def test_no_english_text_of_ours_uses_the_small_words_of_indonesian() -> None:
    _, english = vocabulary()

    assert not SMALL_WORDS & english


def test_the_indonesian_pages_would_be_caught(client: Client) -> None:
    scope = worlds.contoh_scope()
    worlds.person("bu_dewi")
    client = in_english(client)
    client.cookies["django_language"] = "id"
    html = client.get(reverse("needs", args=[scope.election, scope.kabupaten])).content.decode()

    assert len(indonesian_in(Page(re.sub("<html[^>]*>", "<html>", html)))) > 20
