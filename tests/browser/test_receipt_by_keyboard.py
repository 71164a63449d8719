"""Bu Sari unloads a truck at night: 105 lines by keyboard, an impatient click, one receipt."""

import pytest
from playwright.sync_api import expect

from tepat.server.move.models import Movement, ReceiptLine
from tests.browser.conftest import Open
from tests.worlds import contoh_scope, person

pytestmark = pytest.mark.django_db(transaction=True)

RECEIVE = "/e/pilkada-2024/99.01/gudang/terima/"
LINES = 105


def test_105_lines_by_keyboard_and_two_clicks_are_one_receipt(desk: Open) -> None:
    contoh_scope()
    page = desk(RECEIVE, person("bu_sari"))
    page.keyboard.type("CV Contoh")
    page.locator("select[name=goods]").first.focus()
    for number in range(LINES):
        page.keyboard.type("Tinta" if number % 2 else "Bilik")
        page.keyboard.press("Enter")
        page.keyboard.type(str(number + 1))
        page.keyboard.press("Enter")
        page.keyboard.type(str(number + 1))
        page.keyboard.press("Enter")
        page.keyboard.press("Enter")
    page.locator("button.go").dblclick()
    expect(page.locator("h1")).to_contain_text("Diterima")

    assert Movement.objects.count() == 1
    assert ReceiptLine.objects.count() == LINES
    assert sum(ReceiptLine.objects.values_list("counted", flat=True)) == LINES * (LINES + 1) // 2
