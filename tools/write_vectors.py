"""Write `tests/vectors/*.json`: what every implementation of the log must agree on.

    python tools/write_vectors.py

Keys, times and texts are fixed, so the files come out the same each time. They hold
verdicts, never sentences of an error: another language words its errors otherwise.
"""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from tools.vectors import (  # noqa: E402
    carried,
    codes,
    envelopes,
    events,
    facts,
    handovers,
    inspections,
    logs,
    manifests,
    mutations,
    qr,
    results,
    verifying,
    voting,
    witnesses,
)

FOLDER = ROOT / "tests" / "vectors"
Parts = dict[str, Callable[[], Any]]

FILES: dict[str, tuple[str, Parts]] = {
    "canonical": (
        "Texts and bytes that are, or are not, the one spelling of a value. FILL stands for "
        "`fill` letters a. `name` is the SHA-256.",
        {"cases": facts.canonical_bytes},
    ),
    "keys": (
        "Seeds with keys and ids; keys refused at enrolment; the one verdict on signatures; a "
        "signature for one purpose is none for another. Bytes in hexadecimal.",
        {
            "signers": facts.signers,
            "weak": facts.weak_keys,
            "signatures": facts.signatures,
            "bodies": facts.bodies,
        },
    ),
    "envelopes": (
        "Bodies of facts of every kind, signed by `signer` as an event; or the reason for which "
        "the door keeps them in quarantine.",
        {"signer": envelopes.signer, "cases": envelopes.bodies},
    ),
    "events": (
        "Bodies of facts with the reason they are refused for, or none; `spoilt` sets one field of "
        "the fact that `cases` shows with every field.",
        {"cases": events.cases, "spoilt": events.spoilt},
    ),
    "voting": (
        "Numbers as typed at a TPS, with what does not add up: the check and by how much; "
        "`choices` are the numbers on a paper as people type them.",
        {
            "turnout": voting.turnout,
            "papers": voting.papers,
            "result": voting.result,
            "choices": voting.choices,
        },
    ),
    "tree": (
        "The tree over the entries `leaf 0`, `leaf 1` ...: roots, inclusion and consistency.",
        {"roots": logs.roots, "inclusion": logs.inclusion, "consistency": logs.consistency},
    ),
    "gathered": (
        "Answers with the proofs of several facts over the entries of `tree`: `good` where every "
        "fact is shown under `root`.",
        {"cases": logs.gathered_proofs},
    ),
    "tiles": ("Paths of tiles, and bundles.", {"paths": logs.tile_paths, "bundles": logs.bundles}),
    "entries": ("Leaves of a log, with their leaf hash.", {"cases": logs.leaves}),
    "receipts": (
        "Receipts: `good` is the verdict on the body, `holds` that on the signature.",
        {"cases": logs.receipt_bodies},
    ),
    "requests": ("Requests of phones, signed.", {"cases": logs.signed_requests}),
    "letters": (
        "Enrolment letters: `good` is the verdict on the bytes, `holds` that on the signature.",
        {"cases": logs.enrolment_letters},
    ),
    "manifests": (
        "What phones keep of their log: bytes, and what is read from them; null where refused.",
        {"cases": manifests.cases},
    ),
    "carrying": (
        "Signed facts as text: base45, the preset dictionary, codes that are read or refused.",
        {
            "base45": logs.base45,
            "dictionaries": logs.dictionary,
            "cases": logs.text_codes,
        },
    ),
    "inspections": (
        "Checklists with the answers that were no (`defects`): what is asked, the verdict, how "
        "many of how many are in order, and the text with its hash under the salt "
        "0123456789abcdef0123456789abcdef. A question is its code, `photo`, `grave`.",
        {"cases": inspections.cases},
    ),
    "series": (
        "Several facts as text: `items` of a parcel, null where its bytes are none; what pasted "
        "texts hold and how many parts are missing, in any order where `sorted`.",
        {"parcels": carried.parcel_bytes, "pasted": carried.pasted},
    ),
    "handovers": (
        "Lists of loads with their hashes; both halves of handovers, what each saw `otherwise`, "
        "and the packages it speaks of.",
        {"known": handovers.known, "lists": handovers.lists, "halves": handovers.halves},
    ),
    "qr": ("QR codes, rows of modules as bits in hexadecimal.", {"cases": qr.codes}),
    "codes": (
        "Texts that people scan or type, with what they name, null where nothing: packages, seal "
        "numbers, papers of a plan. `own` is built like a package code, mistyped or not.",
        {"packages": codes.packages, "seals": codes.seals, "marks": codes.marks},
    ),
    "notes": (
        "Verifier keys; notes with the known keys that signed them, null where refused.",
        {"vkeys": witnesses.vkeys, "cases": witnesses.signed_notes},
    ),
    "checkpoints": (
        "Texts of checkpoints and their fingerprint on paper; cosignatures.",
        {"cases": witnesses.checkpoint_texts, "cosignatures": witnesses.cosigned},
    ),
    "policies": ("Policies, and which witnesses are a quorum.", {"cases": witnesses.policy_files}),
    "proofs": (
        "Proofs as files against `policy`: `good` where they can be read, and why they do not "
        "show `leaf` (hexadecimal), empty where they do.",
        {"policy": witnesses.policy_text, "cases": witnesses.inclusion_files},
    ),
    "witnessing": (
        "Requests to one witness, in this order, each with status and body of the answer.",
        {"witness": witnesses.witness_of_conversation, "steps": witnesses.conversation},
    ),
    "results": (
        "A bundle of unofficial results as files of text, each case with the files that it has "
        "instead, and what is said of it to somebody with this policy. `mutations`: each value "
        "changed by itself (`cut` characters from `at`, `put` there) and signed anew with `desk`.",
        {
            "good": results.bundles,
            "cases": results.cases,
            "desk": mutations.signer,
            "not_proven": mutations.not_proven,
            "mutations": mutations.cases,
        },
    ),
    "verifying": (
        "Published logs as files (base64), with what else somebody kept, and the one sentence that "
        "a supervisor reads; `counted` is that sentence over counts alone.",
        {"cases": verifying.copies, "counted": verifying.sentences},
    ),
}


def text_of(name: str) -> str:
    """Return the text of one file."""
    about, parts = FILES[name]
    value = {"about": about} | {key: make() for key, make in parts.items()}
    return json.dumps(value, indent=1) + "\n"


def main() -> None:
    """Write every file."""
    FOLDER.mkdir(exist_ok=True)
    for name in FILES:
        (FOLDER / f"{name}.json").write_text(text_of(name), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
