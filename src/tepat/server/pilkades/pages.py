"""The wizard: five steps from a name and a day to everything that is printed."""

from datetime import datetime, time, timedelta
from typing import Any, cast
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from tepat.core.election.roles import Action, who_may
from tepat.core.election.village import with_header
from tepat.core.problems import Code, Problem, Refused, refuse
from tepat.server import clock
from tepat.server.desk import words
from tepat.server.election.models import Scope, TpsImport, User
from tepat.server.election.scopes import desk_page
from tepat.server.election.tps_list import choices, services, showing
from tepat.server.election.tps_list.uploads import MOST_MEGABYTES, read_once
from tepat.server.keeping.pages import letters as waiting_letters
from tepat.server.move.devices import reporting
from tepat.server.pilkades import beginning, officers
from tepat.server.pilkades.forms import MOST_TEXT, BeginForm
from tepat.server.pilkades.steps import pilkades_of, shown

DAYS_AFTER = 14
"""How long after voting day a letter of duty holds."""


@login_required
def begin(request: HttpRequest) -> HttpResponse:
    """Name, day, place and regulation: makes the election file and its scope."""
    user = cast(User, request.user)
    codes = beginning.kabupaten_of(user)
    if not codes:
        who = ", ".join(words.role_name(role) for role in who_may(Action.EDIT_ELECTION))
        raise refuse(Code.NOT_ALLOWED, area="", action=Action.EDIT_ELECTION.value, who=who)
    form = BeginForm(codes, request.POST or None, initial={"kabupaten": codes[0]})
    pasted = request.POST.get("regions", "")[:MOST_TEXT]
    problems: list[Problem] = []
    if request.method == "POST" and form.is_valid():
        kabupaten = form.cleaned_data["kabupaten"]
        try:
            if pasted.strip():
                problems = beginning.learn_regions(pasted, kabupaten)
            if not any(not each.is_warning for each in problems):
                scope = beginning.begin(kabupaten, form.village())
                return redirect("pilkades_tps", scope.election, scope.kabupaten)
        except Refused as refused:
            problems = [refused.problem]
    context = {"form": form, "problems": problems, "pasted": pasted}
    status = 422 if request.method == "POST" else 200
    return render(request, "pilkades/begin.html", context, status=status)


@desk_page(Action.IMPORT_TPS)
def tps(request: HttpRequest, scope: Scope) -> HttpResponse:
    """The TPS list, pasted or as a file: what it would change, then one press applies it."""
    pilkades_of(scope)
    told: dict[str, Any] = {"most_megabytes": MOST_MEGABYTES, "pasted": ""}
    if request.method != "POST":
        kept = TpsImport.objects.filter(scope=scope, state=TpsImport.State.PREVIEW).last()
        if kept is not None and kept.preview:
            told |= showing.preview_context(kept)
        return shown(request, scope, "pilkades_tps", told | {"count": scope.all_tps.count()})
    pasted = request.POST.get("pasted", "")[:MOST_TEXT]
    try:
        if pasted.strip():
            data, name = with_header(pasted).encode(), "tempelan.csv"
        else:
            data, name = read_once(request.FILES.get("file"))
        for old in TpsImport.objects.filter(scope=scope, state=TpsImport.State.PREVIEW):
            services.discard(old.pk)
        given = choices.form_mapping(request.POST)
        services.preview(scope, data, name, clock.now(), cast(User, request.user), given or None)
    except Refused as refused:
        told |= {"faults": [refused.problem], "pasted": pasted, "count": scope.all_tps.count()}
        return shown(request, scope, "pilkades_tps", told, 422)
    return redirect("pilkades_tps", scope.election, scope.kabupaten)


@require_POST
@desk_page(Action.IMPORT_TPS)
def tps_apply(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Give waiting names their desa, or put the preview into the list and go on."""
    kept = TpsImport.objects.filter(scope=scope, state=TpsImport.State.PREVIEW).last()
    if kept is None:
        return redirect("pilkades_tps", scope.election, scope.kabupaten)
    chosen = {
        (each.kecamatan, each.desa): code
        for place, each in enumerate(services.unmatched_in(kept))
        if (code := request.POST.get(f"choice-{place}", ""))
    }
    if chosen:
        services.choose(kept.pk, chosen, clock.now(), cast(User, request.user))
        return redirect("pilkades_tps", scope.election, scope.kabupaten)
    done = services.apply(kept.pk, clock.now(), remove_missing=False)
    count = len(done.before["after"])
    told = ngettext("%(n)s TPS is in the list.", "%(n)s TPS are in the list.", count)
    messages.success(request, told % {"n": words.number(count)})
    return redirect("pilkades_items", scope.election, scope.kabupaten)


@desk_page(Action.KEEP_DEVICES)
def people(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Who works where: everybody named gets one letter of duty, and a second press none."""
    _election, village = pilkades_of(scope)
    rows = officers.rows_of(scope, request.POST.dict())
    pasted = request.POST.get("others", "")[:MOST_TEXT]
    told: dict[str, Any] = {"rows": rows, "others": pasted}
    if request.method != "POST":
        told["waiting"] = waiting_letters.waiting(scope)
        return shown(request, scope, "pilkades_people", told)
    listed, problems = officers.read(scope, rows, pasted)
    if not listed and not problems:
        problems = [Problem(Code.PILKADES_NOBODY, {})]
    if not problems:
        last = datetime.combine(
            village.day + timedelta(days=DAYS_AFTER), time(23, 59, 59), ZoneInfo(scope.zone)
        )
        user, now = cast(User, request.user), clock.now()
        try:
            count = reporting.assign_new(scope, user, listed, last, now)
        except Refused as refused:
            problems = [refused.problem]
        else:
            said = ngettext("%(n)s new letter is ready.", "%(n)s new letters are ready.", count)
            messages.success(request, said % {"n": words.number(count)})
            return redirect("pilkades_ready", scope.election, scope.kabupaten)
    told |= {"problems": problems[:20], "waiting": waiting_letters.waiting(scope)}
    return shown(request, scope, "pilkades_people", told, 422)
