"""When each kecamatan was last heard: the newest fact of every phone, joined with its duty."""

from collections.abc import Iterable, Mapping

from django.db.models import OuterRef, Subquery

from tepat.core.watch.hearing import Heard, Limits, heard_of
from tepat.server.election.models import Scope
from tepat.server.log.models import Fact
from tepat.server.move.models import Device
from tepat.server.watch.alerts.queries import limits_of


def heard(scope: Scope, areas: Iterable[str]) -> Mapping[str, Heard]:
    """Return how each of `areas` was heard: one query, by the arrival at this server.

    Keys of the desk and keys that were revoked speak for no area.
    """
    newest = Fact.objects.filter(pk=OuterRef("last_name")).values("received_at")
    rows = Device.objects.filter(scope=scope, is_desk=False, upto=None).exclude(area="")
    return heard_of(areas, rows.annotate(at=Subquery(newest)).values_list("area", "at"))


def hearing_limits(scope: Scope) -> Limits:
    """After how long an area is silent, as the office set it for its alerts: one query.

    It is late after a third of that.
    """
    silent = limits_of(scope).span("silent")
    return Limits(late=silent / 3, silent=silent)
