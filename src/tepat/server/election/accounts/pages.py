"""The page of people: who may do what here by agency, and the few acts of an administrator."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from tepat.adapters.labels import qr_svg_of_bytes
from tepat.core.election.managing import managing
from tepat.core.election.roles import AGENCY, MAY, Action, Grant, roles_by_agency
from tepat.core.problems import Code, refuse
from tepat.server import clock
from tepat.server.desk.words import action_name, agency_name, role_name
from tepat.server.election.accounts import authority, invitations, pledges, queries, services
from tepat.server.election.accounts.forms import CardForm, GiveForm, InviteForm
from tepat.server.election.accounts.looks import record_look
from tepat.server.election.models import Invitation, RoleGrant, Scope, User
from tepat.server.election.scopes import desk_page


@require_GET
@desk_page(Action.MANAGE_ACCOUNTS)
def accounts(request: HttpRequest, scope: Scope) -> HttpResponse:
    return _page(request, scope)


@require_POST
@desk_page(Action.MANAGE_ACCOUNTS)
def card(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Invite a person; the next page is the invitation, to send or to print."""
    form = CardForm(scope, _own(request), request.POST)
    if not form.is_valid():
        return _page(request, scope, card=form, status=422)
    grant, user = form.grant(), cast(User, request.user)
    row = invitations.make(scope, form.cleaned_data["person"], grant, user, clock.now())
    kind = "invited" if managing(user.grants(), grant) else "head_invited"
    _record(request, scope, kind, f"{row.person}: {_said(grant)}", grant)
    return redirect("accounts_letter", scope.election, scope.kabupaten, row.pk)


@require_GET
@never_cache
@desk_page(Action.MANAGE_ACCOUNTS)
def letter(request: HttpRequest, scope: Scope, pk: int) -> HttpResponse:
    """One open invitation as a sheet: link, QR, and what it opens."""
    row = get_object_or_404(Invitation, scope=scope, pk=pk)
    if invitations.used(row, _own(request)) is None:
        raise refuse(Code.BEYOND_OWN_ROLES, name=row.role, area=row.area)
    invitations.found(invitations.token_of(row), clock.now())
    address = reverse("invitation", args=[invitations.token_of(row)])
    link = request.build_absolute_uri(address)
    agency = AGENCY[row.as_value().role]
    text = _("%(name)s, you are invited to tepat as %(role)s. Good once, until %(until)s: %(link)s")
    context = {
        "row": row,
        "link": link,
        "qr": qr_svg_of_bytes(link.encode()),
        "role": role_name(row.as_value().role),
        "agency": agency_name(agency),
        "area": queries.area_name(row.area),
        "pledge": pledges.pledge_of(agency),
        "text": text
        % {
            "name": row.person,
            "role": role_name(row.as_value().role),
            "until": f"{row.ends_at:%d-%m-%Y}",
            "link": link,
        },
    }
    return render(request, "election/invitation_letter.html", context)


@require_POST
@desk_page(Action.MANAGE_ACCOUNTS)
def withdraw(request: HttpRequest, scope: Scope, pk: int) -> HttpResponse:
    row = get_object_or_404(Invitation, scope=scope, pk=pk)
    invitations.withdraw(row, _own(request), clock.now())
    grant = row.as_value()
    _record(request, scope, "invitation_withdrawn", f"{row.person}: {_said(grant)}", grant)
    messages.success(request, _("The invitation of %(name)s is withdrawn.") % {"name": row.person})
    return redirect("accounts", scope.election, scope.kabupaten)


@require_POST
@never_cache
@desk_page(Action.MANAGE_ACCOUNTS)
def invite(request: HttpRequest, scope: Scope) -> HttpResponse:
    form = InviteForm(scope, _own(request), request.POST)
    if not form.is_valid():
        return _page(request, scope, invite=form, status=422)
    chosen, grant = form.cleaned_data, form.grant()
    shown = services.invite(chosen["username"], chosen["person"], grant, scope, _own(request))
    _record(request, scope, "role_given", f"{chosen['username']}: {_said(grant)}", grant)
    return _page(request, scope, shown=shown)


@require_POST
@desk_page(Action.MANAGE_ACCOUNTS)
def give(request: HttpRequest, scope: Scope) -> HttpResponse:
    form = GiveForm(scope, _own(request), request.POST)
    if not form.is_valid():
        return _page(request, scope, give=form, status=422)
    grant = form.grant()
    user = services.give(form.cleaned_data["username"], grant, scope, _own(request))
    _record(request, scope, "role_given", f"{user.username}: {_said(grant)}", grant)
    role = role_name(grant.role)
    messages.success(request, _("%(name)s now has the role %(role)s.") % _facts(user, role))
    return redirect("accounts", scope.election, scope.kabupaten)


