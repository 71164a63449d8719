"""Photos that come in at the desk or by a driver's link: kept without what a camera wrote.

There is no application that could do it on the way, so it is done here, before the hash.
"""

import hashlib
from datetime import datetime

from tepat.adapters.plain_jpeg import NotJpeg, without_extras
from tepat.core.problems import Code, refuse
from tepat.server.election.models import Scope
from tepat.server.move.devices import queries
from tepat.server.move.field import photo_files
from tepat.server.move.models import Photo


def keep(scope: Scope, data: bytes, now: datetime) -> str:
    """Keep a photo under the key of this desk; return its hash. Raises `Refused` if it is none."""
    try:
        plain = without_extras(data)
    except NotJpeg as error:
        raise refuse(Code.PHOTO_KIND) from error
    name = hashlib.sha256(plain).hexdigest()
    desk = queries.receipt_key(scope).key_id
    Photo.objects.get_or_create(
        scope=scope,
        device=desk,
        sha256=name,
        defaults={"size": len(plain), "begun_at": now, "whole_at": now},
    )
    if not photo_files.path_of(name).exists():
        photo_files.begun_of(desk, name).unlink(missing_ok=True)
        photo_files.write(desk, name, 0, plain)
        photo_files.settle(desk, name)
    return name
