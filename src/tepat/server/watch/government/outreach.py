"""Turnout of the last election, the target, planned meetings with voters, and turnout now."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Final

from django.utils.translation import gettext

from tepat.core.election.roles import Action
from tepat.core.problems import Code, Problem, refuse
from tepat.core.watch.government.outreach import Before, Now, behind, order_of, turnout_of
from tepat.core.watch.government.tables import read_turnout
from tepat.server import typed
from tepat.server.count.turnout.measures import Measures
from tepat.server.election.models import Region, Scope, Tps, User
from tepat.server.watch.government import agreed
from tepat.server.watch.government.voices import turnout_told
from tepat.server.watch.incidents.parties import acting
from tepat.server.watch.models import OutreachEvent, TurnoutTable, TurnoutTarget

MOST_PEOPLE: Final = 1_000_000
DESA: Final = 13
"""Characters of a desa's code."""


@dataclass(frozen=True, slots=True)
class Summary:
    """Turnout of the kabupaten in a line: now, target, and what comes next."""

    now: Now
    target: TurnoutTarget | None
    is_behind: bool


def before_of(table: TurnoutTable | None) -> dict[str, Before]:
    """Return the turnout of the last election per desa, as the newest table has it."""
    if table is None:
        return {}
    return {desa: Before(desa, voters, voted) for desa, (voters, voted) in table.rows.items()}


def newest_table(scope: Scope) -> TurnoutTable | None:
    """Return the table that counts: one query."""
    return TurnoutTable.objects.filter(scope=scope).order_by("-pk").first()


def newest_target(scope: Scope) -> TurnoutTarget | None:
    """Return the target that counts: one query."""
    return TurnoutTarget.objects.filter(scope=scope).order_by("-pk").first()


def measures(scope: Scope) -> Measures:
    """Return what turnout is measured against, as the Desk has set it: two queries."""
    target, table = newest_target(scope), newest_table(scope)
    return Measures(
        target.percent if target else None,
        target.source if target else "",
        {desa: (voters, voted) for desa, (voters, voted) in table.rows.items()} if table else {},
        table.source if table else "",
    )


def lists_of(scope: Scope) -> dict[str, int | None]:
    """Return the DPT of every TPS: one query."""
    return dict(Tps.objects.filter(scope=scope).order_by("code").values_list("code", "dpt"))


def now_by(scope: Scope, lists: Mapping[str, int | None]) -> tuple[Now, dict[str, Now]]:
    """Return turnout so far of the kabupaten, and of each desa."""
    told = list(turnout_told(scope).values())
    total = turnout_of(told, lists).get("", Now(0, 0, 0, 0))
    return total, turnout_of(told, lists, DESA)


def summary(scope: Scope) -> Summary:
    """Return the turnout of the kabupaten for one line: three queries, more on voting day."""
    total, _ = now_by(scope, lists_of(scope))
    target = newest_target(scope)
    return Summary(total, target, behind(total, target.percent if target else None))


def events_of(scope: Scope) -> list[OutreachEvent]:
    """Return every meeting with voters, the next first: one query."""
    return list(OutreachEvent.objects.filter(scope=scope).order_by("day", "pk"))


def ordered_desa(scope: Scope, names: Mapping[str, str], table: TurnoutTable | None) -> list[str]:
    """Return the desa of this scope, the lowest turnout first; those without a figure last."""
    return order_of([code for code in names if len(code) == DESA], before_of(table))


def bring(scope: Scope, user: User, text: str, source: str, now: datetime) -> list[Problem]:
    """Keep a pasted table of turnout; return what of it was not read, then nothing is kept.

    A table with a faulty row would order desa wrongly, so that it is whole or it is not kept.
    """
    party = acting(user, scope, Action.RUN_DESK)
    said = agreed.line(source, "sumber", 200)
    desa = dict(
        Region.objects.filter(code__startswith=scope.kabupaten + ".", level=4).values_list(
            "code", "name"
        )
    )
    found, problems = read_turnout(text, desa)
    if problems:
        return problems
    if not found:
        raise refuse(Code.DESK_EMPTY, field="tabel")
    TurnoutTable.objects.create(
        scope=scope,
        source=said,
        rows={each.desa: [each.voters, each.voted] for each in found},
        at=now,
        by=str(user.account),
        party=party,
    )
    return []


def set_target(scope: Scope, user: User, percent: str, source: str, now: datetime) -> TurnoutTarget:
    """Set the target with its source. Raises `Refused` for a number that is no percentage."""
    party = acting(user, scope, Action.RUN_DESK)
    try:
        value = Decimal(percent.strip().removesuffix("%").strip().replace(",", "."))
    except InvalidOperation:
        value = Decimal(-1)
    if not value.is_finite() or not 1 <= value <= 100:
        shown = percent.strip()[:20] or "-"
        raise refuse(Code.DESK_NUMBER, field="target", value=shown, least=1, most=100)
    return TurnoutTarget.objects.create(
        scope=scope,
        percent=value.quantize(Decimal("0.1")),
        source=agreed.line(source, "sumber", 200),
        at=now,
        by=str(user.account),
        party=party,
    )


def plan(scope: Scope, user: User, form: dict[str, str], day: date, now: datetime) -> OutreachEvent:
    """Plan a meeting with voters of a desa. Raises `Refused` for a field that does not fit."""
    desa = agreed.check_area(scope, form.get("desa", ""))
    if len(desa) != DESA:
        raise refuse(Code.DESK_AREA, value=desa)
    return OutreachEvent.objects.create(
        scope=scope,
        desa=desa,
        day=day,
        place=agreed.line(form.get("place", ""), "tempat"),
        what=agreed.line(form.get("what", ""), "acara", 200),
        owner=agreed.line(form.get("owner", ""), "penanggung jawab", 80),
        at=now,
        by=str(user.account),
        party=acting(user, scope, Action.RUN_DESK, desa),
    )


def tell(scope: Scope, user: User, form: dict[str, str], now: datetime) -> OutreachEvent:
    """Say that a meeting was held, with how many people, or that it was not."""
    number = typed.key(form.get("row", ""))
    row = OutreachEvent.objects.filter(scope=scope, pk=number).first()
    if row is None:
        raise refuse(Code.DESK_UNKNOWN, value=number)
    agreed.check_mine(user, scope, row.party)
    people = typed.whole_or_none(form.get("people", ""), gettext("How many people"), MOST_PEOPLE)
    row.held, row.people = form.get("held") == "1", people
    row.told = " ".join(form.get("told", "").split())[:200]
    row.told_at, row.told_by = now, str(user.account)
    row.save(update_fields=["held", "people", "told", "told_at", "told_by"])
    return row
