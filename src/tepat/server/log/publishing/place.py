"""Where one log lives: its name, its published folder, its own state, its keys.

TEPAT_HOME/log/<election>/<kabupaten>/         what is published, as 0100 lists it
TEPAT_HOME/log-state/<election>/<kabupaten>/   lock, status, cosignatures that came in
TEPAT_HOME/keys/log-<election>-<kabupaten>.*   keys, and what was signed last
"""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Place:
    """One log: `origin` names it to the world, election and kabupaten name it here."""

    home: Path
    election: str
    kabupaten: str
    origin: str

    @property
    def folder(self) -> Path:
        return self.home / "log" / self.election / self.kabupaten

    @property
    def state(self) -> Path:
        return self.home / "log-state" / self.election / self.kabupaten

    @property
    def keys(self) -> Path:
        return self.home / "keys"

    @property
    def key_name(self) -> str:
        return f"log-{self.election}-{self.kabupaten}"

    def __str__(self) -> str:
        return f"{self.election}/{self.kabupaten}"
