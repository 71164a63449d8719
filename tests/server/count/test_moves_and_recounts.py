"""Papers between two TPS, and counts on the way: from facts to the lines of both TPS."""

from collections.abc import Sequence
from typing import Any

import pytest
from django.test import Client

from tepat.core.count.reconciling import Point, Step
from tepat.core.election.roles import Role
from tepat.core.log import canonical
from tepat.core.move import events
from tepat.server.count.ballots import queries
from tepat.server.count.ballots.moving import moves
from tepat.server.count.models import PapersMove
from tepat.server.count.results import folding
from tepat.server.election.models import Scope
from tepat.server.log.models import Fact
from tests.server.count.counted import (
    BUP,
    GUB,
    TEDUH,
    TPS,
    every_state,
    kpps,
    operator,
    sheet,
    state,
    tell,
    typed,
)
from tests.server.count.test_pages import at, lia
from tests.server.watch.delivered import Delivery
from tests.worlds import contoh_scope, person

pytestmark = pytest.mark.django_db

OTHER = f"{TEDUH}-002"


def papers(count: int, sku: str = BUP) -> tuple[events.Counted, ...]:
    return (events.Counted("surat_suara", count, sku),)


def moved(scope: Scope, who: str, count: int = 10, way: Delivery | None = None) -> str:
    said: dict[str, Any] = {"place": TPS, "to": OTHER, "contents": papers(count)}
    phone = way.phone(Role.KPPS, who) if way else kpps(scope, who)
    return tell(scope, phone, events.PapersMoved, **said)


def way_to(scope: Scope, *tps: str) -> Delivery:
    way = Delivery(scope)
    boxes = [box for each in tps for box in way.boxes(each)]
    way.pack(boxes)
    way.to_pps(boxes)
    for each in tps:
        way.to_kpps(each)
    return way


def gaps_at(scope: Scope, tps: str = TPS) -> Sequence[Any]:
    folding.catch_up(scope)
    rows = [row for row in queries.rows_of(scope, "KWK-BUP", TEDUH) if row.tps == tps]
    [line] = queries.lines_of(scope, "surat_suara", rows)
    return line.gaps


def test_what_one_tps_gives_another_is_less_here_and_more_there_and_no_gap() -> None:
    scope = contoh_scope()
    way = way_to(scope, TPS, OTHER)
    moved(scope, TPS, way=way)
    moved(scope, OTHER, way=way)
    typed(scope, "bu_lia", sheet(received=413, left=11))
    here, there = state(scope), state(scope, OTHER)

    assert (here.went, here.came, here.there) == (10, 0, 413)
    assert (there.went, there.came, there.there) == (0, 10, (there.delivered or 0) + 10)
    assert (here.lost, here.found) == (0, 0)
    assert "A9" not in here.checks.split()
    [move] = moves(scope)
    assert (move.count, move.differs, move.is_one_sided, len(move.facts)) == (10, False, False, 2)


def test_without_the_move_the_same_sheet_shows_a_gap_and_a9() -> None:
    scope = contoh_scope()
    way_to(scope, TPS)
    typed(scope, "bu_lia", sheet(received=413, left=11))

    assert (state(scope).lost, "A9" in state(scope).checks.split()) == (10, True)


def test_a_kpps_of_neither_tps_moves_nothing() -> None:
    scope = contoh_scope()
    moved(scope, f"{TEDUH}-003")
    folding.catch_up(scope)

    assert PapersMove.objects.get().aside == "outside_area"
    assert state(scope).went == 0


def test_a_move_that_is_taken_back_counts_no_more() -> None:
    scope = contoh_scope()
    name = moved(scope, TPS)
    assert state(scope).went == 10

    tell(scope, kpps(scope), events.Cancelled, fact=name, reason="twice")
    assert (state(scope).went, state(scope, OTHER).came) == (0, 0)


def test_the_evidence_of_a_difference_names_the_moves() -> None:
    scope = contoh_scope()
    name = moved(scope, TPS, way=way_to(scope, TPS, OTHER))
    typed(scope, "bu_lia", sheet(received=412, left=10))
    [gap] = gaps_at(scope)

    assert (gap.by, gap.steps[-1]) == (-1, Step.COUNT_BEFORE)
    assert name in gap.evidence


