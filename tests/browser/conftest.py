"""A real browser on a live desk. Without Chromium these tests are skipped, and say so."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Page,
    ViewportSize,
    expect,
    sync_playwright,
)
from pytest_django.live_server_helper import LiveServer

from tepat.server.election.models import User
from tests.browser import phone_pages
from tests.browser.patience import PATIENCE
from tests.browser.slow_proxy import Network, SlowProxy, slow

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
]
VENDOR = Path(__file__).resolve().parents[2] / "src/tepat/server/static/vendor"

Open = Callable[..., Page]

# Playwright runs an event loop in this thread; Django's guard against it is meant for servers.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
expect.set_options(timeout=PATIENCE)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.django_db(transaction=True))


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """One browser for the tests of a file: while it lives its thread has an event loop, and
    tests of other folders that a worker runs beside it must not meet that loop."""
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine: apt-get install chromium, or name it in CHROMIUM")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def desk(
    chromium: Browser, live_server: LiveServer, request: pytest.FixtureRequest
) -> Iterator[Open]:
    """Open a page: `desk("/path/", user, width=390, theme="dark")`. Errors of its scripts fail."""
    contexts: list[BrowserContext] = []
    errors: list[str] = []

    def open_page(
        path: str, user: User | None = None, width: int = 1440, theme: str = "light"
    ) -> Page:
        size: ViewportSize = {"width": width, "height": 900 if width > 600 else 844}
        context = chromium.new_context(
            viewport=size,
            color_scheme="dark" if theme == "dark" else "light",
            reduced_motion="reduce",
            locale="id-ID",
        )
        contexts.append(context)
        if user is not None:
            context.add_cookies([_session(user, live_server.url)])
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda said: errors.append(said.text) if _refused(said.text) else None)
        page.goto(live_server.url + path, wait_until="load")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not errors


def _refused(text: str) -> bool:
    """The browser says so in its console where a page breaks its own policy."""
    return "Content Security Policy" in text


@pytest.fixture
def vendor() -> Path:
    """The folder of scripts and fonts from npm; skipped where `make assets` has not run."""
    if not (VENDOR / "LICENCES.txt").exists():
        pytest.skip("scripts and fonts are not here: run make assets")
    return VENDOR


def _session(user: User, url: str) -> Any:
    from django.conf import settings
    from django.test import Client

    client = Client()
    client.force_login(user)
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    return {"name": settings.SESSION_COOKIE_NAME, "value": key, "url": url}


Phones = Callable[..., Page]


@pytest.fixture
def world(
    live_server: LiveServer, tmp_path: Path, settings: Any, request: pytest.FixtureRequest
) -> Any:
    """The server's side of phones, see `phone_world`; skipped where the phone is not built.

    Its boxes are sealed; with the parameter `planned` nobody has packed them yet.
    """
    from tepat.server.desk import field
    from tepat.server.move.devices import quotas
    from tests.browser.phone_world import PhoneWorld

    if not (field.built() / "sw.js").exists():
        pytest.skip("the phone application is not built: run make assets")
    settings.HOME = tmp_path
    quotas.buckets = quotas.Buckets()
    return PhoneWorld(tmp_path, live_server.url, getattr(request, "param", "sealed"))


@pytest.fixture
def phone(
    chromium: Browser, live_server: LiveServer, request: pytest.FixtureRequest
) -> Iterator[Phones]:
    """Open the phone's page, each time as on a phone of its own.

    Errors of its scripts fail, but those that a test names by the mark `forgives`.
    """
    mark = request.node.get_closest_marker("forgives")
    contexts: list[BrowserContext] = []
    errors: list[str] = []

    def open_phone(theme: str = "light") -> Page:
        context = chromium.new_context(
            viewport={"width": 360, "height": 640},
            color_scheme="dark" if theme == "dark" else "light",
            reduced_motion="reduce",
            locale="id-ID",
            timezone_id="Asia/Makassar",
        )
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(f"{live_server.url}/lapangan/")
        page.get_by_role("heading", level=1).wait_for()
        return page

    yield open_phone
    for context in contexts:
        context.close()
    assert [each for each in errors if not (mark and each in mark.args)] == []


@pytest.fixture(scope="session")
def pages() -> Path:
    """The folder of the built pages of `field/test/pages`; skipped where npm has not run."""
    if not phone_pages.VITE.exists():
        pytest.skip("the pages of the tests are not built: run make assets")
    return phone_pages.built()


@pytest.fixture
def thin(world: Any) -> Iterator[SlowProxy]:
    """A thin network that breaks, between phones and the server of the world."""
    with slow(world.url, Network()) as proxy:
        yield proxy
