"""Cases that Bawaslu published, as a briefing says them: in its own words, without people."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tepat.core.election.catalogue import Words


@dataclass(frozen=True, slots=True)
class Published:
    """What Bawaslu published of a case: its name and place, how far it is, and its sentence."""

    name: Words
    stage: Words
    text: str


def sentences(cases: Sequence[Published], most: int) -> Iterable[Words]:
    """Return one sentence for each of the first `most` cases, and how many more there are.

    >>> stage = Words("kajian", "study")
    >>> case = Published(Words("temuan 1 (Jaro)", "finding 1 (Jaro)"), stage, "x.")
    >>> [each.id for each in sentences([case, case], 1)]
    ['Bawaslu menerbitkan temuan 1 (Jaro), kajian: x.', 'Bawaslu menerbitkan 1 perkara lain.']
    """
    for each in cases[:most]:
        said = each.text.rstrip(".")
        yield Words(
            f"Bawaslu menerbitkan {each.name.id}, {each.stage.id}: {said}.",
            f"Bawaslu published {each.name.en}, {each.stage.en}: {said}.",
        )
    if more := len(cases) - most if len(cases) > most else 0:
        yield Words(
            f"Bawaslu menerbitkan {more} perkara lain.", f"Bawaslu published {more} more cases."
        )
