"""Cases on notes, checkpoints, cosignatures, policies, proofs and the answers of a witness."""

from typing import Any

from tepat.core.log import (
    checkpoints,
    cosignatures,
    notes,
    policies,
    proofs,
    spelling,
    tree,
    witnessing,
)
from tools.vectors.logs import LEAVES, read_node
from tools.vectors.made import BU_SARI, LOG, ORIGIN, STRANGER, Case, case, signer

TIME = 1732608600
WITNESSES = {f"saksi{at}.example/w": signer(f"witness {at}") for at in range(1, 5)}
LOG_VKEY = notes.write_vkey(notes.Verifier(ORIGIN, notes.ED25519, LOG.public))
VKEYS = {
    name: notes.write_vkey(notes.Verifier(name, notes.COSIGNATURE, one.public))
    for name, one in WITNESSES.items()
}


def checkpoint(size: int) -> checkpoints.Checkpoint:
    """Return the checkpoint of the tree of `LEAVES` at `size`."""
    return checkpoints.Checkpoint(ORIGIN, size, tree.root_of(LEAVES[:size]))


def signed(size: int, *who: int) -> notes.Note:
    """Return the signed checkpoint at `size`, cosigned by the witnesses of these numbers."""
    note = checkpoints.sign(checkpoint(size), LOG)
    names = [f"saksi{at}.example/w" for at in who]
    lines = [cosignatures.cosign(note.text, each, WITNESSES[each], TIME) for each in names]
    return note.with_signatures(lines)


def vkeys() -> list[Case]:
    """Verifier keys as text."""
    name, key_hash, key = LOG_VKEY.split("+", 2)
    swapped = notes.write_vkey(notes.Verifier(name, 2, LOG.public))
    weak = notes.write_vkey(notes.Verifier(name, 1, bytes([1]) + bytes(31)))
    made = [
        case("a log", text=LOG_VKEY, good=True, name=name, kind=1, public=LOG.public),
        case(
            "a witness",
            text=VKEYS["saksi1.example/w"],
            good=True,
            name="saksi1.example/w",
            kind=4,
            public=WITNESSES["saksi1.example/w"].public,
        ),
    ]
    bad = {
        "another hash": f"{name}+00000000+{key}",
        "a hash in capital letters": f"{name}+{key_hash.upper()}+{key}",
        "no name": f"+{key_hash}+{key}",
        "a name with a space": f"a b+{key_hash}+{key}",
        "a key cut short": f"{name}+{key_hash}+{key[:-4]}",
        "a type that is not known here": swapped,
        "a weak key": weak,
        "two parts": f"{name}+{key_hash}",
        "a line feed after": LOG_VKEY + "\n",
    }
    return made + [case(shows, text=text, good=False) for shows, text in bad.items()]


def signed_notes() -> list[Case]:
    """Notes and the known keys that signed them; null where the note is refused."""
    note = signed(7, 1)
    text = notes.write_note(note).decode()
    log, witness = note.signatures
    other = notes.sign_note(note.text, "other.example", STRANGER).signatures[0]
    forged = notes.Signature(log.name, log.key_hash, STRANGER.sign(note.text.encode()))
    known = [LOG_VKEY, VKEYS["saksi1.example/w"]]

    def of(*lines: notes.Signature) -> str:
        return notes.write_note(notes.Note(note.text, lines)).decode()

    body = note.text + "\n"
    cases: dict[str, tuple[str, list[str] | None]] = {
        "log and witness signed": (text, [ORIGIN, "saksi1.example/w"]),
        "the log alone": (of(log), [ORIGIN]),
        "a line of an unknown key is ignored": (of(other, log), [ORIGIN]),
        "only an unknown key": (of(other), []),
        "one known line does not hold": (of(forged, witness), None),
        "a key counts by its first line": (of(log, forged), [ORIGIN]),
        "an empty line in the text": (
            notes.write_note(notes.sign_note("a\n\nb\n", ORIGIN, LOG)).decode(),
            [ORIGIN],
        ),
        "the text was changed": (text.replace("\n7\n", "\n8\n"), None),
        "no signature": (body, None),
        "no empty line": (note.text + log.line, None),
        "the last line is not ended": (text[:-1], None),
        "a hyphen instead of the dash": (text.replace("—", "-"), None),
        "two spaces": (text.replace("— ", "—  "), None),
        "a carriage return": (text.replace("\n", "\r\n"), None),
        "a tab in the text": (text.replace("\n7\n", "\n\t7\n"), None),
        "base64 without padding": (body + log.line.rstrip("=\n") + "\n", None),
        "a signature of four bytes": (body + f"— {ORIGIN} AAAAAA==\n", None),
        "a name with a plus": (body + log.line.replace(ORIGIN, "a+b"), None),
        "nothing": ("", None),
    }
    return [
        case(shows, text=each, known=known, signed=names) for shows, (each, names) in cases.items()
    ]


