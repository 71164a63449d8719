"""Each problem has its words, in both languages, about the same facts."""

from string import Formatter

from tepat.core.problems import Code, Problem
from tepat.core.sentences import SENTENCES, SUBJECTS, sentence


def facts_in(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name}


def test_every_problem_has_a_sentence() -> None:
    assert set(SENTENCES) == set(Code)


def test_no_problem_is_said_in_two_subjects() -> None:
    assert sum(len(subject.SENTENCES) for subject in SUBJECTS) == len(SENTENCES)


def test_both_languages_name_the_same_facts() -> None:
    differing = [c for c, (id_, en) in SENTENCES.items() if facts_in(id_) != facts_in(en)]
    assert differing == []


def test_a_missing_fact_never_hides_the_problem() -> None:
    assert "?" in sentence(Problem(Code.FILE_EMPTY))


def test_a_fact_that_is_a_word_is_said_in_the_language_of_the_reader() -> None:
    facts = {"file": "a.docx", "value": "x", "document": "Surat jalan", "document_en": "Delivery"}
    problem = Problem(Code.LAYOUT_PLACEHOLDER, facts)

    assert "Surat jalan" in sentence(problem)
    assert "Delivery" in sentence(problem, "en")
    assert "Surat jalan" not in sentence(problem, "en")
