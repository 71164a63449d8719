"""The name of a log to the world: `<host>/<election>/<kabupaten>`."""

from django.conf import settings


def origin_of(election: str, kabupaten: str) -> str:
    """Return the origin of one log, as its checkpoints, receipts and letters bear it."""
    return f"{settings.LOG_HOST}/{election}/{kabupaten}"
