"""What `tepat rehearse` is asked for, checked whole before a folder is made."""

import argparse
from collections.abc import Iterable, Sequence
from typing import Final

from tepat.core.election.roles import Role
from tepat.core.problems import Code, refuse
from tepat.gladi import scenarios, server
from tepat.gladi.scenarios import Scenario
from tepat.gladi.stories import Story, story_named
from tepat.gladi.world import Asked, Shares

TRAINING_SPEED: Final = 54.0
"""The eighteen hours of H-1 in twenty minutes, unless people choose otherwise."""
PEOPLE: Final = (Role.PPK, Role.PPS, Role.KPPS)
"""Roles that people may play: the field waits for them, and says for what."""
LAST_PORT: Final = 65_535


def asked_from(arguments: argparse.Namespace) -> tuple[Asked, Story, list[Scenario]]:
    """Return what is to be played, of which story, and what strikes.

    Raises `Refused` for the first argument that is none, with what it takes.
    """
    story = story_named(arguments.story)
    found = _scenarios(arguments.scenario)
    people = _people(arguments.people)
    _check_port(arguments.port)
    shares = Shares(
        pps_phones=_percent("--pps-phones", arguments.pps_phones),
        kpps_phones=_percent("--kpps-phones", arguments.kpps_phones),
        ptps_phones=_percent("--ptps-phones", arguments.ptps_phones),
        bad_network=_percent("--network", arguments.network),
        bad_clocks=_percent("--clocks", arguments.clocks),
        late_paper=_percent("--late-paper", arguments.late_paper),
        weather=arguments.weather,
    )
    if not 0 <= arguments.speed < float("inf"):
        raise _not_taken("--speed", arguments.speed, ["0 (secepatnya) atau lebih"])
    asked = Asked(
        f"{story.code}-{arguments.seed}" if arguments.name is None else arguments.name,
        story.code,
        arguments.seed,
        arguments.election or story.election,
        story.kabupaten,
        story.zone,
        _kecamatan(story, arguments.kecamatan),
        shares,
        people=people,
        speed=arguments.speed or (TRAINING_SPEED if people else 0.0),
        until=arguments.until,
    )
    return asked, story, found


def _scenarios(codes: Sequence[str]) -> list[Scenario]:
    """All that may strike together unless some are named; `tanpa` stands alone."""
    if scenarios.NOTHING not in codes:
        return scenarios.chosen(codes or [scenarios.ALL])
    if others := sorted(set(codes) - {scenarios.NOTHING}):
        raise _not_taken("--scenario", others[0], [f"{scenarios.NOTHING}, sendirian"])
    return []


def _people(text: str) -> tuple[str, ...]:
    words = [word.strip() for word in text.lower().split(",")] if text else []
    known = [role.value for role in PEOPLE]
    if unknown := [word for word in words if word not in known]:
        raise _not_taken("--people", unknown[0], known)
    return tuple(dict.fromkeys(words))


def _kecamatan(story: Story, codes: Iterable[str]) -> tuple[str, ...]:
    wanted, known = set(codes), story.kecamatan()
    if unknown := sorted(wanted - set(known)):
        facts = {"story": story.code, "value": unknown[0], "choices": ", ".join(known)}
        raise refuse(Code.GLADI_AREA, **facts)
    return tuple(sorted(wanted))


def _percent(option: str, value: int) -> int:
    if not 0 <= value <= 100:
        raise _not_taken(option, value, ["0 sampai 100 (persen)"])
    return value


def _check_port(port: int) -> None:
    if not 0 <= port <= LAST_PORT:
        raise _not_taken("--port", port, [f"1 sampai {LAST_PORT}, atau 0: yang mana pun"])
    if port and not server.is_free(port):
        raise _not_taken("--port", port, ["port yang tidak dipakai program lain"])


def _not_taken(option: str, value: object, choices: Iterable[str]) -> Exception:
    said = str(value)[:60] or '""'
    return refuse(Code.GLADI_ASKED, option=option, value=said, choices=", ".join(choices))
