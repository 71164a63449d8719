"""Two people take the last carton at the same moment: one gets it, the other is told."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier

import pytest
from django.db import connections

from tepat.core.move.stock import Arrival, Condition, Goods, Slot
from tepat.core.problems import Refused
from tepat.server.election.models import Scope
from tepat.server.move.stock import places, queries, services
from tepat.server.move.stock.ledger import Act
from tests.worlds import contoh_scope

NOW = datetime(2024, 11, 1, 2, 0, tzinfo=UTC)
CARTON = Slot(Goods("bilik"), "99.01:gudang-1", Condition.BAIK)
SECOND = "99.01:gudang-2"


def race() -> dict[str, int]:
    """Store ten pieces, let two people move them at once, and two send one form twice."""
    scope = contoh_scope()
    places.add(scope, SECOND, "Gudang 2")
    came = [services.Came(Arrival(CARTON.goods, 10, 10))]
    services.receive(scope, CARTON.place, "CV Contoh", came, Act("r", NOW, None))
    ready = Barrier(4)

    def take(token: str) -> str:
        try:
            mine = Scope.objects.get(pk=scope.pk)
            ready.wait()
            if token.startswith("same"):
                made = services.receive(mine, SECOND, "CV Contoh", came, Act("same", NOW, None))
                return f"made {made.number}"
            services.move(mine, CARTON, SECOND, 10, Act(token, NOW, None))
            return "moved"
        except Refused as refused:
            return refused.problem.code.value
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as people:
        said = list(people.map(take, ["pak_joko", "bu_sari", "same-1", "same-2"]))
    stock = queries.stock_now(scope)
    return {
        "moved": said.count("moved"),
        "short": said.count("stock_short"),
        "one_form": len({each for each in said if each.startswith("made")}),
        "first": stock.get(CARTON, 0),
        "second": sum(n for slot, n in stock.items() if slot.place == SECOND),
    }


ONE_WINS = {"moved": 1, "short": 1, "one_form": 1, "first": 0, "second": 20}


@pytest.mark.django_db(transaction=True)
def test_two_connections_cannot_take_the_same_pieces() -> None:
    assert race() == ONE_WINS
