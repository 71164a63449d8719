"""The name of a log to the world: `<host>/<election>/<kabupaten>`."""

import json
from functools import lru_cache
from pathlib import Path

from django.conf import settings


def origin_of(election: str, kabupaten: str) -> str:
    """Return the origin of one log, as its checkpoints, receipts and letters bear it."""
    scope = f"{election}/{kabupaten}"
    if settings.ROOM and (own := _mirrored(settings.ROOM_FILE).get(scope)):
        return own
    return f"{settings.LOG_HOST}/{scope}"


@lru_cache(maxsize=2)
def _mirrored(file: Path) -> dict[str, str]:
    """The names of the logs that a room of its own reads, by election and kabupaten."""
    if not file.exists():
        return {}
    logs = json.loads(file.read_text(encoding="utf-8")).get("logs", [])
    return {f"{each['election']}/{each['kabupaten']}": each["origin"] for each in logs}
