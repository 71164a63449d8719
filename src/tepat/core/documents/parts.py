"""The shape that every letter and berita acara shares: plain JSON for one template."""

import re
from collections.abc import Sequence

from tepat.core.documents.papers import Frame, Person
from tepat.core.documents.words import clock, date_in_words, grouped, long_date

Json = dict[str, object]
FIRST, SECOND = "PIHAK PERTAMA", "PIHAK KEDUA"
BLANK = "." * 28
"""A dotted line to be filled by hand."""


def letter(
    frame: Frame,
    title: str,
    *,
    opening: str = "",
    facts: Sequence[tuple[str, str]] = (),
    parties: Sequence[Json] = (),
    before: Sequence[str] = (),
    table: Json | None = None,
    notes: Sequence[str] = (),
    after: Sequence[str] = (),
    signatures: Sequence[Json] = (),
    witnesses: Sequence[Person] = (),
    addressed: Json | None = None,
    by_hand: str = "",
) -> Json:
    """Return one letter for the template; what is left out is not printed.

    `by_hand` stands above dotted lines on which the people at the handover write.
    """
    return {
        "title": title,
        "number": frame.number or BLANK,
        "addressed": addressed,
        "opening": opening,
        "facts": [list(fact) for fact in facts],
        "parties": list(parties),
        "before": [_bold(text) for text in before],
        "table": table,
        "notes": list(notes),
        "by_hand": by_hand,
        "after": [_bold(text) for text in after],
        "signed_at": f"{frame.place or BLANK}, {long_date(frame.at.date())}",
        "signatures": list(signatures),
        "witnesses": [signature("", witness) for witness in witnesses],
        "copies": list(frame.copies_to),
    }


def _bold(text: str) -> list[list[object]]:
    """Return runs of text and whether they are bold: only the names of the two parties are.

    >>> _bold("PIHAK KEDUA menerima #[x] *b*")
    [['PIHAK KEDUA', True], [' menerima #[x] *b*', False]]
    """
    parts = re.split(f"({FIRST}|{SECOND})", text)
    return [[part, part in (FIRST, SECOND)] for part in parts if part]


def on_this_day(frame: Frame, venue: str, done: str = "") -> str:
    """Return the opening of a berita acara: day, date in words, hour and place."""
    ending = f", {done}." if done else ", kami yang bertanda tangan di bawah ini:"
    return (
        f"Pada hari ini, {date_in_words(frame.at.date())}, pukul {clock(frame.at, frame.zone)}, "
        f"bertempat di {venue or frame.place or BLANK}{ending}"
    )


def party(person: Person, called: str) -> Json:
    """Return one party as it introduces itself."""
    facts = [["Nama", person.name or BLANK]]
    if person.nip:
        facts.append(["NIP", person.nip])
    position = ", ".join(filter(None, [person.position, person.office]))
    facts.append(["Jabatan", position or BLANK])
    return {"facts": facts, "called": called}


def signature(head: str, person: Person) -> Json:
    """Return one block for a signature; an empty name leaves a dotted line."""
    role = ", ".join(filter(None, [person.position, person.office]))
    if role == head.rstrip(","):
        role = ""
    return {"head": head, "role": role, "name": person.name, "nip": person.nip}


def table(columns: str, rows: list[list[str]], foot: list[str] | None = None) -> Json:
    """Return a table. `columns` is `title:form` with r right, l left, w wide, c code, h by hand."""
    heads = [each.rpartition(":") for each in columns.split(" ")]
    return {
        "columns": [[name.replace("_", " "), form] for name, _, form in heads],
        "rows": rows,
        "foot": foot,
    }


def filled(table: Json) -> Json:
    """Return a table without the columns in which nothing stands."""
    columns, rows, foot = table["columns"], table["rows"], table["foot"]
    assert isinstance(columns, list)
    assert isinstance(rows, list)
    kept = [at for at in range(len(columns)) if any(row[at] not in ("", "-") for row in rows)]
    return {
        "columns": [columns[at] for at in kept],
        "rows": [[row[at] for at in kept] for row in rows],
        "foot": [foot[at] for at in kept] if isinstance(foot, list) else None,
    }


def total(values: Sequence[int]) -> str:
    """Return a sum, or nothing where there was nothing to sum."""
    return grouped(sum(values)) if values else ""


def signed(number: int) -> str:
    """Return a difference with its sign: +3, -28, 0."""
    return f"+{grouped(number)}" if number > 0 else f"{'-' if number else ''}{grouped(abs(number))}"
