"""Rows as the pages of this room show them."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final

from django.utils.translation import gettext

from tepat.core.election.regions import is_in
from tepat.core.watch.supervision import cases
from tepat.core.watch.supervision.cases import Forward, Sort, Verdict
from tepat.core.watch.supervision.clocks import Clock
from tepat.core.watch.supervision.coverage import Coming
from tepat.server.desk.words import language
from tepat.server.election.models import Region, Scope
from tepat.server.keeping.wiring import place_of
from tepat.server.log import queries as log
from tepat.server.log.models import Quarantined
from tepat.server.log.publishing.standing import standing_of
from tepat.server.watch.models import SupervisionCheck
from tepat.server.watch.supervision import agreed, words
from tepat.server.watch.supervision.queries import CaseRow

PUBLISHED: Final = ("sort", "register", "focus", "area", "stage", "verdict")
"""What others read of a case beside its sentence: nothing that names a person."""


def areas_in(
    kecamatan: Iterable[str],
    coming: Iterable[Coming],
    rows: Iterable[CaseRow],
    checks: Iterable[SupervisionCheck],
) -> list[str]:
    """Return every area that a page must name."""
    found = list(kecamatan)
    found += [each for row in coming for each in (row.place, row.kecamatan, row.origin, row.to)]
    found += [row.version.area for row in rows]
    found += [check.subject for check in checks]
    return [each.partition(":")[0].partition("-")[0] for each in found if each]


def area_choices(scope: Scope, areas: Sequence[str]) -> list[tuple[str, str]]:
    """Return the kabupaten, kecamatan and desa of `areas` by code, named in full: one query."""
    rows = Region.objects.filter(code__startswith=scope.kabupaten, until=None).order_by("code")
    return [
        (code, f"{kind.capitalize()} {name}")
        for code, kind, name in rows.values_list("code", "kind", "name")
        if any(is_in(code, area) or is_in(area, code) for area in areas)
    ]


def area_words(area: str) -> str:
    """Name an area in full, as a paper does: Kecamatan Jaro, TPS 007 Desa Mahe. One query."""
    code, _, tps = area.partition("-")
    row = Region.objects.filter(code=code).order_by("until").values_list("kind", "name").first()
    name = f"{row[0].capitalize()} {row[1]}" if row else code
    return f"TPS {tps} {name}" if tps else name


def focus_words(scope: Scope, code: str) -> str:
    """Name a focus or a topic."""
    lists = agreed.book().checklists
    for focus, checklist in lists.items():
        if focus.value == code:
            return checklist.name.say(language())
    topic = agreed.topics_of(scope).get(code)
    return topic.name.say(language()) if topic else code


def foci(scope: Scope) -> list[tuple[str, str]]:
    """Return what a case may be about: the four foci, then the topics."""
    lists = [
        (focus.value, each.name.say(language())) for focus, each in agreed.book().checklists.items()
    ]
    topics = agreed.topics_of(scope).values()
    return lists + [(each.code, each.name.say(language())) for each in topics]


def clock_words(clock: Clock, now: datetime) -> dict[str, Any]:
    """Say one clock: which, how much is left, under which rule."""
    return {
        "name": gettext(words.RULES.get(clock.rule.code, clock.rule.code)),
        "share": clock.share(now),
        "text": words.left_words(clock, now),
        "kind": words.SHAPES[clock.state(now)],
        "rule": words.rule_words(clock),
        "due": clock.due_at,
        "source": clock.rule.source,
        "is_set": clock.rule.is_set,
    }


def steps_of(row: CaseRow) -> dict[str, Any]:
    """Return the six marks of a case."""
    at = row.standing.mark
    is_done = not row.standing.is_open
    marks = [
        "d" if number < at or is_done else ("c" if number == at else "")
        for number in range(1, len(cases.SHOWN) + 1)
    ]
    label = gettext("stage %(n)s of %(all)s") % {"n": at, "all": len(cases.SHOWN)}
    return {"marks": marks, "label": label}


def case_row(row: CaseRow, now: datetime, names: dict[str, str], scope: Scope) -> dict[str, Any]:
    """Return one case as a list shows it: nothing about people."""
    clock = row.clock(now)
    stands = row.standing
    return {
        "number": row.case.number,
        "title": row.version.title,
        "sort": gettext(words.SORTS[Sort(row.case.sort)]),
        "register": row.register,
        "receipt": row.case.receipt,
        "focus": focus_words(scope, row.version.focus),
        "place": words.place_words(row.version.area, names),
        "stage": gettext(words.STAGES[stands.stage]),
        "steps": steps_of(row),
        "clock": clock_words(clock, now) if clock else None,
        "verdict": gettext(words.VERDICTS[Verdict(stands.verdict)]) if stands.verdict else "",
        "to": gettext(words.FORWARDS[Forward(stands.to)]) if stands.to else "",
        "is_open": stands.is_open,
        "is_late": row.is_late(now),
    }


def log_health(scope: Scope) -> dict[str, Any]:
    """Return how the log stands for somebody who watches it: two queries and its checkpoint."""
    published = standing_of(place_of(scope))
    waiting = Quarantined.objects.filter(
        election=scope.election, kabupaten=scope.kabupaten, settled=""
    )
    return {
        "size": log.size(scope.election, scope.kabupaten),
        "published": published.checkpoint.size if published.checkpoint else 0,
        "fingerprint": published.fingerprint,
        "is_witnessed": published.is_witnessed,
        "quarantined": waiting.count(),
    }
