"""The last step: what it comes to, one file to print, and the hall."""

from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from tepat.core.election.roles import Action
from tepat.server import clock, environment
from tepat.server.desk.queries import place_of
from tepat.server.election.accounts.looks import record_look
from tepat.server.election.models import Scope, User
from tepat.server.election.scopes import check_right, desk_page
from tepat.server.hub import bundle, state
from tepat.server.move.devices import letters
from tepat.server.pilkades import parcel
from tepat.server.pilkades.steps import pilkades_of, shown, unset_of, waiting_of
from tepat.server.plan.needs.queries import needs_of
from tepat.server.plan.needs.tables import rows_of
from tepat.server.plan.packages.queries import standing
from tepat.server.plan.packages.services import regenerate

HALL_ADDRESS = "192.168.137.1"
"""A laptop that opens a hotspot under Windows; `tepat hub prepare` has the same."""


@desk_page(Action.PACK)
def ready(request: HttpRequest, scope: Scope) -> HttpResponse:
    """What the Pilkades comes to, by desa, with what is still unset."""
    election, _village = pilkades_of(scope)
    needs = needs_of(scope)
    given = letters.unused(scope, clock.now())
    rows = [row for row in rows_of(needs) if row.quantity is not None and row.quantity]
    waiting = waiting_of(scope, election, len(given))
    told: dict[str, Any] = {
        "rows": rows,
        "stopped": any(each.stops for each in waiting),
        "needs": needs,
        "counts": {
            "desa": len(needs.all_desa),
            "tps": len(needs.lists.tps),
            "voters": int(needs.lists.dpt[needs.lists.dpt >= 0].sum()),
            "letters": len(given),
        },
        "waiting": waiting,
        "loads": len(parcel.loads_of(scope)),
        "unset": len(unset_of(election, tuple(item.code for item in election.items))),
        "plan": standing(scope, needs.fingerprint),
        "area": _area(scope),
        "hall_name": state.name_for(_area(scope)),
        "hall_address": HALL_ADDRESS,
        "port": state.PORT,
        "office": _server(request),
    }
    return shown(request, scope, "pilkades_ready", told)


@require_POST
@desk_page(Action.KEEP_DEVICES)
def download(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Make the packages and everything that is printed: one zip. The letters in it are secret."""
    user, now = cast(User, request.user), clock.now()
    check_right(user, Action.PACK, scope)
    check_right(user, Action.PRINT_PAPERS, scope)
    election, village = pilkades_of(scope)
    regenerate(scope, election, now)
    told = {
        "name": village.name,
        "kabupaten": place_of(scope).kabupaten,
        "regulation": village.regulation,
    }
    made = parcel.make(
        scope, letters.Printed(_servers(request, scope)), told, parcel.Asked(user, now)
    )
    record_look(user, scope, "letters", scope.kabupaten)
    return _file(made, "application/zip", f"{scope.election}-{scope.kabupaten}.zip")


@require_POST
@desk_page(Action.KEEP_DEVICES)
def hall_bundle(request: HttpRequest, scope: Scope) -> HttpResponse:
    """What the laptop of the hall is prepared with, as `tepat hub bundle` writes it."""
    pilkades_of(scope)
    office = request.POST.get("office", "").strip().rstrip("/") or _server(request)
    made = bundle.make(scope, _area(scope), office, clock.now())
    data = bundle.write(made)
    record_look(cast(User, request.user), scope, "phones", _area(scope))
    told = gettext("Mark of the provisions: %(mark)s. The hall's laptop must show the same.")
    messages.info(request, told % {"mark": bundle.mark(data)})
    return _file(data, "application/octet-stream", f"bekal-aula-{_area(scope)}.tepat")


def _area(scope: Scope) -> str:
    """The area of the hall: the one kecamatan that votes, else the kabupaten."""
    found = parcel.kecamatan_of(scope)
    return found[0] if len(found) == 1 else scope.kabupaten


def _server(request: HttpRequest) -> str:
    return request.build_absolute_uri("/").rstrip("/")


def _servers(request: HttpRequest, scope: Scope) -> tuple[str, ...]:
    """Addresses on the letters: this server, hubs that are known, and the hall's own."""
    hall = (HALL_ADDRESS, state.name_for(_area(scope))) if request.POST.get("hall") else ()
    halls = [f"https://{host}:{state.PORT}" for host in hall]
    return tuple(dict.fromkeys((_server(request), *environment.words("TEPAT_HUBS"), *halls)))


def _file(data: bytes, kind: str, name: str) -> HttpResponse:
    answer = HttpResponse(data, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "no-store"
    return answer
