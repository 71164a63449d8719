"""Notes, policies and witnesses on cases that no published file holds."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tepat.core.log import (
    checkpoints,
    cosignatures,
    keys,
    notes,
    policies,
    proofs,
    tree,
    witnessing,
)

ORIGIN = "tepat.example/pilkada-2024/99.01"
LOG = keys.Signer(b"l" * 32)
LOG_KEY = notes.Verifier(ORIGIN, notes.ED25519, LOG.public)
LEAVES = [tree.leaf_hash(f"{at}".encode()) for at in range(64)]
FORKED = [*LEAVES[:20], *(tree.leaf_hash(f"fork {at}".encode()) for at in range(44))]


def phone(at: int) -> tuple[str, keys.Signer]:
    return f"ponsel-{at}.example", keys.Signer(at.to_bytes(32, "big"))


def vkey(at: int) -> str:
    name, signer = phone(at)
    return notes.write_vkey(notes.Verifier(name, notes.COSIGNATURE, signer.public))


def signed(leaves: list[bytes], size: int) -> notes.Note:
    return checkpoints.sign(checkpoints.Checkpoint(ORIGIN, size, tree.root_of(leaves[:size])), LOG)


def cosigned(note: notes.Note, *phones: int) -> notes.Note:
    return note.with_signatures(
        cosignatures.cosign(note.text, *phone(at), 1_732_608_600) for at in phones
    )


def test_ten_of_306_phones_make_a_quorum_of_supervisors() -> None:
    names = [f"W{at}" for at in range(306)]
    lines = [f"log {notes.write_vkey(LOG_KEY)}"]
    lines += [f"witness {name} {vkey(at)}" for at, name in enumerate(names)]
    lines += [f"group pengawas 10 {' '.join(names)}", "quorum pengawas", ""]
    policy = policies.parse("\n".join(lines).encode())
    note = signed(LEAVES, 20)

    assert not policies.quorum_met(policy, cosigned(note, *range(100, 109)))
    assert policies.quorum_met(policy, cosigned(note, *range(100, 110)))
    whole = cosigned(note, *range(306))
    assert policies.judge(policy, notes.parse_note(notes.write_note(whole))).witnesses == set(names)
    proof = proofs.Proof(3, tuple(_proof(3, 20)), whole)
    assert proofs.holds(proofs.parse(proofs.write(proof)), b"3", policy)


def _proof(index: int, size: int) -> list[bytes]:
    return tree.inclusion_proof(
        index, size, lambda level, at: tree.root_of(LEAVES[at << level : (at + 1) << level])
    )


def test_one_key_under_two_names_does_not_count_twice() -> None:
    name, signer = phone(1)
    twice = notes.write_vkey(notes.Verifier("other.example", notes.COSIGNATURE, signer.public))
    text = f"witness A {vkey(1)}\nwitness B {twice}\ngroup g 2 A B\nquorum g\n"
    with pytest.raises(policies.BadPolicy, match="line 2"):
        policies.parse(text.encode())
    note = signed(LEAVES, 5)
    lines = [cosignatures.cosign(note.text, name, signer, time) for time in (1, 2, 3)]
    policy = policies.parse(
        f"log {notes.write_vkey(LOG_KEY)}\nwitness A {vkey(1)}\nwitness B {vkey(2)}\n"
        "group g 2 A B\nquorum g\n".encode()
    )
    assert not policies.quorum_met(policy, note.with_signatures(lines))


def test_a_log_key_is_no_witness_of_itself() -> None:
    note = signed(LEAVES, 5)
    as_witness = notes.write_vkey(notes.Verifier(ORIGIN, notes.COSIGNATURE, LOG.public))
    policy = policies.parse(
        f"log {notes.write_vkey(LOG_KEY)}\nwitness W {as_witness}\nquorum W\n".encode()
    )
    assert not policies.quorum_met(policy, note)


def test_a_policy_may_hold_as_many_parties_as_the_specification_asks() -> None:
    logs = [
        notes.write_vkey(notes.Verifier(f"log{at}", notes.ED25519, phone(at)[1].public))
        for at in range(32)
    ]
    lines = [f"log {each}" for each in logs]
    lines += [f"witness W{at} {vkey(100 + at)}" for at in range(32)]
    lines.append("group G0 any W0")
    lines += [f"group G{at} all G{at - 1} W{at}" for at in range(1, 32)]
    policy = policies.parse("\n".join([*lines, "quorum G31", ""]).encode())
    everybody = [f"W{at}" for at in range(32)]
    assert policies.quorum_of(policy, everybody)
    assert not policies.quorum_of(policy, everybody[1:])


@given(st.sets(st.integers(0, 5)))
def test_more_witnesses_never_undo_a_quorum(some: set[int]) -> None:
    policy = policies.parse(
        (
            "\n".join(f"witness W{at} {vkey(at)}" for at in range(6))
            + "\ngroup a 2 W0 W1 W2\ngroup b any W3 W4\ngroup c all a b\nquorum c\n"
        ).encode()
    )
    met = policies.quorum_of(policy, [f"W{at}" for at in some])
    assert met == (len(some & {0, 1, 2}) >= 2 and bool(some & {3, 4}))


def test_names_are_opaque_octets() -> None:
    text = f"witness \xe9 {vkey(1)}\nquorum \xe9\n".encode("latin-1")
    policy = policies.parse(text)
    assert policies.quorum_of(policy, list(policy.witnesses))
    kelvin = f"witness K {vkey(1)}\nquorum \u212a\n".encode()
    with pytest.raises(policies.BadPolicy, match="line 2"):
        policies.parse(kelvin)


def test_a_note_holds_no_more_lines_than_its_limit() -> None:
    note = signed(LEAVES, 5)
    line = note.signatures[0].line.encode()
    body = note.text.encode() + b"\n"
    assert len(notes.parse_note(body + line * notes.MOST_SIGNATURES).signatures) == 1024
    with pytest.raises(notes.BadNote, match="many"):
        notes.parse_note(body + line * (notes.MOST_SIGNATURES + 1))


def test_the_newest_line_of_a_witness_that_holds_is_found() -> None:
    note = signed(LEAVES, 5)
    name, signer = phone(1)
    made = [cosignatures.cosign(note.text, name, signer, time) for time in (7, 9, 8)]
    forged = cosignatures.cosign(note.text, name, LOG, 11)
    forged = notes.Signature(name, made[0].key_hash, forged.value)
    verifier = notes.parse_vkey(vkey(1))
    found = cosignatures.newest(note.with_signatures([*made, forged]), verifier)
    assert found == made[1]
    assert cosignatures.newest(note, verifier) is None


STEPS = st.lists(
    st.tuples(st.booleans(), st.integers(0, 64), st.integers(0, 64), st.booleans()), max_size=12
)


@settings(max_examples=200)
@given(STEPS)
def test_a_witness_never_cosigns_two_pasts(steps: list[tuple[bool, int, int, bool]]) -> None:
    """Whatever is asked in whatever order, all it cosigned lies on one line of growth."""
    witness = witnessing.Witness(*phone(1), {ORIGIN: [LOG_KEY]})
    held: dict[str, witnessing.Held] = {}
    cosigned: list[tuple[int, bytes]] = []
    for forked, old, new, honest_old in steps:
        leaves = FORKED if forked else LEAVES
        start = held.get(ORIGIN, witnessing.Held()).size if honest_old else old

        def read(level: int, index: int, leaves: list[bytes] = leaves) -> bytes:
            return tree.root_of(leaves[index << level : (index + 1) << level])

        proof = tree.consistency_proof(start, new, read) if start <= new else []
        request = witnessing.Request(start, tuple(proof), signed(leaves, new))
        answer = witnessing.add_checkpoint(witness, held, witnessing.write(request), 1)
        assert answer.status in (200, 400, 409, 422)
        assert (answer.held is not None) == (answer.status == 200) == (not answer.why)
        if answer.held is not None:
            held[answer.origin] = answer.held
            cosigned.append((answer.held.size, answer.held.root))
    sizes = [size for size, _ in cosigned]
    assert sizes == sorted(sizes)
    pasts = [
        all(tree.root_of(leaves[:size]) == root for size, root in cosigned)
        for leaves in (LEAVES, FORKED)
    ]
    assert any(pasts)


def test_the_answer_of_a_witness_is_a_line_for_the_note() -> None:
    witness = witnessing.Witness(*phone(1), {ORIGIN: [LOG_KEY]})
    request = witnessing.Request(0, (), signed(LEAVES, 5))
    answer = witnessing.add_checkpoint(witness, {}, witnessing.write(request), 1_732_608_600)
    lines = notes.parse_signatures(answer.body.decode())
    note = request.checkpoint.with_signatures(lines)
    assert notes.verified(note, [LOG_KEY, notes.parse_vkey(vkey(1))])[1].name == phone(1)[0]
    assert answer.note == note
    assert note.with_signatures(lines) == note, "the same line is not doubled"
