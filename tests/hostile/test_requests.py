"""R4: whatever strangers send, nothing falls over, memory stays bounded, all get a sentence.

Eight hundred requests and as many inputs of parsers by default; `REQUESTS=10000` for more.
`SEED` replays other ones.
"""

import os
import resource
import sys
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import quote

import pytest
from django.conf import LazySettings
from django.test import Client

from tepat.core.log import (
    canonical,
    carrying,
    checkpoints,
    cosignatures,
    entries,
    keys,
    letters,
    notes,
    policies,
    receipts,
    requests,
    spelling,
    tiles,
    witnessing,
)
from tepat.core.move import events
from tepat.core.move.manifests import read_manifest
from tepat.server import clock, flow
from tepat.server.keeping import wiring
from tepat.server.log import queries
from tepat.server.log.publishing.disk import Disk
from tepat.server.move.devices import letters as letters_of_duty
from tepat.server.move.devices import quotas
from tests.hostile.mutations import spoiled
from tests.phones import Phone, letter_for, packed, phone_of
from tests.server.door.test_over_http import as_batch
from tests.server.keeping.published import NOW, Published, box
from tests.witnesses import Watching

REQUESTS = int(os.environ.get("REQUESTS", "800"))
SEED = int(os.environ.get("SEED", "0"))
FACTS = "/api/e/pilkada-2024/99.01/facts"
COSIGN = "/api/e/pilkada-2024/99.01/cosignatures"
LOG = "/log/pilkada-2024/99.01/"
MOST_GROWTH = 150 * 2**20


class Target:
    """A published log with a witness, and good bytes of every kind that it takes."""

    def __init__(self, published: Published, home: Path) -> None:
        published.sequencer.signer.begin()
        watching = Watching(home / "saksi", published.sequencer.signer.vkeys(), "bawaslu")
        Disk().write(wiring.policy_file(published.place), watching.policy(1))
        published.start()._ask = watching.post
        self.scope = published.scope
        self.sari = phone_of(self.scope, "bu_sari", at=NOW)
        joko = letter_for(self.scope, "pak_joko", at=NOW)
        batch = [joko.enrol(), *(packed(self.sari, box(n), joko) for n in range(1, 9))]
        flow.accept(self.scope, batch, self.sari.device, NOW)
        published.sequencer.round(NOW)
        published.sequencer.round(NOW + timedelta(minutes=2))
        self.witness = watching.programs["bawaslu"]
        self.folder = published.place.folder
        note = notes.parse_note((self.folder / "checkpoint").read_bytes())
        line = cosignatures.cosign(note.text, "hp", keys.Signer(bytes(32)), 1_732_000_000)
        self.good = {
            "batch": as_batch(*batch[:4]),
            "fresh": as_batch(packed(self.sari, box(20)), packed(self.sari, box(21))),
            "code": carrying.write(batch[1].body, batch[1].sig).encode(),
            "note": notes.write_note(note),
            "cosigned": notes.write_note(notes.Note(note.text, (line,))),
            "witnessing": witnessing.write(witnessing.Request(0, (), note)),
            "letter": letters_of_duty.letter_of(
                self.scope, joko.assignment, ("https://a.example",)
            ),
            "fact": batch[1].body,
            "entry": queries.entries("pilkada-2024", "99.01", 5, 5)[0],
            "policy": watching.policy(1),
            "bundle": next((self.folder / "tile/entries/000.p").iterdir()).read_bytes(),
        }
        self.paths = [
            each.relative_to(self.folder).as_posix()
            for each in sorted(self.folder.rglob("*"))
            if each.is_file()
        ]


