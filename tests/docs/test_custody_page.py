"""The page on custody names tests that exist, so that each situation stays one."""

from tests.core.move import test_custody
from tests.docs.pages import code_words, rows


def test_every_situation_of_the_page_has_its_test() -> None:
    named = {word for row in rows("docs/developers/custody.md") for word in code_words(row[2])}
    named = {word for word in named if word.startswith("test_")}

    assert len(named) >= 14
    assert named <= set(dir(test_custody))
