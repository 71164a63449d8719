"""The same regency with more days in front: what leaving earlier would allow."""

from dataclasses import replace
from datetime import timedelta

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


def _label(first: str, before: int) -> str:
    """Return the label of a day `before` days before the one called `first`.

    >>> _label("H-7", 1), _label("Senin", 2)
    ('H-8', 'Senin-2')
    """
    head, _, number = first.rpartition("-")
    if head and number.isdecimal():
        return f"{head}-{int(number) + before}"
    return f"{first}-{before}"
