"""Papers of meetings and of a kecamatan, as files."""

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from tepat.core.election.roles import Action
from tepat.server import clock
from tepat.server.documents import rakor_papers
from tepat.server.election.accounts.looks import record_look
from tepat.server.election.models import Scope, User
from tepat.server.election.scopes import check_right, desk_page
from tepat.server.typed import key
from tepat.server.watch.rakor import queries


@require_GET
@desk_page()
def rakor_briefing(request: HttpRequest, scope: Scope) -> HttpResponse:
    """The briefing of now, for a meeting where `rakor` names one."""
    number = key(request.GET.get("rakor", ""))
    meeting = queries.meeting(scope, number) if number else None
    made = rakor_papers.briefing_pdf(scope, clock.now(), meeting, server=_server(request))
    return _answer(made, "taklimat")


@require_GET
@desk_page()
def rakor_readiness(request: HttpRequest, scope: Scope, area: str) -> HttpResponse:
    """The same sentences about one kecamatan."""
    rakor_papers.check_area(scope, area)
    made = rakor_papers.briefing_pdf(scope, clock.now(), area=area, server=_server(request))
    return _answer(made, f"kesiapan-{area}")


@require_GET
@desk_page(Action.HOLD_MEETING)
def rakor_minutes_pdf(request: HttpRequest, scope: Scope, number: int) -> HttpResponse:
    """The minutes of a closed meeting: they hold names, so that each look is recorded."""
    meeting = queries.meeting(scope, number)
    made = rakor_papers.minutes_pdf(scope, meeting)
    record_look(cast(User, request.user), scope, "attendance", str(number))
    return _answer(made, f"notulen-{number}")


@require_GET
@desk_page()
def dark_pack(request: HttpRequest, scope: Scope, area: str) -> HttpResponse:
    """The pack for a dark day: it holds phones and departures, so that each look is recorded."""
    user = cast(User, request.user)
    rakor_papers.check_area(scope, area)
    check_right(user, Action.SEE_MOVEMENTS, scope, area)
    made = rakor_papers.dark_pack_pdf(scope, area, clock.now())
    record_look(user, scope, "phones", area)
    return _answer(made, f"paket-hari-gelap-{area}")


def _server(request: HttpRequest) -> str:
    return request.build_absolute_uri("/").rstrip("/")


def _answer(made: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(made, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    answer["Cache-Control"] = "no-store"
    return answer
