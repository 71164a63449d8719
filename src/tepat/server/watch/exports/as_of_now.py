"""Rows that say how everything stands now: loads with escorts, coverage, TPS by the six aims."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import islice
from typing import Final

import numpy as np
from django.db.models import Count

from tepat.core.election.roles import Action
from tepat.core.watch import indicators
from tepat.core.watch.exports import rows, words
from tepat.core.watch.exports.rows import Row, Seen
from tepat.core.watch.exports.sources import CHECKS, COVERAGE, LEGS, SIX
from tepat.core.watch.indicators import AIMS, Word
from tepat.core.watch.supervision.book import Focus
from tepat.core.watch.supervision.coverage import Leg
from tepat.server import clock
from tepat.server.move.models import Shipment
from tepat.server.watch.board.queries import board_of
from tepat.server.watch.exports.asked import Asked
from tepat.server.watch.security import queries as security
from tepat.server.watch.supervision.agreed import book
from tepat.server.watch.supervision.queries import checks_of
from tepat.server.watch.supervision.watching import seen_of

_PART: Final = 500
"""Loads that are read at once."""


def legs(asked: Asked) -> Iterator[Row]:
    """Return one row per load for whoever may know its escort: two queries, ten per 500 loads.

    What a row says of the escort is what the police's room says: signed, or told to the desk.
    """
    loads = Shipment.objects.filter(scope=asked.scope).annotate(packages=Count("lines"))
    found = loads.order_by("code").iterator(chunk_size=_PART)
    while some := list(islice(found, _PART)):
        wanted = [
            load for load in some if asked.is_wanted(LEGS.sight, load.destination.partition(":")[0])
        ]
        yield from _legs(asked, wanted)


def _legs(asked: Asked, loads: Sequence[Shipment]) -> Iterator[Row]:
    sight = asked.reader.sight(asked.scope.kabupaten, asked.scope.election)
    reports = security.reports_of(asked.scope, [load.code for load in loads])
    for leg in security.with_escorts(asked.scope, loads, sight, clock.now()):
        load, unit = leg.load, leg.task.unit if leg.task else None
        area = load.destination.partition(":")[0]
        sees_unit = unit is not None and sight.sees_people(unit.service, unit.area)
        presence, evidence = words.PRESENCE[leg.escort.state]
        leaves = load.departs_at.astimezone(asked.zone) if load.departs_at else None
        if asked.day and (leaves is None or leaves.date() != asked.day):
            continue
        may_time = asked.sees(Action.SEE_MOVEMENTS, area)
        leaves = leaves if may_time else None
        yield rows.area_row(area, asked.ground) | {
            "row": f"{load.code}-{load.list_hash[:8]}",
            "shipment": load.code,
            "origin": load.origin,
            "destination": load.destination,
            "departs_at": rows.moment(leaves, asked.zone),
            "day": leaves.date().isoformat() if leaves else "",
            "hour": leaves.strftime("%H.%M") if leaves else "",
            "vehicle": load.vehicle if may_time else "",
            "driver": load.driver if may_time and asked.wants_people else "",
            "escort": unit.name if unit and sees_unit else load.escort if unit is None else "",
            "names": ", ".join(each.name for each in leg.people) if asked.wants_people else "",
            "presence": presence,
            "evidence": evidence,
            "people": leg.escort.count,
            "meets_at": rows.moment(leg.task.meets_at if leg.task else None, asked.zone),
            "present_at": rows.moment(
                leg.escort.since if leg.escort.state.is_there else None, asked.zone
            ),
            "packages": load.packages,  # type: ignore[attr-defined]
            "stage": words.STAGES.get(load.stage, load.stage),
            "present": reports.get(load.code, 0),
        }


def checks(asked: Asked) -> Iterator[Row]:
    """Return one row per answer of the newest version of each check: one query."""
    lists = book().checklists
    for row in sorted(checks_of(asked.scope, [asked.scope.kabupaten]), key=lambda row: row.number):
        at = row.at.astimezone(asked.zone)
        if not asked.is_wanted(CHECKS.sight, row.area) or asked.day not in (None, at.date()):
            continue
        checklist = lists.get(Focus(row.focus))
        for code, answer in sorted(row.answers.items()):
            found = checklist.question(code) if checklist else None
            yield rows.area_row(row.area, asked.ground) | {
                "row": f"P{row.number}-{code}",
                "check": row.number,
                "version": row.version,
                "focus": checklist.name.id if checklist else row.focus,
                "question": found.text.id if found else "",
                "answer": words.ANSWERS.get(answer, answer),
                "grave": words.STANDING[bool(found and found.grave)],
                "code": code,
                "subject": row.subject,
                "written_at": rows.moment(row.at, asked.zone),
                "day": at.date().isoformat(),
                "hour": at.strftime("%H.%M"),
                "party": words.party(row.party, asked.ground.names),
                "party_code": row.party,
                "note": row.note,
            }


def six(asked: Asked) -> Iterator[Row]:
    """Return one row per TPS: the same words as on the board."""
    standing = board_of(asked.scope, clock.now()).standing
    ready = standing.is_ready.tolist()
    for place, code in enumerate(standing.tps):
        if not asked.is_wanted(SIX.sight, code):
            continue
        said = [words.SIX[Word(each)] for each in standing.words[place].tolist()]
        grade = int(standing.evidence[place])
        known = 0 <= grade < len(indicators.WEAKNESS)
        complete = float(standing.complete_at[place])
        at = None if np.isnan(complete) else datetime.fromtimestamp(complete, UTC)
        yield (
            rows.area_row(code, asked.ground)
            | {aim.value: word for aim, word in zip(AIMS, said, strict=True)}
            | {
                "row": code,
                "ready": words.STANDING[ready[place]],
                "evidence": words.EVIDENCE[indicators.WEAKNESS[grade]] if known else "",
                "complete_at": rows.moment(at, asked.zone),
            }
        )


def handed_over(asked: Asked) -> dict[tuple[str, str], Seen]:
    """Return by kecamatan and day what supervisors saw of it: the rows of Bawaslu's matrix.

    A handover is one load between two people; its boxes are counted beside it.
    """
    found: dict[tuple[str, str], Seen] = {}
    for each in seen_of(asked.scope, [asked.scope.kabupaten]).watched:
        day = each.at.astimezone(asked.zone).date() if each.at else None
        if each.leg is Leg.STORE or asked.day not in (None, day):
            continue
        if asked.is_wanted(COVERAGE.sight, each.kecamatan):
            key = each.kecamatan, day.isoformat() if day else ""
            boxes = each.packages
            more = Seen(1, int(each.is_seen), boxes, boxes if each.is_seen else 0)
            found[key] = found.get(key, Seen()) + more
    return found
