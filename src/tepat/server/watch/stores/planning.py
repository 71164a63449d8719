"""The verdicts of inspections go into the inputs of the plan, with whoever looked as source."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext

from tepat.core.election.roles import Action
from tepat.core.plan.instance import parts
from tepat.core.plan.instance.source import Reliability, Source
from tepat.core.problems import Code, refuse
from tepat.core.watch.stores.standing import verdict_of
from tepat.server.election.models import Scope, User
from tepat.server.election.scopes import check_right
from tepat.server.plan.models import PlanInput
from tepat.server.plan.schedule import services
from tepat.server.plan.schedule.words import VERDICTS
from tepat.server.watch.stores.queries import Row, own_stores, stores_of

MOST_NAMED = 12


@transaction.atomic
def carry(scope: Scope, by: User, now: datetime) -> PlanInput:
    """Put every verdict that the inputs do not know into a new version of them.

    Raises `Refused` where nothing differs, or without the right to change inputs.
    """
    check_right(by, Action.EDIT_PLAN, scope)
    Scope.objects.select_for_update().get(pk=scope.pk)
    found = stores_of(scope, now)
    instance = found.instance
    if instance is None or not found.not_in_plan:
        raise refuse(Code.STORES_IN_PLAN)
    known, before, after = own_stores(instance), [], []
    for row in found.not_in_plan:
        look = row.seen.look
        if look is None:
            continue
        verdict = verdict_of(look)
        before.append(f"{row.name}: {gettext(VERDICTS[known[row.area].verdict][1])}")
        after.append(f"{row.name}: {gettext(VERDICTS[verdict][1])}")
        form = {"verdict": verdict.value}
        made = parts.edit(instance, "gudang", row.area, form, source_of(scope, row), {})
        instance = made.instance
    edit = {
        "what": "gudang",
        "id": "semua",
        "name": found.not_in_plan[0].name
        + (f" +{len(found.not_in_plan) - 1}" if len(found.not_in_plan) > 1 else ""),
        "before": "; ".join(before[:MOST_NAMED]),
        "now": "; ".join(after[:MOST_NAMED]),
        "by": gettext("Inspections of stores"),
        "at": now.astimezone(ZoneInfo(scope.zone)).date().isoformat(),
        "rough": "",
        "reliability": Reliability.SEEN.value,
        "note": ", ".join(
            row.seen.look.name[:16] for row in found.not_in_plan[:MOST_NAMED] if row.seen.look
        ),
    }
    return services.keep(scope, instance, edit, by, now)


def source_of(scope: Scope, row: Row) -> Source:
    """Return who says the verdict of a store: its inspection, by the number of its fact."""
    look, inspection = row.seen.look, row.inspection
    if look is None or inspection is None:
        return Source()
    day = look.at.astimezone(ZoneInfo(scope.zone)).date().isoformat()
    role = inspection.fact.role.upper() or "kertas"
    note = f"{look.outcome}, {look.name[:16]}"
    by = f"Periksa gudang, fakta log {inspection.number} ({role})"
    return Source(by, day, False, note, Reliability.SEEN)
