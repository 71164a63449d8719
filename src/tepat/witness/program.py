"""A witness: signs that a log grew honestly, and never takes that back.

It answers `POST /add-checkpoint` as C2SP tlog-witness says, and tells anybody its own key
and the sizes it has promised. What it promises is on its disk before it answers.
"""

import json
import time
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Final

from tepat.core.log import checkpoints, keys, notes, witnessing
from tepat.core.problems import Code, refuse
from tepat.witness import clock, files
from tepat.witness.promises import KEY, LOGS, Promises, make_key, read_key
from tepat.witness.serving import Answer
from tepat.witness.words import number

_LARGEST_LOGS: Final = 1_000_000
LARGEST_BODY: Final = witnessing.LARGEST_REQUEST
LOCK: Final = "sedang-berjalan"
EVIDENCE: Final = "bukti"
_MOST_EVIDENCE: Final = 100
_STEP_BACK: Final = "mundur-"
_QUIET_S: Final = 60
Tell = Callable[[str], None]


class Program:
    """One witness in its folder. Use inside `files.held(folder / LOCK)`."""

    def __init__(self, folder: Path, tell: Tell = print) -> None:
        secret = read_key(folder)
        signer = keys.Signer(secret.seed)
        logs: dict[str, list[notes.Verifier]] = {}
        for each in read_logs(folder):
            logs.setdefault(each.name, []).append(each)
        if not logs:
            raise refuse(Code.WITNESS_NO_LOG, value="")
        self.verifier = notes.Verifier(secret.name, notes.COSIGNATURE, signer.public)
        self.promises = Promises(folder)
        for origin in logs:
            self.promises.watch(origin)
        self._witness = witnessing.Witness(secret.name, signer, logs)
        self._folder = folder
        self._tell = tell
        self._quiet_until = 0.0

    @property
    def vkey(self) -> str:
        """The key that others put into their policies."""
        return notes.write_vkey(self.verifier)

    @property
    def logs(self) -> dict[str, list[notes.Verifier]]:
        """The keys it trusts, by origin."""
        return {origin: list(known) for origin, known in self._witness.logs.items()}

    def add_checkpoint(self, data: bytes) -> witnessing.Answer:
        """Return the answer to one request; a new promise is on the disk before it."""
        with self.promises.taken() as held:
            answer = witnessing.add_checkpoint(self._witness, held, data, clock.now_s())
            # The same checkpoint again is signed again, and is no news: anybody may send it.
            is_news = answer.held is not None and answer.held != held.get(answer.origin)
            if is_news and answer.held:
                self.promises.keep(answer.origin, answer.held)
                self._keep_newest(answer)
        if is_news or answer.held is None:
            self._tell_of(answer, data)
        return answer

    def _keep_newest(self, answer: witnessing.Answer) -> None:
        """Keep the newest checkpoint itself: beside a contradiction it is the evidence."""
        assert answer.note is not None
        files.write(self._newest(answer.origin), self._known_lines(answer.origin, answer.note))

    def _known_lines(self, origin: str, note: notes.Note) -> bytes:
        """Return a note without the lines of strangers, which could make it too large."""
        known = {(each.name, each.key_hash) for each in self._witness.logs[origin]}
        known.add((self.verifier.name, self.verifier.key_hash))
        lines = [each for each in note.signatures if (each.name, each.key_hash) in known]
        return notes.write_note(notes.Note(note.text, tuple(lines)))

    def _newest(self, origin: str) -> Path:
        return self._folder / witnessing.newest_path(origin)[1:]

    def handle(self, method: str, path: str, body: bytes) -> Answer:
        """Answer one HTTP request."""
        if path == "/add-checkpoint":
            if method != "POST":
                return Answer(405, b"POST only\n")
            answer = self.add_checkpoint(body)
            return Answer(answer.status, answer.body, answer.content_type)
        if method not in ("GET", "HEAD"):
            return Answer(405, b"GET only\n")
        if path == "/":
            return Answer(200, self._about().encode())
        if path == "/vkey":
            return Answer(200, f"{self.vkey}\n".encode())
        if path == "/sizes":
            return Answer(200, self._sizes(), "application/json")
        return self._shown(path)

    def _shown(self, path: str) -> Answer:
        """Show the newest note of one log that this witness signed."""
        for origin in self._witness.logs:
            file = self._newest(origin)
            if path == witnessing.newest_path(origin) and file.exists():
                return Answer(200, file.read_bytes())
        return Answer(404, b"not here\n")

    def _about(self) -> str:
        lines = [f"Saksi log {self.verifier.name}", f"Kunci: {self.vkey}", ""]
        lines += [
            f"{origin}: menyaksikan {number(held.size)} peristiwa"
            for origin, held in self.promises.all().items()
        ]
        return "\n".join(lines) + "\n"

    def _sizes(self) -> bytes:
        logs = [
            {"origin": origin, "root": held.root.hex(), "size": held.size}
            for origin, held in self.promises.all().items()
        ]
        return json.dumps({"logs": logs, "vkey": self.vkey}).encode() + b"\n"

    def _tell_of(self, answer: witnessing.Answer, data: bytes) -> None:
        """Tell the operator what matters to them; noise from strangers is not."""
        if answer.held is not None:
            size = number(answer.held.size)
            self._tell(f"{answer.origin}: disaksikan sampai {size} peristiwa.")
        elif (answer.status, answer.why) == (409, "fork"):
            file, _ = self._kept_as_evidence(data)
            self._tell(
                f"PERINGATAN {answer.origin}: log menandatangani dua isi yang berbeda untuk "
                f"ukuran yang sama. Ditolak; buktinya di {file}. Laporkan ke Bawaslu."
            )
        elif answer.why == "shrinks":
            self._tell_of_a_step_back(answer.origin, data)
        elif answer.why == "fork" and time.monotonic() > self._quiet_until:
            # Anybody can send a true checkpoint with a false proof: no alarm, but a hint.
            self._quiet_until = time.monotonic() + _QUIET_S
            self._tell(
                f"{answer.origin}: kelanjutan yang ditawarkan tidak terbukti. Ditolak. Bila "
                "berulang, periksa dengan: tepat log verify"
            )

    def _tell_of_a_step_back(self, origin: str, data: bytes) -> None:
        """Keep a smaller checkpoint that the log signed, and say it once.

        Anybody can send an old one again, so it is no proof of a fork by itself; beside the
        newest one it is, where the larger tree does not begin with it.
        """
        note = witnessing.parse(data).checkpoint
        file, is_new = self._kept_as_evidence(self._known_lines(origin, note), _STEP_BACK)
        if not is_new:
            return
        size, held = checkpoints.parse(note.text).size, self.promises.all()[origin].size
        self._tell(
            f"PERINGATAN {origin}: datang checkpoint bertanda tangan log dengan {number(size)} "
            f"peristiwa, padahal sudah disaksikan {number(held)}. Ditolak; buktinya di {file}. "
            "Bila bukan catatan lama yang dikirim ulang, log dimundurkan: periksa dengan tepat "
            "log verify --since berkas itu, dan laporkan ke Bawaslu."
        )

    def _kept_as_evidence(self, data: bytes, kind: str = "") -> tuple[Path, bool]:
        """Keep a checkpoint that contradicts what was signed; at most a hundred of a kind.

        Returns the file, and whether it is there since now.
        """
        folder = self._folder / EVIDENCE
        file = folder / f"{kind}{sha256(data).hexdigest()[:16]}.txt"
        folder.mkdir(exist_ok=True)
        there = [
            each for each in folder.iterdir() if each.name.startswith(_STEP_BACK) == bool(kind)
        ]
        is_new = not file.exists() and len(there) < _MOST_EVIDENCE
        if is_new:
            files.write(file, data)
        return file, is_new


