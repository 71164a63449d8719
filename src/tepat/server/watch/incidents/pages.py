"""Problems: the queue, one incident, the report of a new one, and the limits of its ladder."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final, cast
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tepat.core.election.roles import Action
from tepat.core.problems import Code, Problem, Refused, refuse
from tepat.core.watch.incidents.closing import Remedy
from tepat.server import clock, typed
from tepat.server.desk.words import language
from tepat.server.election.models import Scope, User
from tepat.server.election.scopes import desk_page
from tepat.server.move.shipments import queries as shipments
from tepat.server.move.shipments.services import Load
from tepat.server.problems import say, status_of
from tepat.server.watch.incidents import deciding, keeping, learning, queries, services
from tepat.server.watch.incidents.agreed import agreed, set_limit
from tepat.server.watch.incidents.detail import Detail
from tepat.server.watch.incidents.parties import PartyNames, may_act
from tepat.server.watch.incidents.queries import Waiting, climb_of, with_acts
from tepat.server.watch.incidents.shown import Shown
from tepat.server.watch.incidents.words import (
    CLOSING,
    REMEDIES,
    SORTS,
    SUPPORTS,
    span,
)
from tepat.server.watch.models import Incident

Form = Mapping[str, str]
FORGIVEN: Final = (400, 409, 413, 422)
"""Answers after which the page is shown again with what was typed."""


@require_GET
@desk_page()
def incidents(request: HttpRequest, scope: Scope) -> HttpResponse:
    """The queue with the first incident, or those that are closed."""
    now = clock.now()
    learning.catch_up(scope, now)
    return _page(request, scope, now)


@require_GET
@desk_page()
def incident(request: HttpRequest, scope: Scope, number: int) -> HttpResponse:
    """One incident beside the queue."""
    now = clock.now()
    learning.catch_up(scope, now)
    return _page(request, scope, now, services.needed(scope, number))


def _page(
    request: HttpRequest,
    scope: Scope,
    now: datetime,
    chosen: Incident | None = None,
    form: Form | None = None,
    problem: Problem | None = None,
) -> HttpResponse:
    user = cast(User, request.user)
    found = agreed(scope)
    queue = queries.queue(scope, now, found)
    opened = next((each for each in queue.rows if chosen and each.incident.pk == chosen.pk), None)
    if chosen and opened is None:
        row = with_acts(Incident.objects.filter(pk=chosen.pk)).get()
        opened = Waiting(row, climb_of(row, now, found), None)
    shows_closed = request.GET.get("lihat") == "tutup"
    rows = queue.rows[: queries.MOST_QUEUE]
    closed = _closed(scope, now, found) if shows_closed else []
    named = [*rows, *closed, *([opened] if opened else [])]
    shown = Shown(scope, user, found, now, named)
    context: dict[str, Any] = {
        "tab": "queue",
        "queue": queue,
        "rows": [shown.row(each) for each in (closed if shows_closed else rows)],
        "shows_closed": shows_closed,
        "average": span(queue.minutes),
        "chosen": opened.incident.number if opened else 0,
        "may_report": _may_report(user, scope),
        "may_limit": may_act(user, scope, Action.DECIDE),
        "whatsapp": _whatsapp(scope, queue, shown),
        "form": form or {},
        "problem": say(problem) if problem else "",
    }
    if opened:
        context |= Detail(shown, opened, user).context() | _choices(shown, opened.incident)
    status = status_of(problem) if problem else 200
    return render(request, "watch/incidents/queue.html", context, status=status)


def _closed(scope: Scope, now: datetime, found: Any) -> list[Waiting]:
    rows = Incident.objects.filter(scope=scope).exclude(closed_at=None).order_by("-closed_at")
    return [Waiting(row, climb_of(row, now, found), None) for row in with_acts(rows)[:100]]


def _may_report(user: User, scope: Scope) -> bool:
    try:
        services.acting_anywhere(user, scope, Action.REPORT_INCIDENT)
    except Refused:
        return False
    return True


def _whatsapp(scope: Scope, queue: queries.Queue, shown: Shown) -> str:
    """The open problems as one message, the next clock first."""
    lines = [
        gettext("Problems open: %(n)s, over their time: %(over)s.")
        % {"n": len(queue.rows), "over": queue.over}
    ]
    for each in queue.rows[:15]:
        row = shown.row(each)
        lines.append(f"{row['number']}. {row['title']} ({row['owner']}, {row['due']})")
    return "\n".join(lines)


def _choices(shown: Shown, incident: Incident) -> dict[str, Any]:
    """What the forms of one incident offer."""
    book, lang = shown.agreed.book, language()
    owners = services.owners_for(incident)
    helpers = keeping.helpers_for(incident.place or shown.scope.kabupaten)
    names = PartyNames(shown.scope, [*owners, *helpers, *_informs(incident)])
    return {
        "kinds": [(each.code, each.name.say(lang)) for each in book.kinds],
        "urgencies": [(each.code, each.name.say(lang)) for each in book.urgencies],
        "owners": [(each, names.party(each)) for each in owners],
        "remedies": [(each.value, gettext(REMEDIES[each])) for each in Remedy],
        "playbooks": [(each.code, each.name.say(lang)) for each in book.playbooks],
        "own_playbook": book.kind(incident.kind).playbook,
        "closings": [(code, gettext(CLOSING[code])) for code in services.CLOSE_REASONS],
        "sorts": [(code, gettext(SORTS[code])) for code in ("advice", "intervention")],
        "helps": [(code, gettext(word)) for code, word in SUPPORTS.items()],
        "helpers": [(each, names.party(each)) for each in helpers],
        "informs": [(each, names.party(each)) for each in _informs(incident)],
        "stores": shipments.stores(shown.scope) if incident.closed_at is None else {},
    }


def _informs(incident: Incident) -> list[str]:
    """Who must know where a TPS went."""
    place = incident.place.partition(":")[0]
    desa, kecamatan, kabupaten = place.partition("-")[0], place[:8], place[:5]
    found = [f"kpps@{place}", f"pps@{desa}", f"ptps@{place}", f"pkd@{desa}", f"linmas@{desa}"]
    return [*found, f"polsek@{kecamatan}", f"ppk@{kecamatan}", f"bawaslu@{kabupaten}"]


@require_http_methods(["GET", "POST"])
@desk_page(Action.SEE_DESK)
def report(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Open an incident at the desk: somebody called, or came in."""
    user = cast(User, request.user)
    services.acting_anywhere(user, scope, Action.REPORT_INCIDENT)
    form = request.POST if request.method == "POST" else request.GET
    problem = None
    if request.method == "POST":
        try:
            made = services.open_by_hand(scope, _report(request.POST), user, clock.now())
            messages.success(request, gettext("Problem %(n)s is open.") % {"n": made.number})
            return redirect("incident", scope.election, scope.kabupaten, made.number)
        except Refused as refused:
            problem = refused.problem
    kinds = [(each.code, each.name.say(language())) for each in agreed(scope).book.kinds]
    context = {
        "tab": "queue",
        "kinds": kinds,
        "form": {key: str(value) for key, value in form.items()},
        "problem": say(problem) if problem else "",
    }
    status = status_of(problem) if problem else 200
    return render(request, "watch/incidents/report.html", context, status=status)


