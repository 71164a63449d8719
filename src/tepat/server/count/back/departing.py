"""When the boxes of a form left their KPPS, and when its first photo came: numbers of the log."""

import json
from collections.abc import Collection, Mapping

from django.db.models import Min

from tepat.core.move import events
from tepat.server.count.ballots.papers import Way
from tepat.server.count.models import ToldFact
from tepat.server.election.models import Scope
from tepat.server.log import queries as log
from tepat.server.move.models import PackageCustody

Numbers = dict[tuple[str, str], int]
"""By TPS and SKU."""
MOST_BY_NAME = 400
"""Boxes that are asked for by name; of more than these everything is read."""


def departures(scope: Scope, ways: Mapping[str, Mapping[str, Way]]) -> Numbers:
    """Return the first departure of the boxes on these ways: two queries and one per 500 facts."""
    owner = {
        box: (tps, sku)
        for tps, by_sku in ways.items()
        for sku, way in by_sku.items()
        for box in way.boxes
    }
    rows = PackageCustody.objects.filter(scope=scope).exclude(reached_at=None)
    rows = rows.exclude(holder__startswith="kpps@")
    if len(owner) <= MOST_BY_NAME:
        rows = rows.filter(package__in=sorted(owner))
    names: dict[str, list[tuple[str, str]]] = {}
    for package, line in rows.values_list("package", "line"):
        key = owner.get(package)
        if key is None:
            continue
        for giver, _, _, _, given, received, _ in json.loads(line).get("handovers", ()):
            if giver == f"kpps@{key[0]}":
                names.setdefault(given or received, []).append(key)
    found: Numbers = {}
    numbers = log.numbers_of(scope.election, scope.kabupaten, sorted(names))
    for name, (number, _) in numbers.items():
        for key in names[name]:
            found[key] = min(number, found.get(key, number))
    return found


def photos_of(scope: Scope, tps: Collection[str]) -> Numbers:
    """Return the first fact of each form that names a photo: one query."""
    rows = ToldFact.objects.filter(
        scope=scope, aside="", kind=events.Result.KIND, body__contains='"photos"'
    )
    rows = rows.filter(tps__in=sorted(tps)) if tps else rows
    first = rows.order_by().values("tps", "sku").annotate(first=Min("number"))
    return {(row["tps"], row["sku"]): row["first"] for row in first}
