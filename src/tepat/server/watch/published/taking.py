"""The others' side: read the file by its address or as an upload, believe its key, keep it.

The first key that comes is believed and shown; another one is an alarm, until somebody writes
down the key that Bawaslu read out. Nothing that was taken is ever changed or deleted.
"""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from django.db import transaction

from tepat.adapters import webhook_post
from tepat.core.election.roles import Action
from tepat.core.log import keys, spelling
from tepat.core.problems import Code, refuse
from tepat.core.watch.supervision import published
from tepat.core.watch.supervision.published import Case, File
from tepat.server import environment
from tepat.server.election.models import Scope, User
from tepat.server.election.scopes import check_right
from tepat.server.watch.models import PublishedCase, PublishedFile

_SAID: Final = ("sort", "register", "focus", "focus_name", "area", "stage", "verdict")


def believed(scope: Scope) -> PublishedFile | None:
    """Return the file that was taken last, whose key is believed: one query."""
    return PublishedFile.objects.filter(scope=scope).order_by("-pk").first()


def cases_of(scope: Scope) -> list[PublishedCase]:
    """Return the newest version of each case, also where it was taken back: two queries."""
    last = believed(scope)
    rows = PublishedCase.objects.filter(scope=scope, key=last.key if last else "")
    newest = {row.number: row for row in rows.select_related("file").order_by("version")}
    return sorted(newest.values(), key=lambda row: (row.at, row.number), reverse=True)


def fetch(where: str) -> bytes:
    """Return what lies at an address. Raises `Refused` where nothing may or can be read."""
    may_private = environment.flag("TEPAT_MIRROR_PRIVATE")
    try:
        return webhook_post.read(where, published.LARGEST, allow_private=may_private)
    except webhook_post.BadAddress as bad:
        raise refuse(Code.PUBLISHED_ADDRESS, reason=str(bad)) from bad


@transaction.atomic
def take(
    scope: Scope, data: bytes, user: User, now: datetime, where: str = "", key: str = ""
) -> int:
    """Keep what is new in a file; return how many versions of cases that were.

    `key` is the id of a new key that Bawaslu itself read out. Raises `Refused` for a file that is
    unfit, of another scope or key, older than the last one, or that tells a version otherwise.
    """
    check_right(user, Action.CONNECT, scope)
    Scope.objects.select_for_update().get(pk=scope.pk)
    file = _read(scope, data)
    last = believed(scope)
    made = spelling.from_utc(file.made)
    assert made is not None
    if last is not None and last.key != file.key:
        if "".join(key.split()).lower() != file.key_id:
            raise refuse(Code.PUBLISHED_KEY, new=file.key_id, known=id_of(last.key))
    elif last is not None and made < last.made:
        known = spelling.to_utc(last.made)
        raise refuse(Code.PUBLISHED_OLD, made=file.made, known=known)
    fresh = _fresh(scope, file)
    if last is not None and last.key == file.key and not fresh:
        return 0
    kept = PublishedFile.objects.create(
        scope=scope,
        sha256=hashlib.sha256(data).hexdigest(),
        data=data,
        key=file.key,
        made=made,
        where=where[:500],
        at=now,
        by=user.account,
    )
    PublishedCase.objects.bulk_create(_row(scope, kept, case) for case in fresh)
    return len(fresh)


def id_of(key: str) -> str:
    """Return the id of a key as people compare it."""
    return keys.key_id(spelling.from_base64(key) or b"")


def _read(scope: Scope, data: bytes) -> File:
    try:
        file = published.parse(data)
    except published.BadFile as bad:
        raise refuse(Code.PUBLISHED_UNFIT, scope=str(scope), reason=str(bad)) from bad
    if (file.election, file.kabupaten) != (scope.election, scope.kabupaten):
        found = f"{file.election[:40]}/{file.kabupaten[:20]}"
        raise refuse(Code.PUBLISHED_UNFIT, scope=str(scope), reason=found)
    return file


def _fresh(scope: Scope, file: File) -> Sequence[Case]:
    """Return the cases that are new here: one query. Raises `Refused` for one told otherwise."""
    rows = PublishedCase.objects.filter(scope=scope, key=file.key).order_by("version")
    known = {row.number: row for row in rows}
    fresh = []
    for case in file.cases:
        row = known.get(case.number)
        if row is None or case.version > row.version:
            fresh.append(case)
        elif case.version < row.version or _told(row.text, row.said) != _told(
            case.text, _said(case)
        ):
            raise refuse(Code.PUBLISHED_CHANGED, number=case.number, version=case.version)
    return fresh


def _told(text: str, said: Mapping[str, str]) -> tuple[str, ...]:
    """Return what a version says. The name of its focus may change: an office renames topics."""
    return (text, *(said[name] for name in _SAID if name != "focus_name"))


def _said(case: Case) -> dict[str, str]:
    return {name: getattr(case, name) for name in _SAID}


def _row(scope: Scope, file: PublishedFile, case: Case) -> PublishedCase:
    at = spelling.from_utc(case.at)
    assert at is not None  # the file was parsed
    return PublishedCase(
        scope=scope,
        file=file,
        key=file.key,
        number=case.number,
        version=case.version,
        text=case.text,
        said=_said(case),
        at=at,
    )
