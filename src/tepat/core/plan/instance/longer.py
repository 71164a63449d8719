"""The same regency with more days: what leaving earlier, or waiting longer, would allow."""

from dataclasses import replace
from datetime import timedelta

from tepat.core.plan.instance.axis import Axis
from tepat.core.plan.instance.values import MINUTES_A_DAY, Day, Instance


def earlier(instance: Instance, days: int) -> Instance:
    """Return `instance` that begins `days` earlier, with floods and fleet as on its first day."""
    first = instance.days[0]
    labels = [_label(first.label, at) for at in range(days, 0, -1)]
    more = [
        Day(label, first.date - timedelta(days=days - at), first.light)
        for at, label in enumerate(labels)
    ]
    shift = days * MINUTES_A_DAY
    targets = instance.targets
    zones = tuple(
        replace(
            zone,
            probability=(zone.probability[0],) * days + zone.probability,
            sources=(),
        )
        for zone in instance.hazard.zones
    )
    return replace(
        instance,
        days=(*more, *instance.days),
        vehicles=tuple(
            replace(each, available=(each.available[0],) * days + each.available)
            for each in instance.vehicles
        ),
        desa=tuple(replace(each, blocked=()) for each in instance.desa),
        hazard=replace(instance.hazard, zones=zones),
        targets=replace(
            targets, pps=targets.pps + shift, ppk=targets.ppk + shift, tps=targets.tps + shift
        ),
        escorts=(instance.escorts[0],) * days + instance.escorts if instance.escorts else (),
    )


def later(instance: Instance, at_ppk: int, home: int) -> Instance:
    """Return a way back that may last longer, with floods and fleet as on its last day.

    Boxes may come to their PPK, and leave it, `at_ppk` days later, and come home `home` days
    after that.
    """
    days, held = at_ppk + home, at_ppk * MINUTES_A_DAY
    axis, last, count = Axis(instance.days), instance.days[-1], len(instance.days)
    more = [
        Day(axis.label(count + at), last.date + timedelta(days=at + 1), last.light)
        for at in range(days)
    ]
    shift = days * MINUTES_A_DAY
    targets = instance.targets
    zones = tuple(
        replace(
            zone,
            probability=zone.probability + (zone.probability[-1],) * days,
            sources=zone.sources + zone.sources[-1:] * days,
        )
        for zone in instance.hazard.zones
    )
    return replace(
        instance,
        days=(*instance.days, *more),
        vehicles=tuple(
            replace(each, available=each.available + (each.available[-1],) * days)
            for each in instance.vehicles
        ),
        hazard=replace(instance.hazard, zones=zones),
        targets=replace(
            targets, pps=targets.pps + shift, ppk=targets.ppk + held, tps=targets.tps + shift
        ),
        journey=replace(instance.journey, recap=instance.journey.recap + held),
        escorts=instance.escorts + instance.escorts[-1:] * days,
    )


def _label(first: str, before: int) -> str:
    """Return the label of a day `before` days before the one called `first`.

    >>> _label("H-7", 1), _label("Senin", 2)
    ('H-8', 'Senin-2')
    """
    head, _, number = first.rpartition("-")
    if head and number.isdecimal():
        return f"{head}-{int(number) + before}"
    return f"{first}-{before}"
