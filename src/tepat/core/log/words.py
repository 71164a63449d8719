"""Words that people type stay outside the log: a fact carries their salted hash."""

from tepat.core.log import canonical


def note_hash(salt: str, text: str) -> str:
    """Return what a fact carries for words a person typed.

    `salt` is 32 random hexadecimal digits, kept with the words and deleted with them.

    >>> note_hash("00" * 16, "DPT naik")[:16]
    'db8c533f13dccf71'
    """
    return canonical.name_of(canonical.encode({"salt": salt, "text": text}))
