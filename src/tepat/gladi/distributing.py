"""Loads leave, drive and arrive: as the plan says, unless something is wrong with one."""

from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final

from tepat.core.election.roles import Role
from tepat.core.move import events
from tepat.gladi import people, typing_papers
from tepat.gladi.phone import Phone
from tepat.gladi.setting_up import driver, in_area, team
from tepat.gladi.world import Load, World

MAKE: Final = (8, 19)
"""Days before the vote and hour at which loads are made from the plan: all boxes are closed."""
PAPER_MINUTES: Final = (8, 18)
"""So long after a handover the PPK has its paper, as a photo in a chat, and types it."""
RIGHTED: Final = timedelta(hours=4)
TO_TPS: Final = (1, 8)


def plan(world: World) -> None:
    """Let the warehouse make the loads of the plan once every box is closed."""
    world.agenda.add(world.moment(*MAKE), partial(make_loads, world))


def make_loads(world: World, at: datetime) -> None:
    """Make shipments at the desk, read them from the lists of phones, and send them out."""
    world.send()
    desk = world.desk("kpu")
    desk.post("rencana/1/muatan/", {})
    drive = _minutes(world)
    for load in _listed(world, team(world, 0)):
        if load.departs is not None:
            load.minutes = drive.get((load.area, _of_week(world, load.departs)), 120)
        world.loads[load.code] = load
    _go_on(world)
    for phone in (*in_area(world, Role.PPK, world.asked.kabupaten), *_pps_with_boxes(world)):
        for load in _listed(world, phone):
            if load.code not in world.loads:
                load.minutes = 45
                world.loads[load.code] = load
    for load in list(world.loads.values()):
        if load.start.endswith(":gudang-1") and load.departs:
            world.agenda.add(load.departs + world.jitter(0, 8), partial(leave, world, load))


def _listed(world: World, phone: Phone) -> list[Load]:
    """Return the loads in the list of a phone."""
    found = phone.manifest(world.lines.line)
    if phone.role == Role.PPK:
        world.learn(found)
    return [
        Load(
            each.code,
            each.start,
            each.to,
            each.list,
            tuple(each.packages),
            datetime.fromisoformat(each.departs) if each.departs else None,
            each.vehicle,
        )
        for each in (found.loads if found else ())
    ]


def _pps_with_boxes(world: World) -> list[Phone]:
    return in_area(world, Role.PPS, world.asked.kabupaten)


def _minutes(world: World) -> dict[tuple[str, int], int]:
    """Return how long each load drives, by place and minute of departure, as the plan says."""
    plan = world.desk("kpu").json("rencana/1/rencana.json")
    return {
        (stop["place"], trip["start"]): stop["arrive"] - trip["start"]
        for trip in plan["trips"]
        for stop in trip["stops"]
    }


def _of_week(world: World, departs: datetime) -> int:
    """Return the minute of a departure as the plan counts it: from the midnight of H-7."""
    return int((departs - world.moment(7, 0)) / timedelta(minutes=1))


def _go_on(world: World) -> None:
    """Make all loads beyond: hours where there is a phone to keep them by, none for paper."""
    fields: dict[str, str | list[str]] = {"load": []}
    for load in sorted(world.loads.values(), key=lambda each: each.code):
        arrives = _planned(load)
        if arrives is None:
            continue
        fields["load"] = [*fields["load"], load.code]
        if load.to.endswith(":ppk"):
            leaves = max(arrives + timedelta(hours=2), world.moment(2, 8))
            fields[f"from_ppk:{load.code}"] = _typed(world, leaves)
        if load.to.endswith(":pps") and world.phone(Role.PPS, load.area):
            fields[f"from_pps:{load.code}"] = _typed(world, _to_tps_at(world, arrives))
    world.desk("gudang").post("muatan/lanjutan/buat/", fields)


def _to_tps_at(world: World, arrives: datetime) -> datetime:
    first = world.moment(*TO_TPS) + timedelta(minutes=15 * world.chance.randint(0, 16))
    return max(first, arrives + timedelta(hours=1))


def _planned(load: Load) -> datetime | None:
    return load.departs + timedelta(minutes=load.minutes) if load.departs else None


def _typed(world: World, at: datetime) -> str:
    return f"{world.local(at):%Y-%m-%dT%H:%M}"


# -- a load on its way ----------------------------------------------------------------------------


