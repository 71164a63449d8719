"""Published test data of other projects: every verdict as published."""

import base64
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tepat.core.log import (
    canonical,
    checkpoints,
    keys,
    notes,
    policies,
    proofs,
    tiles,
    tree,
    witnessing,
)


@pytest.fixture
def published(conformance: Callable[[str], Path]) -> Path:
    return conformance("")


def lines(path: Path) -> list[dict[str, Any]]:
    """The cases of a file with one case a line."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def unpack(text: str | None) -> bytes:
    """Bytes from base64, none from null."""
    return base64.b64decode(text) if text else b""


def test_signatures_as_published(published: Path) -> None:
    told = json.loads((published / "ed25519" / "ed25519_test.json").read_text("utf-8"))
    differ, count = [], 0
    for group in told["testGroups"]:
        public = bytes.fromhex(group["publicKey"]["pk"])
        assert not keys.is_weak(public)
        for each in group["tests"]:
            count += 1
            message, signature = bytes.fromhex(each["msg"]), bytes.fromhex(each["sig"])
            if keys.verifies(public, message, signature) != (each["result"] == "valid"):
                differ.append(each)
    assert not differ
    assert count == told["numberOfTests"]


def check_inclusion(case: dict[str, Any], proof: list[bytes]) -> bool:
    leaf, root = unpack(case["leafHash"]), unpack(case["root"])
    return tree.check_inclusion(case["leafIdx"], case["treeSize"], leaf, root, proof)


def check_consistency(case: dict[str, Any], proof: list[bytes]) -> bool:
    old, new = unpack(case["root1"]), unpack(case["root2"])
    return tree.check_consistency(case["size1"], case["size2"], old, new, proof)


@pytest.mark.parametrize("check", [check_inclusion, check_consistency])
def test_proofs_of_the_tree_as_published(
    published: Path, check: Callable[[dict[str, Any], list[bytes]], bool]
) -> None:
    cases = lines(published / "rfc6962" / f"{check.__name__.removeprefix('check_')}.jsonl")
    differ = [
        each["case"]
        for each in cases
        if check(each, [unpack(one) for one in each["proof"] or []]) is each["wantErr"]
    ]
    assert not differ
    assert {each["wantErr"] for each in cases} == {True, False}


def test_a_log_of_another_program_is_recomputed(published: Path) -> None:
    folder = published / "tlog" / "log"
    log = notes.parse_vkey((folder / "log.vkey").read_text("utf-8").strip())

    def read_file(path: str) -> bytes | None:
        return (folder / path).read_bytes() if (folder / path).is_file() else None

    seen: list[checkpoints.Checkpoint] = []
    for size in range(8):
        note = notes.parse_note((folder / f"checkpoint.{size}").read_bytes())
        assert notes.verified(note, [log]) == (log,)
        found = checkpoints.parse(note.text)
        assert (found.origin, found.size) == (log.name, size)
        reader = tiles.TileReader(read_file, size)
        assert reader.root() == found.root
        if size:
            entries = tiles.parse_bundle(read_file(tiles.entries_path(0, size)) or b"", size)
            leaves = [tree.leaf_hash(each) for each in entries]
            assert reader.hashes(0, 0) == leaves
            assert tree.root_of(leaves) == found.root
            for index, leaf in enumerate(leaves):
                proof = tree.inclusion_proof(index, size, reader)
                assert tree.check_inclusion(index, size, leaf, found.root, proof)
        for old in seen:
            proof = tree.consistency_proof(old.size, size, reader)
            assert tree.check_consistency(old.size, size, old.root, found.root, proof)
        seen.append(found)


def test_proofs_as_published(published: Path) -> None:
    told = json.loads((published / "tlog" / "proofs-sample.json").read_text("utf-8"))
    policy = policies.parse(told["policy"].encode())

    def holds(text: str, leaf: bytes) -> bool:
        try:
            return proofs.holds(proofs.parse(text.encode()), leaf, policy)
        except proofs.BadProof:
            return False

    differ = [
        each["desc"]
        for each in told["vectors"]
        if holds(each["proof"], unpack(each["leaf_base64"])) is not each["valid"]
    ]
    assert not differ


def test_a_witness_answers_as_published(published: Path) -> None:
    told = json.loads((published / "tlog" / "witness-sample.json").read_text("utf-8"))
    log = notes.parse_vkey(told["log_vkey"])
    witness = witnessing.Witness(told["witness_name"], keys.Signer(bytes(32)), {log.name: [log]})
    held: dict[str, witnessing.Held] = {}
    for step in told["steps"]:
        answer = witnessing.add_checkpoint(witness, held, step["request"].encode(), 1_732_608_600)
        assert answer.status == step["expect_status"], step["desc"]
        if "expect_body" in step:
            assert answer.body.decode() == step["expect_body"], step["desc"]
        if answer.held is not None:
            held[answer.origin] = answer.held


OUTSIDE = {"french.json": "key not ASCII"}
"""Published texts that no fact may be, and why; all others agree byte for byte."""


def test_canonical_json_as_published(published: Path) -> None:
    agreed = 0
    for path in sorted((published / "jcs" / "output").glob("*.json")):
        wanted = path.read_bytes()
        if path.name in OUTSIDE:
            with pytest.raises(canonical.NotCanonical, match=OUTSIDE[path.name]):
                canonical.decode(wanted)
            continue
        assert canonical.encode(canonical.decode(wanted)) == wanted
        given = json.loads((published / "jcs" / "input" / path.name).read_text("utf-8"))
        assert canonical.encode(_whole(given)) == wanted
        agreed += 1
    assert agreed >= 2


def _whole(value: Any) -> Any:
    """56.0 is the number 56 in JSON; a fact would not be let in with the first spelling."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, list):
        return [_whole(each) for each in value]
    if isinstance(value, dict):
        return {key: _whole(each) for key, each in value.items()}
    return value
