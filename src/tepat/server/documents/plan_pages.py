"""Papers of a plan as files: whoever may open the desk reads the RAB, few read departures."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from tepat.core.election.roles import Action
from tepat.server.documents import plan_papers
from tepat.server.election.models import Scope
from tepat.server.election.scopes import desk_page
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
    return _paper(scope, number, "lembar_jalan")


@require_GET
@desk_page(Action.SEE_MOVEMENTS)
def plan_letter(request: HttpRequest, scope: Scope, number: int) -> HttpResponse:
    """The schedule letter of a plan."""
    return _paper(scope, number, "surat_jadwal")


def _paper(scope: Scope, number: int, code: str) -> HttpResponse:
    made = plan_papers.pdf(scope, queries.made(scope, number), code)
    answer = HttpResponse(made, content_type="application/pdf")
    name = f"{code.replace('_', '-')}-rencana-{number}.pdf"
    answer["Content-Disposition"] = f'inline; filename="{name}"'
    return answer
