"""A night in Kabupaten Contoh with something amiss, and people with their roles."""

from datetime import UTC, datetime, timedelta

from django.test import Client

from tepat.core.election.roles import Role
from tepat.core.log import canonical
from tepat.core.move import events
from tepat.server import flow
from tepat.server.election.models import Scope, User
from tepat.server.move.models import PackageCustody, Shipment
from tepat.server.plan.models import Package
from tests import worlds
from tests.phones import Phone
from tests.worlds import clerk, person

NOW = datetime(2024, 11, 15, 2, 0, tzinfo=UTC)
"""Friday 10.00 in the kabupaten."""
HULU, HILIR = "99.01.01", "99.01.02"
OTHERS = {
    "pak_hadi": (Role.DESK, "99.01"),
    "bu_lina": (Role.PANWASCAM, HULU),
    "pak_yusuf": (Role.POLRES, "99.01"),
    "bu_wati": (Role.PPK, HILIR),
    "pak_udin": (Role.PPS, "99.01.01.1001"),
}


def later(minutes: float) -> datetime:
    return NOW + timedelta(minutes=minutes)


def somebody(name: str) -> User:
    """Return a named person with a role of theirs."""
    if name not in OTHERS:
        return person(name)
    role, area = OTHERS[name]
    return clerk(name, role, area)


def client_of(name: str) -> Client:
    return worlds.client_of(somebody(name))


def address(scope: Scope, rest: str = "") -> str:
    return f"/e/{scope.election}/{scope.kabupaten}/peringatan/{rest}"


def waiting_load(scope: Scope, code: str, kecamatan: str = HILIR, **fields: object) -> Shipment:
    """A load that was made and should have left two hours ago."""
    made = {
        "origin": "99.01:gudang-1",
        "destination": f"{kecamatan}:ppk",
        "departs_at": NOW - timedelta(hours=2),
        "list_hash": code.ljust(64, "0"),
        "made_by": person("bu_sari").account,
        "made_at": NOW - timedelta(days=1),
    }
    return Shipment.objects.create(scope=scope, code=code, **{**made, **fields})


def amiss(scope: Scope, package: str, flag: str = "seal_differs", kecamatan: str = HULU) -> None:
    """A package as the fold left it, lying at a PPK with something that does not fit."""
    PackageCustody.objects.create(
        scope=scope,
        package=package,
        stage="received",
        holder=f"ppk@{kecamatan}",
        place=f"{kecamatan}:ppk",
        flags=[flag],
        line="{}",
    )


def sealed(scope: Scope, box: Package, at: datetime = NOW) -> None:
    account = person("bu_sari").account
    common = {"election": scope.election, "kabupaten": scope.kabupaten, "at": at}
    packed = events.Packed(**common, by=str(account), package=box.code, contents=())  # type: ignore[arg-type]
    closed = events.Sealed(
        **common,  # type: ignore[arg-type]
        by=str(account),
        after=(canonical.name_of(events.write(packed)),),
        package=box.code,
        seals=("KB0170411",),
    )
    flow.report(scope, [packed, closed], account, at)


def handed_over(
    giver: Phone, receiver: Phone, box: Package, at: datetime, seals: tuple[str, ...] = ()
) -> list[object]:
    """Both halves of a handover at PPK Hulu, signed at `at` and not sent yet."""
    about = {
        "packages": (box.code,),
        "giver": "warehouse@99.01",
        "receiver": f"ppk@{HULU}",
        "place": f"{HULU}:ppk",
        "to": f"{HULU}:ppk",
        "at": at,
    }
    given = giver.say(events.Given, **about)
    checks = (events.Check(box.code, seals),) if seals else ()
    received = receiver.say(events.Received, given=giver.prev, checks=checks, **about)
    return [given, received]
