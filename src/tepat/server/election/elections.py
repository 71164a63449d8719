"""The election of a scope, read once per process from its file."""

from functools import lru_cache

from django.conf import settings

from tepat.adapters.data_files import ElectionFile, election_files, read_election_file
from tepat.core.election.catalogue import Election
from tepat.core.election.quantities import setting_from_json, with_settings
from tepat.core.problems import Code, Problem, Refused, refuse
from tepat.server.election.models import Scope


def election_of(scope: Scope) -> Election:
    """Return the election of `scope`, with the quantities that its office has set: no query.

    Raises `Refused` where there is no usable file.
    """
    settings = (setting_from_json(stored) for stored in scope.quantities)
    return with_settings(load(scope.election), settings)


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


@lru_cache(maxsize=16)
def _read(file: ElectionFile, version: float) -> tuple[Election | None, list[Problem]]:
    return read_election_file(file)
