"""The page of people: who may do what here, and the few acts of an administrator."""

from collections.abc import Callable
from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from tepat.core.election.roles import MAY, Action, Grant
from tepat.server.desk.words import action_name, role_name
from tepat.server.election.accounts import queries, services
from tepat.server.election.accounts.forms import GiveForm, InviteForm
from tepat.server.election.models import RoleGrant, Scope, User
from tepat.server.election.scopes import desk_page

Act = Callable[[HttpRequest, Scope], HttpResponse]


@require_GET
@desk_page(Action.MANAGE_ACCOUNTS)
def accounts(request: HttpRequest, scope: Scope) -> HttpResponse:
    return _page(request, scope)


@require_POST
@never_cache
@desk_page(Action.MANAGE_ACCOUNTS)
def invite(request: HttpRequest, scope: Scope) -> HttpResponse:
    form = InviteForm(scope, _own(request), request.POST)
    if not form.is_valid():
        return _page(request, scope, invite=form, status=422)
    chosen = form.cleaned_data
    shown = services.invite(
        chosen["username"], chosen["person"], form.grant(), scope, _own(request)
    )
    return _page(request, scope, shown=shown)


@require_POST
@desk_page(Action.MANAGE_ACCOUNTS)
def give(request: HttpRequest, scope: Scope) -> HttpResponse:
    form = GiveForm(scope, _own(request), request.POST)
    if not form.is_valid():
        return _page(request, scope, give=form, status=422)
    user = services.give(form.cleaned_data["username"], form.grant(), scope, _own(request))
    role = role_name(form.grant().role)
    messages.success(request, _("%(name)s now has the role %(role)s.") % _facts(user, role))
    return redirect("accounts", scope.election, scope.kabupaten)


@require_POST
@desk_page(Action.MANAGE_ACCOUNTS)
def take_back(request: HttpRequest, scope: Scope, pk: int) -> HttpResponse:
    row = get_object_or_404(RoleGrant.objects.select_related("user"), pk=pk)
    services.take_back(row, scope, _own(request))
    role = role_name(row.as_value().role)
    messages.success(
        request, _("%(name)s no longer has the role %(role)s.") % _facts(row.user, role)
    )
    return redirect("accounts", scope.election, scope.kabupaten)


@require_POST
@never_cache
@desk_page(Action.MANAGE_ACCOUNTS)
def remake_password(request: HttpRequest, scope: Scope) -> HttpResponse:
    shown = services.remake_password(request.POST.get("username", ""), scope, _own(request))
    return _page(request, scope, shown=shown)


def _own(request: HttpRequest) -> list[Grant]:
    return cast(User, request.user).grants()


def _facts(user: User, role: str) -> dict[str, str]:
    return {"name": user.first_name or user.username, "role": role}


def _page(
    request: HttpRequest,
    scope: Scope,
    invite: InviteForm | None = None,
    give: GiveForm | None = None,
    shown: tuple[User, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The whole page. `shown` is a password that is shown this once and kept nowhere."""
    context = {
        "people": queries.people_in(scope, _own(request)),
        "invite": invite or InviteForm(scope, _own(request)),
        "give": give or GiveForm(scope, _own(request)),
        "shown": shown,
        "actions": [action_name(action) for action in Action],
        "rights": [
            (role_name(role), [(action_name(action), action in allowed) for action in Action])
            for role, allowed in MAY.items()
        ],
    }
    return render(request, "election/accounts.html", context, status=status)
