"""What changed between two plans, for the people who hold the old papers."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from django.utils.translation import gettext

from tepat.core.plan import comparing
from tepat.core.plan.comparing import Comparison, Holder
from tepat.core.plan.replanning import CHANGE
from tepat.core.plan.saying import Language
from tepat.core.plan.schedule.values import Plan
from tepat.server.desk.words import language
from tepat.server.plan.schedule import words
from tepat.server.plan.schedule.shown import Shown


def compared(old: Shown, new: Shown) -> Comparison:
    """Return both plans in numbers, and the changes of the papers this person may read."""
    whole = comparing.compare(new.instance, old.plan, new.plan)
    if not (old.hides or new.hides):
        return whole
    seen = comparing.compare(new.instance, _seen(old), _seen(new))
    changes = [
        each for each in seen.changes if each.holder is Holder.VEHICLE or new.sight.sees(each.place)
    ]
    return replace(whole, changes=tuple(changes))


def message(old: Shown, new: Shown, lines: Sequence[str]) -> str:
    """Return all changes as one text to send to those who hold paper."""
    head = gettext("Plan %(new)s replaces plan %(old)s. What changed:") % {
        "new": new.run.number,
        "old": old.run.number,
    }
    return "\n".join([head, *lines])


def lines(comparison: Comparison, kecamatan: str = "") -> list[str]:
    """Return the changes of all crews, or those of the PPS of one kecamatan."""
    spoken: Language = "en" if language() == "en" else "id"
    return [
        each.text(spoken)
        for each in comparison.changes
        if (kecamatan and each.holder is Holder.DESA and each.place.startswith(f"{kecamatan}."))
        or (each.holder is Holder.VEHICLE and not kecamatan)
    ]


def told(comparison: Comparison) -> dict[str, str]:
    """Return how many papers change, and what telling their holders is reckoned at."""
    crews = sum(each.holder is Holder.VEHICLE for each in comparison.changes)
    return {
        "desa": words.number(comparison.desa),
        "crews": words.number(crews),
        "rupiah": words.rupiah(comparison.desa * CHANGE),
    }


def counted(comparison: Comparison) -> dict[str, int]:
    """Return how many PPS of each kecamatan are told something new."""
    places = [each.place[:8] for each in comparison.changes if each.holder is Holder.DESA]
    return dict(sorted(Counter(places).items()))


def _seen(plan: Shown) -> Plan:
    trips = tuple(
        replace(trip, stops=tuple(stop for stop in trip.stops if plan.sight.sees(stop.place)))
        for trip in plan.trips
    )
    return replace(plan.plan, trips=trips)
