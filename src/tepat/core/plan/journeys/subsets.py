"""Other journeys over the same ground: the way back after the count, and votes held again.

Each is a regency of its own: fewer desa, other days, other amounts, and says what it is for.
Votes held again (PSU), continued (PSL) or later (PSS) are deliveries and are planned as such;
the way back is planned and judged as pickups, by `fetching`.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from tepat.core.plan.instance.axis import Axis
from tepat.core.plan.instance.journey import Journey, Purpose
from tepat.core.plan.instance.source import Source
from tepat.core.plan.instance.values import MINUTES_A_DAY, Day, Desa, Instance, Targets, Zone
from tepat.core.problems import Code, Problem, refuse

AGAIN: Final = (Purpose.PSU, Purpose.PSL, Purpose.PSS)
AGAIN_WITHIN: Final = 10
"""Days after the vote within which PSU, PSL and PSS take place, unless a court says otherwise."""
DAWN: Final = 5 * 60
"""Minutes after midnight of the day of the vote by which all is there."""
RECAP_DAYS: Final = 3
"""Days after the vote on which the PPK hand over what they recapped; rough, to be chosen."""
_TPS: Final = re.compile(r"(\d\d\.\d\d\.\d\d\.\d{4})(-\d{3})?")
_SHOWN: Final = 5


@dataclass(frozen=True, slots=True)
class Back:
    """When the way back takes place, in minutes from 00:00 of the day of the vote.

    Boxes can be fetched at the PPS from `ready` on, are at their PPK by `at_ppk`, leave it
    from `recap` on, and are in the warehouse by `home`. `night`: the PPS is served in the dark.
    """

    ready: int = 22 * 60
    at_ppk: int = 2 * MINUTES_A_DAY
    recap: int = RECAP_DAYS * MINUTES_A_DAY + 8 * 60
    home: int = 6 * MINUTES_A_DAY + 18 * 60
    night: bool = True


def way_back(instance: Instance, vote: date, back: Back, box: tuple[int, int] = (0, 0)) -> Instance:
    """Return the regency of the way back: every box of every desa, by its PPK to the warehouse.

    `box` is litres and kilograms of one; (0, 0) takes what was brought. Raises `Refused` where
    the moments do not follow one another.
    """
    if not 0 <= back.ready < back.at_ppk <= back.recap < back.home:
        raise refuse(Code.BACK_ORDER)
    count = -(-back.home // MINUTES_A_DAY)
    days = tuple(
        Day(f"H+{number}" if number else "H", vote + timedelta(days=number))
        for number in range(count)
    )
    litres, kg = box
    desa = tuple(
        replace(
            each,
            litres=each.boxes * litres or each.litres,
            kg=each.boxes * kg or each.kg,
            blocked=(),
        )
        for each in instance.desa
    )
    targets = replace(instance.targets, ppk=back.at_ppk, pps=back.home, tps=back.home)
    journey = Journey(
        Purpose.RETURN, vote, instance.journey.tps, ready=back.ready, recap=back.recap
    )
    return replace(
        _over(instance, days),
        desa=desa,
        targets=targets,
        journey=replace(journey, night=back.night),
    )


def back_of(
    vote: date,
    days: int = 7,
    ready: str = "",
    at_ppk: str = "",
    recap: str = "",
    night: bool = True,
) -> Back:
    """Return when the way back takes place, over `days` days from that of the vote on.

    Moments are written `H 22:00`, empty for what is usual. Raises `Refused` for one that cannot
    be read, or where they do not follow one another.
    """
    axis = Axis((Day("H", vote),))
    usual = Back()
    home = (days - 1) * MINUTES_A_DAY + 18 * 60
    found = {"ready": usual.ready, "at_ppk": usual.at_ppk}
    found["recap"] = usual.recap if usual.recap < home else usual.at_ppk
    for name, text in (("ready", ready), ("at_ppk", at_ppk), ("recap", recap)):
        if text.strip():
            moment = axis.read(text)
            if moment is None:
                raise refuse(Code.AGAIN_FORM, field=_BACK[name], value=text[:40])
            found[name] = moment
    back = Back(**found, home=home, night=night)
    if not 0 <= back.ready < back.at_ppk <= back.recap < back.home:
        raise refuse(Code.BACK_ORDER)
    return back


_BACK: Final = {
    "ready": "Hitung selesai",
    "at_ppk": "Kotak di PPK",
    "recap": "Rekap PPK selesai",
}


def days_before(vote: date, count: int) -> tuple[Day, ...]:
    """Return the `count` days before `vote`, H-2 and H-1 for two."""
    return tuple(Day(f"H-{at}", vote - timedelta(days=at)) for at in range(count, 0, -1))


def again(
    instance: Instance,
    tps: Mapping[str, int],
    journey: Journey,
    days: int,
    boxes: int = 0,
) -> Instance:
    """Return the regency of a vote held again (PSU) or later (PSL, PSS) in some TPS.

    `tps` gives how many TPS of each desa vote on `journey.vote`; loads are in proportion, and
    all is there by 05:00 of that day after `days` days of driving. `boxes` is how many boxes
    each TPS gets, 0 for as many as before. Raises `KeyError` for a desa that is not in the
    regency.
    """
    known = {each.code for each in instance.desa}
    for code in tps:
        if code not in known:
            raise KeyError(code)
    if journey.vote is None:
        raise ValueError("a vote held again has a day")
    desa = [_part(each, tps[each.code], boxes) for each in instance.desa if tps.get(each.code)]
    targets = _by(instance.targets, days * MINUTES_A_DAY + DAWN)
    part = only(_over(instance, days_before(journey.vote, days)), {each.code for each in desa})
    return replace(part, desa=tuple(desa), targets=targets, journey=journey)


def only(instance: Instance, desa: Collection[str]) -> Instance:
    """Return the regency with some of its desa, and the PPK and vehicles they need, alone."""
    kept = tuple(each for each in instance.desa if each.code in desa)
    above = {each.kecamatan for each in kept}
    gone = {each.code for each in instance.kecamatan} - above
    return replace(
        instance,
        desa=kept,
        kecamatan=tuple(each for each in instance.kecamatan if each.code in above),
        vehicles=tuple(each for each in instance.vehicles if each.warehouse not in gone),
    )


def read_tps(text: str) -> tuple[str, ...]:
    """Return the codes of TPS, or of desa for all of theirs, that `text` names, each once.

    Raises `Refused` where nothing, or something else, is written.

    >>> read_tps("63.09.05.2003-007, 63.09.05.2004")
    ('63.09.05.2003-007', '63.09.05.2004')
    """
    words = [each for each in re.split(r"[\s,;]+", text) if each]
    if not words:
        raise refuse(Code.AGAIN_NONE)
    strange = [each for each in words if not _TPS.fullmatch(each)]
    if strange:
        raise refuse(Code.AGAIN_TPS, tps=_some(strange))
    return tuple(sorted(set(words)))


def counted(instance: Instance, tps: Iterable[str]) -> dict[str, int]:
    """Return how many TPS of each desa `tps` names. Raises `Refused` where there are not so many.

    A code of a desa stands for all of its TPS.
    """
    desa = {each.code: each for each in instance.desa}
    named: dict[str, set[str]] = {}
    for code in tps:
        named.setdefault(code[:13], set()).add(code)
    strange = [code for place, codes in named.items() if place not in desa for code in codes]
    if strange:
        raise refuse(Code.AGAIN_TPS, tps=_some(sorted(strange)))
    found = {}
    for place, codes in sorted(named.items()):
        most = desa[place].tps
        found[place] = most if place in codes else len(codes)
        if found[place] > most:
            raise refuse(
                Code.AGAIN_MANY, place=desa[place].name or place, count=found[place], most=most
            )
    return found


def problems_with(journey: Journey, main: date | None) -> list[Problem]:
    """Return what is unusual about the day of a vote held again, after the `main` one.

    Raises `Refused` for a day that is not after the main vote; a PSS may be a first vote, and
    still comes later.
    """
    vote = journey.vote
    if vote is None or main is None:
        return []
    days = (vote - main).days
    facts = {"date": vote.isoformat(), "vote": main.isoformat()}
    if days <= 0:
        raise refuse(Code.AGAIN_DATE, **facts)
    return (
        [Problem(Code.AGAIN_LATE, {**facts, "most": AGAIN_WITHIN})] if days > AGAIN_WITHIN else []
    )


def _part(desa: Desa, tps: int, boxes: int) -> Desa:
    """Return the share of `tps` of the TPS of a desa, rounded up."""
    whole = max(1, desa.boxes)
    mine = tps * boxes or -(-desa.boxes * tps // max(1, desa.tps))
    return replace(
        desa,
        tps=tps,
        boxes=mine,
        litres=-(-desa.litres * mine // whole),
        kg=-(-desa.kg * mine // whole),
        blocked=(),
    )


def _over(instance: Instance, days: Sequence[Day]) -> Instance:
    """Return `instance` over other days: as many vehicles each day as on its best day.

    Nobody said how likely floods are on days after the vote: they count as likely as on the
    last day before it, and as a guess.
    """
    count = len(days)
    light = instance.days[-1].light
    vehicles = tuple(
        replace(each, available=(max(each.available, default=0),) * count)
        for each in instance.vehicles
    )
    escorts = (max(instance.escorts),) * count if instance.escorts else ()
    zones = tuple(_guessed(zone, instance.days[-1].label, count) for zone in instance.hazard.zones)
    return replace(
        instance,
        days=tuple(replace(day, light=light) for day in days),
        vehicles=vehicles,
        hazard=replace(instance.hazard, zones=zones),
        escorts=escorts,
    )


def _guessed(zone: Zone, label: str, count: int) -> Zone:
    said = zone.said_by(len(zone.probability) - 1)
    source = Source(said.by, said.at, rough=True, note=f"seperti {label}")
    return replace(zone, probability=(zone.probability[-1],) * count, source=source, sources=())


def _by(targets: Targets, deadline: int) -> Targets:
    ppk = max(MINUTES_A_DAY // 2, deadline - MINUTES_A_DAY)
    return replace(targets, pps=deadline, ppk=ppk, tps=deadline)


def _some(codes: Sequence[str]) -> str:
    shown = ", ".join(each[:40] for each in codes[:_SHOWN])
    return f"{shown}, …" if len(codes) > _SHOWN else shown
