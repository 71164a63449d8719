"""What a day of a PPS officer costs: bytes and memory.

Bytes are asserted; memory is only told, `FACTS` facts deep (40 in a test, 2,000 in
`make bench-phone`), because a busy machine is not a bug.
"""

import os
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from benchmarks.figures import figure
from tepat.core.election.roles import Role
from tests.browser import days
from tests.browser.patience import asks_anew, at_rest, try_ended, worker_ready
from tests.browser.phone_world import DESA, HULU, PhoneWorld, enrol
from tests.browser.slow_proxy import Exchange, SlowProxy

A_DAY = 40
FACTS = int(os.environ.get("FACTS", A_DAY))


def send(page: Page) -> None:
    page.goto(page.url.split("#")[0] + "#/catatan")
    asks_anew(page)
    assert days.until(page, lambda: days.counts(page, "outbox") == [0], 120)
    at_rest(page)


def calls(proxy: SlowProxy, ending: str = "") -> int:
    """Bytes of the calls to the server, both ways."""
    found = [each for each in proxy.exchanges if each.path.startswith("/api/")]
    return sum(each.up + each.down for each in found if each.path.endswith(ending))


def test_a_day_of_forty_facts_fits_its_budget(
    world: PhoneWorld, chromium: Browser, thin: SlowProxy, pages: Path, tmp_path: Path
) -> None:
    world.load("SJ-1", f"{DESA}:pps", start=f"{HULU}:ppk")
    _, letter = world.letter("pak_salim", Role.PPS, DESA, thin.url)
    with days.switched_on(chromium.browser_type, tmp_path / "phone", pages) as context:
        page = context.new_page()
        page.goto(f"{thin.url}/lapangan/")
        worker_ready(page)
        enrol(page, letter)
        send(page)
        made = days.worked(page, thin.url, world.now, 1, A_DAY, 0)
        page.goto(f"{thin.url}/lapangan/")
        page.get_by_role("heading", level=1).wait_for()
        send(page)
        world.publish()
        send(page)
        sent = [each for each in thin.of("/facts") if each.status == 200]
        per_fact = sum(each.up for each in sent) / (len(made.names) + 1)
        spent = [calls(thin, which) for which in ("", "/proofs")]
        one_list = max(each.up + each.down for each in thin.of("/manifest"))
        if FACTS > A_DAY:
            _months(context, page, thin, world.now)
    figure("a day of 40 facts, manifest, receipts, proofs", spent[0] / 1000, 300, "kB")
    figure("of these the proofs", spent[1] / 1000, 300, "kB")
    figure("one list of boxes", one_list / 1000, 12, "kB")
    figure("a fact on its way, with the heads of its requests", per_fact, 220, "B")
    assert spent[0] <= 300_000
    assert spent[1] > 0


HOURS, A_TICK = 14, 120
"""The phone lies open from 06.00 to 20.00; its timer is let run every so many seconds."""


@pytest.mark.parametrize(
    ("role", "who", "area", "facts"),
    [
        (Role.PKD, "bu_nurul", DESA, 14),  # who also witnesses the log, and so reads the most
        pytest.param(Role.PPS, "pak_salim", DESA, 42, marks=pytest.mark.soak),
    ],
)
def test_fourteen_hours_of_an_open_phone_fit_their_budget(
    world: PhoneWorld,
    chromium: Browser,
    thin: SlowProxy,
    pages: Path,
    tmp_path: Path,
    role: Role,
    who: str,
    area: str,
    facts: int,
) -> None:
    """Facts in every hour, the page opened anew with them, a checkpoint each hour, all by timer."""
    world.load("SJ-1", f"{DESA}:pps", start=f"{HULU}:ppk")
    begun = world.now - timedelta(hours=HOURS)
    _, letter = world.letter(who, role, area, thin.url)
    with days.switched_on(chromium.browser_type, tmp_path / "phone", pages) as context:
        page = context.new_page()
        page.clock.install(time=begun)
        page.goto(f"{thin.url}/lapangan/")
        worker_ready(page)
        enrol(page, letter)
        send(page)
        first = len(thin.exchanges)
        for hour in range(HOURS):
            part = facts // HOURS
            days.worked(
                page, thin.url, begun + timedelta(hours=hour), 1, part, 0, first=hour * part
            )
            page.goto(f"{thin.url}/lapangan/")
            page.get_by_role("heading", level=1).wait_for()
            assert days.until(page, lambda: days.counts(page, "outbox") == [0], 60)
            at_rest(page)
            world.publish()
            for _ in range(3_600 // A_TICK):
                page.clock.run_for(A_TICK * 1_000)
                # A try takes seconds of a day, not the minutes that this clock would run on.
                try_ended(page)
        day = thin.exchanges[first:]
        _told(role.value, day)
        assert sum(each.up + each.down for each in day if _kind(each) != "") <= 300_000
        assert days.counts(page, "archive") == [facts + 1]


def _kind(exchange: Exchange) -> str:
    """What a call was for; "" where it is none of the phone's, but of the page of this test."""
    path = exchange.path.split("?")[0]
    if path.startswith("/lapangan/"):
        return "program"
    if not path.startswith("/api/"):
        return ""
    name = path.rsplit("/", 1)[-1]
    return f"{name} {exchange.status}" if name == "manifest" else name


def _told(role: str, day: list[Exchange]) -> None:
    """Tell the calls of a day by kind: how many, bytes up and down, heads included, without TLS."""
    kinds = sorted({_kind(each) for each in day} - {""})
    for kind in kinds:
        found = [each for each in day if _kind(each) == kind]
        up, down = sum(each.up for each in found), sum(each.down for each in found)
        print(f"{role} {kind}: {len(found)} calls, {up} B up, {down} B down")
    whole = sum(each.up + each.down for each in day if _kind(each) != "")
    figure(f"14 hours of a {role}, without photos and TLS", whole / 1000, 300, "kB")


def _months(context: BrowserContext, page: Page, thin: SlowProxy, at: datetime) -> None:
    """Tell how much memory a phone with `FACTS` more facts needs."""
    days.worked(page, thin.url, at, 1, FACTS, 0)
    opened = context.new_page()
    session = context.new_cdp_session(opened)
    opened.goto(f"{thin.url}/lapangan/#/catatan")
    opened.get_by_role("heading", level=1).wait_for()
    session.send("HeapProfiler.collectGarbage")
    session.send("Performance.enable")
    metrics = session.send("Performance.getMetrics")["metrics"]
    heap = next(each["value"] for each in metrics if each["name"] == "JSHeapUsedSize")
    figure(f"memory of scripts, {FACTS} facts", heap / 1e6, 50, "MB")
