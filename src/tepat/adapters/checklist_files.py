"""Checklists as files: those shipped with the package, and those an office keeps itself.

A file `TEPAT_HOME/checklists/CODE.toml` adds one or stands in for the shipped one.
"""

import tomllib
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, Final

from tepat.core.move.field_manifest.values import Checklist, Question
from tepat.core.sentences import Language

MOST_QUESTIONS: Final = 40
LONGEST: Final = 120
"""Characters of one question: it stands alone on a small screen."""


class BadChecklist(ValueError):
    """This file is no checklist; the text names the file and says why."""


def checklists(home: Path, language: Language = "id") -> tuple[Checklist, ...]:
    """Return every checklist by its code. Raises `BadChecklist` for a file that is none."""
    shipped = _toml_in(files("tepat") / "data" / "checklists")
    own = home / "checklists"
    found = shipped | (_toml_in(own) if own.is_dir() else {})
    return tuple(_read(found[name], language) for name in sorted(found))


def _toml_in(folder: Traversable) -> dict[str, Traversable]:
    return {path.name: path for path in folder.iterdir() if path.name.endswith(".toml")}


def _read(path: Traversable, language: Language) -> Checklist:
    try:
        value: dict[str, Any] = tomllib.loads(path.read_bytes().decode("utf-8-sig"))
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
    except (UnicodeDecodeError, ValueError, KeyError, TypeError) as error:
        raise BadChecklist(f"{path.name}: {error}") from error
