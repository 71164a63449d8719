"""What a witness says of a checkpoint: seen and consistent at a time (C2SP tlog-cosignature)."""

from tepat.core.log import keys, notes, spelling


def cosign(text: str, name: str, signer: keys.Signer, time: int) -> notes.Signature:
    """Return the line of the witness `name` under the note `text`.

    `time` is in seconds since 1970. The key must serve no other witness and no log.
    """
    if not 0 <= time <= spelling.LARGEST_SIZE:
        raise ValueError("no such time")
    verifier = notes.Verifier(name, notes.COSIGNATURE, signer.public)
    value = time.to_bytes(8, "big") + signer.sign(notes.cosigned_message(time, text))
    return notes.Signature(name, verifier.key_hash, value)


def time_of(signature: notes.Signature) -> int:
    """Return the time of a cosignature line, in seconds since 1970."""
    return int.from_bytes(signature.value[:8], "big")


def newest(note: notes.Note, verifier: notes.Verifier) -> notes.Signature | None:
    """Return the newest line of this witness that holds, or None. Never raises."""
    lines = [
        line
        for line in note.signatures
        if (line.name, line.key_hash) == (verifier.name, verifier.key_hash)
    ]
    for line in sorted(lines, key=time_of, reverse=True):
        try:
            if notes.verified(notes.Note(note.text, (line,)), [verifier]):
                return line
        except notes.BadNote:
            continue
    return None
