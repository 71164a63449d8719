"""Make the packages of a scope again from its needs.

One change, one transaction: codes are derived, so making packages twice makes the same
ones. A package that nothing asks for any more is withdrawn, never deleted: it may be
packed and its label is out there.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from tepat.core.election.catalogue import Election
from tepat.core.plan import packing
from tepat.core.plan.explaining import figure
from tepat.server.election.models import Scope
from tepat.server.plan.models import Package, PackagePlan
from tepat.server.plan.packages.sources import source_of

_PLANNED = ("place", "at", "kecamatan", "desa", "kind", "form", "number", "contents", "inside")
_BATCH = 1000


@dataclass(frozen=True, slots=True)
class Regenerated:
    """What making the packages again did, in numbers of packages."""

    total: int
    new: int
    changed: int
    withdrawn: int


def regenerate(scope: Scope, election: Election, now: datetime) -> Regenerated:
    """Make all packages of `scope` from its TPS list and `election`: idempotent.

    What they were made from is noted, so that a page can say when they no longer fit.
    """
    with transaction.atomic():
        # Two people at once: the second one waits here and then finds nothing to change.
        Scope.objects.select_for_update().get(pk=scope.pk)
        source = source_of(scope, election)
        made = store(scope, source.packages(), now)
        noted = {"fingerprint": source.fingerprint, "at": now}
        PackagePlan.objects.update_or_create(scope=scope, defaults=noted)
    return made


@transaction.atomic
def store(scope: Scope, planned: Iterable[packing.Package], now: datetime) -> Regenerated:
    """Make the stored packages of `scope` equal to `planned`: two reads, three writes."""
    wanted = {package.code: _row(scope, package) for package in planned}
    known = {row.code: row for row in Package.objects.filter(scope=scope)}
    _follow_replaced(wanted, known)
    new = [row for code, row in wanted.items() if code not in known]
    changed = []
    for code, row in wanted.items():
        if (old := known.get(code)) and _differs(old, row):
            row.pk = old.pk
            changed.append(row)
    gone = [row.pk for code, row in known.items() if code not in wanted and not row.withdrawn_at]
    Package.objects.bulk_create(new, batch_size=_BATCH)
    Package.objects.bulk_update(changed, [*_PLANNED, "withdrawn_at"], batch_size=200)
    for start in range(0, len(gone), _BATCH):
        Package.objects.filter(pk__in=gone[start : start + _BATCH]).update(withdrawn_at=now)
    return Regenerated(len(wanted), len(new), len(changed), len(gone))


def _follow_replaced(wanted: dict[str, Package], known: Mapping[str, Package]) -> None:
    """What a need asks of a replaced package, it asks of the one that took its place."""
    instead = {row.replaces: row for row in known.values() if row.replaces}
    for code, row in sorted(instead.items(), key=lambda each: each[1].number):
        if (asked := wanted.get(code)) is None or row.code in wanted:
            continue
        inside = instead.get(asked.inside)
        wanted[row.code] = Package(
            scope=asked.scope,
            code=row.code,
            place=asked.place,
            at=asked.at,
            kecamatan=asked.kecamatan,
            desa=asked.desa,
            kind=asked.kind,
            form=asked.form,
            number=row.number,
            contents=asked.contents,
            inside=inside.code if inside else asked.inside,
            replaces=code,
        )
        asked.withdrawn_at = known[code].withdrawn_at if code in known else None


def _differs(old: Package, row: Package) -> bool:
    return old.withdrawn_at != row.withdrawn_at or any(
        getattr(old, name) != getattr(row, name) for name in _PLANNED
    )


def _row(scope: Scope, package: packing.Package) -> Package:
    place = package.place
    desa = place.split("-")[0]
    return Package(
        scope=scope,
        code=package.code,
        place=place,
        at=package.at.value,
        kecamatan=place[:8] if len(place) >= 8 else "",
        desa=desa if len(desa) == 13 else "",
        kind=package.kind,
        form=package.code[19],
        number=int(package.code[20]),
        contents=[
            {"item": each.item, "sku": each.sku, "quantity": each.quantity}
            for each in package.contents
        ],
        inside=package.inside,
    )


def said(made: Regenerated) -> str:
    """Return what was made in one Indonesian line, for the command line."""
    return (
        f"{figure(made.total)} paket: {figure(made.new)} baru, {figure(made.changed)} berubah, "
        f"{figure(made.withdrawn)} ditarik."
    )
