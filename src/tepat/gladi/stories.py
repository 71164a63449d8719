"""The stories that can be played: which kabupaten, and where its facts lie."""

import csv
import tomllib
from dataclasses import dataclass
from importlib.resources import files
from typing import Final

from tepat.adapters.data_files import ElectionFile
from tepat.core.election.regions import parent_of
from tepat.core.problems import Code, refuse


@dataclass(frozen=True, slots=True)
class Story:
    """One story: a kabupaten with the facts that tepat ships, in `data/<facts>`."""

    code: str
    name: str
    kabupaten: str
    zone: str
    facts: str
    scenarios: tuple[str, ...] = ()
    """What is injected unless somebody chooses otherwise."""
    election: str = "pilkada-2024"
    """What is voted on unless somebody chooses otherwise."""

    def own_election(self) -> ElectionFile | None:
        """Return the election that lies beside the facts of this story alone, if one does."""
        path = files("tepat").joinpath("data", *self.facts.split("/"), "election.toml")
        return ElectionFile(self.election, path, is_own=True) if path.is_file() else None

    def kecamatan(self) -> list[str]:
        """Return the codes of the kecamatan that have TPS, in order."""
        path = files("tepat").joinpath("data", *self.facts.split("/"), "tps.csv")
        lines = path.read_text(encoding="utf-8").splitlines()
        rows = csv.DictReader(line for line in lines if not line.startswith("#"))
        return sorted({parent_of(row["desa"]) for row in rows})


FILE: Final = "stories.toml"


def stories() -> dict[str, Story]:
    """Return every story by its code, in order."""
    text = (files("tepat") / "data" / "gladi" / FILE).read_text(encoding="utf-8")
    rows = tomllib.loads(text)["story"]
    return {
        row["code"]: Story(
            row["code"],
            row["name"],
            row["kabupaten"],
            row["zone"],
            row["facts"],
            tuple(row.get("scenarios", ())),
            row.get("election", "pilkada-2024"),
        )
        for row in rows
    }


def story_named(code: str) -> Story:
    """Return a story by its code. Raises `Refused` with the choices where there is none."""
    known = stories()
    if code not in known:
        raise refuse(Code.GLADI_STORY, story=code, choices=", ".join(known))
    return known[code]
