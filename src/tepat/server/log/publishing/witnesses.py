"""Bring each checkpoint to the witnesses of a policy, and bring back their cosignatures.

C2SP tlog-witness. A witness that does not answer is asked again, ever more rarely, and
holds nobody up; one that has seen more than we have, or another history, is a problem
that people must look at. What a witness says it has seen is believed where it shows a
note of that size that our own key signed, or where most of them say so; the word of one
stops nothing.
"""

import http.client
import threading
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple, TypeVar

from tepat.core.log import checkpoints, notes, policies, spelling, witnessing
from tepat.core.problems import Code, Problem
from tepat.server.log.publishing.pacing import Since

TIMEOUT_S: Final = 4.0
_LARGEST_ANSWER: Final = notes.LARGEST_NOTE
_FIRST_PAUSE_S: Final = 10
_LONGEST_PAUSE_S: Final = 600
_AT_ONCE: Final = 16


class Answer(NamedTuple):
    """What came back over HTTP. Status 0: nothing did, and `body` says why."""

    status: int
    body: bytes


Post = Callable[[str, bytes | None], Answer]
"""From an address and what is sent there to what comes back; None: nothing is sent (GET)."""
Result = TypeVar("Result")
Prove = Callable[[int], Sequence[bytes]]
"""From the size a witness holds to the proof that the new tree continues it."""


class Seen(NamedTuple):
    """What a witness told us before: see `Standing`."""

    size: int = 0
    proven: int = 0
    root: str = ""


@dataclass(slots=True)
class Standing:
    """What is known of one witness."""

    name: str
    size: int = 0
    """The largest tree it said it has seen."""
    proven: int = 0
    """The largest tree of which it showed a note that our own key signed."""
    root: str = ""
    """The root in that note, in hexadecimal."""
    is_doubted: bool = False
    """It says it has seen more than we ever signed, as far as we know, and shows nothing."""
    is_asked: bool = False
    """It has answered at least once since this process began."""
    silent_since: str = ""
    reason: str = ""
    refuses: bool = False
    """It answered that our log is another history than the one it has seen."""
    pauses: int = 0
    next_at: str = ""


