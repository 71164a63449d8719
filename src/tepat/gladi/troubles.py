"""What can go wrong in the played field: one verb each, called before what it spoils happens.

A verb chooses by chance where it strikes, changes what people there will do, and returns what
really happens there, for the truth. What must be noticed of it stands in the scenario.
"""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final

from tepat.core.election.roles import Role
from tepat.core.move import events, inspections
from tepat.core.problems import Refused
from tepat.gladi import offline, server, voting_troubles
from tepat.gladi.happening import Happens, NoPlace, Verb
from tepat.gladi.phone import Phone
from tepat.gladi.setting_up import in_area
from tepat.gladi.world import Load, World

LATE: Final = ("late_departure", "late_arrival")
OTHER_SEAL: Final = "GL9999{:03d}"


# -- where it strikes -----------------------------------------------------------------------------


def _first_leg(world: World, settings: Mapping[str, Any], *, least: int = 3) -> Load:
    """Return a load from the warehouse to a PPS with a phone that nothing else strikes.

    `days` before the vote and `area` of the settings say when and where; else anywhere.
    With `soonest` it is one of the loads that leave first then.
    """
    wanted = {world.local(world.moment(each, 0)).date() for each in settings.get("days", ())}
    found = [
        load
        for load in world.loads.values()
        if load.start.endswith(":gudang-1")
        and load.to.endswith(":pps")
        and load.departs
        and load.code not in world.struck
        and load.to.startswith(settings.get("area", ""))
        and len(load.packages) >= least
        and world.phone(Role.PPS, load.area)
        and (not wanted or world.local(load.departs).date() in wanted)
    ]
    if settings.get("soonest"):
        found = sorted(found, key=lambda each: (str(each.departs), each.code))[:1]
    return _take(world, found, "muatan ke PPS ber-HP")


def _take(world: World, found: list[Load], what: str) -> Load:
    found = [load for load in found if load.kecamatan not in world.apart]
    if not found:
        raise NoPlace(what)
    untouched = [load for load in found if load.kecamatan not in world.struck.values()]
    load = world.chance.choice(sorted(untouched or found, key=lambda each: each.code))
    world.struck[load.code] = load.kecamatan
    return load


def _other_pps(world: World, load: Load) -> list[Phone]:
    """Return the PPS with a phone that are not those of `load`."""
    found = [
        each
        for each in in_area(world, Role.PPS, world.asked.kabupaten)
        if each.area != load.area and each.area[:8] not in world.apart
    ]
    if not found:
        raise NoPlace("PPS lain ber-HP")
    return found


def _arrival(load: Load) -> datetime:
    assert load.departs is not None
    return load.departs + timedelta(minutes=load.minutes)


def _boxes(world: World, load: Load) -> list[str]:
    return sorted(code for code in load.packages if code in world.seals)


def _end(world: World) -> datetime:
    return world.moment(0, 0)


# -- on the way ------------------------------------------------------------------------------------


def driver_absent(world: World, settings: Mapping[str, Any]) -> Happens:
    """A load stands ready and nobody comes to drive it; somebody else does hours later."""
    load = _first_leg(world, settings)
    late = timedelta(minutes=int(settings["minutes"]))
    load.leaves_late = late
    assert load.departs is not None
    until = _arrival(load) + late + timedelta(hours=2)
    return Happens(load.kecamatan, load.departs, until, LATE)


