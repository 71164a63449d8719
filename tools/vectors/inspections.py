"""Checklists as they were answered: what is asked, the verdict, and the text that is hashed."""

from tepat.core.log.words import note_hash
from tepat.core.move import inspections
from tepat.core.move.field_manifest.values import Question
from tools.vectors.made import Case

SALT = "0123456789abcdef" * 2
ROOF, GATE = Question("roof", "Atap?", True, True), Question("gate", "Pintu?", True, True)
LAMP, FIRE = Question("lamp", "Lampu?", True), Question("fire", "Pemadam?")
LONG = [
    *(Question(f"q{at:02}", "?") for at in range(12)),
    GATE,
    *(Question(f"r{at}", "?") for at in range(3)),
]

CASES = {
    "all in order": ([ROOF, LAMP, FIRE], ()),
    "a small defect": ([ROOF, LAMP, FIRE], ("lamp",)),
    "a grave defect": ([ROOF, LAMP, FIRE], ("roof",)),
    "a grave and a small one": ([ROOF, LAMP, FIRE], ("roof", "fire")),
    "more than twelve questions: the grave one is asked": (LONG, ("gate",)),
    "no questions": ([], ()),
}


def cases() -> list[Case]:
    """Return each checklist with its defects, what is asked, and what came of it."""
    found: list[Case] = []
    for about, (questions, defects) in CASES.items():
        asked = inspections.asked(questions)
        answers = {each.code: each.code not in defects for each in asked}
        text = inspections.write_filled(inspections.Filled("store", 1, answers))
        found.append(
            {
                "shows": about,
                "questions": [[q.code, q.photo, q.grave] for q in questions],
                "defects": list(defects),
                "asked": [each.code for each in asked],
                "outcome": inspections.outcome_of(questions, answers),
                "score": list(inspections.score_of(answers)),
                "text": text,
                "hash": note_hash(SALT, text),
            }
        )
    return found
