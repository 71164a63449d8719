"""Under whose letterhead a paper stands: that of the agency that wrote it, never another's.

KPU sets its own in the settings of papers, Bawaslu in its room, the police with its
operation. An agency that set none has its name and its area; an address nobody set is a
dotted line for the pen.
"""

from typing import Final

from tepat.core.documents.papers import Letterhead
from tepat.core.election.roles import AGENCY, Agency, Role
from tepat.server.documents import queries
from tepat.server.election.models import Region, Scope
from tepat.server.watch.government import agreed as government
from tepat.server.watch.security import agreed as security
from tepat.server.watch.supervision import agreed as supervision

NO_ADDRESS: Final = "Alamat: " + "." * 60
NAMES: Final = {
    Agency.BAWASLU: "Badan Pengawas Pemilihan Umum",
    Agency.POLRI: "Kepolisian Negara Republik Indonesia",
    Agency.TNI: "Tentara Nasional Indonesia",
}
"""Agencies that an election may not name; others are called as it calls them."""


def letterhead_of(scope: Scope, role: str) -> Letterhead:
    """Return the letterhead of the agency of `role` (as `desk`): two queries or so."""
    agency = AGENCY.get(Role(role)) if role in set(Role) else None
    if agency is Agency.KPU:
        return queries.letterhead(scope).as_value()
    lines: tuple[str, ...] = ()
    if agency is Agency.BAWASLU:
        lines = supervision.setting_of(scope).head
    elif agency is Agency.POLRI and (found := security.operation(scope)):
        lines = tuple(each.strip() for each in found.office.splitlines() if each.strip())
    if lines:
        return Letterhead(lines)
    name = NAMES[agency] if agency in NAMES else government.agency(scope, role)
    where = Region.objects.filter(code=scope.kabupaten).values_list("name", flat=True).first()
    return Letterhead((name, where or scope.kabupaten), NO_ADDRESS)


def office_line(head: Letterhead) -> str:
    """Return who writes, on one line, for papers without a letterhead."""
    return ", ".join(head.lines[:2])
