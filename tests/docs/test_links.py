"""Every link inside the handbook leads somewhere."""

import re
from pathlib import Path

import pytest

from tests.docs.pages import ROOT, pages

LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")


def anchor(heading: str) -> str:
    """The address of a heading, as the usual viewers of Markdown make it."""
    plain = re.sub(r"[`*_]", "", heading.strip().lower())
    return re.sub(r"[^\w\- ]", "", plain).replace(" ", "-")


def headings(page: Path) -> set[str]:
    return {anchor(each) for each in re.findall(r"^#+\s+(.*)$", page.read_text(), re.MULTILINE)}


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_of_this_page_resolve(page: Path) -> None:
    broken = []
    for link in LINK.findall(page.read_text(encoding="utf-8")):
        if re.match(r"[a-z]+:", link):
            continue
        address, _, part = link.partition("#")
        target = (page.parent / address).resolve() if address else page
        if not target.exists() or (part and part not in headings(target)):
            broken.append(link)
    assert broken == []


def test_every_page_of_the_handbook_is_reached_from_its_index() -> None:
    reached, waiting = set[Path](), [ROOT / "docs/index.md"]
    while waiting:
        page = waiting.pop()
        if page in reached or page.suffix != ".md":
            continue
        reached.add(page)
        waiting += [
            (page.parent / link.partition("#")[0]).resolve()
            for link in LINK.findall(page.read_text(encoding="utf-8"))
            if not re.match(r"[a-z]+:|#", link)
        ]
    lost = {page for page in pages() if page.is_relative_to(ROOT / "docs")} - reached

    assert sorted(page.relative_to(ROOT).as_posix() for page in lost) == []
