"""One thing that a search found."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Found:
    """One thing that fits. `sort` names the page that shows `key`."""

    sort: str
    key: str
    title: str
    place: str = ""
    """The code of the place it belongs to, to be named by the page."""
    is_exact: bool = False
