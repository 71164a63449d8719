"""Papers of a plan, from the plan and the instance it was made from.

Only what these two say is printed. The way between two stops comes from `ways`, where an
engine for routes is at hand; names and phones of receivers from who knows them.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Final

from tepat.core.documents.papers import Letterhead, Person
from tepat.core.documents.plan_papers import (
    PlanFrame,
    Receiver,
    RunSheet,
    RunStop,
    RunTrip,
    ScheduleDay,
    ScheduleGroup,
    ScheduleLetter,
    ScheduleRow,
)
from tepat.core.documents.road_words import Roads, distance
from tepat.core.plan.instance.axis import Axis
from tepat.core.plan.instance.values import MINUTES_A_DAY, Desa, Instance, Vehicle
from tepat.core.plan.journeys.purposes import on_paper
from tepat.core.plan.schedule.escorts import escorted, is_escorted
from tepat.core.plan.schedule.values import Backup, Echelon, Plan, Stop, Trip

Ways = Callable[[str, str, str], Sequence[str] | None]
"""From profile, start and goal to the arcs of the way, None where there is none."""

ZONES: Final[Mapping[str, str]] = {
    "Asia/Jakarta": "WIB",
    "Asia/Pontianak": "WIB",
    "Asia/Makassar": "WITA",
    "Asia/Jayapura": "WIT",
}
NOT_ESCORTED: Final = "belum ada regu: minta satu sebelum berangkat"


def frame_of(
    plan: Plan,
    name: str,
    instance: Instance,
    letterhead: Letterhead | None = None,
    *,
    place: str = "",
    on: date | None = None,
) -> PlanFrame:
    """Return what the papers of `plan` share; `name` is its hash."""
    regency = instance.name or "Kabupaten/Kota"
    head = letterhead or Letterhead(("KOMISI PEMILIHAN UMUM", regency.upper()))
    return PlanFrame(
        head,
        regency,
        name,
        plan.number,
        zone=ZONES.get(instance.zone, ""),
        place=place,
        on=on,
        contoh=instance.contoh,
        no_map=instance.no_map,
        purpose=on_paper(instance.journey),
        is_back=instance.journey.is_back,
    )


def run_sheets(
    frame: PlanFrame,
    plan: Plan,
    instance: Instance,
    ways: Ways | None = None,
    receivers: Mapping[str, Receiver] | None = None,
) -> tuple[RunSheet, ...]:
    """Return one sheet for each vehicle and day, by day, vehicle and unit.

    `receivers` are known by the code of their desa or kecamatan.
    """
    days: dict[tuple[int, str, int], list[Trip]] = {}
    for trip in sorted(plan.trips, key=lambda each: (each.day, each.vehicle, each.unit)):
        days.setdefault((trip.day, trip.vehicle, trip.unit), []).append(trip)
    telling = _Telling(plan, instance, ways, receivers or {})
    return tuple(telling.sheet(frame, *key, trips) for key, trips in days.items())


def schedule_letter(
    frame: PlanFrame,
    plan: Plan,
    instance: Instance,
    recipients: Sequence[str] = (),
    signer: Person | None = None,
) -> ScheduleLetter:
    """Return the letter that tells PPK, Bawaslu and police what comes when."""
    regency = frame.regency
    usual = (
        f"Ketua PPK se-{regency}",
        f"Ketua Bawaslu {regency}",
        "Kepala Kepolisian Resor",
    )
    axis = Axis(instance.days)
    targets = instance.targets
    by = (targets.ppk, targets.pps) if instance.journey.is_back else (targets.pps,)
    names = {each.code: each.name or each.code for each in instance.desa}
    return ScheduleLetter(
        frame,
        tuple(recipients) or usual,
        tuple(_days(plan, instance)),
        len(plan.trips),
        plan.verdicts.all_ppm,
        any(each.rough for each in plan.verdicts.desa),
        plan.verdicts.scenarios,
        "; di gudang: ".join(_moment(axis, frame, instance, at) for at in by),
        tuple(names.get(each.desa, each.desa) for each in plan.unassigned),
        signer or Person("", f"Ketua KPU {regency}"),
    )


def _moment(axis: Axis, frame: PlanFrame, instance: Instance, at: int) -> str:
    day = day_of(instance, at // MINUTES_A_DAY)
    return f"{axis.said(at)} {frame.zone}".rstrip() + f", tanggal {day:%d-%m-%Y}"


def _days(plan: Plan, instance: Instance) -> Iterable[ScheduleDay]:
    """Deliveries by day, kecamatan and hour."""
    axis = Axis(instance.days)
    of = {each.code: each.kecamatan for each in instance.desa}
    of |= {each.code: each.code for each in instance.kecamatan}
    kecamatan = {each.code: each.name or each.code for each in instance.kecamatan}
    found: dict[int, dict[str, list[tuple[int, str, str, ScheduleRow]]]] = {}
    rows = _Rows(plan, instance)
    for trip in sorted(plan.trips, key=lambda each: (each.day, each.start, each.id)):
        for stop in trip.stops:
            groups = found.setdefault(trip.day, {})
            key = of.get(stop.place, stop.place)
            at = stop.arrive, stop.place, trip.id
            groups.setdefault(key, []).append((*at, rows.row(trip, stop)))
    for day in sorted(found):
        yield ScheduleDay(
            axis.label(day),
            day_of(instance, day),
            tuple(
                ScheduleGroup(
                    kecamatan.get(code, code),
                    tuple(each[-1] for each in sorted(found[day][code], key=lambda each: each[:3])),
                )
                for code in sorted(found[day])
            ),
        )


class _Rows:
    """Writes the rows of the letter, by the names of one instance."""

    def __init__(self, plan: Plan, instance: Instance) -> None:
        self._axis = Axis(instance.days)
        self._names = {each.code: each.name or each.code for each in instance.desa}
        self._names |= {
            each.code: f"PPK {each.name or each.code}"
            + ("" if instance.journey.is_back else " (titip)")
            for each in instance.kecamatan
        }
        self._vehicles = {each.id: each.name or each.id for each in instance.vehicles}
        self._chances = {each.desa: each for each in plan.verdicts.desa}
        self._is_back = instance.journey.is_back

    def row(self, trip: Trip, stop: Stop) -> ScheduleRow:
        is_back = trip.echelon is Echelon.RETURN
        # A trip that fetches within a delivery says nothing of the goods that are brought.
        sure = None if is_back and not self._is_back else self._chances.get(stop.place)
        name = self._names.get(stop.place, stop.place)
        return ScheduleRow(
            f"{name} (dijemput)" if is_back else name,
            stop.boxes,
            f"{self._vehicles.get(trip.vehicle, trip.vehicle)} {trip.unit}",
            hour_of(self._axis, trip.day, trip.start),
            hour_of(self._axis, trip.day, stop.arrive),
            sure.ppm if sure else None,
            bool(sure and sure.rough),
        )


class _Telling:
    """Says what stands on run sheets, by the names of one instance."""

    def __init__(
        self,
        plan: Plan,
        instance: Instance,
        ways: Ways | None,
        receivers: Mapping[str, Receiver],
    ) -> None:
        self._instance, self._ways, self._receivers = instance, ways, receivers
        self._axis, self._roads = Axis(instance.days), Roads(instance)
        self._vehicles = {each.id: each for each in instance.vehicles}
        self._desa = {each.code: each for each in instance.desa}
        self._ppk = {each.code: each for each in instance.kecamatan}
        self._origins = {each.id: each.name or each.id for each in instance.warehouses}
        self._nodes = {each.id: each for each in instance.nodes}
        self._backups = {(each.desa, each.mode): each for each in plan.backups}
        self._without = frozenset(escorted(instance, plan.trips).without)

    def sheet(
        self, frame: PlanFrame, day: int, vehicle_id: str, unit: int, trips: Sequence[Trip]
    ) -> RunSheet:
        vehicle = self._vehicles.get(vehicle_id) or Vehicle(vehicle_id, vehicle_id, (), (), 0, 0)
        return RunSheet(
            frame,
            vehicle.name or vehicle.id,
            unit,
            self._axis.label(day),
            day_of(self._instance, day),
            tuple(
                self._trip(vehicle, trip)
                for trip in sorted(trips, key=lambda each: (each.start, each.id))
            ),
            vehicle.carrier,
            vehicle.litres,
            vehicle.kg,
        )

    def _trip(self, vehicle: Vehicle, trip: Trip) -> RunTrip:
        before = [trip.origin, *(stop.place for stop in trip.stops)]
        return RunTrip(
            trip.id,
            self._name(trip.origin),
            hour_of(self._axis, trip.day, trip.start),
            hour_of(self._axis, trip.day, trip.end),
            trip.metres,
            tuple(
                self._stop(vehicle, trip, came_from, stop)
                for came_from, stop in zip(before, trip.stops, strict=False)
            ),
            self._escort(trip),
            trip.echelon is Echelon.RETURN,
        )

    def _stop(self, vehicle: Vehicle, trip: Trip, came_from: str, stop: Stop) -> RunStop:
        desa = self._desa.get(stop.place)
        within = "tempat simpan kecamatan"
        if desa:
            ppk = self._ppk.get(desa.kecamatan)
            name = ppk.name if ppk and ppk.name else desa.kecamatan
            within = name if name.startswith("Kecamatan ") else f"Kecamatan {name}"
        backup = self._backups.get((stop.place, vehicle.profile))
        return RunStop(
            self._name(stop.place),
            within,
            stop.place,
            hour_of(self._axis, trip.day, stop.arrive),
            hour_of(self._axis, trip.day, stop.leave),
            stop.boxes,
            stop.litres,
            stop.kg,
            stop.metres,
            self._where(stop.place),
            self._road(vehicle.profile, came_from, stop),
            None if backup is None else self._backup(backup),
            self._closed(desa, trip.day) if desa else "",
            self._receivers.get(stop.place, Receiver()),
        )

    def _name(self, code: str) -> str:
        if code in self._desa:
            return f"PPS {self._desa[code].name or code}"
        if code in self._ppk:
            return f"PPK {self._ppk[code].name or code}"
        return self._origins.get(code, code)

    def _where(self, code: str) -> str:
        """What helps a driver to find it: a named point, degrees, how far off the road."""
        desa = self._desa.get(code)
        place = desa or self._ppk.get(code)
        node = self._nodes.get(place.node) if place else None
        if node is None:
            return ""
        parts = [node.name] if node.name and node.name != (place.name if place else "") else []
        parts.append(f"{node.lat:.5f},\u00a0{node.lon:.5f}")
        if desa and desa.snap_metres:
            parts.append(f"{distance(desa.snap_metres)} dari jalan")
        return "; ".join(parts)

    def _road(self, profile: str, start: str, stop: Stop) -> str:
        if self._ways is None or start == stop.place:
            return ""
        arcs = self._ways(profile, start, stop.place)
        if arcs is None:
            return ""
        if arcs:
            return self._roads.words(arcs)
        return f"{distance(stop.metres)} lurus" if stop.metres else "di tempat yang sama"

    def _backup(self, backup: Backup) -> str:
        words = self._roads.words(backup.arcs)
        if not words:
            return ""
        return f"{words} ({distance(backup.metres)}, {backup.minutes} menit dari gudang)"

    def _closed(self, desa: Desa, day: int) -> str:
        start, end = day * MINUTES_A_DAY, (day + 1) * MINUTES_A_DAY
        told = [
            f"{hour_of(self._axis, day, max(window.start, start))} sampai "
            f"{_clock(min(window.end, end) - start)}" + (f" ({window.why})" if window.why else "")
            for window in desa.blocked
            if window.start < end and window.end > start
        ]
        return f"tidak menerima {', '.join(told)}" if told else ""

    def _escort(self, trip: Trip) -> str:
        if trip.echelon is Echelon.ROUND or trip.origin in self._ppk:
            return "dari kecamatan"
        if not is_escorted(self._instance, trip) or not self._instance.escorts:
            return ""
        return NOT_ESCORTED if trip.id in self._without else "regu dari kabupaten"


def hour_of(axis: Axis, day: int, moment: int) -> str:
    """Return an hour of the sheet's day, with its day where it is another."""
    if moment // MINUTES_A_DAY == day:
        return _clock(moment % MINUTES_A_DAY)
    return axis.said(moment)


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}.{minutes % 60:02}"


def day_of(instance: Instance, day: int) -> date:
    """Return the date of a day of the plan, or of one after it."""
    return instance.days[0].date + timedelta(days=day)