def checkpoint_texts() -> list[Case]:
    """Texts of checkpoints, their parts, and their fingerprint on paper."""
    made = []
    for size in (0, 1, 7, 256):
        one = checkpoint(size)
        fields = {"origin": one.origin, "size": size, "root": one.root}
        shown = checkpoints.fingerprint(one)
        made.append(case(f"size {size}", text=one.text, good=True, **fields, fingerprint=shown))
    one = checkpoint(7)
    longer = one.text + "extension\n"
    fields = {"origin": one.origin, "size": 7, "root": one.root}
    shown = checkpoints.fingerprint(one)
    shows = "a line more is kept, and does not change the fingerprint"
    made.append(case(shows, text=longer, good=True, **fields, fingerprint=shown))
    root = spelling.to_base64(one.root)
    bad = {
        "a size with a leading zero": one.text.replace("\n7\n", "\n07\n"),
        "a size below zero": one.text.replace("\n7\n", "\n-7\n"),
        "a size of 2 to the 63": one.text.replace("\n7\n", f"\n{2**63}\n"),
        "a size in other digits": one.text.replace("\n7\n", "\n\u0667\n"),
        "no origin": one.text.replace(ORIGIN, ""),
        "a root of 31 bytes": one.text.replace(root, spelling.to_base64(one.root[:31])),
        "a root without padding": one.text.replace(root, root.rstrip("=")),
        "two lines": f"{ORIGIN}\n7\n",
        "the last line is not ended": one.text[:-1],
        "an empty line more": one.text + "\n",
    }
    return made + [case(shows, text=text, good=False) for shows, text in bad.items()]


def cosigned() -> list[Case]:
    """Cosignatures: what is signed, and whether the line holds."""
    text = checkpoint(7).text
    name, one = "saksi1.example/w", WITNESSES["saksi1.example/w"]
    line = cosignatures.cosign(text, name, one, TIME)
    late = line.value[:7] + bytes([line.value[7] ^ 1]) + line.value[8:]
    fields: dict[str, Any] = {"vkey": VKEYS[name], "text": text}
    message = notes.cosigned_message(TIME, text).decode()
    plain = notes.Signature(name, line.key_hash, one.sign(text.encode()))
    far = 2**63
    beyond = far.to_bytes(8, "big") + one.sign(notes.cosigned_message(far, text))
    return [
        case("as made", **fields, time=TIME, message=message, line=line.line, good=True),
        case(
            "another time",
            **fields,
            line=notes.Signature(name, line.key_hash, late).line,
            good=False,
        ),
        case("no time", **fields, line=plain.line, good=False),
        case(
            "a time of 2 to the 63",
            **fields,
            line=notes.Signature(name, line.key_hash, beyond).line,
            good=False,
        ),
        case("another text", vkey=VKEYS[name], text=checkpoint(8).text, line=line.line, good=False),
    ]


def policy_text() -> str:
    """Return the policy that the proofs are held against."""
    witnesses = [f"witness W{at} {VKEYS[name]}" for at, name in enumerate(VKEYS, start=1)]
    return "\n".join(
        [
            "# Kabupaten Contoh",
            f"log {LOG_VKEY} https://tepat.example/log",
            *witnesses,
            "group partai 2 W1 W2 W3",
            "\tgroup semua all partai W4  ",
            "",
            "quorum semua",
            "",
        ]
    )


