"""One round of a mirror: copy what is new, check it, fold it, and say how far it came.

The copy is checked against the key that this room's own policy pins, before anything is
folded. Whatever does not fit leaves the last good state where it is, with a sentence.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.db import DatabaseError

from tepat.adapters import list_files
from tepat.core.election import zones
from tepat.core.log import canonical, checkpoints, entries, notes, office, policies, spelling, tiles
from tepat.core.problems import Code, Problem, Refused, refuse
from tepat.server import clock, environment
from tepat.server.election.models import Scope
from tepat.server.log import following as rows
from tepat.server.log import queries
from tepat.server.log.publishing import status
from tepat.server.log.publishing.disk import Disk
from tepat.server.log.publishing.place import Place
from tepat.server.log.refilling import Lost
from tepat.server.mirrored import addresses, door, state, taking
from tepat.server.mirrored.marking import Link, kept
from tepat.server.move.custody import lists
from tepat.server.move.custody import services as custody
from tepat.witness import beside, mirroring, trust

AT_ONCE: Final = 2_048
"""Entries folded in one transaction: eight bundles."""
_ZONES: Final = {7: zones.WIB, 8: zones.WITA, 9: zones.WIT}


def place_of(link: Link) -> Place:
    """Return where the copy of a log lies: where a published one does."""
    return Place(Path(settings.HOME), link.election, link.kabupaten, link.origin)


def round(link: Link, policy: policies.Policy, token: str) -> state.State:
    """Follow one log as far as its source goes; return how it stands. Never raises for a source.

    What is wrong stands in the state; so does the last good moment.
    """
    path = state.path_of(Path(settings.HOME), link.election, link.kabupaten)
    known = state.read(path)
    now = replace(known) if known else state.State(link.origin, link.where)
    now.where, now.tried_at = link.where, _text(clock.now())
    problem: Problem | None = None
    try:
        addresses.check(link.where)
        keys = trust.log_keys(policy, link.origin)
        mirroring.mirror_one(link.where, place_of(link).folder, keys, token)
    except Refused as refused:
        problem = refused.problem
    except OSError as error:
        reason = error.strerror or type(error).__name__
        problem = Problem(Code.LOG_DISK, {"log": link.origin, "reason": reason})
    try:
        _fold(link, policy, now)
    except Refused as refused:
        problem = refused.problem
    except DatabaseError as error:
        problem = Problem(Code.DATABASE_AWAY, {"reason": str(error)[:100]})
    if problem is None:
        now.good_at = _text(clock.now())
    now.tell(problem)
    state.write(path, now)
    _tell_pages(link, policy, now)
    return now


def _tell_pages(link: Link, policy: policies.Policy, now: state.State) -> None:
    """Say to the pages of the log what a sequencer would: how far it goes, and is witnessed."""
    known = status.read(place_of(link))
    known.at, known.size = now.tried_at, now.published
    known.has_policy = policy.quorum != policies.NONE  # else nobody was asked to witness
    known.published_at = now.good_at
    if now.witnessed:
        known.quorum_size = now.published
    status.write(place_of(link), known, Disk())


def _fold(link: Link, policy: policies.Policy, now: state.State) -> None:
    """Fold what the copy has beyond the database. The copy has been checked."""
    folder = place_of(link).folder
    checkpoint = _checkpoint(folder, policy, now)
    if checkpoint is None:
        return
    index = _index(folder, trust.log_keys(policy, link.origin))
    scope = _scope(link, folder, index)
    _learn_lists(scope, folder)
    here = queries.size(link.election, link.kabupaten)
    now.size = here
    if here > checkpoint.size:
        raise refuse(Code.ROOM_OTHER_LOG, log=link.origin, here=here, there=checkpoint.size)
    for some in _entries(folder, here, checkpoint.size, scope):
        _take(scope, some, now)
    now.withheld = _reveal(scope, folder)
    if index is not None:
        taken = taking.Taken(dict(now.parts), now.waiting)
        try:
            taking.take(scope, folder, index, taken)
        finally:
            now.parts, now.waiting, now.made = taken.parts, taken.waiting, index.made


def _take(scope: Scope, some: list[Lost], now: state.State) -> None:
    """Take entries; of those that hold one that is wrong, the ones before it."""
    try:
        door.take(scope, some)
    except Refused as refused:
        number = refused.problem.facts.get("number")
        good = [each for each in some if isinstance(number, int) and each.number < number]
        if good:
            door.take(scope, good)
            now.size, now.newest = good[-1].number, good[-1].entry.received
        raise
    now.size, now.newest = some[-1].number, some[-1].entry.received


def _checkpoint(
    folder: Path, policy: policies.Policy, now: state.State
) -> checkpoints.Checkpoint | None:
    try:
        data = (folder / "checkpoint").read_bytes()
    except OSError:
        return None
    read = trust.read_checkpoint(data)
    if read is None:
        return None
    now.witnessed = policy.quorum != policies.NONE and policies.quorum_met(policy, read[0])
    now.published = read[1].size
    return read[1]


def _index(folder: Path, keys: list[notes.Verifier]) -> office.Office | None:
    try:
        return office.parse((folder / office.FILE).read_bytes(), keys)
    except (OSError, office.BadOffice):
        return None


def _scope(link: Link, folder: Path, index: office.Office | None) -> Scope:
    """Return the scope of a log; made from what the office says, else from the log's first fact."""
    found = Scope.objects.filter(election=link.election, kabupaten=link.kabupaten).first()
    if found is not None:
        return found
    zone, contoh = "", False
    if index is not None:
        said = taking.scope_from(folder, index)
        zone, contoh = said["zone"], said.get("contoh") is True
        _follow_clock(said)
    return Scope.objects.create(
        election=link.election,
        kabupaten=link.kabupaten,
        zone=zone or _zone_of(folder),
        is_contoh=contoh,
    )


