"""Papers that went from one TPS to another on voting day: what was said, and a paper typed here."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, cast
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from tepat.core.count.moves import Move
from tepat.core.election.regions import is_in
from tepat.core.election.roles import Action, who_may
from tepat.core.move import events
from tepat.core.move.events.words import WORDS
from tepat.core.problems import Code, Refused, refuse
from tepat.server import clock, flow, typed
from tepat.server.count.ballots import moving
from tepat.server.count.ballots.words import SIDES, standing_of
from tepat.server.count.contests import Contests, contests_of
from tepat.server.count.results import folding
from tepat.server.count.results.queries import names_of, tps_name
from tepat.server.count.sight import may_see
from tepat.server.desk.words import language, role_name
from tepat.server.election.acting import acting
from tepat.server.election.models import Scope, User
from tepat.server.election.scopes import allows, allows_somewhere, desk_page
from tepat.server.keeping.pages.kinds import WORDS as SAID
from tepat.server.problems import say, status_of

REASON: Final = "papers_moved.reason"
MOST_TYPED: Final = 5_000
"""Papers of one kind in one move; a TPS has some hundreds."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A move as it was read from the form."""

    place: str
    to: str
    contents: tuple[events.Counted, ...]
    paper: str
    reason: str = ""


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page()
def moves(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Every move with who says it, and the fields for one that stands on paper."""
    user = cast(User, request.user)
    contests = contests_of(scope)
    problem, status = "", 200
    if request.method == "POST":
        try:
            report(scope, user, _read(request.POST, contests), clock.now())
        except Refused as refused:
            if refused.problem.code is Code.NOT_ALLOWED:
                raise
            problem, status = say(refused.problem), status_of(refused.problem)
        else:
            messages.success(request, gettext("The move is in the log."))
            return redirect("count_moves", scope.election, scope.kabupaten)
    folding.catch_up(scope)
    names = names_of(scope)
    filled = request.POST if request.method == "POST" else request.GET
    context = {
        "tab": "ballots",
        "problem": problem,
        "rows": [_row(each, contests, names, user, scope) for each in moving.moves(scope)],
        "may_type": allows_somewhere(user, Action.ENTER_PAPER, scope),
        "who_types": ", ".join(role_name(role) for role in who_may(Action.ENTER_PAPER)),
        "fields": {name: filled.get(name, "")[:200] for name in ("from", "to", "paper", "reason")},
        "kinds": [
            (f"n-{kind.code}", kind.name.say(language()), filled.get(f"n-{kind.code}", "")[:20])
            for kind in contests.kinds
        ],
        "reasons": [(word, gettext(SAID[word])) for word in WORDS[REASON]],
        "near": _near(user, scope, contests, filled.get("from", "")),
    }
    return render(request, "count/moves.html", context, status=status)


def report(scope: Scope, user: User, draft: Draft, now: datetime) -> str:
    """Report what a paper says of a move through the one door; return the name of the fact.

    Raises `Refused` where `user` may type papers of neither TPS.
    """
    where = draft.place if allows(user, Action.ENTER_PAPER, scope, draft.place) else draft.to
    acting(user, scope, Action.ENTER_PAPER, where)
    fact = events.PapersMoved(
        election=scope.election,
        kabupaten=scope.kabupaten,
        at=now.astimezone(ZoneInfo(scope.zone)).replace(microsecond=0),
        by=str(user.account),
        place=draft.place,
        to=draft.to,
        contents=draft.contents,
        paper=draft.paper,
        reason=draft.reason,
    )
    [receipt] = flow.report(scope, [fact], user.account, now)
    return receipt.id


def _read(post: Mapping[str, str], contests: Contests) -> Draft:
    place, to = (_tps(post.get(name, ""), contests) for name in ("from", "to"))
    if place == to:
        raise refuse(Code.MOVE_SAME_TPS, value=place)
    contents = []
    for sku, kind in contests.at(place).items():
        label = kind.name.say(language())
        count = typed.whole_or_none(post.get(f"n-{kind.code}", ""), label, MOST_TYPED)
        if count:
            contents.append(events.Counted(contests.election.ballot.code, count, sku))
    if not contents:
        raise refuse(Code.MOVE_NO_PAPERS)
    reason = post.get("reason", "")
    paper = events.clean(post.get("paper", "")).encode("ascii", "ignore").decode()[:60].strip()
    return Draft(place, to, tuple(contents), paper, reason if reason in WORDS[REASON] else "")


def _tps(text: str, contests: Contests) -> str:
    """Return the TPS that was typed: its code, or what stands before the first space."""
    code = text.strip().partition(" ")[0][:17]
    if code not in contests.tps:
        example = next(iter(contests.tps), "99.01.01.2001-001")
        raise refuse(Code.FORM_PLACE, where="TPS", value=text.strip()[:40], example=example)
    return code


def _near(user: User, scope: Scope, contests: Contests, code: str) -> list[str]:
    """TPS to choose from: of the kecamatan of the one that gave, else of the first that is one's.

    A TPS gets papers from a neighbour; whoever needs another types its code.
    """
    areas = sorted({kecamatan for kecamatan, _, _ in contests.tps.values()})
    own = (each for each in areas if allows(user, Action.ENTER_PAPER, scope, each))
    area = code[:8] if code[:8] in areas else next(own, "")
    return [tps for tps in contests.tps if area and is_in(tps, area)]


def _row(
    move: Move, contests: Contests, names: dict[str, str], user: User, scope: Scope
) -> dict[str, Any]:
    """One move; a TPS is a link for those who may see the count of its desa."""
    kind = contests.kind(move.sku.partition("/")[0])
    shape, words = standing_of(move)
    sides = [gettext(SIDES[side]) % {"n": n} for side, n in move.said.items()]
    return {
        "place": move.place,
        "to": move.to,
        "from_name": tps_name(move.place, names),
        "opens_from": may_see(user, scope, move.place[:8]),
        "opens_to": may_see(user, scope, move.to[:8]),
        "to_name": tps_name(move.to, names),
        "kind": kind.name.say(language()) if kind else move.sku,
        "count": move.count,
        "shape": shape,
        "words": words,
        "said": sides if move.differs else [],
        "is_foreign": move.to in contests.tps and move.sku not in contests.at(move.to),
        "facts": move.facts,
    }
