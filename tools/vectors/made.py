"""Fixed keys, names and texts that the vectors are made of. Nothing here is secret."""

from hashlib import sha256
from typing import Any

from tepat.core.log.keys import Signer

Case = dict[str, Any]


def signer(name: str) -> Signer:
    """Return the key of `name`: the same one each time."""
    return Signer(sha256(f"tepat vectors: {name}".encode()).digest())


def name(text: str) -> str:
    """Return a name of a fact or list that is the same each time."""
    return sha256(text.encode()).hexdigest()


def case(shows: str, **fields: Any) -> Case:
    """Return one case; bytes are written in hexadecimal."""
    plain = {key: each.hex() if isinstance(each, bytes) else each for key, each in fields.items()}
    return {"shows": shows, **plain}


DESK = signer("desk of Kabupaten Contoh")
BU_SARI = signer("bu_sari")
BU_RINA = signer("bu_rina")
PAK_ADI = signer("pak_adi")
STRANGER = signer("stranger")
LOG = signer("log of Kabupaten Contoh")
ORIGIN = "tepat.example/pilkada-2024/99.01"
RECEIVED = "2024-11-26T08:10:00Z"