@pytest.fixture
def target(published: Published, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Target:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    monkeypatch.setattr(quotas, "QUARANTINE_PER_HOUR", 10**9)  # each must reach the door
    return Target(published, tmp_path)


def memory() -> int:
    """The most memory that this process ever had, in bytes."""
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


def request(target: Target, chance: Random) -> tuple[str, Any]:
    """Send one hostile request; return what it was and the answer."""
    client = Client(raise_request_exception=True)
    others = list(target.good.values())
    kind = chance.choice(["batch", "fresh", "code", "cosigned", "path", "pasted", "any"])
    if kind == "path":
        name = spoiled(chance.choice(target.paths).encode(), others, chance)
        raw = chance.random() < 0.5
        address = quote(name) if raw else quote(name, safe="/%.?#&=:;,~+")
        return f"{kind} {name!r}", client.get(LOG + address)
    data = spoiled(target.good[kind if kind in target.good else "batch"], others, chance)
    headers = signed(target.sari, data) if chance.random() < 0.6 else {}
    if headers and chance.random() < 0.2:
        header = chance.choice(list(headers))
        value = spoiled(headers[header].encode(), others, chance).decode("latin-1")
        headers[header] = value[:4000]
    path = COSIGN if kind == "cosigned" else FACTS
    types = ["application/json", "text/plain", "text/plain; charset=utf-7", "x", ""]
    natural = "text/plain" if kind in ("code", "cosigned") else "application/json"
    content_type = chance.choice(types) if chance.random() < 0.2 else natural
    if kind == "pasted":
        path += "/text"
    answer = client.generic("POST", path, data, content_type=content_type, headers=headers)
    return f"{kind} {content_type} {data!r}", answer


def signed(phone: Phone, data: bytes) -> dict[str, str]:
    signature = spelling.to_base64(requests.sign(phone.signer, "POST", FACTS, data))
    return {"Tepat-Device": phone.device, "Tepat-Signature": signature}


def test_r4_no_request_makes_the_server_fall_over(
    target: Target, monkeypatch: pytest.MonkeyPatch, settings: LazySettings
) -> None:
    chance = Random(SEED)
    for _ in range(50):
        request(target, chance)
    before, found = memory(), Counter[int]()
    for _ in range(REQUESTS):
        monkeypatch.setattr(quotas, "buckets", quotas.Buckets())
        what, answer = request(target, chance)
        found[answer.status_code] += 1
        assert answer.status_code < 500, what
        if answer.status_code >= 400 and what.split()[0] in ("batch", "fresh", "code"):
            assert answer.json()["sentence"].strip(), what
        if answer.status_code == 200 and what.startswith("path"):
            assert b"secret" not in b"".join(answer)

    assert memory() - before < MOST_GROWTH
    assert found[200] > 0
    assert sum(found.values()) - found[200] > REQUESTS / 4
    where = ("pilkada-2024", "99.01")
    size = queries.size(*where)
    leaves = [entries.parse(leaf) for leaf in queries.entries(*where, 1, size)]
    assert len(leaves) == size
    assert flow.rebuild(target.scope).differences == ()


def _all_said(target: Target, data: bytes) -> None:
    answer = target.witness.handle("POST", "/add-checkpoint", data)
    assert answer.status in (200, 400, 403, 404, 409, 422)
    assert answer.body


PARSERS: dict[str, tuple[Callable[[bytes], object], type[Exception]]] = {
    "fact": (events.read, events.Unreadable),
    "entry": (entries.parse, entries.BadEntry),
    "note": (notes.parse_note, notes.BadNote),
    "letter": (letters.parse, letters.BadLetter),
    "policy": (policies.parse, policies.BadPolicy),
    "witnessing": (witnessing.parse, witnessing.BadRequest),
    "bundle": (lambda data: tiles.parse_bundle(data, 12), tiles.BadTile),
    "code": (lambda data: carrying.parse(data.decode("utf-8", "replace")), carrying.BadText),
    "cosigned": (
        lambda data: checkpoints.parse(data.decode("utf-8", "replace")),
        checkpoints.BadCheckpoint,
    ),
    "batch": (canonical.decode, canonical.NotCanonical),
    "fresh": (receipts.parse, receipts.BadReceipt),
}


@pytest.mark.parametrize("kind", PARSERS)
def test_r4_each_parser_gives_a_value_or_its_own_refusal(target: Target, kind: str) -> None:
    chance, others = Random(f"{SEED} {kind}"), list(target.good.values())
    parse, refusal = PARSERS[kind]
    refused = 0
    for _ in range(-(-REQUESTS // len(PARSERS))):
        data = spoiled(target.good[kind], others, chance)
        try:
            parse(data)
        except refusal as error:
            refused += 1
            reason = str(error)
            assert reason, data
        read_manifest(data)
        _all_said(target, data)
    assert refused > 0
