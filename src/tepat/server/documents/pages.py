"""The page of papers: order files, fetch them, print letters, read the register."""

from collections import Counter
from datetime import datetime
from typing import Any, cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tepat.core.documents import DOCUMENTS
from tepat.core.election.regions import is_in
from tepat.core.election.roles import Action, may
from tepat.core.problems import Code, Problem, refuse
from tepat.server import clock
from tepat.server.desk.words import language
from tepat.server.documents import layouts, queries, records, services, tasks
from tepat.server.documents.models import PaperJob
from tepat.server.election.models import Region, Scope, User
from tepat.server.election.scopes import allows, check_right, desk_page
from tepat.server.problems import say

AT_ONCE = 120
"""Packages that are made while the person waits; more are made in the background."""


@desk_page()
def documents(request: HttpRequest, scope: Scope) -> HttpResponse:
    """What can be printed here, what was made, and what was recorded."""
    kecamatan = queries.kecamatan_of(scope)
    context = {
        "kinds": [services.document(code) for code in services.LISTS],
        "kecamatan": kecamatan,
        "desa": queries.desa_of(scope, request.GET.get("kecamatan", "")),
        "chosen": request.GET.get("kecamatan", ""),
        "packages": sum(count for _code, _name, count in kecamatan),
        "head": queries.letterhead(scope),
        "may_print": _may(request, Action.PRINT_PAPERS, scope),
        "may_edit": _may(request, Action.EDIT_LETTERHEAD, scope),
        **_letters(request, scope),
        **_jobs(scope, cast(User, request.user)),
    }
    return render(request, "documents/documents.html", context)


def _letters(request: HttpRequest, scope: Scope) -> dict[str, object]:
    """What was recorded, with the papers of each: one page of what was asked for."""
    own, user = layouts.present(scope), cast(User, request.user)
    found = records.rows(scope)
    counts = Counter(thing.code for thing, _row in found)
    chosen = request.GET.get("hal", "")
    chosen = chosen if chosen in counts else ""
    search = request.GET.get("cari", "").strip()
    wanted = [
        (thing, row)
        for thing, row in found
        if chosen in ("", thing.code)
        and search.casefold() in f"{thing.word} {row.name} {row.about}".casefold()
    ]
    page = Paginator(wanted, 15).get_page(request.GET.get("page"))
    numbered = queries.numbered(scope, [row.key for _thing, row in page])
    letters = [
        {
            "thing": thing,
            "row": row,
            "name": f"{thing.word} {row.name}",
            "href": _page_of(thing, row, scope),
            "papers": [
                (services.document(code), code in own, (code, row.key) in numbered)
                for code in thing.papers
            ],
            "may_print": allows(user, Action.PRINT_PAPERS, scope, row.area or None),
        }
        for thing, row in page
    ]
    return {
        "letters": letters,
        "letter_page": page,
        "letter_things": [
            (each, counts[each.code]) for each in records.THINGS if counts[each.code]
        ],
        "letter_total": len(found),
        "letter_chosen": chosen,
        "letter_search": search,
    }


def _page_of(thing: records.Thing, row: records.Row, scope: Scope) -> str:
    """The page on which a record was made; the seals of a kecamatan share one."""
    key = [] if thing.page == "seals" else [row.key]
    return reverse(thing.page, args=[scope.election, scope.kabupaten, *key])


@desk_page()
def jobs(request: HttpRequest, scope: Scope) -> HttpResponse:
    """The files that were made, asked for again while one is being made."""
    return render(request, "documents/_jobs.html", _jobs(scope, cast(User, request.user)))


def _jobs(scope: Scope, user: User) -> dict[str, object]:
    found = queries.recent_jobs(scope)
    names = dict(
        Region.objects.filter(code__in={job.area for job in found}).values_list("code", "name")
    )
    for job in found:
        job.area_name = names.get(job.area, job.area)  # type: ignore[attr-defined]
        job.opens = allows(user, Action.PRINT_PAPERS, scope, job.area)  # type: ignore[attr-defined]
        job.title = services.document(job.document).title.say(language())  # type: ignore[attr-defined]
        if job.problem:
            problem = Problem(Code(job.problem["code"]), job.problem["facts"])
            job.sentence = say(problem)  # type: ignore[attr-defined]
    busy = any(job.state in (PaperJob.State.WAITING, PaperJob.State.MAKING) for job in found)
    return {"jobs": found, "busy": busy}


