"""The demo's plans: one in force, and a draft since BPBD expects more water in the east.

Made up, made beforehand by `tools/make_demo_plan.py`, and marked contoh.
"""

import json
from datetime import datetime, timedelta
from typing import Final

from tepat.core.plan import plan_file
from tepat.core.plan.instance import reading
from tepat.core.plan.instance.values import Instance
from tepat.core.problems import Refused
from tepat.server.election.demo import FOLDER
from tepat.server.election.models import Scope, User
from tepat.server.move.plans import reporting
from tepat.server.plan.models import PlanInput, PlanRun
from tepat.server.plan.schedule import services

ZONE: Final = "timur"
WETTER: Final = {
    "what": "zona",
    "id": ZONE,
    "name": "Perbukitan timur",
    "before": "15 15 18 20 25 35 40 %",
    "now": "50 %",
    "by": "BPBD (contoh)",
    "at": "2024-11-14",
    "rough": "1",
}


def load(scope: Scope, now: datetime) -> None:
    """Keep the inputs and both plans, publish the first. Twice is once."""
    if PlanRun.objects.filter(scope=scope).exists():
        return
    by = User.objects.filter(username="bu_dewi").first()
    begun = now - timedelta(days=2)
    edit = {"what": "unggah", "name": "plan-inputs.json", "by": "contoh", "rough": "1"}
    source = services.keep(scope, _instance("plan-inputs.json"), edit, by, begun)
    first = _made(scope, source, 1, by, begun)
    if by:
        reporting.publish(first, by, begun + timedelta(hours=1))
    later = now - timedelta(hours=3)
    wetter = services.keep(scope, _instance("plan-inputs-2.json"), WETTER, by, later)
    _made(scope, wetter, 2, by, later)


def _made(scope: Scope, source: PlanInput, number: int, by: User | None, at: datetime) -> PlanRun:
    run = services.order(scope, source, "thorough", by, at)
    run.base = None
    extra = json.loads((FOLDER / f"plan-{number}-why.json").read_text(encoding="utf-8"))
    plan = plan_file.read((FOLDER / f"plan-{number}.json").read_bytes())
    instance = _instance("plan-inputs.json" if number == 1 else "plan-inputs-2.json")
    return services.finish(
        run, instance, plan, extra["curve"], extra["reasons"], extra.get("checks", {})
    )


def _instance(name: str) -> Instance:
    read = reading.read((FOLDER / name).read_bytes())
    if read.instance is None:
        raise Refused(read.problems[0])
    return read.instance