def leave(world: World, load: Load, at: datetime) -> None:
    """The store gives a load to its driver, who signs beside it."""
    if load.leaves_late:
        late, load.leaves_late = load.leaves_late, timedelta(0)
        world.agenda.add(at + late, partial(leave, world, load))
        return
    giver = _giver(world, load)
    if giver is None:
        return
    wheel = driver(world, load.vehicle or load.code)
    about = _about(world, load) | {"giver": giver.party, "receiver": wheel.party}
    about["place"] = load.start
    given = giver.say(events.Given, at, **about)
    wheel.say(events.Received, at + timedelta(minutes=4), given=given, **about)
    for happens in load.on_the_way:
        world.agenda.add(
            at + timedelta(minutes=load.minutes // 2), partial(_happens, happens, wheel)
        )
    drives = timedelta(minutes=load.minutes) + world.jitter(-4, 8) + load.road_late
    world.agenda.add(at + max(drives, timedelta(minutes=6)), partial(arrive, world, load, wheel))


def _happens(do: Any, wheel: Phone, at: datetime) -> None:
    do(at, wheel)


def _giver(world: World, load: Load) -> Phone | None:
    area, _, kind = load.start.partition(":")
    if kind.startswith("gudang"):
        return team(world, 0)
    return world.phone(Role.PPK, area) if kind == "ppk" else world.phone(Role.PPS, area)


def _about(world: World, load: Load) -> dict[str, Any]:
    """What every fact about a load repeats; every seal was read."""
    return {
        "shipment": load.code,
        "list": load.list_hash,
        "to": load.to,
        "checks": _checks(world, load, {}, {}),
    }


def _checks(
    world: World, load: Load, seen: dict[str, tuple[str, ...]], conditions: dict[str, str]
) -> tuple[events.Check, ...]:
    return tuple(
        events.Check(
            code,
            () if code in conditions else seen.get(code, world.seals[code]),
            conditions.get(code, ""),
        )
        for code in sorted(load.packages)
        if code in world.seals and code not in load.missing
    )


def arrive(world: World, load: Load, wheel: Phone, at: datetime) -> None:
    """The driver gives a load to whoever is there: by phone, or on a paper that is typed."""
    place = load.astray or load.to
    area, _, kind = place.partition(":")
    role = Role.PPK if kind == "ppk" else Role.PPS
    officer = load.stranger or world.phone(role, area)
    receiver = f"{role.value}@{area}"
    about = _about(world, load) | {"giver": wheel.party, "place": place, "receiver": receiver}
    if load.missing:
        about["without"] = tuple(sorted(load.missing))
    given = wheel.say(events.Given, at, **about)
    if officer is None and role.value in world.left_to_people:
        people.expect(world, f"{role.value.upper()} {area}", f"menerima {load.code}", at, load.code)
        return
    if officer is None:
        witness(world, area, given, place, load, at + timedelta(minutes=9))
        late = world.jitter(*PAPER_MINUTES) + _lateness_of_paper(world, area, at)
        world.agenda.add(at + late, partial(typing_papers.type_arrival, world, load, at))
        if load.to.endswith(":pps"):
            _on_paper(world, load, at + late)
        return
    about["checks"] = _checks(world, load, load.other_seals, load.conditions)
    received = officer.say(events.Received, at + timedelta(minutes=6), given=given, **about)
    witness(world, area, received, place, load, at + timedelta(minutes=10))
    if load.missing:
        officer.say(
            events.Incident,
            at + timedelta(minutes=12),
            what="missing",
            place=place,
            shipment=load.code,
            list=load.list_hash,
            checks=tuple(events.Check(code, (), "missing") for code in sorted(load.missing)),
        )
    if load.stranger:
        load.stranger = None
        right = world.phone(role, area)
        world.agenda.add(at + RIGHTED, partial(_signs_at_last, world, load, right, given, about))
        return
    if load.astray:
        if officer and (right := world.phone(role, load.area)):
            world.agenda.add(at + RIGHTED, partial(_bring_on, world, load, officer, right))
        return
    _go_beyond(world, load, at)


def _go_beyond(world: World, load: Load, at: datetime) -> None:
    for beyond in list(world.loads.values()):
        if beyond.start == load.to and set(beyond.packages) <= set(load.packages):
            _beyond(world, beyond, load, at)


def _bring_on(world: World, load: Load, officer: Phone, right: Phone, at: datetime) -> None:
    """Who got a load that was not theirs brings it to where its list sends it."""
    load.astray = ""
    about = _about(world, load) | {"giver": officer.party, "receiver": right.party}
    about["place"] = load.to
    given = officer.say(events.Given, at, **about)
    received = right.say(events.Received, at + timedelta(minutes=5), given=given, **about)
    witness(world, load.area, received, load.to, load, at + timedelta(minutes=9))
    _go_beyond(world, load, at)


def _signs_at_last(
    world: World,
    load: Load,
    officer: Phone | None,
    given: str,
    about: dict[str, Any],
    at: datetime,
) -> None:
    """The right officer signs for what a stranger had signed for."""
    if officer is None:
        return
    received = officer.say(events.Received, at, given=given, **about)
    witness(world, load.area, received, load.to, load, at + timedelta(minutes=4))
    _go_beyond(world, load, at)


def witness(world: World, area: str, fact: str, place: str, load: Load, at: datetime) -> None:
    """A supervisor of the area signs what was handed over."""
    role = Role.PANWASCAM if len(area) == 8 else Role.PKD
    phone = world.phone(role, area[:13])
    if phone is None:
        return
    phone.say(events.Witnessed, at, fact=fact, place=place, shipment=load.code, list=load.list_hash)


def _lateness_of_paper(world: World, area: str, at: datetime) -> timedelta:
    """Some papers reach the PPK hours later: the field knows, the desk cannot."""
    if world.chance.randrange(100) >= world.asked.shares.late_paper:
        return timedelta(0)
    late = world.jitter(60, 300)
    world.happened("kertas terlambat diketik", area[:8], at, at + late, *LATE_PAPER)
    return late


LATE_PAPER: Final = ("late_arrival", "half_handover", "silent")


def _beyond(world: World, load: Load, before: Load, arrived: datetime) -> None:
    """What goes on from here: in a vehicle from a PPK, over the table from a PPS."""
    load.missing = tuple(sorted(set(before.missing) & set(load.packages)))
    at = max(load.departs or arrived, arrived + timedelta(minutes=20)) + world.jitter(0, 12)
    if load.start.endswith(":ppk"):
        world.agenda.add(at, partial(leave, world, load))
    else:
        world.agenda.add(at, partial(hand_to_kpps, world, load))


def hand_to_kpps(world: World, load: Load, at: datetime) -> None:
    """A PPS with a phone gives a TPS its load; the KPPS signs by phone or on paper."""
    desa, tps = load.start.partition(":")[0], load.astray or load.to
    pps, kpps = world.phone(Role.PPS, desa), world.phone(Role.KPPS, tps)
    if pps is None:
        if Role.PPS.value in world.left_to_people:
            what = f"menyerahkan {load.code} ke TPS {tps}"
            people.expect(world, f"PPS {desa}", what, at, load.code)
        return
    about = _about(world, load) | {"giver": pps.party, "receiver": f"kpps@{tps}", "place": tps}
    if load.missing:
        about["without"] = load.missing
    given = pps.say(events.Given, at, **about)
    world.reached[tps] = at
    if kpps is None:
        late = world.jitter(*PAPER_MINUTES) + _lateness_of_paper(world, tps, at)
        typing = partial(typing_papers.type_tps, world, tps, at, missing=load.missing)
        world.agenda.add(at + late, typing)
    else:
        about["checks"] = _checks(world, load, load.other_seals, load.conditions)
        received = kpps.say(events.Received, at + timedelta(minutes=7), given=given, **about)
        witness(world, desa, received, tps, load, at + timedelta(minutes=11))
        if load.astray:
            world.agenda.add(at + RIGHTED / 2, partial(_give_back, world, load, kpps, pps))
        return
    witness(world, desa, given, tps, load, at + timedelta(minutes=11))


def _give_back(world: World, load: Load, kpps: Phone, pps: Phone, at: datetime) -> None:
    """A KPPS that got the boxes of another one brings them back, and the PPS hands them out."""
    load.astray = ""
    about = _about(world, load) | {"giver": kpps.party, "receiver": pps.party, "place": load.start}
    given = kpps.say(events.Given, at, **about)
    received = pps.say(events.Received, at + timedelta(minutes=5), given=given, **about)
    witness(world, pps.area, received, load.start, load, at + timedelta(minutes=9))
    world.agenda.add(at + timedelta(minutes=15), partial(hand_to_kpps, world, load))


def _on_paper(world: World, load: Load, typed: datetime) -> None:
    """A desa without a phone, once its last load is there: its TPS get theirs on paper, too."""
    world.typed[load.code] = typed
    loads = [each.code for each in world.loads.values() if each.to == load.to]
    if any(code not in world.typed for code in loads):
        return
    for tps in world.tps(load.area):
        at = _to_tps_at(world, max(world.typed[code] for code in loads)) + world.jitter(0, 20)
        late = world.jitter(*PAPER_MINUTES) + _lateness_of_paper(world, tps, at)
        world.reached[tps] = at
        world.agenda.add(at + late, partial(typing_papers.type_tps, world, tps, at))
        note = "serah terima di atas kertas, tanpa pengawas di tempat"
        world.happened(
            "tanpa pengawas", tps[:8], at, at + timedelta(days=1), "no_witness", note=note
        )
