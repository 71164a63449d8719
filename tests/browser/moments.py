"""One time for the desk and for every phone of a test; it goes on, and may be moved forward."""

from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page

from tepat.server import clock


class Moments:
    """The server asks this clock; pages that were put `on` it have their own, set alike."""

    def __init__(self, patch: pytest.MonkeyPatch, start: datetime) -> None:
        self._start, self._begun = start, datetime.now(UTC)
        self._pages: list[Page] = []
        patch.setattr(clock, "now", self.now)

    def now(self) -> datetime:
        return self._start + (datetime.now(UTC) - self._begun)

    def on(self, page: Page) -> Page:
        """Let the page's clock follow."""
        page.clock.install(time=self.now())
        self._pages.append(page)
        return page

    def move(self, to: datetime) -> None:
        """Go on to a later moment, everywhere at once."""
        assert to > self.now()
        self._start, self._begun = to, datetime.now(UTC)
        for page in self._pages:
            page.clock.set_system_time(to)
