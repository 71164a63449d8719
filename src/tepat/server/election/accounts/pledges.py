"""The pledge of neutrality: one dated text per agency, accepted by each person once a version.

    TEPAT_HOME/pledges/<agency>.txt     an agency's own text; first line "version: 2024-09-01"

Without a file of its own an agency has the text that comes with the program.
"""

import hashlib
from pathlib import Path
from typing import Final, NamedTuple

from django.conf import settings
from django.db import transaction

import tepat
from tepat.core.election.roles import AGENCY, Agency
from tepat.core.problems import Code, refuse
from tepat.server import clock
from tepat.server.election.models import PledgeAccepted, User

LONGEST: Final = 20_000
_FIRST: Final = "version: "


class Pledge(NamedTuple):
    """One text as a person accepts it."""

    agency: Agency
    version: str
    paragraphs: tuple[str, ...]

    @property
    def digest(self) -> str:
        text = "\n\n".join((self.agency.value, self.version, *self.paragraphs))
        return hashlib.sha256(text.encode()).hexdigest()


def pledge_of(agency: Agency) -> Pledge:
    """Return the pledge that holds for `agency` now. Raises `Refused` where its file is wrong."""
    name = f"{agency.value}.txt"
    own = Path(settings.HOME) / "pledges" / name
    shipped = Path(tepat.__file__).parent / "data" / "pledges" / name
    path = own if own.exists() else shipped
    text = path.read_bytes()[: LONGEST + 1].decode("utf-8", errors="replace")
    head, _, body = text.replace("\r\n", "\n").partition("\n")
    version = head.removeprefix(_FIRST).strip()
    paragraphs = tuple(" ".join(each.split()) for each in body.split("\n\n") if each.strip())
    if not head.startswith(_FIRST) or not version or len(version) > 20 or not paragraphs:
        raise refuse(Code.PLEDGE_FILE, file=str(own if own.exists() else name))
    if len(text) > LONGEST:
        raise refuse(Code.TEXT_TOO_LONG, field=name, limit=LONGEST)
    return Pledge(agency, version, paragraphs)


def agencies_of(user: User) -> list[Agency]:
    """Return every agency that a role of `user` belongs to, in their order."""
    held = {AGENCY[grant.role] for grant in user.grants()}
    return [agency for agency in Agency if agency in held]


def wanted(user: User) -> list[Pledge]:
    """Return the pledges that `user` has still to accept: one query and the grants."""
    rows = PledgeAccepted.objects.filter(account=user.account)
    there = set(rows.values_list("agency", "version", "digest"))
    found = [pledge_of(agency) for agency in agencies_of(user)]
    return [each for each in found if (each.agency.value, each.version, each.digest) not in there]


@transaction.atomic
def accept(user: User, digests: list[str]) -> list[Pledge]:
    """Record that `user` accepts what was shown. Raises `Refused` where the text is another."""
    open_ = wanted(user)
    if {each.digest for each in open_} != set(digests):
        raise refuse(Code.PLEDGE_CHANGED)
    now, name = clock.now(), user.first_name or user.username
    PledgeAccepted.objects.bulk_create(
        [
            PledgeAccepted(
                account=user.account,
                name=name,
                agency=each.agency.value,
                version=each.version,
                digest=each.digest,
                at=now,
            )
            for each in open_
        ],
        ignore_conflicts=True,
    )
    user.must_pledge = False
    user.save(update_fields=["must_pledge"])
    return open_


def ask_again(user: User) -> None:
    """At a sign-in: whoever accepted an earlier text reads the one that holds now."""
    if user.must_pledge or not PledgeAccepted.objects.filter(account=user.account).exists():
        return
    if wanted(user):
        user.must_pledge = True
        user.save(update_fields=["must_pledge"])
