"""The handbook as tests read it: its pages, headings, tables and code blocks."""

import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"


def pages() -> list[Path]:
    """Every Markdown page of ours: the root's and the handbook's."""
    return sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md"), *ROOT.glob("deploy/**/*.md")])


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def rows(name: str) -> list[list[str]]:
    """The cells of every table row of a page, headings and rules left out."""
    found = []
    for line in text(name).splitlines():
        if line.startswith("|") and not re.fullmatch(r"[|\s:-]+", line):
            found.append([cell.strip() for cell in line.strip().strip("|").split("|")])
    return found


def code_words(cell: str) -> set[str]:
    """The words in back-ticks of a table cell."""
    return set(re.findall(r"`([^`]+)`", cell))


def shell_lines(path: Path) -> Iterator[str]:
    """Every command a page tells a person to type, without prompt and comment."""
    for block in re.findall(r"```(?:sh|bash|console|text)\n(.*?)```", path.read_text(), re.DOTALL):
        joined = block.replace("\\\n", " ")
        for line in joined.splitlines():
            command = re.sub(r"\s+#.*$", "", line.strip().removeprefix("$ "))
            if command and not command.startswith("#"):
                yield command
