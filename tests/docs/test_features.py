"""The table of capabilities is whole, and each row says honestly how far it is."""

import re

from tests.docs.pages import rows, text

ROWS = {"P": 16, "W": 7, "M": 14, "D": 13, "B": 6, "K": 5, "C": 4, "O": 12}
"""How many capabilities each chapter has: P1 to P16, and so on."""
WANTED = [f"{letter}{number}" for letter, last in ROWS.items() for number in range(1, last + 1)]


def features() -> dict[str, list[str]]:
    return {row[0]: row for row in rows("docs/features.md") if re.fullmatch(r"[A-Z]\d+", row[0])}


def test_every_capability_has_its_row() -> None:
    assert [name for name in WANTED if name not in features()] == []
    assert sorted(set(features()) - set(WANTED)) == []


def test_each_row_says_done_partial_or_not() -> None:
    state = re.compile(r"done(: .+)?|partial: \S.*|not")
    unclear = [name for name, row in features().items() if not state.fullmatch(row[2])]

    assert unclear == []


def test_the_summary_counts_the_rows() -> None:
    states = [row[2].partition(":")[0] for row in features().values()]
    summary = ", ".join(f"{states.count(word)} {word}" for word in ("done", "partial", "not"))

    assert summary in text("docs/features.md")
