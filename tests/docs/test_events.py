"""Every fact that people may report is in the handbook, with its fields and audience."""

from dataclasses import fields

from tepat.core.move.events import EVENTS, REASONS, Fact
from tests.docs.pages import code_words, rows

PAGE = "docs/developers/events.md"
COMMON = {field.name for field in fields(Fact)}


def documented(columns: int) -> dict[str, list[str]]:
    return {word: row for row in rows(PAGE) if len(row) == columns for word in code_words(row[0])}


def test_the_handbook_has_every_fact_with_its_fields_and_audience() -> None:
    said = {kind: (code_words(row[1]), row[2]) for kind, row in documented(4).items()}

    assert said == {
        kind: ({field.name for field in fields(event)} - COMMON, event.AUDIENCE.value)
        for kind, event in EVENTS.items()
    }


def test_the_handbook_has_every_reason_to_turn_bytes_away() -> None:
    assert set(documented(2)) == set(REASONS)
