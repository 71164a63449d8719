"""Papers of Bawaslu as files: only for those of its own room."""

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from tepat.core.election.roles import Action
from tepat.server import clock
from tepat.server.documents import supervision_papers
from tepat.server.election.accounts.looks import record_look
from tepat.server.election.models import Scope, User
from tepat.server.watch.supervision import queries
from tepat.server.watch.supervision.rights import room_page

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@require_GET
@room_page(Action.SUPERVISE)
def form_pdf(request: HttpRequest, scope: Scope, areas: list[str], number: int) -> HttpResponse:
    """A Form A to print; that it was taken is recorded, for it names people."""
    row = queries.form_of(scope, areas, number)
    record_look(cast(User, request.user), scope, "names", f"Form A {number}")
    made = supervision_papers.form_pdf(scope, row)
    return _answer(made, "application/pdf", f"form-a-{number}.pdf")


@require_GET
@room_page(Action.SUPERVISE)
def form_docx(request: HttpRequest, scope: Scope, areas: list[str], number: int) -> HttpResponse:
    """A Form A to go on writing in; that it was taken is recorded."""
    row = queries.form_of(scope, areas, number)
    record_look(cast(User, request.user), scope, "names", f"Form A {number}")
    made = supervision_papers.form_docx(scope, row)
    return _answer(made, DOCX, f"form-a-{number}.docx")


@require_GET
@room_page()
def blank_report(request: HttpRequest, scope: Scope, areas: list[str]) -> HttpResponse:
    """The form on which somebody reports by hand."""
    made = supervision_papers.blank_pdf(scope, clock.now())
    return _answer(made, "application/pdf", "formulir-laporan.pdf")


def _answer(made: bytes, kind: str, name: str) -> HttpResponse:
    answer = HttpResponse(made, content_type=kind)
    way = "inline" if name.endswith(".pdf") else "attachment"
    answer["Content-Disposition"] = f'{way}; filename="{name}"'
    answer["Cache-Control"] = "no-store"
    return answer
