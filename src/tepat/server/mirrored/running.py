"""Make a folder a room's own installation, and follow its mirrors until it is stopped."""

import logging
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import close_old_connections

from tepat.core.election.roles import OWN_ROOMS
from tepat.core.log import notes, policies
from tepat.core.problems import Code, refuse
from tepat.core.sentences import sentence
from tepat.server import environment
from tepat.server.election.models import Scope
from tepat.server.log.models import LogHead
from tepat.server.mirrored import addresses, following, state
from tepat.server.mirrored.marking import Link, Room, kept, write
from tepat.witness import files, sources, trust

LONGEST_S: Final = 300.0
"""How long the pause grows while a source gives nothing good."""
LOCK: Final = "mirror/following"
_NOTE = logging.getLogger("tepat.mirror")


def prepare(
    home: Path,
    mirrors: Sequence[str],
    policy: Path | None,
    token_file: Path | None,
    every_s: float,
    *,
    demo_clock: bool = False,
) -> Room:
    """Say which logs this room follows; without `mirrors` those it followed before.

    With `demo_clock` it is a demo from now on, and follows the clock of KPU's demo.

    Reads the newest checkpoint of each to learn its name, and believes it only by a key of
    the policy. Raises `Refused` in a folder that holds facts of its own, without a policy,
    and for a source that is not signed by a log of it.
    """
    before = kept(home)
    if before is None or before.room not in OWN_ROOMS:
        raise ValueError("mark the room first")
    followed = {(each.election, each.kabupaten) for each in before.links}
    own = set(LogHead.objects.filter(size__gt=0).values_list("election", "kabupaten")) - followed
    if own:
        raise refuse(Code.ROOM_HOME, folder=str(home))
    if policy is not None:
        trust.read_policy(policy)
        files.write(home / "policies" / "policy.txt", files.read(policy, policies.LARGEST_POLICY))
    pinned = trust.read_policy(_policy_file(home))
    token = str(token_file.resolve()) if token_file else before.token_file
    links = before.links
    if mirrors:
        secret = read_token(token)
        found = [link for each in mirrors for link in _links(each, pinned, secret)]
        links = tuple({(each.election, each.kabupaten): each for each in found}.values())
    if not links:
        raise refuse(Code.ROOM_NO_MIRROR, folder=str(home))
    every_s, demo_clock = every_s or before.every_s, demo_clock or before.demo_clock
    room = Room(before.room, links, token, every_s, demo_clock)
    write(home, room)
    return room


def _policy_file(home: Path) -> Path:
    path = home / "policies" / "policy.txt"
    if not path.is_file():
        raise refuse(Code.ROOM_NO_POLICY, file=str(path))
    return path


def read_token(path: str) -> str:
    """Return the token that opens the log: of a file, else of the setting; empty without."""
    if path:
        return trust.read_token(Path(path))
    return environment.text("TEPAT_MIRROR_TOKEN").strip()


def _links(where: str, policy: policies.Policy, token: str) -> list[Link]:
    """Return the logs at one address or in one folder: itself, or what lies in it."""
    addresses.check(where)
    if where.startswith(("http://", "https://")):
        return [_link(where, policy, token)]
    folder = Path(where).expanduser().resolve()
    if not folder.is_dir():
        raise refuse(Code.LOG_FOLDER_MISSING, folder=where)
    found = [
        each.parent
        for pattern in ("checkpoint", "*/checkpoint", "*/*/checkpoint")
        for each in sorted(folder.glob(pattern))
    ]
    if not found:
        raise refuse(Code.LOG_NO_CHECKPOINT, where=where)
    return [_link(str(each), policy, "") for each in found]


def _link(where: str, policy: policies.Policy, token: str) -> Link:
    data = sources.opened(where, token).read("checkpoint", notes.LARGEST_NOTE)
    read = trust.read_checkpoint(data) if data is not None else None
    if read is None:
        raise refuse(Code.LOG_NO_CHECKPOINT, where=where)
    note, checkpoint = read
    if not trust.signed_by_log(note, trust.log_keys(policy, checkpoint.origin)):
        raise refuse(Code.NOTE_UNTRUSTED, file=f"{where}/checkpoint")
    election, _, kabupaten = checkpoint.origin.partition("/")[2].rpartition("/")
    return Link(election.rpartition("/")[2], kabupaten, checkpoint.origin, where)


class Following:
    """Follows the mirrors of one room. Only one process may: see `LOCK`."""

    def __init__(self, home: Path, tell: Callable[[str], None] = _NOTE.warning) -> None:
        self._home = home
        self._tell = tell
        self._said: dict[str, str] = {}

    def round(self) -> bool:
        """Give every mirror its round; say whether all of them were good."""
        close_old_connections()
        room = kept(self._home)
        if room is None:
            return True
        policy = trust.read_policy(_policy_file(self._home))
        token = read_token(room.token_file)
        good = True
        for link in room.links:
            try:
                now = following.round(link, policy, token)
            except Exception:
                # One log that hits a bug of ours must not stop the others; the error is told.
                _NOTE.exception("mirror %s", link.origin)
                good = False
                continue
            good = good and not now.problem
            self._say(link, now)
        return good

    def _say(self, link: Link, now: state.State) -> None:
        problem = now.told()
        said = sentence(problem) if problem else f"{link.origin}: cermin sampai fakta {now.size}."
        if self._said.get(link.origin) != said:
            self._tell(said)
        self._said[link.origin] = said


def run(home: Path, until: threading.Event, *, once: bool, tell: Callable[[str], None]) -> bool:
    """Follow until `until` is set, or one round of each; say whether the last one was good.

    The pause doubles while a source gives nothing good, up to five minutes.
    """
    every = (kept(home) or Room("")).every_s
    pause = every
    with files.held(home / LOCK):
        follower = Following(home, tell)
        while True:
            good = follower.round()
            pause = every if good else min(LONGEST_S, pause * 2)
            if once or until.wait(pause):
                return good


def has_scope() -> bool:
    """Tell whether there is anything to show yet."""
    return Scope.objects.exists()


def home() -> Path:
    return Path(settings.HOME)
