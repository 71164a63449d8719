"""The needs of an area over the API."""

from typing import cast

from django.http import HttpRequest
from ninja import Router, Schema

from tepat.core.election.roles import Action
from tepat.server.election.models import User
from tepat.server.election.scopes import check_right, find
from tepat.server.plan.needs.queries import needs_of, within
from tepat.server.plan.needs.tables import rows_of

router = Router(tags=["plan"])


class NeedOut(Schema):
    """One item at one level, for one kind or all. `quantity` null: nobody has said."""

    level: str
    item: str
    kind: str
    is_psu: bool
    quantity: int | None
    unit: str
    places: int
    unset: int
    explanation: str
    status: str
    source: str


@router.get("/{election}/{kabupaten}/needs", response=list[NeedOut])
def needs(
    request: HttpRequest, election: str, kabupaten: str, area: str = "", language: str = "id"
) -> list[NeedOut]:
    """What an area needs, with the reason of each number. `area`: kecamatan, desa or TPS."""
    scope = find(kabupaten, election)
    check_right(cast(User, request.user), Action.SEE_DESK, scope)
    whole = needs_of(scope)
    shown = within(whole, area) if area else whole
    language = "en" if language == "en" else "id"
    return [
        NeedOut(
            level=row.at.value,
            item=row.item.code,
            kind=part.column.kind.code if part.column.kind else "",
            is_psu=row.is_psu,
            quantity=part.quantity,
            unit=row.item.unit.say(language),
            places=row.places,
            unset=part.unset,
            explanation=part.why,
            status=part.column.rule.status,
            source=part.column.rule.source.say(language),
        )
        for row in rows_of(shown, language)
        for part in row.parts
    ]