@require_POST
@desk_page(Action.MANAGE_ACCOUNTS)
def take_back(request: HttpRequest, scope: Scope, pk: int) -> HttpResponse:
    row = get_object_or_404(RoleGrant.objects.select_related("user"), pk=pk)
    grant, user = row.as_value(), row.user
    services.take_back(row, scope, _own(request))
    _record(request, scope, "role_taken", f"{user.username}: {_said(grant)}", grant)
    role = role_name(grant.role)
    messages.success(request, _("%(name)s no longer has the role %(role)s.") % _facts(user, role))
    return redirect("accounts", scope.election, scope.kabupaten)


@require_POST
@never_cache
@desk_page(Action.MANAGE_ACCOUNTS)
def remake_password(request: HttpRequest, scope: Scope) -> HttpResponse:
    shown = services.remake_password(request.POST.get("username", ""), scope, _own(request))
    _record(request, scope, "password_remade", shown[0].username, *shown[0].grants())
    return _page(request, scope, shown=shown)


@require_POST
@desk_page(Action.MANAGE_ACCOUNTS)
def person(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Close or open an account, end its sessions, or take a lost second factor from it."""
    by, name = cast(User, request.user), request.POST.get("username", "")[:150]
    what = request.POST.get("what", "")
    if what == "close":
        if name == by.username:
            raise refuse(Code.CLOSE_ONESELF)
        user = services.close(name, scope, by.grants())
        kind, told = "account_closed", _("The account of %(name)s is closed.")
    elif what == "open":
        user = services.reopen(name, scope, by.grants())
        kind, told = "account_opened", _("The account of %(name)s is open again.")
    elif what == "factor":
        user = services.ours(name, scope, by.grants())
        services.remove_factor(user)
        kind, told = "factor", _("The second factor of %(name)s is removed.")
    else:
        user = services.ours(name, scope, by.grants())
        services.end_sessions(user)
        kind, told = "sessions", _("Every session of %(name)s has ended.")
    _record(request, scope, kind, user.username, *user.grants())
    messages.success(request, told % {"name": user.first_name or user.username})
    return redirect("accounts", scope.election, scope.kabupaten)


def _own(request: HttpRequest) -> list[Grant]:
    return cast(User, request.user).grants()


def _record(request: HttpRequest, scope: Scope, kind: str, which: str, *over: Grant) -> None:
    """Record a change under the role that stands above what it changed."""
    user = cast(User, request.user)
    used = (managing(user.grants(), grant) for grant in over)
    record_look(user, scope, kind, which, next(filter(None, used), None))


def _said(grant: Grant) -> str:
    return " ".join(filter(None, (grant.role.value, grant.area, grant.election)))


def _facts(user: User, role: str) -> dict[str, str]:
    return {"name": user.first_name or user.username, "role": role}


def _page(
    request: HttpRequest,
    scope: Scope,
    card: CardForm | None = None,
    invite: InviteForm | None = None,
    give: GiveForm | None = None,
    shown: tuple[User, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The whole page. `shown` is a password that is shown this once and kept nowhere."""
    own = _own(request)
    people = queries.people_in(scope, own)
    open_ = list(invitations.open_in(scope, clock.now()).select_related("scope")[:100])
    held, to_found = authority.heads(), authority.agencies_to_found(own, scope)
    areas = queries.areas_named({row.area for row in open_})
    context = {
        "people": people,
        "groups": queries.by_agency(people),
        "open": [
            {
                "row": row,
                "role": role_name(row.as_value().role),
                "agency": agency_name(AGENCY[row.as_value().role]),
                "area": areas.get(row.area, row.area),
                "is_ours": invitations.used(row, own, held) is not None,
            }
            for row in open_
        ],
        "card": card or CardForm(scope, own),
        "invite": invite or InviteForm(scope, own),
        "give": give or GiveForm(scope, own),
        "to_found": [agency_name(AGENCY[each.role]) for each in to_found],
        "by_hand": bool(invite or shown),
        "shown": shown,
        "rights": [
            (
                agency_name(agency),
                [
                    (role_name(role), [action_name(each) for each in Action if each in MAY[role]])
                    for role in held
                ],
            )
            for agency, held in roles_by_agency().items()
        ],
    }
    return render(request, "election/accounts.html", context, status=status)
