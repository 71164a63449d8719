"""How far a mirror has come, in a file that every process of the room reads.

TEPAT_HOME/mirror/<election>.<kabupaten>.json; the copy itself lies where a published log
lies, so that its pages, proofs and `tepat log verify` find it.
"""

import json
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from tepat.core.problems import Code, Problem
from tepat.witness import files

STALE_AFTER: Final = timedelta(minutes=10)
"""Without a good look at the source for so long a mirror is called stale."""


@dataclass
class State:
    """One mirrored log as it stands here."""

    origin: str
    where: str
    size: int = 0
    """Entries that were checked and folded here."""
    published: int = 0
    """Entries of the newest checkpoint that was checked; more than `size` while some wait."""
    newest: str = ""
    """When KPU received the last of them, ISO 8601 in UTC."""
    good_at: str = ""
    """When the source was last read and everything held, by this machine's own clock."""
    tried_at: str = ""
    problem: dict[str, Any] = field(default_factory=dict)
    """Code and facts of what stands in the way; empty where nothing does."""
    made: str = ""
    """When the office wrote what lies beside its log."""
    parts: dict[str, str] = field(default_factory=dict)
    waiting: int = 0
    """Loads and plans that no fact of the log names yet."""
    withheld: int = 0
    """Facts whose bodies are not for this room."""
    witnessed: bool = False
    """Whether a quorum of the room's own policy signed the checkpoint."""

    def is_stale(self, now: datetime) -> bool:
        """Tell whether nothing good came from the source for too long, or something is wrong."""
        good = moment(self.good_at)
        return bool(self.problem) or good is None or now - good > STALE_AFTER

    def told(self) -> Problem | None:
        """Return what stands in the way."""
        if not self.problem:
            return None
        return Problem(Code(self.problem["code"]), self.problem["facts"])

    def tell(self, problem: Problem | None) -> None:
        """Remember what stands in the way, or that nothing does."""
        self.problem = {}
        if problem is not None:
            self.problem = {"code": problem.code.value, "facts": dict(problem.facts)}


def moment(text: str) -> datetime | None:
    """Return the moment that a state says; None where it says none."""
    return datetime.fromisoformat(text) if text else None


def path_of(home: Path, election: str, kabupaten: str) -> Path:
    """Where the state of one mirror lies."""
    return home / "mirror" / f"{election}.{kabupaten}.json"


def read(path: Path) -> State | None:
    """Return the state that lies at `path`; None where there is none."""
    try:
        changed = path.stat().st_mtime_ns
    except OSError:
        return None
    return _read(path, changed)


@lru_cache(maxsize=8)
def _read(path: Path, changed: int) -> State | None:
    try:
        return State(**json.loads(path.read_bytes()))
    except (OSError, ValueError, TypeError):
        return None


def write(path: Path, state: State) -> None:
    """Put a state in place, whole."""
    files.write(path, json.dumps(asdict(state), indent=1, sort_keys=True).encode())
