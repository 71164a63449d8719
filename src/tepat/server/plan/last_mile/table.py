"""The TPS of a scope as the last mile needs them: boxes, weight, point, name."""

from collections import Counter

from django.db.models import Count

from tepat.core.election.ids import Form
from tepat.core.plan.instance.values import Instance
from tepat.core.plan.last_mile.lists import loads_of
from tepat.core.plan.last_mile.values import TpsLoad
from tepat.server.election.elections import election_of
from tepat.server.election.models import Scope, Tps
from tepat.server.plan.models import Package


def table_of(scope: Scope, instance: Instance, desa: str = "") -> dict[str, tuple[TpsLoad, ...]]:
    """Return the TPS of each desa, or of one: two queries, as the tables stand now.

    A TPS gets as many boxes as were packed for it; before packing one for each kind.
    """
    only = {"desa": desa} if desa else {}
    boxes = Package.objects.filter(
        scope=scope, form=Form.BOX.value, at="tps", withdrawn_at__isnull=True, **only
    )
    counted = boxes.values("place").annotate(n=Count("pk")).order_by("place")
    packed = Counter({row["place"]: row["n"] for row in counted})
    kinds = max(1, len(election_of(scope).kinds_in(scope.kabupaten)))
    rows: dict[str, list[TpsLoad]] = {}
    for tps in Tps.objects.filter(scope=scope, **only).order_by("code"):
        point = None if tps.lat is None or tps.lon is None else (tps.lat, tps.lon)
        load = TpsLoad(tps.code, tps.number, packed[tps.code], 0, point, (), tps.name)
        rows.setdefault(tps.desa, []).append(load)
    known = {each.code: each for each in instance.desa}
    return {
        code: loads_of(known[code], loads, kinds) for code, loads in rows.items() if code in known
    }
