"""The loop of one log: publish what is new, have it witnessed, say how it stands.

`round` is called every few seconds and never raises for what people can mend: a full
disk, a silent witness, a database that is away. It says so in the status and tries again.
Facts are taken all the while; nothing here can stop the door.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Final, Protocol

from django.db import DatabaseError, InterfaceError, close_old_connections

from tepat.core.log import checkpoints, notes, policies
from tepat.core.problems import Code, Problem, Refused, refuse
from tepat.server.log.publishing import cosigning, status
from tepat.server.log.publishing.disk import Disk
from tepat.server.log.publishing.pacing import Share, Since
from tepat.server.log.publishing.place import Place
from tepat.server.log.publishing.publisher import Publisher, Source
from tepat.server.log.publishing.release import Releases
from tepat.server.log.publishing.signer import SignsLogs
from tepat.server.log.publishing.witnesses import Post, Seen, Witnesses, post

EVERY_S: Final = 10
"""At most one checkpoint in so many seconds."""
STATES_EVERY_S: Final = 60


class Views(Protocol):
    """What is derived from the entries and published beside them."""

    def publish(self, size: int) -> None:
        """Write states and lists of the tree of `size`; what is there already is kept."""


class Sequencer:
    """One log. Only its one writer may have one: see `locks.only_writer`."""

    def __init__(
        self,
        place: Place,
        source: Source,
        signer: SignsLogs,
        disk: Disk,
        views: Views,
        releases: Callable[[], Releases],
        policy_file: Callable[[], Path],
        ask: Post = post,
        share: Share | None = None,
    ) -> None:
        self.place = place
        self.source = source
        self.signer = signer
        self.disk = disk
        self.views = views
        self.releases = releases
        self.policy_file = policy_file
        self.publisher = Publisher(place, source, signer, disk)
        self.status = status.read(place)
        self.witnesses = Witnesses(policies.Policy(), ask, {})
        self._ask = ask
        self._share = share or Share()
        self._policy_data: bytes | None = None
        self._has_recovered = False
        self._published = Since()
        self._states = Since()
        self._states_size = 0
        self._policy_problem: Problem | None = None

    def round(self, now: datetime) -> None:
        """Do what is due at `now`, and write the status when it says something else."""
        problems: list[Problem] = []
        try:
            self._round(now)
        except Refused as refused:
            problems.append(refused.problem)
        except (DatabaseError, InterfaceError) as error:
            problems.append(Problem(Code.DATABASE_AWAY, {"reason": _first_line(error)}))
            close_old_connections()
        except OSError as error:
            reason = error.strerror or _first_line(error)
            problems.append(Problem(Code.LOG_DISK, {"log": str(self.place), "reason": reason}))
        problems += self._standing_problems()
        self.status.tell(problems)
        self._report(now)

    def _round(self, now: datetime) -> None:
        if not self._has_recovered:
            self.publisher.recover()
            self._has_recovered = True
        self.publisher.describe(self.releases())
        self._read_policy()
        self._greet(now)
        if not self._published.has_lasted(now, EVERY_S):
            return
        self._take_inbox()
        note = self.publisher.sign()
        if note is None:
            self._witness_again(now)
            self._publish_views(now, is_quiet=True)
            return
        size = checkpoints.parse(note.text).size
        lines = self.witnesses.push(note, size, self._prover(size), now)
        note = note.with_signatures(lines)
        self.publisher.publish(note)
        self.status.published_at = now.isoformat(timespec="seconds")
        self._published.begin(now)
        self._judge(note, size)
        self._publish_views(now, is_quiet=False)

    def _prover(self, size: int) -> Callable[[int], list[bytes]]:
        return lambda old: self.publisher.proof(old, size)

    def _read_policy(self) -> None:
        """Take the policy as it is now; one that cannot be read leaves the last good one."""
        file = self.policy_file()
        data = self.disk.read(file)
        if data == self._policy_data:
            return
        self._policy_data = data
        self._policy_problem = None
        if data is None:
            self.witnesses = Witnesses(policies.Policy(), self._ask, {})
            return
        try:
            policy = policies.parse(data)
        except policies.BadPolicy as error:
            facts = {"file": str(file), "reason": str(error)}
            self._policy_problem = Problem(Code.LOG_POLICY, facts)
            return
        known: Mapping[str, Seen] = {
            each["name"]: Seen(each["size"], each.get("proven", 0), each.get("root", ""))
            for each in self.status.witnesses
        } | {
            name: Seen(each.size, each.proven, each.root)
            for name, each in self.witnesses.standing.items()
        }
        self.witnesses = Witnesses(policy, self._ask, known)

    def _greet(self, now: datetime) -> None:
        """Ask the witnesses what they have seen, before anything is signed.

        After a restore every one of them must have answered: else an older history might
        be signed that contradicts the one they know.
        """
        self.witnesses.own = self._own_keys()
        if self.witnesses.unasked():
            empty = notes.parse_note(self.signer.greet())
            self.witnesses.greet(empty, now)
        restored = restored_mark(self.place)
        if restored.exists():
            if silent := self.witnesses.unasked():
                raise refuse(Code.LOG_RESTORED, log=str(self.place), names=", ".join(silent))
            self.signer.set_floor(*self.witnesses.floor)
            self.disk.remove(restored)
        size, root = self.witnesses.floor
        memory = self.signer.memory()
        # What was proven once holds while a witness says so, even one that shows it no more.
        is_held = bool(memory.floor_root) and self.witnesses.may_hold(memory.floor)
        if size < memory.floor and (is_held or self.witnesses.unasked()):
            size = memory.floor
        elif size > memory.size or memory.floor > memory.size:
            self.signer.set_floor(size, root)
        self.witnesses.doubt(max(size, memory.size))

    def _own_keys(self) -> list[notes.Verifier]:
        """Every key of this log: what the signer ever had, and those the policy names."""
        signed = [notes.parse_vkey(each) for each in self.signer.vkeys()]
        named = [each.verifier for each in self.witnesses.policy.logs]
        every = dict.fromkeys([*signed, *named])
        return [each for each in every if each.name == self.place.origin]

    def _take_inbox(self) -> None:
        for path, size, signatures in cosigning.waiting(self.place, self.disk):
            note = self.publisher.add_signatures(size, signatures)
            self.disk.remove(path)
            if note is not None:
                self._judge(note, size)

    def _witness_again(self, now: datetime) -> None:
        """Show the published checkpoint to the witnesses that have not signed it yet."""
        size = self.publisher.size
        note = self.publisher.note() if size else None
        if note is None:
            return
        if lines := self.witnesses.push(note, size, self._prover(size), now):
            note = self.publisher.add_signatures(size, lines) or note
        self._judge(note, size)

    def _judge(self, note: notes.Note, size: int) -> None:
        policy = self.witnesses.policy
        if self._policy_data is not None and policies.quorum_met(policy, note):
            self.status.quorum_size = max(self.status.quorum_size, size)

    def _publish_views(self, now: datetime, *, is_quiet: bool) -> None:
        """States at a quiet moment, and at most each minute while it is busy."""
        size = self.publisher.size
        if size == self._states_size:
            return
        wait = EVERY_S if is_quiet else STATES_EVERY_S
        if not self._states.has_lasted(now, wait):
            return
        with self._share.turn() as there_is_time:  # folding a large log takes seconds
            if there_is_time:
                self._states.begin(now)
                self.views.publish(size)
                self._states_size = self.status.states = size

    def _standing_problems(self) -> list[Problem]:
        found = self.witnesses.problems(str(self.place))
        if self._policy_problem:
            found.append(self._policy_problem)
        for path in cosigning.evidence_of(self.place):
            where = {"log": str(self.place), "file": str(path)}
            found.append(Problem(Code.LOG_SPLIT, {**where, "size": self.publisher.size}))
        return found

    def _report(self, now: datetime) -> None:
        self.status.at = now.isoformat(timespec="seconds")
        self.status.size = self.publisher.size
        self.status.has_policy = self._policy_data is not None
        self.status.witnesses = self.witnesses.as_json()
        try:
            status.write(self.place, self.status, self.disk)
        except OSError:
            return  # the disk is full: `tepat doctor` sees that by itself


def restored_mark(place: Place) -> Path:
    """The file that says: this log was restored and has not spoken with its witnesses yet."""
    return place.state / "restored"


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0]
