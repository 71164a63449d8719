"""The word on whatever is no election: `contoh` in a demo, `GLADI` in a rehearsal.

Who is marked is said by the scope (`is_contoh`); which word they bear, by the installation.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Final

CONTOH: Final = "contoh"
GLADI: Final = "GLADI"
_words = [CONTOH]


def use(word: str) -> None:
    """Let `word` be the mark of this process. Called once, before anything is written."""
    _words[:] = [word]


@contextmanager
def used(word: str) -> Iterator[None]:
    """Let `word` be the mark for as long as the block lasts."""
    before = _words[0]
    use(word)
    try:
        yield
    finally:
        use(before)


def word() -> str:
    """Return the mark of this process."""
    return _words[0]


def line(contoh: str) -> str:
    """Return the line that a marked sheet bears: `contoh` as it is, or that of a rehearsal.

    >>> line("contoh: angka dibuat-buat")
    'contoh: angka dibuat-buat'
    """
    return contoh if word() == CONTOH else f"{GLADI}: latihan, bukan pemilihan sungguhan"


def above(lines: Sequence[str]) -> list[str]:
    """Return what stands above a table: in a rehearsal its mark first, once.

    >>> above(["Kabupaten Contoh"])
    ['Kabupaten Contoh']
    """
    if word() == CONTOH:
        return list(lines)
    return [line(""), *(each for each in lines if each != line(""))]
