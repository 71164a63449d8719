"""What the calls that read answer: bounded pages, a number of queries that never grows."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import numpy as np
from django.db.models import Count, Q

from tepat.core.election.regions import is_in
from tepat.core.election.roles import Action
from tepat.core.log import checkpoints as notes
from tepat.core.move.nearness import place_of as made_for
from tepat.core.problems import Code, refuse
from tepat.core.watch.exports import words
from tepat.core.watch.indicators import AIMS, WEAKNESS, Counts, Word
from tepat.server import clock
from tepat.server.keeping.wiring import place_of
from tepat.server.log import queries as log
from tepat.server.log.models import FactPackage
from tepat.server.log.publishing.standing import standing_of
from tepat.server.move.models import PackageCustody, Shipment, ShipmentPackage
from tepat.server.plan.models import Package
from tepat.server.watch.board.queries import board_of
from tepat.server.watch.exports import queries as exports
from tepat.server.watch.exports.asked import Asked
from tepat.server.watch.models import Alert, Incident

Answer = dict[str, Any]
MOVING = ("given", "received", "refused", "transferred", "relocated")
SCANNED = 4
"""So many times `limit` rows are read at most where most may not be seen."""


def board(asked: Asked) -> Answer:
    """The counts of the board for the area of the reader: at most 17 queries."""
    found = board_of(asked.scope, clock.now())
    area = asked.area or asked.scope.kabupaten
    total = found.total
    if asked.area:
        nothing = Counts(area, 0, 0, 0, ((0, 0, 0),) * len(AIMS), (0, 0, 0))
        total = (found.by_kecamatan | found.by_desa).get(area, nothing)
    areas = sorted(each for each in found.by_kecamatan if is_in(each, area))
    return {
        "log": log.size(asked.scope.election, asked.scope.kabupaten),
        "deadline": found.deadline,
        "total": _area(total) | {"area": area},
        "kecamatan": [_area(found.by_kecamatan[each]) for each in areas],
    }


def _within(field: str, area: str) -> Q:
    """Mean rows whose place or code lies in an area; every row where there is none."""
    if not area:
        return Q()
    found = Q(**{field: area})
    for mark in (".", ":", "-"):
        found |= Q(**{f"{field}__startswith": area + mark})
    return found


def _area(counts: Counts) -> Answer:
    return {
        "area": counts.area,
        "tps": counts.tps,
        "ready": counts.ready,
        "wrong": counts.wrong,
        "aims": {
            aim.value: dict(zip(("tepat", "belum", "tidak"), each, strict=True))
            for aim, each in zip(AIMS, counts.aims, strict=True)
        },
    }


def tps(asked: Asked, after: str, limit: int) -> Answer:
    """TPS behind the code `after`, in its order."""
    found = board_of(asked.scope, clock.now())
    standing = found.standing
    left = [
        at
        for at, code in enumerate(standing.tps)
        if code > after and (not asked.area or is_in(code, asked.area))
    ]
    ready = standing.is_ready
    items = []
    for at in left[:limit]:
        grade, complete = int(standing.evidence[at]), float(standing.complete_at[at])
        items.append(
            {
                "tps": standing.tps[at],
                "desa": found.desa[at],
                "kecamatan": found.kecamatan[at],
                "aims": {
                    aim.value: words.SIX[Word(word)]
                    for aim, word in zip(AIMS, standing.words[at].tolist(), strict=True)
                },
                "ready": bool(ready[at]),
                "evidence": WEAKNESS[grade].value if grade >= 0 else "",
                "complete_at": None
                if np.isnan(complete)
                else datetime.fromtimestamp(complete, UTC),
            }
        )
    return {"items": items, "next": items[-1]["tps"] if len(left) > limit else None}


def packages(asked: Asked, after: str, limit: int, since: int) -> Answer:
    """Packages behind the code `after` that the reader may see: two queries a part."""
    scope = asked.scope
    rows = PackageCustody.objects.filter(scope=scope, package__gt=after).order_by("package")
    if since:
        told = FactPackage.objects.filter(election=scope.election, kabupaten=scope.kabupaten)
        rows = rows.filter(package__in=told.filter(fact__number__gt=since).values("package"))
    size = log.size(scope.election, scope.kabupaten)
    read = list(rows[: limit * SCANNED + 1])
    items: list[Answer] = []
    last = ""
    for row in read[: limit * SCANNED]:
        if len(items) == limit:
            break
        last = row.package
        if not asked.sees(Action.SEE_MOVEMENTS, made_for(row.package)):
            continue
        names = ("stage", "holder", "place", "towards", "evidence", "flags", "reached_at")
        items.append({"code": row.package} | {name: getattr(row, name) for name in names})
    is_more = bool(read) and last != read[-1].package
    return {"items": items, "next": last if is_more else None, "log": size}


def shipments(asked: Asked, after: str, limit: int) -> Answer:
    """Loads behind `after` that begin or end in the area, or carry its boxes: one query."""
    rows = Shipment.objects.filter(scope=asked.scope, code__gt=after).order_by("code")
    if asked.area:
        boxes = Package.objects.filter(_within("place", asked.area), scope=asked.scope)
        lines = ShipmentPackage.objects.filter(shipment__scope=asked.scope)
        carrying = lines.filter(package__in=boxes.values("code")).values("shipment")
        ends = _within("origin", asked.area) | _within("destination", asked.area)
        rows = rows.filter(ends | Q(pk__in=carrying))
    read = list(rows.annotate(packages=Count("lines"))[: limit + 1])
    items = []
    for row in read[:limit]:
        may_time = asked.sees(Action.SEE_MOVEMENTS, row.destination.partition(":")[0])
        items.append(
            {
                "code": row.code,
                "origin": row.origin,
                "destination": row.destination,
                "stage": row.stage,
                "list": row.list_hash,
                "packages": row.packages,
                "departs_at": row.departs_at if may_time else None,
            }
        )
    return {"items": items, "next": _next([row.code for row in read], limit)}


def handovers(asked: Asked, since: int, limit: int) -> Answer:
    """Rows after the number `since`: whole facts, until there are `limit` rows."""
    size = log.size(asked.scope.election, asked.scope.kabupaten)
    export = exports.all_exports()["pergerakan"]
    wanted = Asked(asked.scope, asked.reader, since=since, upto=size, area=asked.area, kinds=MOVING)
    items: list[Answer] = []
    last, is_cut = size, False
    for row in exports.rows_of(export, wanted):
        number = int(row["number"] or 0)
        if len(items) >= limit and number != items[-1]["number"]:
            last, is_cut = int(items[-1]["number"]), True
            break
        items.append(dict(row))
    return {"items": items, "next": last if is_cut else max(size, since), "log": size}


def alerts(asked: Asked, after: int, limit: int, since: datetime | None) -> Answer:
    """Alerts behind the id `after` that the reader may see: one query."""
    rows = Alert.objects.filter(scope=asked.scope, is_history=False, pk__gt=after).order_by("id")
    rows = rows.filter(_within("where", asked.area))
    if since:
        rows = rows.filter(Q(opened_at__gt=_aware(since)) | Q(settled_at__gt=_aware(since)))
    read = list(rows[: limit + 1])
    items = [
        {
            "id": row.pk,
            "kind": row.kind,
            "area": row.where,
            "count": row.count,
            "level": row.level,
            "opened_at": row.opened_at,
            "taken_at": row.acknowledged_at,
            "closed_at": row.settled_at,
        }
        for row in read[:limit]
        if row.spec.sight is None or asked.sees(row.spec.sight, row.where)
    ]
    return {"items": items, "next": _next([str(row.pk) for row in read], limit)}


def incidents(asked: Asked, after: int, limit: int, since: datetime | None) -> Answer:
    """Incidents behind the number `after`: one query."""
    rows = Incident.objects.filter(scope=asked.scope, number__gt=after).order_by("number")
    rows = rows.filter(_within("place", asked.area))
    if since:
        rows = rows.filter(Q(opened_at__gt=_aware(since)) | Q(closed_at__gt=_aware(since)))
    read = list(rows[: limit + 1])
    items = [
        {
            "number": row.number,
            "kind": row.kind,
            "urgency": row.urgency,
            "area": row.place.partition(":")[0],
            "happened_at": row.happened_at,
            "opened_at": row.opened_at,
            "closed_at": row.closed_at,
        }
        for row in read[:limit]
    ]
    return {"items": items, "next": _next([str(row.number) for row in read], limit)}


def checkpoints(asked: Asked, since: int) -> Answer:
    """The published checkpoint where it is larger than `since`; no query."""
    standing = standing_of(place_of(asked.scope))
    found = standing.checkpoint
    if found is None or found.size <= since:
        return {"items": []}
    return {
        "items": [
            {
                "origin": found.origin,
                "size": found.size,
                "root": found.root.hex(),
                "fingerprint": notes.fingerprint(found),
                "is_witnessed": standing.is_witnessed,
            }
        ]
    }


def _at(seconds: float) -> datetime | None:
    return None if np.isnan(seconds) else datetime.fromtimestamp(seconds, UTC)


def number_after(text: str) -> int:
    """Return the number that a cursor is. Raises `Refused` for anything else."""
    if text and not (text.isascii() and text.isdecimal() and len(text) < 16):
        raise refuse(Code.READ_CURSOR, value=text[:20])
    return int(text or 0)


def _next(codes: Sequence[str], limit: int) -> str | None:
    return codes[limit - 1] if len(codes) > limit else None


def _aware(at: datetime) -> datetime:
    return at if at.tzinfo else at.replace(tzinfo=UTC)
