"""Make the plans of the demo again: `python tools/make_demo_plan.py`.

They are files because making them takes longer than a person waits for a demo. Run it when
the demo's TPS, its fleet file or the planner changed; the same input gives the same bytes.
"""

import json
import os
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "src" / "tepat" / "data" / "demo" / "63.09"


def main() -> int:
    """Write the inputs, both plans, and what the page says of them."""
    os.environ["TEPAT_HOME"] = tempfile.mkdtemp(prefix="tepat-demo-plan-")
    from tepat.cli import prepare

    prepare()
    from tepat.adapters import routing_cch, vrp
    from tepat.core.plan import plan_file
    from tepat.core.plan.instance import writing
    from tepat.core.plan.instance.checks import sound
    from tepat.core.plan.instance.source import Source
    from tepat.core.plan.schedule import choosing, making
    from tepat.server import clock
    from tepat.server.desk import demo
    from tepat.server.election import demo as election
    from tepat.server.election.elections import election_of
    from tepat.server.move.plans.demo import ZONE
    from tepat.server.plan.inputs.from_tables import instance_of_scope
    from tepat.server.plan.packages.services import regenerate
    from tepat.server.plan.schedule import checking, services

    scope = election.load(demo.BEGINS)
    regenerate(scope, election_of(scope), clock.now())
    instance, _ = instance_of_scope(scope, fleet=FOLDER / "fleet.toml")
    instance, _ = sound(instance)
    said = Source("BPBD (contoh)", "2024-11-14", rough=True)
    days = len(instance.days)
    zones = tuple(
        replace(zone, probability=(0.5,) * days, source=said, sources=())
        if zone.id == ZONE
        else zone
        for zone in instance.hazard.zones
    )
    wetter = replace(instance, hazard=replace(instance.hazard, zones=zones))
    files: dict[str, bytes] = {
        "plan-inputs.json": writing.write(instance),
        "plan-inputs-2.json": writing.write(wetter),
    }
    for number, given in enumerate((instance, wetter), start=1):
        travel = routing_cch.travel(given)
        effort = services.EFFORTS["thorough"]
        rounds = making.explore(given, travel, vrp.Solver(), 1, effort, _tell)
        best = choosing.best_of(given, rounds)
        plan = making.as_plan(given, travel, best, 1, effort, writing.name_of(given))
        extra: dict[str, Any] = {
            "curve": services.curve_of(rounds),
            "reasons": services.why_of(given, travel, plan),
            "checks": checking.checks_of(
                given, travel, plan, checking.rounds_as_plans(plan, rounds)
            ),
        }
        files[f"plan-{number}.json"] = plan_file.write(plan)
        text = json.dumps(extra, ensure_ascii=False, sort_keys=True, indent=0)
        files[f"plan-{number}-why.json"] = (text + "\n").encode()
        print(number, plan.rupiah, plan.verdicts.all_ppm, len(plan.trips), plan.unassigned[:3])
    for name, body in files.items():
        (FOLDER / name).write_bytes(body)
        print(name, len(body))
    return 0


def _tell(_what: str, done: int, of: int) -> None:
    print(f"{done}/{of}", file=sys.stderr)


if __name__ == "__main__":
    raise SystemExit(main())
