"""What other programs read: one call per subject, in pages, with an ETag.

Nothing here names a person, an escort or a result. A call shows what the key, or the person
at the desk, may see; what is left out for want of a right is not counted either.
"""

from datetime import datetime
from typing import Annotated, Any, cast

from django.http import HttpRequest
from django.views.decorators.http import conditional_page
from ninja import Path, Query, Router, Schema
from ninja.decorators import decorate_view
from ninja.security import HttpBearer, django_auth

from tepat.core.election.roles import Action
from tepat.core.problems import Code, refuse
from tepat.server import clock
from tepat.server.election.models import User
from tepat.server.election.scopes import find
from tepat.server.watch.exports.asked import Asked, Reader
from tepat.server.watch.models import ReadToken
from tepat.server.watch.reading import queries, tokens


class ReadKey(HttpBearer):
    """`Authorization: Bearer tepat_...`: a key that a person made on the page of exports."""

    def authenticate(self, request: HttpRequest, token: str) -> ReadToken | None:
        return tokens.bearer(token, clock.now())


router = Router(tags=["read"], auth=[ReadKey(), django_auth])

Limit = Annotated[int, Query(ge=1, le=1000)]
After = Annotated[str, Query(max_length=60)]
Number = Annotated[int, Query(ge=0, le=2**53)]
Moment = Annotated[datetime | None, Query()]


class Words(Schema):
    """How many TPS are tepat, not yet, and wrong in one aim."""

    tepat: int
    belum: int
    tidak: int


class AreaOut(Schema):
    """One area by the published rules; `ready` is TPS siap: the first five aims."""

    area: str
    tps: int
    ready: int
    wrong: int
    aims: dict[str, Words]


class BoardOut(Schema):
    """The six aims of a kabupaten now; `log` is the newest number that was read."""

    log: int
    deadline: datetime | None
    total: AreaOut
    kecamatan: list[AreaOut]


class TpsOut(Schema):
    """One TPS: a word for each aim, when its set was complete, how well that is known."""

    tps: str
    desa: str
    kecamatan: str
    aims: dict[str, str]
    ready: bool
    evidence: str
    complete_at: datetime | None


class PackageOut(Schema):
    """One box or bag: who has it and what does not fit."""

    code: str
    stage: str
    holder: str
    place: str
    towards: str
    evidence: str
    flags: list[str]
    reached_at: datetime | None


class ShipmentOut(Schema):
    """One load. `departs_at` is null for whoever may not know when loads leave."""

    code: str
    origin: str
    destination: str
    stage: str
    list: str
    packages: int
    departs_at: datetime | None


class HandoverOut(Schema):
    """One package of one fact that moves it, with its lasting `row`."""

    row: str
    number: int
    what: str
    package: str
    tps: str
    shipment: str
    giver: str
    receiver: str
    place: str
    to: str
    claimed_at: str
    received_at: str
    seals: str
    condition: str
    evidence: str
    witnesses: int
    standing: str
    fact: str


class AlertOut(Schema):
    """One alert, without what people wrote."""

    id: int
    kind: str
    area: str
    count: int
    level: int
    opened_at: datetime
    taken_at: datetime | None
    closed_at: datetime | None


class IncidentOut(Schema):
    """One incident, without what people wrote."""

    number: int
    kind: str
    urgency: str
    area: str
    happened_at: datetime
    opened_at: datetime
    closed_at: datetime | None


class CheckpointOut(Schema):
    """The published checkpoint of the log, to be compared with what others saw."""

    origin: str
    size: int
    root: str
    fingerprint: str
    is_witnessed: bool


class TpsPage(Schema):
    """TPS by code; `next` is null at the end."""

    items: list[TpsOut]
    next: str | None


class PackagePage(Schema):
    """Packages by code; `log` is where a later call with `since` goes on."""

    items: list[PackageOut]
    next: str | None
    log: int


class ShipmentPage(Schema):
    """Loads by code."""

    items: list[ShipmentOut]
    next: str | None


class HandoverPage(Schema):
    """Rows in the order of the log; `since=<next>` goes on without a row twice."""

    items: list[HandoverOut]
    next: int
    log: int


class AlertPage(Schema):
    """Alerts by id."""

    items: list[AlertOut]
    next: str | None


class IncidentPage(Schema):
    """Incidents by number."""

    items: list[IncidentOut]
    next: str | None


class CheckpointPage(Schema):
    """The newest checkpoint, or nothing where none is newer than `since`."""

    items: list[CheckpointOut]


Election = Annotated[str, Path(max_length=40)]
Kabupaten = Annotated[str, Path(max_length=5)]


