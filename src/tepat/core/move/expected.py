"""What suppliers still owe, whether it comes in time, and whether what is here suffices.

Slack is counted in whole days from the day a delivery can still come (its due date,
or today once that has passed) to the day it is needed. What it blocks is named.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tepat.core.move.stock import Goods, Pool
from tepat.core.problems import Code, Problem


@dataclass(frozen=True, slots=True)
class Expected:
    """One line of a contract. `received` counts what came for it so far."""

    goods: Goods
    supplier: str
    quantity: int
    due: date
    received: int = 0
    pool: Pool = Pool.ORDINARY
    contract: str = ""

    @property
    def open(self) -> int:
        return max(0, self.quantity - self.received)


class Arrives(StrEnum):
    """How a delivery stands against the day it is needed."""

    COMPLETE = "complete"
    IN_TIME = "in_time"
    LATE = "late"
    """The supplier is past the due date; there may still be days left."""
    TOO_LATE = "too_late"
    """It cannot come before it is needed."""
    NO_DEADLINE = "no_deadline"


@dataclass(frozen=True, slots=True)
class NeedBy:
    """The day something must be here, and the step that waits for it, as words."""

    day: date
    step: str


@dataclass(frozen=True, slots=True)
class Slack:
    """Days left between the expected arrival and the need, and what waits for it."""

    state: Arrives
    days: int | None
    overdue: int = 0
    """Days the supplier is past the due date."""
    blocks: str = ""


def slack_of(expected: Expected, today: date, need_by: NeedBy | None) -> Slack:
    """Return how much time is left for an expected delivery.

    >>> ink = Expected(Goods("tinta"), "CV Contoh", 1100, due=date(2024, 11, 10))
    >>> slack_of(ink, date(2024, 11, 14), NeedBy(date(2024, 11, 20), "packing"))
    Slack(state=<Arrives.LATE: 'late'>, days=6, overdue=4, blocks='packing')
    """
    overdue = max(0, (today - expected.due).days)
    if not expected.open:
        return Slack(Arrives.COMPLETE, None)
    if need_by is None:
        return Slack(Arrives.LATE if overdue else Arrives.NO_DEADLINE, None, overdue)
    days = (need_by.day - max(today, expected.due)).days
    if days < 0:
        state = Arrives.TOO_LATE
    else:
        state = Arrives.LATE if overdue else Arrives.IN_TIME
    return Slack(state, days, overdue, need_by.step)


def lateness(expected: Expected, today: date, need_by: NeedBy | None) -> list[Problem]:
    """Return the problem of a delivery that is late or comes too late, if it is one."""
    slack = slack_of(expected, today, need_by)
    if slack.state not in (Arrives.LATE, Arrives.TOO_LATE):
        return []
    facts: dict[str, str | int] = {
        "supplier": expected.supplier,
        "goods": expected.goods.code,
        "open": expected.open,
        "overdue": slack.overdue,
        "days": "?" if slack.days is None else slack.days,
        "blocks": slack.blocks or "?",
    }
    return [Problem(Code.SUPPLIER_LATE, facts)]


class Cover(StrEnum):
    """Whether what is here is what is needed."""

    ENOUGH = "enough"
    SHORT = "short"
    OVER = "over"
    COMING = "coming"
    """Short now; what is still expected covers it."""
    UNSET = "unset"
    """Nobody has said how many are needed."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """Need, contract, arrival and usable stock of one thing. `needed` None: unset."""

    goods: Goods
    needed: int | None
    expected: int
    received: int
    usable: int
    """Pieces that can still be handed out or already were: good, usable, for TPS, unsorted."""
    open: int = 0
    pool: Pool = Pool.ORDINARY
    partial: bool = False
    """Some places have no number yet: `needed` is only the known part."""
    lost: int = 0
    """Of what is still to come, how much to reckon with as damaged or short."""

    @property
    def foreseen(self) -> int | None:
        """Usable minus needed once all has come but what is lost; None while the need is unset.

        >>> Coverage(Goods("bilik"), 1_000, 1_000, 0, 0, open=1_000, lost=15).foreseen
        -15
        """
        return None if self.difference is None else self.difference + self.open - self.lost

    @property
    def foreseen_short(self) -> int:
        """How many will then be missing."""
        return max(0, -(self.foreseen or 0))

    @property
    def difference(self) -> int | None:
        """Usable minus needed; None while the need is unset."""
        return None if self.needed is None else self.usable - self.needed

    @property
    def state(self) -> Cover:
        """
        >>> Coverage(Goods("segel"), 8800, 9100, 9100, 9100).state.value
        'over'
        >>> Coverage(Goods("tinta"), None, 0, 3, 3).state.value
        'unset'
        """
        if self.difference is None:
            return Cover.UNSET
        if self.difference < 0:
            return Cover.COMING if self.difference + self.open >= 0 else Cover.SHORT
        if self.partial:
            return Cover.UNSET
        return Cover.OVER if self.difference else Cover.ENOUGH


@dataclass(frozen=True, slots=True)
class Replaceable:
    """What may be asked again of a supplier: spoiled and missing pieces of one thing."""

    goods: Goods
    damaged: int
    short: int
    asked: int
    """Pieces in requests that were sent, whether they came or not."""

    @property
    def to_ask(self) -> int:
        """Pieces no request names yet.

        >>> Replaceable(Goods("surat_suara", "KWK-BUP/63.09"), 371, 4, 366).to_ask
        9
        """
        return max(0, self.damaged + self.short - self.asked)


class Asked(StrEnum):
    """Where a replacement request stands."""

    RAISED = "perlu_diminta"
    ASKED = "diminta"
    PARTLY = "sebagian_diterima"
    RECEIVED = "diterima"


def standing(quantity: int, received: int, is_sent: bool) -> Asked:
    """Return where a request for `quantity` stands."""
    if not is_sent:
        return Asked.RAISED
    if received >= quantity:
        return Asked.RECEIVED
    return Asked.PARTLY if received else Asked.ASKED
