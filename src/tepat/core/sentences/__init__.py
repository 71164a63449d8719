"""What a person reads for each problem, Indonesian and English; one file per subject.

Two sentences at most: what was expected and what was found, then the next step.
A name in braces is a fact of the problem. Kept in the core, without Django, so that
a verifier on a supervisor's laptop speaks the same words as the desk.
"""

from typing import Final, Literal

from tepat.core.problems import Code, Problem
from tepat.core.sentences import (
    accounts,
    alerts,
    count,
    custody,
    desk,
    door,
    election,
    exports,
    files,
    gladi,
    government,
    hazards,
    hub,
    incidents,
    journeys,
    last_mile,
    log,
    packing,
    paper,
    paper_rows,
    phone,
    plan,
    plan_roads,
    rakor,
    regions,
    rooms,
    schedule,
    security,
    stock,
    stores,
    supervision,
    tps_list,
    witness,
)
from tepat.core.sentences.form import Sentence

Language = Literal["id", "en"]
IN_ENGLISH: Final = "_en"
"""A fact that is a word travels twice: `item` and `item_en`; English sentences say the second."""

SUBJECTS: Final = (
    files,
    tps_list,
    regions,
    election,
    desk,
    door,
    phone,
    hub,
    incidents,
    stock,
    packing,
    custody,
    log,
    plan,
    paper,
    paper_rows,
    plan_roads,
    schedule,
    hazards,
    journeys,
    last_mile,
    witness,
    rakor,
    supervision,
    alerts,
    security,
    stores,
    government,
    exports,
    accounts,
    rooms,
    count,
    gladi,
)
SENTENCES: Final[dict[Code, Sentence]] = {
    code: words for subject in SUBJECTS for code, words in subject.SENTENCES.items()
}


def sentence(problem: Problem, language: Language = "id") -> str:
    """Return `problem` as a person reads it in `language`."""
    words = SENTENCES[problem.code]
    template = words.en if language == "en" else words.id
    facts = _Facts(problem.facts)
    if language == "en":
        facts.update({name[: -len(IN_ENGLISH)]: facts[name] for name in _english(problem)})
    return template.format_map(facts)


def _english(problem: Problem) -> list[str]:
    return [name for name in problem.facts if name.endswith(IN_ENGLISH)]


class _Facts(dict[str, object]):
    """Facts for a template: one that is missing shows as a question mark, never as a crash."""

    def __missing__(self, key: str) -> str:
        return "?"