def initialise(folder: Path, name: str, vkeys: list[str]) -> Program:
    """Make or extend the witness in `folder`: its key, the logs it watches, its promises."""
    verifiers = [log_key(each) for each in vkeys]
    if not (folder / LOGS).exists() and not verifiers:
        raise refuse(Code.WITNESS_NO_LOG, value="")
    if not name and not (folder / KEY).exists():
        raise refuse(Code.WITNESS_NAME_NEEDED)
    if name and ("+" in name or any(each.isspace() for each in name)):
        raise refuse(Code.WITNESS_NAME_NEEDED)
    make_key(folder, name)
    known = read_logs(folder) if (folder / LOGS).exists() else []
    every = list(dict.fromkeys([*known, *verifiers]))
    promises = Promises(folder)
    for origin in {each.name for each in verifiers} - {each.name for each in known}:
        promises.begin(origin)
    text = "".join(f"{notes.write_vkey(each)}\n" for each in every)
    files.write(folder / LOGS, text.encode())
    return Program(folder)


def read_logs(folder: Path) -> list[notes.Verifier]:
    """Return the keys of the logs that the witness in `folder` watches."""
    lines = files.text(folder / LOGS, _LARGEST_LOGS).split("\n")
    return [log_key(line) for line in lines if line.strip() and not line.startswith("#")]


def log_key(text: str) -> notes.Verifier:
    """Return the key of a log, whose name is its origin; refuses anything else."""
    try:
        verifier = notes.parse_vkey(text.strip())
    except notes.BadNote as error:
        raise refuse(Code.WITNESS_NO_LOG, value=text[:200]) from error
    if verifier.kind != notes.ED25519:
        raise refuse(Code.WITNESS_NO_LOG, value=text[:200])
    return verifier
