"""Which words of an English page are Indonesian: for the tests that walk the desk.

A word is suspect where our own texts use it in Indonesian and never in English, and where it
is one of the small words that no English text needs. What is marked `lang="id"` and what
people typed (names, notes) is left out.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from html.parser import HTMLParser
from importlib.resources import files
from typing import Any

from babel.messages.pofile import read_po

from tepat.core.documents import DOCUMENTS
from tepat.core.sentences import SENTENCES
from tests.messages import SOURCE

_SMALL = """
    adalah akan atau bagi belum bila boleh bukan dalam dan dapat dari dengan hanya harus ini itu
    juga jumlah karena kepada lagi lain masih menurut oleh pada paling sampai sebelum sedang
    semua sesuai setiap siapa sudah supaya tanpa tiap tidak untuk yang
"""
SMALL_WORDS = frozenset(_SMALL.split())
_EMPTY = "area base br col embed hr img input link meta source track wbr"
_WORD = re.compile(r"(?<![0-9A-Za-z])[A-Za-z]{3,}(?![0-9A-Za-z])")
"""Letters beside digits are of a code or a hash, not of a word."""
_NAME = re.compile(r"\S+\.(pdf|xlsx|csv|docx|txt|json)\b|\w+_\w+")
_SPOKEN = ("data-label", "title", "alt", "placeholder", "aria-label", "aria-description")
_VOID = frozenset(_EMPTY.split())


class Page(HTMLParser):
    """The texts of a page that a person reads, and where its links go."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.links: list[str] = []
        self.forms: list[tuple[str, list[str]]] = []
        """Address and names of the fields of each form that sends something."""
        self._open: list[tuple[str, bool]] = []
        self.feed(html)

    @property
    def _is_hidden(self) -> bool:
        return any(hidden for _, hidden in self._open)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        is_code = tag == "style" or (tag == "script" and "json" not in given.get("type", ""))
        is_hidden = is_code or (given.get("lang") == "id" and tag != "html")
        self.links += [given[name] for name in ("href", "hx-get") if name in given]
        if tag == "form" and given.get("method") == "post":
            self.forms.append((given.get("action", ""), []))
        elif given.get("name") and self.forms and given.get("type") != "hidden":
            self.forms[-1][1].append(given["name"])
        if not is_hidden and not self._is_hidden:
            self.texts += [given[name] for name in _SPOKEN if name in given]
            # What scripts will say; a single word there is a name for the script, not for people.
            data = [value for name, value in given.items() if name.startswith("data-")]
            self.texts += [value for value in data if " " in value]
        if tag not in _VOID:
            self._open.append((tag, is_hidden))

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        text = " ".join(data.split())
        if text and not self._is_hidden:
            self.texts.append(text)


def indonesian_in(page: Page, typed: Iterable[str] = ()) -> list[str]:
    """Return the texts of `page` that hold Indonesian words, without what people `typed`."""
    names = re.compile("|".join(re.escape(each) for each in sorted(typed, key=len, reverse=True)))
    found = []
    for text in page.texts:
        if suspects().isdisjoint(_words(text)):
            continue
        rest = names.sub(" ", text) if names.pattern else text
        if not suspects().isdisjoint(_words(rest)):
            found.append(text)
    return found


@cache
def suspects() -> frozenset[str]:
    """Words that only our Indonesian texts use."""
    indonesian, english = vocabulary()
    return (indonesian - english) | SMALL_WORDS


@cache
def vocabulary() -> tuple[frozenset[str], frozenset[str]]:
    """The words of every text we have in both languages: messages, sentences and data."""
    indonesian: set[str] = set()
    english: set[str] = set()
    for id_, en in _pairs():
        indonesian |= _words(id_)
        english |= _words(en)
    return frozenset(indonesian), frozenset(english)


def _pairs() -> Iterator[tuple[str, str]]:
    for path in sorted(SOURCE.rglob("locale/id/LC_MESSAGES/django.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale="id"):
                yield _joined(message.string), _joined(message.id)
    yield from SENTENCES.values()
    for document in DOCUMENTS:
        for words in (document.title, document.short):
            yield words.id, words.en
    for election in (files("tepat") / "data" / "elections").iterdir():
        if election.name.endswith(".toml"):
            yield from _named(tomllib.loads(election.read_text(encoding="utf-8")))


def _named(value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict) and set(value) == {"id", "en"}:
        yield value["id"], value["en"]
    elif isinstance(value, dict):
        for each in value.values():
            yield from _named(each)
    elif isinstance(value, list):
        for each in value:
            yield from _named(each)


def _joined(text: Any) -> str:
    return text if isinstance(text, str) else " ".join(text or ())


def _words(text: str) -> set[str]:
    """The words of a text in small letters, without names of files and codes."""
    found = _WORD.findall(_NAME.sub(" ", text))
    return {word.lower() for word in found if not word.isupper()}
