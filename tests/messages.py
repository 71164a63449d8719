"""Which message ids the source uses, and what its catalogues hold: for the test of both."""

import re
from ast import literal_eval
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path

from babel.messages.extract import extract
from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

SOURCE = Path(__file__).resolve().parents[1] / "src" / "tepat"
_CALL = re.compile(r"""\b(?:n?gettext|_)\(\s*u?('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")""")
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
}


def used() -> dict[str, str]:
    """Return each message id with the first file that uses it."""
    found: dict[str, str] = {}
    for path in sorted(SOURCE.rglob("*")):
        if path.suffix in {".py", ".html"} and "static" not in path.parts:
            for message in _ids(path):
                found.setdefault(message, str(path.relative_to(SOURCE)))
    return found


def _ids(path: Path) -> Iterator[str]:
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".html":
        # templatize leaves calls between filler that is not Python.
        for call in _CALL.finditer(templatize(text, origin=str(path))):
            yield literal_eval(call[1])
        return
    for _, message, _, _ in extract("python", BytesIO(text.encode()), keywords=KEYWORDS):
        yield message if isinstance(message, str) else message[0]


def translated() -> dict[str, dict[str, str]]:
    """Return the Indonesian of each message id, by catalogue."""
    found: dict[str, dict[str, str]] = {}
    for path in sorted(SOURCE.rglob("locale/id/LC_MESSAGES/django.po")):
        with path.open("rb") as file:
            catalogue = read_po(file, locale="id")
        mine = found.setdefault(str(path.relative_to(SOURCE)), {})
        for message in catalogue:
            if message.id:
                mine[_first(message.id)] = _first(message.string)
    return found


def _first(text: Sequence[str] | None) -> str:
    """The singular of a message that has a plural."""
    return text if isinstance(text, str) else (text or [""])[0]
