"""Cases that Bawaslu published, for a briefing: its own short forms, and those that were taken."""

from collections.abc import Mapping

from django.utils.translation import gettext, override

from tepat.core.election.catalogue import Words
from tepat.core.election.regions import is_in
from tepat.core.watch.rakor.published import Published
from tepat.core.watch.supervision.cases import Sort, Stage
from tepat.server.election.models import Scope
from tepat.server.watch.published import taking
from tepat.server.watch.supervision import queries, words


def published(scope: Scope, area: str, names: Mapping[str, str]) -> tuple[Published, ...]:
    """Return what stands published in `area` (empty: everywhere), the newest first: few queries.

    `names` are regions by code.
    """
    rows = [(row.at, row.said, row.text) for row in queries.published_of(scope)]
    rows += [(row.at, row.said, row.text) for row in taking.cases_of(scope)]
    return tuple(
        _said(said, text, names)
        for _, said, text in sorted(rows, key=lambda row: row[0], reverse=True)
        if text and (not area or is_in(said["area"].partition("-")[0], area))
    )


def _said(said: Mapping[str, str], text: str, names: Mapping[str, str]) -> Published:
    parts = {}
    for lang in ("id", "en"):
        with override(lang):
            sort = gettext(words.SORTS[Sort(said["sort"])]).lower()
            place = words.place_words(said["area"], dict(names))
            name = f"{sort} {said['register']}".strip()
            stage = gettext(words.STAGES[Stage(said["stage"])]).lower()
            parts[lang] = (f"{name} ({place})", stage)
    (name_id, stage_id), (name_en, stage_en) = parts["id"], parts["en"]
    return Published(Words(name_id, name_en), Words(stage_id, stage_en), text)
