"""Rows that say how everything stands now: loads with their escorts, and TPS by the six aims."""

from collections.abc import Iterator
from datetime import UTC, datetime

import numpy as np
from django.db.models import Count

from tepat.core.election.roles import Action
from tepat.core.move import judging
from tepat.core.watch import indicators
from tepat.core.watch.exports import rows, words
from tepat.core.watch.exports.rows import Row
from tepat.core.watch.exports.sources import CHECKS, LEGS, SIX
from tepat.core.watch.indicators import AIMS, Word
from tepat.core.watch.supervision.book import Focus
from tepat.server import clock
from tepat.server.log import queries as log
from tepat.server.move.models import Shipment
from tepat.server.watch.board.queries import board_of
from tepat.server.watch.exports.asked import Asked
from tepat.server.watch.supervision.agreed import book
from tepat.server.watch.supervision.queries import checks_of


def legs(asked: Asked) -> Iterator[Row]:
    """Return one row per load for whoever may know its escort: two queries."""
    present = _present(asked)
    loads = Shipment.objects.filter(scope=asked.scope).annotate(packages=Count("lines"))
    for load in loads.order_by("code").iterator(chunk_size=500):
        area = load.destination.partition(":")[0]
        if not asked.is_wanted(LEGS.sight, area):
            continue
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
            "escort": load.escort,
            "packages": load.packages,
            "stage": words.STAGES.get(load.stage, load.stage),
            "present": present.get(load.code, 0),
        }


def _present(asked: Asked) -> dict[str, int]:
    """How many reports of an escort there are for each load: one query."""
    found: dict[str, int] = {}
    scope = asked.scope
    for _, body in log.bodies_of_kinds(scope.election, scope.kabupaten, ["escorted"]):
        load = str(getattr(judging.parsed(body), "shipment", ""))
        found[load] = found.get(load, 0) + 1
    return found


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
                "party": row.party,
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
