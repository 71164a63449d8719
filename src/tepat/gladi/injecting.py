"""Let scenarios strike a world, and write down what must be noticed of each."""

from collections.abc import Iterable
from datetime import timedelta

from tepat.gladi.happening import Happens, NoPlace
from tepat.gladi.scenarios import Detect, Scenario
from tepat.gladi.troubles import VERBS
from tepat.gladi.truth import Trouble, Wanted
from tepat.gladi.values import HALF
from tepat.gladi.world import World


def inject(world: World, found: Iterable[Scenario], *, before_packing: bool) -> None:
    """Let those of `found` strike that do so before boxes are filled, or those after.

    What cannot be played, or finds nothing to strike in so small a world, is remembered with
    the reason.
    """
    for each in sorted(found, key=lambda one: int(one.settings.get("order", 1))):
        if each.needs:
            world.skipped[each.code] = each.needs
        elif each.before_packing is before_packing:
            _strike(world, each)


def _strike(world: World, scenario: Scenario) -> None:
    try:
        happens = VERBS[scenario.do](world, scenario.settings)
    except NoPlace as nothing:
        world.skipped[scenario.code] = f"di dunia ini tidak ada: {nothing}"
        return
    is_later = (happens.arrives or happens.since) >= world.moment(0, 0)
    if world.asked.until == HALF and is_later:
        world.skipped[scenario.code] = "terjadi sesudah H-1, dan gladi ini berakhir di sana"
        return
    for area in dict.fromkeys((happens.area, *happens.also)):
        trouble = Trouble(
            scenario.code, area, happens.since, happens.until, happens.explains, scenario.code
        )
        if area == happens.area:
            trouble.wanted = [_wanted(each, happens) for each in scenario.detects]
        world.truth.add(trouble)


def _wanted(detect: Detect, happens: Happens) -> Wanted:
    since = (happens.arrives or happens.since) if detect.on_arrival else happens.since
    until = since + timedelta(minutes=detect.within_minutes)
    return Wanted(detect.how, detect.kind, happens.area, since, until, detect.role)
