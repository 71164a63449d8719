"""How one log stands for a reader of its page: what is published, and whether witnessed.

Read from the published folder and the sequencer's status only: no private key is opened and
the tree is not walked, so the cost does not grow with the log.
"""

import json
from dataclasses import dataclass

from tepat.core.log import checkpoints, notes
from tepat.server.log.publishing import status
from tepat.server.log.publishing.place import Place


@dataclass(frozen=True, slots=True)
class LogStanding:
    """What a page says first about a log."""

    checkpoint: checkpoints.Checkpoint | None
    """The published one; None: none yet, or no key that `log.json` names signed it."""
    status: status.Status

    @property
    def fingerprint(self) -> str:
        return checkpoints.fingerprint(self.checkpoint) if self.checkpoint else ""

    @property
    def is_witnessed(self) -> bool:
        """Whether the very checkpoint that is shown met its quorum."""
        return (
            self.checkpoint is not None
            and self.status.is_witnessed
            and self.checkpoint.size == self.status.size
        )


def standing_of(place: Place) -> LogStanding:
    """Read how a log stands; a folder that is missing or torn has no checkpoint."""
    return LogStanding(_published(place), status.read(place))


def _published(place: Place) -> checkpoints.Checkpoint | None:
    try:
        note = notes.parse_note((place.folder / "checkpoint").read_bytes())
        described = json.loads((place.folder / "log.json").read_bytes())
        verifiers = [notes.parse_vkey(each) for each in described["keys"]]
        checkpoint = checkpoints.parse(note.text)
        is_ours = checkpoint.origin == place.origin and notes.verified(note, verifiers)
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return checkpoint if is_ours else None
