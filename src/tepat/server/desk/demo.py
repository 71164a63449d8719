"""The demo: one made-up preparation of Pilkada 2024 in Kabupaten Tabalong.

Each room adds one step to `STEPS` and fills its own tables through its own services.
The first start sets the clock to `BEGINS`; from then on it runs, and every later start
of the same `TEPAT_HOME` goes on from there.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from importlib import import_module
from typing import Any, Final, NamedTuple
from zoneinfo import ZoneInfo

from django.conf import settings

from tepat.core.problems import Code, refuse
from tepat.server import clock, environment
from tepat.server.election.accounts.demo import Login, make_people
from tepat.server.election.models import Scope

BEGINS: Final = datetime(2024, 11, 15, 9, 40, tzinfo=ZoneInfo("Asia/Makassar"))
"""Friday, H-12: sorted and folded, packing under way, the first loads have left."""
EVE: Final = datetime(2024, 11, 26, 15, 40, tzinfo=ZoneInfo("Asia/Makassar"))
"""Tuesday, H-1: most boxes are at their TPS, the last ones on their way."""
VOTE: Final = datetime(2024, 11, 27, 21, 10, tzinfo=ZoneInfo("Asia/Makassar"))
"""Wednesday, the evening of the vote: forms are typed, boxes are on their way back."""

SCOPE_STEP: Final = "tepat.server.election.demo:load"
"""`load(now) -> Scope`: regions, outlines, TPS list."""

STEPS: tuple[str, ...] = (
    "tepat.server.move.stock.demo:load",
    "tepat.server.move.packing.demo:load",
    "tepat.server.move.plans.demo:load",
    "tepat.server.move.devices.demo:load",
    "tepat.server.watch.stores.demo:load",
    "tepat.server.watch.costs.demo:load",
    "tepat.server.watch.incidents.demo:load",
    "tepat.server.documents.demo:load",
    "tepat.server.watch.rakor.demo:load",
    "tepat.server.watch.alerts.demo:load",
    "tepat.server.watch.paper.demo:load",
    "tepat.server.watch.hooks.demo:load",
    "tepat.server.watch.supervision.demo:load",
    "tepat.server.watch.security.demo:load",
    "tepat.server.watch.government.demo:load",
)
"""`load(scope, now)` of each room, in the order of the work. Each is safe to run twice."""

DAYS: Final = "tepat.server.watch.demo_days:load"
"""`load(scope, now)`: everything between `BEGINS` and `EVE`."""

EVE_STEPS: Final = (
    "tepat.server.watch.security.demo:eve",
    "tepat.server.watch.stores.demo:later",
    "tepat.server.watch.costs.demo:later",
    "tepat.server.watch.rakor.demo:eve",
)
"""`later(scope, now)` of rooms that have something of their own at `EVE`, twice is once."""


VOTING_DAY: Final = "tepat.server.watch.demo_vote:load"
"""`load(scope, now)`: everything between `EVE` and `VOTE`."""


class Loaded(NamedTuple):
    """The demo's scope, its logins, and how long each step took in seconds."""

    scope: Scope
    logins: list[Login]
    seconds: dict[str, float]


def load(timer: Callable[[], float], *, to_eve: bool = False, to_vote: bool = False) -> Loaded:
    """Load the demo into this installation; a second time changes nothing.

    With `to_eve` the days up to `EVE` pass, too, also where the demo stood at `BEGINS`; with
    `to_vote` those up to `VOTE`.
    Raises `Refused` where it holds an election that is not made up.
    """
    real = [str(scope) for scope in Scope.objects.filter(is_contoh=False)]
    if real:
        raise refuse(Code.DEMO_REFUSED, home=str(settings.HOME), scopes=", ".join(real[:3]))
    _set_clock()
    seconds = {}
    now, began = clock.now(), timer()
    scope: Scope = _step(SCOPE_STEP)(now)
    seconds[SCOPE_STEP] = timer() - began
    logins = make_people(scope)
    for name in STEPS:
        began = timer()
        _step(name)(scope, now)
        seconds[name] = timer() - began
    if to_eve or to_vote:
        began = timer()
        if clock.now() < EVE:
            _move_clock(EVE)
        _step(DAYS)(scope, clock.now())
        seconds[DAYS] = timer() - began
        for name in EVE_STEPS:
            began = timer()
            _step(name)(scope, clock.now())
            seconds[name] = timer() - began
    if to_vote:
        began = timer()
        if clock.now() < VOTE:
            _move_clock(VOTE)
        _step(VOTING_DAY)(scope, clock.now())
        seconds[VOTING_DAY] = timer() - began
    return Loaded(scope, logins, seconds)


def _set_clock() -> None:
    """On the first start, move the clock to `BEGINS`."""
    if environment.demo_shift(settings.HOME) is None:
        _move_clock(BEGINS)


def _move_clock(to: datetime) -> None:
    """Let it be `to` now, here and in every later process, and keep by how much it was moved."""
    by = int((to - clock.now()) / timedelta(seconds=1))
    by += environment.demo_shift(settings.HOME) or 0
    (settings.HOME / "demo_clock").write_text(str(by), encoding="ascii")
    clock.shift(timedelta(seconds=by))


def _step(name: str) -> Callable[..., Any]:
    module, _, function = name.partition(":")
    step: Callable[..., Any] = getattr(import_module(module), function)
    return step