def test_a_paper_of_both_is_typed_at_the_desk_and_goes_into_the_log(client: Client) -> None:
    scope = contoh_scope()
    client.force_login(person("bu_dewi"))
    said = {"from": TPS, "to": OTHER, "n-KWK-BUP": "10", "n-KWK-GUB": "", "paper": "7/BA/XI/2024"}
    assert client.post(at("count_moves", scope), said).status_code == 302

    body = canonical.decode(bytes(Fact.objects.get(kind="papers_moved").body))
    assert body["contents"] == [{"item": "surat_suara", "count": 10, "sku": BUP}]
    assert (body["place"], body["to"], body["paper"]) == (TPS, OTHER, "7/BA/XI/2024")
    assert (state(scope).went, state(scope, OTHER).came) == (10, 10)
    assert (state(scope, sku=GUB).went, len(moves(scope))) == (0, 1)
    assert "kertas" in client.get(at("count_moves", scope)).content.decode()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"to": TPS}, "dirinya sendiri"),
        ({"to": "63.09.05.2003-007"}, "63.09.05.2003-007"),
        ({"n-KWK-BUP": ""}, "sedikitnya satu jenis"),
        ({"n-KWK-BUP": "-3"}, "-3"),
        ({"n-KWK-BUP": "1e9"}, "1e9"),
    ],
)
def test_a_paper_that_cannot_be_read_is_told_and_kept_in_the_fields(
    client: Client, wrong: dict[str, str], said: str
) -> None:
    scope = contoh_scope()
    client.force_login(person("bu_dewi"))
    right = {"from": TPS, "to": OTHER, "n-KWK-BUP": "10", "paper": "7/BA/XI/2024"}
    answer = client.post(at("count_moves", scope), right | wrong)

    assert 400 <= answer.status_code < 500
    assert said in answer.content.decode()
    assert "7/BA/XI/2024" in answer.content.decode()
    assert not Fact.objects.filter(kind="papers_moved").exists()


def test_who_may_type_no_paper_records_no_move(client: Client) -> None:
    scope = contoh_scope()
    said = {"from": TPS, "to": OTHER, "n-KWK-BUP": "10", "paper": "7/BA/XI/2024"}

    assert lia(client).post(at("count_moves", scope), said).status_code == 403
    assert not Fact.objects.filter(kind="papers_moved").exists()


def recount(way: Delivery, count: int, role: Role = Role.PPS, place: str = f"{TEDUH}:pps") -> str:
    """Somebody counts the papers of the regent's box of TPS again, and writes no SKU."""
    [box] = [each for each in way.boxes(TPS) if "BUP" in each]
    area = TPS if role is Role.KPPS else TEDUH
    said = (events.Counted("surat_suara", count),)
    phone = way.phone(role, area)
    fact = phone.say(events.CountedAgain, package=box, contents=said, place=place)
    way.send(fact)
    return canonical.name_of(fact.body)


def at_pps(scope: Scope) -> Delivery:
    """The boxes of one TPS are packed, and with its PPS."""
    way = Delivery(scope)
    boxes = way.boxes(TPS)
    way.pack(boxes)
    way.to_pps(boxes)
    return way


def test_a_count_on_the_way_says_what_was_delivered_and_where_a_paper_went() -> None:
    scope = contoh_scope()
    way = at_pps(scope)
    same = recount(way, 423)
    found = recount(way, 422)
    way.to_kpps(TPS)
    row = state(scope)
    assert (row.packed, row.delivered, row.lost) == (423, 422, 1)

    [gap] = gaps_at(scope)
    assert (gap.before, gap.after, gap.by) == (Point.PACKED, Point.DELIVERED, -1)
    assert found in gap.evidence
    assert same not in gap.evidence


def test_the_handovers_before_a_count_that_found_less_are_named() -> None:
    scope = contoh_scope()
    way = at_pps(scope)
    recount(way, 422)
    way.to_kpps(TPS)
    folding.catch_up(scope)
    [gap] = gaps_at(scope)
    kinds = dict(Fact.objects.values_list("pk", "kind"))

    assert [kinds[each] for each in gap.evidence if each in kinds][-1] == "counted"
    assert "received" in {kinds.get(each) for each in gap.evidence}


def test_the_count_of_the_kpps_itself_is_none_of_the_way() -> None:
    scope = contoh_scope()
    way = way_to(scope, TPS)
    recount(way, 420, Role.KPPS, TPS)

    assert state(scope).delivered == 423


