"""A person of one agency cannot change or delete what another agency wrote: over every address.

Every address of the desk that takes a form is asked, with forms that name what is there, by
people of each agency. Afterwards each row that somebody of another agency wrote is as it was.
"""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.apps import apps
from django.db import models
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from tepat.core.election.roles import AGENCY, Role
from tepat.server import clock
from tepat.server.election.models import Invitation, RoleGrant, Scope, User
from tepat.server.watch.models import Meeting
from tests.worlds import KABUPATEN, contoh_scope

WRITERS = ("by", "made_by", "called_by", "author", "account", "began_by")
"""Columns in which a row says whose it is."""
OF_KPU = frozenset({"Invitation"})
"""Rows that only KPU writes, whoever stands in them here: KPU ends its own."""


def people(scope: Scope) -> dict[str, User]:
    """One person of each agency that signs in at the desk."""
    found = {}
    for role in (Role.KPU, Role.PPK, Role.BAWASLU, Role.POLRES, Role.TNI, Role.DESK):
        user = User.objects.create(username=f"orang_{role.value}", first_name=role.value)
        area = f"{KABUPATEN}.01" if role is Role.PPK else KABUPATEN
        RoleGrant.objects.create(user=user, role=role.value, area=area)
        found[role.value] = user
    return found


def addresses(patterns: Any = None, before: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the route of every address below a scope, with its converters."""
    for each in patterns if patterns is not None else get_resolver().url_patterns:
        route = before + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from addresses(each.url_patterns, route)
        elif isinstance(each, URLPattern) and route.startswith("e/<slug:election>"):
            yield route, dict(each.pattern.converters)


def filled(route: str, scope: Scope, number: int) -> str:
    """Return an address with plausible parts: numbers, areas, names of what is there."""

    def part(match: re.Match[str]) -> str:
        kind, _, name = match[1].rpartition(":")
        if name == "election":
            return scope.election
        if name == "kabupaten":
            return scope.kabupaten
        if name in {"area", "kecamatan"}:
            return f"{KABUPATEN}.01"
        return str(number) if kind == "int" else f"{number}"

    return "/" + re.sub(r"<([^>]+)>", part, route)


def rows_of_others(agency: str) -> dict[tuple[str, Any], dict[str, Any]]:
    """Every row that says it was written by somebody of another agency than `agency`."""
    authors = {
        user.account: {AGENCY[grant.role].value for grant in user.grants()}
        for user in User.objects.all()
    }
    found = {}
    for model in apps.get_models():
        if model._meta.app_label not in {"watch", "move", "plan", "documents", "election"}:
            continue
        columns = {field.name for field in model._meta.concrete_fields}
        whose = next((each for each in WRITERS if each in columns), "")
        if not whose or (agency == "kpu" and model.__name__ in OF_KPU):
            continue
        is_person = isinstance(model._meta.get_field(whose), models.ForeignKey)
        for row in model._default_manager.values():
            by = row[f"{whose}_id"] if is_person else row[whose]
            if is_person and by is not None:
                by = User.objects.get(pk=by).account
            if isinstance(by, str):
                by = UUID(by) if len(by) >= 32 else None
            if by in authors and agency not in authors[by]:
                found[model.__name__, row["id"]] = row
    return found


def forms(target: str) -> Iterator[dict[str, str]]:
    """Forms as an attacker fills them: every usual field, with values that mean something."""
    usual = {
        "title": "Diubah",
        "text": "Diubah oleh lembaga lain",
        "note": "Diubah",
        "reason": "Diubah",
        "state": "done",
        "action": "close",
        "what": "close",
        "kind": "banjir",
        "owner": "kpu@99.01",
        "outcome": "Diubah",
        "answer": "Diubah",
        "likelihood": "5",
        "number": "1",
        "pk": "1",
        "id": "1",
        "delete": "1",
        "withdraw": "1",
        "take_back": "1",
        "close": "1",
        "username": target,
        "begins_at": "2024-11-20T10:00",
        "due": "2024-11-20T10:00",
        "name": "Orang",
        "agency": "kpu",
    }
    yield usual


def written_by_all(everyone: dict[str, User], scope: Scope) -> None:
    """Rows that name their writer, for each agency: a meeting and an invitation."""
    now = clock.now()
    for number, (role, user) in enumerate(everyone.items(), start=1):
        Meeting.objects.create(
            scope=scope,
            number=number,
            title=f"Rakor {role}",
            agency=role,
            begins_at=now,
            code=f"{number:024d}",
            made_by=user.account,
            made_at=now,
        )
        Invitation.objects.create(
            pk=number,
            scope=scope,
            code=f"{number:024d}",
            person="X",
            role="ppk",
            area=f"{KABUPATEN}.01",
            by=user.account,
            by_name=role,
            at=now,
            ends_at=now + timedelta(days=1),
        )


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["kpu", "ppk", "bawaslu", "polres"])
def test_no_form_of_one_agency_changes_a_row_of_another(role: str) -> None:
    scope = contoh_scope()
    everyone = people(scope)
    written_by_all(everyone, scope)
    before = rows_of_others(AGENCY[Role(role)].value)
    assert {name for name, _ in before} >= {"Meeting"}
    client = Client(raise_request_exception=False)
    client.force_login(everyone[role])

    # An administrator who remade the own password would be sent away from every other page.
    target = "nobody" if role == "kpu" else everyone["kpu"].username
    routes = sorted({route for route, _ in addresses()})
    assert len(routes) > 100
    for route in routes:
        for form in forms(target):
            client.post(filled(route, scope, 1), form)

    after = rows_of_others(AGENCY[Role(role)].value)
    changed = {key: (row, after.get(key)) for key, row in before.items() if after.get(key) != row}
    assert changed == {}
    ended = Invitation.objects.filter(withdrawn_at__isnull=False).exists()
    assert ended is (role == "kpu"), "the forms reach what their sender may change"


def test_every_role_belongs_to_one_agency() -> None:
    assert set(AGENCY) == set(Role)
