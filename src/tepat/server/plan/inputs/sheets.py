"""How the parts of the inputs look at the desk: titles, labels and columns of each.

What can be changed, and how it is read, stands in `core.plan.instance.parts`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from django.utils.translation import gettext, gettext_noop

from tepat.core.plan.instance import parts
from tepat.core.plan.instance.editing import Entry, Field
from tepat.core.plan.instance.typed import Choice, Count, Hours, Line, PerDay, Share, Speed
from tepat.core.plan.instance.values import Arc, Instance, Status, Verdict
from tepat.core.problems import Code, refuse
from tepat.server.plan.schedule import words


@dataclass(frozen=True, slots=True)
class Sheet:
    """One part as a table and a form; texts are message ids."""

    title: str
    labels: Mapping[str, str]
    columns: tuple[str, ...] = ()
    """Fields in the table; all where none is named."""
    help: str = ""


SHEETS: Final[Mapping[str, Sheet]] = {
    "jalan": Sheet(
        gettext_noop("Roads and rivers"),
        {
            "status": gettext_noop("State of the road"),
            "comment": gettext_noop("What was seen there"),
        },
        ("status",),
    ),
    "zona": Sheet(
        gettext_noop("Flood zones"), {"probability": gettext_noop("Chance of a flood, per cent")}
    ),
    "kendaraan": Sheet(
        gettext_noop("Vehicles and prices"),
        {
            "available": gettext_noop("How many there are"),
            "day": gettext_noop("Rupiah a day, with crew"),
            "km": gettext_noop("Rupiah a kilometre"),
            "hour": gettext_noop("Rupiah an hour"),
        },
    ),
    "moda": Sheet(
        gettext_noop("Speeds of each mode"),
        {
            "straight": gettext_noop("Through the air, km/h"),
            "flooded": gettext_noop("Speed left in a flood, per cent"),
            "restricted": gettext_noop("Speed left on a restricted road, per cent"),
        },
        help=gettext_noop(
            "Speeds are for a dry road; 0 means it cannot pass. Where a PPK measured the minutes "
            "of a road, those win."
        ),
    ),
    "alih-moda": Sheet(
        gettext_noop("Places where loads change over"),
        {
            "minutes": gettext_noop("Minutes for each load"),
            "rupiah": gettext_noop("Rupiah for each load"),
        },
    ),
    "gudang-kpu": Sheet(
        gettext_noop("Warehouses of KPU"),
        {
            "opens": gettext_noop("Opens at"),
            "closes": gettext_noop("Closes at"),
            "load_minutes": gettext_noop("Minutes to load one vehicle"),
            "wave_boxes": gettext_noop("Most boxes on one day, 0 for no limit"),
        },
        help=gettext_noop(
            "No vehicle leaves before the warehouse opens, and all are planned to be back when it "
            "closes."
        ),
    ),
    "gudang": Sheet(
        gettext_noop("Stores of PPK and PPS"),
        {
            "verdict": gettext_noop("What the inspection found"),
            "guard": gettext_noop("Guard a night, rupiah"),
        },
        help=gettext_noop("Goods stay overnight only in a store that passed."),
    ),
    "jam": Sheet(
        gettext_noop("Hours when a desa takes nothing"),
        {"blocked": gettext_noop("Hours, one stretch a line")},
        help=gettext_noop(
            "Write day, start, end and why: Friday 11:30-13:00 Friday prayer. The day is a "
            "weekday, H-3, a date, or every day."
        ),
    ),
    "pengawal": Sheet(
        gettext_noop("Escort teams"),
        {
            "escorts": gettext_noop("Teams that are free each day"),
            "escort": gettext_noop("Seats for the escort on each trip"),
            "supervisor": gettext_noop("Seats for the supervisor on each trip"),
        },
        help=gettext_noop("Leave the teams empty where nobody limits them."),
    ),
    "target": Sheet(
        gettext_noop("Deadlines and targets"),
        {
            "ppk": gettext_noop("At the PPK by"),
            "pps": gettext_noop("At the PPS by"),
            "tps": gettext_noop("At the TPS by"),
            "desa": gettext_noop("Asked chance of each desa, per cent"),
            "all": gettext_noop("Asked chance of all together, per cent"),
        },
        help=gettext_noop("Deadlines are a day and a time: H-1 18:00, or H 06:00."),
    ),
    "harga": Sheet(gettext_noop("Prices"), {"rupiah": gettext_noop("Rupiah for each")}),
}
"""In the order in which the inputs are listed."""

WORDS: Final[Mapping[str, tuple[str, str]]] = {
    status.value: found for status, found in words.STATUSES.items()
} | {verdict.value: found for verdict, found in words.VERDICTS.items()}
"""Shape and text of the words of closed lists."""

ALIKE: Final = {
    "": gettext_noop("this desa only"),
    "kecamatan": gettext_noop("all desa of its kecamatan"),
    "all": gettext_noop("all desa"),
}
PER_DAY: Final = gettext_noop("One number for all days, or %(count)s, the first for %(first)s.")


class Cell(NamedTuple):
    """One field in the table. `shape` where it is a state."""

    label: str
    text: str
    shape: str
    is_number: bool


class Row(NamedTuple):
    """One row of the table, with who said it."""

    id: str
    name: str
    cells: list[Cell]
    comment: str
    source: Any


class Input(NamedTuple):
    """One field of the form."""

    name: str
    label: str
    value: str
    widget: str
    """`choice`, `lines` or `text`."""
    mode: str
    """Which keys a phone shows."""
    choices: list[tuple[str, str]]
    hint: str


def sheet_of(part: str) -> Sheet:
    """Return how a part looks. Raises `Refused` for one that is not there."""
    if part not in SHEETS:
        raise refuse(Code.PLAN_PART_UNKNOWN, value=part[:60])
    return SHEETS[part]


def label_of(part: str, field: str) -> str:
    """Return what a field is called."""
    name, _, item = field.partition(".")
    if item:
        return f"{words.road_class(item)}, km/h"
    return gettext(SHEETS[part].labels[name])


def entries(instance: Instance, part: str, asked: str = "") -> list[Entry]:
    """Return the rows whose name contains `asked`; those that are not open or passed first."""
    sheet_of(part)
    found = parts.PARTS[part].entries(instance)
    if asked:
        found = [each for each in found if asked.lower() in each.name.lower()]
    return sorted(found, key=lambda each: (_is_good(each), each.name)) if part == "jalan" else found


def entry(instance: Instance, part: str, name: str) -> Entry:
    """Return one row. Raises `Refused` where it is not there."""
    found = next((each for each in entries(instance, part) if each.id == name), None)
    if found is None:
        raise refuse(Code.PLAN_PART_UNKNOWN, value=name[:60])
    return found


def rows(instance: Instance, part: str, found: list[Entry]) -> Iterator[Row]:
    """Yield rows as the table shows them."""
    sheet, zones = SHEETS[part], {zone.id: zone.name for zone in instance.hazard.zones}
    for each in found:
        cells = [
            _cell(instance, part, field, each.value)
            for field in parts.PARTS[part].fields(instance, each.value)
            if not sheet.columns or field.name in sheet.columns
        ]
        comment = ""
        if isinstance(each.value, Arc):
            arc, comment = each.value, each.value.comment
            zone = zones.get(arc.zone) or arc.zone or "\u2013"
            length = f"{words.decimal(arc.metres / 1000)} km"
            cells += [
                Cell(gettext("Length"), length, "", True),
                Cell(gettext("Flood zone"), zone, "", False),
            ]
        yield Row(each.id, each.name, cells, comment, each.value.source)


def inputs(instance: Instance, part: str, value: Any, typed: Mapping[str, str]) -> list[Input]:
    """Return the fields of the form, with what was typed where something was."""
    return [
        _input(
            instance,
            part,
            field,
            typed.get(field.name, field.kind.write(field.of(value), instance.days)),
        )
        for field in parts.PARTS[part].fields(instance, value)
    ]


def alike(part: str) -> list[tuple[str, str]]:
    """Return the words with which several rows are changed at once."""
    if parts.PARTS[part].like is None:
        return []
    return [(word, gettext(text)) for word, text in ALIKE.items()]


def counted(instance: Instance) -> list[dict[str, Any]]:
    """Return how much of each part there is, and how much of it is a guess."""
    found = []
    for part, sheet in SHEETS.items():
        all_rows = parts.PARTS[part].entries(instance)
        found.append(
            {
                "part": part,
                "title": gettext(sheet.title),
                "count": len(all_rows),
                "rough": sum(each.value.source.rough for each in all_rows),
                "bad": sum(not _is_good(each) for each in all_rows),
            }
        )
    return found


def _is_good(entry: Entry) -> bool:
    status = getattr(entry.value, "status", Status.OPERATIONAL)
    verdict = getattr(entry.value, "verdict", Verdict.PASSED)
    return status is Status.OPERATIONAL and verdict is not Verdict.FAILED


def _cell(instance: Instance, part: str, field: Field, value: Any) -> Cell:
    text = field.kind.write(field.of(value), instance.days)
    label = label_of(part, field.name)
    if isinstance(field.kind, Choice):
        shape, word = WORDS[text]
        return Cell(label, gettext(word), shape, False)
    is_number = isinstance(field.kind, Count | Share | Speed)
    return Cell(label, text.replace("\n", "; ") or "\u2013", "", is_number)


def _input(instance: Instance, part: str, field: Field, value: str) -> Input:
    kind, choices, hint = field.kind, [], ""
    widget = "lines" if isinstance(kind, Hours) else "text"
    if isinstance(kind, Choice):
        widget = "choice"
        choices = [(each.value, gettext(WORDS[each.value][1])) for each in kind.words]
    if isinstance(kind, PerDay):
        days = instance.days
        hint = gettext(PER_DAY) % {"count": len(days), "first": days[0].label}
    mode = "decimal" if isinstance(kind, Speed | Share) else ""
    mode = "numeric" if isinstance(kind, Count) else mode
    mode = "text" if isinstance(kind, Line) else mode
    return Input(field.name, label_of(part, field.name), value, widget, mode, choices, hint)