class Witnesses:
    """The witnesses of one policy that have an address."""

    def __init__(self, policy: policies.Policy, post: Post, known: Mapping[str, Seen]) -> None:
        self.policy = policy
        self.parties = {name: each for name, each in policy.witnesses.items() if each.url}
        self.standing = {name: Standing(name, *known.get(name, Seen())) for name in self.parties}
        self.own = [each.verifier for each in policy.logs]
        """The keys of our log: what they signed, we signed."""
        self._post = post
        self._paused: dict[str, Since] = {}

    @property
    def floor(self) -> tuple[int, bytes]:
        """The size below which nothing may be signed, and the root there where one is proven."""
        proofs = ((each.proven, each.root) for each in self.standing.values())
        proven, root = max(proofs, default=(0, ""))
        agreed = self._agreed()
        return (proven, bytes.fromhex(root)) if proven >= agreed else (agreed, b"")

    def _agreed(self) -> int:
        """Return the largest size that most of those who can be asked say they have seen.

        They must also make the quorum, if everybody who cannot be asked agreed with them.
        """
        mute = self.policy.witnesses.keys() - self.parties.keys()
        for size in sorted({each.size for each in self.standing.values()}, reverse=True):
            saying = {each.name for each in self.standing.values() if each.size >= size}
            is_most = 2 * len(saying) > len(self.parties)
            if is_most and policies.quorum_of(self.policy, saying | mute):
                return size
        return 0

    def doubt(self, most: int) -> None:
        """Doubt who says it has seen a tree above `most`, the largest we know that we signed."""
        for each in self.standing.values():
            each.is_doubted = each.size > max(most, each.proven)

    def may_hold(self, size: int) -> bool:
        """Tell whether one of them says it holds `size`, or has not answered yet."""
        return any(not each.is_asked or each.size >= size for each in self.standing.values())

    def unasked(self) -> list[str]:
        return [each.name for each in self.standing.values() if not each.is_asked]

    def greet(self, empty: notes.Note, now: datetime) -> None:
        """Ask those who have not answered yet what they have seen, by showing the empty tree."""
        names = [name for name in self.unasked() if self._is_due(name, now)]
        self._each(names, lambda name: self._show(name, empty, 0, lambda old: (), now, old=0))

    def push(
        self, note: notes.Note, size: int, prove: Prove, now: datetime
    ) -> list[notes.Signature]:
        """Show a checkpoint to all whose signature it lacks; return the lines that hold."""
        signed = {(line.name, line.key_hash) for line in note.signatures}
        names = [
            name
            for name, party in self.parties.items()
            if (party.verifier.name, party.verifier.key_hash) not in signed
            and self._is_due(name, now)
        ]
        lines = self._each(names, lambda name: self._show(name, note, size, prove, now))
        return [line for line in lines if line]

    def problems(self, log: str) -> list[Problem]:
        """What people must do about witnesses."""
        found = []
        for each in self.standing.values():
            if each.refuses:
                facts = {"name": each.name, "log": log, "reason": each.reason}
                found.append(Problem(Code.LOG_WITNESS_REFUSES, facts))
            elif each.is_doubted:
                facts = {"name": each.name, "log": log}
                found.append(Problem(Code.LOG_WITNESS_CLAIMS, {**facts, "size": each.size}))
            elif each.silent_since:
                facts = {"name": each.name, "since": each.silent_since, "reason": each.reason}
                found.append(Problem(Code.LOG_WITNESS_SILENT, facts))
        return found

    def as_json(self) -> list[dict[str, Any]]:
        return [asdict(each) for each in self.standing.values()]

    def _each(self, names: Sequence[str], ask: Callable[[str], Result]) -> list[Result]:
        if not names:
            return []
        with ThreadPoolExecutor(min(len(names), _AT_ONCE)) as threads:
            return list(threads.map(ask, names))

    def _learn(self, standing: Standing, party: policies.Party) -> None:
        """Ask for the newest note it signed; keep what our own key signed and it saw."""
        if not self.own:
            return
        path = witnessing.newest_path(self.own[0].name)
        answer = self._post(f"{party.url.rstrip('/')}{path}", None)
        shown = _signed_by(self.own, answer.body) if answer.status == 200 else None
        if shown and shown.size > standing.proven:
            standing.proven, standing.root = shown.size, shown.root.hex()

    def _is_due(self, name: str, now: datetime) -> bool:
        standing = self.standing[name]
        if not standing.next_at or datetime.fromisoformat(standing.next_at) <= now:
            return True
        paused = self._paused.get(name)  # by this process: the clock may stand since
        return paused is not None and paused.has_lasted(now, _pause_s(standing.pauses - 1))

    def _show(
        self,
        name: str,
        note: notes.Note,
        size: int,
        prove: Prove,
        now: datetime,
        old: int | None = None,
    ) -> notes.Signature | None:
        """Show one witness a checkpoint; follow its word about what it holds once."""
        standing, party = self.standing[name], self.parties[name]
        # Who said more than we have is asked again: the size it tells may be another by now.
        old = min(standing.size, size) if old is None else old
        for _ in range(2):
            if old > size:
                break
            request = witnessing.Request(old, tuple(prove(old)), note)
            answer = self._post(
                f"{party.url.rstrip('/')}/add-checkpoint", witnessing.write(request)
            )
            held = _size_in(answer)
            if answer.status == 409 and held is not None and held != old:
                standing.size = old = held
                self._said_more(standing, party, size, now)
                continue
            return self._take(standing, party, note, size, answer, now)
        return None

    def _said_more(
        self, standing: Standing, party: policies.Party, size: int, now: datetime
    ) -> None:
        """Take another size than we thought; where it is above ours, ask for its proof."""
        pauses = standing.pauses
        self._heard(standing)
        if standing.size > size:
            self._learn(standing, party)
        if standing.size > size > 0:
            standing.reason = f"{standing.size} > {size}"
            standing.pauses = pauses
            self._pause(standing, now)

    def _take(
        self,
        standing: Standing,
        party: policies.Party,
        note: notes.Note,
        size: int,
        answer: Answer,
        now: datetime,
    ) -> notes.Signature | None:
        if answer.status == 200:
            line = _line_of(party, note, answer.body)
            if line:
                standing.size = size
                self._heard(standing)
                return line
            self._silent(standing, "jawaban tanpa tanda tangan yang sah", now)
        elif answer.status in (409, 422):
            self._heard(standing)
            standing.refuses = True
            standing.reason = f"HTTP {answer.status}"
            self._pause(standing, now)
        elif answer.status:
            self._silent(standing, f"HTTP {answer.status}", now)
        else:
            self._silent(standing, answer.body.decode("utf-8", "replace"), now)
        return None

    def _heard(self, standing: Standing) -> None:
        standing.is_asked = True
        standing.refuses = False
        standing.silent_since = standing.reason = standing.next_at = ""
        standing.pauses = 0

    def _silent(self, standing: Standing, reason: str, now: datetime) -> None:
        standing.silent_since = standing.silent_since or now.isoformat(timespec="seconds")
        standing.reason = reason[:200]
        self._pause(standing, now)

    def _pause(self, standing: Standing, now: datetime) -> None:
        pause = _pause_s(standing.pauses)
        self._paused.setdefault(standing.name, Since()).begin(now)
        standing.pauses = min(standing.pauses + 1, 10)
        standing.next_at = (now + timedelta(seconds=pause)).isoformat()


