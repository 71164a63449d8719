"""What a sheet is held against: the places, the cap and the names of one election."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from tepat.core.election.tps_list import names

SHEET: Final = "sheet"
SUM: Final = "sum"


@dataclass(frozen=True, slots=True)
class Expected:
    """What this import is for: where, which election, and what is already known."""

    kabupaten: str
    places: names.Places
    closest: names.Closest
    cap: int | None = None
    election: str = ""
    election_words: Sequence[str] = ()
    """Names under which the election column may call this election or its kinds."""
    given: Mapping[str, str] | None = None
    """A person's mapping from field to column; it holds for every sheet."""
    remembered: Callable[[str], Mapping[str, str] | None] = lambda signature: None
    only_sheet: str = ""
    total: str = ""
    """Which holds where the total is far from L + P: SHEET, SUM, or a person is asked."""
    owner_of: Callable[[Sequence[str]], str] = lambda kecamatan: ""
    """From names of kecamatan to the kabupaten most of them belong to, in words; or none."""
