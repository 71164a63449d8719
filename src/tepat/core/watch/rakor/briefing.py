"""The briefing that writes itself: from one moment's state to sentences with their sources.

`state.State` holds what was counted at one moment; `lines_of` says it. A sentence is a `Line`, and
a line without a source cannot be made: what nobody can look up is not written. The same state
gives the same sentences in the same order.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from tepat.core.election.catalogue import Words
from tepat.core.watch.rakor.pressing import calls_words
from tepat.core.watch.rakor.published import sentences
from tepat.core.watch.rakor.state import Evidence, Flagged, State

MOST_OF_A_KIND: Final = 3
"""Desa, packages or contracts that one briefing names; the rest stands behind the source."""
MILLION: Final = 1_000_000


class Topic(StrEnum):
    """The parts of a briefing, in the order in which they are read."""

    STATE = "state"
    THREATS = "threats"
    WANTED = "wanted"
    ACTIONS = "actions"


TITLES: Final = {
    Topic.STATE: Words("Keadaan", "State"),
    Topic.THREATS: Words("Yang mengancam", "What threatens"),
    Topic.WANTED: Words("Diminta diputuskan", "Decisions wanted"),
    Topic.ACTIONS: Words("Tindakan rapat", "Actions of meetings"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence. Raises ValueError where nothing stands behind it."""

    topic: Topic
    text: Words
    evidence: tuple[Evidence, ...]

    def __post_init__(self) -> None:
        if not self.evidence or not self.text:
            raise ValueError("a sentence without a source is not written")


def packages_of(flag: Flagged) -> tuple[Evidence, ...]:
    """The first package that does not fit and, where there are more, the list of all."""
    first = flag.packages[0]
    found = Evidence(Words(first, first), "package", (first,))
    if len(flag.packages) == 1:
        return (found,)
    return (found, Evidence(Words("Daftar paket", "List of packages"), "packages"))


AIM_NAMES: Final = (
    ("jenis", "kind"),
    ("jumlah", "count"),
    ("kualitas", "quality"),
    ("waktu", "time"),
    ("sasaran", "place"),
)
"""The aims in the order of `Counts.aims`."""


def _each(names: Iterable[str], values: Iterable[str]) -> str:
    return ", ".join(f"{name} {value}" for name, value in zip(names, values, strict=True))


def board(state: State) -> Evidence:
    """The board, with how far the log reaches that it is counted from."""
    size = number(state.log_size)
    return Evidence(
        Words(f"Papan, log {size.id}" if state.log_size else "Papan", f"Board, log {size.en}"),
        "board",
    )


def number(value: int) -> Words:
    """Write a whole number in both languages.

    >>> number(1204).id, number(1204).en
    ('1.204', '1,204')
    """
    grouped = f"{value:,}"
    return Words(grouped.replace(",", "."), grouped)


def h_minus(days: int | None) -> str:
    """Return the days to the vote as people say them.

    >>> h_minus(2), h_minus(0), h_minus(-1), h_minus(None)
    ('H-2', 'H', 'H+1', '')
    """
    if days is None:
        return ""
    return "H" if not days else f"H-{days}" if days > 0 else f"H+{-days}"


def lines_of(state: State) -> tuple[Line, ...]:
    """Return what is to be said of `state`, in the order in which it is read."""
    return (*_state(state), *_threats(state), *_wanted(state), *_actions(state))


