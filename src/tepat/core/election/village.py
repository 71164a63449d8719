"""One Pilkades out of the shipped file: what an office says about it, as an election file.

Input: the shipped text, and the name, day, regulation, cap and candidates of this office.
Output: the text of the office's own file. What nobody said stays unset. The law of the place
stands in it as its source and is never looked up: nobody here has reviewed it.
"""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from tepat.core.election.catalogue import DiffersBy, Election
from tepat.core.election.tps_list.headers import field_of

SHIPPED: Final = "pilkades"
"""Code of the election that comes with tepat and is laid under."""
LONGEST: Final = 120
_TAGS: Final = "KLMNPQRSTUVWXYZ"
_HEADS: Final = {
    3: "Desa\tTPS\tDPT",
    4: "Kecamatan\tDesa\tTPS\tDPT",
    5: "Kecamatan\tDesa\tTPS\tL\tP",
}
"""What the columns of a pasted list without a header are, by how many there are."""


@dataclass(frozen=True, slots=True)
class Village:
    """What an office says about its Pilkades."""

    name: str
    day: date
    regulation: str
    """The Perbup as the office names it: its own claim, unreviewed."""
    cap: int | None = None
    """Most voters of a TPS, where the regulation says so."""
    candidates: Mapping[str, int] = field(default_factory=dict)
    """How many candidates stand in each desa, by code."""


def is_village(election: Election) -> bool:
    """Tell whether every ballot paper of `election` is the paper of one desa."""
    return all(kind.differs_by is DiffersBy.DESA for kind in election.kinds)


def village_of(election: Election) -> Village | None:
    """Return what an office said about its own Pilkades; None while it has no day.

    The inverse of `election_text` after it was read.
    """
    if election.voting_day is None:
        return None
    candidates = {code: len(found) for code, found in election.kinds[0].choices.items()}
    name, source = election.name.id, election.source.id
    return Village(name, election.voting_day, source, election.tps_cap, candidates)


def free_code(day: date, taken: Collection[str]) -> str:
    """Return a code for a Pilkades on `day` that no other election has.

    >>> free_code(date(2026, 12, 6), ["pilkades-2026"])
    'pilkades-2026-2'
    """
    first = f"{SHIPPED}-{day.year}"
    numbered = (f"{first}-{number}" for number in range(2, len(taken) + 3))
    return next(code for code in (first, *numbered) if code not in taken)


def free_tag(day: date, taken: Collection[str]) -> str:
    """Return three characters that begin the package codes of this one alone.

    >>> free_tag(date(2026, 12, 6), ["K26"])
    'L26'
    """
    year = f"{day.year % 100:02d}"
    return next((tag for each in _TAGS if (tag := f"{each}{year}") not in taken), f"K{year}")


def election_text(shipped: str, code: str, tag: str, village: Village) -> str:
    """Return the file of `village`: the shipped text with what its office says laid over.

    >>> text = election_text('code = "pilkades"', "pilkades-2026", "K26",
    ...     Village("Pilkades 2026", date(2026, 12, 6), "Perbup 1/2026"))
    >>> text.splitlines()[0]
    'code = "pilkades-2026"'
    """
    head, mark, rest = shipped.partition("[[kind]]")
    said = {
        "code": _quoted(code),
        "tag": _quoted(tag),
        "name": _both(village.name),
        "source": _both(village.regulation),
    }
    lines = [_laid_over(line, said) for line in head.rstrip().splitlines()]
    lines.append(f"voting_day = {village.day.isoformat()}")
    if village.cap is not None:
        lines.append(f"tps_cap = {village.cap}")
    kind, items, after = rest.partition("\n# ---- ")
    numbers = [f"{_quoted(desa)} = {n}" for desa, n in sorted(village.candidates.items()) if n]
    choices = ["", "[kind.choices]", *numbers, ""] if numbers else [""]
    return "\n".join([*lines, "", mark]) + kind + "\n".join(choices) + items + after


def _laid_over(line: str, said: Mapping[str, str]) -> str:
    """Return a line of the head with what the office says in place of the shipped value."""
    key = line.partition(" = ")[0]
    return f"{key} = {said[key]}" if key in said else line


def with_header(pasted: str) -> str:
    """Return a pasted TPS list with a header where its first row is none.

    Columns are parted by tabs, as a spreadsheet copies them, or by semicolons.

    >>> with_header("Kembang Kuning\\t1\\t312").splitlines()[0].split("\\t")
    ['Desa', 'TPS', 'DPT']
    >>> with_header("DESA;TPS;DPT").splitlines()
    ['DESA;TPS;DPT']
    """
    first = next((line for line in pasted.splitlines() if line.strip()), "")
    parted = "\t" if "\t" in first else ";"
    cells = [cell.strip() for cell in first.split(parted)]
    titles = [cell for cell in cells if field_of(cell)]
    if len(titles) > 1 or len(cells) not in _HEADS:
        return pasted
    return f"{_HEADS[len(cells)].replace(chr(9), parted)}\n{pasted}"


def _quoted(text: str) -> str:
    """A TOML basic string: JSON's escapes are among TOML's once control signs are gone."""
    printable = "".join(each for each in " ".join(text.split()) if each.isprintable())
    return json.dumps(" ".join(printable[:LONGEST].split()), ensure_ascii=False)


def _both(text: str) -> str:
    return f"{{ id = {_quoted(text)}, en = {_quoted(text)} }}"
