"""How far each measure of the gates is: counted from tables that other rooms keep."""

from collections.abc import Mapping
from datetime import datetime

from django.conf import settings
from django.db.models import Count as Rows
from django.db.models import Q

from tepat.adapters import stage_files
from tepat.core.election.catalogue import Election
from tepat.core.election.regions import is_in
from tepat.core.move.inspections import UNFIT
from tepat.core.move.loads import LoadStage
from tepat.core.problems import Code, refuse
from tepat.core.watch.government.stages import (
    Count,
    Gate,
    Measure,
    Stage,
    StageState,
    key_of,
    standing_of,
    with_deadlines,
)
from tepat.server.desk.words import language
from tepat.server.election.elections import election_of
from tepat.server.election.models import Scope, User
from tepat.server.move.devices import queries as devices
from tepat.server.move.models import Device, Shipment
from tepat.server.plan.schedule import queries as plans
from tepat.server.watch.board.queries import Board, inspected
from tepat.server.watch.government import agreed
from tepat.server.watch.government.voices import opened_tps, turnout_told
from tepat.server.watch.incidents.services import written
from tepat.server.watch.models import GateWord
from tepat.server.watch.overview import queries as overview
from tepat.server.watch.overview.countdown import countdown

AT_PPK = ":ppk"
HELD = (LoadStage.PREPARED.value, LoadStage.REFUSED.value)


def counts_of(
    scope: Scope, board: Board, election: Election, now: datetime
) -> Mapping[Measure, Count]:
    """Return every measure at `now`: some twenty queries, however many rows there are."""
    today = countdown(election, scope.zone, now, language()).today
    figures = overview.figures(scope, today)
    state = overview.progress(scope, today)
    boxes = state.boxes
    loads = Shipment.objects.filter(scope=scope).aggregate(
        all=Rows("pk"),
        left=Rows("pk", filter=~Q(stage__in=HELD)),
        received=Rows("pk", filter=Q(stage=LoadStage.RECEIVED.value)),
    )
    tps, desa = figures.total.tps, len(figures.desa)
    unset = overview.items_unset(election)
    kecamatan = [row.code for row in figures.kecamatan if row.tps]
    looked = inspected(scope)
    fit = sum(looked.get(code + AT_PPK, UNFIT) != UNFIT for code in kecamatan)
    letters = devices.registry(scope).assignments.values()
    owed = sum(each.ended is None and each.ends > now for each in letters)
    enrolled = Device.objects.filter(scope=scope, is_desk=False, upto=None, ends__gt=now).count()
    total = board.total
    return {
        Measure.TPS_LISTED: Count(desa - figures.desa_without_tps if tps else 0, desa),
        Measure.VOTERS_KNOWN: Count(tps - figures.total.without_voters, tps),
        Measure.QUANTITIES_SET: Count(len(election.items) - unset, len(election.items)),
        Measure.RECEIPTS_DONE: Count(state.receipts - state.receipts_open, state.receipts),
        Measure.BALANCES_CLOSED: Count(state.balances - state.balances_open, state.balances),
        Measure.PACKED: Count(boxes.closed, boxes.total),
        Measure.SEALED: Count(boxes.sealed, boxes.total),
        Measure.PLAN_PUBLISHED: Count(int(plans.in_force(scope) is not None), 1),
        Measure.PHONES_ENROLLED: Count(min(enrolled, owed), owed),
        Measure.STORES_FIT: Count(fit, len(kecamatan)),
        Measure.LOADS_LEFT: Count(loads["left"], loads["all"]),
        Measure.LOADS_RECEIVED: Count(loads["received"], loads["all"]),
        Measure.TPS_READY: Count(total.ready, total.tps),
        Measure.TPS_OPENED: Count(len(opened_tps(scope)), tps),
        Measure.TURNOUT_HEARD: Count(len(turnout_told(scope)), tps),
    }


def stages_of(scope: Scope) -> list[Stage]:
    """Return the stages of this installation, with the days of the scope's election: no query."""
    return with_deadlines(stage_files.stages(settings.HOME), election_of(scope))


def states_of(scope: Scope, board: Board, now: datetime) -> list[StageState]:
    """Return every stage as it stands at `now`."""
    election = election_of(scope)
    at = countdown(election, scope.zone, now, language())
    days_to = (at.voting_day - at.today).days if at.voting_day else None
    said = {gate: word.holds for gate, word in newest_words(scope).items()}
    return standing_of(stages_of(scope), counts_of(scope, board, election, now), said, days_to)


def newest_words(scope: Scope) -> dict[str, GateWord]:
    """Return the newest word of each gate: one query."""
    return {row.gate: row for row in GateWord.objects.filter(scope=scope).order_by("pk")}


def gate_of(scope: Scope, key: str) -> tuple[Stage, Gate]:
    """Return one gate by its name. Raises `Refused` for one that is not there."""
    for stage in stages_of(scope):
        for gate in stage.gates:
            if key_of(stage, gate) == key:
                return stage, gate
    raise refuse(Code.GATE_UNKNOWN, value=key[:40])


def say(scope: Scope, key: str, holds: bool, evidence: str, user: User, now: datetime) -> GateWord:
    """Say that a gate holds, or that it does not any more, on what evidence.

    Raises `Refused` for a gate that is counted, for whoever may not say it, without evidence.
    """
    _, gate = gate_of(scope, key)
    if gate.measure is not None:
        raise refuse(Code.GATE_COUNTED)
    party = party_for(scope, gate, user)
    if not party:
        who = ", ".join(agreed.agency(scope, role.value) for role in gate.says)
        raise refuse(Code.GATE_OTHERS, who=who)
    said = agreed.line(written(evidence, 600), "bukti", 600)
    return GateWord.objects.create(
        scope=scope, gate=key, holds=holds, evidence=said, at=now, by=str(user.account), party=party
    )


def party_for(scope: Scope, gate: Gate, user: User) -> str:
    """Return the party in which `user` may say this gate, "" where they may not."""
    for grant in user.grants():
        mine = grant.election in ("", scope.election) and is_in(scope.kabupaten, grant.area)
        if mine and grant.role in gate.says:
            return f"{grant.role.value}@{grant.area or scope.kabupaten}"
    return ""
