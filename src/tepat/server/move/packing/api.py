"""Packages and the packing station over the API."""

from datetime import datetime
from typing import Annotated, cast

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from tepat.core.election.roles import Action
from tepat.core.move.station import key_of
from tepat.server import clock
from tepat.server.election.elections import election_of
from tepat.server.election.models import Scope, User
from tepat.server.election.scopes import check_right, find
from tepat.server.move.packing import queries, station
from tepat.server.problems import as_json

router = Router(tags=["packing"])
PageNumber = Annotated[int, Field(ge=1, le=10_000)]


class LineOut(Schema):
    """One planned line. `quantity` null: nobody has said how many."""

    item: str
    sku: str
    quantity: int | None


class PackageOut(Schema):
    """One planned package and how far it is. `state`: planned, packed, sealed, reopened."""

    code: str
    place: str
    at: str
    kind: str
    form: str
    inside: str
    state: str
    contents: list[LineOut]


class ProgressOut(Schema):
    """Boxes of one area by state. `total` is their sum; bags stand apart."""

    area: str
    name: str
    total: int
    planned: int
    packed: int
    sealed: int
    reopened: int
    bags: int
    bags_packed: int


class AllProgressOut(Schema):
    """The whole, its kecamatan, and the PSU stock, which is in neither."""

    total: ProgressOut
    areas: list[ProgressOut]
    psu: ProgressOut | None


class ScanIn(Schema):
    """A scanned code or a typed number; empty closes the step at hand."""

    text: str = Field("", max_length=200)


class OpenBoxOut(Schema):
    """The box on the table of this person."""

    package: str
    is_sealing: bool
    missing_envelopes: list[str]
    expects: str
    """`item|sku` of the line whose number is expected; empty: none."""
    seals: list[str]
    seals_needed: int
    opened_at: datetime


class ScanOut(Schema):
    """What the scan came to: `done`, or the problem as in every refusal."""

    done: str
    wrong: bool
    problem: dict[str, object] | None
    box: OpenBoxOut | None


@router.get("/{election}/{kabupaten}/packages", response=list[PackageOut])
def packages(
    request: HttpRequest,
    election: str,
    kabupaten: str,
    area: str = "",
    page: PageNumber = 1,
) -> list[PackageOut]:
    """Packages by code, 500 a page. `area`: kecamatan, desa or TPS; empty is all."""
    scope = find(kabupaten, election)
    check_right(cast(User, request.user), Action.SEE_DESK, scope)
    rows = queries.packages_in(scope, area)[500 * (page - 1) : 500 * page]
    return [
        PackageOut(
            code=row.code,
            place=row.place,
            at=row.at,
            kind=row.kind,
            form=row.form,
            inside=row.inside,
            state=getattr(row, "state", None) or "planned",
            contents=[LineOut(**line) for line in row.contents],
        )
        for row in rows
    ]


@router.get("/{election}/{kabupaten}/packing/progress", response=AllProgressOut)
def progress(request: HttpRequest, election: str, kabupaten: str) -> object:
    """How far packing is: the same numbers as on the overview and the packing page."""
    scope = find(kabupaten, election)
    check_right(cast(User, request.user), Action.SEE_DESK, scope)
    total, areas = queries.progress(scope)
    return {
        "total": total,
        "areas": [each for each in areas if each.area != scope.kabupaten],
        "psu": next((each for each in areas if each.area == scope.kabupaten), None),
    }


@router.post("/{election}/{kabupaten}/packing/scan", response=ScanOut)
def scan(request: HttpRequest, election: str, kabupaten: str, body: ScanIn) -> ScanOut:
    """One scan at the packing station of this person: the same rules as on the page."""
    scope, user = find(kabupaten, election), cast(User, request.user)
    check_right(user, Action.PACK, scope)
    outcome = station.scan(scope, user, election_of(scope), body.text, clock.now())
    return ScanOut(
        done=outcome.done,
        wrong=outcome.wrong,
        problem=as_json(outcome.problem) if outcome.problem else None,
        box=_open_box(scope, user),
    )


def _open_box(scope: Scope, user: User) -> OpenBoxOut | None:
    table = station.open_table(scope, user, election_of(scope))
    if table is None:
        return None
    current = table.bench.current
    return OpenBoxOut(
        package=table.package.code,
        is_sealing=table.is_sealing,
        missing_envelopes=list(table.bench.missing_envelopes),
        expects=key_of(current) if current else "",
        seals=list(table.session.seals),
        seals_needed=table.needs_seals,
        opened_at=table.session.opened_at,
    )
