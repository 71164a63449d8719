"""Devices over the API of the desk, and facts pasted there as text codes."""

from typing import cast

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from tepat.core.election.roles import Action
from tepat.server import clock, flow
from tepat.server.election.models import User
from tepat.server.election.scopes import check_right, find
from tepat.server.move.devices import batches, queries, words

router = Router(tags=["devices"])


class PastedIn(Schema):
    """One or more text codes, as they came by a messenger."""

    text: str = Field(max_length=90_000)


class ReceiptOut(Schema):
    """What the door said of one fact: `accepted`, `known` or `quarantined` with its reason."""

    fact: str
    verdict: str
    number: int
    reason: str


class DeviceOut(Schema):
    """One key of the log. `upto`: its last fact that counts, null while it was not revoked."""

    device: str
    desk: bool
    role: str
    area: str
    facts: int
    upto: int | None
    forked_from: int
    waiting: int
    letter_twice: bool
    amiss: str


@router.post("/{election}/{kabupaten}/facts/text", response=list[ReceiptOut])
def pasted(request: HttpRequest, election: str, kabupaten: str, body: PastedIn) -> object:
    """Take facts pasted as `TEPAT1:` codes: the same verdict as over the phone's own request."""
    scope = find(kabupaten, election)
    user = cast(User, request.user)
    check_right(user, Action.SEE_DESK, scope)
    found = flow.accept(scope, batches.from_text(body.text), str(user.account), clock.now())
    return [
        ReceiptOut(fact=each.id, verdict=each.verdict, number=each.number, reason=each.reason)
        for each in found
    ]


@router.get("/{election}/{kabupaten}/devices", response=list[DeviceOut])
def devices(request: HttpRequest, election: str, kabupaten: str, alarms: bool = False) -> object:
    """Every device of the log; with `alarms` those somebody must look at."""
    scope = find(kabupaten, election)
    check_right(cast(User, request.user), Action.SEE_DESK, scope)
    rows = queries.alarms(scope) if alarms else [row for row, _ in queries.listed(scope)]
    return [
        DeviceOut(
            device=row.device,
            desk=row.is_desk,
            role=row.role,
            area=row.area,
            facts=row.last_seq,
            upto=row.upto,
            forked_from=row.forked_from,
            waiting=row.waiting,
            letter_twice=row.letter_twice,
            amiss=words.state_of(row),
        )
        for row in rows
    ]