def _pause_s(pauses: int) -> float:
    """Return how long the next pause is after so many."""
    return float(min(_FIRST_PAUSE_S << max(pauses, 0), _LONGEST_PAUSE_S))


def _size_in(answer: Answer) -> int | None:
    return spelling.to_number(answer.body.decode("ascii", "replace").strip())


def _signed_by(own: Sequence[notes.Verifier], data: bytes) -> checkpoints.Checkpoint | None:
    """The checkpoint in a note of our log, if one of our `own` keys signed it."""
    try:
        note = notes.parse_note(data)
        if not notes.verified(note, own):
            return None
        checkpoint = checkpoints.parse(note.text)
    except (notes.BadNote, checkpoints.BadCheckpoint):
        return None
    return checkpoint if checkpoint.origin == own[0].name else None


def _line_of(party: policies.Party, note: notes.Note, body: bytes) -> notes.Signature | None:
    """The cosignature of this witness in an answer, if it holds."""
    try:
        lines = notes.parse_signatures(body.decode())
    except (notes.BadNote, UnicodeDecodeError):
        return None
    return next((line for line in lines if holds(party.verifier, note, line)), None)


def holds(verifier: notes.Verifier, note: notes.Note, line: notes.Signature) -> bool:
    """Tell whether `line` is the signature of this key under this note."""
    try:
        return notes.verified(notes.Note(note.text, (line,)), [verifier]) == (verifier,)
    except notes.BadNote:
        return False


class _Stay(urllib.request.HTTPRedirectHandler):
    """A witness is where the policy says; it sends nobody elsewhere."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        return None


_opener = urllib.request.build_opener(_Stay)


def post(url: str, data: bytes | None) -> Answer:
    """Send `data` and return what came back; never raises for what a network does.

    A witness that answers a byte at a time is left behind at the deadline, too.
    """
    if not url.startswith(("http://", "https://")):
        return Answer(0, b"alamat bukan http atau https")
    found = [Answer(0, b"tidak menjawab tepat waktu")]
    asking = threading.Thread(target=lambda: found.append(_post(url, data)), daemon=True)
    asking.start()
    asking.join(2 * TIMEOUT_S)
    return found[-1]


def _post(url: str, data: bytes | None) -> Answer:
    headers = {"Content-Type": witnessing.TEXT} if data is not None else {}
    request = urllib.request.Request(url, data, headers)
    try:
        with _opener.open(request, timeout=TIMEOUT_S) as answer:
            return Answer(answer.status, answer.read(_LARGEST_ANSWER))
    except urllib.error.HTTPError as error:
        with error:
            return Answer(error.code, error.read(_LARGEST_ANSWER))
    except (OSError, ValueError, http.client.HTTPException) as error:
        return Answer(0, str(getattr(error, "reason", error)).encode())
