"""Checklists that were filled in: each shared vector as the phone decides it."""

from typing import Any

import pytest

from tepat.core.log.words import note_hash
from tepat.core.move import inspections
from tepat.core.move.field_manifest.values import Question
from tests.core.log.vectors import each_of
from tools.vectors.inspections import SALT


@each_of("inspections", "cases")
def test_a_verdict(case: dict[str, Any]) -> None:
    questions = [Question(code, "?", photo, grave) for code, photo, grave in case["questions"]]
    asked = [each.code for each in inspections.asked(questions)]
    answers = {code: code not in case["defects"] for code in asked}
    text = inspections.write_filled(inspections.Filled("store", 1, answers))

    assert asked == case["asked"]
    assert len(asked) <= inspections.MOST_ASKED
    assert inspections.outcome_of(questions, answers) == case["outcome"]
    assert list(inspections.score_of(answers)) == case["score"]
    assert (text, note_hash(SALT, text)) == (case["text"], case["hash"])
    read = inspections.read_filled(text)
    assert dict(read.answers if read else {}) == answers


def test_a_question_without_an_answer_gives_no_verdict() -> None:
    with pytest.raises(ValueError, match="gate"):
        inspections.outcome_of([Question("gate", "?", grave=True)], {})


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", "Banjir di jalan", '{"answers":1}', "[" * 3_000, "x" * 5_000]
)
def test_words_of_people_are_no_checklist(text: str) -> None:
    assert inspections.read_filled(text) is None