def policy_files() -> list[Case]:
    """Policies, and which sets of witnesses are a quorum."""
    text = policy_text()
    sets = [[], ["W1"], ["W4"], ["W1", "W4"], ["W1", "W2"], ["W1", "W2", "W4"]]
    sets += [["W1", "W3", "W4"], ["W1", "W2", "W3"], ["W1", "W2", "W3", "W4"]]
    w = [f"witness W{at} {VKEYS[name]}" for at, name in enumerate(VKEYS, start=1)]
    good = {
        "two of three parties, and the supervisor": text,
        "no witness needed": "quorum none\n",
        "one witness": f"{w[0]}\nquorum W1\n",
        "any of two": f"{w[0]}\n{w[1]}\ngroup g any W1 W2\nquorum g\n",
        "a comment after spaces": f" \t# a\n{w[0]} https://saksi.example\nquorum W1\n",
        "a group nobody needs": f"{w[0]}\n{w[1]}\ngroup g all W1\nquorum W2\n",
    }
    made = []
    for shows, each in good.items():
        policy = policies.parse(each.encode())
        quorums = [
            {"witnesses": some, "met": policies.quorum_of(policy, some)}
            for some in sets
            if set(some) <= set(policy.witnesses)
        ]
        made.append(case(shows, text=each, good=True, quorums=quorums))
    other_name = notes.write_vkey(
        notes.Verifier("b.example", notes.COSIGNATURE, WITNESSES["saksi1.example/w"].public)
    )
    as_log = notes.write_vkey(notes.Verifier("a.example", notes.ED25519, BU_SARI.public))
    bad = {
        "nothing": "",
        "no quorum line": f"{w[0]}\n",
        "two quorum lines": "quorum none\nquorum none\n",
        "the last line is not ended": "quorum none",
        "a quorum that is not defined": "quorum W1\n",
        "a quorum before its witness": f"quorum W1\n{w[0]}\n",
        "a group before its members": f"group g any W1\n{w[0]}\nquorum g\n",
        "a threshold of zero": f"{w[0]}\ngroup g 0 W1\nquorum g\n",
        "a threshold above the members": f"{w[0]}\ngroup g 2 W1\nquorum g\n",
        "a threshold with a leading zero": f"{w[0]}\ngroup g 01 W1\nquorum g\n",
        "a group without members": f"{w[0]}\ngroup g any\nquorum W1\n",
        "a member twice": f"{w[0]}\ngroup g any W1 W1\nquorum g\n",
        "a member of two groups": f"{w[0]}\ngroup g any W1\ngroup h any W1\nquorum g\n",
        "none as a member": f"{w[0]}\ngroup g any none\nquorum g\n",
        "none as a name": f"{w[0]}\ngroup none any W1\nquorum none\n",
        "a name twice": f"{w[0]}\n{w[1].replace('W2', 'W1')}\nquorum W1\n",
        "a witness key under two names": f"{w[0]}\nwitness X {other_name}\nquorum X\n",
        "a log twice": f"log {LOG_VKEY}\nlog {LOG_VKEY}\nquorum none\n",
        "a witness with the key type of a log": f"witness X {as_log}\nquorum X\n",
        "a key that is none": "log abc\nquorum none\n",
        "a word that is none": "quorums none\n",
        "a word too many": f"{w[0]} a b\nquorum W1\n",
        "a carriage return": "quorum none\r\n",
    }
    return made + [case(shows, text=each, good=False) for shows, each in bad.items()]


def inclusion_files() -> list[Case]:
    """Proofs as files against the policy of this file; `why_not` is empty where they hold."""
    policy = policies.parse(policy_text().encode())
    size, index = 257, 100
    hashes = tuple(tree.inclusion_proof(index, size, read_node))
    leaf = f"leaf {index}".encode()
    whole = proofs.Proof(index, hashes, signed(size, 1, 2, 4))
    other = checkpoints.Checkpoint(f"{ORIGIN}/other", size, checkpoint(size).root)
    cosigned_other = checkpoints.sign(other, LOG).with_signatures(
        cosignatures.cosign(other.text, name, WITNESSES[name], TIME) for name in WITNESSES
    )
    renamed = notes.Note(
        other.text,
        (*notes.sign_note(other.text, ORIGIN, LOG).signatures, *cosigned_other.signatures),
    )
    stranger = notes.sign_note(checkpoint(size).text, ORIGIN, STRANGER)
    good = {
        "a quorum saw it": whole,
        "with opaque data beside": proofs.Proof(index, hashes, whole.checkpoint, b"extra"),
        "with empty opaque data beside": proofs.Proof(index, hashes, whole.checkpoint, b""),
        "every witness saw it": proofs.Proof(index, hashes, signed(size, 1, 2, 3, 4)),
        "one party too few": proofs.Proof(index, hashes, signed(size, 1, 4)),
        "the supervisor is missing": proofs.Proof(index, hashes, signed(size, 1, 2, 3)),
        "another place in the log": proofs.Proof(index + 1, hashes, whole.checkpoint),
        "a hash is missing": proofs.Proof(index, hashes[:-1], whole.checkpoint),
        "another checkpoint": proofs.Proof(index, hashes, signed(256, 1, 2, 4)),
        "signed by the key of the log under another origin": proofs.Proof(index, hashes, renamed),
        "signed by nobody known": proofs.Proof(index, hashes, stranger),
    }
    made = []
    for shows, each in good.items():
        text = proofs.write(each).decode()
        why = proofs.why_not(each, leaf, policy)
        made.append(case(shows, leaf=leaf, text=text, good=True, why_not=why))
    text = proofs.write(whole).decode()
    shows = "another leaf"
    made.append(case(shows, leaf=b"leaf 101", text=text, good=True, why_not="inclusion"))
    turned = text.replace("\n257\n", "\n258\n")
    shows = "the size was changed after signing"
    made.append(case(shows, leaf=leaf, text=turned, good=True, why_not="signature"))
    bad = {
        "another version": text.replace("@v1", "@v2"),
        "an index with a leading zero": text.replace("index 100", "index 0100"),
        "no index": text.replace("index 100\n", ""),
        "extra after the index": text.replace("index 100\n", "index 100\nextra AA==\n"),
        "extra that is not base64": text.replace("index", "extra %%\nindex"),
        "a hash of 31 bytes": text.replace("\n\n", "\n" + "A" * 42 + "==\n\n", 1),
        "64 hashes": text.replace("\n\n", ("\n" + spelling.to_base64(LEAVES[0])) * 64 + "\n\n", 1),
        "no checkpoint": text.partition("\n\n")[0] + "\n\n",
        "carriage returns": text.replace("\n", "\r\n"),
        "nothing": "",
    }
    return made + [case(shows, leaf=leaf, text=each, good=False) for shows, each in bad.items()]


