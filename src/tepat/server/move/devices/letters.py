"""Letters of duty as papers: one A5 page for each officer, a file for each kecamatan.

The QR on a letter is a secret of one person, so that a file of letters is handled like
the letters themselves: nothing here is stored.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from django.utils import translation

from tepat.adapters.labels import qr_svg_of_bytes
from tepat.adapters.typst_pdf import compile_pdf
from tepat.core.election.regions import is_in
from tepat.core.election.roles import Role
from tepat.core.log import letters, spelling
from tepat.core.log.keys import Signer
from tepat.core.move.devices import Assignment
from tepat.core.problems import Code, refuse
from tepat.server.desk.words import role_name
from tepat.server.election.elections import election_of
from tepat.server.election.models import Region, Scope
from tepat.server.log.names import origin_of
from tepat.server.move.devices import keys, queries
from tepat.server.move.models import Device, Officer

MOST: Final = 400
"""Letters in one file: a kecamatan has its PPK, PPS, PKD and perhaps a KPPS for each TPS."""


@dataclass(frozen=True, slots=True)
class Printed:
    """What stands on the letters besides the duty."""

    servers: tuple[str, ...]
    """Addresses of this server, and of the hall's hub where one is prepared."""
    call: str = ""
    """Whom to call when a letter or a phone is lost."""


def letter_of(scope: Scope, assignment: str, servers: tuple[str, ...]) -> bytes:
    """Return the bytes of the letter's QR. The same assignment gives the same letter.

    Raises `Refused` where no such assignment stands.
    """
    given = queries.registry(scope).assignments.get(assignment)
    if given is None:
        raise refuse(Code.ASSIGNMENT_UNKNOWN, value=assignment)
    return _letter(scope, given, servers, queries.receipt_key(scope), _names([given]))


def paper_of(scope: Scope, assignment: str, printed: Printed) -> bytes:
    """Return one letter as a PDF of one A5 page, the same bytes each time.

    Raises `Refused` where no such assignment stands.
    """
    given = queries.registry(scope).assignments.get(assignment)
    if given is None:
        raise refuse(Code.ASSIGNMENT_UNKNOWN, value=assignment)
    return _pdf(scope, [given], printed)


def papers_of(scope: Scope, area: str, printed: Printed, now: datetime) -> bytes:
    """Return the letters of `area` that nobody has used yet, a page each: five queries.

    Raises `Refused` where there is none.
    """
    waiting = [each for each in unused(scope, now) if is_in(each.area, area)]
    if not waiting:
        raise refuse(Code.ASSIGNMENT_UNKNOWN, value=area)
    return _pdf(scope, waiting[:MOST], printed)


def papers_by_area(scope: Scope, printed: Printed, now: datetime) -> dict[str, bytes]:
    """Return every letter nobody has used, a file for each kecamatan, and one for the kabupaten.

    A kecamatan with more than `MOST` gets several, `63.09.05-2`. Five queries for each file.
    """
    groups: dict[str, list[Assignment]] = {}
    for each in unused(scope, now):
        groups.setdefault(each.area[:8], []).append(each)
    return {
        f"{area}-{start // MOST + 1}" if start else area: _pdf(
            scope, given[start : start + MOST], printed
        )
        for area, given in groups.items()
        for start in range(0, len(given), MOST)
    }


def codes_of(scope: Scope, servers: tuple[str, ...], now: datetime) -> "list[dict[str, str]]":
    """Return name, role, area and QR content of every letter nobody has used: four queries.

    For whoever prints letters elsewhere; to be handled like the letters themselves.
    """
    waiting = unused(scope, now)
    people = Officer.objects.filter(scope=scope, person__in=[each.person for each in waiting])
    names = dict(people.values_list("person", "name"))
    areas, desk = _names(waiting), queries.receipt_key(scope)
    return [
        {
            "name": names.get(each.person, ""),
            "role": each.role,
            "area": each.area,
            "qr": _letter(scope, each, servers, desk, areas).decode(),
        }
        for each in waiting
    ]


def unused(scope: Scope, now: datetime) -> list[Assignment]:
    """Return the duties whose letter no device has used, and whose time has not ended."""
    used = set(Device.objects.filter(scope=scope).values_list("assignment", flat=True))
    given = queries.registry(scope).assignments.values()
    waiting = [
        each for each in given if each.name not in used and each.ends > now and each.ended is None
    ]
    return sorted(waiting, key=lambda each: (each.area, each.role, each.name))


def _pdf(scope: Scope, given: Sequence[Assignment], printed: Printed) -> bytes:
    people = Officer.objects.filter(scope=scope, person__in=[each.person for each in given])
    names = dict(people.values_list("person", "name"))
    areas = _names(given)
    zone, desk = ZoneInfo(scope.zone), queries.receipt_key(scope)
    with translation.override("id"):  # papers are Indonesian, whoever prints them
        own = election_of(scope).roles
        roles = {
            each.role: own[each.role].id if each.role in own else _role(each.role) for each in given
        }
    data = {
        "log": origin_of(scope.election, scope.kabupaten),
        "servers": list(printed.servers),
        "call": printed.call,
        "contoh": scope.is_contoh,
        "letters": [
            {
                "name": names.get(each.person, ""),
                "role": roles[each.role],
                "area": _area(each.area, areas),
                "until": f"{each.ends.astimezone(zone):%d-%m-%Y}",
                "assignment": each.name[:16],
                "qr": qr_svg_of_bytes(_letter(scope, each, printed.servers, desk, areas)),
            }
            for each in given
        ],
    }
    return compile_pdf("device_letter.typ", data, max(each.made for each in given))


def _names(given: Sequence[Assignment]) -> dict[str, str]:
    """Return the names of the regions of these duties by their codes: one query."""
    codes = {each.area.partition("-")[0] for each in given}
    return dict(Region.objects.filter(code__in=codes).values_list("code", "name"))


def _letter(
    scope: Scope,
    given: Assignment,
    servers: tuple[str, ...],
    desk: Signer,
    names: dict[str, str],
) -> bytes:
    name = names.get(given.area.partition("-")[0], "")
    value = letters.Letter(
        area=given.area,
        assignment=given.name,
        expires=spelling.to_utc(given.ends),
        log=origin_of(scope.election, scope.kabupaten),
        role=given.role,
        secret=keys.secret_of(given.name),
        servers=servers,
        name=name if name.isprintable() and len(name) <= letters.LONGEST_NAME else "",
    )
    return letters.write(value, desk)


def _role(role: str) -> str:
    return role_name(Role(role)) if role in set(Role) else role


def _area(area: str, names: dict[str, str]) -> str:
    region, _, tps = area.partition("-")
    name = names.get(region)
    if name is None:
        return area
    return f"TPS {tps} {name} ({area})" if tps else f"{name} ({area})"
