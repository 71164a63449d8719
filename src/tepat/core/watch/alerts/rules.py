"""All rules over one situation."""

from tepat.core.watch.alerts.found import Found
from tepat.core.watch.alerts.limits import Limits
from tepat.core.watch.alerts.rules_desk import DESK
from tepat.core.watch.alerts.rules_loads import LOADS
from tepat.core.watch.alerts.rules_packages import PACKAGES
from tepat.core.watch.alerts.rules_places import PLACES
from tepat.core.watch.alerts.rules_voting import VOTING
from tepat.core.watch.alerts.situation import Situation

RULES = (*LOADS, *PACKAGES, *PLACES, *DESK, *VOTING)


def alerts_of(now: Situation, limits: Limits) -> list[Found]:
    """Return everything that is not as it should be; each key once, sorted by key."""
    found: dict[str, Found] = {}
    for rule in RULES:
        for each in rule(now, limits):
            found.setdefault(each.key, each)
    return [found[key] for key in sorted(found)]
