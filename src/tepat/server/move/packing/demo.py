"""The demo's packing: everything filled and sealed but one desa, and the first loads made.

Made up, deterministic and marked contoh; it goes through the one door like any fact.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from tepat.core.election.catalogue import Election
from tepat.core.election.ids import Form
from tepat.core.log import canonical
from tepat.core.move import events, station
from tepat.core.move.seals import SealRange
from tepat.core.plan.packing import closes_with
from tepat.server import flow
from tepat.server.election.elections import election_of
from tepat.server.election.models import Scope, User
from tepat.server.move.models import PackageState, Shipment
from tepat.server.move.shipments import queries as shipment_queries
from tepat.server.move.shipments import reporting
from tepat.server.move.shipments import services as shipments
from tepat.server.plan.models import BundleSize, Package
from tepat.server.plan.packages.services import regenerate

OPEN_DESA: Final = "63.09.07.2012"
"""Salikung: its three TPS, six boxes, are left for the person at the station."""
SEALS: Final = SealRange("KB", 170001, 174000, 7, "segel kertas bernomor", "Gudang KPU, tim isi")
SPARE: Final = SealRange("KB", 180001, 180500, 7, "segel kertas cadangan", "Subbag Logistik")
BUNDLE: Final = 25
LOADS: Final = (
    ("63.09.12", "Hardtop 1", "Pak Joko", 11, 7),
    ("63.09.07", "Truk 1", "Pak Udin", 10, 8),
    ("63.09.05", "Truk 2", "Pak Ipul", 9, 8),
)
"""Kecamatan, vehicle, driver, days before voting, hour."""


def load(scope: Scope, now: datetime, by: UUID | None = None) -> None:
    """Make packages, fill and seal them, make the first shipments. Twice is once."""
    election = election_of(scope)
    account = by or _account("bu_sari")
    regenerate(scope, election, now)
    for kind in election.kinds_in(scope.kabupaten):
        for sku in _papers(scope, kind.code):
            BundleSize.objects.get_or_create(scope=scope, sku=sku, defaults={"size": BUNDLE})
    if PackageState.objects.filter(scope=scope).exists():
        return
    local = now.astimezone(ZoneInfo(scope.zone)).replace(microsecond=0)
    facts = [*_issued(scope, str(account), local), *_closed(scope, election, str(account), local)]
    flow.report(scope, facts, account, now)
    if not Shipment.objects.filter(scope=scope).exists():
        _loads(scope, election, account, now)


def _papers(scope: Scope, kind: str) -> set[str]:
    rows = Package.objects.filter(scope=scope, kind=kind, form=Form.ENVELOPE.value)
    return {line["sku"] for (contents,) in rows.values_list("contents") for line in contents}


def finish(scope: Scope, now: datetime) -> None:
    """Fill and seal what is still open, as the person at the station would have. Twice is once."""
    rows = PackageState.objects.filter(scope=scope)
    if rows.filter(package__in=_of(OPEN_DESA, scope)).exists():
        return
    account = _account("bu_sari")
    local = now.astimezone(ZoneInfo(scope.zone)).replace(microsecond=0)
    taken = [each for seals in rows.values_list("seals", flat=True) for each in seals]
    used = max(int(each[2:]) - SEALS.first + 1 for each in taken if SEALS.holds(each))
    facts = _closed(scope, election_of(scope), str(account), local, OPEN_DESA, used)
    flow.report(scope, facts, account, now)


def _of(desa: str, scope: Scope) -> list[str]:
    rows = Package.objects.filter(scope=scope, withdrawn_at=None, inside="", desa=desa)
    return list(rows.values_list("code", flat=True))


def _issued(scope: Scope, by: str, local: datetime) -> Iterator[events.Fact]:
    for issued in (SEALS, SPARE):
        yield events.SealsIssued(
            election=scope.election,
            kabupaten=scope.kabupaten,
            at=local - timedelta(days=4),
            by=by,
            prefix=issued.prefix,
            first=issued.first,
            last=issued.last,
            width=issued.width,
            what=issued.what,
            to=issued.to,
        )


def _closed(
    scope: Scope, election: Election, by: str, local: datetime, desa: str = "", used: int = 0
) -> Iterator[events.Fact]:
    """What fills and seals the packages of `desa`, or of all but the open one."""
    rows = list(Package.objects.filter(scope=scope, withdrawn_at=None).order_by("code"))
    inner: dict[str, list[Package]] = {}
    for row in rows:
        inner.setdefault(row.inside, []).append(row)
    outer = inner.pop("", [])
    closed = [row for row in outer if (row.desa == desa if desa else row.desa != OPEN_DESA)]
    began = local - timedelta(days=3)
    for place, row in enumerate(closed):
        at = began + timedelta(seconds=75 * place)
        packed = _packed(scope, election, row, inner.get(row.code, []), at, by)
        yield packed
        if row.form == Form.BOX.value:
            numbers = (SEALS.number(used), SEALS.number(used + 1))
            used += 2
            yield events.Sealed(
                election=scope.election,
                kabupaten=scope.kabupaten,
                at=at + timedelta(minutes=4),
                by=by,
                after=(canonical.name_of(events.write(packed)),),
                package=row.code,
                seals=numbers,
            )


def _packed(
    scope: Scope, election: Election, row: Package, inner: list[Package], at: datetime, by: str
) -> events.Packed:
    own = station.inside(row.as_value().contents, closes_with(election))
    ballots = [line for each in inner for line in each.as_value().contents]
    return events.Packed(
        election=scope.election,
        kabupaten=scope.kabupaten,
        at=at,
        by=by,
        package=row.code,
        contents=tuple(
            events.Counted(line.item, line.quantity, line.sku)
            for line in (*ballots, *own)
            if line.quantity is not None
        ),
        holds=tuple(sorted(each.code for each in inner)),
    )


def _loads(scope: Scope, election: Election, account: UUID, now: datetime) -> None:
    zone = ZoneInfo(scope.zone)
    for kecamatan, vehicle, driver, days, hour in LOADS:
        packages = shipment_queries.to_load(scope, [kecamatan])
        if not packages:
            continue
        departs = None
        if election.voting_day:
            day = election.voting_day - timedelta(days=days)
            departs = datetime(day.year, day.month, day.day, hour, tzinfo=zone)
        made = shipments.Load(
            origin=f"{scope.kabupaten}:gudang-1",
            destination=f"{kecamatan}:ppk",
            departs_at=departs,
            vehicle=vehicle,
            driver=driver,
            escort="2 Polri",
        )
        reporting.make(scope, made, packages, account, now)


def _account(name: str) -> UUID:
    user = User.objects.filter(username=name).first()
    return user.account if user else UUID(int=0)
