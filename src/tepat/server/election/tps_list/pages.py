"""Pages of the TPS list: what there is, one TPS, and the import with its preview."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tepat.adapters.tps_template import build_template
from tepat.core.election.roles import Action
from tepat.core.election.tps_list.headers import MAPPABLE
from tepat.core.problems import Code, Refused
from tepat.server import clock
from tepat.server.election import elections
from tepat.server.election.models import Scope, Tps, TpsImport, User
from tepat.server.election.scopes import allows, desk_page
from tepat.server.election.tps_list import (
    choices,
    faults,
    queries,
    services,
    showing,
    stored,
    words,
)
from tepat.server.election.tps_list.forms import TpsForm
from tepat.server.election.tps_list.uploads import MOST_MEGABYTES, read_once
from tepat.server.problems import say, status_of

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@desk_page(Action.SEE_DESK)
def tps_list(request: HttpRequest, scope: Scope) -> HttpResponse:
    """TPS by kecamatan, and the list itself, filtered and paged."""
    names = queries.names_in(scope)
    cap = elections.election_of(scope).tps_cap
    wanted = queries.Filter(
        request.GET.get("kecamatan", ""),
        request.GET.get("desa", ""),
        request.GET.get("cari", ""),
        request.GET.get("hanya", ""),
    )
    kecamatan = queries.by_kecamatan(scope, cap)
    found = queries.listed(scope, wanted, names, cap)
    context = {
        "kecamatan": [row | {"name": names.get(row["kecamatan"], "")} for row in kecamatan],
        "sums": _sums(kecamatan),
        "page": queries.page_of(found, request.GET.get("page", "1")),
        "names": names,
        "wanted": wanted,
        "cap": cap,
        "desa": [
            (code, name)
            for code, name in names.items()
            if len(code) == 13 and wanted.kecamatan and code.startswith(wanted.kecamatan)
        ],
        "may_import": _may_import(request, scope),
    }
    return render(request, "election/tps_list.html", context)


def _sums(rows: list[dict[str, int]]) -> dict[str, int]:
    wanted = ("count", "desa", "voters", "unset", "above", "special", "no_point")
    return {name: sum(row[name] or 0 for row in rows) for name in wanted}


def _may_import(request: HttpRequest, scope: Scope) -> bool:
    return allows(cast(User, request.user), Action.IMPORT_TPS, scope)


@desk_page(Action.SEE_DESK)
def tps_detail(request: HttpRequest, scope: Scope, code: str) -> HttpResponse:
    """One TPS; whoever may import may also correct its point, name and DPTb."""
    tps = get_object_or_404(Tps, scope=scope, code=code)
    may_edit = _may_import(request, scope)
    form = TpsForm(
        request.POST or None,
        initial={
            "name": tps.name,
            "dptb": tps.dptb,
            "lat": "" if tps.lat is None else tps.lat,
            "lon": "" if tps.lon is None else tps.lon,
            "provenance": tps.provenance or "surveyed",
        },
    )
    if request.method == "POST" and may_edit and form.is_valid():
        services.edit_tps(scope, code, form.cleaned_data, cast(User, request.user), clock.now())
        if form.cleaned_data["dptb"] == tps.dptb:
            messages.success(request, _("TPS saved."))
        else:
            messages.success(request, _("TPS saved. Its needs changed: make the packages again."))
            return redirect("needs", scope.election, scope.kabupaten)
        return redirect("tps_detail", scope.election, scope.kabupaten, code)
    names = queries.names_in(scope)
    context = {
        "tps": tps,
        "names": names,
        "desa_name": names.get(tps.desa, tps.desa),
        "kecamatan_name": names.get(tps.kecamatan, tps.kecamatan),
        "form": form,
        "may_edit": may_edit,
    }
    return render(request, "election/tps_detail.html", context)


@desk_page(Action.IMPORT_TPS)
def tps_import(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Upload a list; a readable one becomes a preview, an unknown header asks for columns."""
    if request.method != "POST":
        context = {"imports": _history(scope), "most_megabytes": MOST_MEGABYTES}
        return render(request, "election/tps_import.html", context)
    data, name = read_once(request.FILES.get("file"))
    given = choices.form_mapping(request.POST)
    try:
        kept = services.preview(
            scope, data, name, clock.now(), cast(User, request.user), given or None
        )
    except Refused as refused:
        return _ask_columns(request, scope, data, name, refused)
    here = reverse("tps_preview", args=[scope.election, scope.kabupaten, kept.pk])
    if "HX-Request" in request.headers:
        return HttpResponse(status=204, headers={"HX-Redirect": here})
    return redirect(here)


def _history(scope: Scope) -> list[dict[str, object]]:
    return [
        {"kept": each, "state": words.STATES[TpsImport.State(each.state)]}
        for each in queries.recent_imports(scope)
    ]


