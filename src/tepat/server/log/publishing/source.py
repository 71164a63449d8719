"""The entries of one log as the database has them."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Final

from tepat.core.problems import Code, refuse
from tepat.server.log import queries
from tepat.server.log.models import Fact, FactAgain, Quarantined
from tepat.server.log.publishing.place import Place

_AT_ONCE: Final = 2048
"""Entries read in one go: eight bundles."""


class DatabaseSource:
    """What the publisher reads from. Numbers are given under a lock, so the end is whole."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.log = (place.election, place.kabupaten)

    def size(self) -> int:
        return queries.size(*self.log)

    def entries(self, first: int, last: int) -> Iterator[bytes]:
        """Give the leaves of these numbers. Raises `Refused` where one is missing."""
        for begin in range(first, last + 1, _AT_ONCE):
            end = min(begin + _AT_ONCE - 1, last)
            try:
                yield from queries.entries(*self.log, begin, end)
            except LookupError as error:
                raise refuse(Code.LOG_GAP, log=str(self.place), number=begin) from error

    def hidden(self, first: int, last: int) -> Iterable[tuple[int, str, bytes]]:
        rows = Fact.objects.filter(
            election=self.place.election,
            kabupaten=self.place.kabupaten,
            number__range=(first, last),
            audience__in=queries.HIDDEN,
        )
        for number, audience, body in rows.values_list("number", "audience", "body"):
            yield number, audience, bytes(body)

    def received_at(self, number: int) -> datetime | None:
        """Return when the entry of this number came; None: there is none. At most three queries."""
        for model in (Fact, FactAgain, Quarantined):
            rows = model.objects.filter(
                election=self.place.election, kabupaten=self.place.kabupaten, number=number
            )
            if found := rows.values_list("received_at", flat=True).first():
                return found
        return None
