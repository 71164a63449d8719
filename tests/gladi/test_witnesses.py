"""Witnesses outside of a rehearsal's office: who is named in the policy, and what the card says."""

import json
from base64 import b64encode
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from tepat.core.log import checkpoints, keys, notes, policies, tree, witnessing
from tepat.gladi import server, witnesses
from tepat.gladi.desk import Line
from tepat.gladi.phone import Phone
from tepat.gladi.witnesses import LAPTOPS, Held, Watching
from tepat.gladi.world import World

ORIGIN = "gladi.coba.localhost/pilkada-2024/63.09"
LOG = keys.Signer(bytes(32))


def note_of(entries: int) -> notes.Note:
    root = tree.root_of(tree.leaf_hash(b"%d" % n) for n in range(entries))
    return checkpoints.sign(checkpoints.Checkpoint(ORIGIN, entries, root), LOG)


def vkey_of(name: str, signer: keys.Signer) -> str:
    return notes.write_vkey(notes.Verifier(name, notes.COSIGNATURE, signer.public))


@pytest.fixture
def place(tmp_path: Path) -> Path:
    policy = tmp_path / witnesses.POLICY
    policy.parent.mkdir()
    log = notes.write_vkey(notes.Verifier(ORIGIN, notes.ED25519, LOG.public))
    lines = [f"log {log}"]
    for number, laptop in enumerate(LAPTOPS, 1):
        key = vkey_of(f"{laptop.name}.example/saksi", keys.Signer(bytes([number] * 32)))
        lines.append(f"witness {laptop.name} {key} http://127.0.0.1:{8440 + number}")
    lines += ["group laptop 2 bawaslu paslon1", "quorum laptop"]
    policy.write_text("\n".join(lines) + "\n")
    return tmp_path


def test_a_phone_is_named_once_and_needs_no_address(place: Path) -> None:
    key = vkey_of(f"{ORIGIN}/hp/0123456789abcdef", keys.Signer(bytes([9] * 32)))
    witnesses.name_phone(place, "")
    for _ in range(2):
        witnesses.name_phone(place, key)
    policy = policies.parse((place / witnesses.POLICY).read_bytes())
    assert list(policy.witnesses) == ["bawaslu", "paslon1", "hp"]
    assert policy.witnesses["hp"].url == ""
    assert witnesses._ports(place) == {"bawaslu": 8441, "paslon1": 8442}


def test_another_history_of_one_size_is_a_fault(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = checkpoints.sign(checkpoints.Checkpoint(ORIGIN, 3, bytes(32)), LOG)
    shown = {"note": note_of(3)}

    def ask(_: Line, method: str, path: str, *__: object) -> tuple[Any, bytes]:
        assert path == witnessing.newest_path(ORIGIN)
        return SimpleNamespace(status=200), notes.write_note(shown["note"])

    monkeypatch.setattr(Line, "ask", ask)
    world = SimpleNamespace(place=place, watching=Watching(ports={"bawaslu": 8441}))
    held = witnesses._held(cast(World, world), LAPTOPS[0], note_of(3))
    assert (held.there, held.faults) == (3, ())
    assert held.size == 0, "its line is not in the published note"
    shown["note"] = other
    [fault] = witnesses._held(cast(World, world), LAPTOPS[0], note_of(3)).faults
    assert "isi lain" in fault


def test_the_card_says_what_each_held() -> None:
    laptop = Held("Bawaslu", 462, 462, "462 peristiwa, 0 diubah")
    assert laptop.line() == (
        "Saksi Bawaslu",
        "menandatangani 462 dari 462 peristiwa; salinannya: 462 peristiwa, 0 diubah",
    )
    assert replace(laptop, there=0, said="").line()[1] == "menandatangani 462 peristiwa"


def test_a_phone_signs_only_what_continues_what_it_signed(monkeypatch: pytest.MonkeyPatch) -> None:
    letter = SimpleNamespace(assignment="a" * 64, role="panwascam", area="63.09.05")
    phone = Phone(cast(Any, letter), "/api/", "s", "pilkada-2024", "63.09")
    answers: list[tuple[int, bytes]] = []
    asked: list[tuple[str, dict[str, Any]]] = []

    def ask(self: Phone, line: Line, method: str, path: str, body: bytes) -> tuple[int, bytes]:
        asked.append((path, json.loads(body)))
        return answers.pop(0)

    def shown(size: int, proof: list[bytes]) -> tuple[int, bytes]:
        note = notes.write_note(note_of(size)).decode()
        steps = [b64encode(each).decode() for each in proof]
        return 200, json.dumps({"checkpoint": note, "consistency": steps}).encode()

    monkeypatch.setattr(Phone, "ask", ask)
    at = datetime(2024, 11, 25, tzinfo=UTC)
    answers += [shown(1, []), (200, b"{}")]
    phone.cosign(cast(Line, None), at)
    assert phone.cosigned == 1
    [_, (path, sent)] = asked
    assert path == "witness"
    known = notes.parse_vkey(sent["vkey"])
    assert notes.verified(notes.parse_note(sent["note"].encode()), [known]) == (known,)
    assert known.public != phone.signer.public, "a second key"

    answers += [shown(2, [tree.leaf_hash(b"1")]), (200, b"{}")]
    phone.cosign(cast(Line, None), at)
    assert phone.cosigned == 2

    answers += [shown(3, [sha256(b"other").digest()])]
    phone.cosign(cast(Line, None), at)
    assert phone.cosigned == 2
    assert phone.refused == {"checkpoint 3": "bukan kelanjutan"}


def test_the_server_of_a_rehearsal_lets_its_own_mirror_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "gladi.json").write_text("{}")
    monkeypatch.setenv("TEPAT_LOG_MIRRORS", "kantor:rahasia")
    own = server.environment(tmp_path)
    assert own["TEPAT_LOG_MIRRORS"] == f"bawaslu+results:{server.witness_token(tmp_path)}"
    assert own["TEPAT_PROXIES"] == "1", "or all logins of a field come from one address"
    assert "TEPAT_LOG_MIRRORS" not in server.outside()
