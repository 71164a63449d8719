"""What people typed, kept beside the log: a fact carries only its salted hash."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from secrets import token_hex

from tepat.core.log.words import note_hash
from tepat.server.log.models import Words


def keep(election: str, kabupaten: str, text: str, now: datetime) -> str:
    """Keep `text` under a fresh salt; return the hash a fact may carry, "" for no text."""
    return keep_all(election, kabupaten, [text], now)[0]


def keep_all(election: str, kabupaten: str, texts: Sequence[str], now: datetime) -> list[str]:
    """Keep each of `texts` as `keep` does, in one statement; return their hashes in order."""
    rows = []
    for text in texts:
        salt = token_hex(16) if text else ""
        rows.append(
            Words(
                election=election,
                kabupaten=kabupaten,
                hash=note_hash(salt, text) if text else "",
                salt=salt,
                text=text,
                received_at=now,
            )
        )
    Words.objects.bulk_create([row for row in rows if row.text], batch_size=500)
    return [row.hash for row in rows]


def texts(election: str, kabupaten: str, hashes: Iterable[str]) -> dict[str, str]:
    """Return those of the texts that are still kept, by their hashes: one query."""
    found = Words.objects.filter(election=election, kabupaten=kabupaten, hash__in=set(hashes))
    return dict(found.values_list("hash", "text"))
