"""Who says how likely a zone floods, and which of them is believed.

Every source gives `Contribution`s of the same form. A person's report fixes a day to 0 or 1;
warnings and forecasts only raise a probability; the flood history replaces the guess that a
zone starts with. To add a source: a row in `SOURCES` and one file that returns contributions.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import IntEnum
from typing import Final

from tepat.core.plan.instance.source import Source
from tepat.core.plan.instance.values import Hazard


class Rank(IntEnum):
    """How strong a word is; of two that fix a day the higher one stands."""

    PRIOR = 0
    HISTORY = 1
    WARNING = 2
    """Raises a probability and never lowers one."""
    REPORT = 3


@dataclass(frozen=True, slots=True)
class HazardSource:
    """One kind of source: what it gives, and the file with its rules."""

    id: str
    rank: Rank
    title_id: str
    title_en: str
    gives_id: str
    gives_en: str
    rules: str


SOURCES: Final = (
    HazardSource(
        "prior",
        Rank.PRIOR,
        "Perkiraan awal",
        "First guess",
        "peluang tiap zona dan hari, dari BPBD atau orang yang kenal tempatnya",
        "a probability of each zone and day, from BPBD or people who know the ground",
        "tepat/core/plan/instance/values.py",
    ),
    HazardSource(
        "history",
        Rank.HISTORY,
        "Riwayat banjir",
        "Flood history",
        "peluang dari hari banjir dibagi hari yang diamati",
        "a probability from flooded days among observed days",
        "tepat/core/plan/hazard/history.py",
    ),
    HazardSource(
        "alert",
        Rank.WARNING,
        "Peringatan dini BMKG",
        "BMKG alert",
        "menaikkan peluang zona yang dikenainya selama berlaku",
        "raises zones inside its polygon while it is in force",
        "tepat/core/plan/hazard/alerts.py",
    ),
    HazardSource(
        "forecast",
        Rank.WARNING,
        "Prakiraan cuaca BMKG",
        "BMKG forecast",
        "menaikkan peluang zona di dekat desa yang diprakirakan hujan",
        "raises zones near a desa for which rain is forecast",
        "tepat/core/plan/hazard/forecasts.py",
    ),
    HazardSource(
        "report",
        Rank.REPORT,
        "Laporan",
        "Report",
        "memastikan jalan, sungai, laut, atau pasang: tertutup atau dapat dilalui",
        "fixes a road, river, sea or tide as closed or open",
        "tepat/core/plan/hazard/reports.py",
    ),
)
SOURCE_BY_ID: Final = {each.id: each for each in SOURCES}


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one source says about one zone on one day; `kind` is an id of `SOURCES`."""

    kind: str
    zone: str
    day: int
    probability: float
    source: Source

    @property
    def rank(self) -> Rank:
        return SOURCE_BY_ID[self.kind].rank


def deciding(
    base: Hazard, contributions: Iterable[Contribution]
) -> dict[tuple[str, int], Contribution]:
    """Return the contribution that gives each zone and day its probability.

    Zones and days that no contribution changes are left out. The order of the
    contributions does not matter.
    """
    said: dict[tuple[str, int], list[Contribution]] = {}
    for each in contributions:
        said.setdefault((each.zone, each.day), []).append(each)
    found = {}
    for zone in base.zones:
        for day, prior in enumerate(zone.probability):
            best = _deciding(prior, said.get((zone.id, day), []))
            if best is not None:
                found[zone.id, day] = best
    return found


def combine(base: Hazard, contributions: Iterable[Contribution]) -> Hazard:
    """Return `base` with all that its sources say: report, warning, history, prior.

    Each zone and day keeps who said its probability in `Zone.sources`.

    >>> from tepat.core.plan.instance.values import Zone
    >>> base = Hazard((Zone("a", "", (0.1, 0.1)),))
    >>> rain = Contribution("alert", "a", 1, 0.4, Source("BMKG"))
    >>> seen = Contribution("report", "a", 0, 1.0, Source("PPK"))
    >>> [zone] = combine(base, [rain, seen]).zones
    >>> zone.probability, [each.by for each in zone.sources]
    ((1.0, 0.4), ['PPK', 'BMKG'])
    """
    found = deciding(base, contributions)
    zones = []
    for zone in base.zones:
        days = range(len(zone.probability))
        decided = [found.get((zone.id, day)) for day in days]
        if not any(decided):
            zones.append(zone)
            continue
        zones.append(
            replace(
                zone,
                probability=tuple(
                    each.probability if each else zone.probability[day]
                    for day, each in enumerate(decided)
                ),
                sources=tuple(
                    each.source if each else zone.said_by(day) for day, each in enumerate(decided)
                ),
            )
        )
    return replace(base, zones=tuple(zones))


def _deciding(prior: float, said: list[Contribution]) -> Contribution | None:
    reports = [each for each in said if each.rank is Rank.REPORT]
    if reports:
        return max(reports, key=_newest)
    history = [each for each in said if each.rank is Rank.HISTORY]
    best = max(history, key=_newest) if history else None
    level = best.probability if best else prior
    raising = [each for each in said if each.rank is Rank.WARNING and each.probability > level]
    return max(raising, key=_highest) if raising else best


def _newest(each: Contribution) -> tuple[str, float, str, str]:
    # Of two said at the same minute the worse one stands.
    return each.source.at, each.probability, each.source.by, each.source.note


def _highest(each: Contribution) -> tuple[float, str, str, str]:
    return each.probability, each.source.at, each.source.by, each.source.note
