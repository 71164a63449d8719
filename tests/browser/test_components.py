"""The page of components keeps its shape: the size of each part, not its pixels.

`tests/browser/components.json` holds the height of every part at two widths. A change
that was meant is written anew with TEPAT_REWRITE=1, and seen in the difference.
"""

import json
import os
from pathlib import Path

import pytest
from django.urls import reverse

from tests.browser.conftest import Open

KEPT = Path(__file__).with_name("components.json")
TOLERANCE = 0.06
"""Share of a height by which another Chromium may differ."""

SIZES = """() => Object.fromEntries([...document.querySelectorAll("[data-part]")].map((part) => {
  const box = part.getBoundingClientRect();
  return [part.dataset.part, [Math.round(box.width), Math.round(box.height)]];
}))"""


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_components_keep_their_shape(desk: Open, vendor: Path, width: int, theme: str) -> None:
    page = desk(reverse("components"), width=width, theme=theme)
    page.evaluate("document.fonts.ready.then(() => true)")
    sizes = page.evaluate(SIZES)
    kept = json.loads(KEPT.read_text(encoding="utf-8")) if KEPT.exists() else {}
    if os.environ.get("TEPAT_REWRITE"):
        kept[str(width)] = sizes
        KEPT.write_text(json.dumps(kept, indent=1, sort_keys=True) + "\n", encoding="utf-8")

    assert set(sizes) == set(kept[str(width)])
    changed = {
        part: (kept[str(width)][part], size)
        for part, size in sizes.items()
        for was, now in zip(kept[str(width)][part], size, strict=True)
        if abs(was - now) > max(3, TOLERANCE * was)
    }
    assert not changed
