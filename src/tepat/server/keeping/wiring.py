"""Which logs this installation has, and everything the sequencer of each needs.

Apps look one way, and a log knows neither elections nor packages. This is where a log
meets the scope it belongs to: when its parts are released, how its packages fold.
"""

import shlex
import subprocess
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings

from tepat.core.problems import Refused
from tepat.server import environment
from tepat.server.election.elections import election_of
from tepat.server.election.models import Scope
from tepat.server.keeping import states
from tepat.server.log.names import origin_of
from tepat.server.log.publishing import release, views
from tepat.server.log.publishing.disk import Disk
from tepat.server.log.publishing.pacing import Share
from tepat.server.log.publishing.place import Place
from tepat.server.log.publishing.sequencer import Sequencer
from tepat.server.log.publishing.signer import FileSigner, ProcessSigner, SignsLogs
from tepat.server.log.publishing.source import DatabaseSource


def home() -> Path:
    return Path(settings.HOME)


def place_of(scope: Scope) -> Place:
    """Return where the log of a scope lives."""
    origin = origin_of(scope.election, scope.kabupaten)
    return Place(home(), scope.election, scope.kabupaten, origin)


def scopes() -> list[Scope]:
    """Every scope, and so every log: one query."""
    return list(Scope.objects.order_by("election", "kabupaten"))


def releases_for(scope: Scope) -> release.Releases:
    """Return when the parts of a log are public; without a voting day nothing opens."""
    try:
        voting_day = election_of(scope).voting_day
    except Refused:
        voting_day = None
    changed = environment.words("TEPAT_LOG_RELEASES")
    return release.releases_of(voting_day, scope.zone, changed)


def policy_file(place: Place) -> Path:
    """The policy of one log where there is one, else the one of the installation."""
    folder = home() / "policies"
    own = folder / f"{place.election}.{place.kabupaten}.txt"
    return own if own.exists() else folder / "policy.txt"


def signer_of(place: Place, disk: Disk) -> SignsLogs:
    """Return who signs: keys in files, or the process that `TEPAT_LOG_SIGNER` starts."""
    command = environment.text("TEPAT_LOG_SIGNER")
    if not command:
        return FileSigner(place, disk)
    process = subprocess.Popen(
        shlex.split(command),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    return ProcessSigner(place, process)


def sequencer_of(scope: Scope, share: Share | None = None) -> Sequencer:
    """Return the sequencer of one log, whose states take time of `share`, else of its own.

    Hold `locks.only_writer` while it is used.
    """
    place, disk = place_of(scope), Disk()
    source = DatabaseSource(place)

    lists = home() / "lists"

    def fold(size: int) -> Iterable[bytes]:
        return states.lines(source.entries(1, size), lists)

    return Sequencer(
        place,
        source,
        signer_of(place, disk),
        disk,
        views.FilesBeside(place, source, disk, lists, fold),
        lambda: releases_for(scope),
        lambda: policy_file(place),
        share=share,
    )
