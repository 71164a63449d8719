"""Papers of a plan as files: whoever may open the desk reads the RAB, few read departures."""

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from tepat.core.election.roles import Action
from tepat.server.documents import plan_papers
from tepat.server.election.accounts.looks import record_look
from tepat.server.election.models import Scope, User
from tepat.server.election.scopes import check_right, desk_page
from tepat.server.plan.schedule import queries


@require_GET
@desk_page()
def plan_budget(request: HttpRequest, scope: Scope, number: int) -> HttpResponse:
    """The RAB of a plan."""
    return _paper(scope, number, "rab")


@require_GET
@desk_page(Action.SEE_MOVEMENTS)
def plan_run_sheets(request: HttpRequest, scope: Scope, number: int) -> HttpResponse:
    """All run sheets of a plan, a page for each vehicle and day."""
    server = request.build_absolute_uri("/").rstrip("/")
    return _paper(scope, number, "lembar_jalan", server)


@require_GET
@desk_page(Action.SEE_MOVEMENTS)
def plan_letter(request: HttpRequest, scope: Scope, number: int) -> HttpResponse:
    """The schedule letter of a plan."""
    return _paper(scope, number, "surat_jadwal")


@require_GET
@desk_page()
def plan_tps_lists(request: HttpRequest, scope: Scope, number: int) -> HttpResponse:
    """The lists of handovers to the KPPS of a desa, a kecamatan or all, for who reads its hours."""
    area = request.GET.get("wilayah", "") or scope.kabupaten
    check_right(cast(User, request.user), Action.SEE_MOVEMENTS, scope, area)
    run = queries.made(scope, number)
    record_look(cast(User, request.user), scope, "phones", area)
    return _answer(plan_papers.tps_lists(scope, run, area), f"daftar-serah-{area}", number)


def _paper(scope: Scope, number: int, code: str, server: str = "") -> HttpResponse:
    made = plan_papers.pdf(scope, queries.made(scope, number), code, server)
    return _answer(made, code.replace("_", "-"), number)


def _answer(made: bytes, name: str, number: int) -> HttpResponse:
    answer = HttpResponse(made, content_type="application/pdf")
    name = f"{name}-rencana-{number}.pdf"
    answer["Content-Disposition"] = f'inline; filename="{name}"'
    return answer
