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
    HEADER_NOT_FOUND = "header_not_found"
    COLUMN_MISSING = "column_missing"
    PERSONAL_DATA = "personal_data"

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

    # -- regions
    REGION_CODE = "region_code"
    REGION_UNKNOWN = "region_unknown"
    REGION_PARENT = "region_parent"
    POINT_OUTSIDE = "point_outside"
    REGION_FILE = "region_file"
    REGION_NAME = "region_name"
    REGION_TWICE = "region_twice"
    BOUNDARY_SHAPE = "boundary_shape"
    POINT_FAR = "point_far"
    POINT_FORM = "point_form"
    DEMO_REFUSED = "demo_refused"

    # -- election files
    ELECTION_SYNTAX = "election_syntax"
    ELECTION_FAULT = "election_fault"
    ELECTION_KEY = "election_key"
    ELECTION_MISSING = "election_missing"
    ELECTION_TWICE = "election_twice"
    ELECTION_TEXT = "election_text"
    ELECTION_NUMBER = "election_number"
    ELECTION_SHARE = "election_share"
    ELECTION_FORM = "election_form"
    ELECTION_UNSET = "election_unset"
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
    NO_PACKAGES = "no_packages"
    NUMBER_PATTERN = "number_pattern"
    LABEL_SIZE = "label_size"
    EMBLEM_FILE = "emblem_file"
    LAYOUT_FILE = "layout_file"
    LAYOUT_PLACEHOLDER = "layout_placeholder"
    RECORD_UNKNOWN = "record_unknown"


WARNINGS = frozenset(
    {
        Code.ABOVE_CAP,
        Code.SUM_DIFFERS,
        Code.VOTERS_UNSET,
        Code.POINT_OUTSIDE,
        Code.REGION_PARENT,
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
