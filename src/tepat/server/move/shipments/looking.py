"""Checks of a load before it leaves, as the log has them: count, seals, wrapping, cover."""

from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.utils.translation import gettext, gettext_noop

from tepat.adapters.checklist_files import asks
from tepat.core.move import events, inspections, judging
from tepat.core.move.standing import STOPS
from tepat.server.desk.words import language, number
from tepat.server.election.models import Scope, User
from tepat.server.keeping import opening
from tepat.server.log import words as kept_words
from tepat.server.log.models import Fact
from tepat.server.move.devices import queries as devices
from tepat.server.move.models import Shipment
from tepat.server.move.packages.queries import people

OUTCOMES: Final = {
    inspections.GOOD: ("tepat", gettext_noop("ready to leave")),
    inspections.LACKING: ("perhatian", gettext_noop("may leave, something is lacking")),
    inspections.UNFIT: ("tidak", gettext_noop("must not leave yet")),
}


def checks_of(scope: Scope, load: Shipment, user: User) -> list[dict[str, Any]]:
    """Return each check of `load` for its page, the newest first: at most seven queries.

    `may_open` tells whether this reader may open the fact and its photos.
    """
    rows = Fact.objects.filter(
        election=scope.election, kabupaten=scope.kabupaten, kind=events.Inspected.KIND
    )
    found: list[tuple[str, int, events.Inspected]] = []
    for name, at, body in rows.order_by("-number").values_list("id", "number", "body"):
        fact = _parsed(bytes(body))
        if isinstance(fact, events.Inspected) and fact.shipment == load.code:
            found.append((name, at, fact))
    if not found:
        return []
    hashes = [h for _, _, fact in found for h in (fact.checklist, fact.note) if h]
    texts = kept_words.texts(scope.election, scope.kabupaten, hashes)
    who = people(scope, {fact.by for _, _, fact in found})
    registry = devices.registry(scope)
    opened = opening.opened(user, scope, [name for name, _, _ in found])
    return [
        {
            **_said(fact, texts),
            "fact": name,
            "number": at,
            "at": fact.at,
            "who": who.get(fact.by, ""),
            "counts": not registry.standing(fact) & STOPS,
            "may_open": name in opened,
            "photos": fact.photos,
        }
        for name, at, fact in found
    ]


@lru_cache(maxsize=5_000)
def _parsed(body: bytes) -> events.Fact:
    return judging.parsed(body)


def _said(fact: events.Inspected, texts: dict[str, str]) -> dict[str, Any]:
    shape, word = OUTCOMES.get(fact.outcome, ("basi", fact.outcome))
    filled = inspections.read_filled(texts.get(fact.checklist, ""))
    good, of = inspections.score_of(filled.answers) if filled else (0, 0)
    asked = (
        asks(Path(settings.HOME), filled, "en" if language() == "en" else "id") if filled else {}
    )
    return {
        "shape": shape,
        "said": gettext(word) if fact.outcome in OUTCOMES else word,
        "score": f"{number(good)}/{number(of)}" if of else "",
        "lacks": [
            asked.get(code, code)
            for code, is_good in (filled.answers if filled else {}).items()
            if not is_good
        ],
        "note": texts.get(fact.note, ""),
    }
