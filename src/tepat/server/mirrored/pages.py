"""Which pages a room's own installation has, and how fresh its mirror is on each of them.

What is not named here is not there: a page of KPU that somebody adds later stays absent
until it is known to stand on the mirror alone and to write nothing of KPU's.
"""

from collections.abc import Callable
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import ResolverMatch

from tepat.core.problems import Code, Problem
from tepat.server import clock, own_room, problems
from tepat.server.election.models import Scope
from tepat.server.mirrored import state

READS: Final = frozenset(
    {
        "overview",
        "board",
        "board_stream",
        "board_area",
        "board_tps",
        "alerts",
        "alerts_five",
        "search",
        "map",
        "map_boundaries",
        "map_points",
        "map_tps_points",
        "regions",
        "tps_list",
        "tps_detail",
        "needs",
        "needs_area",
        "needs_download",
        "schedule",
        "schedule_plan",
        "schedule_desa",
        "schedule_tps",
        "schedule_costs",
        "schedule_checks",
        "schedule_trips",
        "schedule_file",
        "schedule_map",
        "schedule_map_roads",
        "schedule_map_trips",
        "schedule_compare",
        "packages",
        "package",
        "package_proof",
        "seals",
        "shipments",
        "shipment",
        "shipment_list",
        "log",
        "log_quarantine",
        "log_devices",
        "log_fact",
        "log_proof",
        "log_file",
        "public_log",
        "alert_limits",
        "plan_budget",
        "plan_run_sheets",
        "plan_letter",
        "plan_tps_lists",
        "api:board",
        "api:tps",
        "api:packages",
        "api:shipments",
        "api:handovers",
        "api:alerts",
        "api:checkpoints",
        "api:openapi-json",
        "api:openapi-view",
    }
)
"""Pages of everybody that stand on the mirror: to be read, never to be written."""
_OF_ALL: Final = frozenset(
    {
        "home",
        "healthz",
        "readyz",
        "metrics",
        "set_language",
        "components",
        "own_account",
        "end_session",
        "leave_office",
        "pledge",
        "invitation",
        "access_log",
        "access_csv",
        "attend",
        "rakor",
        "published",
        "published_file",
        "alert_take",
        "exports",
        "export",
        "export_columns",
        "export_file",
        "webhooks",
        "webhook_act",
        "read_tokens",
        "read_token_revoke",
    }
)
"""What a room has of its own beside its book: accounts, alerts, files and keys for programs."""
_PREFIXES: Final = ("account_", "accounts", "mfa_", "socialaccount_", "openid_connect_", "rakor_")
"""The same by the beginnings of their names."""
OWN: Final = {"bawaslu": ("supervision",), "polri": ("security", "escort")}
"""Beginnings of the names of pages that belong to one room alone."""
_PAPERS: Final = frozenset({"rakor_briefing", "rakor_readiness", "rakor_minutes_pdf", "dark_pack"})


def is_there(room: str, name: str, method: str = "GET") -> bool:
    """Tell whether an installation of `room` has the page `name`, for reading or for writing.

    >>> is_there("bawaslu", "board"), is_there("bawaslu", "board", "POST")
    (True, False)
    >>> is_there("bawaslu", "supervision_findings", "POST"), is_there("kpu", "supervision")
    (True, False)
    """
    owner = next((each for each, names in OWN.items() if name.startswith(names)), "")
    if owner:
        return room in ("", owner)
    if room not in OWN:
        return True
    if name in READS or name in _PAPERS:
        return method in ("GET", "HEAD")
    return name in _OF_ALL or name.startswith(_PREFIXES)


def name_of(match: ResolverMatch | None) -> str:
    """Return the name of a page, of a call with its namespace: `api:board` is not `board`."""
    return match.view_name if match and match.url_name else ""


class OwnPagesOnly:
    """Answer with a sentence where this installation does not have a page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: object, args: object, kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Refuse a page that belongs to another agency's installation."""
        room = own_room.here()
        if not room or is_there(room, name_of(request.resolver_match), str(request.method)):
            return None
        return problems.answer(request, Problem(Code.ROOM_NO_PAGE, {"room": room}))


def freshness(scope: Scope | None, page: str = "") -> dict[str, Any] | None:
    """Return how fresh the mirror of a scope is; None in an installation without mirrors.

    `is_book` says whether `page` is one in which the room writes what is its own.
    """
    if scope is None or not own_room.is_own():
        return None
    now = clock.now()
    known = state.read(state.path_of(settings.HOME, scope.election, scope.kabupaten))
    here = {"room": own_room.here(), "is_book": page.startswith(OWN[own_room.here()])}
    if known is None:
        return {**here, "is_stale": True, "size": 0}
    problem = known.told()
    return {
        **here,
        "size": known.size,
        "published": known.published,
        "is_behind": known.published > known.size,
        "newest": state.moment(known.newest.replace("Z", "+00:00")),
        "good_at": state.moment(known.good_at),
        "is_stale": known.is_stale(now),
        "why": problems.say(problem) if problem else "",
        "withheld": known.withheld,
        "waiting": known.waiting,
        "is_witnessed": known.witnessed,
    }
