"""The board page: true numbers, each with a way to its evidence, for everybody who may see it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tepat.core.election.roles import Role
from tepat.core.move import events
from tepat.core.plan.schedule.values import Chance
from tepat.server import clock
from tepat.server.election.elections import election_of
from tepat.server.election.models import Scope
from tepat.server.plan.packages.services import regenerate
from tepat.server.watch.board import queries, shared
from tests.phones import NIGHT
from tests.server.watch.delivered import TEDUH, Delivery
from tests.worlds import contoh_scope, person

pytestmark = pytest.mark.django_db

HERE = "/e/pilkada-2024/99.01/"
BOARD = f"{HERE}papan/"
ONE, TWO, THREE = (f"{TEDUH}-00{number}" for number in (1, 2, 3))


@pytest.fixture(autouse=True)
def that_night() -> object:
    shared.parts.clear()
    clock.shift(NIGHT + timedelta(minutes=90) - datetime.now(UTC))
    yield
    clock.shift(timedelta(0))


@pytest.fixture
def way() -> Delivery:
    way = Delivery(contoh_scope())
    way.pack()
    way.to_pps()
    way.to_kpps(ONE)
    [box, *_] = way.boxes(TWO)
    way.to_kpps(TWO, checks=(events.Check(box, ("KB0000001",)),))
    return way


def client(name: str = "bu_dewi") -> Client:
    client = Client()
    client.force_login(person(name))
    return client


def page(address: str, name: str = "bu_dewi", **headers: str) -> str:
    answer = client(name).get(address, headers=headers)
    assert answer.status_code == 200, answer
    return " ".join(answer.content.decode().split())


def test_it_says_what_is_ready_what_follows_and_what_is_wrong(way: Delivery) -> None:
    said = page(BOARD)

    assert 'data-n="siap" href="/e/pilkada-2024/99.01/papan/wilayah/99.01/?state=tepat">1<' in said
    assert "1 menyusul" in said, "the third TPS has its boxes in the desa"
    assert "7 tidak terkejar bila tidak ada tindakan" in said
    assert 'data-n="kualitas-tidak"' in said
    assert "1 tidak tepat" in said
    assert "H-15" in said
    assert "belum diatur" in said, "costs are not recorded"


def test_a_number_opens_the_tps_it_counts_and_a_tps_its_packages(way: Delivery) -> None:
    listed = page(f"{BOARD}wilayah/99.01/?aim=kualitas&word=tidak")
    assert "Kualitas: tidak" in listed
    assert f"papan/tps/{TWO}/" in listed
    assert f"papan/tps/{ONE}/" not in listed

    tps = page(f"{BOARD}tps/{TWO}/")
    [box, *_] = way.boxes(TWO)
    assert f'data-because href="{HERE}paket/{box}/"' in tps
    assert "Sebagian" not in tps


@pytest.mark.parametrize(
    ("asked", "expected"),
    [("state=tepat", [ONE]), ("state=tidak", [TWO]), ("state=menyusul", [THREE])],
)
def test_each_state_lists_its_own(way: Delivery, asked: str, expected: list[str]) -> None:
    said = page(f"{BOARD}wilayah/{TEDUH}/?{asked}")
    table = said[said.index("<tbody") :]
    assert [each for each in (ONE, TWO, THREE) if each in table] == expected


@pytest.mark.parametrize("asked", ["aim=x&word=y", "state=<b>", "evidence=x", "page=zzz"])
def test_what_an_address_cannot_mean_is_left_out(way: Delivery, asked: str) -> None:
    said = page(f"{BOARD}wilayah/99.01/?{asked}")
    assert "10 TPS, yang terburuk dulu" in said


@pytest.mark.parametrize("what", ["wilayah/12.34", "wilayah/99.01.09", "tps/99.01.02.2001-999"])
def test_an_area_that_is_not_here_is_refused(way: Delivery, what: str) -> None:
    assert client().get(f"{BOARD}{what}/").status_code in (404, 422)


def test_paper_is_a_state_of_its_own(way: Delivery) -> None:
    way.to_kpps(THREE, paper="BA-17")
    said = page(f"{BOARD}wilayah/99.01/?evidence=paper")
    assert f"papan/tps/{THREE}/" in said
    assert f"papan/tps/{ONE}/" not in said


def test_a_kecamatan_that_was_not_heard_says_so(way: Delivery) -> None:
    said = page(BOARD)
    assert 'data-row="99.01.01"' in said
    assert "tanpa HP" in said, "Hulu has no phone"
    clock.shift(NIGHT + timedelta(hours=9) - datetime.now(UTC))
    later = page(BOARD)
    assert 'data-row="99.01.02" class="stale"' in later
    assert "1 kecamatan tidak terdengar." in later


def test_its_own_script_gets_the_part_that_changes(way: Delivery) -> None:
    part = page(BOARD, hx_request="true")
    assert "data-board" in part
    assert "<html" not in part


def test_the_wall_is_a_mode_of_the_page(way: Delivery) -> None:
    assert '<html lang="id" data-mode="dinding">' in page(f"{BOARD}?dinding=1")
    assert "data-mode" not in page(BOARD)


def test_the_text_carries_the_numbers_and_says_that_no_checkpoint_is_there(way: Delivery) -> None:
    said = page(BOARD)
    text = said[said.index('data-copy="') : said.index("data-copied")]
    assert "TPS siap: *1* dari 10" in text
    assert "Kualitas: 1 tepat, 8 belum, 1 tidak tepat" in text
    assert "Tidak tepat: Hilir 1" in text
    assert "Log belum punya titik periksa." in text
    assert "https://wa.me/?text=%2APapan" in said


def test_an_empty_scope_teaches_what_comes_next() -> None:
    scope = contoh_scope()
    scope.all_tps.all().delete()
    said = page(BOARD)
    assert "Daftar TPS belum ada" in said
    assert f"{HERE}tps/impor/" in said
    assert "Sedang bergerak dan berangkat berikutnya" in said


def test_without_a_plan_no_chance_is_claimed(way: Delivery) -> None:
    assert "Rencana belum terbit" in page(BOARD)
    assert "tidak ada rencana yang menyebutnya" in page(f"{BOARD}tps/{THREE}/")


def test_hours_are_for_those_who_may_read_movements(way: Delivery) -> None:
    hours = "13 Nov"
    mine, others = page(f"{BOARD}tps/{ONE}/"), page(f"{BOARD}tps/{ONE}/", "bu_rina")
    assert "12 Nov, 2" in mine
    assert "12 Nov, 2" not in others
    assert "Jam dibaca oleh" in others
    assert hours not in others


def test_who_has_no_right_in_the_area_sees_nothing(way: Delivery) -> None:
    for address in (BOARD, f"{BOARD}aliran/", f"{BOARD}wilayah/99.01/", f"{BOARD}tps/{ONE}/"):
        assert client("pak_joko").get(address).status_code == 403
        assert Client().get(address).status_code == 302


def test_without_asgi_there_is_no_stream_and_the_board_asks_by_itself(way: Delivery) -> None:
    assert client().get(f"{BOARD}aliran/?dari=1").status_code == 204


def test_the_entrance_is_the_board_once_something_was_handed_over() -> None:
    scope = contoh_scope()
    regenerate(scope, election_of(scope), NIGHT)
    assert client().get("/")["Location"] == HERE
    way = Delivery(scope)
    way.pack()
    assert client().get("/")["Location"] == HERE
    way.to_pps()
    assert client().get("/")["Location"] == BOARD


def queries_of(scope: Scope, address: str, asked: DjangoAssertNumQueries) -> int:
    bu_dewi = client()
    bu_dewi.get(address)
    with asked(60) as caught:
        bu_dewi.get(address)
    return len(caught)


@pytest.mark.parametrize("path", ["", f"wilayah/{TEDUH}/", "wilayah/99.01/", f"tps/{ONE}/"])
def test_more_rows_cost_no_more_queries(
    path: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    way = Delivery(contoh_scope())
    way.pack()
    way.to_pps()
    way.to_kpps(ONE)
    before = queries_of(way.scope, BOARD + path, django_assert_max_num_queries)
    way.to_kpps(TWO)
    way.to_kpps(THREE)
    way.phone(Role.PPK, "99.01.01")
    assert queries_of(way.scope, BOARD + path, django_assert_max_num_queries) == before


def test_a_tps_whose_load_did_not_leave_is_said_to_be_in_the_upper_end_alone(
    way: Delivery, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = queries.board_of(way.scope, clock.now())
    assert found.forecast.unknown == 7
    assert found.forecast.high - found.forecast.expected == 7
    chance = Chance("99.01.01.2001", 990_000, 980_000, 1_000_000, False)
    monkeypatch.setattr(queries, "chances_of", lambda scope: {chance.desa: chance})
    said = page(BOARD)
    assert "TPS hanya masuk ujung atas rentang" in said
    assert "tidak ada dalam rencana" not in said
