"""The shared vectors as tests read them."""

import json
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).resolve().parents[2] / "vectors"


def part(name: str, key: str = "cases") -> Any:
    """One part of one file."""
    return json.loads((FOLDER / f"{name}.json").read_text("utf-8"))[key]


def each_of(name: str, key: str = "cases") -> pytest.MarkDecorator:
    """Run a test once per case, under the sentence that says what the case shows."""
    cases = part(name, key)
    return pytest.mark.parametrize("case", cases, ids=[case["shows"] for case in cases])


def unhex(*texts: str) -> list[bytes]:
    """Bytes from hexadecimal digits."""
    return [bytes.fromhex(text) for text in texts]
