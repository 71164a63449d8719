"""Places: stores, guards, weather over desa, TPS, stores and legs, and who is silent."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta

from tepat.core.watch.alerts.found import Found, Value, evidence_of, key_of
from tepat.core.watch.alerts.ground import inside
from tepat.core.watch.alerts.kinds import Kind
from tepat.core.watch.alerts.limits import Limits
from tepat.core.watch.alerts.situation import (
    Danger,
    Load,
    Situation,
    Spot,
    Store,
    Unbacked,
)
from tepat.core.watch.stores.roster import missed_since

UNFIT = "unfit"


def stores_amiss(now: Situation, limits: Limits) -> Iterator[Found]:
    """Yield stores that failed their inspection, and those nobody looked at, by kecamatan."""
    oldest = now.now - limits.span("inspection")
    unfit: defaultdict[str, list[Store]] = defaultdict(list)
    unseen: defaultdict[str, list[Store]] = defaultdict(list)
    for store in now.stores:
        kecamatan = store.area[:8]
        if store.outcome == UNFIT:
            unfit[kecamatan].append(store)
        elif store.inspected_at is None or store.inspected_at < oldest:
            unseen[kecamatan].append(store)
    for kind, groups in ((Kind.STORE_UNFIT, unfit), (Kind.STORE_UNSEEN, unseen)):
        for kecamatan, found in sorted(groups.items()):
            yield _stores(now, kind, kecamatan, found)


def without_backup(now: Situation, limits: Limits) -> Iterator[Found]:
    """Yield red stores for which nobody has chosen another place, by kecamatan."""
    groups: defaultdict[str, list[Unbacked]] = defaultdict(list)
    for each in now.unbacked:
        groups[each.area[:8]].append(each)
    for kecamatan, found in sorted(groups.items()):
        rows = sorted(found, key=lambda each: each.place)
        yield Found(
            Kind.STORE_NO_BACKUP,
            key_of(Kind.STORE_NO_BACKUP, kecamatan),
            kecamatan if len(kecamatan) == 8 else now.kabupaten,
            min((each.since for each in rows if each.since), default=now.now),
            count=len(rows),
            evidence=(
                *evidence_of("place", (each.place for each in rows)),
                *evidence_of("fact", (each.fact for each in rows)),
            ),
            params={
                "place": rows[0].place,
                "count": len(rows),
                "due_on": min(each.due for each in rows).isoformat(),
            },
        )


def guard_gaps(now: Situation, limits: Limits) -> Iterator[Found]:
    """Yield stores without a guard who should be there: shifts were signed, or a roster says so.

    Of a store with neither nothing is known: that is no gap. A turn of a roster is missed
    also where nobody ever signed, and before the first box came.
    """
    for store in now.stores:
        if any(starts <= now.now < ends for starts, ends in store.guarded):
            continue
        past = [ends for _, ends in store.guarded if ends <= now.now] if store.boxes else []
        missed = missed_since(store.turns, store.guarded, now.now)
        if missed is not None:
            past.append(missed)
        if not past:  # nobody is asked for, or the first shift has not begun yet
            continue
        ahead = [starts for starts, _ in store.guarded if starts > now.now]
        params: dict[str, Value] = {"place": store.place, "boxes": store.boxes}
        if ahead:
            params["next_at"] = min(ahead).isoformat()
        yield Found(
            Kind.GUARD_GAP,
            key_of(Kind.GUARD_GAP, store.place),
            store.area,
            max(past),
            evidence=evidence_of("place", [store.place]),
            params={"ended_at": max(past).isoformat(), **params},
        )


def post_gaps(now: Situation, limits: Limits) -> Iterator[Found]:
    """Yield guard posts that nobody keeps now: a turn was missed, or the desk was told so."""
    for post in now.posts:
        missed = missed_since(post.turns, post.kept, now.now)
        told = [begin for begin, end in post.absent if begin <= now.now < end]
        if missed is None and told and not any(a <= now.now < b for a, b in post.kept):
            missed = min(told)
        if missed is not None:
            yield Found(
                Kind.POST_GAP,
                key_of(Kind.POST_GAP, post.code),
                post.area,
                missed,
                evidence=evidence_of("post", [post.name]),
                params={"post": post.name, "ended_at": missed.isoformat()},
            )


def dangers(now: Situation, limits: Limits) -> Iterator[Found]:
    """Yield one alert per sort of weather: how many desa, TPS, stores and legs lie under it.

    Warnings follow each other every hour with new numbers; while one of a sort holds, it is
    the same alert.
    """
    sorts: defaultdict[tuple[str, str], list[Danger]] = defaultdict(list)
    for each in now.dangers:
        if each.expires > now.now:
            sorts[each.sender, each.event].append(each)
    for (sender, event), found in sorted(sorts.items()):
        hit = _hit(now, found)
        if hit is not None:
            yield _danger(now, limits, event, sender, found, *hit)


def silent(now: Situation, limits: Limits) -> Iterator[Found]:
    """Yield kecamatan that should be heard, since boxes lie or move there, and are not.

    Whoever was heard in the evening may sleep: the morning counts from the end of the night.
    """
    night, tonight = limits.last_quiet(now.now), limits.this_quiet(now.now)
    for each in now.heard:
        last = waited = max(filter(None, (each.last, each.expected_since)))
        if tonight and last >= tonight[0] - limits.span("silent"):
            continue
        if night and night[0] - limits.span("silent") <= last < night[1]:
            waited = night[1]
        if now.now - waited < limits.span("silent"):
            continue
        params: dict[str, Value] = {"area": each.kecamatan, "last_at": last.isoformat()}
        yield Found(
            Kind.SILENT, key_of(Kind.SILENT, each.kecamatan), each.kecamatan, last, params=params
        )


def _stores(now: Situation, kind: Kind, kecamatan: str, found: Sequence[Store]) -> Found:
    rows = sorted(found, key=lambda store: (-store.boxes, store.place))
    times = [
        each
        for store in rows
        if (each := store.inspected_at if kind is Kind.STORE_UNFIT else store.since)
    ]
    return Found(
        kind,
        key_of(kind, kecamatan),
        kecamatan if len(kecamatan) == 8 else now.kabupaten,
        min(times, default=now.now),
        count=len(rows),
        evidence=(
            *evidence_of("place", (store.place for store in rows)),
            *evidence_of("fact", (store.fact for store in rows)),
        ),
        params={
            "place": rows[0].place,
            "count": len(rows),
            "boxes": sum(store.boxes for store in rows),
            "tps": sum(store.harmed_tps for store in rows),
        },
    )


Hit = tuple[list[Spot], list[Spot], list[Spot], list[Load]]


def _hit(now: Situation, found: Sequence[Danger]) -> Hit | None:
    rings = [ring for each in found for ring in each.rings]
    arcs = frozenset[str]().union(*(each.arcs for each in found))
    first, last = min(each.onset for each in found), max(each.expires for each in found)
    under = [
        [spot for spot, is_in in zip(spots, inside(rings, spots), strict=True) if is_in]
        for spots in (now.ground.desa, now.ground.tps, now.ground.stores)
    ]
    legs = [load for load in now.loads if load.arcs & arcs and _drives(load, first, last, now.now)]
    return (under[0], under[1], under[2], legs) if any(under) or legs else None


def _drives(load: Load, first: datetime, last: datetime, now: datetime) -> bool:
    """Whether a load is on the road, or leaves, before the weather is over."""
    if load.is_received:
        return False
    if load.is_given:
        return True
    return load.departs_at is not None and now - timedelta(days=1) < load.departs_at < last


def _danger(
    now: Situation,
    limits: Limits,
    event: str,
    sender: str,
    found: Sequence[Danger],
    desa: list[Spot],
    tps: list[Spot],
    stores: list[Spot],
    legs: list[Load],
) -> Found:
    onset, expires = min(each.onset for each in found), max(each.expires for each in found)
    kecamatan = sorted({spot.kecamatan for spot in (*desa, *tps, *stores)})
    kecamatan = kecamatan or sorted({load.kecamatan for load in legs})
    params: dict[str, Value] = {
        "event": event,
        "desa": len(desa),
        "tps": len(tps),
        "stores": len(stores),
        "loads": len(legs),
        "areas": tuple(kecamatan),
        "from_at": onset.isoformat(),
        "until_at": expires.isoformat(),
    }
    if (before := departure_limit(onset, legs, limits)) and before > now.now:
        params["before_at"] = before.isoformat()
        params["rough"] = int(any(load.minutes is None for load in legs if not load.is_given))
    return Found(
        Kind.HAZARD,
        key_of(Kind.HAZARD, sender, event),
        kecamatan[0] if len(kecamatan) == 1 else now.kabupaten,
        min(each.sent for each in found),
        count=max(1, len(tps)),
        evidence=(
            *evidence_of("source", (each.source for each in found)),
            *evidence_of("shipment", (load.code for load in legs)),
            *evidence_of("place", (spot.code for spot in desa)),
        ),
        params=params,
    )


def departure_limit(onset: datetime, legs: Sequence[Load], limits: Limits) -> datetime | None:
    """Return by when loads that have not left must leave to be through before `onset`.

    The longest drive decides; where none is known, the guess for a leg. None without loads
    that wait.
    """
    waiting = [load for load in legs if not load.is_given]
    if not waiting:
        return None
    longest = max(limits["leg"] if load.minutes is None else load.minutes for load in waiting)
    return onset - timedelta(minutes=longest) - limits.span("margin")


PLACES: tuple[Callable[[Situation, Limits], Iterator[Found]], ...] = (
    stores_amiss,
    without_backup,
    guard_gaps,
    post_gaps,
    dangers,
    silent,
)
