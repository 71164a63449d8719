"""The phone's list of facts is written from the one list, and is fresh."""

from tools import write_schema


def test_the_phone_knows_the_facts_as_they_are_listed() -> None:
    written = (write_schema.FIELD / "schema.ts").read_text(encoding="utf-8")
    assert written == write_schema.schema(), "run: python tools/write_schema.py"


def test_the_phone_deflates_against_the_same_dictionary() -> None:
    written = (write_schema.FIELD / "dictionary.ts").read_text(encoding="utf-8")
    assert written == write_schema.dictionary(), "run: python tools/write_schema.py"