def _ask_columns(
    request: HttpRequest, scope: Scope, data: bytes, name: str, refused: Refused
) -> HttpResponse:
    """Say why; where only the header is unknown, show its columns to be named."""
    is_htmx = "HX-Request" in request.headers
    context: dict[str, object] = {
        "sentence": say(refused.problem),
        "code": refused.problem.code.value,
        "imports": [] if is_htmx else _history(scope),
        "most_megabytes": MOST_MEGABYTES,
    }
    if refused.problem.code is Code.HEADER_NOT_FOUND:
        context["sample"] = services.sample(data, name, str(refused.problem.facts["sheet"]))
        context["fields"] = [
            (each.value, words.FIELDS[each], request.POST.get(f"map-{each.value}", ""))
            for each in MAPPABLE
        ]
    template = "election/_tps_unread.html" if is_htmx else "election/tps_import.html"
    return render(request, template, context, status=status_of(refused.problem))


@desk_page(Action.IMPORT_TPS)
def tps_preview(request: HttpRequest, scope: Scope, number: int) -> HttpResponse:
    """What an import would change, or what it did."""
    kept = _kept(scope, number)
    return render(request, "election/tps_preview.html", showing.preview_context(kept))


@require_POST
@desk_page(Action.IMPORT_TPS)
def tps_choose(request: HttpRequest, scope: Scope, number: int) -> HttpResponse:
    """Give names their desa."""
    kept = _kept(scope, number)
    chosen = {}
    for place, each in enumerate(services.unmatched_in(kept)):
        typed = request.POST.get(f"code-{place}", "").split(" ")[0]
        if code := typed or request.POST.get(f"choice-{place}", ""):
            chosen[each.kecamatan, each.desa] = code
    if chosen:
        services.choose(kept.pk, chosen, clock.now(), cast(User, request.user))
        messages.success(request, _("Names are remembered for the next file."))
    return _to_preview(scope, number)


@require_POST
@desk_page(Action.IMPORT_TPS)
def tps_settle(request: HttpRequest, scope: Scope, number: int) -> HttpResponse:
    """Say which number holds where a total is far from L + P."""
    kept = _kept(scope, number)
    for_all = request.POST.get("all", "")
    said = {
        (row.sheet, row.row): word
        for place, row in enumerate(services.held_of(kept))
        if (word := request.POST.get(f"total-{place}", "") or for_all)
    }
    if said:
        services.settle(kept.pk, said)
    return _to_preview(scope, number)


@desk_page(Action.IMPORT_TPS)
def tps_faults(request: HttpRequest, scope: Scope, number: int) -> HttpResponse:
    """Every row with a fault or a remark as a workbook, to mend the file by."""
    kept = _kept(scope, number)
    name = f"masalah-impor-{kept.pk}.xlsx"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(faults.as_xlsx(kept), content_type=XLSX, headers=headers)


@require_POST
@desk_page(Action.IMPORT_TPS)
def tps_apply(request: HttpRequest, scope: Scope, number: int) -> HttpResponse:
    """Put the preview into the list."""
    _kept(scope, number)
    services.apply(number, clock.now(), request.POST.get("remove_missing") == "1")
    return _to_preview(scope, number)


@require_POST
@desk_page(Action.IMPORT_TPS)
def tps_undo(request: HttpRequest, scope: Scope, number: int) -> HttpResponse:
    """Restore what an import changed."""
    _kept(scope, number)
    services.undo(number)
    messages.success(request, _("The import is undone; the list is as it was."))
    return _to_preview(scope, number)


@require_POST
@desk_page(Action.IMPORT_TPS)
def tps_rebuild(request: HttpRequest, scope: Scope, number: int) -> HttpResponse:
    """Compare a stale preview again."""
    _kept(scope, number)
    services.rebuild(number)
    return _to_preview(scope, number)


@require_POST
@desk_page(Action.IMPORT_TPS)
def tps_discard(request: HttpRequest, scope: Scope, number: int) -> HttpResponse:
    """Forget a preview."""
    _kept(scope, number)
    services.discard(number)
    messages.success(request, _("The preview is discarded; nothing was changed."))
    return redirect("tps_import", scope.election, scope.kabupaten)


@desk_page(Action.SEE_DESK)
def tps_template(request: HttpRequest, scope: Scope) -> HttpResponse:
    """The empty list with the names of this kabupaten as drop-downs."""
    places = stored.places_of(scope.kabupaten)
    data = build_template(places, elections.election_of(scope).name.id)
    name = f"daftar-tps-{scope.kabupaten}.xlsx"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(data, content_type=XLSX, headers=headers)


def _kept(scope: Scope, number: int) -> TpsImport:
    """Return one import of this scope that read something; else 404."""
    rows = TpsImport.objects.exclude(preview={}).select_related("scope")
    return get_object_or_404(rows, scope=scope, pk=number)


def _to_preview(scope: Scope, number: int) -> HttpResponse:
    return redirect("tps_preview", scope.election, scope.kabupaten, number)