def _report(form: QueryDict) -> services.Report:
    codes = form.get("packages", "")[:2_000].replace(",", " ").split()
    return services.Report(
        form.get("kind", ""),
        form.get("title", ""),
        form.get("text", ""),
        form.get("place", ""),
        tuple(codes),
        form.get("shipment", ""),
    )


@require_POST
@desk_page()
def act(request: HttpRequest, scope: Scope, number: int, do: str) -> HttpResponse:
    """One thing that somebody does with an incident; who may is checked by the act itself."""
    found = services.needed(scope, number)
    user, now = cast(User, request.user), clock.now()
    doing = ACTS.get(do)
    if doing is None:
        raise refuse(Code.INCIDENT_CHOICE, value=do[:40])
    try:
        doing(found, request.POST, user, now)
    except Refused as refused:
        if status_of(refused.problem) not in FORGIVEN:
            raise
        form = {key: str(value) for key, value in request.POST.items()}
        return _page(request, scope, now, found, form | {"do": do}, refused.problem)
    learning.catch_up(scope, now)
    return redirect("incident", scope.election, scope.kabupaten, number)


def _triage(found: Incident, form: QueryDict, user: User, now: datetime) -> None:
    services.triage(
        found, form.get("kind", ""), form.get("urgency", ""), form.get("owner", ""), user, now
    )


def _decide(found: Incident, form: QueryDict, user: User, now: datetime) -> None:
    remedy = form.get("remedy", "")
    if remedy not in set(Remedy):
        raise refuse(Code.INCIDENT_CHOICE, value=remedy[:40] or "?")
    choice = deciding.Choice(
        Remedy(remedy),
        tuple(form.getlist("package")),
        form.get("lost") == "1",
        "missing" if form.get("lost") == "1" else "damaged",
        form.get("giver", "").strip(),
        form.get("taker", "").strip(),
        form.get("tps", "").strip() or found.place,
        form.get("name", ""),
        form.get("lat", "").strip(),
        form.get("lon", "").strip(),
        tuple(form.getlist("informs")),
    )
    deciding.decide(found, choice, _words(found.scope, form), user, now)


