"""What was recorded about packing, seals and shipments, as papers print it."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class SealingRecord:
    """One closed box: its seals, who closed it and when. For the BA segel."""

    package: str
    place: str
    kind: str
    seals: tuple[str, ...]
    at: datetime
    broken: tuple[str, ...] = ()
    foreign: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ShipmentLine:
    """One package of a load. `ballots` None: it holds none, or nobody has said how many."""

    package: str
    place: str
    kind: str
    form: str
    seals: tuple[str, ...] = ()
    ballots: int | None = None


@dataclass(frozen=True, slots=True)
class ShipmentRecord:
    """One load, one departure. Places are codes: `63.09:gudang-1`, `63.09.05:ppk`."""

    code: str
    origin: str
    destination: str
    lines: tuple[ShipmentLine, ...]
    list_hash: str
    made_at: datetime
    departs_at: datetime | None = None
    vehicle: str = ""
    driver: str = ""
    escort: str = ""
    unsealed_reason: str = ""
