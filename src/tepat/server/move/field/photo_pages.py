"""A photo at the desk: by role, as the facts that name it allow, and every look is recorded."""

import json
import re
from typing import Final, cast

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from tepat.core.election.roles import Action
from tepat.core.move.events import Audience
from tepat.core.problems import Code, refuse
from tepat.server import clock
from tepat.server.election.accounts.looks import record_look
from tepat.server.election.models import Scope, User
from tepat.server.election.scopes import check_right, desk_page
from tepat.server.log.models import Fact
from tepat.server.move.field import photo_files
from tepat.server.move.models import Device, DriverReport, Photo, PhotoLook

NEEDS: Final = {
    Audience.PUBLIC.value: Action.SEE_MOVEMENTS,
    Audience.AGENCIES.value: Action.SEE_MOVEMENTS,
    Audience.SECURITY.value: Action.SEE_SECURITY,
    Audience.RESULTS.value: Action.SEE_RESULTS,
}
"""What somebody must be allowed to see, by the audience of a fact that names the photo."""
_HASH: Final = re.compile(r"[0-9a-f]{64}", re.ASCII)
ALONE: Final = "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; sandbox"


@require_GET
@desk_page()
def photo(request: HttpRequest, scope: Scope, sha256: str) -> HttpResponse:
    """One photo, for whoever may read every fact that names it."""
    user = cast(User, request.user)
    row = None
    if _HASH.fullmatch(sha256):
        whole = Photo.objects.filter(scope=scope, sha256=sha256).exclude(whole_at=None)
        row = whole.order_by("pk").first()
    if row is None:
        raise refuse(Code.PHOTO_UNKNOWN)
    area = _area(scope, row.device)
    for needed in _needed(scope, row):
        check_right(user, needed, scope, area)
    return shown(scope, sha256, user)


def shown(scope: Scope, sha256: str, user: User) -> HttpResponse:
    """Return a photo that `user` may see, and record the look. Raises `Refused` if it is gone."""
    try:
        data = photo_files.path_of(sha256).read_bytes()
    except OSError as error:
        raise refuse(Code.PHOTO_UNKNOWN) from error
    PhotoLook.objects.create(scope=scope, sha256=sha256, by=user.account, at=clock.now())
    record_look(user, scope, "photo", sha256[:16])
    answer = HttpResponse(data, content_type=photo_files.type_of(data) or "image/jpeg")
    answer["Cache-Control"] = "private, no-store"
    answer["Content-Security-Policy"] = ALONE
    answer["Content-Disposition"] = f'inline; filename="{sha256[:16]}"'
    return answer


def _needed(scope: Scope, row: Photo) -> set[Action]:
    """Return every right that the facts of the device ask for; the widest where none names it."""
    facts = Fact.objects.filter(
        election=scope.election, kabupaten=scope.kabupaten, device=row.device
    )
    reports = DriverReport.objects.filter(link__scope=scope, photo=row.sha256)
    if by_link := list(reports.values_list("fact", flat=True)):
        facts = facts.filter(pk__in=by_link)
    wanted = row.sha256.encode()
    found = {
        NEEDS[audience]
        for body, audience in facts.values_list("body", "audience").iterator()
        if wanted in bytes(body) and row.sha256 in json.loads(bytes(body)).get("photos", ())
    }
    return found or {Action.SEE_RESULTS}


def _area(scope: Scope, device: str) -> str:
    """Return where the officer of the device serves: the right must hold there."""
    found = Device.objects.filter(scope=scope, device=device).values_list("area", flat=True)
    return found.first() or scope.kabupaten
