"""Record a cost, and correct it by a further version. Nothing is ever changed in place."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext

from tepat.core.election.regions import is_in
from tepat.core.election.roles import Action
from tepat.core.problems import Code, Problem, Refused, refuse
from tepat.core.watch.costs.kinds import MOST_RUPIAH, Kind
from tepat.server.election.models import Scope, User
from tepat.server.move.field import desk_photos
from tepat.server.move.models import Place, Shipment
from tepat.server.typed import whole
from tepat.server.watch.costs import queries
from tepat.server.watch.incidents.parties import acting
from tepat.server.watch.incidents.services import written
from tepat.server.watch.models import Payee, RealCost

MOST_PHOTO: Final = 8 * 2**20
OLDEST: Final = timedelta(days=731)


@dataclass(frozen=True, slots=True)
class Typed:
    """A cost as a form says it. `photo` is what was uploaded, empty for none."""

    kind: str
    rupiah: str
    day: date | None
    """None: left empty, or no day."""
    shipment: str = ""
    place: str = ""
    paper: str = ""
    payee: str = ""
    duty: str = ""
    photo: bytes = b""


@transaction.atomic
def record(scope: Scope, typed: Typed, by: User, now: datetime) -> RealCost:
    """Record one cost. Raises `Refused` with the first thing that is wrong."""
    Scope.objects.select_for_update().get(pk=scope.pk)
    last = RealCost.objects.filter(scope=scope).aggregate(most=Max("number"))["most"] or 0
    row = _row(scope, typed, by, now)
    row.number, row.version = last + 1, 1
    row.save(force_insert=True)
    return row


@transaction.atomic
def correct(
    scope: Scope, number: int, version: int, typed: Typed | None, why: str, by: User, now: datetime
) -> RealCost:
    """Add a version in the place of `version`; with nothing typed the cost is taken back.

    Raises `Refused` where another version came first, or without a reason.
    """
    Scope.objects.select_for_update().get(pk=scope.pk)
    old = RealCost.objects.filter(scope=scope, number=number, is_newest=True).first()
    if old is None:
        raise refuse(Code.COST_UNKNOWN, value=number)
    if old.version != version or old.is_withdrawn:
        raise refuse(Code.COST_CHANGED, value=number)
    party = acting(by, scope, Action.RECORD_COST, old.area)
    said = written(why, 200)
    if not said:
        raise refuse(Code.COST_WHY)
    if typed is None:
        row = RealCost.objects.get(pk=old.pk)
        row.pk, row.rupiah, row.is_withdrawn = None, 0, True
        row.at, row.by, row.party = now, str(by.account), party
    else:
        row = _row(scope, typed, by, now)
        row.photo = row.photo or old.photo
    row.number, row.version, row.why = number, old.version + 1, said
    RealCost.objects.filter(pk=old.pk).update(is_newest=False)
    row.save(force_insert=True)
    return row


def problems_with(scope: Scope, typed: Typed, now: datetime) -> list[Problem]:
    """Return everything that is wrong with what was typed: at most two queries."""
    checks: tuple[Callable[[], object], ...] = (
        lambda: _kind(typed),
        lambda: rupiah_of(typed.rupiah),
        lambda: _day(scope, typed, now),
        lambda: _area(scope, typed),
        lambda: _name(typed),
        lambda: _photo(typed),
    )
    found = []
    for check in checks:
        try:
            check()
        except Refused as refused:
            found.append(refused.problem)
    return found


def _kind(typed: Typed) -> Kind:
    kind = queries.kinds().get(typed.kind)
    if kind is None:
        raise refuse(Code.COST_KIND, value=typed.kind[:40] or "?")
    return kind


def _day(scope: Scope, typed: Typed, now: datetime) -> date:
    today = now.astimezone(ZoneInfo(scope.zone)).date()
    if typed.day is None:
        raise refuse(Code.COST_NO_DAY)
    if not today - OLDEST <= typed.day <= today:
        raise refuse(Code.COST_DAY, value=typed.day.isoformat())
    return typed.day


def _name(typed: Typed) -> str:
    name = written(typed.payee, 120)
    kind = queries.kinds().get(typed.kind)
    if kind and kind.honorarium and not name:
        raise refuse(Code.COST_PAYEE)
    return name


def _photo(typed: Typed) -> bytes:
    if len(typed.photo) > MOST_PHOTO:
        raise refuse(Code.COST_PHOTO_SIZE, size=MOST_PHOTO // 2**20)
    return typed.photo


def _row(scope: Scope, typed: Typed, by: User, now: datetime) -> RealCost:
    kind = _kind(typed)
    area = _area(scope, typed)
    party = acting(by, scope, Action.RECORD_COST, area)
    day, photo, name = _day(scope, typed, now), _photo(typed), _name(typed)
    return RealCost(
        scope=scope,
        kind=kind.code,
        rupiah=rupiah_of(typed.rupiah),
        day=day,
        shipment=typed.shipment,
        place=typed.place,
        area=area,
        paper=written(typed.paper, 60),
        photo=desk_photos.keep(scope, photo, now) if photo else "",
        payee=_payee(scope, name, written(typed.duty, 80)),
        at=now,
        by=str(by.account),
        party=party,
    )


def rupiah_of(text: str) -> int:
    """Return whole rupiah as people write them. Raises `Refused` for anything else.

    >>> rupiah_of("Rp 1.250.000")
    1250000
    """
    if not text.strip():
        raise refuse(Code.COST_NO_RUPIAH)
    plain = text.strip().lower().removeprefix("rp").removesuffix(",00")
    return whole(plain, gettext("Rupiah"), MOST_RUPIAH, 1)


def _area(scope: Scope, typed: Typed) -> str:
    """Return the kecamatan a cost counts for. Raises `Refused` unless it names one thing here."""
    named = [each for each in (typed.shipment, typed.place) if each]
    if not named:
        raise refuse(Code.COST_OF_NOTHING)
    if len(named) == 1 and typed.place:
        if Place.objects.filter(scope=scope, code=typed.place).exists():
            return typed.place.partition(":")[0][:8]
    elif len(named) == 1:
        found = Shipment.objects.filter(scope=scope, code=typed.shipment)
        to = found.values_list("destination", flat=True).first()
        if to is not None and is_in(to.partition(":")[0], scope.kabupaten):
            return to.partition(":")[0][:8]
    raise refuse(Code.COST_OF, value=", ".join(named)[:60] or "-")


def _payee(scope: Scope, name: str, duty: str) -> Payee | None:
    if not name:
        return None
    return Payee.objects.get_or_create(scope=scope, name=name, duty=duty)[0]
