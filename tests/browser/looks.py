"""What every page of the desk must pass in a browser; each room's tests call these."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Page

AXE = Path(__file__).resolve().parents[2] / "node_modules/axe-core/axe.min.js"
GRAVE = {"serious", "critical"}

_WIDER = """() => {
  const limit = document.documentElement.clientWidth;
  const wide = [...document.body.querySelectorAll("*")].filter((each) => {
    const box = each.getBoundingClientRect();
    return box.right > limit + 1 && box.width > 1 && !each.closest(".scroll, .chain, .sr, .skip");
  });
  return wide.slice(0, 5).map((each) => each.tagName + "." + each.className);
}"""


def assert_no_sideways_scroll(page: Page) -> None:
    """The page is no wider than its window; what sticks out is named."""
    page.wait_for_load_state()  # a click has only begun what it leads to
    wide, window = page.evaluate(
        "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
    )
    assert wide <= window, f"{wide} px in {window} px: {page.evaluate(_WIDER)}"


def assert_no_grave_faults(page: Page) -> None:
    """axe-core finds nothing serious. Nothing is checked where npm has not been run."""
    if not AXE.exists():
        return
    page.wait_for_load_state()
    if page.evaluate("typeof globalThis.axe") == "undefined":
        page.evaluate(AXE.read_text(encoding="utf-8"))
    found: dict[str, Any] = page.evaluate("axe.run({resultTypes: ['violations']})")
    grave = [
        f"{fault['id']}: {node['html'][:160]}"
        for fault in found["violations"]
        if fault["impact"] in GRAVE
        for node in fault["nodes"][:3]
    ]
    assert not grave, "\n".join(grave)
