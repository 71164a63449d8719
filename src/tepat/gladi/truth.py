"""What really happens in the played field, and what should be noticed of it.

Written to `lapangan/kebenaran.jsonl` as it happens. The server never reads it; the report card
compares it with what the server noticed.
"""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Final

FILE: Final = "kebenaran.jsonl"


@dataclass
class Wanted:
    """One thing that must be noticed: how, of which kind, where, by whom, until when.

    `how` is `alert`, `incident`, `refusal`, `flag` or `proof`; `kind` a word of that list.
    """

    how: str
    kind: str
    area: str
    since: datetime
    until: datetime
    role: str = ""
    """Whose it must be first; empty: nobody in particular."""


@dataclass
class Trouble:
    """Something that is not as it should be, from `since` to `until`, in `area`.

    `explains` are kinds of alerts and incidents that say the truth while it lasts.
    """

    what: str
    area: str
    since: datetime
    until: datetime
    explains: tuple[str, ...] = ()
    scenario: str = ""
    """Empty: the field itself brought it, nobody injected it."""
    note: str = ""
    wanted: list[Wanted] = field(default_factory=list)


@dataclass
class Noticed:
    """Something that the product itself said to a person: a refused scan, a verified log."""

    how: str
    kind: str
    area: str
    at: datetime


@dataclass
class Truth:
    """The book of one rehearsal."""

    folder: Path
    troubles: list[Trouble] = field(default_factory=list)
    noticed: list[Noticed] = field(default_factory=list)
    polls: list[dict[str, Any]] = field(default_factory=list)
    """Every true number of voting day, one row a form."""

    def add(self, trouble: Trouble) -> Trouble:
        """Write down what happened."""
        self.troubles.append(trouble)
        return trouble

    def notice(self, how: str, kind: str, area: str, at: datetime) -> None:
        """Write down what the product said."""
        self.noticed.append(Noticed(how, kind, area, at))

    def save(self) -> None:
        """Write the book, one thing a line, in the order of their beginnings."""
        rows: Iterable[Any] = [*self.troubles, *self.noticed]
        lines = [
            json.dumps(_plain(asdict(row)), ensure_ascii=False, sort_keys=True) for row in rows
        ]
        lines += [json.dumps(row, ensure_ascii=False, sort_keys=True) for row in self.polls]
        (self.folder / FILE).write_text("\n".join(lines) + "\n", encoding="utf-8")


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in value.items()}
    return [_plain(each) for each in value] if isinstance(value, (list, tuple)) else value
