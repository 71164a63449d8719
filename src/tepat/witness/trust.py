"""Whom this laptop believes: a policy file that comes from its own agency.

Keys are taken from here and from nowhere else; what a log's folder says of its own keys
is compared with them and never believed.
"""

from pathlib import Path
from typing import Final

from tepat.core.log import checkpoints, notes, policies
from tepat.core.problems import Code, refuse
from tepat.witness import files

MOST_LEAVES: Final = 20_000_000
"""Leaves of the largest log that is read: hashes are held in memory, and a log of one
kabupaten has far fewer."""


def refuse_too_long(size: int, where: str) -> None:
    """Refuse a log whose hashes no laptop could hold, before anything of it is fetched."""
    if size > MOST_LEAVES:
        raise refuse(Code.LOG_TOO_LONG, where=where, size=size, limit=MOST_LEAVES)


def read_policy(path: Path) -> policies.Policy:
    """Return the policy in a file; refuses in a sentence with the line that is wrong."""
    data = files.read(path, policies.LARGEST_POLICY)
    try:
        return policies.parse(data)
    except policies.BadPolicy as error:
        raise refuse(Code.POLICY_UNREADABLE, file=str(path), why=str(error)) from error


def read_token(path: Path | None) -> str:
    """Return the token that opens the entries to a mirror, empty without a file."""
    if path is None:
        return ""
    token = files.text(path, 4_096).strip()
    if not token or not token.isascii() or not token.isprintable():
        raise refuse(Code.LOG_TOKEN_EMPTY, file=str(path))
    return token


def read_checkpoint(data: bytes) -> tuple[notes.Note, checkpoints.Checkpoint] | None:
    """Return note and checkpoint in a file, None where it is neither."""
    try:
        note = notes.parse_note(data)
        return note, checkpoints.parse(note.text)
    except (notes.BadNote, checkpoints.BadCheckpoint):
        return None


def log_keys(policy: policies.Policy, origin: str) -> list[notes.Verifier]:
    """Return the keys by which the policy knows this log."""
    return [each.verifier for each in policy.logs if each.verifier.name == origin]


def signed_by_log(note: notes.Note, known: list[notes.Verifier]) -> bool:
    """Say whether one of these keys of the log signed the note."""
    try:
        return bool(notes.verified(note, known))
    except notes.BadNote:
        return False
