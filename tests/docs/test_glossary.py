"""Every Indonesian word in the code has its row in the glossary.

What is an Indonesian word? The product's own sentences decide: a word that people read
in its Indonesian texts and never in its English ones. Words that stand in both, such as
`tps` or `desa`, are named below.
"""

import ast
import keyword
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tepat.core.sentences import SENTENCES
from tests.docs.pages import ROOT, code_words, rows

IN_BOTH_LANGUAGES = {
    "aght", "bast", "bawaslu", "bttb", "contoh", "dapil", "desa", "dpt", "dptb", "kabupaten",
    "kecamatan", "kelurahan", "kota", "kpps", "kpu", "linmas", "panwascam", "pemilu", "pilkada",
    "pilkades", "pkd", "polres", "polsek", "ppk", "pps", "provinsi", "psu", "ptps", "rakor",
    "saksi", "tps",
}  # fmt: skip
"""Institutions, places and papers that English sentences name too."""

NOT_INDONESIAN = {
    "data", "id", "is", "of", "or", "per", "to", "at", "by", "on", "in", "so", "as", "basis",
}  # fmt: skip
"""Words that happen to be spelt alike."""

SRC = ROOT / "src" / "tepat"


def glossary() -> set[str]:
    """Words of the code that the glossary explains: the back-ticks of its second column."""
    return {
        part
        for row in rows("docs/glossary.md")
        if len(row) > 1
        for word in code_words(row[1])
        for part in words_of(word)
    }


def is_ours(path: Path) -> bool:
    return path.suffix in {".py", ".toml"} and "migrations" not in path.parts


def words_of(identifier: str) -> list[str]:
    """Split `TpsImport` and `tps_code` into words, small."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", identifier)
    return [word for word in re.split(r"[^a-z]+", spaced.lower()) if len(word) > 1]


def identifiers(path: Path) -> Iterator[str]:
    """Every name that this file gives to something."""
    yield path.stem
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        elif isinstance(node, ast.keyword) and node.arg:
            yield node.arg


def in_code() -> dict[str, set[str]]:
    """Each word used in a name, and the files that use it."""
    found: dict[str, set[str]] = {}
    for path in SRC.rglob("*.py"):
        if "migrations" in path.parts:
            continue
        for name in identifiers(path):
            for word in words_of(name):
                found.setdefault(word, set()).add(path.relative_to(ROOT).as_posix())
    return found


def vocabulary(texts: Iterator[str]) -> set[str]:
    return {
        word
        for text in texts
        for word in re.findall(
            r"[a-z]+", re.sub(r"\{[^}]*\}|%\([^)]*\)|<[^>]*>", " ", text.lower())
        )
        if len(word) > 1
    }


def indonesian() -> set[str]:
    """Words of our Indonesian texts that never stand in our English ones."""
    ours, theirs = set[str](), set[str]()
    ours |= vocabulary(each.id for each in SENTENCES.values())
    theirs |= vocabulary(each.en for each in SENTENCES.values())
    for path in SRC.rglob("*.po"):
        _, _, text = path.read_text(encoding="utf-8").partition("\n\n")  # after the header
        ours |= vocabulary(iter(po_texts(text, "msgstr")))
        theirs |= vocabulary(iter(po_texts(text, "msgid")))
    return (ours - theirs) | IN_BOTH_LANGUAGES


def po_texts(text: str, field: str) -> list[str]:
    entry = re.compile(rf'^{field}(?:_plural|\[\d\])? ((?:".*"\n?)+)', re.MULTILINE)
    return ["".join(re.findall(r'"(.*)"', match)) for match in entry.findall(text)]


def test_every_indonesian_word_in_the_code_is_in_the_glossary() -> None:
    known = glossary() | NOT_INDONESIAN | set(keyword.kwlist)
    dictionary = indonesian() - known
    missing = {word: sorted(files)[0] for word, files in in_code().items() if word in dictionary}
    assert missing == {}, "add a row to docs/glossary.md for each of these"


def test_the_glossary_names_no_word_that_code_does_not_use() -> None:
    texts = (path.read_text(encoding="utf-8") for path in SRC.rglob("*.*") if is_ours(path))
    used = {word for text in texts for word in words_of(text)}
    named = {
        word
        for row in rows("docs/glossary.md")
        if len(row) > 1
        for word in code_words(row[1])
        if not set(words_of(word)) <= used
    }
    assert sorted(named) == []


@pytest.mark.parametrize(
    ("name", "words"), [("TpsImport", ["tps", "import"]), ("surat_jalan", ["surat", "jalan"])]
)
def test_names_are_split_into_words(name: str, words: list[str]) -> None:
    assert words_of(name) == words
