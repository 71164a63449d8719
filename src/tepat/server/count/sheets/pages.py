"""Sheets and files: upload with a preview, what was used before, and the exports."""

from typing import Any, Final, cast
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from tepat.core.count.saying import said_of
from tepat.core.election.roles import Action, who_may
from tepat.core.problems import Code, Problem, Refused, refuse
from tepat.server import clock
from tepat.server.count.contests import contests_of
from tepat.server.count.exports import bundling
from tepat.server.count.exports.files import FORMS
from tepat.server.count.models import SheetImport
from tepat.server.count.results.pages import finding
from tepat.server.count.results.queries import names_of, tps_name
from tepat.server.count.sheets import services
from tepat.server.count.sight import may_see
from tepat.server.desk.words import role_name
from tepat.server.election.models import Scope, User
from tepat.server.election.scopes import allows_somewhere, check_right, desk_page
from tepat.server.election.tps_list.uploads import MOST_MEGABYTES, read_once
from tepat.server.problems import say, status_of

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PER_PAGE: Final = 50


def _may_type(request: HttpRequest, scope: Scope) -> None:
    """Raise `Refused` unless the person may type in some part of the kabupaten."""
    user = cast(User, request.user)
    if not allows_somewhere(user, Action.ENTER_RESULTS, scope):
        check_right(user, Action.ENTER_RESULTS, scope)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page()
def sheets(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Upload a sheet; earlier ones; files to take."""
    user, problem = cast(User, request.user), None
    if request.method == "POST":
        _may_type(request, scope)
        try:
            data, name = read_once(request.FILES.get("file"))
            kept = services.preview(scope, data, name, user, clock.now())
            return redirect("count_sheet", scope.election, scope.kabupaten, kept.pk)
        except Refused as refused:
            problem = refused.problem
    waits = bundling.waits_for(scope)
    rows = SheetImport.objects.filter(scope=scope).defer("rows", "problems").order_by("-pk")
    context = {
        "tab": "sheets",
        "problem": say(problem) if problem else "",
        "may_type": allows_somewhere(user, Action.ENTER_RESULTS, scope),
        "who_types": ", ".join(role_name(role) for role in who_may(Action.ENTER_RESULTS)),
        "may_take": may_see(user, scope, scope.kabupaten),
        "forms": [
            (form, gettext(words), say(waits) if waits and form == "bundle" else "")
            for form, words in FORMS.items()
        ],
        "recent": list(rows[:12]) if allows_somewhere(user, Action.ENTER_RESULTS, scope) else [],
        "most_megabytes": MOST_MEGABYTES,
    }
    status = status_of(problem) if problem else 200
    return render(request, "count/sheets.html", context, status=status)


@require_safe
@desk_page()
def template(request: HttpRequest, scope: Scope) -> HttpResponse:
    """The empty sheet with the TPS of whoever asks."""
    _may_type(request, scope)
    created = clock.now().astimezone(ZoneInfo(scope.zone)).replace(tzinfo=None, microsecond=0)
    data = services.template(scope, cast(User, request.user), created)
    answer = HttpResponse(data, content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="lembar-hasil-{scope.kabupaten}.xlsx"'
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page()
def sheet(request: HttpRequest, scope: Scope, number: int) -> HttpResponse:
    """What a sheet would add; posted, it is kept or put away."""
    _may_type(request, scope)
    user = cast(User, request.user)
    kept = get_object_or_404(SheetImport, scope=scope, pk=number)
    if kept.by != str(user.account):
        raise refuse(Code.FORM_IMPORT_GONE, value=number)
    if request.method == "POST":
        if request.POST.get("do") == "discard":
            services.discard(scope, number)
            messages.success(request, gettext("The sheet is put away; nothing was kept."))
            return redirect("count_sheets", scope.election, scope.kabupaten)
        done = services.apply(scope, number, user, clock.now())
        said = gettext("%(n)s forms are kept as new versions.") % {"n": done.kept}
        messages.success(request, said)
        return redirect("count_sheet", scope.election, scope.kabupaten, number)
    return render(request, "count/sheet.html", _shown(request, scope, kept))


def _shown(request: HttpRequest, scope: Scope, kept: SheetImport) -> dict[str, Any]:
    contests, names = contests_of(scope), names_of(scope)
    forms = services.forms_in(kept)
    page = Paginator(forms, PER_PAGE).get_page(request.GET.get("page"))
    rows = []
    for where, form in page.object_list:
        said = said_of(
            form, contests.known(form.place, None, (), contests.at(form.place).get(form.sku))
        )
        rows.append(
            {
                "where": where,
                "tps": form.place,
                "name": tps_name(form.place, names),
                "kind": form.sku.partition("/")[0],
                "votes": list(form.votes.items()),
                "said": [finding(each) for each in said],
            }
        )
    problems = [Problem(Code(each["code"]), each["facts"]) for each in kept.problems]
    return {
        "tab": "sheets",
        "kept": kept,
        "page": page,
        "rows": rows,
        "problems": [
            (each.is_warning, say(each), each.facts.get("row", "")) for each in problems[:200]
        ],
        "problem_count": len(problems),
        "is_open": kept.state == SheetImport.State.PREVIEW,
        "is_used": kept.state == SheetImport.State.APPLIED,
    }
