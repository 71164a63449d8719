"""What somebody asks an export for: which rows, and what of them they may read."""

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from zoneinfo import ZoneInfo

from tepat.core.election.regions import is_in
from tepat.core.election.roles import Action, Grant, may, may_see, may_somewhere
from tepat.core.watch.exports.rows import Ground
from tepat.core.watch.security.sight import Sight, sight_of
from tepat.server.election.models import Region, Scope
from tepat.server.move.models import Officer


@dataclass(frozen=True)
class Reader:
    """Whose rights hold. `limits` are the rights a key was made for; None: all of the person's."""

    grants: tuple[Grant, ...]
    limits: frozenset[Action] | None = None

    def may(self, action: Action, area: str, election: str) -> bool:
        """Tell whether this right holds in `area`; the desk is one picture for all who see it."""
        if self.limits is not None and action not in self.limits:
            return False
        if action is Action.SEE_DESK:
            return may_see(self.grants, area[:5], election)
        return may(self.grants, action, area, election)

    def sight(self, kabupaten: str, election: str) -> Sight:
        """Return where the reader looks in the police's room, and on whose people."""
        allowed = self.limits is None or Action.SEE_SECURITY in self.limits
        return sight_of(self.grants, kabupaten, election) if allowed else Sight()

    def may_somewhere(self, action: Action, area: str, election: str) -> bool:
        """Tell whether this right holds in some part of `area`."""
        allowed = self.limits is None or action in self.limits
        return allowed and may_somewhere(self.grants, action, area, election)


@dataclass(frozen=True)
class Asked:
    """Rows of one scope after `since` up to `upto` (numbers of the log), of one area or day."""

    scope: Scope
    reader: Reader
    since: int = 0
    upto: int = 2**53
    area: str = ""
    """A kecamatan or desa; empty: all of them."""
    day: date | None = None
    """By the clock of who signed, in the zone of the kabupaten."""
    kinds: tuple[str, ...] = ()
    wants_people: bool = False
    _known: dict[tuple[Action, str], bool] = field(default_factory=dict)

    @cached_property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.scope.zone)

    @cached_property
    def ground(self) -> Ground:
        """Names of areas, and of officers only where they are asked for and may be read."""
        regions = Region.objects.filter(code__startswith=self.scope.kabupaten)
        may_name = self.wants_people and self.sees(Action.KEEP_DEVICES, self.scope.kabupaten)
        people = Officer.objects.filter(scope=self.scope) if may_name else ()
        return Ground(
            self.zone,
            dict(regions.values_list("code", "name")),
            {each.person: (each.name, each.phone) for each in people},
        )

    def sees(self, action: Action, area: str) -> bool:
        """Tell whether the reader has this right in `area`, by default the kabupaten."""
        where = area or self.scope.kabupaten
        known = self._known.get((action, where))
        if known is None:
            known = self.reader.may(action, where, self.scope.election)
            self._known[action, where] = known
        return known

    def is_wanted(self, action: Action, area: str) -> bool:
        """Tell whether a row about `area` is asked for and may be read."""
        return (not self.area or is_in(area, self.area)) and self.sees(action, area)
