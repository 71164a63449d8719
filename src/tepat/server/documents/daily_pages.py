"""The daily report as a page of paper: its draft, sending it, and what was sent."""

from datetime import datetime
from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from tepat.server import clock
from tepat.server.documents import rakor_papers
from tepat.server.election.models import Scope, User
from tepat.server.election.scopes import desk_page
from tepat.server.watch.government import daily


@require_safe
@desk_page()
def daily_draft_pdf(request: HttpRequest, scope: Scope) -> HttpResponse:
    """The report as it would be sent now."""
    now = clock.now()
    draft = daily.draft(scope, cast(User, request.user), now)
    return _answer(_pdf(request, scope, draft, now), f"konsep-laporan-{draft.number}")


@require_POST
@desk_page()
def daily_send(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Keep the report as sent, if it still says what was read."""
    now, user = clock.now(), cast(User, request.user)
    draft = daily.draft(scope, user, now)
    pdf = _pdf(request, scope, draft, now)
    daily.keep(scope, user, draft, pdf, request.POST.get("mark", ""), now)
    messages.success(request, gettext("The report is kept as sent. Send its PDF or its text on."))
    return redirect("daily_reports", scope.election, scope.kabupaten)


@require_safe
@desk_page()
def daily_pdf(request: HttpRequest, scope: Scope, number: int) -> HttpResponse:
    """A report, byte for byte as it was sent."""
    row = daily.sent_report(scope, number)
    name = f"laporan-harian-{row.agency}-{row.number}-versi-{row.version}"
    return _answer(bytes(row.pdf), name)


def _pdf(request: HttpRequest, scope: Scope, draft: daily.Draft, now: datetime) -> bytes:
    about = f"Kepada {draft.to}"
    server = request.build_absolute_uri("/").rstrip("/")
    title, lines = draft.title, draft.lines
    sender = f"{draft.sender}, {draft.state.place.id}"
    return rakor_papers.briefing_of(scope, draft.state, now, title, about, server, lines, sender)


def _answer(made: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(made, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    answer["Cache-Control"] = "no-store"
    return answer