def road_closes(world: World, settings: Mapping[str, Any]) -> Happens:
    """A road to a desa floods while its load drives; KPU enters what the PPK said of it."""
    load = _first_leg(world, settings)
    assert load.departs is not None
    at = load.departs + timedelta(minutes=max(10, load.minutes // 3))
    load.road_late = timedelta(minutes=int(settings.get("minutes", 150)))
    until = at + timedelta(hours=6)
    world.agenda.add(at, partial(_report_road, world, load, until))
    # A closed road is closed to loads for other kecamatan, too.
    world.happened("jalan tertutup", world.asked.kabupaten, at, until, "road_closed")
    # The alert of a road stands in the kecamatan of whichever load it holds up first.
    explains, ends = ("road_closed", *LATE), _arrival(load) + load.road_late
    return Happens(world.asked.kabupaten, at, ends, explains, (load.kecamatan,))


def _report_road(world: World, load: Load, until: datetime, at: datetime) -> None:
    desk = world.desk("kpu")
    roads = desk.json("rencana/1/peta/jalan.geojson")["features"]
    names = [str(each["properties"].get("id", "")) for each in roads]
    for road in sorted({each for each in names if load.area in each}):
        fields = {
            "about": "road",
            "place": road,
            "state": "closed",
            "by": f"PPK {load.kecamatan}",
            "from": f"{world.local(at):%Y-%m-%dT%H:%M}",
            "until": f"{world.local(until):%Y-%m-%dT%H:%M}",
        }
        desk.post("rencana/banjir/lapor/", fields)


def vehicle_breaks(world: World, settings: Mapping[str, Any]) -> Happens:
    """A boat or truck stops on its way for hours; its driver says so."""
    load = _first_leg(world, settings)
    load.road_late = timedelta(minutes=int(settings["minutes"]))
    assert load.departs is not None
    load.on_the_way.append(partial(_trouble_on_the_way, load, "vehicle_broken"))
    since = load.departs + timedelta(minutes=load.minutes // 2)
    until = _arrival(load) + load.road_late + timedelta(hours=1)
    explains = (*LATE, "vehicle")
    return Happens(load.kecamatan, since, until, explains, arrives=_arrival(load))


def truck_overturns(world: World, settings: Mapping[str, Any]) -> Happens:
    """A truck falls over: two of its boxes arrive broken, hours late."""
    happened = vehicle_breaks(world, settings)
    load = world.loads[list(world.struck)[-1]]
    load.on_the_way[:] = [partial(_trouble_on_the_way, load, "accident")]
    for box in _boxes(world, load)[:2]:
        load.conditions[box] = "broken"
    explains = (*happened.explains, "damaged", "damage")
    arrives = _arrival(load) + load.road_late
    return Happens(happened.area, happened.since, _end(world), explains, arrives=arrives)


def _trouble_on_the_way(load: Load, what: str, at: datetime, wheel: Phone) -> None:
    wheel.say(
        events.Incident,
        at,
        what=what,
        place=load.to,
        shipment=load.code,
        list=load.list_hash,
    )


# -- what arrives ----------------------------------------------------------------------------------


def load_astray(world: World, settings: Mapping[str, Any]) -> Happens:
    """A load is handed to the PPS of another desa, who signs for it."""
    load = _first_leg(world, settings)
    others = _other_pps(world, load)
    other = world.chance.choice(others)
    load.astray = f"{other.area}:pps"
    explains = ("wrong_place", "human_error", *LATE)
    where, also = other.area[:8], (load.kecamatan,)
    return Happens(where, _arrival(load), _end(world), explains, also)


def stranger_signs(world: World, settings: Mapping[str, Any]) -> Happens:
    """An officer of another desa signs for the load of this one; the right one hours later."""
    load = _first_leg(world, settings)
    others = _other_pps(world, load)
    load.stranger = world.chance.choice(others)
    until = _arrival(load) + timedelta(hours=6)
    explains = ("half_handover", "no_witness", *LATE)
    return Happens(load.kecamatan, _arrival(load), until, explains)


def box_missing(world: World, settings: Mapping[str, Any]) -> Happens:
    """One box of a load is not there when it arrives; the PPS takes the rest and says so."""
    load = _first_leg(world, settings)
    load.missing = (world.chance.choice(_boxes(world, load)),)
    world.lost |= set(load.missing)
    return Happens(load.area, _arrival(load), _end(world), ("missing", *LATE))


def seal_differs(world: World, settings: Mapping[str, Any]) -> Happens:
    """A seal was rubbed off and replaced on the way: another number is read at the PPS."""
    load = _first_leg(world, settings)
    box = world.chance.choice(_boxes(world, load))
    first, _ = world.seals[box]
    load.other_seals[box] = (first, OTHER_SEAL.format(world.chance.randint(1, 999)))
    return Happens(load.kecamatan, _arrival(load), _end(world), ("seal_differs", "seal"))


def arrives_unsealed(world: World, settings: Mapping[str, Any]) -> Happens:
    """A box arrives with its seals broken; it is recorded as it is, and guarded."""
    load = _first_leg(world, settings)
    load.conditions[world.chance.choice(_boxes(world, load))] = "broken"
    return Happens(load.kecamatan, _arrival(load), _end(world), ("damaged", "damage"))


def box_to_other_tps(world: World, settings: Mapping[str, Any]) -> Happens:
    """Over the table of a PPS the boxes of one TPS go to the KPPS of another."""
    found = [
        load
        for load in world.loads.values()
        if load.start.endswith(":pps")
        and load.departs
        and load.code not in world.struck
        and any(tps != load.to and world.phone(Role.KPPS, tps) for tps in world.tps(load.to[:13]))
        and not any(world.loads[code].to == load.start for code in world.struck)
    ]
    load = _take(world, found, "TPS yang tetangganya ber-HP")
    for before in world.loads.values():  # it comes in time, so that this happens at its hour
        if before.to == load.start:
            world.struck[before.code] = before.kecamatan
    desa = load.to[:13]
    others = [tps for tps in world.tps(desa) if tps != load.to and world.phone(Role.KPPS, tps)]
    load.astray = world.chance.choice(others)
    assert load.departs is not None
    explains = ("wrong_place", "human_error", *LATE)
    return Happens(load.kecamatan, load.departs, _end(world), explains)


# -- stores, network, supervision ----------------------------------------------------------------


def store_floods(world: World, settings: Mapping[str, Any]) -> Happens:
    """Water stands where a PPS keeps its boxes; the officer reports, and later it is dry."""
    load = _first_leg(world, settings)
    pps = world.must(Role.PPS, load.area)
    at = _arrival(load) + timedelta(minutes=40)
    world.agenda.add(at, partial(_flooded, pps, load.to))
    dry = at + timedelta(hours=9)
    world.agenda.add(dry, partial(_dried, pps, load.to))
    explains = ("store_unfit", "store_no_backup", "flood", "store")
    return Happens(load.kecamatan, at, dry + timedelta(hours=1), explains)


def _flooded(pps: Phone, place: str, at: datetime) -> None:
    pps.say(events.Inspected, at, place=place, outcome=inspections.UNFIT)
    pps.say(events.Incident, at + timedelta(minutes=2), what="flood", place=place)


def _dried(pps: Phone, place: str, at: datetime) -> None:
    pps.say(events.Inspected, at, place=place, outcome=inspections.GOOD)


def no_network(world: World, settings: Mapping[str, Any]) -> Happens:
    """No phone of a kecamatan reaches anybody for a whole day; in the evening all of it comes."""
    if len(world.kecamatan()) < 2:  # what strikes there would be heard of late, all of it
        raise NoPlace("kecamatan kedua")
    kecamatan = world.chance.choice(world.kecamatan())
    world.apart.add(kecamatan)
    begins, ends = world.moment(1, 5, 30), world.moment(1, 19)
    world.agenda.add(begins, partial(_cut_off, world, kecamatan, ends))
    # Papers overtake the phones that cannot be heard: until then two seem to have one box.
    explains = ("silent", "half_handover", "no_witness", "disputed", *LATE)
    loads = [each for each in world.loads.values() if each.kecamatan == kecamatan]
    # Before the first load leaves for it, nobody is expected to be heard there.
    first = min((each.departs for each in loads if each.departs), default=begins)
    since = max(begins, first)
    return Happens(kecamatan, since, ends + timedelta(hours=2), explains)


def _cut_off(world: World, kecamatan: str, until: datetime, at: datetime) -> None:
    for (_, area), phone in world.phones.items():
        if area.startswith(kecamatan):
            phone.offline_until = until


def outsider_verifies(world: World, settings: Mapping[str, Any]) -> Happens:
    """Somebody without an account verifies the whole published log, with no server of KPU's."""
    at = world.moment(1, 22)
    world.agenda.add(at, partial(_verify, world))
    return Happens(world.asked.kabupaten, at, at + timedelta(minutes=30), ())


def _verify(world: World, at: datetime) -> None:
    where = f"/log/{world.asked.election}/{world.asked.kabupaten}"
    _, described = world.lines.line.ask("GET", f"{where}/log.json", b"", {})
    policy = world.truth.folder / "policy.txt"
    keys = "".join(f"log {each}\n" for each in json.loads(described)["keys"])
    policy.write_text(f"{keys}quorum none\n", encoding="utf-8")
    address = f"http://127.0.0.1:{world.port}{where}"
    try:
        server.run(world.place, "log", "verify", address, "--policy", str(policy))
    except Refused as refused:
        world.tell(f"Log tidak lolos periksa: {refused.problem.facts['why']}")
        return
    world.truth.notice("proof", "log", world.asked.kabupaten, at)


# -- at the packing table ------------------------------------------------------------------------


def envelope_swapped(world: World, settings: Mapping[str, Any]) -> Happens:
    """Somebody at the packing station scans the envelope of another box."""
    boxes = [each for each in world.packages.values() if each.form == "K" and len(each.place) > 13]
    box = world.chance.choice(sorted(boxes, key=lambda each: each.code))
    wrong = [
        each.code
        for each in world.packages.values()
        if each.form == "S" and each.inside and each.inside != box.code
    ]
    at = world.moment(9, 6, 30)
    world.agenda.add(at, partial(_scan, world, box.code, world.chance.choice(sorted(wrong))))
    return Happens(box.place[:8], at, at + timedelta(minutes=10), ())


def _scan(world: World, box: str, envelope: str, at: datetime) -> None:
    desk = world.desk("gudang")
    where = f"/api/e/{world.asked.election}/{world.asked.kabupaten}/packing/scan"
    desk.post_json(where, {"text": box})
    answer = desk.post_json(where, {"text": envelope}).json()
    if answer.get("wrong") or answer.get("problem"):
        world.truth.notice("refusal", "envelope", world.packages[box].place[:8], at)


def counted_short(world: World, settings: Mapping[str, Any]) -> Happens:
    """A box is closed with a bundle of ballots less than planned."""
    return _packs_otherwise(world, "short")


def item_left_out(world: World, settings: Mapping[str, Any]) -> Happens:
    """A box is closed without its ballots of one kind."""
    return _packs_otherwise(world, "left_out")


def _packs_otherwise(world: World, how: str) -> Happens:
    found = [
        each
        for each in world.packages.values()
        if each.form == "K" and len(each.place) > 13 and each.place[:8] not in world.odd.values()
    ]
    found = found or [each for each in world.packages.values() if each.form == "K"]
    box = world.chance.choice(sorted(found, key=lambda each: each.code))
    world.odd[box.code] = box.place[:8]
    world.packs[box.code] = how
    return Happens(box.place[:8], world.moment(9, 7), _end(world), ("content",))


VERBS: Final[Mapping[str, Verb]] = {
    each.__name__: each
    for each in (
        driver_absent,
        road_closes,
        vehicle_breaks,
        truck_overturns,
        load_astray,
        stranger_signs,
        box_missing,
        seal_differs,
        arrives_unsealed,
        box_to_other_tps,
        store_floods,
        no_network,
        outsider_verifies,
        envelope_swapped,
        counted_short,
        item_left_out,
        *voting_troubles.ALL,
        *offline.ALL,
    )
}
"""Every verb that a scenario may name."""
