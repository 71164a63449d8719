"""XML from strangers, read by expat without anything that can grow: no DOCTYPE, no entities.

Raises `Refused` for what is too large, too deep or holds declarations; a plain value comes
out, so nothing of an XML library travels further.
"""

from dataclasses import dataclass, field
from typing import Final
from xml.parsers import expat

LIMIT: Final = 1024 * 1024
"""Bytes; a BMKG alert has some thousands."""
DEEPEST: Final = 32
"""Elements inside one another."""


class Declared(Exception):
    """The text holds a DOCTYPE or an entity."""


class Broken(Exception):
    """The text is no XML, or nested too deep."""


@dataclass(slots=True)
class Element:
    """One element: its name without namespace, that namespace, its text and what it holds."""

    name: str
    namespace: str = ""
    text: str = ""
    inside: list["Element"] = field(default_factory=list)

    def all(self, name: str) -> list["Element"]:
        """Return the elements directly inside with this name."""
        return [each for each in self.inside if each.name == name]

    def one(self, name: str) -> str:
        """Return the text of the first element directly inside with this name, or nothing."""
        return next((each.text.strip() for each in self.inside if each.name == name), "")


def parse(raw: bytes) -> Element:
    """Return the root of `raw`. Raises `Declared` or `Broken`."""
    parser = expat.ParserCreate(namespace_separator=" ")
    root: list[Element] = []
    open_ones: list[Element] = []

    def start(name: str, _attributes: dict[str, str]) -> None:
        namespace, _, local = name.rpartition(" ")
        element = Element(local, namespace)
        if len(open_ones) >= DEEPEST:
            raise Broken(f"lebih dari {DEEPEST} tingkat")
        (open_ones[-1].inside if open_ones else root).append(element)
        open_ones.append(element)

    def end(_name: str) -> None:
        open_ones.pop()

    def text(data: str) -> None:
        if open_ones:
            open_ones[-1].text += data

    def declared(*_: object) -> None:
        raise Declared

    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = declared
    parser.EntityDeclHandler = declared
    try:
        parser.Parse(raw, True)
    except (expat.ExpatError, UnicodeError, ValueError, LookupError) as no:
        raise Broken(str(no)) from no
    return root[0]
