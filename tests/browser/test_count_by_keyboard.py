"""Bu Lia types three TPS with one hand: Enter goes on, Enter saves and opens the next."""

from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect

from tepat.server import clock
from tepat.server.count.models import TypedForm
from tests.browser.conftest import Open
from tests.server.count.counted import TEDUH, TPS, operator
from tests.worlds import contoh_scope

pytestmark = pytest.mark.django_db(transaction=True)

SHEET = f"/e/pilkada-2024/99.01/hitung/tps/{TPS}/KWK-BUP/?nomor=1-2"
TYPED = (
    (412, 396, 3, 1, 400, 423, 400, 2, 21, 250, 145, 395, 5, 400),
    (388, 300, 0, 0, 300, 398, 300, 1, 97, 190, 105, 295, 5, 300),
    (77, 60, 0, 0, 60, 79, 60, 0, 19, 40, 20, 60, 0, 61),
)
"""Three sheets of fourteen numbers; in the last one all votes are one too many."""


def test_three_tps_by_keyboard_and_the_wrong_one_is_asked_about(desk: Open) -> None:
    clock.shift(datetime(2024, 11, 27, 9, 0, tzinfo=UTC) - datetime.now(UTC))
    contoh_scope()
    page = desk(SHEET, operator("bu_lia"))
    for at, numbers in enumerate(TYPED, start=1):
        expect(page.locator("h1")).to_contain_text(f"TPS 00{at}")
        for number in numbers:
            page.keyboard.type(str(number))
            page.keyboard.press("Enter")
    expect(page.locator("#periksa")).to_contain_text("A6")
    assert TypedForm.objects.count() == 2

    page.keyboard.press("Enter")  # the button that keeps it as the form has it
    expect(page.locator(".unofficial")).to_be_visible()
    expect(page.locator(".main")).to_contain_text("ditandai")
    kept = TypedForm.objects.order_by("tps").values_list("tps", "votes")
    assert [(tps[-3:], votes["1"]) for tps, votes in kept] == [
        ("001", 250),
        ("002", 190),
        ("003", 40),
    ]
    assert {tps[:13] for tps, _ in kept} == {TEDUH}


def test_pasted_cells_fill_the_fields_below_and_text_is_marked(desk: Open) -> None:
    clock.shift(datetime(2024, 11, 27, 9, 0, tzinfo=UTC) - datetime.now(UTC))
    contoh_scope()
    page = desk(SHEET, operator("bu_lia"))
    page.evaluate(
        """() => {
            const data = new DataTransfer();
            data.setData("text", "412\\t396\\ttiga");
            const said = { clipboardData: data, bubbles: true, cancelable: true };
            const field = document.querySelector("input[name=registered]");
            field.dispatchEvent(new ClipboardEvent("paste", said));
        }"""
    )
    expect(page.locator("input[name=dpt]")).to_have_value("396")
    expect(page.locator("input[name=moved]")).to_have_value("tiga")
    expect(page.locator("input.bad")).to_have_count(1)
    expect(page.locator("#periksa")).to_contain_text("bukan angka")
