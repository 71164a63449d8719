"""What is deleted of cases and reports of supervision when the time of personal data is over.

Number, kind, focus, place, article, verdict, register and every date stay: how many there
were and what became of them is of public interest. Who it was about and who told it is not.
"""

from typing import Any, Final

from django.db.models import Q

from tepat.core.watch.supervision import form_a
from tepat.server import clock, own_room
from tepat.server.election.models import Scope
from tepat.server.watch.models import (
    SupervisionAct,
    SupervisionCaseVersion,
    SupervisionCheckPhoto,
    SupervisionForm,
    SupervisionPhoto,
)
from tepat.server.watch.supervision.casework import purge_reporters

OWNER: Final = "bawaslu"
SOMEBODY: Final = "(dihapus)"
"""Stands where somebody was accused, so that it shows that there was somebody."""
TOLD: Final = "Laporan masyarakat"
"""The title of a case of the public page, which began as the reporter's own words."""
STAYS: Final = ("lhp", "stage", "form", "time", "place", "event_place", "event_time")
"""Fields of a Form A that say what and when; every other one can name a person."""


def purge(scope: Scope) -> int:
    """Delete reporters, the accused, stories and evidence of a scope; return how many rows.

    An installation of another agency holds none.
    """
    if own_room.here() not in ("", OWNER):
        return 0
    gone, _ = SupervisionPhoto.objects.filter(case__scope=scope).delete()
    gone += SupervisionCheckPhoto.objects.filter(check_of__scope=scope).delete()[0]
    gone += purge_reporters(scope, clock.now())
    return gone + _cases(scope) + _forms(scope)


def _cases(scope: Scope) -> int:
    versions = SupervisionCaseVersion.objects.filter(case__scope=scope)
    told = versions.filter(case__from_public=True).exclude(title=TOLD)
    left = Q(story="", evidence="", accused__in=("", SOMEBODY))
    count = (versions.exclude(left) | told).count()
    told.update(title=TOLD)
    versions.exclude(accused="").update(accused=SOMEBODY)
    versions.update(story="", evidence="")
    acts = SupervisionAct.objects.filter(case__scope=scope).exclude(text="")
    return count + acts.update(text="")


def _forms(scope: Scope) -> int:
    rows = []
    for row in SupervisionForm.objects.filter(scope=scope):
        said: dict[str, Any] = {name: row.said.get(name, "") for name in ("lhp", *form_a.FIELDS)}
        said |= {name: "" for name in said if name not in STAYS}
        if said != row.said:
            row.said = said
            rows.append(row)
    SupervisionForm.objects.bulk_update(rows, ["said"])
    return len(rows)
