"""The closed lists of words: each belongs to a field, fits it, and binds nobody who knows more."""

from typing import get_type_hints

import pytest

from tepat.core.move import events
from tepat.core.move.events import fields
from tepat.core.move.events.words import WORDS
from tests.core.move.test_custody import Field

SHAPES = {**events.EVENTS, "check": events.Check}


def test_every_field_that_holds_a_word_has_its_list() -> None:
    found = {
        f"{kind}.{name}"
        for kind, shape in SHAPES.items()
        for name, hint in get_type_hints(shape, include_extras=True).items()
        if hint == fields.Word
    }

    assert found - {"assigned.as_role"} == set(WORDS), "roles have a list of their own"


@pytest.mark.parametrize("name", list(WORDS))
def test_every_word_fits_its_field_and_stands_once(name: str) -> None:
    read = fields.Matching(fields._WORD)

    assert [read(each) for each in WORDS[name]] == list(WORDS[name])
    assert len(set(WORDS[name])) == len(WORDS[name])


def test_a_word_of_a_later_version_is_read_and_folded() -> None:
    field = Field()
    wrong = field.world.desk.sign(events.Incident, **field.load(what="meteor"))
    later = field.world.desk.sign(
        events.Cancelled, **field.load(fact=wrong, reason="never_happened")
    )
    fact = field.world.facts[later]

    assert events.read(events.write(fact)) == fact
    assert field.now().pairs.aside == (wrong,)
