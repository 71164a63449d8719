"""A phone in the field: its key, its chain of facts, its outbox, and its own clock.

It enrols with the QR of a letter and sends parcels, as the program of phones does. What the
door does not confirm with a signed receipt stays in the outbox and is sent again.
"""

import json
from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, Final

from tepat.core.log import (
    canonical,
    checkpoints,
    cosignatures,
    keys,
    letters,
    notes,
    parcels,
    protocols,
    receipts,
    requests,
    spelling,
    tree,
)
from tepat.core.move import events
from tepat.core.move.field_manifest import wire
from tepat.core.move.field_manifest.values import Manifest
from tepat.gladi.desk import Line, address

PARCEL: Final = "application/vnd.tepat.parcel"
_JPEG: Final = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"
MOST: Final = 150
"""Facts of one parcel; the door takes 200."""


@dataclass
class Phone:
    """The phone of one officer. `drift` is what its clock is wrong by."""

    letter: letters.Letter
    api: str
    seed: str
    election: str
    kabupaten: str
    drift: timedelta = timedelta(0)
    seq: int = 0
    prev: str = ""
    outbox: list[parcels.Item] = field(default_factory=list)
    kept: list[parcels.Item] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)
    """By name of a fact, why the door put it aside."""
    offline_until: datetime | None = None
    seen: events.Seen | None = None
    """The newest checkpoint that it knows; it stands in its facts."""
    newest: int = 0
    """The largest number that a fact of it got in the log."""
    photos: list[bytes] = field(default_factory=list)
    """Photos that wait until the facts that name them have arrived."""
    cosigned: int = 0
    """The largest tree that it signed as a witness."""
    cosigned_root: bytes = tree.EMPTY_ROOT
    witness_key: str = ""
    """By which others know what it signs as a witness; empty: it has signed nothing yet."""
    signer: keys.Signer = field(init=False)

    def __post_init__(self) -> None:
        # A key that follows from the seed, so that a rehearsal can be played again.
        self.signer = keys.Signer(sha256(f"{self.seed}/{self.letter.assignment}".encode()).digest())

    @property
    def role(self) -> str:
        return self.letter.role

    @property
    def area(self) -> str:
        return self.letter.area

    @property
    def party(self) -> str:
        return f"{self.role}@{self.area}"

    @property
    def has_news(self) -> bool:
        """Tell whether something waits to be sent."""
        return bool(self.outbox or self.photos)

    def is_online(self, now: datetime) -> bool:
        """Tell whether its network carries anything now."""
        return self.offline_until is None or now >= self.offline_until

    # -- facts

    def enrol(self, at: datetime) -> str:
        """Sign the first fact, with the secret of the letter."""
        mac = letters.mac_of(self.letter.secret, self.signer.public)
        key = b64encode(self.signer.public).decode()
        return self.say(events.Enrolled, at, key=key, mac=mac, role="")

    def say(self, kind: type[events.Fact], at: datetime, **fields: Any) -> str:
        """Sign the next fact, to be sent later; return its name."""
        self.seq += 1
        fact = kind(
            election=self.election,
            kabupaten=self.kabupaten,
            at=(at + self.drift).replace(microsecond=0),
            device=self.signer.key_id,
            seq=self.seq,
            prev=self.prev,
            assignment=self.letter.assignment,
            seen=self.seen,
            **({"role": self.role} | fields),
        )
        body = events.write(fact)
        self.prev = canonical.name_of(body)
        item = parcels.Item(body, keys.sign_body(self.signer, keys.EVENT, body))
        self.outbox.append(item)
        return self.prev

    def photograph(self, text: str) -> str:
        """Take a photo of a paper; return its hash. Played photos are a mark and a remark."""
        said = text.encode()
        photo = _JPEG + b"\xff\xfe" + (len(said) + 2).to_bytes(2, "big") + said + b"\xff\xd9"
        self.photos.append(photo)
        return sha256(photo).hexdigest()

    # -- the network

    def send(self, line: Line, *, lost: bool = False, twice: bool = False) -> int:
        """Bring the outbox to the server; return how many facts got their receipt.

        `lost`: the answer does not come back, so that the phone sends the same again later.
        `twice`: the network delivers the batch a second time.
        """
        done = 0
        for batch in (self.outbox[at : at + MOST] for at in range(0, len(self.outbox), MOST)):
            body = parcels.write(batch)
            answer = self._post(line, body)
            if twice:
                self._post(line, body)
            if answer is None or lost:
                break
            done += self._settle(batch, answer)
        self.outbox = self.outbox[done:]
        if not self.outbox:
            self._send_photos(line)
        return done

    def _send_photos(self, line: Line) -> None:
        for photo in list(self.photos):
            name, size = sha256(photo).hexdigest(), len(photo)
            status, _ = self.ask(line, "PATCH", f"photos/{name}?offset=0&size={size}", photo)
            if status == 200:
                self.photos.remove(photo)

    def bring(self, line: Line, items: Sequence[parcels.Item]) -> list[dict[str, str]] | None:
        """Bring facts, whoever signed them; return their receipts, None: no answer."""
        answer = self._post(line, parcels.write(items))
        return list(answer["receipts"]) if answer is not None else None

    def _post(self, line: Line, body: bytes) -> dict[str, Any] | None:
        status, data = self.ask(line, "POST", "facts", body)
        return dict(json.loads(data)) if status == 200 else None

    def _settle(self, batch: list[parcels.Item], answer: dict[str, Any]) -> int:
        for item, each in zip(batch, answer["receipts"], strict=True):
            self.settle(item, each)
        return len(batch)

    def settle(self, item: parcels.Item, receipt: Mapping[str, str]) -> None:
        """Read what the door says of one fact. Raises `ValueError` where it is of another one."""
        found = receipts.parse(receipt["body"].encode())
        name = canonical.name_of(item.body)
        if found.fact != name:
            raise ValueError("a receipt of another fact")
        self.newest = max(self.newest, found.number)
        if found.verdict not in (receipts.ACCEPTED, receipts.KNOWN):
            self.refused[name] = found.reason

    def ask(self, line: Line, method: str, path: str, body: bytes = b"") -> tuple[int, bytes]:
        """Send one signed request; return status and answer. Nobody there: 0."""
        where = self.api + path
        signature = requests.sign(self.signer, method, where, body)
        headers: Mapping[str, str] = {
            "Tepat-Device": self.signer.key_id,
            "Tepat-Signature": spelling.to_base64(signature),
            protocols.HEADER: str(protocols.NEWEST),
            "Content-Type": PARCEL,
            "X-Forwarded-For": address(self.signer.public),
        }
        try:
            answer, data = line.ask(method, where, body, headers)
        except OSError:
            return 0, b""
        return answer.status, data

    def manifest(self, line: Line) -> Manifest | None:
        """Return what this officer will meet, as the server lists it; None: it does not come."""
        status, data = self.ask(line, "GET", "manifest")
        return wire.read(data) if status == 200 else None

    def cosign(self, line: Line, at: datetime) -> None:
        """Sign the newest checkpoint as a witness, by a second key, where it continues the last.

        Another history is kept among what was refused: no rehearsal may meet one.
        """
        asked = json.dumps({"facts": [], "since": self.cosigned, "newest": True}).encode()
        status, data = self.ask(line, "POST", "proofs", asked)
        if status != 200:
            return
        answer = json.loads(data)
        note = notes.parse_note(answer["checkpoint"].encode())
        found = checkpoints.parse(note.text)
        steps = [b64decode(each) for each in answer["consistency"]]
        before = (self.cosigned, found.size, self.cosigned_root, found.root)
        if not tree.check_consistency(*before, steps):
            self.refused[f"checkpoint {found.size}"] = "bukan kelanjutan"
            return
        own = keys.Signer(sha256(f"{self.seed}/saksi".encode()).digest())
        name = f"{found.origin}/hp/{self.signer.key_id[:16]}"
        vkey = notes.write_vkey(notes.Verifier(name, notes.COSIGNATURE, own.public))
        signed = notes.Note(
            note.text, (cosignatures.cosign(note.text, name, own, int(at.timestamp())),)
        )
        said = keys.sign_body(self.signer, keys.WITNESS, f"{found.origin}\n{vkey}\n".encode())
        body = {
            "vkey": vkey,
            "sig": spelling.to_base64(said),
            "note": notes.write_note(signed).decode(),
        }
        status, _ = self.ask(line, "POST", "witness", json.dumps(body).encode())
        if status == 200:
            self.cosigned, self.cosigned_root, self.witness_key = found.size, found.root, vkey
        else:
            self.refused[f"checkpoint {found.size}"] = f"saksi HP ditolak: {status}"
