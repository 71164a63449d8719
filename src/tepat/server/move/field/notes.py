"""Words that officers typed: a fact carries their salted hash, the phone brings them by themselves.

They are taken only for a fact of the same device that names them, and are kept beside the log,
where they can be deleted.
"""

import json
from typing import Any, Final

from django.http import HttpRequest, HttpResponse

from tepat.core.log.words import note_hash
from tepat.core.problems import Code, refuse
from tepat.server import clock
from tepat.server.log.models import Fact, Words
from tepat.server.move.field.asking import Asked, answer_with, phone_call

MOST: Final = 50
LONGEST: Final = 4_000
"""Characters of one text: a filled-in checklist is some 300."""
MOST_BYTES: Final = 300 * 2**10
_FIELDS: Final = ("note", "checklist")


@phone_call("POST", most=MOST_BYTES)
def notes(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Keep texts whose facts are here; answer the hashes of those that are: two queries each.

    Also after a duty has ended: a fact that counts named them while it lasted.
    """
    brought = _brought(asked.body)
    scope, device = asked.scope, asked.device.device
    rows = Fact.objects.filter(
        election=scope.election,
        kabupaten=scope.kabupaten,
        device=device,
        pk__in={each["fact"] for each in brought},
    )
    if asked.device.upto is not None:
        rows = rows.filter(seq__lte=asked.device.upto)
    bodies = {row.pk: json.loads(bytes(row.body)) for row in rows}
    kept = []
    for each in brought:
        body = bodies.get(each["fact"], {})
        if each["hash"] not in [body.get(field) for field in _FIELDS]:
            continue
        Words.objects.get_or_create(
            election=scope.election,
            kabupaten=scope.kabupaten,
            hash=each["hash"],
            defaults={"salt": each["salt"], "text": each["text"], "received_at": clock.now()},
        )
        kept.append(each["hash"])
    return answer_with({"kept": kept})


def _brought(body: bytes) -> list[dict[str, str]]:
    """Return the texts in a request. Raises `Refused` for anything else, and for a false hash."""
    try:
        every: list[dict[str, Any]] = json.loads(body)["notes"]
        found = [{key: each[key] for key in ("fact", "hash", "salt", "text")} for each in every]
        are_texts = all(isinstance(value, str) for each in found for value in each.values())
        if not are_texts or len(found) > MOST:
            raise ValueError
        if any(len(each["text"]) > LONGEST or len(each["salt"]) != 32 for each in found):
            raise ValueError
        if any(note_hash(each["salt"], each["text"]) != each["hash"] for each in found):
            raise ValueError
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise refuse(Code.NOTES_UNREADABLE, most=MOST) from error
    return found
