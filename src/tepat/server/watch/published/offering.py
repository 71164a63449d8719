"""Bawaslu's side: what is published as one signed file, for everybody who has its address."""

from datetime import datetime

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.views.decorators.http import require_safe

from tepat.core.log import spelling
from tepat.core.watch.supervision import published
from tepat.server import clock
from tepat.server.election.models import Scope
from tepat.server.election.scopes import find
from tepat.server.move.devices import keys
from tepat.server.watch.models import SupervisionPublication
from tepat.server.watch.supervision import shown


def key_id() -> str:
    """Return the id of the key that signs here, to be read out to KPU."""
    return keys.desk().key_id


def file_of(scope: Scope, now: datetime) -> bytes:
    """Return the signed file of a scope: two queries. The same rows give the same cases."""
    rows = SupervisionPublication.objects.filter(case__scope=scope).select_related("case")
    newest = {row.case_id: row for row in rows.order_by("pk")}
    counts = rows.order_by().values("case_id").annotate(n=Count("pk"))
    versions = dict(counts.values_list("case_id", "n"))
    with translation.override("id"):
        cases = [_case(scope, row, versions[row.case_id]) for row in newest.values()]
    file = published.File(scope.election, scope.kabupaten, spelling.to_utc(now), tuple(cases))
    return published.write(file, keys.desk())


def _case(scope: Scope, row: SupervisionPublication, version: int) -> published.Case:
    return published.Case(
        number=row.case.number,
        version=version,
        focus_name=shown.focus_words(scope, row.said["focus"])[:80],
        text=row.text,
        at=spelling.to_utc(row.at),
        **{name: row.said[name] for name in shown.PUBLISHED},
    )


@require_safe
def offered(request: HttpRequest, election: str, kabupaten: str) -> HttpResponse:
    """The file, without an account; no cookie is read or set."""
    scope = find(kabupaten, election)
    answer = HttpResponse(file_of(scope, clock.now()), content_type="application/json")
    name = f"terbitan-bawaslu-{scope.election}-{scope.kabupaten}.json"
    answer["Content-Disposition"] = f'inline; filename="{name}"'
    answer["Cache-Control"] = "public, max-age=10"
    return answer
