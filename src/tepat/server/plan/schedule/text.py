"""A plan as aligned text for a terminal: figures, trips by day, desa by risk."""

from collections.abc import Iterable, Sequence

from tepat.core.plan.comparing import Comparison, Figures, figures
from tepat.core.plan.explaining import figure
from tepat.core.plan.instance.axis import Axis
from tepat.core.plan.instance.values import Instance
from tepat.core.plan.journeys.purposes import held, hours, on_paper
from tepat.core.plan.risk.checking import Calibration, Guessed, order_holds
from tepat.core.plan.risk.limits import Limits
from tepat.core.plan.saying import MILLION, at_most, chance, rupiah
from tepat.core.plan.schedule.escorts import alone
from tepat.core.plan.schedule.values import Plan
from tepat.core.plan.why.reasons import Explanation, Kind

ALONE_SHOWN = 6
"""Trips without a team that are named."""
LEAST_SURE = 10
"""Desa listed by risk, beyond those under their target."""


def aligned(rows: Sequence[Sequence[str]], right: Iterable[int] = ()) -> list[str]:
    """Return rows as lines with columns of equal width; columns in `right` end flush.

    >>> aligned([("desa", "3"), ("truk", "12")], right=[1])
    ['desa   3', 'truk  12']
    """
    if not rows:
        return []
    widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))]
    flush = set(right)
    return [
        "  ".join(
            cell.rjust(width) if at in flush else cell.ljust(width)
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]


def summary(instance: Instance, plan: Plan, name: str, best: Limits) -> list[str]:
    """Return the figures of a plan; `best` is what no plan can beat."""
    marks = [
        word for word, on in (("contoh", instance.contoh), ("tanpa peta", instance.no_map)) if on
    ]
    title = f"{instance.name or '-'}{' (' + ', '.join(marks) + ')' if marks else ''}"
    shown = figures(instance, plan)
    verdicts = plan.verdicts
    gap = "tidak ada batas bawah"
    if plan.bound and plan.rupiah:
        over = (plan.rupiah - plan.bound) * 100 // plan.rupiah
        gap = f"batas bawah {rupiah(plan.bound)}, selisih paling banyak {over} %"
    rows = [
        ("Biaya", f"{rupiah(plan.rupiah)} ({gap})"),
        ("Semua desa tepat waktu", _sure(shown)),
        ("Dinilai atas", f"{figure(verdicts.scenarios)} skenario, seed {verdicts.seed}"),
        *_most(instance, best),
        ("Desa di bawah target", f"{shown.under} dari {len(instance.desa)}"),
        ("Desa belum terlayani", str(shown.left)),
        (
            "Perjalanan",
            f"{shown.trips} ({figure(shown.km)} km, {shown.vehicle_days} hari kendaraan)",
        ),
        ("Jaga malam", f"{shown.nights} malam"),
        *_alone(instance, plan),
        ("Sidik rencana", name),
    ]
    if instance.journey.occasion:
        rows.insert(0, ("Untuk", on_paper(instance.journey)))
    holding = held(instance, plan)
    if holding:
        longest = max(holding, key=lambda each: (each.rides, each.place))
        where = next((d.name for d in instance.desa if d.code == longest.place), longest.place)
        rows.insert(-1, ("Kotak paling lama di jalan", f"{hours(longest.rides)}, dari {where}"))
    return [title, *aligned(rows)]


def _sure(shown: Figures) -> str:
    low, high = (
        f"{each / 10_000:.2f}".replace(".", ",") for each in (shown.all_low, shown.all_high)
    )
    return f"{chance(shown.all_ppm, rough=shown.is_rough)} (selang 95 %: {low} sampai {high} %)"


def _alone(instance: Instance, plan: Plan) -> list[tuple[str, str]]:
    """Name the trips for which no team is free; nothing where nobody limits teams."""
    if not instance.escorts:
        return []
    axis = Axis(instance.days)
    vehicles = {each.id: each.name or each.id for each in instance.vehicles}
    named = [
        f"{vehicles[trip.vehicle]} {trip.unit} {axis.said(trip.start)}"
        for trip in alone(instance, plan.trips)
    ]
    more = f", dan {len(named) - ALONE_SHOWN} lagi" if len(named) > ALONE_SHOWN else ""
    said = ", ".join(named[:ALONE_SHOWN]) + more if named else "tidak ada"
    return [("Perjalanan tanpa regu pengawal", said)]


def _most(instance: Instance, best: Limits) -> list[tuple[str, str]]:
    """Say what no plan can beat; nothing of the way back, of which that is not known."""
    if instance.journey.is_back:
        return []
    said = at_most(best.all_high)
    if best.is_impossible_for_all(instance):
        target = chance(round(instance.targets.all * MILLION))
        said += f": target bersama {target} tidak mungkin dengan armada dan jalan ini"
    count = len(best.impossible(instance))
    return [
        ("Rencana mana pun paling tinggi", said),
        ("Tidak mungkin dengan armada ini", f"{count} desa"),
    ]


def trips(instance: Instance, plan: Plan) -> list[str]:
    """Return every trip with its stops, by day."""
    axis = Axis(instance.days)
    names = {each.code: each.name or each.code for each in instance.desa}
    names |= {each.code: f"PPK {each.name or each.code}" for each in instance.kecamatan}
    names |= {each.id: each.name or each.id for each in instance.warehouses}
    vehicles = {each.id: each.name or each.id for each in instance.vehicles}
    rows = []
    for trip in sorted(
        plan.trips, key=lambda each: (each.day, each.vehicle, each.unit, each.start)
    ):
        stops = ", ".join(
            f"{names.get(stop.place, stop.place)} {_hour(axis, stop.arrive)}" for stop in trip.stops
        )
        rows.append(
            (
                axis.label(trip.day),
                f"{vehicles.get(trip.vehicle, trip.vehicle)} {trip.unit}",
                _hour(axis, trip.start),
                _hour(axis, trip.end),
                f"{figure(trip.metres // 1000)} km",
                f"{names.get(trip.origin, trip.origin)}: {stops}",
            )
        )
    return aligned(rows, right=[4])


def risks(instance: Instance, plan: Plan, told: Sequence[Explanation]) -> list[str]:
    """Return the least sure desa, then every sentence there is to say."""
    names = {each.code: each.name or each.code for each in instance.desa}
    surest = sorted(plan.verdicts.desa, key=lambda each: (each.ppm, each.desa))
    rows = [
        (each.desa, names.get(each.desa, "-"), chance(each.ppm, rough=each.rough))
        for each in surest[:LEAST_SURE]
    ]
    order = list(Kind)
    said = [each.id for each in sorted(told, key=lambda each: order.index(each.kind))]
    return [*aligned(rows), "", *said] if said else aligned(rows)


def costs(plan: Plan) -> list[str]:
    """Return the lines of what the plan costs."""
    rows = [
        (line.name, f"{figure(line.quantity)} {line.unit}", rupiah(line.each), rupiah(line.rupiah))
        for line in plan.costs
    ]
    return aligned([*rows, ("Jumlah", "", "", rupiah(plan.rupiah))], right=[1, 2, 3])


def calibration(found: Calibration) -> list[str]:
    """Return what was said beside what scenarios of another seed showed."""
    rows = [("dikatakan", "desa", "rata-rata dikatakan", "terjadi", "selang 95 %", "")]
    for each in found.bins:
        rows.append(
            (
                f"{_per_cent(each.low)} sampai {_per_cent(each.high)} %",
                str(each.desa),
                f"{_per_cent(each.predicted)} %",
                f"{_per_cent(each.observed)} %",
                f"{_per_cent(each.observed_low)} sampai {_per_cent(each.observed_high)} %",
                "cocok" if each.agrees else "TIDAK cocok",
            )
        )
    said, seen = found.said, found.seen
    rows.append(
        (
            "semua desa",
            "",
            f"{_per_cent(said.all_ppm)} %",
            f"{_per_cent(seen.all_ppm)} %",
            f"{_per_cent(seen.all_low)} sampai {_per_cent(seen.all_high)} %",
            "cocok"
            if seen.all_low <= said.all_high and said.all_low <= seen.all_high
            else "TIDAK cocok",
        )
    )
    head = f"Dikatakan atas seed {said.seed}, dilihat atas seed {seen.seed}:"
    return [head, *aligned(rows, right=[1, 2, 3])]


def guesses(found: Sequence[Guessed]) -> list[str]:
    """Return the rank of each plan with half and twice the water."""
    rows = [("biaya", "banjir setengahnya", "seperti ditaksir", "banjir dua kali")]
    for each in found:
        cells = [f"{rank}. {chance(ppm)}" for ppm, rank in zip(each.ppm, each.ranks, strict=True)]
        rows.append((rupiah(each.rupiah), cells[0], cells[1], cells[2]))
    holds = (
        "Urutannya tidak berubah."
        if order_holds(found)
        else "Urutannya berubah: pilihan ini bergantung pada taksiran banjir."
    )
    return [*aligned(rows, right=[0]), holds]


def _per_cent(ppm: int) -> str:
    return f"{ppm / 10_000:.2f}".replace(".", ",")


def comparison(found: Comparison) -> list[str]:
    """Return two plans beside each other and what changes for those who hold paper."""
    before, after = found.before, found.after
    rows = [("", "semula", "menjadi")]
    rows += [
        (name, str(old), str(new))
        for name, old, new in (
            ("Biaya", rupiah(before.rupiah), rupiah(after.rupiah)),
            ("Semua tepat waktu", chance(before.all_ppm), chance(after.all_ppm)),
            ("Desa di bawah target", before.under, after.under),
            ("Desa belum terlayani", before.left, after.left),
            ("Perjalanan", before.trips, after.trips),
            ("Jarak", f"{figure(before.km)} km", f"{figure(after.km)} km"),
            ("Jaga malam", before.nights, after.nights),
        )
    ]
    said = [change.id for change in found.changes] or ["Tidak ada kertas yang berubah."]
    return [*aligned(rows, right=[1, 2]), "", *said]


def _hour(axis: Axis, moment: int) -> str:
    return axis.said(moment).rpartition(" ")[2]
