"""What an office is told about data is what the product does, and no law is called reviewed."""

import re

import pytest

from tepat.server.election.purging import PURGERS, STAYS
from tests.docs.pages import ROOT, text
from tests.server.election.personal import GONE, ROWS_GONE

PAGES = sorted(path.name for path in (ROOT / "docs/adopsi").glob("*.md"))
LAW = re.compile(r"\bUU \d|\bPasal \d|\bPKPU\b|\bPermendagri\b")


def test_every_purger_stands_in_the_table_of_retention() -> None:
    table = text("docs/adopsi/retensi.md")

    assert [words for words in PURGERS.values() if f"| {words} |" not in table] == []
    rows = [line for line in table.splitlines() if "dihapus `tepat election purge`" in line]
    assert len(rows) == len(PURGERS)


def test_what_stays_is_said_word_for_word() -> None:
    page = text("docs/adopsi/retensi.md")

    assert [words for words in STAYS if words not in page] == []


def test_the_assessment_names_every_table_that_holds_a_person() -> None:
    page = text("docs/adopsi/penilaian-data.md")
    tables = {label.rpartition(".")[0] for label in GONE} | set(ROWS_GONE)

    assert sorted(table for table in tables if f"`{table}`" not in page) == []


@pytest.mark.parametrize("name", PAGES)
def test_a_page_says_above_all_else_that_no_lawyer_has_read_it(name: str) -> None:
    page = text(f"docs/adopsi/{name}")
    warning = page.casefold().find("belum ditinjau ahli hukum")

    assert warning >= 0
    law = LAW.search(page)
    assert law is None or warning < law.start()


@pytest.mark.parametrize("name", PAGES)
def test_an_article_was_looked_up_or_says_that_it_was_not(name: str) -> None:
    looked_up = _looked_up()
    lines = text(f"docs/adopsi/{name}").splitlines()

    unknown = [
        (line, article)
        for line in lines
        for article in _articles(line)
        if article not in looked_up and "nomor pasal belum diperiksa" not in line
    ]

    assert unknown == []


def _looked_up() -> set[str]:
    """The articles in the table of references, each of which names the page it was found on."""
    table = text("docs/adopsi/penilaian-data.md").partition("## Rujukan")[2]
    rows = [line.split("|") for line in table.splitlines() if "](http" in line]
    return {article for row in rows for article in re.findall(r"\d+", row[1])}


def _articles(line: str) -> set[str]:
    """Each article that a line names, those between two of them too.

    >>> sorted(_articles("UU 27/2022, Pasal 5 sampai 7 dan 10; Pasal 46"))
    ['10', '46', '5', '6', '7']
    """
    found: set[str] = set()
    for words in re.findall(r"Pasal (\d+(?:(?:, | dan | sampai )\d+)*)", line):
        numbers = [int(each) for each in re.findall(r"\d+", words)]
        found |= {str(each) for each in numbers}
        if "sampai" in words:
            found |= {str(each) for each in range(numbers[0], numbers[1] + 1)}
    return found
