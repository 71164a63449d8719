"""Daftar serah of each desa, from its list of TPS."""

from collections import Counter
from collections.abc import Iterable, Mapping

from tepat.core.documents.from_plan import day_of, hour_of
from tepat.core.documents.plan_papers import PlanFrame, Receiver
from tepat.core.documents.tps_papers import CarrierRuns, TpsRow, TpsSheet
from tepat.core.plan.instance.axis import Axis
from tepat.core.plan.instance.values import MINUTES_A_DAY, Instance
from tepat.core.plan.last_mile.lists import DesaList, said_end
from tepat.core.plan.last_mile.values import Handover, State
from tepat.core.problems import Code
from tepat.core.sentences import sentence

MARKS = {State.DAY: "", State.NIGHT: "gelap", State.LATE: "terlambat"}
TOLD = frozenset({Code.TPS_LATE, Code.TPS_DARK, Code.TPS_BOXES})
"""What a PPS must know of its list; what only a desk can mend is not printed."""


def tps_sheets(
    frame: PlanFrame,
    instance: Instance,
    lists: Iterable[DesaList],
    receivers: Mapping[str, Receiver] | None = None,
) -> tuple[TpsSheet, ...]:
    """Return one sheet for each desa that gets goods, in the order of `lists`.

    `receivers` are known by the code of their desa or TPS.
    """
    writer = _Writer(frame, instance, receivers or {})
    return tuple(writer.sheet(each) for each in lists if each.list.handovers)


class _Writer:
    """Says what stands on the lists of one instance."""

    def __init__(
        self, frame: PlanFrame, instance: Instance, receivers: Mapping[str, Receiver]
    ) -> None:
        self._frame, self._instance, self._receivers = frame, instance, receivers
        self._axis = Axis(instance.days)
        self._kecamatan = {each.code: each.name or each.code for each in instance.kecamatan}

    def sheet(self, each: DesaList) -> TpsSheet:
        desa, found = each.desa, each.list
        days = Counter(row.at // MINUTES_A_DAY for row in found.handovers)
        day = min(days, key=lambda at: (-days[at], at))
        return TpsSheet(
            self._frame,
            desa.name or desa.code,
            desa.code,
            self._kecamatan.get(desa.kecamatan, desa.kecamatan),
            self._axis.label(day),
            day_of(self._instance, day),
            tuple(
                f"{self._axis.said(arrival.at)}: {arrival.boxes} kotak"
                for arrival in each.errand.arrivals
            ),
            said_end(self._axis, each.errand.deadline),
            tuple(self._row(each, row, day) for row in found.handovers),
            self._carriers(each, day),
            tuple(tps.number for tps in found.left),
            tuple(self._notes(each)),
            self._receivers.get(desa.code, Receiver()),
        )

    def _row(self, each: DesaList, row: Handover, day: int) -> TpsRow:
        first = row.parts[0].arrive
        said = [
            f"{each.carrier(part.carrier)} {part.unit} (jalan {part.number})" for part in row.parts
        ]
        return TpsRow(
            row.tps.number,
            row.tps.name,
            row.tps.boxes,
            ", ".join(dict.fromkeys(said)),
            hour_of(self._axis, day, row.at),
            hour_of(self._axis, day, first) if first < row.at else "",
            MARKS[row.state],
            each.is_unplaced(row.tps),
            self._receivers.get(row.tps.code, Receiver()),
        )

    def _carriers(self, each: DesaList, day: int) -> tuple[CarrierRuns, ...]:
        by_unit: dict[tuple[str, int], list[tuple[str, str, str]]] = {}
        for run in each.list.runs:
            tps = ", ".join(f"{each.errand.tps[halt.tps].number:03}" for halt in run.halts)
            hours = (hour_of(self._axis, day, moment) for moment in (run.start, run.end))
            start, end = hours
            by_unit.setdefault((run.carrier, run.unit), []).append((start, f"TPS {tps}", end))
        return tuple(
            CarrierRuns(f"{each.carrier(carrier)} {unit}", tuple(runs))
            for (carrier, unit), runs in sorted(by_unit.items())
        )

    def _notes(self, each: DesaList) -> Iterable[str]:
        for problem in each.problems:
            if problem.code in TOLD:
                yield sentence(problem)
        unplaced = sum(each.is_unplaced(row.tps) for row in each.list.handovers)
        if unplaced:
            yield (
                f"Jam bertanda * perkiraan kasar: titik TPS belum ada, dihitung "
                f"{each.errand.rules.unknown} menit sekali jalan."
            )
        if each.is_rough:
            yield (
                "Kendaraan PPS, kecepatannya, atau lamanya serah terima perkiraan kasar: "
                "cocokkan dengan yang ada, dan tulis jam nyata."
            )