@desk_page()
@require_POST
def make(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Order files: a few at once, many in the background."""
    area = request.POST.get("desa") or request.POST.get("kecamatan") or scope.kabupaten
    if not is_in(area, scope.kabupaten):
        raise refuse(Code.REGION_UNKNOWN, value=area)
    check_right(cast(User, request.user), Action.PRINT_PAPERS, scope, area)
    kind = services.document(request.POST.get("document", ""))
    if kind.code not in services.LISTS:
        choices = ", ".join(services.LISTS)
        raise refuse(Code.DOCUMENT_UNKNOWN, value=kind.code, choices=choices)
    count = queries.packages_in(scope, area).count()
    if not count:
        raise refuse(Code.NO_PACKAGES, area=area)
    job = services.order(scope, kind, area, cast(User, request.user), clock.now())
    if count <= AT_ONCE:
        services.work_on(job)
        messages.success(request, _("The files are ready."))
    else:
        tasks.make_files.enqueue(job.pk)
        messages.info(request, _("The files are being made. This page shows how far."))
    return redirect("documents", scope.election, scope.kabupaten)


@desk_page()
def download(request: HttpRequest, scope: Scope, job: int, name: str) -> HttpResponse:
    """One made file. Only names that the job itself wrote are served."""
    found = get_object_or_404(PaperJob.objects.select_related("scope"), pk=job, scope=scope)
    check_right(cast(User, request.user), Action.PRINT_PAPERS, scope, found.area)
    path = services.folder_of(found) / name
    if name not in {each["name"] for each in found.files} or not path.is_file():
        raise Http404
    # Django closes the file with the response.
    return cast(HttpResponse, FileResponse(path.open("rb"), as_attachment=True, filename=name))


@desk_page()
def letter(request: HttpRequest, scope: Scope, code: str, key: str) -> HttpResponse:
    """One letter as PDF: with the number of its record, or as a draft."""
    made, _paper = _made(request, scope, code, key)
    name = f"{code}-{key}.pdf"
    return _file(made.pdf, "application/pdf", name, inline=True)


@desk_page()
@require_POST
def issue(request: HttpRequest, scope: Scope, code: str, key: str) -> HttpResponse:
    """Give a record its number, once, and show the letter; again only shows it."""
    paper, about = _paper(request, scope, code, key)
    kind, at = services.document(code), paper.frame.at
    user, own = cast(User, request.user), paper.frame.number
    if not own:
        services.issue_number(scope, kind, key, kind.fill(paper), about, at, clock.now(), user)
    then = "documents_docx" if request.POST.get("then") == "docx" else "documents_letter"
    return redirect(then, scope.election, scope.kabupaten, code, key)


@desk_page()
def letter_docx(request: HttpRequest, scope: Scope, code: str, key: str) -> HttpResponse:
    """One letter in the office's own layout, with the same number."""
    made, paper = _made(request, scope, code, key)
    filled = layouts.fill(scope, services.document(code), made.content, paper)
    return _file(filled, layouts.DOCX, f"{code}-{key}.docx", inline=False)


def _made(request: HttpRequest, scope: Scope, code: str, key: str) -> tuple[services.Made, Any]:
    """Make one letter, for whoever may print the papers of its area."""
    paper, _about = _paper(request, scope, code, key)
    return services.make_letter(scope, services.document(code), key, paper), paper


def _paper(request: HttpRequest, scope: Scope, code: str, key: str) -> tuple[Any, str]:
    """Return one paper and what it is about, for whoever may print it."""
    user = cast(User, request.user)
    check_right(user, Action.PRINT_PAPERS, scope, records.area_of(scope, code, key))
    return records.paper(scope, code, key)


def _file(data: bytes, kind: str, name: str, *, inline: bool) -> HttpResponse:
    response = HttpResponse(data, content_type=kind)
    where = "inline" if inline else "attachment"
    response["Content-Disposition"] = f'{where}; filename="{name}"'
    return response


@desk_page()
def register(request: HttpRequest, scope: Scope) -> HttpResponse:
    """The register of numbers."""
    chosen = request.GET.get("document", "")
    page = Paginator(queries.register(scope, chosen), 50).get_page(request.GET.get("page"))
    titles = {each.code: each.title.say(language()) for each in DOCUMENTS}
    # The register keeps what its papers say, in Indonesian: other readers get the record's words.
    told = {} if language() == "id" else records.abouts(scope)
    for row in page:
        row.told = told.get((row.document, row.record), "")  # type: ignore[attr-defined]
        row.title = titles.get(row.document, row.document)  # type: ignore[attr-defined]
        row.said = [  # type: ignore[attr-defined]
            {**each, "at": datetime.fromisoformat(each["at"])} for each in row.contents
        ]
    numbered = [each for each in DOCUMENTS if each.number_code]
    context = {"page": page, "chosen": chosen, "kinds": numbered}
    return render(request, "documents/register.html", context)


def _may(request: HttpRequest, action: Action, scope: Scope) -> bool:
    """Tell whether the person may do this in the kabupaten or in a part of it."""
    grants = cast(User, request.user).grants()
    inside = {each.area for each in grants if is_in(each.area, scope.kabupaten)}
    return any(may(grants, action, area, scope.election) for area in (scope.kabupaten, *inside))
