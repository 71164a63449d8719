"""The warehouse at the size of Jombang after a whole season: 3,000 movements, boxes packed.

Page times and numbers of queries, each beside its budget.
"""

import os
import tempfile
import time
from datetime import UTC, datetime

from benchmarks.figures import figure

BUDGET_PAGE, BUDGET_CARD, BUDGET_RECEIPT = 0.5, 0.2, 0.1
"""Seconds: the room sums everything; a list page and one receipt are quicker."""
TPS_COUNT, MOVEMENTS = 1_942, 3_000


def main() -> None:
    """Tell each figure beside its budget."""
    os.environ.setdefault("TEPAT_HOME", tempfile.mkdtemp(prefix="tepat-bench-"))
    os.environ.setdefault("TEPAT_TASKS", "immediate")
    os.environ.setdefault("TEPAT_HOSTS", "localhost 127.0.0.1 testserver")
    from tepat.cli import prepare

    prepare()
    from uuid import UUID

    from tepat.core.move import events
    from tepat.core.move.stock import Arrival, Goods, SortBatch
    from tepat.server import flow
    from tepat.server.election.elections import election_of
    from tepat.server.election.models import RoleGrant, Scope, Tps, User
    from tepat.server.move.stock import services
    from tepat.server.move.stock.ledger import Act
    from tepat.server.plan.models import Package
    from tepat.server.plan.packages.services import regenerate

    now = datetime(2024, 11, 12, 18, 14, tzinfo=UTC)
    scope = Scope.objects.create(election="pilkada-2024", kabupaten="35.17")
    Tps.objects.bulk_create(
        Tps(
            scope=scope,
            code=f"35.17.{1 + n % 21:02d}.{2001 + n // 21 % 15}-{1 + n // 315:03d}",
            desa=f"35.17.{1 + n % 21:02d}.{2001 + n // 21 % 15}",
            kecamatan=f"35.17.{1 + n % 21:02d}",
            number=1 + n // 315,
            dpt=500,
        )
        for n in range(TPS_COUNT)
    )
    regenerate(scope, election_of(scope), now)
    place, ballot = "35.17:gudang-1", Goods("surat_suara", "KWK-BUP/35.17")

    def receipt(n: int) -> None:
        came = [services.Came(Arrival(ballot, 2000, 2000, is_ballot=True))]
        services.receive(scope, place, "PT Contoh", came, Act(f"r{n}", now, None))

    began = time.perf_counter()
    for n in range(MOVEMENTS // 2):
        receipt(n)
        batch = SortBatch(ballot, place, 2000, {"sobek": n % 5})
        services.sort(scope, batch, f"palet {n}", Act(f"s{n}", now, None))
    services.allocate(scope, place, {ballot: TPS_COUNT * 513}, Act("a", now, None))
    each = (time.perf_counter() - began) / MOVEMENTS
    figure("one movement of 3,000", each, BUDGET_RECEIPT, "s")
    boxes = Package.objects.filter(scope=scope, form="K", kind="KWK-BUP")
    lines = (events.Counted("surat_suara", 513, "KWK-BUP/35.17"), events.Counted("tinta", 2))
    facts = [
        events.Packed(
            election=scope.election, kabupaten=scope.kabupaten, at=now, by=str(UUID(int=1)),
            package=code, contents=lines,
        )
        for code in boxes.values_list("code", flat=True)
    ]  # fmt: skip
    flow.report(scope, facts, UUID(int=1), now)
    user = User.objects.create(username="bench")
    RoleGrant.objects.create(user=user, role="kpu", area="35.17")
    room = f"/e/{scope.election}/{scope.kabupaten}/gudang/"
    card = f"{room}kartu/?barang=surat_suara|{ballot.sku}"
    _pages(
        user,
        {
            "the room": (room, BUDGET_PAGE),
            "history": (f"{room}mutasi/", BUDGET_CARD),
            "stock card of 7,500 entries": (card, BUDGET_PAGE),
            "one movement": (f"{room}mutasi/700/", BUDGET_CARD),
        },
    )  # fmt: skip
    began = time.perf_counter()
    receipt(MOVEMENTS)
    figure("one more receipt", time.perf_counter() - began, BUDGET_RECEIPT, "s")


def _pages(user: object, pages: dict[str, tuple[str, float]]) -> None:
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client()
    client.force_login(user)  # type: ignore[arg-type]
    for name, (address, budget) in pages.items():
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            began = time.perf_counter()
            answer = client.get(address)
            took = time.perf_counter() - began
        assert answer.status_code == 200, (address, answer.status_code)
        figure(f"{name}, {len(queries)} queries", took, budget, "s")


if __name__ == "__main__":
    main()
