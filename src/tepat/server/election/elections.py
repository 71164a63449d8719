"""The election of a scope, read once per process from its file."""

from functools import lru_cache

from django.conf import settings

from tepat.adapters.data_files import ElectionFile, election_files
from tepat.core.election.catalogue import Election
from tepat.core.election.reading import read_election
from tepat.core.problems import Code, Problem, Refused, refuse
from tepat.server.election.models import Scope


def election_of(scope: Scope) -> Election:
    """Return the election of `scope`. Raises `Refused` where there is no usable file."""
    return load(scope.election)


def load(code: str) -> Election:
    """Return the election `code`, read again only when an office has saved its file.

    Raises `Refused` with the choices where it is unknown, or with its first fault.
    """
    files = election_files(settings.HOME)
    if code not in files:
        raise refuse(Code.ELECTION_UNKNOWN, value=code, choices=", ".join(files))
    election, problems = _read(files[code], files[code].version())
    if election is None:
        raise Refused(problems[0])
    return election


def read_file(file: ElectionFile) -> tuple[Election | None, list[Problem]]:
    """Return the election in `file`, or every fault in it."""
    name = f"{file.code}.toml"
    try:
        text = file.read()
    except UnicodeDecodeError:
        return None, [Problem(Code.FILE_BROKEN, {"file": name})]
    election, problems = read_election(text, name)
    if election and election.code != file.code:
        # The name of the file is what URLs and commands say; two names for one would part.
        facts: dict[str, str | int] = {"file": name, "line": 1, "where": "code"}
        facts |= {"value": election.code, "example": file.code}
        return None, [Problem(Code.ELECTION_FORM, facts)]
    return election, problems


@lru_cache(maxsize=16)
def _read(file: ElectionFile, version: float) -> tuple[Election | None, list[Problem]]:
    return read_file(file)
