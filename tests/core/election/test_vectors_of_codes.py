"""Texts that people scan or type: each shared vector is read as the phone reads it."""

from dataclasses import asdict
from typing import Any

from tepat.core.documents.plan_papers import read_mark
from tepat.core.election.ids import looks_own, plain_code, read_package, readable
from tepat.core.move.seals import read_seal
from tests.core.log.vectors import each_of


@each_of("codes", "packages")
def test_packages(case: dict[str, Any]) -> None:
    code = read_package(case["text"])

    assert plain_code(case["text"]) == case["plain"]
    assert looks_own(case["text"]) is case["own"]
    written = str(code)
    found = asdict(code) | {"code": written, "readable": readable(written)} if code else None
    assert found == case["package"]


@each_of("codes", "seals")
def test_seals(case: dict[str, Any]) -> None:
    assert read_seal(case["text"]) == case["seal"]


@each_of("codes", "marks")
def test_marks(case: dict[str, Any]) -> None:
    mark = read_mark(case["text"])

    assert (dict(zip(("plan", "trip"), mark, strict=True)) if mark else None) == case["mark"]
