"""Three days without a network, and then a thin one that breaks: all arrives, and arrives once."""

import time
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tepat.core.election.roles import Role
from tepat.server.log.models import Fact
from tests.browser import days
from tests.browser.patience import worker_ready
from tests.browser.phone_world import DESA, PhoneWorld, enrol
from tests.browser.slow_proxy import Exchange, SlowProxy

THIN = {"kbits": 50, "round_trip": 0.8}
WIDER = {"kbits": 2_000, "round_trip": 0.1}
"""For the photos of the tests: 200 of them over 50 kbit/s would take an hour."""
HOURS = 72
BYTES_A_FACT, TIMES = 220, 2.5


@dataclass(frozen=True)
class Size:
    facts: int
    photos: int
    cut: float
    pixels: int
    """Width of a photo: 480 make it two pieces."""
    seconds: float
    """After which a test gives up: for the facts, and again for the photos."""


SHORT = Size(60, 6, 0.2, 520, 240)
LONG = Size(2_000, 200, 0.05, 320, 1_800)


def three_days(
    world: PhoneWorld, context: BrowserContext, url: str, size: Size
) -> tuple[str, days.Work]:
    """Open the phone once, take its network away, enrol and work for 72 hours."""
    begun = world.now - timedelta(hours=HOURS)
    phone, letter = world.letter("pak_salim", Role.PPS, DESA, url)
    page = context.new_page()
    page.clock.install(time=begun)
    page.goto(f"{url}/lapangan/")
    worker_ready(page)
    context.set_offline(True)
    enrol(page, letter)
    made = days.worked(
        page,
        url,
        begun + timedelta(hours=1),
        HOURS - 1,
        size.facts,
        size.photos,
        pixels=size.pixels,
    )
    assert days.counts(page, "outbox", "archive") == [size.facts + 1, 0]
    assert days.unsent_photos(page) == len(set(made.photos)) == size.photos
    return phone.assignment, made


def online(context: BrowserContext, url: str) -> Page:
    """Open the phone again, as somebody who comes into a network."""
    page = context.new_page()
    page.goto(f"{url}/lapangan/")
    page.get_by_role("heading", level=1).wait_for()
    return page


def tried(page: Page, size: Size, table: str) -> int:
    """How many facts or photos still wait. Over the short days the network comes back at once
    after each break, so that nobody waits for the phone's own pauses; the long ones do."""
    if size is SHORT:
        page.evaluate("dispatchEvent(new Event('online'))")
    return days.unsent_photos(page) if table == "photos" else days.counts(page, table)[0]


@pytest.mark.parametrize("size", [SHORT, pytest.param(LONG, marks=pytest.mark.soak)])
def test_three_days_of_work_arrive_over_a_thin_network_that_breaks(
    world: PhoneWorld,
    chromium: Browser,
    thin: SlowProxy,
    pages: Path,
    tmp_path: Path,
    size: Size,
) -> None:
    engine, store = chromium.browser_type, tmp_path / "phone"
    with days.switched_on(engine, store, pages) as context:
        assignment, made = three_days(world, context, thin.url, size)

    vars(thin.network).update(THIN, cut=size.cut, seed=4)
    already, began = len(thin.exchanges), time.monotonic()
    with days.switched_on(engine, store, pages) as context:
        page = online(context, thin.url)
        assert days.until(page, lambda: bool(thin.of("/facts", already)), 60)
        days.kill(page)
        page = online(context, thin.url)
        assert days.until(page, lambda: tried(page, size, "outbox") == 0, size.seconds)
        took = time.monotonic() - began
        sent = thin.of("/facts", already)

        vars(thin.network).update(WIDER)
        assert days.until(page, lambda: bool(_pieces(thin)), 60)
        days.kill(page)
        page = online(context, thin.url)
        assert days.until(page, lambda: tried(page, size, "photos") == 0, size.seconds)
        assert days.counts(page, "outbox", "archive") == [0, size.facts + 1]

    cuts = Counter(each.cut for each in thin.exchanges[already:])
    assert cuts["request"] + cuts["reply"] > 0, "the network never broke"
    _nothing_lost_or_doubled(world, assignment, made, size)
    whole = [each for each in sent if each.status == 200 and not each.cut]
    if size is SHORT:  # all of it is one request, sent again where its page was ended
        whole = whole[-1:]
    up = sum(each.up for each in whole) / (size.facts + 1)
    need = sum(each.up + each.down for each in whole) * 8 / (THIN["kbits"] * 1000)
    told = _told(made, sent, up, need, took)
    print(told)
    assert up <= BYTES_A_FACT
    if size is LONG:
        assert min(cuts["request"], cuts["reply"]) > 0
        assert took <= TIMES * need


def _pieces(proxy: SlowProxy) -> list[Exchange]:
    return [each for each in proxy.exchanges if each.method == "PATCH"]


def _nothing_lost_or_doubled(
    world: PhoneWorld, assignment: str, made: days.Work, size: Size
) -> None:
    """The log has each fact of the chain once, and the folder of photos each photo whole."""
    rows = Fact.objects.filter(kind__in=["inspected", "given", "incident"])
    found = {row.seq: row for row in rows}
    assert len(rows) == len(found) == size.facts
    assert sorted(found) == list(range(2, size.facts + 2))
    assert [found[seq].id for seq in sorted(found)] == made.names
    files = [each for each in (world.home / "photos").rglob("*") if len(each.name) == 64]
    assert sorted(each.name for each in files) == sorted(made.photos)
    assert all(sha256(each.read_bytes()).hexdigest() == each.name for each in files)
    assert Fact.objects.filter(kind="enrolled").count() == 1, assignment


def _told(made: days.Work, sent: list[Exchange], up: float, need: float, took: float) -> str:
    cut = sum(each.cut != "" for each in sent)
    return (
        f"{len(made.names)} facts of {made.bytes / len(made.names):.0f} B: {up:.0f} B each on "
        f"the wire, {len(sent)} requests of which {cut} cut, {took:.0f} s where bytes both "
        f"ways need {need:.0f} s ({took / need:.2f} times)"
    )
