"""The one list of alerts: owner, action, who is next, whether quiet hours hold it back.

A new alert is one row here, one rule, and one sentence.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Final

from tepat.core.election.regions import Level
from tepat.core.election.roles import REACH, Action, Role
from tepat.core.problems import Code


class Kind(StrEnum):
    """What is not as it should be."""

    LATE_DEPARTURE = "late_departure"
    LATE_ARRIVAL = "late_arrival"
    HALF_HANDOVER = "half_handover"
    WRONG_PLACE = "wrong_place"
    SEAL_DIFFERS = "seal_differs"
    DAMAGED = "damaged"
    CONTENT = "content"
    DISPUTED = "disputed"
    STORE_UNFIT = "store_unfit"
    STORE_UNSEEN = "store_unseen"
    STORE_NO_BACKUP = "store_no_backup"
    GUARD_GAP = "guard_gap"
    POST_GAP = "post_gap"
    NO_WITNESS = "no_witness"
    HAZARD = "hazard"
    ROAD_CLOSED = "road_closed"
    SILENT = "silent"
    FORKED = "forked"
    QUARANTINE = "quarantine"
    BALANCE = "balance"
    SUPPLIER = "supplier"
    PLAN_CHANGED = "plan_changed"
    QUESTION = "question"
    MEETING_MISSED = "meeting_missed"
    OPENED_LATE = "opened_late"
    NOT_HELD = "not_held"
    FORM_WRONG = "form_wrong"

    @property
    def code(self) -> Code:
        """The sentence that a person reads for it."""
        return Code(f"watch_{self.value}")


@dataclass(frozen=True, slots=True)
class Rung:
    """One step of a ladder: who has the alert. `role` is None where nobody of them logs in."""

    name: str
    role: Role | None = None
    level: Level = Level.KABUPATEN


def _rung(role: Role) -> Rung:
    return Rung(role.value, role, Level(REACH[role] or Level.PROVINSI))


PPS, PPK, KPU = _rung(Role.PPS), _rung(Role.PPK), _rung(Role.KPU)
WAREHOUSE, KPU_PROVINSI = _rung(Role.WAREHOUSE), _rung(Role.KPU_PROVINSI)
PKD, PANWASCAM, BAWASLU = _rung(Role.PKD), _rung(Role.PANWASCAM), _rung(Role.BAWASLU)
LINMAS, POLSEK, POLRES = _rung(Role.LINMAS), _rung(Role.POLSEK), _rung(Role.POLRES)
CAMAT, DESK, BPBD = _rung(Role.DESK_KECAMATAN), _rung(Role.DESK), _rung(Role.BPBD)
BAWASLU_PROVINSI = Rung("bawaslu_provinsi", None, Level.PROVINSI)
POLDA = Rung("polda", None, Level.PROVINSI)
DESK_PROVINSI = Rung("desk_provinsi", None, Level.PROVINSI)

Ladder = tuple[Rung, ...]

FIELD: Final[Ladder] = (PPK, KPU, KPU_PROVINSI)
"""Equipment below the kabupaten: the PPK reports to KPU, KPU to its provinsi."""
STORE: Final[Ladder] = (WAREHOUSE, KPU, KPU_PROVINSI)
OFFICE: Final[Ladder] = (KPU, KPU_PROVINSI)
SUPERVISION: Final[Ladder] = (PANWASCAM, BAWASLU, BAWASLU_PROVINSI)
SECURITY: Final[Ladder] = (POLSEK, POLRES, POLDA)
GOVERNMENT: Final[Ladder] = (CAMAT, DESK, DESK_PROVINSI)
DISASTER: Final[Ladder] = (BPBD, DESK, DESK_PROVINSI)
COORDINATION: Final[Mapping[str, Ladder]] = {
    Role.KPU.value: OFFICE,
    Role.BAWASLU.value: (BAWASLU, BAWASLU_PROVINSI),
    Role.POLRES.value: (POLRES, POLDA),
    Role.DESK.value: (DESK, DESK_PROVINSI),
}
"""A meeting is the matter of the agency that calls it, and of the level above it."""


class Target(StrEnum):
    """Where the one action of an alert is done; the server knows the page."""

    SHIPMENT = "shipment"
    PACKAGE = "package"
    PACKAGES = "packages"
    HAZARDS = "hazards"
    DEVICES = "devices"
    QUARANTINE = "quarantine"
    STOCK = "stock"
    PLAN = "plan"
    QUESTIONS = "questions"
    MEETINGS = "meetings"
    PLACE = "place"
    """The kecamatan and whom to call there."""
    STORE = "store"
    POSTS = "posts"
    """Guard posts of the police, which are no stores."""
    TURNOUT = "turnout"
    FORMS = "forms"
    """The forms of a kecamatan, for those who may see them."""


@dataclass(frozen=True, slots=True)
class Alert:
    """One row of the list.

    `minutes` is how long each rung of `ladder` has before the next one gets it. `urgent`
    ones ring in quiet hours too. `sight` is the right without which nobody reads it, for it
    tells of loads that move or of guards; with `outline` whoever may only ask and help reads it
    without load, road and hour. A `notice` is settled by whoever acknowledges it.
    """

    kind: Kind
    ladder: Ladder
    minutes: int
    target: Target
    shape: str = "perhatian"
    urgent: bool = False
    sight: Action | None = None
    notice: bool = False
    by_agency: Mapping[str, Ladder] = field(default_factory=dict)
    """Other ladders, by the agency with which a key of this kind ends."""
    outline: bool = False

    def ladder_in(self, where: str) -> Ladder:
        """Return the rungs for an alert in `where`: what spans a kabupaten is no PPK's.

        >>> [rung.name for rung in ALERT_BY_KIND[Kind.STORE_UNSEEN].ladder_in("63.09")]
        ['kpu', 'kpu_provinsi']
        """
        segments = where.partition(":")[0].count(".") + 1
        return tuple(rung for rung in self.ladder if rung.level <= segments) or self.ladder[-1:]

    def holder(self, level: int, where: str) -> Rung:
        """Who has an alert in `where` at `level`; the last one keeps it."""
        ladder = self.ladder_in(where)
        return ladder[min(max(level, 0), len(ladder) - 1)]

    @property
    def roles(self) -> frozenset[Role]:
        """Who may acknowledge it: nobody takes over an alert of another ladder."""
        return frozenset(rung.role for rung in self.ladder if rung.role)


_MOVES: Final = Action.SEE_MOVEMENTS

ALERTS: Final[tuple[Alert, ...]] = (
    Alert(Kind.LATE_DEPARTURE, STORE, 45, Target.SHIPMENT, urgent=True, sight=_MOVES, outline=True),
    Alert(Kind.LATE_ARRIVAL, FIELD, 45, Target.SHIPMENT, urgent=True, sight=_MOVES, outline=True),
    Alert(Kind.HALF_HANDOVER, FIELD, 60, Target.SHIPMENT, "sepihak", sight=_MOVES),
    Alert(Kind.WRONG_PLACE, FIELD, 60, Target.PACKAGES, "tidak", urgent=True),
    Alert(Kind.SEAL_DIFFERS, FIELD, 60, Target.PACKAGES, "tidak", urgent=True),
    Alert(Kind.DAMAGED, FIELD, 60, Target.PACKAGES, "tidak"),
    Alert(Kind.CONTENT, STORE, 120, Target.PACKAGES, "tidak"),
    Alert(Kind.DISPUTED, OFFICE, 60, Target.PACKAGES, "tidak", urgent=True),
    Alert(Kind.STORE_UNFIT, FIELD, 120, Target.STORE, "tidak"),
    Alert(Kind.STORE_UNSEEN, FIELD, 240, Target.STORE),
    Alert(Kind.STORE_NO_BACKUP, FIELD, 480, Target.STORE),
    Alert(Kind.GUARD_GAP, SECURITY, 30, Target.STORE, urgent=True, sight=Action.SEE_ESCORTS),
    Alert(Kind.POST_GAP, SECURITY, 30, Target.POSTS, urgent=True, sight=Action.SEE_ESCORTS),
    Alert(Kind.NO_WITNESS, SUPERVISION, 120, Target.PLACE),
    Alert(Kind.HAZARD, DISASTER, 60, Target.HAZARDS, urgent=True),
    Alert(Kind.ROAD_CLOSED, OFFICE, 30, Target.SHIPMENT, "tidak", urgent=True, sight=_MOVES),
    Alert(Kind.SILENT, GOVERNMENT, 60, Target.PLACE, "basi"),
    Alert(Kind.FORKED, OFFICE, 60, Target.DEVICES, "tidak", urgent=True),
    Alert(Kind.QUARANTINE, OFFICE, 120, Target.QUARANTINE),
    Alert(Kind.BALANCE, STORE, 240, Target.STOCK),
    Alert(Kind.SUPPLIER, STORE, 480, Target.STOCK),
    Alert(Kind.PLAN_CHANGED, OFFICE, 120, Target.PLAN, notice=True),
    Alert(Kind.QUESTION, GOVERNMENT, 60, Target.QUESTIONS),
    Alert(Kind.MEETING_MISSED, OFFICE, 480, Target.MEETINGS, by_agency=COORDINATION),
    Alert(Kind.OPENED_LATE, FIELD, 30, Target.TURNOUT, urgent=True),
    Alert(Kind.NOT_HELD, OFFICE, 60, Target.TURNOUT, "tidak", urgent=True),
    Alert(Kind.FORM_WRONG, OFFICE, 240, Target.FORMS, "tidak", sight=Action.SEE_RESULTS),
)
"""Every alert there is. Minutes are guesses (`contoh`), to be set by each kabupaten."""

ALERT_BY_KIND: Final[Mapping[Kind, Alert]] = {each.kind: each for each in ALERTS}


def alert_of(kind: Kind, key: str) -> Alert:
    """Return the row of the list for one alert, with the ladder of the agency in its `key`.

    >>> [rung.name for rung in alert_of(Kind.MEETING_MISSED, "meeting_missed:polres").ladder]
    ['polres', 'polda']
    """
    alert = ALERT_BY_KIND[kind]
    ladder = alert.by_agency.get(key.rpartition(":")[2])
    return replace(alert, ladder=ladder) if ladder else alert
