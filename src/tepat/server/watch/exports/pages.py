"""The page *Ekspor*: what there is, what it is for, its columns, and the file."""

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import IO, Any, Final, cast

from asgiref.sync import sync_to_async
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from tepat.core.digits import whole_number
from tepat.core.election.regions import is_in
from tepat.core.election.roles import Action
from tepat.core.problems import Code, Refused, refuse
from tepat.core.watch.exports.layouts import (
    DELIMITERS,
    LONGEST_FILE,
    Export,
    columns_of,
    read_layout,
    write_layout,
)
from tepat.server import clock, typed
from tepat.server.desk.words import language, number
from tepat.server.election.models import Region, Scope, User
from tepat.server.election.scopes import allows, desk_page
from tepat.server.problems import say, status_of
from tepat.server.watch.exports import queries, services
from tepat.server.watch.exports.asked import Asked, Reader

TYPES: Final = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@require_GET
@desk_page()
def exports(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Every export there is; those a person may not read say who may."""
    user = cast(User, request.user)
    taken = queries.last_taken(scope, user)
    cards = []
    for export in queries.all_exports().values():
        may = queries.may_take(user, export, scope)
        last = taken.get(export.code)
        cards.append(
            {
                "code": export.code,
                "name": export.name.say(language()),
                "use": export.use.say(language()),
                "owner": export.owner.upper(),
                "may": may,
                "is_security": export.source.is_security,
                "count": queries.count_of(export, scope) if may else None,
                "last": last,
                "goes_on": bool(last and export.source.follows_log),
            }
        )
    context = {"tab": "exports", "cards": cards, "upto": queries.size_of(scope)}
    return render(request, "watch/exports/exports.html", context)


@require_GET
@never_cache
@desk_page()
def export(request: HttpRequest, scope: Scope, code: str) -> HttpResponse:
    """One export: sample, filters and columns."""
    return _page(request, scope, queries.needed(scope, code, cast(User, request.user)))


@require_GET
@never_cache
@desk_page()
def export_file(request: HttpRequest, scope: Scope, code: str, form: str) -> HttpResponse:
    """The file. Who took it is recorded before the first byte leaves."""
    user = cast(User, request.user)
    chosen = queries.needed(scope, code, user)
    asked = asked_by(request.GET, scope, user, chosen)
    delimiter = request.GET.get("pemisah", "koma")
    made = services.make(chosen, asked, form, delimiter, bool(request.GET.get("lembar")))
    services.record(chosen, asked, made, user, clock.now())
    content: Any = services.pieces(made.file)
    if hasattr(request, "scope"):  # by ASGI a plain iterator would be gathered in memory first
        content = _pieces(made.file)
    headers = {
        "Content-Disposition": f'attachment; filename="{made.name}"',
        "Content-Length": str(made.bytes),
        "X-Tepat-Rows": str(made.rows),
        "X-Tepat-Upto": str(asked.upto),
    }
    answer = StreamingHttpResponse(content, content_type=TYPES[form], headers=headers)
    return cast(HttpResponse, answer)


async def _pieces(file: IO[bytes]) -> AsyncIterator[bytes]:
    while piece := await sync_to_async(file.read)(65_536):
        yield piece


@require_http_methods(["GET", "POST"])
@never_cache
@desk_page()
def export_columns(request: HttpRequest, scope: Scope, code: str) -> HttpResponse:
    """The columns as a file to edit; posted, they become those of the office."""
    user = cast(User, request.user)
    chosen = queries.needed(scope, code, user)
    if request.method == "GET":
        answer = HttpResponse(write_layout(chosen), content_type="text/plain; charset=utf-8")
        answer["Content-Disposition"] = f'attachment; filename="{chosen.code}.toml"'
        return answer
    if not allows(user, Action.CONNECT, scope):
        raise refuse(Code.NOT_ALLOWED, area=scope.kabupaten, action="connect", who="KPU")
    now = clock.now()
    try:
        if request.POST.get("do") == "reset":
            services.set_layout(scope, chosen, None, user, now)
        elif sent := request.FILES.get("file"):
            text = sent.read(4 * LONGEST_FILE + 1).decode("utf-8-sig", "replace")
            services.set_layout(scope, chosen, read_layout(text, chosen.source), user, now)
        else:
            services.set_layout(scope, chosen, _typed(request.POST, chosen), user, now)
    except Refused as refused:
        return _page(request, scope, chosen, refused)
    messages.success(request, _("Columns kept. Files from now on have them."))
    return redirect("export", scope.election, scope.kabupaten, chosen.code)


def _typed(form: QueryDict, chosen: Export) -> Any:
    """The columns of the form: those with a place, by their places."""
    pairs: list[tuple[int, str, str]] = []
    for field in chosen.source.fields:
        place = form.get(f"place-{field.name}", "").strip()
        if place:
            number = whole_number(place, 999)
            if number is None:
                raise refuse(Code.EXPORT_NUMBER, value=place[:20])
            pairs.append((number, field.name, form.get(f"head-{field.name}", "")))
    return columns_of([(field, head) for _, field, head in sorted(pairs)], chosen.source)


def asked_by(query: QueryDict, scope: Scope, user: User, export: Export) -> Asked:
    """Return what the address asks for. Raises `Refused` for what is no area, day or number."""
    area = query.get("wilayah", "").strip()
    if area and not (is_in(area, scope.kabupaten) and Region.objects.filter(code=area).exists()):
        raise refuse(Code.EXPORT_AREA, value=area[:20])
    said = query.get("hari", "").strip()
    day = typed.day(said, "hari") if said else None
    queries.check_day(export, day)
    size = queries.size_of(scope)
    upto = min(_number(query.get("sampai", "")) or size, size)
    return Asked(
        scope,
        Reader(tuple(user.grants())),
        since=_number(query.get("sejak", "")) if export.source.follows_log else 0,
        upto=upto,
        area=area,
        day=day,
        wants_people=export.is_personal,
    )


def _number(text: str) -> int:
    number = whole_number(text.strip() or "0", typed.MOST_KEY)
    if number is None:
        raise refuse(Code.EXPORT_NUMBER, value=text.strip()[:20])
    return number


def _page(
    request: HttpRequest, scope: Scope, chosen: Export, refused: Refused | None = None
) -> HttpResponse:
    user = cast(User, request.user)
    asked = asked_by(QueryDict(), scope, user, chosen)
    places = {each.field: at for at, each in enumerate(chosen.columns, start=1)}
    heads = {each.field: each.head for each in chosen.columns}
    last = queries.last_taken(scope, user).get(chosen.code)
    count = queries.count_of(chosen, scope)
    sample = queries.sample_of(chosen, replace(asked, wants_people=False, _known={}))
    context = {
        "tab": "exports",
        "export": chosen,
        "name": chosen.name.say(language()),
        "use": chosen.use.say(language()),
        "count": number(count) if count is not None else "",
        "sample": sample,
        "upto": asked.upto,
        "last": last,
        "delimiters": list(DELIMITERS),
        "areas": Region.objects.filter(parent=scope.kabupaten).order_by("code"),
        "fields": [
            {
                "name": each.name,
                "place": places.get(each.name, ""),
                "head": heads.get(each.name, each.head),
                "is_guarded": each.guard is not None,
            }
            for each in sorted(
                chosen.source.fields, key=lambda field: places.get(field.name, 1_000)
            )
        ],
        "may_edit": allows(user, Action.CONNECT, scope),
        "problem": say(refused.problem) if refused else "",
    }
    status = status_of(refused.problem) if refused else 200
    return render(request, "watch/exports/export.html", context, status=status)