def asked_by(request: HttpRequest, election: str, kabupaten: str, action: Action) -> Asked:
    """Return whose rights hold for this call and in which area, counted for its minute.

    Raises `Refused` where the key is another scope's, lacks the right, or asks too often.
    """
    scope, found = find(kabupaten, election), getattr(request, "auth", None)
    area = ""
    if isinstance(found, ReadToken):
        tokens.count_request(f"key:{found.pk}", clock.now())
        limits = frozenset(Action(each) for each in found.actions)
        grants = tokens.grants_of(found) if found.scope_id == scope.pk else ()
        reader = Reader(grants, limits)
        area = found.area if found.area != scope.kabupaten else ""
    else:
        user = cast(User, request.user)
        tokens.count_request(f"user:{user.pk}", clock.now())
        reader = Reader(tuple(user.grants()))
    asked = Asked(scope, reader, area=area)
    if not reader.may_somewhere(action, scope.kabupaten, scope.election):
        raise refuse(Code.NOT_ALLOWED, area=kabupaten, action=action.value, who="KPU")
    return asked


@router.get("/{election}/{kabupaten}/read/board", response=BoardOut)
@decorate_view(conditional_page)
def board(request: HttpRequest, election: Election, kabupaten: Kabupaten) -> Any:
    """The six aims now: the same numbers as on the board."""
    return queries.board(asked_by(request, election, kabupaten, Action.SEE_DESK))


@router.get("/{election}/{kabupaten}/read/tps", response=TpsPage)
@decorate_view(conditional_page)
def tps(
    request: HttpRequest,
    election: Election,
    kabupaten: Kabupaten,
    after: After = "",
    limit: Limit = 500,
) -> Any:
    """Every TPS by the six aims. `after`: the `next` of the page before."""
    return queries.tps(asked_by(request, election, kabupaten, Action.SEE_DESK), after, limit)


@router.get("/{election}/{kabupaten}/read/packages", response=PackagePage)
@decorate_view(conditional_page)
def packages(
    request: HttpRequest,
    election: Election,
    kabupaten: Kabupaten,
    after: After = "",
    limit: Limit = 500,
    since: Number = 0,
) -> Any:
    """Who has which box. `since`: only those of which the log tells after that number."""
    asked = asked_by(request, election, kabupaten, Action.SEE_MOVEMENTS)
    return queries.packages(asked, after, limit, since)


@router.get("/{election}/{kabupaten}/read/shipments", response=ShipmentPage)
@decorate_view(conditional_page)
def shipments(
    request: HttpRequest,
    election: Election,
    kabupaten: Kabupaten,
    after: After = "",
    limit: Limit = 500,
) -> Any:
    """Loads, from where to where and how far."""
    asked = asked_by(request, election, kabupaten, Action.SEE_DESK)
    return queries.shipments(asked, after, limit)


@router.get("/{election}/{kabupaten}/read/handovers", response=HandoverPage)
@decorate_view(conditional_page)
def handovers(
    request: HttpRequest,
    election: Election,
    kabupaten: Kabupaten,
    since: Number = 0,
    limit: Limit = 500,
) -> Any:
    """What moved, in the order of the log. A page ends with a whole fact."""
    asked = asked_by(request, election, kabupaten, Action.SEE_MOVEMENTS)
    return queries.handovers(asked, since, limit)


@router.get("/{election}/{kabupaten}/read/alerts", response=AlertPage)
@decorate_view(conditional_page)
def alerts(
    request: HttpRequest,
    election: Election,
    kabupaten: Kabupaten,
    after: After = "",
    limit: Limit = 500,
    since: Moment = None,
) -> Any:
    """Alerts. `since`: only those that opened or closed after that moment (with an offset)."""
    asked = asked_by(request, election, kabupaten, Action.SEE_DESK)
    return queries.alerts(asked, queries.number_after(after), limit, since)


@router.get("/{election}/{kabupaten}/read/incidents", response=IncidentPage)
@decorate_view(conditional_page)
def incidents(
    request: HttpRequest,
    election: Election,
    kabupaten: Kabupaten,
    after: After = "",
    limit: Limit = 500,
    since: Moment = None,
) -> Any:
    """Incidents. `since`: only those that opened or closed after that moment (with an offset)."""
    asked = asked_by(request, election, kabupaten, Action.SEE_DESK)
    return queries.incidents(asked, queries.number_after(after), limit, since)


@router.get("/{election}/{kabupaten}/read/checkpoints", response=CheckpointPage)
@decorate_view(conditional_page)
def checkpoints(
    request: HttpRequest, election: Election, kabupaten: Kabupaten, since: Number = 0
) -> Any:
    """The newest checkpoint where it is larger than `since`."""
    return queries.checkpoints(asked_by(request, election, kabupaten, Action.SEE_DESK), since)
