"""Checklists as files: those shipped with the package, and those an office keeps itself.

A file `TEPAT_HOME/checklists/CODE.toml` adds one or stands in for the shipped one.
"""

from pathlib import Path
from typing import Final

from tepat.adapters import own_files
from tepat.adapters.own_files import Source
from tepat.core.move.field_manifest.values import Checklist, Question
from tepat.core.move.inspections import Filled
from tepat.core.sentences import Language

MOST_QUESTIONS: Final = 40
LONGEST: Final = 120
"""Characters of one question: it stands alone on a small screen."""


def checklists(home: Path, language: Language = "id") -> tuple[Checklist, ...]:
    """Return every checklist by its code. Raises `Refused` with the file that is none."""
    return tuple(_read(each, language) for each in own_files.sources(home, "checklists"))


def asks(home: Path, filled: Filled, language: Language = "id") -> dict[str, str]:
    """Return the questions of what was filled in, by code; none where the office keeps others now.

    Raises `Refused` as `checklists` does.
    """
    return {
        question.code: question.ask
        for each in checklists(home, language)
        if (each.code, each.version) == (filled.checklist, filled.version)
        for question in each.questions
    }


def _read(source: Source, language: Language) -> Checklist:
    value = own_files.read(source)
    with own_files.reading(source.folder, source.name):
        questions = tuple(
            Question(
                str(each["code"]),
                str(each["ask"][language])[:LONGEST],
                bool(each.get("photo", False)),
                bool(each.get("grave", False)),
            )
            for each in value["question"][:MOST_QUESTIONS]
        )
        title, version = str(value["title"][language]), int(value["version"])
        return Checklist(str(value["code"]), version, title[:LONGEST], questions)
