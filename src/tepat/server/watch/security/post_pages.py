"""Guard posts with their turns: filled in, and signed in at the desk."""

from typing import Any, Final, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, gettext_noop
from django.views.decorators.http import require_http_methods

from tepat.core.election.roles import Action
from tepat.core.problems import Code, Problem, Refused, refuse
from tepat.core.watch.security.sight import Sight
from tepat.core.watch.stores.roster import TURNS, Kept
from tepat.server import clock
from tepat.server.election.models import Region, Scope, User
from tepat.server.election.scopes import desk_page
from tepat.server.problems import say, status_of
from tepat.server.watch.incidents.parties import acting
from tepat.server.watch.models import SecurityPost
from tepat.server.watch.security import people, posts

STATES: Final[dict[Kept, tuple[str, str, str]]] = {
    Kept.KEPT: ("k", "tepat", gettext_noop("turn kept")),
    Kept.GAP: ("x", "tidak", gettext_noop("nobody came")),
    Kept.EMPTY: ("q", "belum", gettext_noop("nobody named yet")),
    Kept.FILLED: ("r", "menyusul", gettext_noop("scheduled")),
    Kept.NONE: ("o", "belum", gettext_noop("nothing asked")),
}
TURN_NAMES: Final = {
    "pagi": gettext_noop("morning"),
    "sore": gettext_noop("afternoon"),
    "malam": gettext_noop("night"),
}


@require_http_methods(["GET", "POST"])
@desk_page()
def guard_posts(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Seven days of every post that this person sees, and the forms of its turns."""
    sight = people.looks(request, scope, "guards")
    now = clock.now()
    problem: Problem | None = None
    if request.method == "POST":
        try:
            _take(request, scope)
            return redirect("security_posts", scope.election, scope.kabupaten)
        except Refused as refused:
            if status_of(refused.problem) == 403:
                raise
            problem = refused.problem
    days, found = posts.posts(scope, sight, now)
    areas = Region.objects.filter(code__startswith=scope.kabupaten, level__in=(2, 3))
    context = {
        "tab": "posts",
        "days": days,
        "today": days[posts.BEHIND],
        "rows": [_row(post) for post in found],
        "areas": [
            (code, name)
            for code, name in areas.order_by("level", "name").values_list("code", "name")
            if sight.sees_area(code)
        ],
        "turns": [(turn.code, gettext(TURN_NAMES[turn.code])) for turn in TURNS],
        "key": [(look, gettext(word)) for look, _, word in STATES.values()],
        "problem": say(problem) if problem else "",
        "typed": request.POST if problem else {},
    }
    status = status_of(problem) if problem else 200
    return render(request, "watch/security/posts.html", context, status=status)


def _row(post: posts.Post) -> dict[str, Any]:
    by_day: dict[Any, list[dict[str, Any]]] = {}
    for cell in post.cells:
        look, _, word = STATES[cell.state]
        by_day.setdefault(cell.day, []).append(
            {"look": look, "word": f"{gettext(TURN_NAMES[cell.turn])}: {gettext(word)}"}
        )
    shape, word, more = "belum", gettext("nothing asked"), ""
    if post.now:
        _, shape, word = STATES[post.now.state]
        word = gettext(word)
        if post.now.evidence == "told":
            shape = "sepihak" if post.now.state is Kept.KEPT else shape
            more = gettext("told the desk")
    return {
        "post": post,
        "days": list(by_day.values()),
        "shape": shape,
        "word": word,
        "more": more,
        "asks": post.now is not None and post.now.state in (Kept.GAP, Kept.FILLED, Kept.EMPTY),
    }


def _take(request: HttpRequest, scope: Scope) -> None:
    sight, form = people.writes(request, scope), request.POST
    user, now = cast(User, request.user), clock.now()
    do = form.get("do", "")
    if do == "add":
        people.check_area(sight, form.get("area", ""))
        posts.add_post(scope, form, user.account, now)
        messages.success(request, gettext("The post is written."))
        return
    place = _place(scope, sight, form.get("place", ""))
    if do == "fill":
        party = acting(user, scope, Action.SECURE, place)
        turns = form.getlist("turn")
        posts.fill(scope, place, form, turns, str(user.account), party, now)
        messages.success(request, gettext("The turns are written."))
    else:
        posts.tell(scope, place, form, user.account, now)
        messages.success(request, gettext("What the desk was told is kept, with the hour."))


def _place(scope: Scope, sight: Sight, code: str) -> str:
    """Return the post that a form names. Raises `Refused`."""
    _, found = posts.posts(scope, sight, clock.now())
    known = {post.code for post in found}
    known |= set(SecurityPost.objects.filter(scope=scope).values_list("code", flat=True))
    if code not in known:
        raise refuse(Code.SECURITY_CHOICE, column="pos", value=code[:30])
    people.check_area(sight, code.partition(":")[0])
    return code
