"""One page on which anybody may report, off unless Bawaslu opens it: no account, no tracking.

No cookie is read or set. What is written becomes a draft of a laporan with who reported apart.
"""

import hashlib
import uuid
from datetime import datetime, timedelta
from typing import Final

from django.core import signing
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from tepat.adapters.plain_jpeg import NotJpeg, without_extras
from tepat.core.election.regions import is_in
from tepat.core.problems import Code, Problem, Refused, refuse
from tepat.core.watch.supervision.book import Focus
from tepat.core.watch.supervision.cases import Sort
from tepat.server import clock, typed
from tepat.server.election import scopes
from tepat.server.election.models import Region, Scope
from tepat.server.move.devices import quotas
from tepat.server.problems import say, status_of
from tepat.server.watch.incidents.services import written
from tepat.server.watch.models import (
    SupervisionCase,
    SupervisionCaseVersion,
    SupervisionPhoto,
    SupervisionReporter,
)
from tepat.server.watch.supervision import agreed, casework

PER_HOUR: Final = 6
"""Reports from one address; behind one hall that is still enough for a meeting."""
LOOKS_PER_HOUR: Final = 120
PER_DAY: Final = 200
"""Reports of one scope: beyond it somebody floods the page."""
FORM_S: Final = 7_200
LARGEST_PHOTO: Final = 4_000_000
STORY: Final = 4_000
_SALT: Final = "tepat.public_report"


@csrf_exempt  # no cookie decides anything here: the signed form and the rate do
@require_http_methods(["GET", "POST"])
def public_report(request: HttpRequest, election: str, kabupaten: str) -> HttpResponse:
    """Show the form, or take it and answer with a receipt number."""
    problem: Problem | None = None
    receipt = ""
    scope: Scope | None = None
    try:
        stranger = quotas.stranger_of(request)
        quotas.buckets.take(f"look {stranger}", LOOKS_PER_HOUR, seconds=3_600)
        scope = scopes.find(kabupaten, election)
        if not agreed.setting_of(scope).is_public:
            scope = None
            raise refuse(Code.PUBLIC_FORM_OFF)
        if request.method == "POST":
            receipt = take(scope, request, stranger, clock.now()).receipt
    except Refused as refused:
        problem = refused.problem
    context = {
        "scope": scope,
        "is_contoh": bool(scope and scope.is_contoh),
        "places": _places(scope) if scope else [],
        "form": signing.dumps([str(scope), str(uuid.uuid4())], salt=_SALT) if scope else "",
        "typed": request.POST,
        "receipt": receipt,
        "problem": say(problem) if problem else "",
    }
    status = status_of(problem) if problem else 200
    answer = render(request, "watch/supervision/public.html", context, status=status)
    answer["Referrer-Policy"] = "no-referrer"
    answer["X-Robots-Tag"] = "noindex, nofollow"
    answer["Cache-Control"] = "no-store"
    return answer


def _places(scope: Scope) -> list[Region]:
    rows = Region.objects.filter(code__startswith=scope.kabupaten + ".", level__gte=3)
    return list(rows.order_by("code"))


@transaction.atomic
def take(scope: Scope, request: HttpRequest, stranger: str, now: datetime) -> SupervisionCase:
    """Keep one report. Raises `Refused` for a form used before, too many, or no photo."""
    form = request.POST
    receipt = _receipt(scope, form.get("form", ""))
    story = written(form.get("story", ""), STORY)
    if not story:
        raise refuse(Code.CASE_EMPTY, field="apa yang terjadi", field_en="what happened")
    name = written(form.get("name", ""), 120)
    area = form.get("area", "") or scope.kabupaten
    if not is_in(area, scope.kabupaten) or not Region.objects.filter(code=area).exists():
        raise refuse(Code.CASE_PLACE, value=area[:20])
    photo = _photo(request)
    known = typed.moment(form.get("known_at", ""), scope.zone, "Diketahui sejak")
    happened = typed.moment(form.get("happened_at", ""), scope.zone, "Waktu kejadian")
    quotas.buckets.take(f"report {stranger}", PER_HOUR, seconds=3_600)
    public = SupervisionCase.objects.filter(scope=scope, from_public=True)
    if public.filter(at__gt=now - timedelta(days=1)).count() >= PER_DAY:
        raise refuse(Code.PUBLIC_FORM_FULL)
    number = casework.next_number(scope)
    if public.filter(receipt=receipt).exists():
        raise refuse(Code.PUBLIC_FORM_USED)
    by = {"by": "", "party": casework.PUBLIC, "at": now}
    case = SupervisionCase.objects.create(
        scope=scope,
        number=number,
        sort=Sort.LAPORAN.value,
        from_public=True,
        receipt=receipt,
        is_contoh=scope.is_contoh,
        **by,
    )
    SupervisionCaseVersion.objects.create(
        case=case,
        number=1,
        title=" ".join(story.split())[:120],
        focus=Focus.DELIVERY.value,
        area=area,
        happened_at=happened,
        known_at=known,
        accused=written(form.get("accused", ""), 300),
        story=story,
        evidence=written(form.get("evidence", ""), STORY),
        **by,
    )
    SupervisionReporter.objects.create(
        case=case,
        name=name,
        address=written(form.get("address", ""), 300),
        phone=written(form.get("phone", ""), 40),
        **by,
    )
    if photo:
        name_of = hashlib.sha256(photo).hexdigest()
        SupervisionPhoto.objects.create(case=case, sha256=name_of, data=photo, at=now)
    return case


def _receipt(scope: Scope, signed: str) -> str:
    """Return the receipt of one form: whoever sends it twice finds it used."""
    try:
        where, key = signing.loads(signed[:400], salt=_SALT, max_age=FORM_S)
    except (signing.BadSignature, ValueError, TypeError):
        raise refuse(Code.PUBLIC_FORM_USED) from None
    if where != str(scope) or not isinstance(key, str):
        raise refuse(Code.PUBLIC_FORM_USED)
    digits = int(hashlib.sha256(key.encode()).hexdigest()[:15], 16) % 10**10
    return f"L-{digits:010d}"


def _photo(request: HttpRequest) -> bytes:
    upload = request.FILES.get("photo")
    if upload is None:
        return b""
    if (upload.size or 0) > LARGEST_PHOTO:
        raise refuse(Code.PAPER_PHOTO_SIZE, most=LARGEST_PHOTO // 1_000_000)
    try:
        return without_extras(upload.read(LARGEST_PHOTO + 1))
    except NotJpeg as error:
        raise refuse(Code.PHOTO_KIND) from error
