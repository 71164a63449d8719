"""Every setting is in the handbook with its default, and none that is gone."""

from tepat.server.environment import SETTINGS
from tests.docs.pages import code_words, rows

PAGE = "docs/settings.md"


def documented() -> dict[str, list[str]]:
    return {
        next(iter(code_words(row[0]))): row for row in rows(PAGE) if row[0].startswith("`TEPAT_")
    }


def test_the_handbook_and_the_one_list_name_the_same_settings() -> None:
    assert set(documented()) == {setting.name for setting in SETTINGS}


def test_the_handbook_gives_the_true_defaults() -> None:
    wrong = [
        setting.name
        for setting in SETTINGS
        if documented()[setting.name][1] != (f"`{setting.default}`" if setting.default else "–")
    ]
    assert wrong == []
