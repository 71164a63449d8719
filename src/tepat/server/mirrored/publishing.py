"""What KPU's installation publishes beside each log, so that a room of its own can stand on it.

Written when it changed, named by hashes in `office.json`, which the log's key signs. Loads
carry neither driver nor escort.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any, Final

from tepat.adapters import list_files
from tepat.adapters.data_files import election_files
from tepat.core.log import describing, office, spelling
from tepat.server import environment
from tepat.server.election.models import Scope
from tepat.server.keeping import wiring
from tepat.server.log.publishing.disk import Disk
from tepat.server.log.publishing.pacing import Since
from tepat.server.log.publishing.signer import SignsLogs
from tepat.server.mirrored import tables
from tepat.server.move.models import PlannedShipment, Shipment
from tepat.server.plan.models import PackagePlan, PlanRun
from tepat.server.plan.schedule import store

EVERY_S: Final = 30
"""At most once in so many seconds is it asked whether anything changed."""
RUN: Final = (
    "number",
    "effort",
    "seed",
    "hash",
    "rupiah",
    "bound",
    "all_ppm",
    "all_low",
    "all_high",
    "scenarios",
    "below",
    "is_rough",
    "curve",
    "reasons",
    "checks",
    "seconds",
    "at",
    "published_at",
)
"""Columns of a published plan that travel; who made it does not."""
LOAD: Final = (
    "code",
    "origin",
    "destination",
    "departs_at",
    "vehicle",
    "unsealed_reason",
    "list_hash",
    "made_by",
    "made_at",
    "is_contoh",
)
_MOST_PLANS: Final = 40
"""Published plans that travel, the newest first: each may bring three files."""


class Office:
    """Publishes the data of one scope's office. Used by whoever publishes its log."""

    def __init__(self, scope: Scope, signer: SignsLogs) -> None:
        self._place = wiring.place_of(scope)
        self._scope = scope
        self._signer = signer
        self._disk = Disk()
        self._looked = Since()

    @property
    def origin(self) -> str:
        """The name of the log that it stands beside."""
        return self._place.origin

    def round(self, now: datetime) -> bool:
        """Publish what changed, where it is time to look; say whether anything was written."""
        if not self.is_due(now):
            return False
        changed = self._publish(now)
        self._looked.begin(now)
        return changed

    def is_due(self, now: datetime) -> bool:
        """Tell whether it is time to look for changes, and there is a log to publish beside."""
        if not self._looked.has_lasted(now, EVERY_S):
            return False
        return (self._place.folder / "checkpoint").exists()

    def _publish(self, now: datetime) -> bool:
        scope = Scope.objects.get(pk=self._scope.pk)
        parts = {name: tables.packed(value) for name, value in _parts(scope)}
        files = dict(_files(scope))
        new = office.Office(
            scope.election,
            scope.kabupaten,
            self._place.origin,
            spelling.to_utc(now),
            {name: sha256(data).hexdigest() for name, data in parts.items()},
            {kind: {name: h for name, (h, _) in each.items()} for kind, each in files.items()},
        )
        before = _written(self._disk.read(self._place.folder / office.FILE))
        if {**before, "made": ""} == {**new.as_value(), "made": ""}:
            return False
        note = self._signer.describe(describing.digest_of(new.as_value()))
        if not note:  # there is no key yet
            return False
        folder = self._place.folder / office.FOLDER
        bodies = list(parts.values()) + [
            data for each in files.values() for _, data in each.values()
        ]
        for data in bodies:
            path = folder / sha256(data).hexdigest()
            if not path.exists():
                self._disk.write(path, data)
        self._disk.write(self._place.folder / office.FILE, office.write(new, note))
        kept = {*new.hashes, *_hashes(before)}  # who reads by the index before finds its parts
        for each in folder.iterdir():
            if spelling.is_hex(each.name, 64) and each.name not in kept:
                self._disk.remove(each)
        return True


def _parts(scope: Scope) -> Iterator[tuple[str, Any]]:
    yield "scope", scope_of(scope)
    for table in tables.TABLES:
        yield table.name, tables.rows_of(table, scope)
    yield "loads", _loads(scope)
    yield "plans", _plans(scope)


def scope_of(scope: Scope) -> dict[str, Any]:
    """Return zone, quantities and election of a scope, and what its packages were made from."""
    file = election_files(wiring.home()).get(scope.election)
    made = PackagePlan.objects.filter(scope=scope).values("fingerprint", "at").first()
    return {
        "zone": scope.zone,
        "contoh": scope.is_contoh,
        "quantities": scope.quantities,
        "election": file.read() if file else "",
        "packages": made,
        "demo_shift": environment.demo_shift(wiring.home()) if scope.is_contoh else None,
    }


def _loads(scope: Scope) -> list[dict[str, Any]]:
    rows = Shipment.objects.filter(scope=scope).order_by("code")
    planned = {
        code: {"plan": plan, "trip": trip, "place": place}
        for code, plan, trip, place in PlannedShipment.objects.filter(shipment__scope=scope)
        .filter(plan__state=PlanRun.State.PUBLISHED)
        .values_list("shipment__code", "plan__number", "trip", "place")
    }
    return [
        {**row, "made_by": str(row["made_by"]), "planned": planned.get(row["code"])}
        for row in rows.values(*LOAD)
    ]


def _plans(scope: Scope) -> list[dict[str, Any]]:
    return [
        {
            **{name: getattr(run, name) for name in RUN},
            "input": {
                "number": run.source.number,
                "hash": run.source.hash,
                "occasion": run.source.occasion,
                "at": run.source.at,
            },
        }
        for run in _published(scope)
    ]


def _published(scope: Scope) -> list[PlanRun]:
    rows = PlanRun.objects.filter(scope=scope, state=PlanRun.State.PUBLISHED)
    newest = rows.select_related("source").order_by("-published_at", "-number")[:_MOST_PLANS]
    return sorted(newest, key=lambda run: run.number)


def _files(scope: Scope) -> Iterator[tuple[str, Mapping[str, tuple[str, bytes]]]]:
    """Give the files of published plans by kind: name, hash and bytes."""
    runs = _published(scope)
    found: dict[str, dict[str, tuple[str, bytes]]] = {kind: {} for kind in office.KINDS}
    for run in runs:
        for kind, folder, name in (
            (office.PLANS, store.plans(), run.hash),
            (office.INPUTS, store.inputs(), run.source.hash),
        ):
            if (data := list_files.read(folder, name)) is not None:
                found[kind][name] = (name, data)
        link = store.shapes() / f"{run.source.hash}.of"
        if link.is_file():
            drawn = link.read_text().strip()
            if (data := list_files.read(store.shapes(), drawn)) is not None:
                found[office.SHAPES][run.source.hash] = (drawn, data)
    yield from found.items()


def _written(data: bytes | None) -> dict[str, Any]:
    """Return what lies there without its note; it was written here, so it is believed."""
    try:
        value = json.loads(data or b"{}")
    except ValueError:
        return {}
    return {name: each for name, each in value.items() if name != describing.FIELD}


def _hashes(value: Mapping[str, Any]) -> list[str]:
    kinds = [value.get("parts", {}), *value.get("files", {}).values()]
    return [each for kind in kinds for each in kind.values()]
