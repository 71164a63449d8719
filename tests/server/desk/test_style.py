"""The rules that keep our own style sheets small and one (docs/decisions/0010)."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.messages import SOURCE

SHEETS = SOURCE / "server" / "static" / "css"
CEILING = 40_000
"""Bytes of style, before compression, that any one page may load."""
MOST_OF_A_PAGE = 8_000
RAW_COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}\b|\b(?:rgb|hsl|oklch)a?\(")
RAW_SIZE = re.compile(r"font(?:-size)?\s*:[^;]*?[\d.]+(?:px|rem|pt)\b")
INLINE = re.compile(r'\sstyle="([^"]*)"')


def _sheets() -> list[Path]:
    return sorted(SHEETS.rglob("*.css"))


def _templates() -> list[Path]:
    return sorted((SOURCE / "server").rglob("templates/**/*.html"))


def _without_comments(text: str) -> str:
    return re.sub(r"/\*.*?\*/", "", text, flags=re.S)


def _raw(path: Path) -> Iterator[str]:
    text = _without_comments(path.read_text(encoding="utf-8"))
    for pattern in (RAW_COLOUR, RAW_SIZE):
        yield from (match[0] for match in pattern.finditer(text))


def test_no_page_loads_more_than_forty_kilobytes_of_style() -> None:
    shared = sum(path.stat().st_size for path in SHEETS.glob("*.css"))
    pages = {path.name: path.stat().st_size for path in (SHEETS / "pages").glob("*.css")}

    assert shared + max(pages.values()) <= CEILING, (shared, pages)
    assert {name: size for name, size in pages.items() if size > MOST_OF_A_PAGE} == {}


def test_colours_and_type_sizes_are_written_in_one_sheet_only() -> None:
    raw = {path.name: list(_raw(path)) for path in _sheets() if path.name != "tokens.css"}

    assert not {name: found for name, found in raw.items() if found}


def test_templates_carry_no_colours_sizes_or_scripts_of_their_own() -> None:
    faults = []
    for path in _templates():
        text = path.read_text(encoding="utf-8")
        for style in INLINE.findall(text):
            if RAW_COLOUR.search(style) or "font" in style:
                faults.append(f"{path.name}: {style}")
        if re.search(r"<script(?![^>]*\b(?:src|type=\"application/json\"))", text):
            faults.append(f"{path.name}: a script inside the page")
        if re.search(r"\son[a-z]+=\"", text):
            faults.append(f"{path.name}: an event attribute")
    assert not faults


def _tokens(theme: str) -> dict[str, str]:
    text = _without_comments((SHEETS / "tokens.css").read_text(encoding="utf-8"))
    blocks = {"terang": ":root {", "gelap": ':root[data-theme="gelap"] {'}
    begin = text.index(blocks[theme])
    block = text[begin : text.index("}", begin)]
    return dict(re.findall(r"--([\w-]+):\s*(#[0-9A-Fa-f]{6})", block))


def _luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: str, other: str) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


TEXT_PAIRS = [
    *[(ink, ground) for ink in ("ink", "ink-2", "ink-3") for ground in ("paper", "sheet", "inset")],
    *[(state, "sheet") for state in ("tepat", "belum", "tidak", "perhatian", "basi", "saksi")],
    *[
        (state, f"{state}-tint")
        for state in ("tepat", "belum", "tidak", "perhatian", "basi", "saksi", "manggis")
    ],
    ("on-manggis", "manggis"),
    ("on-manggis", "manggis-strong"),
    ("ink", "manggis-tint"),
    ("ink", "tidak-tint"),
    ("ink", "perhatian-tint"),
    ("ink", "tepat-tint"),
    ("manggis", "sheet"),
]


@pytest.mark.parametrize("theme", ["terang", "gelap"])
def test_every_pair_of_text_and_ground_reads_by_wcag_2(theme: str) -> None:
    tokens = _tokens(theme)
    low = {
        pair: round(_contrast(tokens[pair[0]], tokens[pair[1]]), 2)
        for pair in TEXT_PAIRS
        if _contrast(tokens[pair[0]], tokens[pair[1]]) < 4.5
    }
    assert not low


@pytest.mark.parametrize("theme", ["terang", "gelap"])
def test_lines_that_carry_meaning_stand_out_three_to_one(theme: str) -> None:
    tokens = _tokens(theme)

    for line in ("line-strong", "focus", "m-water"):
        assert _contrast(tokens[line], tokens["sheet"]) >= 3, line
