"""Elections as files: those shipped with the package, and those an office keeps itself.

A file `TEPAT_HOME/elections/CODE.toml` adds an election or stands in for the shipped one.
"""

from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from tepat.core.election.catalogue import Election
from tepat.core.election.reading import read_election
from tepat.core.problems import Code, Fact, Problem


@dataclass(frozen=True, slots=True)
class ElectionFile:
    """One election file: its code (the file's name), where it lies, and whose it is."""

    code: str
    path: Traversable
    is_own: bool

    def read(self) -> str:
        """Return its text. Raises `UnicodeDecodeError` where it is not UTF-8."""
        return self.path.read_bytes().decode("utf-8-sig")

    def version(self) -> float:
        """Return a number that changes when an office saves its file."""
        return self.path.stat().st_mtime if isinstance(self.path, Path) else 0.0


def election_files(home: Path) -> dict[str, ElectionFile]:
    """Return every election there is by code; the office's file wins over the shipped one."""
    shipped = files("tepat") / "data" / "elections"
    found = {file.code: file for file in _toml_in(shipped, is_own=False)}
    own = home / "elections"
    if own.is_dir():
        found |= {file.code: file for file in _toml_in(own, is_own=True)}
    return dict(sorted(found.items()))


def _toml_in(folder: Traversable, is_own: bool) -> list[ElectionFile]:
    return [
        ElectionFile(path.name.removesuffix(".toml"), path, is_own)
        for path in folder.iterdir()
        if path.name.endswith(".toml")
    ]


def read_election_file(file: ElectionFile) -> tuple[Election | None, list[Problem]]:
    """Return the election in `file`, or every fault in it."""
    name = f"{file.code}.toml"
    try:
        text = file.read()
    except UnicodeDecodeError:
        return None, [Problem(Code.FILE_BROKEN, {"file": name})]
    election, problems = read_election(text, name)
    if election and election.code != file.code:
        # The name of the file is what URLs and commands say; two names for one would part.
        facts: dict[str, Fact] = {"file": name, "line": 1, "where": "code"}
        facts |= {"value": election.code, "example": file.code}
        return None, [Problem(Code.ELECTION_FORM, facts)]
    return election, problems
