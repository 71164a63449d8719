"""Indonesian is complete, and nothing in it is left over."""

import pytest

from tests.messages import translated, used

pytestmark = pytest.mark.any_database


def test_every_message_has_an_indonesian_translation() -> None:
    known = {key for catalogue in translated().values() for key, text in catalogue.items() if text}
    missing = {key: file for key, file in used().items() if key not in known}

    assert not missing


def test_no_translation_is_stale() -> None:
    wanted = used()
    stale = {
        name: [key for key in mine if key not in wanted] for name, mine in translated().items()
    }

    assert not {name: keys for name, keys in stale.items() if keys}


def test_one_message_is_translated_one_way() -> None:
    said: dict[str, set[str]] = {}
    for catalogue in translated().values():
        for key, text in catalogue.items():
            said.setdefault(key, set()).add(text)

    assert not {key: texts for key, texts in said.items() if len(texts) > 1}
