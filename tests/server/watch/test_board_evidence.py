"""From a number of the board to its fact in three presses, for every reason an aim can have."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from tepat.core.election.roles import Role
from tepat.core.move import events
from tepat.server import clock
from tepat.server.log.models import Fact
from tepat.server.watch.board import shared
from tests.phones import NIGHT
from tests.server.watch.delivered import TEDUH, Delivery
from tests.worlds import contoh_scope, person

pytestmark = pytest.mark.django_db
BOARD = "/e/pilkada-2024/99.01/papan/"
ONE, TWO = (f"{TEDUH}-00{number}" for number in (1, 2))
PPK = "99.01.02:ppk"


@pytest.fixture(autouse=True)
def that_night() -> object:
    shared.parts.clear()
    clock.shift(NIGHT + timedelta(hours=6) - datetime.now(UTC))
    yield
    clock.shift(timedelta(0))


def another_seal(way: Delivery) -> set[str]:
    way.pack()
    way.to_pps()
    check = events.Check(way.boxes(ONE)[0], ("KB0000001",))
    return new(events.Received, lambda: way.to_kpps(ONE, checks=(check,)))


def damaged(way: Delivery) -> set[str]:
    way.pack()
    way.to_pps()
    box = way.boxes(ONE)[0]
    check = events.Check(box, (f"KB{box}",), condition="wet")
    return new(events.Received, lambda: way.to_kpps(ONE, checks=(check,)))


def lay_under_a_bad_roof(way: Delivery) -> set[str]:
    way.pack()
    way.to_pps(way.boxes(ONE))
    rina = way.phone(Role.PPK, "99.01.02")
    look = rina.say(events.Inspected, place=PPK, outcome="unfit")
    return new(events.Inspected, lambda: way.send(look))


def no_template(way: Delivery) -> set[str]:
    short = ("alat_bantu_tunanetra",)
    return new(events.Packed, lambda: way.pack(way.boxes(ONE), without=short))


def box_of_the_neighbour(way: Delivery) -> set[str]:
    way.pack()
    way.to_pps()
    boxes = [*way.boxes(ONE), way.boxes(TWO)[0]]
    return new(events.Received, lambda: way.to_kpps(ONE, boxes))


def five_papers_short(way: Delivery) -> set[str]:
    return new(events.Packed, lambda: way.pack(way.boxes(ONE), short=5))


def came_late(way: Delivery) -> set[str]:
    way.pack()
    way.to_pps()
    way.at = NIGHT + timedelta(days=30)
    clock.shift(way.at + timedelta(hours=1) - datetime.now(UTC))
    return new(events.Received, lambda: way.to_kpps(ONE))


def new(kind: type[events.Fact], happen: Callable[[], None]) -> set[str]:
    """The facts of one kind that something added to the log."""
    rows = Fact.objects.filter(kind=kind.KIND)
    before = set(rows.values_list("id", flat=True))
    happen()
    return set(rows.values_list("id", flat=True)) - before


@pytest.mark.parametrize(
    ("aim", "tps", "happen", "words"),
    [
        ("kualitas", ONE, another_seal, "Segel yang dibaca berbeda"),
        ("kualitas", ONE, damaged, "rusak atau basah"),
        ("kualitas", ONE, lay_under_a_bad_roof, "Disimpan di PPK Hilir, yang tidak layak"),
        ("jenis", ONE, no_template, "kurang satu jenis"),
        ("jenis", ONE, box_of_the_neighbour, "Diterima KPPS ini, padahal untuk TPS 002"),
        ("jumlah", ONE, five_papers_short, "Jumlah isinya berbeda"),
        ("waktu", ONE, came_late, "Diterima lewat batas waktu"),
        ("sasaran", TWO, box_of_the_neighbour, "padahal tidak dikirim ke sana"),
    ],
)
def test_number_then_tps_then_the_fact_that_says_so(
    aim: str, tps: str, happen: Callable[[Delivery], set[str]], words: str
) -> None:
    names = happen(Delivery(contoh_scope()))

    asked = rf'href="({BOARD}wilayah/99\.01/\?aim={aim}&amp;word=tidak)"'
    [listed] = set(re.findall(asked, page(BOARD)))
    found = page(listed.replace("&amp;", "&"))
    assert f'href="{BOARD}tps/{tps}/"' in found
    said = page(f"{BOARD}tps/{tps}/")
    assert words in said
    links = re.findall(r'data-fact href="([^"]+)"', said)
    assert links
    for link in links:
        assert link.split("/")[-2] in names, "the very fact, not only its package"
        page(link)


def test_what_nobody_received_in_time_is_said_and_its_packages_named() -> None:
    way = Delivery(contoh_scope())
    way.pack()
    clock.shift(NIGHT + timedelta(days=30) - datetime.now(UTC))
    said = page(f"{BOARD}tps/{ONE}/")
    assert "Belum diterima saat batas waktu lewat." in said
    assert all(f"/paket/{box}/" in said for box in way.boxes(ONE))


def test_a_package_says_how_the_store_was_found_in_which_it_lies() -> None:
    way = Delivery(contoh_scope())
    [name] = lay_under_a_bad_roof(way)
    box = way.boxes(ONE)[0]
    said = page(f"/e/pilkada-2024/99.01/paket/{box}/")
    assert "Pernah disimpan di PPK Hilir: tidak layak menurut pemeriksaan terakhir" in said
    assert f"/{name}/" in said
    rina = way.phone(Role.PPK, "99.01.02")
    rina.at += timedelta(hours=1)
    way.send(rina.say(events.Inspected, place=PPK, outcome="good"))
    assert "tidak layak" not in page(f"/e/pilkada-2024/99.01/paket/{box}/")


def page(address: str, name: str = "bu_dewi") -> str:
    client = Client()
    client.force_login(person(name))
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return " ".join(answer.content.decode().split())
