"""What a person changes of the inputs: read from a form, kept with who and when."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.utils.translation import gettext, gettext_noop

from tepat.core.plan.instance import parts
from tepat.core.plan.instance.source import Reliability, Source
from tepat.core.problems import Code, refuse
from tepat.server.election.models import Scope, User
from tepat.server.plan.inputs import sheets
from tepat.server.plan.models import PlanInput
from tepat.server.plan.schedule import queries, services, store

Form = Mapping[str, str]

WHOLE_FILES: Final = {
    "unggah": gettext_noop("Input file"),
    "balik": gettext_noop("Way back after the count"),
    "ulang": gettext_noop("Vote held again or later"),
    "tabel": gettext_noop("Settlements without a map"),
    "peta": gettext_noop("Map of roads"),
    "waktu": gettext_noop("Surveyed travel times"),
    "bahaya": gettext_noop("Floods and weather"),
    "pelajaran": gettext_noop("What an election taught"),
}
"""What replaces all inputs at once, by the word in the history."""


def source_of(form: Form, now: datetime, zone: str) -> Source:
    """Return who says so. Raises `Refused` where nobody is named and it is no guess."""
    by, rough = form.get("by", "").strip()[:120], form.get("rough") == "1"
    at = form.get("at", "").strip()[:40] or now.astimezone(ZoneInfo(zone)).date().isoformat()
    if not by and not rough:
        raise refuse(Code.PLAN_WHO)
    word = form.get("reliability", Reliability.UNKNOWN.value)
    if word not in set(Reliability):
        raise refuse(Code.PLAN_PART_UNKNOWN, value=word[:60])
    return Source(by, at, rough, form.get("note", "").strip()[:200], Reliability(word))


def change(
    scope: Scope,
    part: str,
    name: str,
    form: Form,
    by: User,
    now: datetime,
    is_trial: bool = False,
) -> PlanInput:
    """Keep one change of the inputs. Raises `Refused` with what was typed wrong."""
    sheet = sheets.sheet_of(part)
    current = store.instance_of(queries.needed_input(scope).hash)
    source = source_of(form, now, scope.zone)
    labels = {field: gettext(text) for field, text in sheet.labels.items()}
    if part == "moda":
        labels |= {
            f"kmh.{arc.road}": sheets.label_of(part, f"kmh.{arc.road}") for arc in current.arcs
        }
    made = parts.edit(current, part, name, form, source, labels)
    said = {
        "what": part,
        "id": name[:60],
        "name": made.name[:120],
        "changes": [each._asdict() for each in made.changes],
        "by": source.by,
        "at": source.at,
        "rough": "1" if source.rough else "",
        "reliability": source.reliability.value,
        "note": form.get("comment", "").strip()[:200] or source.note,
    }
    return services.keep(scope, made.instance, said, by, now, is_trial)


def edit_words(edit: Mapping[str, Any]) -> dict[str, Any]:
    """Return an edit as the pages show it: what it is, and how it was and is."""
    what = edit.get("what", "unggah")
    found = dict(edit)
    if what in sheets.SHEETS:
        found["what"] = gettext(sheets.SHEETS[what].title)
    else:
        found["what"] = gettext(WHOLE_FILES.get(what, WHOLE_FILES["unggah"]))
    for side in ("before", "now"):
        if "changes" in edit:
            found[side] = "; ".join(
                _said(what, each, side, edit["changes"]) for each in edit["changes"]
            )
        else:
            found.setdefault(side, "")
    return found


def _said(part: str, changed: Mapping[str, str], side: str, together: list[Any]) -> str:
    """Return one field as it was or is; what it is called where there are several."""
    text = changed[side]
    if text in sheets.WORDS:
        text = gettext(sheets.WORDS[text][1])
    field = changed["field"]
    if field in ("probability", "flooded", "restricted", "desa", "all") and text:
        text = f"{text} %"
    if len(together) == 1 and field in ("probability", "status", "verdict", "blocked", "escorts"):
        return text or "\u2013"
    return f"{sheets.label_of(part, field)}: {text or chr(0x2013)}"