def _state(state: State) -> Iterable[Line]:
    counts = state.counts
    if not counts.tps:
        text = Words(
            "Daftar TPS masih kosong, jadi kesiapan belum dapat dihitung.",
            "The TPS list is still empty, so that readiness cannot be counted yet.",
        )
        yield _line(Topic.STATE, text, Words("Daftar TPS", "TPS list"), "tps_list")
        return
    ready, total = number(counts.ready), number(counts.tps)
    left, wrong = number(counts.open), number(counts.wrong)
    day = f" ({h_minus(state.days_to)})" if state.days_to is not None else ""
    yield Line(
        Topic.STATE,
        Words(
            f"Pada {state.when.id}{day}, {ready.id} dari {total.id} TPS siap; "
            f"{left.id} belum lengkap, {wrong.id} ada yang tidak tepat.",
            f"On {state.when.en}{day}, {ready.en} of {total.en} TPS are ready; "
            f"{left.en} are not complete yet, in {wrong.en} something is wrong.",
        ),
        (board(state),),
    )
    yield from _expected(state)
    aims = [number(right) for right, _, _ in counts.aims]
    yield Line(
        Topic.STATE,
        Words(
            "TPS yang tepat: "
            + _each([name for name, _ in AIM_NAMES], [each.id for each in aims])
            + ".",
            "TPS that are right in: "
            + _each([name for _, name in AIM_NAMES], [each.en for each in aims])
            + ".",
        ),
        (board(state),),
    )
    if counts.ready:
        both, one, paper = (number(each) for each in counts.evidence)
        yield Line(
            Topic.STATE,
            Words(
                f"Dari {ready.id} TPS siap, {both.id} berdasar dua tanda tangan, "
                f"{one.id} sepihak, {paper.id} dari berita acara kertas.",
                f"Of {ready.en} TPS that are ready, {both.en} rest on two signatures, "
                f"{one.en} on one side only, {paper.en} on paper.",
            ),
            (board(state),),
        )


def _expected(state: State) -> Iterable[Line]:
    found = state.forecast
    if found is None:
        return
    unknown = number(found.unknown)
    plan = str(state.plan)
    if not state.plan:
        text = Words(
            f"Belum ada rencana yang terbit, jadi {unknown.id} TPS tidak punya perkiraan.",
            f"No plan is published yet, so that {unknown.en} TPS have no forecast.",
        )
        yield _line(Topic.STATE, text, Words("Rencana", "Plan"), "schedule")
        return
    said, low, high = number(found.rounded), number(int(found.low)), number(int(found.high))
    rough = Words("perkiraan kasar", "rough") if found.is_rough else Words("perkiraan", "forecast")
    until = Words(
        f" pada batas {state.deadline.id}" if state.deadline else "",
        f" at the deadline {state.deadline.en}" if state.deadline else "",
    )
    more = Words(
        f" {unknown.id} TPS tidak punya perkiraan." if found.unknown else "",
        f" {unknown.en} TPS have no forecast." if found.unknown else "",
    )
    ends = Words(
        f", rentang {low.id} sampai {high.id}" if low != high else "",
        f", from {low.en} to {high.en}" if low != high else "",
    )
    text = Words(
        f"Siap{until.id}: {said.id} TPS ({rough.id}{ends.id}).{more.id}",
        f"Ready{until.en}: {said.en} TPS ({rough.en}{ends.en}).{more.en}",
    )
    label = Words(f"Rencana {plan}", f"Plan {plan}")
    yield _line(Topic.STATE, text, label, "schedule_plan", plan)


def _threats(state: State) -> Iterable[Line]:
    for now in state.pressing:
        label = Words("Peringatan", "Alerts") if now.page == "alerts" else Words("Rencana", "Plan")
        yield Line(Topic.THREATS, now.text, (Evidence(label, now.page, (), now.at),))
    yield from _troubles(state)
    yield from _published(state)
    for flag in state.flagged[:MOST_OF_A_KIND]:
        many = number(len(flag.packages))
        yield Line(
            Topic.THREATS,
            Words(
                f"{flag.text.id}: {many.id} kotak atau sampul.",
                f"{flag.text.en}: {many.en} boxes or envelopes.",
            ),
            packages_of(flag),
        )
    worst = sorted(state.risky, key=lambda each: (each.ppm, each.code))[:MOST_OF_A_KIND]
    for desa in worst:
        share = desa.ppm * 100 // MILLION
        rough = Words(" (perkiraan kasar)", " (rough)") if desa.is_rough else Words("", "")
        text = Words(
            f"{desa.name}: peluang barang sampai tepat waktu {share} %{rough.id}.",
            f"{desa.name}: the chance of goods in time is {share} %{rough.en}.",
        )
        label = Words(f"Rencana {state.plan}", f"Plan {state.plan}")
        yield _line(Topic.THREATS, text, label, "schedule_tps", str(state.plan), desa.code)
    for owed in state.owed[:MOST_OF_A_KIND]:
        pieces = number(owed.pieces)
        text = Words(
            f"{owed.thing.id}: {pieces.id} belum datang, lewat {owed.days} hari dari kontrak.",
            f"{owed.thing.en}: {pieces.en} have not come, {owed.days} days after the contract.",
        )
        label = Words("Gudang, kontrak", "Warehouse, contract")
        yield _line(Topic.THREATS, text, label, "stock_contract", owed.key)
    for open_ in state.unbalanced[:MOST_OF_A_KIND]:
        unsorted = number(open_.unsorted)
        text = Words(
            f"Neraca {open_.thing.id} belum tutup: {unsorted.id} lembar belum terjelaskan.",
            f"The balance of {open_.thing.en} is open: {unsorted.en} sheets are unexplained.",
        )
        yield _line(Topic.THREATS, text, Words("Gudang, neraca", "Warehouse, balance"), "stock")
    for silent in state.silent[:MOST_OF_A_KIND]:
        text = Words(
            f"{silent.name} tidak terdengar sejak {silent.since.id}; keadaannya di sini "
            "adalah keadaan saat itu.",
            f"{silent.name} was not heard from since {silent.since.en}; its state here "
            "is the state of then.",
        )
        label = Words("Fakta terakhir", "Last fact")
        yield _line(Topic.THREATS, text, label, "log_fact", silent.fact)


