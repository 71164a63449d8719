"""Announcements: whom one reaches, until when, and who has read its newest version."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from tepat.core.election.regions import Level, is_in
from tepat.core.election.roles import REACH, Action, Grant, Role, who_may

LONGEST: Final = 600
"""Characters of one announcement: a quiet line and a paragraph, no letter."""
LONGEST_LIFE: Final = 60
"""Days until one ends by itself."""
READERS: Final = tuple(who_may(Action.SEE_DESK))
"""Roles that have a login at the desk."""
HEARERS: Final = tuple(role for role in Role if REACH[role] >= Level.KABUPATEN)
"""Roles that get a letter for their phone: an announcement stands on its first screen."""
ADDRESSED: Final = tuple(role for role in Role if role in READERS or role in HEARERS)
"""Roles that an announcement may name."""


@dataclass(frozen=True, slots=True)
class Notice:
    """To whom an announcement goes: roles (none named: all of them) in an area."""

    roles: tuple[str, ...]
    area: str
    expires_at: datetime
    is_withdrawn: bool = False

    def stands(self, now: datetime) -> bool:
        return now < self.expires_at and not self.is_withdrawn


def reaches(
    notice: Notice, grants: Iterable[Grant], election: str, among: Collection[Role] = READERS
) -> str | None:
    """Return the area of the role by which somebody is reached, None where they are not.

    `among` are the roles that can be reached: those of the desk, or those with a phone.

    Whoever works in the area is reached, and who stands above it is not: a kecamatan's note is
    no news for the kabupaten.

    >>> from datetime import UTC
    >>> from tepat.core.election.roles import Role
    >>> end = datetime(2024, 11, 27, tzinfo=UTC)
    >>> ppk = [Grant(Role.PPK, "63.09.05")]
    >>> reaches(Notice(("ppk",), "63.09", end), ppk, "pilkada-2024")
    '63.09.05'
    >>> reaches(Notice(("pps",), "63.09", end), ppk, "pilkada-2024") is None
    True
    """
    for grant in grants:
        if grant.election not in ("", election) or grant.role not in among:
            continue
        wanted = not notice.roles or grant.role.value in notice.roles
        if wanted and grant.area and is_in(grant.area, notice.area):
            return grant.area
    return None


@dataclass(frozen=True, slots=True)
class Reader:
    """One account an announcement reaches, and when it read the newest version."""

    account: str
    name: str
    role: str
    area: str
    read_at: datetime | None = None
    is_phone: bool = False
    """The officer of a phone, by its letter; `account` is the device then."""


@dataclass(frozen=True, slots=True)
class Receipts:
    """Readers of one kecamatan, or of the kabupaten itself."""

    area: str
    readers: tuple[Reader, ...]

    @property
    def read(self) -> int:
        return sum(each.read_at is not None for each in self.readers)

    @property
    def unread(self) -> Sequence[Reader]:
        return [each for each in self.readers if each.read_at is None]


def by_kecamatan(readers: Iterable[Reader]) -> list[Receipts]:
    """Return the readers by kecamatan, those of the kabupaten first."""
    found: dict[str, list[Reader]] = {}
    for each in readers:
        found.setdefault(each.area[:8], []).append(each)
    return [
        Receipts(area, tuple(sorted(found[area], key=lambda each: (each.role, each.name))))
        for area in sorted(found, key=lambda code: (len(code), code))
    ]
