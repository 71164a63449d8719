"""The driver's page: no login, no script needed, a few kilobytes, three buttons.

Whoever has the link may report for its load until it ends. The page asks for nothing but
that, sets no cookie and tells no other site where it was opened.
"""

import uuid
from datetime import UTC, datetime
from typing import Any, Final

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext, gettext_noop
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from tepat.core.move.driver_reports import TROUBLES, What
from tepat.core.move.field_manifest import sight
from tepat.core.problems import Code, Refused, refuse
from tepat.server import clock
from tepat.server.election.elections import election_of
from tepat.server.election.models import Scope
from tepat.server.move.devices import queries, quotas
from tepat.server.move.drivers import links, reporting
from tepat.server.move.models import DriverLink, DriverReport, Officer, Shipment
from tepat.server.move.packing.words import Names
from tepat.server.move.shipments.words import place_words
from tepat.server.problems import as_json, say, status_of

MOST_PHOTO: Final = 6 * 2**20
PER_HOUR: Final = 60
TROUBLE_WORDS: Final = {
    "flood": gettext_noop("Flood"),
    "road_closed": gettext_noop("Road closed"),
    "late": gettext_noop("Stuck in traffic, late"),
    "vehicle_broken": gettext_noop("Vehicle broken"),
    "threat": gettext_noop("Not safe"),
    "other": gettext_noop("Something else"),
}
SAID: Final = {
    What.STARTED.value: gettext_noop("Started"),
    What.ARRIVED.value: gettext_noop("Arrived"),
    What.TROUBLE.value: gettext_noop("Trouble"),
}
DEGREE: Final = 100_000


@csrf_exempt  # no cookie decides anything here: the secret in the address does
@require_http_methods(["GET", "POST"])
def driver(request: HttpRequest, token: str) -> HttpResponse:
    """Show the load and its three buttons, or take a report."""
    now = clock.now()
    wants_json = "application/json" in request.headers.get("Accept", "")
    told = ""
    try:
        stranger = quotas.stranger_of(request)
        if request.method == "POST":
            quotas.buckets.take(f"driver {stranger}", PER_HOUR * 4, seconds=3_600)
        link = links.found(token, now)
        loads = links.shipments_of(link)
        if request.method == "POST":
            quotas.buckets.take(f"driver {link.code}", PER_HOUR, seconds=3_600)
            made = reporting.report(link, _said(request, loads), now)
            if wants_json:
                return _guarded(JsonResponse({"fact": made.fact, "what": made.what}))
            told = gettext(SAID[made.what])
    except Refused as refused:
        if wants_json:
            return _guarded(
                JsonResponse(as_json(refused.problem), status=status_of(refused.problem))
            )
        context = {"sentence": say(refused.problem)}
        answer = render(request, "desk/ended.html", context)
        answer.status_code = status_of(refused.problem)
        return _guarded(answer)
    return _guarded(render(request, "move/driver.html", _context(link, loads, token, told, now)))


def _said(request: HttpRequest, loads: list[Shipment]) -> reporting.Said:
    """Return the report in a form. Raises `Refused` for what is none."""
    form = request.POST
    by_code = {load.code: load for load in loads}
    load = by_code.get(form.get("load", loads[0].code))
    what = form.get("what", "")
    try:
        key = str(uuid.UUID(form.get("key", "")))
    except ValueError as error:
        raise refuse(Code.LINK_ANSWER) from error
    if load is None or what not in set(What):
        raise refuse(Code.LINK_ANSWER)
    photo = request.FILES.get("photo")
    if photo is not None and (photo.size or 0) > MOST_PHOTO:
        raise refuse(Code.PHOTO_SIZE, most=MOST_PHOTO)
    return reporting.Said(
        key=key,
        what=What(what),
        shipment=load,
        at=_moment(form.get("at", "")),
        trouble=form.get("trouble", ""),
        note=form.get("note", ""),
        gps=_gps(form.get("gps", "")),
        photo=photo.read() if photo is not None else b"",
    )


def _moment(text: str) -> datetime | None:
    """Return milliseconds since 1970 as a moment; None for anything else."""
    if not text.isascii() or not text.isdecimal() or len(text) > 14:
        return None
    return datetime.fromtimestamp(int(text) // 1000, UTC)


def _gps(text: str) -> tuple[int, int] | None:
    """Return `lat,lon` in degrees times 100,000; None for anything else."""
    parts = text.split(",")
    try:
        lat, lon = (round(float(part) * DEGREE) for part in parts)
    except (ValueError, OverflowError):
        return None
    return (lat, lon) if abs(lat) <= 90 * DEGREE and abs(lon) <= 180 * DEGREE else None


def _context(
    link: DriverLink, loads: list[Shipment], token: str, told: str, now: datetime
) -> dict[str, Any]:
    scope = link.scope
    places = [end.partition(":")[0] for load in loads for end in (load.origin, load.destination)]
    names = Names(election_of(scope), places)
    people = _receivers(scope, loads, now)
    reports = DriverReport.objects.filter(link=link).order_by("-at")[:8]
    return {
        "scope": scope,
        "token": token,
        "told": told,
        "vehicle": link.shipment.vehicle,
        "loads": [
            {
                "code": load.code,
                "from": place_words(names, load.origin),
                "to": place_words(names, load.destination),
                "departs": load.departs_at,
                "count": load.lines.count(),
                "keys": [str(uuid.uuid4()), str(uuid.uuid4())],
                "people": people.get(load.destination.partition(":")[0], []),
            }
            for load in loads
        ],
        "troubles": [(code, gettext(TROUBLE_WORDS[code])) for code in TROUBLES],
        "reports": [(gettext(SAID[each.what]), each.at) for each in reports],
        "key": str(uuid.uuid4()),
        "ends": link.ends_at,
    }


def _receivers(scope: Scope, loads: list[Shipment], now: datetime) -> dict[str, list[Officer]]:
    """Return whom a driver may call at each destination: three queries."""
    ends = {load.destination.partition(":")[0] for load in loads}
    given = [
        each
        for each in queries.registry(scope).assignments.values()
        if each.area in ends and each.ends > now and each.ended is None and sight.holds(each.role)
    ]
    people = {
        each.person: each
        for each in Officer.objects.filter(scope=scope, person__in=[a.person for a in given])
    }
    found: dict[str, list[Officer]] = {}
    for each in given:
        if each.person in people and people[each.person].phone:
            found.setdefault(each.area, []).append(people[each.person])
    return found


def _guarded(answer: HttpResponse) -> HttpResponse:
    """Keep the secret of the address where it is."""
    answer["Referrer-Policy"] = "no-referrer"
    answer["X-Robots-Tag"] = "noindex, nofollow"
    answer["Cache-Control"] = "no-store"
    return answer


def reports_of(shipment: Shipment) -> list[dict[str, Any]]:
    """Return what drivers said of a shipment, newest first, for the desk: one query."""
    rows = DriverReport.objects.filter(link__shipment=shipment).order_by("-at")
    return [
        {"what": gettext(SAID[each.what]), "at": each.at, "fact": each.fact, "photo": each.photo}
        for each in rows
    ]
