"""What the sequencer last said about a log, for pages, doctor and metrics.

One small file per log, written by the sequencer, read by everybody else: it says how far
the log is published and witnessed, and what stands in the way.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from tepat.core.problems import Code, Problem
from tepat.server.log.publishing.disk import Disk
from tepat.server.log.publishing.place import Place


@dataclass(slots=True)
class Status:
    """One log as its sequencer sees it."""

    at: str = ""
    """When this was written."""
    size: int = 0
    """Entries under the newest checkpoint."""
    published_at: str = ""
    quorum_size: int = 0
    """Entries under the newest checkpoint whose quorum is met; 0: none yet."""
    has_policy: bool = False
    states: int = 0
    """Size for which the states of packages are published; 0: not yet."""
    witnesses: list[dict[str, Any]] = field(default_factory=list)
    problems: list[dict[str, Any]] = field(default_factory=list)

    @property
    def is_witnessed(self) -> bool:
        """Whether the newest checkpoint met its quorum; else it shows as `belum disaksikan`."""
        return self.has_policy and 0 < self.size == self.quorum_size

    def tell(self, problems: list[Problem]) -> None:
        """Keep what stands in the way."""
        self.problems = [{"code": each.code.value, "facts": dict(each.facts)} for each in problems]

    def told(self) -> list[Problem]:
        """What stood in the way when this was written."""
        return [Problem(Code(each["code"]), each["facts"]) for each in self.problems]


def path_of(place: Place) -> Path:
    return place.state / "status.json"


def read(place: Place) -> Status:
    """Return the status of a log; an empty one where no sequencer has run, or it is torn."""
    try:
        stored: Mapping[str, Any] = json.loads(path_of(place).read_bytes())
        return Status(**stored)
    except (OSError, ValueError, TypeError):
        return Status()


def write(place: Place, status: Status, disk: Disk) -> None:
    disk.write(path_of(place), (json.dumps(asdict(status), sort_keys=True) + "\n").encode())