def _follow_clock(said: Mapping[str, Any]) -> None:
    """Take over the clock of a demo, where this room's own operator said that it is one too.

    Whoever signs the log must not move the clock of another agency's server: a scope that is
    not contoh has no say, nor has a room that holds one. Raises `Refused` for no such number.
    """
    room, shift = kept(Path(settings.HOME)), said.get("demo_shift")
    is_demo = (room is not None and room.demo_clock) or environment.flag("TEPAT_DEMO")
    if not is_demo or said.get("contoh") is not True or shift is None:
        return
    if not environment.is_shift(shift):
        raise refuse(Code.ROOM_OFFICE, part="scope", reason="demo_shift")
    path = Path(settings.HOME) / environment.DEMO_CLOCK
    if not path.exists() and not Scope.objects.filter(is_contoh=False).exists():
        path.write_text(str(shift), encoding="ascii")
        clock.shift(timedelta(seconds=shift))


def _zone_of(folder: Path) -> str:
    """The zone of Indonesia in which the first fact was told."""
    for width in range(1, tiles.WIDTH + 1):
        path = folder / tiles.entries_path(0, width)
        if path.is_file():
            leaves = tiles.parse_bundle(path.read_bytes(), width)
            entry = entries.parse(leaves[0])
            if isinstance(entry, entries.FactEntry):
                at = str(canonical.decode(entry.body)["at"])
                offset = datetime.fromisoformat(at).utcoffset() or timedelta()
                return _ZONES.get(offset // timedelta(hours=1), _ZONES[7])
    return _ZONES[7]


def _entries(folder: Path, here: int, size: int, scope: Scope) -> Iterator[list[Lost]]:
    """Give the entries behind the first `here`, some at once; stops where a bundle is withheld.

    The copy checked each bundle against the signed tree. Of those that lie here already, the
    ones beside the new must be the same.
    """
    found: list[Lost] = []
    for index in range(here // tiles.WIDTH, -(-size // tiles.WIDTH)):
        width = min(tiles.WIDTH, size - index * tiles.WIDTH)
        path = folder / tiles.entries_path(index, width)
        if not path.is_file():
            break
        leaves = tiles.parse_bundle(path.read_bytes(), width)
        first = index * tiles.WIDTH + 1
        if first <= here:
            own = queries.entries(scope.election, scope.kabupaten, first, here)
            if own != leaves[: len(own)]:
                raise refuse(Code.ROOM_OTHER_LOG, log=str(scope), here=here, there=size)
        for number, leaf in enumerate(leaves, start=first):
            if number > here:
                found.append(_lost(folder, number, leaf))
        if len(found) >= AT_ONCE:
            yield found
            found = []
    if found:
        yield found


def _lost(folder: Path, number: int, leaf: bytes) -> Lost:
    try:
        entry = entries.parse(leaf)
    except entries.BadEntry as error:
        raise refuse(Code.ROOM_ENTRY, number=number, reason=str(error)) from error
    body = b""
    if isinstance(entry, entries.HiddenEntry):
        body = _body(folder, number, entry.name, entry.audience)
    return Lost(number, entry, body)


def _body(folder: Path, number: int, name: str, audience: str) -> bytes:
    """The body of a hidden fact, where the copy has it; empty where it is withheld."""
    path = folder / "bodies" / audience / f"{number}.json"
    if audience not in queries.HIDDEN or not path.is_file():
        return b""
    body = beside.body_of(path.read_bytes())
    return body if body is not None and canonical.name_of(body) == name else b""


def _reveal(scope: Scope, folder: Path) -> int:
    """Take bodies that came since; return how many are still withheld."""
    waiting = rows.waiting(scope.election, scope.kabupaten)
    found = [
        (number, name, body)
        for number, name, audience in waiting
        if (body := _body(folder, number, name, audience))
    ]
    if found:
        door.reveal(scope, found)
    return len(waiting) - len(found)


def _learn_lists(scope: Scope, folder: Path) -> None:
    """Keep the lists that came, and fold the facts that named them before."""
    for path in sorted((folder / "lists").glob("*")):
        name = path.name
        if not spelling.is_hex(name, 64) or (lists.folder() / f"{name}.json").is_file():
            continue
        data = path.read_bytes()
        if canonical.name_of(data) == name:
            list_files.write(lists.folder(), data)
            custody.learn_list(scope, name)


def _text(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")
