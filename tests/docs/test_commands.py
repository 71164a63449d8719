"""Every command is in the handbook, and every command of the handbook exists."""

import argparse
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from tepat.cli import build_parser
from tests.docs.pages import ROOT, pages, shell_lines, text

Parser = argparse.ArgumentParser


def children(parser: Parser) -> dict[str, Parser]:
    found: dict[str, Parser] = {}
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            found.update(action.choices)
    return found


def leaves(parser: Parser, path: str = "tepat") -> Iterator[tuple[str, Parser]]:
    """Every command a person can run, by its full name."""
    below = children(parser)
    if not below:
        yield path, parser
    for word, child in below.items():
        yield from leaves(child, f"{path} {word}")


COMMANDS = dict(leaves(build_parser()))


def options(parser: Parser) -> list[str]:
    return [
        action.option_strings[-1] if action.option_strings else str(action.metavar or action.dest)
        for action in parser._actions
        if action.dest != "help"
    ]


@pytest.mark.parametrize("command", COMMANDS)
def test_this_command_has_its_chapter_with_every_option(command: str) -> None:
    chapters = re.split(r"^## ", text("docs/commands.md"), flags=re.MULTILINE)
    chapter = next((each for each in chapters if each.startswith(f"`{command}`")), "")

    assert chapter, f"docs/commands.md has no heading: ## `{command}`"
    missing = [name for name in options(COMMANDS[command]) if f"`{name}" not in chapter]
    assert missing == []


def test_no_chapter_stands_twice() -> None:
    headings = re.findall(r"^## .*$", text("docs/commands.md"), re.MULTILINE)

    assert [each for each in dict.fromkeys(headings) if headings.count(each) > 1] == []


def test_no_chapter_is_about_a_command_that_is_gone() -> None:
    headings = re.findall(r"^## `(tepat[^`]*)`", text("docs/commands.md"), re.MULTILINE)

    assert sorted(set(headings) - set(COMMANDS)) == []


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.relative_to(ROOT).as_posix())
def test_what_this_page_tells_people_to_type_exists(page: Path) -> None:
    targets = set(re.findall(r"^([a-z][\w-]*):", makefile(), re.MULTILINE))
    wrong = []
    for line in shell_lines(page):
        words = shlex.split(line)
        if words[0] == "make" and not {w for w in words[1:] if "=" not in w} <= targets:
            wrong.append(line)
        if words[0] == "tepat" and not _runs(words[1:]):
            wrong.append(line)
    assert wrong == []


def makefile() -> str:
    path = ROOT / "Makefile"
    if not path.exists():
        pytest.skip("no Makefile yet")
    return path.read_text(encoding="utf-8")


def _runs(words: list[str]) -> bool:
    """Whether the command line takes `words`; names in capitals stand for anything."""
    try:
        build_parser().parse_args(words)
    except SystemExit as ended:
        return not ended.code
    return True


def test_every_target_of_make_explains_itself() -> None:
    public = re.search(r"^\.PHONY:(.*)$", makefile(), re.MULTILINE)
    assert public, "the Makefile names no .PHONY targets"
    explained = set(re.findall(r"^([a-z][\w-]*):.*## \S", makefile(), re.MULTILINE))

    assert sorted(set(public[1].split()) - explained) == []
