"""The form of what a person reads for a problem."""

from typing import NamedTuple


class Sentence(NamedTuple):
    """One problem in two languages; a name in braces is a fact of the problem."""

    id: str
    en: str
