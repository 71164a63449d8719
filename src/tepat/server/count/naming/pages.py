"""Names on the papers: typed or pasted, one paper at a time; every version stays."""

from collections.abc import Mapping
from typing import Any, Final, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from tepat.core.count import naming
from tepat.core.election.roles import Action, who_may
from tepat.core.problems import Code, refuse
from tepat.server import clock
from tepat.server.count.contests import contests_of
from tepat.server.count.models import PaperNames
from tepat.server.count.naming import queries
from tepat.server.desk.words import language, role_name
from tepat.server.election.models import Region, Scope, User
from tepat.server.election.scopes import allows, check_right, desk_page
from tepat.server.move.packages.queries import people
from tepat.server.problems import say, status_of

LONGEST_TEXT: Final = 200_000


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page()
def names(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Every paper with its names, who typed them, and a field for a new version."""
    user = cast(User, request.user)
    contests = contests_of(scope)
    papers = {sku: kind for tps in contests.tps for sku, kind in contests.at(tps).items()}
    sku, text, problems = "", "", []
    if request.method == "POST":
        check_right(user, Action.ENTER_RESULTS, scope, scope.kabupaten)
        sku, text = request.POST.get("sku", ""), request.POST.get("names", "")[:LONGEST_TEXT]
        if sku not in papers:
            raise refuse(
                Code.FORM_KIND, where="", value=sku[:40], choices=", ".join(sorted(papers))
            )
        read = naming.read(text)
        problems = list(read.problems)
        if not problems:
            is_new = queries.keep(scope, user, sku, read.names, clock.now())
            kept = gettext("%(n)s names kept.") % {"n": len(read.names)}
            messages.success(request, kept if is_new else gettext("Nothing new: the same names."))
            return redirect("count_names", scope.election, scope.kabupaten)
    versions = list(PaperNames.objects.filter(scope=scope).order_by("-pk"))
    who = people(scope, {row.by for row in versions})
    areas = {each.partition("/")[2] for each in papers}
    regions = dict(Region.objects.filter(code__in=areas).values_list("code", "name"))
    rows: list[dict[str, Any]] = []
    for each, kind in sorted(papers.items()):
        own = [row for row in versions if row.sku == each]
        there = own[0].names if own else {}
        rows.append(
            {
                "sku": each,
                "label": _label(kind.name.say(language()), each, regions),
                "names": list(there.items()),
                "text": text if each == sku else naming.text_of(there),
                "problems": [say(problem) for problem in problems] if each == sku else [],
                "versions": [(row, who.get(row.by, gettext("somebody else"))) for row in own],
            }
        )
    context = {
        "tab": "names",
        "rows": rows,
        "may_type": allows(user, Action.ENTER_RESULTS, scope, scope.kabupaten),
        "who_types": ", ".join(role_name(role) for role in who_may(Action.ENTER_RESULTS)),
    }
    status = status_of(problems[0]) if problems else 200
    return render(request, "count/names.html", context, status=status)


def _label(kind: str, sku: str, regions: Mapping[str, str]) -> str:
    """Name a paper: its kind, and the area whose candidates stand on it."""
    area = sku.partition("/")[2]
    return f"{kind}, {regions.get(area, area)}" if area else kind
