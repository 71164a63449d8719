"""The plans of the demo belong to their inputs, and show on their pages."""

from datetime import timedelta

import pytest
from django.test import Client
from pytest_django.asserts import assertContains

from tepat.core.plan import plan_file, saying
from tepat.core.plan.instance import reading, writing
from tepat.server.election.demo import FOLDER
from tepat.server.election.models import Scope
from tepat.server.log.models import Fact
from tepat.server.move.plans import demo
from tepat.server.plan.models import PlanRun
from tests.server.plan.plans import NOW
from tests.server.plan.test_plan_pages import where
from tests.worlds import person


@pytest.mark.parametrize(
    ("inputs", "plan"), [("plan-inputs.json", "plan-1.json"), ("plan-inputs-2.json", "plan-2.json")]
)
def test_each_plan_was_made_from_the_inputs_beside_it(inputs: str, plan: str) -> None:
    instance, problems = reading.read((FOLDER / inputs).read_bytes())
    assert instance is not None
    assert not problems

    made = plan_file.read((FOLDER / plan).read_bytes())

    assert made.instance == writing.name_of(instance)
    assert {chance.desa for chance in made.verdicts.desa} == {d.code for d in instance.desa}


def test_the_demo_has_a_plan_in_force_and_a_draft_twice_as_well_as_once(
    scope: Scope, client: Client
) -> None:
    client.force_login(person("bu_dewi"))

    demo.load(scope, NOW)
    demo.load(scope, NOW + timedelta(days=1))

    states = list(PlanRun.objects.order_by("number").values_list("state", flat=True))
    assert states == [PlanRun.State.PUBLISHED, PlanRun.State.DRAFT]
    assert Fact.objects.filter(kind="plan_published").count() == 1
    page = client.get(where(scope, "schedule"))
    holding = plan_file.read((FOLDER / "plan-1.json").read_bytes())
    assertContains(page, saying.chance(holding.verdicts.all_ppm))
    assertContains(page, "contoh")
    compared = client.get(where(scope, "schedule_compare", 2, 1))
    draft = plan_file.read((FOLDER / "plan-2.json").read_bytes())
    assertContains(compared, f"{draft.verdicts.all_ppm / 1_000_000:.4f}".replace(".", ","))
