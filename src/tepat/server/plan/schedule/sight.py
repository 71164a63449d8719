"""Who reads when which vehicle is where: the plan must not be a timetable for a robber.

The chances and the cost are for everyone who may open the desk. Reasons name days, so they are
for those who read departures.
"""

from dataclasses import dataclass, field

from tepat.core.election.roles import Action, Grant, may, who_may
from tepat.core.plan.schedule.values import Trip
from tepat.server.desk.words import role_name
from tepat.server.election.models import Scope, User


@dataclass(frozen=True)
class Sight:
    """What one person may read of the movements in a plan."""

    grants: tuple[Grant, ...]
    election: str
    known: dict[str, bool] = field(default_factory=dict)

    def sees(self, place: str) -> bool:
        """Tell whether departures and vehicles to `place` are for this person."""
        area = place.partition(":")[0]
        if area not in self.known:
            self.known[area] = may(self.grants, Action.SEE_MOVEMENTS, area, self.election)
        return self.known[area]

    def sees_trip(self, trip: Trip) -> bool:
        """Tell whether a trip may be shown: one that halts where this person reads it."""
        return any(self.sees(stop.place) for stop in trip.stops)


def of(user: User, scope: Scope) -> Sight:
    """Return what `user` reads here; one query for the grants."""
    return Sight(tuple(user.grants()), scope.election)


def who_sees() -> str:
    """Return the names of the roles that read movements."""
    return ", ".join(role_name(role) for role in who_may(Action.SEE_MOVEMENTS))
