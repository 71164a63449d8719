"""Core problems become answers and translated sentences."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language

from tepat.core.problems import Code, Problem, Refused
from tepat.core.sentences import sentence

STATUS = {
    Code.NOT_ALLOWED: 403,
    Code.POINT_OF_ALL: 403,
    Code.OTHER_AGENCY: 403,
    Code.SCOPE_UNKNOWN: 404,
    Code.ELECTION_UNKNOWN: 404,
    Code.REGION_UNKNOWN: 404,
    Code.PACKAGE_UNKNOWN: 404,
    Code.SHIPMENT_UNKNOWN: 404,
    Code.DOCUMENT_UNKNOWN: 404,
    Code.RECORD_UNKNOWN: 404,
    Code.COSIGNATURE_UNKNOWN: 403,
    Code.COSIGNATURE_SIZE: 404,
    Code.COSIGNATURE_OTHER: 409,
    Code.COSIGNATURE_UNREADABLE: 400,
    Code.TEXT_UNREADABLE: 400,
    Code.TEXT_CODE: 400,
    Code.TEXT_PARTS: 400,
    Code.DEVICE_UNKNOWN: 404,
    Code.ENTRY_UNKNOWN: 404,
    Code.REQUEST_SIGNATURE: 401,
    Code.PROTOCOL_OTHER: 426,
    Code.DEVICE_REVOKED: 403,
    Code.DEVICE_NO_WITNESS: 403,
    Code.PHOTO_NAME: 400,
    Code.NOTES_UNREADABLE: 400,
    Code.PHOTO_UNKNOWN: 404,
    Code.PHOTO_SIZE: 413,
    Code.PHOTO_PIECE: 413,
    Code.REQUEST_TOO_LONG: 413,
    Code.PHOTO_OFFSET: 409,
    Code.PHOTO_QUOTA: 429,
    Code.PROOFS_UNREADABLE: 400,
    Code.CHECKPOINT_NONE: 503,
    Code.LINK_UNKNOWN: 404,
    Code.LINK_ENDED: 410,
    Code.LINK_FULL: 429,
    Code.DOOR_QUOTA: 429,
    Code.DOOR_BUSY: 503,
    Code.DOOR_DATABASE: 503,
    Code.DOOR_DISK: 507,
    Code.BATCH_UNREADABLE: 400,
    Code.BATCH_TOO_LARGE: 413,
    Code.INCIDENT_UNKNOWN: 404,
    Code.SUPPORT_UNKNOWN: 404,
    Code.DECISION_UNKNOWN: 404,
    Code.SUPPORT_OTHERS: 403,
    Code.INCIDENT_CLOSED: 409,
    Code.RISK_CHANGED: 409,
    Code.INCIDENT_TEXT: 413,
    Code.CASE_UNKNOWN: 404,
    Code.CASE_CHANGED: 409,
    Code.CHECK_UNKNOWN: 404,
    Code.FORM_A_UNKNOWN: 404,
    Code.PUBLIC_FORM_OFF: 404,
    Code.PUBLIC_FORM_FULL: 429,
    Code.HUB_LETTER: 403,
    Code.HUB_KEPT: 503,
    Code.HUB_OFFLINE: 503,
    Code.HUB_FULL: 507,
    Code.EXPORT_UNKNOWN: 404,
    Code.WEBHOOK_UNKNOWN: 404,
    Code.WEBHOOK_OTHERS: 403,
    Code.WEBHOOK_STOPPED: 409,
    Code.READ_TOKEN_UNKNOWN: 404,
    Code.READ_QUOTA: 429,
    Code.INVITATION_UNKNOWN: 404,
    Code.INVITATION_ENDED: 410,
    Code.PLEDGE_CHANGED: 409,
    Code.PAPER_WAY: 404,
    Code.ROOM_NO_PAGE: 404,
    Code.ROOM_READS_ONLY: 409,
    Code.ROOM_NOT_STORED: 409,
    Code.PAPER_CHANGED: 409,
    Code.PAPER_SETTLED: 409,
    Code.PAPER_PHOTO_SIZE: 413,
    Code.SECURITY_ORDER: 404,
    Code.SECURITY_ESCORT_OTHERS: 403,
    Code.STORE_NO_SUCH: 404,
    Code.STORE_PHOTOS: 413,
    Code.MEETING_ACTION_OF_OTHERS: 403,
    Code.COST_UNKNOWN: 404,
    Code.COST_CHANGED: 409,
    Code.COST_PHOTO_SIZE: 413,
    Code.FORM_PLACE: 404,
    Code.FORM_KIND: 404,
    Code.FORM_NOTHING: 404,
    Code.FORM_IMPORT_GONE: 404,
    Code.FORM_OWN: 403,
    Code.FORM_CHANGED: 409,
}


def say(problem: Problem) -> str:
    """Return the sentence for `problem` in the language of the person reading."""
    return sentence(problem, "en" if (get_language() or "id").startswith("en") else "id")


def status_of(problem: Problem) -> int:
    return STATUS.get(problem.code, 422)


class RefusedMiddleware:
    """Turn `Refused` into an answer: JSON for the API, a part for HTMX, else a page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Refused):
            return None
        return answer(request, exception.problem)


def answer(request: HttpRequest, problem: Problem, kept: str = "") -> HttpResponse:
    """Say one problem: JSON for the API, a part for HTMX, else a page.

    `kept` is what somebody typed that would be lost otherwise; pages show it, to copy.
    """
    if request.path.startswith("/api/"):
        made = JsonResponse(as_json(problem), status=status_of(problem))
        if problem.code is Code.READ_QUOTA:
            made["Retry-After"] = str(problem.facts["seconds"])
        return made
    template = "desk/_refused.html" if "HX-Request" in request.headers else "desk/refused.html"
    status = status_of(problem)
    context = {
        "sentence": say(problem),
        "code": problem.code.value,
        "kept": kept,
        "is_forbidden": status == 403,
        **_ways_on(request),
    }
    return render(request, template, context, status=status)


def _ways_on(request: HttpRequest) -> dict[str, str]:
    """Return where somebody can go from a refused page of a scope; nothing outside of one."""
    scope = getattr(request, "desk_scope", None)
    if scope is None:
        return {}
    here = [scope.election, scope.kabupaten]
    return {"back": reverse("overview", args=here), "ask": reverse("questions", args=here)}


def as_json(problem: Problem) -> dict[str, object]:
    return {
        "code": problem.code.value,
        "facts": dict(problem.facts),
        "sentence": say(problem),
        "warning": problem.is_warning,
    }
