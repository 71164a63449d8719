"""Kabupaten Contoh as the planner sees it: a road that floods and an island."""

import json
from pathlib import Path
from typing import Any, Final

from tepat.core.plan.instance.reading import read
from tepat.core.plan.instance.values import Instance

FILE: Final = Path(__file__).with_name("contoh.json")


def contoh() -> Instance:
    """The instance of the example file."""
    instance, problems = read(FILE.read_bytes())
    assert instance is not None
    assert problems == []
    return instance


def contoh_json() -> dict[str, Any]:
    """The example file as JSON, to be spoiled."""
    raw: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return raw