def conversation() -> list[Case]:
    """Requests to one witness in this order, with the answer to each."""
    name = "saksi1.example/w"
    verifier = notes.Verifier(ORIGIN, notes.ED25519, LOG.public)
    witness = witnessing.Witness(name, WITNESSES[name], {ORIGIN: [verifier]})
    held: dict[str, witnessing.Held] = {}
    other = checkpoints.Checkpoint(ORIGIN, 13, tree.leaf_hash(b"fork"))
    fork = checkpoints.sign(other, LOG)
    stranger = notes.sign_note(checkpoint(257).text, ORIGIN, STRANGER)
    foreign = checkpoints.Checkpoint("other.example/log", 1, LEAVES[0])

    def ask(old: int, new: int, note: notes.Note | None = None) -> bytes:
        proof = tree.consistency_proof(old, new, read_node) if old <= new else []
        return witnessing.write(witnessing.Request(old, tuple(proof), note or signed(new)))

    hash_line = b"\n" + spelling.to_base64(LEAVES[0]).encode()
    same = ask(257, 257)
    steps = {
        "the first checkpoint, from nothing": ask(0, 5),
        "the same again: it holds 5 already": ask(0, 5),
        "the checkpoint it holds, cosigned once more": ask(5, 5),
        "five leaves become thirteen": ask(5, 13),
        "an old size that it no longer holds": ask(5, 13),
        "a size below the one it holds": ask(5, 7),
        "an old size above the new one": ask(13, 7),
        "another root of the same size": ask(13, 13, fork),
        "growth with a hash too many": ask(13, 257).replace(b"\n\n", hash_line + b"\n\n", 1),
        "growth with a proof of another tree": ask(13, 257, signed(256)),
        "growth without a proof": witnessing.write(witnessing.Request(13, (), signed(257))),
        "an origin it does not know": ask(0, 1, checkpoints.sign(foreign, STRANGER)),
        "signed by a stranger": ask(13, 257, stranger),
        "cosigned by others already": ask(13, 257, signed(257, 2, 3)),
        "no old size": same.replace(b"old 257", b"257"),
        "an old size with a leading zero": same.replace(b"old 257", b"old 0257"),
        "64 hashes": same.replace(b"\n\n", hash_line * 64 + b"\n\n", 1),
        "nothing": b"",
        "a proof where none is needed": same.replace(b"\n\n", hash_line + b"\n\n", 1),
    }
    made = []
    for shows, data in steps.items():
        answer = witnessing.add_checkpoint(witness, held, data, TIME)
        if answer.held is not None:
            held[answer.origin] = answer.held
        fields: dict[str, Any] = {"request": data.decode(), "status": answer.status}
        if answer.status in (200, 409):
            fields["body"] = answer.body.decode()
        made.append(case(shows, **fields))
    return made


def witness_of_conversation() -> dict[str, str]:
    """Return who is asked: name, seed and the log it knows."""
    name = "saksi1.example/w"
    return {"name": name, "seed": WITNESSES[name].seed.hex(), "log": LOG_VKEY, "time": str(TIME)}
