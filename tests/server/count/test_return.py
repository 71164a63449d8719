"""Return and archive: how far each box came back, who holds the rest, whose photo is missing."""

from typing import Any

import pytest
from django.test import Client

from tepat.core.count.returning import Level, Photo, photo_of
from tepat.core.election.roles import Role
from tepat.core.move import events
from tepat.server.count.back import queries
from tepat.server.count.ballots import queries as balance
from tepat.server.count.models import FormState
from tepat.server.count.results import folding
from tepat.server.election.models import Scope
from tests.server.count.counted import TEDUH, TPS, state, tell_result
from tests.server.count.test_moves_and_recounts import way_to
from tests.server.count.test_pages import at, lia
from tests.server.watch.delivered import HILIR, Delivery
from tests.worlds import contoh_scope, person

pytestmark = pytest.mark.django_db

OTHER = f"{TEDUH}-002"
PHOTO = ("cd" * 32,)


def voted(way: Delivery, tps: str = TPS) -> None:
    kpps = way.phone(Role.KPPS, tps)
    way.send(*(kpps.say(events.Used, package=box, place=tps) for box in way.boxes(tps)))


def back_to_pps(way: Delivery, tps: str = TPS) -> None:
    kpps, pps = (Role.KPPS, tps), (Role.PPS, TEDUH)
    way.hand(kpps, pps, f"{TEDUH}:pps", way.boxes(tps), after=())


def levels(scope: Scope) -> dict[Level, int]:
    found: dict[Level, int] = {}
    for row in queries.packages(scope, "99.01"):
        found[row.level] = found.get(row.level, 0) + 1
    return found


def test_what_kpps_took_over_comes_back_level_by_level(client: Client) -> None:
    scope = contoh_scope()
    way = way_to(scope, TPS, OTHER)
    count = len(way.boxes(TPS))
    assert levels(scope) == {Level.TPS: count + len(way.boxes(OTHER))}

    voted(way)
    back_to_pps(way)
    assert levels(scope) == {Level.TPS: len(way.boxes(OTHER)), Level.PPS: count}

    way.hand((Role.PPS, TEDUH), (Role.PPK, HILIR), f"{HILIR}:ppk", way.boxes(TPS))
    assert levels(scope)[Level.PPK] == count
    client.force_login(person("bu_dewi"))
    page = client.get(at("count_back", scope))
    rows = {each["name"]: each for each in page.context["arrivals"]}
    assert (rows["PPS"]["came"], rows["PPS"]["lacks"]) == (count, len(way.boxes(OTHER)))
    assert (rows["KPU kabupaten/kota"]["came"], rows["KPU kabupaten/kota"]["lacks"]) == (
        0,
        count + len(way.boxes(OTHER)),
    )
    assert dict(rows["PPS"]["holders"]) == {"KPPS TPS 002 Muara Teduh": len(way.boxes(OTHER))}
    assert {holder.split()[0] for holder, _ in rows["KPU kabupaten/kota"]["holders"]} == {
        "KPPS",
        "PPK",
    }


def test_packages_that_no_kpps_had_are_not_awaited() -> None:
    scope = contoh_scope()
    way = Delivery(scope)
    way.pack(way.boxes(TPS))
    way.to_pps(way.boxes(TPS))

    assert levels(scope) == {}


def test_a_photo_counts_only_before_the_box_left() -> None:
    scope = contoh_scope()
    way = way_to(scope, TPS, OTHER)
    here, there = way.phone(Role.KPPS, TPS), way.phone(Role.KPPS, OTHER)
    tell_result(scope, here, photos=PHOTO)
    assert photo(scope) is Photo.BEFORE
    assert photo(scope, OTHER) is Photo.NOT_YET

    for tps in (TPS, OTHER):
        voted(way, tps)
        back_to_pps(way, tps)
    assert (photo(scope), photo(scope, OTHER)) == (Photo.BEFORE, Photo.NONE_LEFT)

    tell_result(scope, there, OTHER, photos=PHOTO)
    assert photo(scope, OTHER) is Photo.AFTER


def photo(scope: Scope, tps: str = TPS) -> Photo:
    row = state(scope, tps)
    return photo_of(row.photo, row.left)


def test_a_later_fact_with_another_photo_does_not_make_the_first_one_late() -> None:
    scope = contoh_scope()
    way = way_to(scope, TPS)
    phone = way.phone(Role.KPPS, TPS)
    tell_result(scope, phone, photos=PHOTO)
    voted(way)
    back_to_pps(way)
    tell_result(scope, phone, photos=("ef" * 32,))

    assert photo(scope) is Photo.BEFORE
    before = list(FormState.objects.order_by("tps", "sku").values_list("tps", "photo", "left"))
    folding.rebuild(scope)
    assert before == list(
        FormState.objects.order_by("tps", "sku").values_list("tps", "photo", "left")
    )


def test_papers_of_a_tps_are_told_to_those_who_see_results_alone(client: Client) -> None:
    scope = contoh_scope()
    way_to(scope, TPS)
    path = at("count_back", scope)
    assert "Surat suara:" not in client_of(client, "bu_sari").get(path).content.decode()
    assert client_of(client, "pak_adi").get(path).status_code == 200
    assert lia(client).get(at("count_back_area", scope, "88.01")).status_code == 404


def client_of(client: Client, name: str) -> Client:
    client.force_login(person(name))
    return client


@pytest.mark.parametrize("tps", [1, 3])
def test_more_boxes_cost_no_more_queries(
    client: Client, tps: int, django_assert_max_num_queries: Any
) -> None:
    scope = contoh_scope()
    codes = [f"{TEDUH}-{number:03d}" for number in range(1, tps + 1)]
    way = way_to(scope, *codes)
    for code in codes[1:]:
        voted(way, code)
        back_to_pps(way, code)
    client.force_login(person("bu_dewi"))
    for path in (at("count_back", scope), at("count_back_area", scope, TEDUH)):
        client.get(path)
        with django_assert_max_num_queries(34):
            client.get(path)


def test_the_balance_counts_back_what_the_return_says_is_at_kpu() -> None:
    scope = contoh_scope()
    way = way_to(scope, TPS, OTHER)
    voted(way)
    back_to_pps(way)
    count, out = len(way.boxes(TPS)), len(queries.packages(scope, "99.01"))
    assert {(each.back, each.boxes) for each in balance.whole_of(scope)} == {(0, out)}

    way.hand((Role.PPS, TEDUH), (Role.PPK, HILIR), f"{HILIR}:ppk", way.boxes(TPS))
    assert {each.back for each in balance.whole_of(scope)} == {0}
    way.hand((Role.PPK, HILIR), (Role.KPU, "99.01"), "99.01:kpu", way.boxes(TPS))
    assert {each.back for each in balance.whole_of(scope)} == {count}
