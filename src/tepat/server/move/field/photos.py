"""Photos of phones, sent after their facts in pieces that may stop and go on.

A device may send what its own facts name, and a little of what they will name; nothing
else is kept, so that the folder is no place to leave things.
"""

import re
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Final

from django.db import transaction
from django.db.models import QuerySet, Sum
from django.http import HttpRequest, HttpResponse

from tepat.core.problems import Code, refuse
from tepat.server import clock
from tepat.server.election.models import Scope
from tepat.server.log.models import Fact
from tepat.server.move.field import photo_files
from tepat.server.move.field.asking import Asked, answer_with, phone_call
from tepat.server.move.models import Photo

LARGEST: Final = 2 * 2**20
"""Bytes of one photo: phones make them smaller before they hash them."""
LARGEST_PIECE: Final = 256 * 2**10
MOST_UNNAMED: Final = 20
"""Photos of one device that none of its facts here names yet."""
UNNAMED_FOR: Final = timedelta(days=3)
MOST_PHOTOS: Final = 2_000
MOST_BYTES: Final = 600 * 10**6
"""Of one device, for the whole election."""
_HASH: Final = re.compile(r"[0-9a-f]{64}", re.ASCII)
_NUMBER: Final = re.compile(r"[0-9]{1,9}", re.ASCII)
_PHOTOS: Final = re.compile(rb'"photos":\[([^\]]*)\]')
_NAMED: Final = re.compile(rb'"([0-9a-f]{64})"')


@phone_call("GET", "HEAD", "PATCH", most=LARGEST_PIECE)
def photo(request: HttpRequest, asked: Asked, sha256: str) -> HttpResponse:
    """Say how much of a photo is there, or take its next piece."""
    if not _HASH.fullmatch(sha256):
        raise refuse(Code.PHOTO_NAME)
    if request.method == "PATCH":
        offset, size = _number(request, "offset"), _number(request, "size")
        return _answer(*_take(asked, sha256, offset, size))
    row = _row(asked, sha256)
    if row is not None and row.whole_at:
        return _answer(row.size, True)
    return _answer(photo_files.offset_of(asked.device.device, sha256), False)


def _answer(offset: int, is_whole: bool) -> HttpResponse:
    answer = answer_with({"offset": offset, "complete": is_whole})
    answer["Upload-Offset"] = str(offset)
    return answer


def _number(request: HttpRequest, name: str) -> int:
    value = request.GET.get(name, "")
    if not _NUMBER.fullmatch(value):
        raise refuse(Code.PHOTO_PIECE, most=LARGEST_PIECE)
    return int(value)


def _row(asked: Asked, sha256: str) -> Photo | None:
    mine = Photo.objects.filter(scope=asked.scope, device=asked.device.device)
    return mine.filter(sha256=sha256).first()


def _take(asked: Asked, sha256: str, offset: int, size: int) -> tuple[int, bool]:
    """Keep one piece; return how much is there then, and whether it is all of it."""
    piece, device = asked.body, asked.device.device
    if not 0 < size <= LARGEST:
        raise refuse(Code.PHOTO_SIZE, most=LARGEST)
    if not piece or offset + len(piece) > size:
        raise refuse(Code.PHOTO_PIECE, most=LARGEST_PIECE)
    row = _begun(asked, sha256, size)
    if row.whole_at:
        return row.size, True
    if row.size != size:
        raise refuse(Code.PHOTO_SIZE, most=LARGEST)
    there = photo_files.offset_of(device, sha256)
    if offset + len(piece) <= there:
        return there, False  # sent again, because our answer was lost
    if offset != there:
        raise refuse(Code.PHOTO_OFFSET, offset=there)
    there = photo_files.write(device, sha256, offset, piece)
    if there < size:
        return there, False
    return _settled(row, device, sha256)


def _settled(row: Photo, device: str, sha256: str) -> tuple[int, bool]:
    try:
        kind = photo_files.settle(device, sha256)
    except FileNotFoundError:  # the same last piece came twice at once
        kind = "there" if photo_files.path_of(sha256).exists() else ""
    if kind in ("", "other"):
        row.delete()
        raise refuse(Code.PHOTO_KIND if kind else Code.PHOTO_DIFFERS)
    row.whole_at = clock.now()
    row.save(update_fields=["whole_at"])
    return row.size, True


@transaction.atomic
def _begun(asked: Asked, sha256: str, size: int) -> Photo:
    """Return the row of a photo, made where this device may send it: at most six queries.

    Raises `Refused` where the device has sent as much as it may.
    """
    row = _row(asked, sha256)
    if row is not None:
        return row
    scope, device, now = asked.scope, asked.device.device, clock.now()
    mine = Photo.objects.filter(scope=scope, device=device)
    named = _named(scope, asked)
    if sha256 not in named:
        _forget_old(scope, device, named, now)
        waiting = [each for each in mine.values_list("sha256", flat=True) if each not in named]
        if len(waiting) >= MOST_UNNAMED:
            raise refuse(Code.PHOTO_QUOTA, count=MOST_UNNAMED, bytes=MOST_UNNAMED * LARGEST)
    bytes_ = mine.aggregate(n=Sum("size"))["n"] or 0
    if mine.count() >= MOST_PHOTOS or bytes_ + size > MOST_BYTES:
        raise refuse(Code.PHOTO_QUOTA, count=MOST_PHOTOS, bytes=MOST_BYTES)
    row, _ = Photo.objects.get_or_create(
        scope=scope, device=device, sha256=sha256, defaults={"size": size, "begun_at": now}
    )
    return row


def _forget_old(scope: Scope, device: str, named: frozenset[str], now: datetime) -> None:
    """Throw away what no fact has named for days."""
    old = Photo.objects.filter(scope=scope, device=device, begun_at__lt=now - UNNAMED_FOR)
    for row in old:
        if row.sha256 in named:
            continue
        others = Photo.objects.filter(sha256=row.sha256).exclude(pk=row.pk)
        photo_files.forget(device, row.sha256, whole=not others.exists())
        row.delete()


def _named(scope: Scope, asked: Asked) -> frozenset[str]:
    """Return the photos that facts of this device name; read again once one more is in the log."""
    where = (scope.election, scope.kabupaten, asked.device.device)
    return _named_in(*where, asked.device.last_name, _facts_of(*where).count())


def _facts_of(election: str, kabupaten: str, device: str) -> QuerySet[Fact]:
    return Fact.objects.filter(election=election, kabupaten=kabupaten, device=device)


@lru_cache(maxsize=512)
def _named_in(election: str, kabupaten: str, device: str, last: str, count: int) -> frozenset[str]:
    """`last` is the newest fact of the device and `count` how many there are, so that what is kept
    stays true. One would not do: others may carry the newest here before those it follows.
    """
    del last, count
    found: set[str] = set()
    for body in _facts_of(election, kabupaten, device).values_list("body", flat=True).iterator():
        for part in _PHOTOS.findall(bytes(body)):
            found.update(each.decode() for each in _NAMED.findall(part))
    return frozenset(found)
