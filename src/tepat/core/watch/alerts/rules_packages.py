"""Packages: what the fold says does not fit, one alert per cause and kecamatan."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Final

from tepat.core.election.regions import split_tps
from tepat.core.move.custody import Flag
from tepat.core.watch.alerts.found import Found, Value, evidence_of, key_of
from tepat.core.watch.alerts.kinds import Kind
from tepat.core.watch.alerts.limits import Limits
from tepat.core.watch.alerts.situation import Situation, Trouble

CONTENT: Final = "content"
"""Not a flag of custody: what was counted into a box is not what is planned."""

KIND_OF_FLAG: Final = {
    Flag.WRONG_DESTINATION.value: Kind.WRONG_PLACE,
    Flag.SEAL_DIFFERS.value: Kind.SEAL_DIFFERS,
    Flag.DAMAGED.value: Kind.DAMAGED,
    Flag.DISPUTED.value: Kind.DISPUTED,
    Flag.OTHER_LIST.value: Kind.CONTENT,
    Flag.UNKNOWN_PACKAGE.value: Kind.CONTENT,
    CONTENT: Kind.CONTENT,
}
_NO_TIME: Final = timedelta(0)


def packages_amiss(now: Situation, limits: Limits) -> Iterator[Found]:
    """Yield what is wrong with packages: many of one kecamatan are one alert with a count."""
    groups: defaultdict[tuple[Kind, str], dict[str, Trouble]] = defaultdict(dict)
    for each in now.troubles:
        if kind := KIND_OF_FLAG.get(each.flag):
            groups[kind, each.kecamatan][each.package] = each
    for (kind, kecamatan), found in sorted(groups.items()):
        yield _found(now, kind, kecamatan, list(found.values()))


def half_handovers(now: Situation, limits: Limits) -> Iterator[Found]:
    """Yield handovers that one side alone has signed for too long.

    The other phone may be on its way with the other half: right after a half came late, it
    has `grace` before anybody is called.
    """
    groups: defaultdict[str, list[Trouble]] = defaultdict(list)
    for each in now.troubles:
        if each.flag != Flag.HALF.value:
            continue
        waited = now.now - each.at if each.at else _NO_TIME
        known = now.now - each.seen if each.seen else _NO_TIME
        if waited >= limits.span("half") and known >= limits.span("grace"):
            groups[each.kecamatan].append(each)
    for kecamatan, found in sorted(groups.items()):
        yield _found(now, Kind.HALF_HANDOVER, kecamatan, found)


def unwitnessed(now: Situation, limits: Limits) -> Iterator[Found]:
    """Yield one alert per kecamatan whose handovers no supervisor saw.

    What a supervisor can no longer go and look at, because it is long past or came here
    long after, is history and not a call.
    """
    groups: defaultdict[str, list[tuple[bool, datetime, str, str]]] = defaultdict(list)
    for each in now.handovers:
        if each.is_witnessed or now.now - each.at < limits.span("witness"):
            continue
        is_past = now.now - each.at > limits.span("witness_window")
        groups[each.kecamatan].append((is_past, each.at, each.fact, each.place))
    for kecamatan, found in sorted(groups.items()):
        still = [each for each in found if not each[0]]
        rows = sorted(still or found)
        params: dict[str, Value] = {"count": len(rows), "place": rows[0][3], "area": kecamatan}
        yield Found(
            Kind.NO_WITNESS,
            key_of(Kind.NO_WITNESS, kecamatan),
            kecamatan,
            rows[0][1],
            until=None if still else rows[-1][1] + limits.span("witness_window"),
            count=len(rows),
            evidence=evidence_of("fact", (fact for _, _, fact, _ in rows)),
            params=params,
        )


def _found(now: Situation, kind: Kind, kecamatan: str, rows: list[Trouble]) -> Found:
    rows = sorted(rows, key=lambda each: each.package)
    times = [each.at for each in rows if each.at]
    tps = {each.tps for each in rows if split_tps(each.tps)}
    belongs = sorted({each.belongs for each in rows if each.belongs})
    facts = evidence_of("fact", (each.fact for each in rows))
    loads = evidence_of("shipment", (each.shipment for each in rows))
    return Found(
        kind,
        key_of(kind, kecamatan),
        kecamatan,
        min(times, default=now.now),
        count=len(rows),
        evidence=(*loads[:5], *evidence_of("package", (e.package for e in rows)), *facts[:5]),
        params={
            "package": rows[0].package,
            "place": rows[0].place,
            "area": kecamatan,
            "count": len(rows),
            "tps": len(tps),
            "belongs": belongs[0] if len(belongs) == 1 else now.kabupaten,
            "load": next((each.shipment for each in rows if each.shipment), "-"),
        },
    )


PACKAGES: tuple[Callable[[Situation, Limits], Iterator[Found]], ...] = (
    packages_amiss,
    half_handovers,
    unwitnessed,
)
