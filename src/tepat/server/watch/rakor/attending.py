"""Attendance by QR: who scans it signs in for this meeting, without an account.

The address holds a random code and a secret derived from it. Each form that is opened bears
a key of its own that is good once; what is written is personal and stands outside the log.
"""

import hmac
import re
import uuid
from datetime import datetime, timedelta
from typing import Final

from django.core import signing
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from tepat.core.problems import Code, Refused, refuse
from tepat.server import clock
from tepat.server.desk.words import moment
from tepat.server.election.models import Scope
from tepat.server.move.devices import keys, quotas
from tepat.server.problems import say, status_of
from tepat.server.watch.models import Attendance, Meeting
from tepat.server.watch.rakor.filled import NOTHING, filled_in

OPENS_BEFORE: Final = timedelta(hours=3)
ENDS_AFTER: Final = timedelta(hours=24)
MOST: Final = 500
"""Rows of one meeting."""
PER_HOUR: Final = 300
"""From one address: everybody in a hall has the same one."""
LONGEST_NAME: Final = 120
FORM_S: Final = 1_800
"""How long an open form is good."""
_SALT: Final = "tepat.attendance"
_TOKEN: Final = re.compile(r"([0-9a-f]{24})([0-9a-f]{20})", re.ASCII)


def token_of(meeting: Meeting) -> str:
    """Return what stands in the address of a meeting's attendance."""
    return meeting.code + keys.attendance_secret(meeting.code)


@csrf_exempt  # no cookie decides anything here: the secret in the address and the form do
@require_http_methods(["GET", "POST"])
def attend(request: HttpRequest, token: str) -> HttpResponse:
    """Show the small form of one meeting, or take it."""
    now = clock.now()
    written, filled = "", NOTHING
    try:
        quotas.buckets.take(f"attend {quotas.stranger_of(request)}", PER_HOUR * 4, seconds=3_600)
        meeting = found(token, now)
        if request.method == "POST":
            quotas.buckets.take(f"attend {meeting.code}", MOST * 2, seconds=3_600)
            form = request.POST
            key = _key_of(form.get("form", ""), meeting)
            try:
                name, agency = form.get("name", ""), form.get("agency", "")
                written = sign_in(meeting, name, agency, key, now).name
            except Refused as refused:
                if refused.problem.code not in (Code.MEETING_EMPTY, Code.TEXT_TOO_LONG):
                    raise
                filled = filled_in("hadir", request, refused)
    except Refused as refused:
        answer = render(request, "desk/ended.html", {"sentence": say(refused.problem)})
        answer.status_code = status_of(refused.problem)
        return _guarded(answer)
    context = {
        "meeting": meeting,
        "scope": meeting.scope,
        "is_contoh": meeting.scope.is_contoh,
        "written": written,
        "key": form_of(meeting),
        **filled.context(),
    }
    return _guarded(render(request, "watch/attend.html", context, status=filled.status))


def found(token: str, now: datetime) -> Meeting:
    """Return the meeting of an address: one query. Raises `Refused`."""
    match = _TOKEN.fullmatch(token)
    if match is None or not hmac.compare_digest(keys.attendance_secret(match[1]), match[2]):
        raise refuse(Code.ATTEND_UNKNOWN)
    meeting = Meeting.objects.filter(code=match[1]).select_related("scope").first()
    if meeting is None:
        raise refuse(Code.ATTEND_UNKNOWN)
    if not meeting.is_open:
        raise refuse(Code.MEETING_CLOSED, number=meeting.number)
    if not is_open_at(meeting, now):
        zone = meeting.scope.zone
        opens, ends = (moment(each, zone) for each in hours_of(meeting))
        raise refuse(Code.ATTEND_CLOSED, number=meeting.number, opens=opens, ends=ends)
    return meeting


def hours_of(meeting: Meeting) -> tuple[datetime, datetime]:
    """Return from when to when people can sign in, unless the meeting is closed before."""
    return meeting.begins_at - OPENS_BEFORE, meeting.begins_at + ENDS_AFTER


def is_open_at(meeting: Meeting, now: datetime) -> bool:
    """Tell whether people can sign in now."""
    opens, ends = hours_of(meeting)
    return meeting.is_open and opens <= now <= ends


def form_of(meeting: Meeting) -> str:
    """Return a key for one form: signed, for this meeting, good once."""
    return signing.dumps([meeting.code, str(uuid.uuid4())], salt=_SALT)


def _key_of(signed: str, meeting: Meeting) -> str:
    try:
        code, key = signing.loads(signed[:400], salt=_SALT, max_age=FORM_S)
    except (signing.BadSignature, ValueError, TypeError):
        raise refuse(Code.ATTEND_FORM) from None
    if code != meeting.code or not isinstance(key, str):
        raise refuse(Code.ATTEND_FORM)
    return key


def sign_in(
    meeting: Meeting,
    name: str,
    agency: str,
    key: str,
    now: datetime,
    by: uuid.UUID | None = None,
) -> Attendance:
    """Write down who attends. Raises `Refused` for an empty name and a form used before."""
    who, whose = " ".join(name.split()), " ".join(agency.split())
    for text, field, field_en in ((who, "nama", "name"), (whose, "lembaga", "agency")):
        if not text:
            raise refuse(Code.MEETING_EMPTY, field=field, field_en=field_en)
        if len(text) > LONGEST_NAME:
            raise refuse(Code.TEXT_TOO_LONG, field=field, field_en=field_en, limit=LONGEST_NAME)
    if meeting.attendance.count() >= MOST:
        raise refuse(Code.MEETING_FULL, most=MOST)
    try:
        with transaction.atomic():
            return Attendance.objects.create(
                meeting=meeting, key=key, name=who, agency=whose, at=now, by=by
            )
    except IntegrityError:
        raise refuse(Code.ATTEND_FORM) from None


def by_agency(meeting: Meeting) -> list[tuple[str, list[str]]]:
    """Return who came, by agency in the order of their coming: one query."""
    rows: dict[str, tuple[str, list[str]]] = {}
    for name, agency in meeting.attendance.values_list("name", "agency"):
        rows.setdefault(agency.casefold(), (agency, []))[1].append(name)
    return list(rows.values())


def purge(scope: Scope) -> int:
    """Delete who attended the meetings of a scope; return how many rows went."""
    gone, _ = Attendance.objects.filter(meeting__scope=scope).delete()
    return gone


def _guarded(answer: HttpResponse) -> HttpResponse:
    """Keep the secret of the address where it is."""
    answer["Referrer-Policy"] = "no-referrer"
    answer["X-Robots-Tag"] = "noindex, nofollow"
    answer["Cache-Control"] = "no-store"
    return answer
