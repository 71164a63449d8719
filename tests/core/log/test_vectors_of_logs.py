"""Tree, tiles, notes, policies, proofs, witness: each shared vector gets its verdict."""

from typing import Any

import pytest

from tepat.core.log import (
    checkpoints,
    cosignatures,
    keys,
    notes,
    policies,
    proofs,
    tiles,
    tree,
    witnessing,
)
from tests.core.log.vectors import FOLDER, each_of, part, unhex
from tools import write_vectors


@pytest.mark.parametrize("name", write_vectors.FILES)
def test_the_files_are_fresh(name: str) -> None:
    assert (FOLDER / f"{name}.json").read_text("utf-8") == write_vectors.text_of(name), (
        "run python tools/write_vectors.py"
    )


def test_no_file_is_left_over() -> None:
    assert {path.stem for path in FOLDER.glob("*.json")} >= set(write_vectors.FILES)


@each_of("tree", "roots")
def test_roots(case: dict[str, Any]) -> None:
    hashes = [tree.leaf_hash(f"leaf {at}".encode()) for at in range(case["size"])]
    assert tree.root_of(hashes).hex() == case["root"]


@each_of("tree", "inclusion")
def test_inclusion(case: dict[str, Any]) -> None:
    leaf, root, *proof = unhex(case["leaf"], case["root"], *case["proof"])
    found = tree.check_inclusion(case["index"], case["size"], leaf, root, proof)
    assert found is case["good"]


@each_of("tree", "consistency")
def test_consistency(case: dict[str, Any]) -> None:
    old_root, new_root, *proof = unhex(case["old_root"], case["new_root"], *case["proof"])
    found = tree.check_consistency(case["old"], case["new"], old_root, new_root, proof)
    assert found is case["good"]


@each_of("tiles", "paths")
def test_paths(case: dict[str, Any]) -> None:
    if "paths" in case:
        made = [
            each.path
            for each in tiles.tiles_of(case["size"])
            if each.width < tiles.WIDTH or each.index < 2
        ]
        assert made == case["paths"]
    elif "level" in case:
        assert tiles.tile_path(case["level"], case["index"], case["width"]) == case["path"]
    else:
        assert tiles.entries_path(case["index"], case["width"]) == case["path"]


@each_of("tiles", "bundles")
def test_bundles(case: dict[str, Any]) -> None:
    data = bytes.fromhex(case["bytes"])
    if not case["good"]:
        with pytest.raises(tiles.BadTile):
            tiles.parse_bundle(data, case["width"])
        return
    found = tiles.parse_bundle(data, case["width"])
    assert [each.hex() for each in found] == case["entries"]


@each_of("notes", "vkeys")
def test_verifier_keys(case: dict[str, Any]) -> None:
    if not case["good"]:
        with pytest.raises(notes.BadNote):
            notes.parse_vkey(case["text"])
        return
    found = notes.parse_vkey(case["text"])
    assert (found.name, found.kind, found.public.hex()) == (
        case["name"],
        case["kind"],
        case["public"],
    )
    assert notes.write_vkey(found) == case["text"]


@each_of("notes")
def test_notes(case: dict[str, Any]) -> None:
    known = [notes.parse_vkey(text) for text in case["known"]]
    data = case["text"].encode()
    if case["signed"] is None:
        with pytest.raises(notes.BadNote):
            notes.verified(notes.parse_note(data), known)
        return
    note = notes.parse_note(data)
    assert [each.name for each in notes.verified(note, known)] == case["signed"]
    assert notes.write_note(note) == data


@each_of("checkpoints")
def test_checkpoints(case: dict[str, Any]) -> None:
    if not case["good"]:
        with pytest.raises(checkpoints.BadCheckpoint):
            checkpoints.parse(case["text"])
        return
    found = checkpoints.parse(case["text"])
    assert (found.origin, found.size, found.root.hex()) == (
        case["origin"],
        case["size"],
        case["root"],
    )
    assert found.text == case["text"]
    assert checkpoints.fingerprint(found) == case["fingerprint"]


@each_of("checkpoints", "cosignatures")
def test_cosignatures(case: dict[str, Any]) -> None:
    verifier = notes.parse_vkey(case["vkey"])
    note = notes.Note(case["text"], notes.parse_signatures(case["line"]))
    assert (cosignatures.newest(note, verifier) is not None) is case["good"]
    if "message" in case:
        assert cosignatures.time_of(note.signatures[0]) == case["time"]
        assert notes.cosigned_message(case["time"], case["text"]).decode() == case["message"]


@each_of("policies")
def test_policies(case: dict[str, Any]) -> None:
    if not case["good"]:
        with pytest.raises(policies.BadPolicy):
            policies.parse(case["text"].encode())
        return
    policy = policies.parse(case["text"].encode())
    assert case["quorums"]
    for each in case["quorums"]:
        assert policies.quorum_of(policy, each["witnesses"]) is each["met"], each


@each_of("proofs")
def test_proofs(case: dict[str, Any]) -> None:
    data = case["text"].encode()
    if not case["good"]:
        with pytest.raises(proofs.BadProof):
            proofs.parse(data)
        return
    proof, policy = proofs.parse(data), policies.parse(part("proofs", "policy").encode())
    assert proofs.write(proof) == data
    assert proofs.why_not(proof, bytes.fromhex(case["leaf"]), policy) == case["why_not"]


def test_the_conversation_with_a_witness() -> None:
    asked = part("witnessing", "witness")
    log = notes.parse_vkey(asked["log"])
    signer = keys.Signer(bytes.fromhex(asked["seed"]))
    witness = witnessing.Witness(asked["name"], signer, {log.name: [log]})
    held: dict[str, witnessing.Held] = {}
    for step in part("witnessing", "steps"):
        data = step["request"].encode()
        answer = witnessing.add_checkpoint(witness, held, data, int(asked["time"]))
        assert answer.status == step["status"], step["shows"]
        if "body" in step:
            assert answer.body.decode() == step["body"], step["shows"]
        if answer.held is not None:
            held[answer.origin] = answer.held
