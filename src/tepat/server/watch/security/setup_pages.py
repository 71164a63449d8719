"""Operation, classes and patterns, and the classes of TPS from a table."""

from collections.abc import Iterable
from typing import Final, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods

from tepat.adapters.sheets import open_sheets
from tepat.core.problems import Code, Problem, Refused, refuse
from tepat.core.watch.security.reading import (
    COLUMNS,
    MOST_PROBLEMS,
    Graded,
    Places,
    key_of,
    read_grades,
)
from tepat.core.watch.security.sight import Sight
from tepat.server import clock
from tepat.server.election.models import Region, Scope, Tps, User
from tepat.server.election.scopes import desk_page
from tepat.server.problems import say, status_of
from tepat.server.watch.security import agreed, people, services

MOST_BYTES: Final = 8 * 2**20
"""Of a file with classes of TPS."""


@require_http_methods(["GET", "POST"])
@desk_page()
def setup(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Name, basis and phases of the operation; classes and their patterns."""
    sight = people.looks(request, scope, "security", "pola")
    problem: Problem | None = None
    if request.method == "POST":
        try:
            _take(request, scope)
            return redirect("security_setup", scope.election, scope.kabupaten)
        except Refused as refused:
            if status_of(refused.problem) == 403:
                raise
            problem = refused.problem
    names, patterns = agreed.grades(scope), agreed.patterns(scope)
    areas = Region.objects.filter(parent=scope.kabupaten, level=3).order_by("name")
    regions = dict(areas.values_list("code", "name"))
    found = agreed.operation(scope)
    today = clock.now().date()
    context = {
        "tab": "setup",
        "form": {
            name: request.POST.get(name, "") if problem else getattr(found, name, "")
            for name in ("name", "signer", "signs_as", "pattern", "office", "basis")
        },
        "typed": request.POST if problem else {},
        "phases": agreed.phases(scope, found, today),
        "grades": [
            {"code": code, "name": name, "pattern": patterns.get((code, ""))}
            for code, name in names.items()
        ],
        "own": [
            {
                "code": grade,
                "grade": names.get(grade, grade),
                "area": area,
                "name": regions.get(area, area),
                "pattern": pattern,
            }
            for (grade, area), pattern in sorted(patterns.items())
            if area
        ],
        "areas": regions.items(),
        "sources": {each.code: each.source for each in agreed.book().grades},
        "may_set": people.may_set(sight, scope),
        "problem": say(problem) if problem else "",
    }
    status = status_of(problem) if problem else 200
    return render(request, "watch/security/setup.html", context, status=status)


def _take(request: HttpRequest, scope: Scope) -> None:
    sight = people.writes(request, scope)
    people.check_area(sight, scope.kabupaten)
    by, now = cast(User, request.user).account, clock.now()
    if "grade" in request.POST:
        services.write_pattern(scope, request.POST, by, now)
        messages.success(request, gettext("The pattern holds from now on; sums follow it."))
    else:
        services.write_operation(scope, request.POST, by, now)
        messages.success(request, gettext("The operation is written."))


@require_http_methods(["GET", "POST"])
@desk_page()
def grades(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Classes of TPS from a pasted table or a file: good rows are kept, bad ones named."""
    people.looks(request, scope, "security", "kelas TPS")
    problems: list[Problem] = []
    status = 200
    if request.method == "POST":
        sight = people.writes(request, scope)
        try:
            found, problems = read(request, scope)
            mine, theirs = _mine(sight, found.values())
            problems += theirs
            by = cast(User, request.user).account
            written = services.grade_tps(scope, mine, by, clock.now())
            if written:
                text = ngettext(
                    "%(n)s TPS has its class now.", "%(n)s TPS have their class now.", written
                )
                messages.success(request, text % {"n": written})
        except Refused as refused:
            if status_of(refused.problem) == 403:
                raise
            problems = [refused.problem]
        if not problems:
            return redirect("security", scope.election, scope.kabupaten)
        status = 422
    context = {
        "tab": "setup",
        "problems": problems[:MOST_PROBLEMS],
        "count": len(problems),
        "left": max(len(problems) - MOST_PROBLEMS, 0),
        "text": request.POST.get("table", "")[:200_000] if problems else "",
        "grades": agreed.grades(scope).values(),
        "columns": ", ".join(COLUMNS),
    }
    return render(request, "watch/security/grades.html", context, status=status)


def read(request: HttpRequest, scope: Scope) -> tuple[dict[str, Graded], list[Problem]]:
    """Return what a form's table or file says. Raises `Refused` for what is no table."""
    file = request.FILES.get("file")
    if file is not None:
        if (file.size or 0) > MOST_BYTES:
            raise refuse(
                Code.FILE_TOO_HEAVY,
                file=str(file.name)[:60],
                size=(file.size or 0) >> 20,
                limit=MOST_BYTES >> 20,
            )
        sheets = open_sheets(file.read(), str(file.name)[:60])
    else:
        text = request.POST.get("table", "")
        sheets = open_sheets(text.encode(), gettext("pasted table"))
    return read_grades(sheets, places(scope))


def places(scope: Scope) -> Places:
    """Return what rows may name: four queries."""
    codes = frozenset(Tps.objects.filter(scope=scope).values_list("code", flat=True))
    desa_codes = {code[:13] for code in codes}
    wanted = desa_codes | {code[:8] for code in codes}
    desa: dict[str, list[str]] = {}
    kecamatan = {}
    for code, name in Region.objects.filter(code__in=wanted).values_list("code", "name"):
        if len(code) == 8:
            kecamatan[key_of(name)] = kecamatan[key_of(code)] = code
        else:
            desa.setdefault(key_of(name), []).append(code)
    names = agreed.grades(scope)
    known = {key_of(name): code for code, name in names.items()}
    known |= {key_of(code): code for code in names}
    return Places(codes, desa, kecamatan, known)


def _mine(sight: Sight, found: Iterable[Graded]) -> tuple[dict[str, Graded], list[Problem]]:
    """Return the rows of the own area, and one problem for each that lies elsewhere."""
    own = [whose for _, whose in sight.pairs if not whose]
    mine, theirs = {}, []
    for each in found:
        if own and sight.sees_area(each.tps):
            mine[each.tps] = each
        else:
            theirs.append(Problem(Code.SECURITY_ELSEWHERE, {"value": each.tps}))
    return mine, theirs
