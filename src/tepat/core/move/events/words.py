"""The words that facts may use where a person chooses a reason: one closed list for each field.

Forms and phones offer these and no others, so that what happened can be counted. A word
outside of them is still read, stored and folded, because a later version may know more of
them; it decides nothing, and a page shows it as it is written.
"""

from collections.abc import Mapping
from typing import Final

OTHER: Final = "other"
"""Said in words of one's own, which the fact carries as a salted hash."""

_CONDITIONS: Final = ("broken", "damaged", "missing", "wet", "empty", OTHER)
_WRONG: Final = ("wrong_receiver", "wrong_place", "wrong_load", "wrong_count", "typo", OTHER)

WORDS: Final[Mapping[str, tuple[str, ...]]] = {
    "released.reason": ("wrong_box", "typo", "damaged", OTHER),
    "unsealed.reason": (
        "wrong_contents",
        "dpt_changed",
        "recount",
        "damaged",
        "accident",
        "suspicion",
        OTHER,
    ),
    "given.condition": _CONDITIONS,
    "received.condition": _CONDITIONS,
    "refused.condition": _CONDITIONS,
    "check.condition": _CONDITIONS,
    "refused.reason": (
        "wrong_load",
        "wrong_receiver",
        "seal_differs",
        "incomplete",
        "damaged",
        OTHER,
    ),
    "transferred.reason": ("vehicle_broken", "road_closed", "weather", OTHER),
    "relocated.reason": ("flood", "fire", "unsafe", "full", OTHER),
    "witnessed.finding": (
        "seal_differs",
        "unsealed",
        "damaged",
        "missing",
        "wrong_place",
        "not_seen",
        OTHER,
    ),
    "inspected.outcome": ("good", "lacking", "unfit"),
    "incident.what": (
        "late",
        "weather",
        "flood",
        "landslide",
        "traffic",
        "road_closed",
        "vehicle_broken",
        "accident",
        "driver",
        "officer",
        "seal_differs",
        "damaged",
        "missing",
        "theft",
        "fire",
        "threat",
        "unrest",
        OTHER,
    ),
    "voting_opened.reason": (
        "incomplete",
        "officers_missing",
        "weather",
        "witnesses_missing",
        "unrest",
        OTHER,
    ),
    "ballots.reason": (
        "delivered_less",
        "delivered_more",
        "from_other_tps",
        "to_other_tps",
        "wrong_dapil",
        "missing",
        "unexplained",
        OTHER,
    ),
    "result.reason": ("form_sum", "papers_missing", "papers_more", "unexplained", OTHER),
    "papers_moved.reason": ("delivered_less", "more_voters", "spoiled_many", "wrong_dapil", OTHER),
    "revoked.reason": ("lost", "stolen", "replaced", "left", OTHER),
    "corrected.reason": _WRONG,
    "cancelled.reason": ("not_departed", "twice", *_WRONG),
    "replaced.reason": ("damaged", "missing", "dpt_changed", OTHER),
    "destroyed.reason": ("surplus", "damaged", OTHER),
}
"""By kind and field; `check` is what was seen of one package."""


def is_known(kind: str, field: str, word: str) -> bool:
    """Tell whether this version knows `word` there.

    >>> is_known("refused", "reason", "seal_differs"), is_known("refused", "reason", "bored")
    (True, False)
    """
    return word in WORDS.get(f"{kind}.{field}", ())
