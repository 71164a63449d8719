"""Kabupaten Contoh on the evening of its vote: phones tell, the desk types."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from tepat.core.count.form import Form
from tepat.core.count.versions import Source
from tepat.core.election.catalogue import Election
from tepat.core.election.roles import Grant, Role
from tepat.core.move import events
from tepat.server import flow
from tepat.server.count import contests
from tepat.server.count.models import FormState
from tepat.server.count.results import folding, reporting
from tepat.server.election.elections import election_of
from tepat.server.election.models import RoleGrant, Scope, User
from tests.phones import Phone, phone_of
from tests.worlds import PASSWORD

EVENING = datetime(2024, 11, 27, 8, 20, tzinfo=UTC)
TEDUH = "99.01.02.2001"
TPS = f"{TEDUH}-001"
BUP, GUB = "KWK-BUP/99.01", "KWK-GUB/99"
DESK = {
    "bu_lia": Grant(Role.DESK, "99.01"),
    "pak_tono": Grant(Role.DESK, "99.01"),
    "bu_yuni": Grant(Role.DESK_KECAMATAN, "99.01.01"),
}
"""Operators of the Desk: two of the kabupaten, one of Hulu."""


def operator(name: str) -> User:
    """Return one of `DESK`, stored with the role's grant."""
    user, is_new = User.objects.get_or_create(username=name)
    if is_new:
        user.set_password(PASSWORD)
        user.save()
        grant = DESK[name]
        RoleGrant.objects.create(user=user, role=grant.role.value, area=grant.area)
    return user


def kpps(scope: Scope, tps: str = TPS) -> Phone:
    """Return the enrolled phone of the KPPS of `tps`."""
    return phone_of(scope, f"kpps@{tps}", Role.KPPS, tps, EVENING)


def tell(scope: Scope, phone: Phone, kind: type[events.Fact], **said: Any) -> str:
    """The phone tells one fact; return its name."""
    [receipt] = flow.accept(scope, [phone.say(kind, **said)], phone.device, EVENING)
    assert receipt.verdict == "accepted", receipt
    return receipt.id


def votes(*counts: int) -> tuple[events.Counted, ...]:
    return tuple(events.Counted(str(at), n) for at, n in enumerate(counts, start=1))


def tell_result(scope: Scope, phone: Phone, tps: str = TPS, sku: str = BUP, **more: Any) -> str:
    """The phone tells a result of 400 votes that adds up."""
    said: dict[str, Any] = {"votes": votes(250, 145), "valid": 395, "invalid": 5}
    said |= {"place": tps, "sku": sku, "salt": "ab" * 16}
    return tell(scope, phone, events.Result, **(said | more))


def say_numbers(monkeypatch: pytest.MonkeyPatch, gub: int = 2, bup: int = 3) -> None:
    """Let the election say how many numbers stand on the papers of Kabupaten Contoh."""

    def said(scope: Scope) -> Election:
        found = election_of(scope)
        counts = {"KWK-GUB": ("99", gub), "KWK-BUP": ("99.01", bup)}
        kinds = []
        for kind in found.kinds:
            area, count = counts.get(kind.code, ("", 0))
            numbers = {area: tuple(range(1, count + 1))} if area else kind.choices
            kinds.append(replace(kind, choices=numbers))
        return replace(found, kinds=tuple(kinds))

    monkeypatch.setattr(contests, "election_of", said)


FIGURES: Mapping[str, int] = {
    "registered": 412,
    "dpt": 396,
    "moved": 3,
    "unlisted": 1,
    "users": 400,
    "received": 423,
    "used": 400,
    "spoiled": 2,
    "left": 21,
    "valid": 395,
    "invalid": 5,
    "total": 400,
}
"""A sheet of TPS 001 of Muara Teduh (412 voters) that adds up."""


def sheet(
    tps: str = TPS, sku: str = BUP, numbers: Mapping[str, int | None] | None = None, **typed: Any
) -> Form:
    """The sheet of a TPS with some figures typed otherwise; None is a blank."""
    return Form(tps, sku, {**FIGURES, **typed}, numbers or {"1": 250, "2": 145})


def typed(scope: Scope, who: str, *forms: Form) -> list[reporting.Kept]:
    """An operator types forms at the desk."""
    rows = [reporting.Typed(form) for form in forms]
    return reporting.type_forms(scope, operator(who), rows, Source.DESK, EVENING)


def state(scope: Scope, tps: str = TPS, sku: str = BUP) -> FormState:
    """How a form stands, after the log was read."""
    folding.catch_up(scope)
    return FormState.objects.get(scope=scope, tps=tps, sku=sku)


def every_state(scope: Scope) -> list[tuple[Any, ...]]:
    """All that is folded, to see whether two ways come to the same."""
    rows = FormState.objects.filter(scope=scope).order_by("tps", "sku")
    return list(rows.values_list("tps", "sku", "state", "weight", "checks", "form", *POINTS))


POINTS = ("planned", "packed", "delivered", "received", "accounted", "lost", "found")
