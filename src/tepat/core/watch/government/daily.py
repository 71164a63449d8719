"""The daily report to the level above: the sentences of the briefing, and what the Desk did.

Every sentence has its source, as in the briefing. Reports of one agency are numbered; a second
one on the same day is a new version of the same number, and the first is kept as it was sent.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tepat.core.election.catalogue import Words
from tepat.core.watch.government.stages import StageState, current
from tepat.core.watch.rakor.briefing import Line, Topic, number
from tepat.core.watch.rakor.state import Evidence

MOST_NAMED = 3
"""Gates that are missing which the report names."""
_STAGES = Words("Tahapan", "Stages")
_HELP = Words("Intervensi", "Interventions")


@dataclass(frozen=True, slots=True)
class Sent:
    """An earlier report, as far as numbering needs it."""

    number: int
    version: int
    day: date


@dataclass(frozen=True, slots=True)
class Helped:
    """One intervention or advice: what, and whether its outcome is known."""

    number: int
    text: str
    has_outcome: bool


def numbered(sent: Sequence[Sent], day: date) -> tuple[int, int]:
    """Return number and version of a report on `day` after those that were sent.

    >>> first = Sent(1, 1, date(2024, 11, 14))
    >>> numbered([], date(2024, 11, 14)), numbered([first], date(2024, 11, 14))
    ((1, 1), (1, 2))
    >>> numbered([first], date(2024, 11, 15))
    (2, 1)
    """
    same = [each for each in sent if each.day == day]
    if same:
        last = max(same, key=lambda each: each.version)
        return last.number, last.version + 1
    return max((each.number for each in sent), default=0) + 1, 1


def stage_lines(states: Sequence[StageState]) -> list[Line]:
    """Return what is to be said of the stage under way: at most one sentence."""
    now = current(states)
    if now is None:
        return []
    met, all_gates = number(now.met), number(len(now.gates))
    missing = [each.gate.name for each in now.missing]
    more = len(missing) - MOST_NAMED
    rest = Words(f" dan {more} lagi", f" and {more} more") if more > 0 else Words("", "")
    lacks = Words(
        "; kurang: " + ", ".join(each.id for each in missing[:MOST_NAMED]) + rest.id,
        "; missing: " + ", ".join(each.en for each in missing[:MOST_NAMED]) + rest.en,
    )
    text = Words(
        f"Tahapan {now.stage.name.id}: {met.id} dari {all_gates.id} syarat terpenuhi"
        f"{lacks.id if missing else ''}.",
        f"Stage {now.stage.name.en}: {met.en} of {all_gates.en} conditions are met"
        f"{lacks.en if missing else ''}.",
    )
    source = Evidence(_STAGES, "stages", (), f"tahap-{now.stage.code}")
    return [Line(Topic.STATE, text, (source,))]


def help_lines(helped: Sequence[Helped]) -> list[Line]:
    """Return what the Desk did since the last report, the newest first: at most four sentences."""
    if not helped:
        return []
    known = number(sum(each.has_outcome for each in helped))
    total = number(len(helped))
    page = Evidence(_HELP, "interventions")
    text = Words(
        f"Desk mencatat {total.id} saran dan intervensi; {known.id} sudah ada hasilnya.",
        f"The Desk wrote {total.en} pieces of advice and interventions; "
        f"the outcome of {known.en} is known.",
    )
    lines = [Line(Topic.ACTIONS, text, (page,))]
    for each in helped[:MOST_NAMED]:
        state = (
            Words("hasil tercatat", "outcome written")
            if each.has_outcome
            else Words("hasil belum diketahui", "outcome not known yet")
        )
        said = Words(
            f"Intervensi {each.number}: {each.text} ({state.id}).",
            f"Intervention {each.number}: {each.text} ({state.en}).",
        )
        at = Evidence(_HELP, "interventions", (), f"k-{each.number}")
        lines.append(Line(Topic.ACTIONS, said, (at,)))
    return lines
