"""The demo's receipts: of the loads that left, and one store. Made up and marked contoh."""

from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from tepat.core.move.loads import LoadStage
from tepat.server.election.models import Scope, User
from tepat.server.move.models import Shipment
from tepat.server.watch.costs import queries, services
from tepat.server.watch.models import RealCost

LEGS: Final = 4
PRICES: Final = (
    ("hire", 1_450_000, 70, "", ""),
    ("fuel", 310_000, 18, "", ""),
    ("driver", 250_000, 12, "Pak Joko (contoh)", "sopir"),
    ("porter", 180_000, 0, "Pak Samsul (contoh)", "kuli"),
)
"""Kind, rupiah of a load made by hand, per cent of the plan's hire, who was paid and for what."""
OVER: Final = 108
"""Per cent of the plan that the second planned leg cost, the others a little less."""


def load(scope: Scope, now: datetime) -> None:
    """Record what a few loads and a store cost. Twice is once."""
    user = User.objects.filter(username="bu_dewi").first()
    if user is None or RealCost.objects.filter(scope=scope).exists():
        return
    _loads(scope, user, now)
    _store(scope, user, now)


def later(scope: Scope, now: datetime) -> None:
    """On the eve: receipts of loads of the plan that have left. Twice is once."""
    user = User.objects.filter(username="bu_dewi").first()
    legs = queries.legs_of(scope, now)
    known = set(RealCost.objects.filter(scope=scope).values_list("shipment", flat=True))
    if user is not None and not any(code in legs.work_of for code in known):
        _loads(scope, user, now)


def _loads(scope: Scope, user: User, now: datetime) -> None:
    """Four receipts of each of a few loads that left, as planned where a plan knows them."""
    legs = queries.legs_of(scope, now)
    left = Shipment.objects.filter(scope=scope).exclude(stage=LoadStage.PREPARED.value)
    codes = sorted(left.values_list("code", flat=True), key=lambda c: (c not in legs.work_of, c))
    day = now.astimezone(ZoneInfo(scope.zone)).date() - timedelta(days=1)
    heading = queries.kinds()["hire"].heading.value
    for at, code in enumerate(codes[:LEGS]):
        planned = legs.planned.by_work.get((legs.work_of.get(code, ""), heading), 0)
        share = OVER if at == 1 else 96
        for kind, rupiah, percent, payee, duty in PRICES:
            amount = planned * percent * share // 10_000 if planned else rupiah
            if amount:
                paper = f"KW-{at + 1:02d}{kind[0].upper()}/XI/2024"
                typed = services.Typed(
                    kind, str(amount), day, shipment=code, paper=paper, payee=payee, duty=duty
                )
                services.record(scope, typed, user, now)


def _store(scope: Scope, user: User, now: datetime) -> None:
    """Guards of a store, typed wrongly first."""
    day = now.astimezone(ZoneInfo(scope.zone)).date() - timedelta(days=1)
    place = "63.09.10:ppk"
    typed = services.Typed(
        "guard", "800000", day, place=place, paper="KW-JAGA/XI/2024", payee="Pos jaga (contoh)"
    )
    row = services.record(scope, typed, user, now)
    mended = services.Typed(
        "guard", "600000", day, place=place, paper="KW-JAGA/XI/2024", payee="Pos jaga (contoh)"
    )
    services.correct(scope, row.number, 1, mended, "Tiga malam, bukan empat.", user, now)
