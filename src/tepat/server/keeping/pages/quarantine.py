"""What came to the door and is no fact yet: why, and what to do now."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext, gettext_noop

from tepat.core.election.roles import Action
from tepat.core.move.judging import Reason
from tepat.server.election.models import Scope
from tepat.server.election.scopes import desk_page
from tepat.server.keeping.pages.people import names_of
from tepat.server.log.models import Quarantined

PER_PAGE = 50
REASONS: dict[Reason, tuple[str, str]] = {
    Reason.UNKNOWN_DEVICE: (
        gettext_noop("The key is not known yet."),
        gettext_noop(
            "Ask the officer to send the enrolment: it is taken by itself when the key arrives."
        ),
    ),
    Reason.BAD_SIGNATURE: (
        gettext_noop("The signature does not fit the bytes."),
        gettext_noop("Something changed it on the way. Ask the officer to send it again."),
    ),
    Reason.BAD_COUNTERSIGNATURE: (
        gettext_noop("A signature of somebody who signed along does not fit."),
        gettext_noop("Ask both officers to sign again, on the spot or on paper."),
    ),
    Reason.WRONG_LETTER: (
        gettext_noop("The enrolment does not fit the letter it names."),
        gettext_noop("Make a new letter of duty and hand it over in person."),
    ),
    Reason.WEAK_KEY: (
        gettext_noop("The key is one that anybody could sign with."),
        gettext_noop("Enrol with the app of this installation; look at who sent it."),
    ),
    Reason.OTHER_SCOPE: (
        gettext_noop("It belongs to another election or kabupaten."),
        gettext_noop("Send it to the desk it is meant for. Nothing is lost here."),
    ),
    Reason.UNKNOWN_KIND: (
        gettext_noop("This version does not know such a fact."),
        gettext_noop("The phone may be newer than the server: update the server."),
    ),
    Reason.TOO_LARGE: (
        gettext_noop("It is too large for an entry of the log."),
        gettext_noop("Ask the officer to report fewer packages at once."),
    ),
    Reason.NOT_CANONICAL: (
        gettext_noop("Its bytes are not written the one way that is agreed."),
        gettext_noop("It was made by another program, or damaged. Ask who brought it."),
    ),
    Reason.MALFORMED: (
        gettext_noop("A field is missing or cannot be read."),
        gettext_noop("It was made by another program, or damaged. Ask who brought it."),
    ),
}
"""What is wrong with bytes in quarantine, and what somebody does about it."""


def reason_words(reason: str) -> tuple[str, str]:
    """Return the sentence and the next step for a reason of the door."""
    said, step = REASONS[Reason(reason)]
    return gettext(said), gettext(step)


@desk_page(Action.SEE_MOVEMENTS)
def quarantine(request: HttpRequest, scope: Scope) -> HttpResponse:
    """The entries of quarantine, those that wait before the settled ones where all are shown."""
    shows_all = request.GET.get("show") == "all"
    rows = Quarantined.objects.filter(election=scope.election, kabupaten=scope.kabupaten)
    rows = rows.defer("body", "sig", "countersigned").order_by("-number")
    page = Paginator(rows if shows_all else rows.filter(settled=""), PER_PAGE).get_page(
        request.GET.get("page")
    )
    shown = list(page.object_list)
    names = names_of(scope, [code for each in shown for code in (each.uploader, each.device)])
    context = {
        "room": gettext("Quarantine"),
        "lead": gettext(
            "Nothing is thrown away: what cannot be admitted is kept with a receipt, "
            "has its number in the log, and says why."
        ),
        "page": page,
        "shows_all": shows_all,
        "entries": [_entry(each, names) for each in shown],
    }
    return render(request, "keeping/quarantine.html", context)


def _entry(row: Quarantined, names: dict[str, str]) -> dict[str, Any]:
    said, step = reason_words(row.reason)
    return {
        "row": row,
        "said": said,
        "step": step,
        "brought_by": names.get(row.uploader, ""),
        "signs_as": names.get(row.device, ""),
    }
