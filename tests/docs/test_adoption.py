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
