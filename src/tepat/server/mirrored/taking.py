"""Take what the office published beside its log into this room's own tables.

Loads and plans are taken only where a fact of the mirrored log names their hash, so that KPU
cannot show this room another list or plan than the one that stands in its log. Drivers,
escorts and accounts are not in what is published.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.db import DatabaseError, transaction
from django.utils.dateparse import parse_datetime

from tepat.adapters import list_files
from tepat.adapters.data_files import election_files, read_election_file
from tepat.core.election import zones
from tepat.core.election.quantities import setting_from_json
from tepat.core.log import office
from tepat.core.move import events, judging
from tepat.core.problems import Code, refuse
from tepat.server import environment
from tepat.server.election.models import Scope
from tepat.server.log import queries as log
from tepat.server.mirrored import tables
from tepat.server.mirrored.publishing import LOAD, RUN
from tepat.server.move.custody import lists, loads
from tepat.server.move.devices import queries as devices
from tepat.server.move.models import PlannedShipment, Shipment, ShipmentPackage
from tepat.server.plan.models import PackagePlan, PlanInput, PlanRun
from tepat.server.plan.schedule import store

LATE: Final = ("loads", "plans")
"""Parts that wait for facts: they are looked at again while something is missing."""
_MOST: Final = 20_000
_UNFIT: Final = (
    DatabaseError,
    ArithmeticError,
    AttributeError,
    KeyError,
    TypeError,
    ValueError,
)
"""What a part of another form may raise on its way into the tables."""


@dataclass
class Taken:
    """What was taken: the hash of each part as it lies here, and what still waits for a fact."""

    parts: dict[str, str]
    waiting: int = 0


def scope_from(folder: Path, index: office.Office) -> dict[str, Any]:
    """Return the part that says zone, quantities and election."""
    value = _part(folder, index, "scope")
    if not isinstance(value, dict) or not _is_zone(value.get("zone")):
        raise refuse(Code.ROOM_OFFICE, part="scope", reason="no zone")
    return value


def _is_zone(name: object) -> bool:
    """Whether it is a zone of Indonesia: another one would stop every page that shows a time."""
    return name in (zones.WIB, zones.WITA, zones.WIT)


def take(scope: Scope, folder: Path, index: office.Office, taken: Taken) -> Taken:
    """Take every part that differs from what `taken` says lies here; one transaction for each.

    Raises `Refused` with the part that is unfit; what was taken before it stays.
    """
    _take_files(folder, index)
    for name, hash in index.parts.items():
        if taken.parts.get(name) == hash and not (name in LATE and taken.waiting):
            continue
        value = _part(folder, index, name)
        try:
            with transaction.atomic():
                waits = _take_part(scope, name, value)
        except _UNFIT as error:
            raise refuse(Code.ROOM_OFFICE, part=name, reason=str(error)[:100]) from error
        if waits is not None:
            taken.waiting = waits if name == LATE[0] else taken.waiting + waits
        taken.parts[name] = hash
    return taken


def _take_part(scope: Scope, name: str, value: Any) -> int | None:
    """Take one part; for loads and plans return how many wait for a fact."""
    if name == "scope":
        _take_scope(scope, value)
    elif name == "loads":
        return _take_loads(scope, value)
    elif name == "plans":
        return _take_plans(scope, value)
    for table in tables.TABLES:
        if table.name == name:
            tables.take(table, scope, value)
    return None  # parts that a later version adds are left alone


def _part(folder: Path, index: office.Office, name: str) -> Any:
    path = folder / office.FOLDER / index.parts.get(name, "none")
    if not path.is_file():
        raise refuse(Code.ROOM_OFFICE, part=name, reason="missing")
    return tables.unpacked(name, path.read_bytes())


def _take_files(folder: Path, index: office.Office) -> None:
    """Keep plans and inputs under their hashes, which the mirror has checked."""
    places = {
        office.PLANS: store.plans(),
        office.INPUTS: store.inputs(),
        office.SHAPES: store.shapes(),
    }
    for kind, named in index.files.items():
        for name, hash in named.items():
            there = places[kind] / f"{hash}.json"
            if not there.is_file():
                list_files.write(places[kind], (folder / office.FOLDER / hash).read_bytes())
            link = store.shapes() / f"{name}.of"
            if kind == office.SHAPES and not link.is_file():
                link.write_text(hash)


def _take_scope(scope: Scope, value: Mapping[str, Any]) -> None:
    _take_election(scope.election, str(value["election"]))
    if not _is_zone(value["zone"]):
        raise ValueError("no zone")
    scope.zone = value["zone"]
    scope.is_contoh = value["contoh"] is True
    if not scope.is_contoh and (settings.HOME / environment.DEMO_CLOCK).exists():
        raise ValueError("contoh: this room has the clock of a demo")
    for each in value["quantities"]:
        setting_from_json(each)
    scope.quantities = list(value["quantities"])
    scope.save(update_fields=["zone", "is_contoh", "quantities"])
    if made := value["packages"]:
        PackagePlan.objects.update_or_create(
            scope=scope,
            defaults={"fingerprint": str(made["fingerprint"])[:64], "at": _moment(made["at"])},
        )


def _take_election(code: str, text: str) -> None:
    """Keep the election as the office has it, where it is another one than is known here."""
    known = election_files(settings.HOME).get(code)
    if not text or (known is not None and known.read() == text):
        return
    folder = Path(settings.HOME) / "elections"
    folder.mkdir(exist_ok=True)
    path, before = folder / f"{code}.toml", known.read() if known and known.is_own else None
    path.write_text(text, encoding="utf-8", newline="\n")
    election, problems = read_election_file(election_files(settings.HOME)[code])
    if election is None:
        if before is None:
            path.unlink()
        else:
            path.write_text(before, encoding="utf-8", newline="\n")
        raise refuse(Code.ROOM_OFFICE, part="scope", reason=problems[0].code.value)


def _take_loads(scope: Scope, rows: list[dict[str, Any]]) -> int:
    """Take the loads whose lists the log names and whose lists are here."""
    if len(rows) > _MOST:
        raise ValueError("too many loads")
    named = _named(scope, events.Listed.KIND, "list")
    waiting = 0
    changed: list[Shipment] = []
    for row in rows:
        manifest = lists.known([str(row["list_hash"])]).get(str(row["list_hash"]))
        if row["list_hash"] not in named or manifest is None:
            waiting += 1
            continue
        kept = {name: row[name] for name in LOAD if name not in ("code", "made_by")}
        kept |= {name: _maybe(row[name]) for name in ("departs_at", "made_at")}
        before = Shipment.objects.filter(scope=scope, code=row["code"]).first()
        shipment, _ = Shipment.objects.update_or_create(
            scope=scope,
            code=str(row["code"])[:20],
            defaults={**kept, "made_by": UUID(str(row["made_by"]))},
        )
        if before is None or before.list_hash != shipment.list_hash:
            ShipmentPackage.objects.filter(shipment=shipment).delete()
            ShipmentPackage.objects.bulk_create(
                [ShipmentPackage(shipment=shipment, package=each) for each in manifest.packages],
                batch_size=500,
            )
            changed.append(shipment)
        _take_planned(shipment, row["planned"])
    if changed:
        loads.fold(scope, [loads.load_of(each) for each in changed], devices.registry(scope))
    return waiting


def _take_planned(shipment: Shipment, planned: Mapping[str, Any] | None) -> None:
    if not planned:
        return
    run = PlanRun.objects.filter(scope=shipment.scope_id, number=planned["plan"]).first()
    if run is not None:
        PlannedShipment.objects.update_or_create(
            shipment=shipment,
            defaults={"plan": run, "trip": planned["trip"], "place": planned["place"]},
        )


def _take_plans(scope: Scope, rows: list[dict[str, Any]]) -> int:
    """Take the plans that the log names as published."""
    named = _named(scope, events.PlanPublished.KIND, "plan")
    waiting = 0
    for row in rows:
        if row["hash"] not in named:
            waiting += 1
            continue
        source = row["input"]
        made, _ = PlanInput.objects.update_or_create(
            scope=scope,
            number=source["number"],
            defaults={
                "hash": source["hash"],
                "occasion": source["occasion"],
                "at": _moment(source["at"]),
            },
        )
        kept = {name: row[name] for name in RUN if name != "number"}
        kept |= {name: _moment(row[name]) for name in ("at", "published_at")}
        PlanRun.objects.update_or_create(
            scope=scope,
            number=row["number"],
            defaults={**kept, "source": made, "state": PlanRun.State.PUBLISHED},
        )
    return waiting


def _named(scope: Scope, kind: str, field: str) -> set[str]:
    """Return what the facts of one kind name: one query."""
    bodies = log.bodies_of_kinds(scope.election, scope.kabupaten, [kind])
    return {str(getattr(judging.parsed(body), field)) for _, body in bodies}


def _maybe(text: Any) -> datetime | None:
    return None if text is None else _moment(text)


def _moment(text: Any) -> datetime:
    found = parse_datetime(str(text))
    if found is None or found.tzinfo is None:
        raise ValueError("not a moment")
    return found
