"""What is known about one package, and lists of packages: each number's evidence."""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from tepat.core.election.ids import Form
from tepat.core.move import events, judging
from tepat.core.move.clocks import Arrival
from tepat.core.move.devices import Registry
from tepat.core.move.folding import Folded, fold
from tepat.core.move.pairing import Context
from tepat.core.problems import Code, refuse
from tepat.server.election.models import Scope, User
from tepat.server.log import for_folds, words
from tepat.server.log import queries as log
from tepat.server.move.custody import lists
from tepat.server.move.devices import queries as devices
from tepat.server.move.models import Device, Officer, PackageState, SealRange, Shipment
from tepat.server.move.packing.queries import PSU, packages_with_state
from tepat.server.plan.models import BundleSize, Package

STATES = ("planned", "packed", "sealed", "reopened")


@dataclass(frozen=True, slots=True)
class Entry:
    """One fact about a package: its number in the log, who said it, and when it came."""

    number: int
    name: str
    fact: events.Fact
    by: str
    received_at: datetime
    said: str = ""
    """What the reporter typed, while it is still kept."""
    countersigners: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Known:
    """Everything that is recorded about one package."""

    package: Package
    state: PackageState | None
    inner: list[Package]
    """Envelopes that lie in it, or should."""
    entries: list[Entry]
    shipment: Shipment | None
    sizes: dict[str, int]
    """Pieces the printer ties together, by ballot paper or item."""
    ranges: list[SealRange]


def known(scope: Scope, code: str) -> Known:
    """Everything recorded about the package `code`: nine queries, however long its history.

    Raises `Refused` where no such package was ever planned. A withdrawn one is shown.
    """
    package = Package.objects.filter(scope=scope, code=code).first()
    if package is None:
        raise refuse(Code.PACKAGE_UNKNOWN, value=code)
    return Known(
        package,
        PackageState.objects.filter(scope=scope, package=code).first(),
        list(packages_with_state(scope).filter(inside=code).order_by("code")),
        _entries(scope, code),
        _load_of(scope, package),
        dict(BundleSize.objects.filter(scope=scope).values_list("sku", "size")),
        list(SealRange.objects.filter(scope=scope)),
    )


def _load_of(scope: Scope, package: Package) -> Shipment | None:
    """The load on its way or last arrived, where several carry it from place to place."""
    rows = Shipment.objects.filter(scope=scope, lines__package__in=_carriers(package))
    rows = rows.order_by("pk").distinct()
    return next((row for row in reversed(rows) if row.is_given), None) or rows.first()


def _carriers(package: Package) -> list[str]:
    """An envelope travels in its box."""
    return [each for each in (package.code, package.inside) if each]


def _entries(scope: Scope, code: str) -> list[Entry]:
    rows = log.about(scope.election, scope.kabupaten, code)
    facts = [judging.parsed(row.body) for row in rows]
    who = _signers(scope, facts)
    names = people(scope, set(who))
    notes = {getattr(fact, "note", "") for fact in facts}
    said = words.texts(scope.election, scope.kabupaten, notes - {""})
    return [
        Entry(
            row.number,
            row.name,
            fact,
            names.get(person, ""),
            row.received_at,
            said.get(getattr(fact, "note", ""), ""),
            row.countersigners,
        )
        for row, fact, person in zip(rows, facts, who, strict=True)
    ]


def _signers(scope: Scope, facts: Sequence[events.Fact]) -> list[str]:
    """Return who signed each fact; one that says nobody, as from a phone, by its letter."""
    unsaid = {fact.device for fact in facts if not fact.by}
    found = (
        Device.objects.filter(scope=scope, device__in=unsaid) if unsaid else Device.objects.none()
    )
    persons = dict(found.values_list("device", "person"))
    return [fact.by or persons.get(fact.device, "") for fact in facts]


def people(scope: Scope, accounts: Iterable[str]) -> dict[str, str]:
    """Return who stands behind the accounts and duties that facts name: two queries."""
    wanted = []
    for each in set(accounts):
        with suppress(ValueError):  # the id of an officer with a phone, who has no account
            wanted.append(UUID(each))
    found = User.objects.filter(account__in=wanted)
    names = {str(user.account): user.get_full_name() or user.get_username() for user in found}
    officers = Officer.objects.filter(scope=scope, person__in=sorted(set(accounts)))
    return dict(officers.values_list("person", "name")) | names


def folded(scope: Scope, known: Known) -> tuple[Folded, Registry]:
    """Return the state that the facts of one package imply, and the keys: two queries or four."""
    registry = devices.registry(scope)
    named = [(each.name, each.fact) for each in known.entries]
    wanted = {fact.list for _, fact in named if isinstance(fact, events.Load) and fact.list}
    signed = {each.name: each.countersigners for each in known.entries if each.countersigners}
    came = {
        each.name: Arrival(each.number, each.received_at.replace(microsecond=0))
        for each in known.entries
    }
    facts = [fact for _, fact in named]
    arrivals = for_folds.arrivals_of(scope.election, scope.kabupaten, came, facts)
    context = Context(registry, lists.known(wanted), signed, arrivals)
    return fold(known.package.code, named, context), registry


def listed(scope: Scope, area: str = "", state: str = "") -> "QuerySet[Package]":
    """Boxes and bags of one area and state, with their states: one query and its pages.

    `area`: kecamatan, desa, TPS, or `psu`; empty is all but the PSU stock. A state is
    asked of boxes alone, as the counts are.
    """
    rows = packages_with_state(scope).exclude(form=Form.ENVELOPE.value)
    if area == PSU:
        rows = rows.filter(kecamatan="")
    elif area:
        rows = rows.filter(Q(kecamatan=area) | Q(desa=area) | Q(place=area)).exclude(kecamatan="")
    else:
        rows = rows.exclude(kecamatan="")
    if state in STATES:
        wanted = Q(state=state) | Q(state=None) if state == "planned" else Q(state=state)
        rows = rows.filter(wanted, form=Form.BOX.value)
    return rows.order_by("place", "form", "code")


def shipments_of(scope: Scope, codes: Sequence[str]) -> dict[str, str]:
    """Which shipment carries each of `codes` from the kabupaten: one query."""
    found = Shipment.objects.filter(scope=scope, lines__package__in=codes).order_by("-pk")
    return dict(found.values_list("lines__package", "code"))
