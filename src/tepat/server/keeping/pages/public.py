"""The page for everybody: checkpoints, witnesses and counts of one log, without an account.

It sets no cookie and names no load, route, place or person.
"""

from django.conf import settings
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext, gettext_noop
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from tepat.server import clock
from tepat.server.desk.queries import place_of as names_of
from tepat.server.election.models import Scope
from tepat.server.election.scopes import find
from tepat.server.keeping import wiring
from tepat.server.keeping.pages import log, reading
from tepat.server.log import queries
from tepat.server.log.publishing import release
from tepat.server.log.publishing.standing import standing_of
from tepat.server.move.models import PackageState

CHECKPOINTS = 12
PARTS = {
    "entries": gettext_noop("Facts about packages, seals, handovers and stores"),
    "states": gettext_noop("How each package stood at each checkpoint"),
    "lists": gettext_noop("Lists of shipments and plans"),
    "results": gettext_noop("Votes as reported; never the official result"),
    "security": gettext_noop("Escorts, guards and positions"),
}


@require_safe
@cache_control(public=True, max_age=10)
def public(request: HttpRequest, election: str, kabupaten: str) -> HttpResponse:
    """What anybody may know of a log while the loads are on their way."""
    scope = find(kabupaten, election)
    place, now = wiring.place_of(scope), clock.now()
    policy, standing = log.policy_of(place), standing_of(place)
    recent = reading.recent(place, policy, CHECKPOINTS)
    moments = queries.moments_of_numbers(election, kabupaten, [each.size for each in recent])
    seen = reading.witnesses(policy, recent, standing.status)
    grades = {each.name: each.grade for each in seen}
    opens = wiring.releases_for(scope)
    context = {
        "scope": scope,
        "names": names_of(scope),
        "now": now,
        "standing": standing,
        "fingerprint": standing.fingerprint,
        "quorum": log.quorum_of(policy, standing),
        "counts": log.counts_of(scope),
        "packages": _packages(scope),
        "witnesses": seen,
        "checkpoints": [
            {
                "size": each.size,
                "at": moments.get(each.size),
                "laptops": sum(grades[one.witness] == reading.LAPTOP for one in each.cosigned),
                "phones": sum(grades[one.witness] == reading.PHONE for one in each.cosigned),
            }
            for each in recent
        ],
        "opens": [
            {
                "words": gettext(PARTS[part.name]),
                "at": opens[part.name],
                "is_open": release.is_open(opens, part.name, now),
            }
            for part in release.PARTS
        ],
        "has_verifier": log.has_verifier(),
        "is_contoh": scope.is_contoh or settings.DEMO,
    }
    return render(request, "keeping/public.html", context)


def _packages(scope: Scope) -> dict[str, int]:
    """How many packages facts speak of, and how many of them are closed: one query."""
    return PackageState.objects.filter(scope=scope).aggregate(
        every=Count("pk"), sealed=Count("pk", filter=Q(state="sealed"))
    )
