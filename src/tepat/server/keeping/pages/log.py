"""The room of the log: how much it holds, who witnessed it, and whether it keeps its promise."""

import shutil
from dataclasses import dataclass
from typing import Any, cast

from django.conf import settings
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tepat.core.election.roles import Action
from tepat.core.log import notes
from tepat.core.log.policies import NONE, Policy
from tepat.core.log.receipts import WITHIN_S
from tepat.core.problems import Code, Problem
from tepat.server import clock
from tepat.server.election.models import Scope, User
from tepat.server.election.scopes import allows, desk_page
from tepat.server.keeping import wiring
from tepat.server.keeping.doctor import LEAST_FREE_MB, MEGABYTE
from tepat.server.keeping.pages import chart, kept, reading
from tepat.server.log import queries
from tepat.server.log.models import Fact, Quarantined
from tepat.server.log.publishing.health import Health, health_of
from tepat.server.log.publishing.place import Place
from tepat.server.log.publishing.standing import LogStanding, standing_of
from tepat.server.move.devices import queries as devices

MINUTE_S = 60


@dataclass(frozen=True, slots=True)
class Counts:
    """What one log holds, in two queries."""

    facts: int
    withheld: int
    """Facts of which the log shows the hash alone."""
    quarantined: int
    open: int
    """Entries in quarantine that nothing has settled."""


def counts_of(scope: Scope) -> Counts:
    """Count the entries of a log: two queries."""
    where = {"election": scope.election, "kabupaten": scope.kabupaten}
    hidden = Q(audience__in=queries.HIDDEN)
    facts = Fact.objects.filter(**where).aggregate(
        every=Count("pk"), hidden=Count("pk", filter=hidden)
    )
    refuges = Quarantined.objects.filter(**where).aggregate(
        every=Count("pk"), open=Count("pk", filter=Q(settled=""))
    )
    return Counts(facts["every"], facts["hidden"], refuges["every"], refuges["open"])


@desk_page()
def log(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Facts, fingerprint, witnesses, recent checkpoints and health of one log."""
    place, now = wiring.place_of(scope), clock.now()
    health, standing = health_of(place, now), standing_of(place)
    policy = policy_of(place)
    recent = reading.recent(place, policy)
    seen = reading.witnesses(policy, recent, standing.status)
    moments = queries.moments_of_numbers(
        scope.election, scope.kabupaten, [*(each.size for each in recent), health.entries]
    )
    context = {
        "counts": counts_of(scope),
        "standing": standing,
        "fingerprint": halves(standing.fingerprint),
        "health": health,
        "problems": _problems(place, health, policy),
        "witnesses": seen,
        "quorum": quorum_of(policy, standing),
        "chart": chart.drawn(recent, moments, {each.name: each.grade for each in seen}),
        "checkpoint_at": moments.get(standing.checkpoint.size) if standing.checkpoint else None,
        "minutes": WITHIN_S // MINUTE_S,
        "waited_minutes": health.waited_s // MINUTE_S,
        "kept": kept.rows(place, now, health.entries, moments, recent, scope.zone),
        "keys": [notes.write_vkey(each) for each in reading.keys_of(place)],
        "alarms": len(devices.alarms(scope)),
        "has_verifier": has_verifier(),
        "may_follow": allows(cast(User, request.user), Action.SEE_MOVEMENTS, scope),
        **_disk(),
    }
    return render(request, "keeping/log.html", context)


def policy_of(place: Place) -> Policy | None:
    """Return the policy of a log; None without one, or where its file cannot be read."""
    file = wiring.policy_file(place)
    return reading.policy_in(file.read_bytes() if file.is_file() else None)


def quorum_of(policy: Policy | None, standing: LogStanding) -> str:
    """Say how the quorum stands: none, nobody, waiting, lost or met."""
    if policy is None:
        return "none"
    if policy.quorum == NONE:
        return "nobody"
    if standing.checkpoint is None:
        return "waiting"
    return "met" if standing.is_witnessed else "lost"


def halves(fingerprint: str) -> list[str]:
    """Return the 24 digits in two lines of three groups, as they stand on paper."""
    groups = fingerprint.split()
    return [" ".join(groups[:3]), " ".join(groups[3:])] if groups else []


def has_verifier() -> bool:
    """Tell whether the page that verifies was built into this installation."""
    return (settings.BASE / "static" / "verify" / "verify.html").is_file()


def _problems(place: Place, health: Health, policy: Policy | None) -> list[Problem]:
    found = health.problems()
    if health.entries and policy is None:
        file = wiring.policy_file(place)
        found.append(Problem(Code.LOG_NO_POLICY, {"log": str(place), "file": file.name}))
    return found


def _disk() -> dict[str, Any]:
    free = shutil.disk_usage(wiring.home()).free // MEGABYTE
    return {"free": free, "is_disk_low": free < LEAST_FREE_MB}
