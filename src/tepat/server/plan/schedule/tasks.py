"""Background work of this room: a plan takes longer than a person waits."""

from pathlib import Path

from django_tasks import task

from tepat.server.election.models import Scope, User
from tepat.server.plan.inputs import map_reading
from tepat.server.plan.models import PlanRun
from tepat.server.plan.schedule import checking, services


@task()
def make_plan(run: int) -> None:
    """Make one plan that was ordered."""
    services.work_on(PlanRun.objects.select_related("scope", "source").get(pk=run))


@task()
def check_plan(run: int) -> None:
    """Look at one made plan once more: said against seen, and other guesses."""
    checking.work_on(PlanRun.objects.select_related("scope", "source").get(pk=run))


@task()
def read_map(scope: int, path: str, by: str, user: int) -> None:
    """Read one map that was uploaded, and keep what there is to say of it."""
    map_reading.read(Scope.objects.get(pk=scope), Path(path), by, User.objects.get(pk=user))