def _troubles(state: State) -> Iterable[Line]:
    """Open problems by their clocks, and what the alerts call for."""
    if state.troubles:
        many, over = len(state.troubles), sum(each.is_over for each in state.troubles)
        late = Words(f", {over} lewat batas" if over else "", f", {over} late" if over else "")
        text = Words(f"{many} masalah terbuka{late.id}.", f"{many} problems are open{late.en}.")
        yield _line(Topic.THREATS, text, Words("Masalah", "Problems"), "incidents")
    for each in state.troubles[:MOST_OF_A_KIND]:
        when = Words(
            f"lewat batas {each.due.id}" if each.is_over else f"batas {each.due.id}",
            f"was due {each.due.en}" if each.is_over else f"due {each.due.en}",
        )
        text = Words(
            f"{each.title.id}: di tangan {each.owner.id}{', ' + when.id if each.due else ''}.",
            f"{each.title.en}: {each.owner.en} has it{', ' + when.en if each.due else ''}.",
        )
        label = Words(f"Masalah {each.number}", f"Problem {each.number}")
        yield _line(Topic.THREATS, text, label, "incident", str(each.number))
    if state.calls and state.calls.open:
        text = calls_words(state.calls)
        yield _line(Topic.THREATS, text, Words("Peringatan", "Alerts"), "alerts")


def _published(state: State) -> Iterable[Line]:
    for text in sentences(state.published, MOST_OF_A_KIND):
        yield _line(Topic.THREATS, text, Words("Dari Bawaslu", "From Bawaslu"), "published")


def _wanted(state: State) -> Iterable[Line]:
    for at, wanted in enumerate(state.wanted, start=1):
        yield Line(
            Topic.WANTED,
            Words(f"{at}. {wanted.text.id}", f"{at}. {wanted.text.en}"),
            wanted.evidence,
        )


def _actions(state: State) -> Iterable[Line]:
    if not state.pending:
        return
    done = sum(each.is_done for each in state.pending)
    late = [each for each in state.pending if each.is_late]
    going = len(state.pending) - done - len(late)
    text = Words(
        f"{len(state.pending)} tindakan: {done} selesai, {going} berjalan, "
        f"{len(late)} lewat waktu.",
        f"{len(state.pending)} actions: {done} done, {going} under way, {len(late)} late.",
    )
    yield _line(Topic.ACTIONS, text, Words("Daftar tindakan", "List of actions"), "rakor")
    for each in late[:MOST_OF_A_KIND]:
        said = Words(
            f"Lewat waktu: {each.title} ({each.owner}, batas {each.due.id}).",
            f"Late: {each.title} ({each.owner}, due {each.due.en}).",
        )
        label = Words("Tindakan", "Action")
        yield Line(Topic.ACTIONS, said, (Evidence(label, "rakor", (), f"tindakan-{each.key}"),))


def _line(topic: Topic, text: Words, label: Words, page: str, *args: str) -> Line:
    return Line(topic, text, (Evidence(label, page, args),))
