"""The tree of contacts with tap to call, and who is on duty."""

from collections.abc import Sequence
from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods

from tepat.core.election.regions import is_in
from tepat.core.election.roles import Action, Role, who_may
from tepat.core.problems import Code, Problem, Refused, refuse
from tepat.core.watch.government.contacts import Branch, Person, tel_of, tree_of, wa_of
from tepat.server import clock, typed
from tepat.server.desk.words import language, role_name
from tepat.server.election.accounts.looks import record_look
from tepat.server.election.elections import election_of
from tepat.server.election.models import Scope, User
from tepat.server.election.scopes import desk_page
from tepat.server.problems import say, status_of
from tepat.server.watch.government import agreed, contacts
from tepat.server.watch.incidents.parties import is_of
from tepat.server.watch.models import DeskContact, Duty
from tepat.server.watch.overview.countdown import countdown

MOST_PROBLEMS = 12


@require_http_methods(["GET", "POST"])
@desk_page()
def contact_tree(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Everybody to call in an area, the duty of today first. Each look is recorded."""
    user, now = cast(User, request.user), clock.now()
    mine = agreed.area_for(user, scope, Action.SEE_CONTACTS)
    if not mine:
        who = ", ".join(role_name(role) for role in who_may(Action.SEE_CONTACTS))
        raise refuse(Code.NOT_ALLOWED, area=scope.kabupaten, action="see_contacts", who=who)
    today = countdown(election_of(scope), scope.zone, now, language()).today
    names = agreed.area_names(scope, today)
    area = request.GET.get("wilayah", "") or mine
    if area not in names or not (is_in(area, mine) or is_in(mine, area)):
        raise refuse(Code.DESK_AREA, value=area[:20])
    form = agreed.typed(request)
    problem: Problem | None = None
    unread: list[str] = []
    if request.method == "POST":
        try:
            unread = _keep(request, scope, user, form)
            if not unread:
                here = reverse("contacts", args=[scope.election, scope.kabupaten])
                return redirect(f"{here}?wilayah={area}")
        except Refused as refused:
            if status_of(refused.problem) == 403:
                raise
            problem = refused.problem
    record_look(user, scope, "phones", area)
    rows = contacts.roster(scope, today, area)
    branches = tree_of(contacts.people_of(scope, area))
    keeps = agreed.area_for(user, scope, Action.RUN_DESK)
    own = {
        row.pk
        for row in DeskContact.objects.filter(scope=scope, ended_at=None)
        if keeps and is_of(user, scope, row.party)
    }
    context = {
        "tab": "contacts",
        "room_name": agreed.agency(scope, "desk"),
        "area": area,
        "area_name": names[area],
        "areas": [(code, name) for code, name in names.items() if len(code) <= 8],
        "all_areas": [
            (code, f"{name} ({code})") for code, name in names.items() if is_in(code, keeps or "-")
        ],
        "groups": _groups(branches, area, scope, names, own),
        "count": sum(len(each.people) for each in branches),
        "now_on": [
            _duty(row, scope, names, user) for row in contacts.on_duty(rows, now, scope.zone)
        ],
        "roster": [_duty(row, scope, names, user) for row in rows],
        "keeps": bool(keeps),
        "agencies": [(role.value, agreed.agency(scope, role.value)) for role in Role],
        "today": today,
        "form": form,
        "unread": unread,
        "problem": say(problem) if problem else "",
    }
    status = status_of(problem) if problem else 200
    answer = render(request, "watch/government/contacts.html", context, status=status)
    answer["Cache-Control"] = "no-store"
    return answer


def _keep(request: HttpRequest, scope: Scope, user: User, form: dict[str, str]) -> list[str]:
    """Do what the form says; return the sentences about rows of a table that were not read."""
    now = clock.now()
    match form.get("do", ""):
        case "add":
            contacts.add(scope, user, form, now)
            messages.success(request, gettext("The contact was added."))
        case "bring":
            many, problems = contacts.bring(scope, user, request.POST.get("table", ""), now)
            said = ngettext("%(n)s contact was added.", "%(n)s contacts were added.", many)
            tell = messages.success if many else messages.warning
            tell(request, said % {"n": many})
            return [say(each) for each in problems[:MOST_PROBLEMS]]
        case "end":
            contacts.end(scope, user, typed.key(form.get("row", "")), now)
        case "duty":
            day = typed.day(form.get("day", ""), gettext("Date"))
            contacts.put_on_duty(scope, user, form, day, now)
            messages.success(request, gettext("The roster was kept."))
        case "end_duty":
            contacts.end_duty(scope, user, typed.key(form.get("row", "")), now)
        case other:
            raise refuse(Code.INCIDENT_CHOICE, value=other[:40])
    return []


def _groups(
    branches: Sequence[Branch], area: str, scope: Scope, names: dict[str, str], own: set[int]
) -> list[dict[str, Any]]:
    """Return the branches of the kabupaten, then of each kecamatan: those of `area` stand open."""
    found: dict[str, list[Branch]] = {}
    for each in branches:
        found.setdefault(each.area[:8], []).append(each)
    return [
        {
            "name": where_of(code, names),
            "is_open": code == area,
            "count": sum(len(each.people) for each in found[code]),
            "branches": [
                _branch(each.role, each.area, each.people, scope, names, own)
                for each in found[code]
            ],
        }
        for code in sorted(found, key=lambda code: (len(code), code))
    ]


def _branch(
    role: str,
    area: str,
    people: tuple[Person, ...],
    scope: Scope,
    names: dict[str, str],
    own: set[int],
) -> dict[str, Any]:
    return {
        "agency": agency_of(scope, role),
        "area": where_of(area, names),
        "level": area.partition("-")[0].count("."),
        "people": [
            {
                "person": each,
                "tel": tel_of(each.phone),
                "wa": wa_of(each.phone),
                "mine": each.key in own,
            }
            for each in people
        ],
    }


def _duty(row: Duty, scope: Scope, names: dict[str, str], user: User) -> dict[str, Any]:
    return {
        "row": row,
        "agency": agency_of(scope, row.role),
        "area": where_of(row.area, names),
        "tel": tel_of(row.phone),
        "wa": wa_of(row.phone),
        "mine": is_of(user, scope, row.party),
    }


def agency_of(scope: Scope, role: str) -> str:
    """Return an agency's name, as the election or else the desk calls it."""
    known = agreed.agencies(scope).get(role)
    if known:
        return known
    return role_name(Role(role)) if role in {each.value for each in Role} else role.upper()


def where_of(area: str, names: dict[str, str]) -> str:
    """Return an area by name: a TPS with its desa."""
    desa, _, tps = area.partition("-")
    name = names.get(desa, desa)
    return f"{name}, TPS {tps}" if tps else name
