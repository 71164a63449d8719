"""What people typed, kept beside the log: a fact carries only its salted hash."""

from collections.abc import Iterable
from datetime import datetime
from secrets import token_hex

from tepat.core.log.words import note_hash
from tepat.server.log.models import Words


def keep(election: str, kabupaten: str, text: str, now: datetime) -> str:
    """Keep `text` under a fresh salt; return the hash a fact may carry, "" for no text."""
    if not text:
        return ""
    salt = token_hex(16)
    name = note_hash(salt, text)
    Words.objects.create(
        election=election, kabupaten=kabupaten, hash=name, salt=salt, text=text, received_at=now
    )
    return name


def texts(election: str, kabupaten: str, hashes: Iterable[str]) -> dict[str, str]:
    """Return those of the texts that are still kept, by their hashes: one query."""
    found = Words.objects.filter(election=election, kabupaten=kabupaten, hash__in=set(hashes))
    return dict(found.values_list("hash", "text"))