def test_packing_anew_makes_older_counts_void() -> None:
    scope = contoh_scope()
    way = at_pps(scope)
    recount(way, 422)
    way.to_kpps(TPS)
    assert state(scope).delivered == 422
    [box] = [each for each in way.boxes(TPS) if "BUP" in each]
    sari = way.phone(Role.WAREHOUSE, scope.kabupaten)
    heads = tuple(
        sorted(Fact.objects.filter(kind__in=("counted", "sealed")).values_list("pk", flat=True))
    )
    contents = papers(424)
    said = sari.say(events.Packed, package=box, contents=contents, after=tuple(sorted(heads)))
    seal = (canonical.name_of(said.body),)
    way.send(said, sari.say(events.Sealed, package=box, seals=("KB99",), after=seal))

    assert (state(scope).packed, state(scope).delivered) == (424, 424)


def test_moves_and_counts_in_steps_come_to_what_a_rebuild_comes_to() -> None:
    scope = contoh_scope()
    way = at_pps(scope)
    folding.catch_up(scope)
    recount(way, 422)
    folding.catch_up(scope)
    way.to_kpps(TPS)
    moved(scope, TPS)
    folding.catch_up(scope)
    moved(scope, OTHER, 9)
    folding.catch_up(scope)

    step_by_step = every_state(scope)
    folding.rebuild(scope)
    assert every_state(scope) == step_by_step


@pytest.mark.parametrize("moves_made", [1, 6])
def test_more_moves_cost_no_more_queries(
    client: Client, moves_made: int, django_assert_max_num_queries: Any
) -> None:
    scope = contoh_scope()
    for number in range(moves_made):
        moved(scope, TPS, number + 1)
    client.force_login(person("bu_dewi"))
    client.get(at("count_moves", scope))

    with django_assert_max_num_queries(30):
        client.get(at("count_moves", scope))


def test_the_balance_sums_what_the_rows_say() -> None:
    scope = contoh_scope()
    way_to(scope, TPS, OTHER)
    typed(scope, "bu_lia", sheet(received=422), sheet(OTHER, left=20))
    [whole] = [each for each in queries.whole_of(scope) if each.sku == BUP]
    rows = queries.total_of(queries.rows_of(scope, "KWK-BUP", "99.01"), scope.kabupaten)

    assert (whole.papers.tps, whole.papers.lost, whole.papers.found, whole.papers.wrong) == (
        rows.tps,
        rows.lost,
        rows.found,
        rows.wrong,
    )
    assert {point: whole.papers.sums[point] for point in Point} == {
        point: rows.sums[point] for point in Point
    }
    assert {point: whole.papers.known[point] for point in Point} == {
        point: rows.known[point] for point in Point
    }
    assert (whole.used, whole.spoiled, whole.left) == (800, 4, 41)
    assert rows.wrong == 2


def test_the_balance_gives_the_sum_of_the_tps_that_are_in_and_says_how_many(
    client: Client,
) -> None:
    scope = contoh_scope()
    typed(scope, "bu_lia", sheet(), sheet(OTHER))
    client.force_login(person("bu_dewi"))
    page = " ".join(client.get(at("count_balance", scope)).content.decode().split())

    assert 'class="num">846<span class="sub">2 dari 10 TPS</span>' in page
    assert "belum di satu TPS pun" in page  # the other paper


def test_who_may_not_see_results_reads_nothing_of_what_tps_counted(client: Client) -> None:
    scope = contoh_scope()
    way_to(scope, TPS, OTHER)
    typed(scope, "bu_lia", sheet(received=400))
    client.force_login(person("bu_dewi"))
    assert "kurang dan" in client.get(at("count_balance", scope)).content.decode()

    client.force_login(person("bu_sari"))
    answer = client.get(at("count_balance", scope))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "kurang dan" not in page
    assert not any(row["is_wrong"] for row in answer.context["rows"])


def test_a_tps_of_another_kecamatan_is_named_and_no_link(client: Client) -> None:
    scope = contoh_scope()
    moved(scope, TPS)
    client.force_login(operator("bu_yuni"))  # the desk of another kecamatan
    area = at("count_ballots_area", scope, TEDUH)
    assert client.get(area).status_code == 403
    page = client.get(at("count_moves", scope)).content.decode()
    assert "TPS 001" in page
    assert area not in page
    assert area in lia(client).get(at("count_moves", scope)).content.decode()