def _words(scope: Scope, form: QueryDict) -> deciding.Words:
    return deciding.Words(
        form.get("text", ""),
        form.get("why", ""),
        form.get("weighed", ""),
        due_of(scope, form.get("due", "")),
    )


def due_of(scope: Scope, text: str) -> datetime | None:
    """Return the moment that a form names, in the time of the kabupaten; None for none.

    Raises `Refused` where it is no moment.
    """
    if not text.strip():
        return None
    try:
        read = datetime.fromisoformat(text.strip()[:16])
        return read.replace(tzinfo=ZoneInfo(scope.zone))
    except (ValueError, OverflowError):
        raise refuse(Code.DATE_WANTED, value=text[:20]) from None


def _send(found: Incident, form: QueryDict, user: User, now: datetime) -> None:
    number = form.get("decision", "")
    load = Load(
        origin=form.get("origin", ""),
        destination=form.get("destination", ""),
        departs_at=due_of(found.scope, form.get("departs", "")),
        vehicle=form.get("vehicle", "").strip()[:60],
        driver=form.get("driver", "").strip()[:80],
        escort=form.get("escort", "").strip()[:120],
    )
    deciding.send(found, typed.key(number), load, user, now)


def _ask(found: Incident, form: QueryDict, user: User, now: datetime) -> None:
    due = due_of(found.scope, form.get("due", ""))
    if due is None:
        raise refuse(Code.INCIDENT_DUE)
    what, text, to = form.get("what", ""), form.get("text", ""), form.get("to", "")
    keeping.ask_support(found.scope, what, text, found.place, to, due, user, now, found)


def _tick(found: Incident, form: QueryDict, user: User, now: datetime) -> None:
    done = form.get("done") == "1"
    services.tick(found, form.get("code", ""), form.get("step", ""), done, user, now)


def _advise(found: Incident, form: QueryDict, user: User, now: datetime) -> None:
    words = _words(found.scope, form)
    deciding.advise(found.scope, form.get("sort", ""), words, user, now, found)


Act = Callable[[Incident, QueryDict, User, datetime], None]
ACTS: Final[Mapping[str, Act]] = {
    "triase": _triage,
    "naik": lambda i, f, u, now: services.lift(i, f.get("text", ""), u, now),
    "kembali": lambda i, f, u, now: services.hand_back(i, f.get("text", ""), u, now),
    "catat": lambda i, f, u, now: services.note(i, f.get("text", ""), u, now),
    "putuskan": _decide,
    "saran": _advise,
    "kirim": _send,
    "minta": _ask,
    "playbook": lambda i, f, u, now: services.use_playbook(i, f.get("code", ""), u, now),
    "centang": _tick,
    "kabari": lambda i, f, u, now: services.inform(i, f.get("who", ""), "", u, now),
    "tutup": lambda i, f, u, now: services.close(i, f.get("reason", ""), f.get("text", ""), u, now),
    "buka": lambda i, f, u, now: services.resume(i, f.get("text", ""), u, now),
}
"""By the last part of the address."""


@require_http_methods(["GET", "POST"])
@desk_page()
def limits(request: HttpRequest, scope: Scope) -> HttpResponse:
    """How long each step may hold an incident: everybody reads it, KPU sets it."""
    user = cast(User, request.user)
    may_set = may_act(user, scope, Action.DECIDE)
    problem = None
    if request.method == "POST":
        if not may_set:
            raise refuse(Code.NOT_ALLOWED, area=scope.kabupaten, action="decide", who="KPU")
        form = request.POST
        try:
            set_limit(
                scope,
                form.get("ladder", ""),
                form.get("role", ""),
                form.get("minutes", ""),
                user,
                clock.now(),
            )
            return redirect("incident_limits", scope.election, scope.kabupaten)
        except Refused as refused:
            problem = refused.problem
    found = agreed(scope)
    names = PartyNames(scope, [])
    rows = [
        {
            "ladder": each.code,
            "name": each.name.say(language()),
            "steps": [
                {
                    "role": step.role,
                    "name": names.role(step.role),
                    "minutes": step.minutes,
                    "words": span(step.minutes),
                    "is_own": (each.code, step.role) in found.own,
                }
                for step in each.steps
            ],
        }
        for each in found.ladders.values()
    ]
    context = {
        "tab": "queue",
        "ladders": rows,
        "urgencies": [(e.name.say(language()), e.percent) for e in found.book.urgencies],
        "may_set": may_set,
        "problem": say(problem) if problem else "",
    }
    status = status_of(problem) if problem else 200
    return render(request, "watch/incidents/limits.html", context, status=status)
