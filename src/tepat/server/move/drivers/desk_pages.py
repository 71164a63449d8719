"""The driver's link at the desk: made, copied into a message, withdrawn."""

from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from tepat.core.election.roles import Action
from tepat.core.problems import Code, refuse
from tepat.server import clock
from tepat.server.election.models import Scope, User
from tepat.server.election.scopes import desk_page
from tepat.server.move.drivers import links, pages
from tepat.server.move.models import Shipment


@require_POST
@desk_page(Action.MAKE_SHIPMENT)
def driver_link(request: HttpRequest, scope: Scope, code: str) -> HttpResponse:
    """Make the link of a shipment, or withdraw it."""
    row = Shipment.objects.filter(scope=scope, code=code).first()
    if row is None:
        raise refuse(Code.SHIPMENT_UNKNOWN, value=code)
    now = clock.now()
    if "withdraw" in request.POST:
        links.withdraw(row, now)
    else:
        links.of(row, cast(User, request.user).account, now)
    return redirect("shipment", scope.election, scope.kabupaten, code)


def shown(request: HttpRequest, shipment: Shipment, destination: str) -> dict[str, Any]:
    """Return the link of a shipment and what came by it, for its page: three queries."""
    link = links.standing(shipment, clock.now())
    found: dict[str, Any] = {"reports": pages.reports_of(shipment), "link": "", "text": ""}
    if link is not None:
        address = request.build_absolute_uri(reverse("driver", args=[links.token_of(link)]))
        text = gettext("Load %(code)s to %(to)s. Report start, arrival or trouble here: %(link)s")
        found["link"] = address
        found["text"] = text % {"code": shipment.code, "to": destination, "link": address}
        found["ends"] = link.ends_at
    return found
