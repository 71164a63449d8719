"""The phone's shell opens, and opens again without a network."""

import pytest
from django.urls import reverse

from tepat.server.desk import field
from tests.browser.conftest import Open
from tests.browser.looks import assert_no_grave_faults, assert_no_sideways_scroll
from tests.browser.patience import worker_ready


@pytest.fixture(autouse=True)
def built() -> None:
    if not (field.built() / "sw.js").exists():
        pytest.skip("the phone application is not built: run make assets")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_shell_says_that_there_is_no_task_yet(desk: Open, theme: str) -> None:
    page = desk(reverse("field"), width=390, theme=theme)

    assert page.get_by_role("heading", level=1).inner_text() == "Belum ada tugas di HP ini"
    assert_no_sideways_scroll(page)
    assert_no_grave_faults(page)


def test_the_shell_opens_without_a_network(desk: Open) -> None:
    page = desk(reverse("field"), width=390)
    worker_ready(page)
    page.wait_for_function("navigator.serviceWorker.controller !== null")
    page.context.set_offline(True)
    page.reload()

    assert "Tanpa sinyal" in page.get_by_role("status").inner_text()
