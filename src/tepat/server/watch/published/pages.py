"""The page of what Bawaslu publishes: its own short forms, and those that were taken here."""

from collections.abc import Mapping
from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_GET, require_http_methods

from tepat.core.election.roles import Action
from tepat.core.problems import Code, Refused, refuse
from tepat.core.watch.supervision.cases import Sort, Stage, Verdict
from tepat.core.watch.supervision.published import LARGEST
from tepat.server import clock, own_room
from tepat.server.desk.links import link
from tepat.server.election.models import Scope, User
from tepat.server.election.scopes import allows, check_right, desk_page
from tepat.server.problems import say, status_of
from tepat.server.watch.models import PublishedFile
from tepat.server.watch.published import offering, taking
from tepat.server.watch.supervision import queries, shown, words


@require_http_methods(["GET", "POST"])
@desk_page()
def published(request: HttpRequest, scope: Scope) -> HttpResponse:
    """The short forms, for everybody who sees the desk; posted, a signed file is taken."""
    refused: Refused | None = None
    if request.method == "POST":
        try:
            _take(request, scope)
            return redirect("published", scope.election, scope.kabupaten)
        except Refused as caught:
            if status_of(caught.problem) == 403:
                raise
            refused = caught
    own, taken = queries.published_of(scope), taking.cases_of(scope)
    areas = [row.said["area"] for row in own] + [row.said["area"] for row in taken]
    names = queries.names_in(areas)
    rows = [_own(scope, row, names) for row in own] + [_taken(row, names) for row in taken]
    user, last = cast(User, request.user), taking.believed(scope)
    may_connect = allows(user, Action.CONNECT, scope)
    offered = link("supervision_file", scope.election, scope.kabupaten)
    is_bawaslu = own_room.here() == "bawaslu"
    context = {
        "rows": sorted(rows, key=lambda row: row["at"], reverse=True),
        "offered": request.build_absolute_uri(offered) if offered and is_bawaslu else "",
        "offer_key": offering.key_id() if is_bawaslu else "",
        "may_take": may_connect and not is_bawaslu,
        "last": last,
        "last_key": taking.id_of(last.key) if last else "",
        "where": (request.POST.get("where", "") or (last.where if last else ""))
        if may_connect
        else "",
        "asks_key": bool(refused and refused.problem.code is Code.PUBLISHED_KEY),
        "problem": say(refused.problem) if refused else "",
    }
    status = status_of(refused.problem) if refused else 200
    return render(request, "watch/supervision/published.html", context, status=status)


@require_GET
@desk_page()
def taken_file(request: HttpRequest, scope: Scope, sha256: str) -> HttpResponse:
    """A file as it was taken: the evidence, which anybody can verify by its key."""
    found = PublishedFile.objects.filter(scope=scope, sha256=sha256).first()
    if found is None:
        raise refuse(Code.PUBLISHED_UNFIT, scope=str(scope), reason=sha256[:12])
    answer = HttpResponse(bytes(found.data), content_type="application/json")
    answer["Content-Disposition"] = f'attachment; filename="terbitan-bawaslu-{sha256[:12]}.json"'
    return answer


def _take(request: HttpRequest, scope: Scope) -> None:
    user, form = cast(User, request.user), request.POST
    check_right(user, Action.CONNECT, scope)
    where, upload = form.get("where", "").strip(), request.FILES.get("file")
    if upload is not None:
        where, data = "", upload.read(LARGEST + 1)
    else:
        data = taking.fetch(where)
    new = taking.take(scope, data, user, clock.now(), where, form.get("key", ""))
    said = ngettext("%(n)s new version of a case.", "%(n)s new versions of cases.", new)
    messages.success(request, said % {"n": new} if new else gettext("Nothing is new there."))


def _own(scope: Scope, row: Any, names: Mapping[str, str]) -> dict[str, Any]:
    focus = shown.focus_words(scope, row.said["focus"])
    return _shown(row.said, names) | {"focus": focus, "text": row.text, "at": row.at}


def _taken(row: Any, names: Mapping[str, str]) -> dict[str, Any]:
    more = {"focus": row.said["focus_name"], "text": row.text, "at": row.at, "file": row.file}
    return _shown(row.said, names) | more | {"version": row.version, "number": row.number}


def _shown(said: Mapping[str, str], names: Mapping[str, str]) -> dict[str, Any]:
    verdict = said["verdict"]
    return {
        "sort": gettext(words.SORTS[Sort(said["sort"])]),
        "register": said["register"],
        "place": words.place_words(said["area"], dict(names)),
        "stage": gettext(words.STAGES[Stage(said["stage"])]),
        "verdict": gettext(words.VERDICTS[Verdict(verdict)]) if verdict else "",
    }
