"""The button "Susun paket": make the packages of a scope from its needs of now."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from tepat.core.election.roles import Action
from tepat.server import clock
from tepat.server.desk.words import number
from tepat.server.election.elections import election_of
from tepat.server.election.models import Scope
from tepat.server.election.scopes import desk_page
from tepat.server.plan.packages.services import regenerate


@require_POST
@desk_page(Action.PACK)
def packages_make(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Make the packages, again where they are there, and go to the room that packs them."""
    made = regenerate(scope, election_of(scope), clock.now())
    facts = {
        "total": number(made.total),
        "new": number(made.new),
        "changed": number(made.changed),
        "withdrawn": number(made.withdrawn),
    }
    text = gettext("%(total)s packages: %(new)s new, %(changed)s changed, %(withdrawn)s withdrawn.")
    messages.success(request, text % facts)
    return redirect("packing", scope.election, scope.kabupaten)
