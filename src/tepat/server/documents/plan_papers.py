"""Run sheets, schedule letter, RAB and handover lists of a plan made at this desk."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final
from zoneinfo import ZoneInfo

from tepat.adapters import plan_pdf
from tepat.core.documents import from_plan, plan_budget
from tepat.core.documents.from_tps_lists import tps_sheets
from tepat.core.documents.plan_papers import PlanFrame, Receiver, RunSheet
from tepat.core.election.regions import is_in
from tepat.core.election.roles import Role
from tepat.core.plan.instance.values import Instance
from tepat.core.plan.last_mile.lists import TpsLists
from tepat.core.problems import Code, refuse
from tepat.server import clock
from tepat.server.documents import queries
from tepat.server.election.elections import election_of
from tepat.server.election.models import Scope
from tepat.server.move.drivers import links
from tepat.server.move.models import Device, Officer
from tepat.server.plan.last_mile.table import table_of
from tepat.server.plan.models import PlanRun
from tepat.server.plan.schedule import store
from tepat.server.watch.models import DeskContact


def pdf(scope: Scope, run: PlanRun, code: str, server: str = "") -> bytes:
    """Return one paper of a plan; a draft says that it is one. At most six queries.

    `server` is the address under which drivers reach this desk; empty: sheets bear no link.
    """
    plan, instance = store.plan_of(run.hash), store.instance_of(run.source.hash)
    frame = _frame(scope, run, instance)
    if code == "rab":
        signer = queries.person(scope, "ketua")
        return plan_pdf.budget(plan_budget.budget(frame, plan, instance, signer=signer))
    if code == "surat_jadwal":
        signer = queries.person(scope, "ketua")
        letter = from_plan.schedule_letter(frame, plan, instance, signer=signer)
        return plan_pdf.schedule_letter(letter)
    if not plan.trips:
        raise refuse(Code.PLAN_NOT_MADE, value=run.number)
    made = from_plan.run_sheets(frame, plan, instance, _ways(instance), receivers(scope))
    return plan_pdf.run_sheets(_with_links(made, scope, run, server) if server else made)


def sheets(scope: Scope, run: PlanRun) -> Sequence[RunSheet]:
    """Return the run sheets of a plan as values, without roads: at most four queries."""
    plan, instance = store.plan_of(run.hash), store.instance_of(run.source.hash)
    frame = _frame(scope, run, instance)
    return from_plan.run_sheets(frame, plan, instance, None, receivers(scope))


def _with_links(
    sheets: Sequence[RunSheet], scope: Scope, run: PlanRun, server: str
) -> list[RunSheet]:
    """Return the sheets with the address of the driver's link on each trip that has one."""
    made = links.trips_of(scope, run.pk, clock.now())
    found = {trip: f"{server}/j/{links.token_of(link)}" for trip, link in made.items()}
    return [
        replace(
            sheet,
            trips=tuple(replace(trip, driver_link=found.get(trip.id, "")) for trip in sheet.trips),
        )
        for sheet in sheets
    ]


def tps_lists(scope: Scope, run: PlanRun, area: str) -> bytes:
    """Return the lists of handovers of the desa in `area`: five queries.

    Raises `Refused` where no desa of the plan lies in it, or none gets goods.
    """
    plan, instance = store.plan_of(run.hash), store.instance_of(run.source.hash)
    codes = [each.code for each in instance.desa if is_in(each.code, area)]
    if not codes:
        raise refuse(Code.TPS_DESA_UNKNOWN, value=area[:40])
    only = area if codes == [area] else ""
    lists = TpsLists(plan, instance, table_of(scope, instance, only))
    found = [lists.of(code) for code in codes]
    sheets = tps_sheets(_frame(scope, run, instance), instance, found, receivers(scope))
    if not sheets:
        raise refuse(Code.TPS_NOTHING_COMES, place=found[0].desa.name)
    return plan_pdf.tps_sheets(sheets)


def _frame(scope: Scope, run: PlanRun, instance: Instance) -> PlanFrame:
    head = queries.letterhead(scope)
    made = from_plan.frame_of(
        store.plan_of(run.hash), run.hash, instance, head.as_value(), place=head.place
    )
    published = run.published_at
    return replace(
        made,
        number=run.number,
        election=head.election_title or election_of(scope).name.id,
        on=published.astimezone(ZoneInfo(scope.zone)).date() if published else None,
        contoh=made.contoh or scope.is_contoh,
        is_draft=published is None,
    )


def _ways(instance: Instance) -> from_plan.Ways | None:
    """The engine for routes, None where it is not installed."""
    try:
        from tepat.adapters import routing_cch
    except ModuleNotFoundError:
        return None
    travel = routing_cch.travel(instance)

    def way(profile: str, start: str, goal: str) -> Sequence[str] | None:
        found = travel.way(profile, start, goal)
        return found.arcs if found else None

    return way


RECEIVE: Final = (Role.PPK.value, Role.PPS.value, Role.KPPS.value)


def receivers(scope: Scope) -> dict[str, Receiver]:
    """Who receives, with a phone, by the code of their area: three queries.

    Officers of PPK, PPS and KPPS with letters; where they left no number, a typed contact.
    """
    officers = {each.person: each for each in Officer.objects.filter(scope=scope)}
    found: dict[str, Receiver] = {}
    devices = Device.objects.filter(
        scope=scope,
        role__in=RECEIVE,
        upto__isnull=True,
    )
    for device in devices.order_by("device"):
        officer = officers.get(device.person)
        if officer:
            found.setdefault(device.area, Receiver(officer.name, officer.phone))
    typed = DeskContact.objects.filter(scope=scope, ended_at=None, role__in=RECEIVE).order_by("pk")
    for row in typed:
        known = found.get(row.area)
        if known is None or not known.phone:
            found[row.area] = Receiver(row.name, row.phone)
    return found
