"""The clock of a witness: its signature says when it saw a checkpoint."""

import time


def now_s() -> int:
    """Return the seconds since 1970."""
    return int(time.time())
