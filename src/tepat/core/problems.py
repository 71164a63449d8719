"""Every way the rules can say no.

A `Problem` is a value: what is wrong, and the facts a person needs to act on it.
Rules return all the problems they see. `Refused` is raised only where a request
cannot go on. `core/sentences.py` holds what a person reads; a test pairs the two.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

Fact = str | int


class Code(StrEnum):
    """What may be wrong, one name each."""

    # -- files and sheets that come from outside
    FILE_TYPE = "file_type"
    FILE_LOCKED = "file_locked"
    FILE_EMPTY = "file_empty"
    FILE_BROKEN = "file_broken"
    FILE_TOO_LARGE = "file_too_large"
    FILE_TOO_HEAVY = "file_too_heavy"
    HEADER_NOT_FOUND = "header_not_found"
    COLUMN_MISSING = "column_missing"
    PERSONAL_DATA = "personal_data"
    MAPPING_FIELD = "mapping_field"
    SHEET_SKIPPED = "sheet_skipped"
    SHEET_UNKNOWN = "sheet_unknown"

    # -- the TPS list
    NOT_A_NUMBER = "not_a_number"
    NEGATIVE_NUMBER = "negative_number"
    SUM_DIFFERS = "sum_differs"
    ABOVE_CAP = "above_cap"
    TPS_TWICE = "tps_twice"
    DESA_UNKNOWN = "desa_unknown"
    DESA_AMBIGUOUS = "desa_ambiguous"
    OTHER_KABUPATEN = "other_kabupaten"
    OTHER_ELECTION = "other_election"
    VOTERS_UNSET = "voters_unset"
    VOTERS_COLUMN = "voters_column"
    NUMBER_TOO_LARGE = "number_too_large"
    TPS_NUMBER = "tps_number"
    TPS_COUNTS_ONLY = "tps_counts_only"
    TPS_POINT = "tps_point"
    DESA_BLANK = "desa_blank"
    CODE_NAME = "code_name"
    CODE_UNREADABLE = "code_unreadable"
    CODE_UNKNOWN = "code_unknown"
    SUBTOTAL_DIFFERS = "subtotal_differs"
    CHOICE_UNKNOWN = "choice_unknown"
    IMPORT_STALE = "import_stale"
    IMPORT_STATE = "import_state"
    IMPORT_NOTHING = "import_nothing"
    REMOVE_UNSURE = "remove_unsure"
    UNDO_TOUCHED = "undo_touched"
    UNDO_NOTHING = "undo_nothing"
    TPS_UNKNOWN = "tps_unknown"

    # -- regions
    REGION_CODE = "region_code"
    REGION_UNKNOWN = "region_unknown"
    REGION_PARENT = "region_parent"
    POINT_OUTSIDE = "point_outside"

    # -- election files
    ELECTION_SYNTAX = "election_syntax"
    ELECTION_FAULT = "election_fault"
    ELECTION_UNKNOWN = "election_unknown"

    # -- scope: one election in one kabupaten
    SCOPE_UNKNOWN = "scope_unknown"
    SCOPE_AMBIGUOUS = "scope_ambiguous"

    # -- rights
    NOT_ALLOWED = "not_allowed"

    # -- stock
    BALANCE_OPEN = "balance_open"

    # -- packing
    PACKAGE_CODE = "package_code"
    PACKAGE_UNKNOWN = "package_unknown"

    # -- paper
    DOCUMENT_UNKNOWN = "document_unknown"


WARNINGS = frozenset(
    {
        Code.ABOVE_CAP,
        Code.CODE_NAME,
        Code.SHEET_SKIPPED,
        Code.SUBTOTAL_DIFFERS,
        Code.SUM_DIFFERS,
        Code.TPS_POINT,
        Code.VOTERS_COLUMN,
        Code.VOTERS_UNSET,
    }
)
"""Problems that are told but do not keep a row out."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, with the facts to find and mend it."""

    code: Code
    facts: Mapping[str, Fact] = field(default_factory=dict)

    @property
    def is_warning(self) -> bool:
        return self.code in WARNINGS


class Refused(Exception):
    """This request cannot go on; the problem says why and what to do now."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code.value, dict(problem.facts))
        self.problem = problem


def refuse(code: Code, **facts: Fact) -> Refused:
    """Return the exception to raise for `code`: `raise refuse(Code.FILE_EMPTY, file=name)`."""
    return Refused(Problem(code, facts))
