"""When each kecamatan was last heard: the newest fact of every phone, joined with its duty."""

from collections.abc import Iterable, Mapping

from django.db.models import OuterRef, Subquery

from tepat.core.watch.hearing import Heard, heard_of
from tepat.server.election.models import Scope
from tepat.server.log.models import Fact
from tepat.server.move.models import Device


def heard(scope: Scope, areas: Iterable[str]) -> Mapping[str, Heard]:
    """Return how each of `areas` was heard: one query, by the arrival at this server.

    Keys of the desk and keys that were revoked speak for no area.
    """
    newest = Fact.objects.filter(pk=OuterRef("last_name")).values("received_at")
    rows = Device.objects.filter(scope=scope, is_desk=False, upto=None).exclude(area="")
    return heard_of(areas, rows.annotate(at=Subquery(newest)).values_list("area", "at"))
