"""Announcements on phones: fetched by a signed request, and a receipt by the next one."""

import json
from typing import Final

from django.http import HttpRequest, HttpResponse

from tepat.core.log import spelling
from tepat.core.problems import Code, refuse
from tepat.server import clock
from tepat.server.move.field.asking import Asked, packed, phone_call, stands
from tepat.server.watch.government import notices
from tepat.server.watch.incidents.parties import PartyNames

MOST_READ: Final = 50
MOST_BYTES: Final = 4_000


@phone_call("GET", "POST", most=MOST_BYTES)
def announcements(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Answer what stands and reaches this phone, and keep what its officer read: six queries.

    `{"read": [[number, version], ...]}` says what was read; twice is once. A phone whose duty has
    ended is told nothing.
    """
    if not stands(asked.device):
        return packed(request, {"announcements": []})
    now = clock.now()
    if request.method == "POST":
        notices.heard(asked.scope, asked.device, _read(asked.body), now)
    rows = notices.on_phone(asked.scope, asked.device, now)
    parties = PartyNames(asked.scope, [row.party for row, _ in rows])
    told = [
        {
            "number": row.number,
            "version": row.version,
            "text": row.text,
            "by": parties.party(row.party),
            "at": spelling.to_utc(row.at),
            "until": spelling.to_utc(row.expires_at),
            "read": is_read,
        }
        for row, is_read in rows
    ]
    return packed(request, {"announcements": told})


def _read(body: bytes) -> list[tuple[int, int]]:
    """Return the versions that were read. Raises `Refused` for anything else."""
    try:
        every = json.loads(body)["read"]
        found = [(number, version) for number, version in every]
        if len(found) > MOST_READ or any(type(one) is not int for pair in found for one in pair):
            raise ValueError
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise refuse(Code.NOTES_UNREADABLE, most=MOST_READ) from error
    return found
