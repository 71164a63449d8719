"""The nearest names to a name, for suggestions that a person confirms."""

from collections.abc import Sequence

from rapidfuzz import fuzz, process

ENOUGH = 60
"""Below this likeness (0 to 100) a name is no help."""


def closest(name: str, names: Sequence[str], most: int) -> list[str]:
    """Return at most `most` of `names` that are like `name`, the likest first."""
    found = process.extract(name, names, scorer=fuzz.ratio, limit=most, score_cutoff=ENOUGH)
    return [each for each, _, _ in found]
