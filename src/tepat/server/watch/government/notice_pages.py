"""The page of announcements: what is for me, what we sent, and who has read it."""

from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from tepat.core.election.regions import is_in
from tepat.core.election.roles import Action
from tepat.core.problems import Problem, Refused
from tepat.core.watch.government.notices import ADDRESSED, LONGEST, reaches
from tepat.server import clock, typed
from tepat.server.desk.words import language
from tepat.server.election.elections import election_of
from tepat.server.election.models import Scope, User
from tepat.server.election.scopes import desk_page
from tepat.server.move.packages.queries import people
from tepat.server.problems import say, status_of
from tepat.server.watch.government import agreed, notices
from tepat.server.watch.incidents.parties import PartyNames
from tepat.server.watch.models import Announcement, AnnouncementRead
from tepat.server.watch.overview.countdown import countdown


@require_http_methods(["GET", "POST"])
@desk_page()
def announcements(request: HttpRequest, scope: Scope) -> HttpResponse:
    """What stands first; the sender sees by kecamatan who has read it."""
    user, now = cast(User, request.user), clock.now()
    form = agreed.typed(request)
    problem: Problem | None = None
    if request.method == "POST":
        try:
            _keep(request, scope, user, form)
            return redirect("announcements", scope.election, scope.kabupaten)
        except Refused as refused:
            if status_of(refused.problem) == 403:
                raise
            problem = refused.problem
    today = countdown(election_of(scope), scope.zone, now, language()).today
    names = agreed.area_names(scope, today)
    rows = notices.seen_by(user, scope)
    rows.sort(key=lambda row: not notices.as_value(row).stands(now))
    context = {
        "tab": "announcements",
        "room_name": agreed.agency(scope, "desk"),
        "rows": _rows(scope, user, rows, names, now),
        "may_announce": bool(mine := agreed.area_for(user, scope, Action.ANNOUNCE)),
        "areas": [(c, n) for c, n in names.items() if len(c) <= 13 and is_in(c, mine or "-")],
        "roles": [(role.value, agreed.agency(scope, role.value)) for role in ADDRESSED],
        "chosen": request.POST.getlist("role"),
        "form": form,
        "longest": LONGEST,
        "problem": say(problem) if problem else "",
    }
    status = status_of(problem) if problem else 200
    return render(request, "watch/government/announcements.html", context, status=status)


def _keep(request: HttpRequest, scope: Scope, user: User, form: dict[str, str]) -> None:
    now, number = clock.now(), typed.key(form.get("number", ""))
    if form.get("do") == "withdraw":
        notices.withdraw(scope, user, number, now)
        messages.success(request, gettext("The announcement was taken back."))
        return
    until = typed.moment(form.get("until", ""), scope.zone, gettext("Stands until"))
    roles, area = request.POST.getlist("role"), form.get("area", "") or scope.kabupaten
    notices.announce(scope, user, form.get("text", ""), roles, area, until, now, number)
    messages.success(request, gettext("Announced. Here you see who has read it."))


def _rows(
    scope: Scope, user: User, rows: list[Announcement], names: dict[str, str], now: Any
) -> list[dict[str, Any]]:
    sent = [row for row in rows if notices.is_sender(user, scope, row)]
    receipts = notices.receipts_of(scope, sent)
    read = set(
        AnnouncementRead.objects.filter(announcement__in=rows, account=user.account).values_list(
            "announcement_id", flat=True
        )
    )
    parties = PartyNames(scope, [row.party for row in rows])
    who = people(scope, {row.by for row in rows})
    found = []
    for row in rows:
        told = receipts.get(row.pk)
        found.append(
            {
                "row": row,
                "stands": notices.as_value(row).stands(now),
                "party": parties.party(row.party),
                "by": who.get(row.by, ""),
                "to": ", ".join(agreed.agency(scope, role) for role in row.roles),
                "area": names.get(row.area, row.area),
                "is_read": row.pk in read,
                "for_me": row.by != str(user.account)
                and reaches(notices.as_value(row), user.grants(), scope.election) is not None,
                "is_sender": told is not None,
                "receipts": [(names.get(each.area, each.area), each) for each in told or ()],
                "read": sum(each.read for each in told or ()),
                "readers": sum(len(each.readers) for each in told or ()),
            }
        )
    return found


@require_POST
@desk_page()
def announcement_read(request: HttpRequest, scope: Scope, number: int) -> HttpResponse:
    """Keep that this person has read it, and go back to where they were."""
    notices.read(scope, cast(User, request.user), number, clock.now())
    back = request.POST.get("back", "")
    if url_has_allowed_host_and_scheme(back, allowed_hosts=None) and back.startswith("/"):
        return redirect(back)
    return redirect("announcements", scope.election, scope.kabupaten)
