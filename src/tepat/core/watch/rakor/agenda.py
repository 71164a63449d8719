"""A draft of the agenda, from what is open: whoever leads the meeting changes it."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from tepat.core.election.catalogue import Words
from tepat.core.watch.rakor.briefing import MILLION, MOST_OF_A_KIND, board, number, packages_of
from tepat.core.watch.rakor.state import Evidence, State

MOST_ITEMS: Final = 12
_KPU: Final = "KPU"
_ALL: Final = "Desk"


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to talk about: what is known, what is asked, whose it is, how long (minutes).

    `key` is what it is about, the same at each draft; `mark` is what of it can change, so that two
    drafts of different hours are compared without the hour that they name.
    """

    key: str
    mark: str
    title: Words
    text: Words
    ask: Words
    owner: str
    minutes: int
    evidence: tuple[Evidence, ...]


class Since(StrEnum):
    """What became of a drafted item between the invitation and the beginning of the meeting."""

    SAME = ""
    NEW = "new"
    CHANGED = "changed"
    SETTLED = "settled"
    """It is no longer open: it stays on the agenda, so that the table hears of it."""


def since(
    kept: Mapping[str, str], now: Iterable[Item], still: Collection[str] = ()
) -> dict[str, Since]:
    """Return what became of each item, by its key: those `kept` (key: mark), and the new ones.

    `still` are keys of what is open, also where the draft of `now` had no room for it.

    >>> kept = {"trouble:1": "PPK", "trouble:2": "PPS", "trouble:3": "KPU"}
    >>> nothing = Words("", "")
    >>> one = Item("trouble:1", "KPU", nothing, nothing, nothing, "KPU", 5, ())
    >>> {key: each.value for key, each in since(kept, [one], {"trouble:3"}).items()}
    {'trouble:1': 'changed', 'trouble:2': 'settled', 'trouble:3': ''}
    """
    found = {key: Since.SAME if key in still else Since.SETTLED for key in kept}
    for each in now:
        if each.key not in kept:
            found[each.key] = Since.NEW
        else:
            found[each.key] = Since.SAME if kept[each.key] == each.mark else Since.CHANGED
    return found


def agenda_of(state: State) -> tuple[Item, ...]:
    """Return at most `MOST_ITEMS` items, the most pressing first."""
    return tuple(_items(state, MOST_OF_A_KIND))[:MOST_ITEMS]


def open_keys(state: State) -> frozenset[str]:
    """Return the keys of everything that is open, also of what no draft has room for."""
    return frozenset(item.key for item in _items(state, None))


def _items(state: State, most: int | None) -> Iterable[Item]:
    """Every item, at most `most` of a kind."""
    yield from _actions(state)
    yield from _today(state)
    yield from _troubles(state, most)
    yield from _goods(state, most)
    yield from _ways(state, most)
    yield from _standing(state)


def _actions(state: State) -> Iterable[Item]:
    for each in state.pending:
        if each.is_late:
            yield Item(
                f"action:{each.key}",
                each.due.id,
                Words(each.title, each.title),
                Words(f"Lewat batas {each.due.id}.", f"Due {each.due.en}, and late."),
                Words(
                    "Putuskan: batas baru, bantuan, atau penanggung jawab lain.",
                    "Decide: another deadline, help, or another owner.",
                ),
                each.owner,
                3,
                (Evidence(Words("Tindakan", "Action"), "rakor", (), f"tindakan-{each.key}"),),
            )


def _today(state: State) -> Iterable[Item]:
    """What presses today, as of the moment of the state: it is said with each item."""
    for each in state.pressing:
        label = Words("Peringatan", "Alerts") if each.page == "alerts" else Words("Rencana", "Plan")
        yield Item(
            f"{each.page}:{each.at or each.text.id}",
            each.text.id,
            Words(each.text.id.rstrip("."), each.text.en.rstrip(".")),
            Words(f"Keadaan {state.when.id}.", f"As of {state.when.en}."),
            each.do,
            each.owner.id,
            5,
            (Evidence(label, each.page, (), each.at),),
        )


def _troubles(state: State, most: int | None) -> Iterable[Item]:
    for each in state.troubles[:most]:
        due = Words(f", batas {each.due.id}", f", due {each.due.en}") if each.due else Words("", "")
        yield Item(
            f"trouble:{each.number}",
            f"{each.owner.id}{due.id}",
            each.title,
            Words(f"Di tangan {each.owner.id}{due.id}.", f"{each.owner.en} has it{due.en}."),
            Words("Putuskan: langkah dan bantuan.", "Decide: the step, and help."),
            each.owner.id,
            5,
            (
                Evidence(
                    Words(f"Masalah {each.number}", f"Problem {each.number}"),
                    "incident",
                    (str(each.number),),
                ),
            ),
        )


def _goods(state: State, most: int | None) -> Iterable[Item]:
    for flag in state.flagged[:most]:
        many = number(len(flag.packages))
        yield Item(
            f"flag:{flag.kind}",
            many.id,
            flag.text,
            Words(
                f"{many.id} kotak atau sampul, keadaan {state.when.id}.",
                f"{many.en} boxes or envelopes, as of {state.when.en}.",
            ),
            Words("Dengar pemeriksaan KPU.", "Hear what KPU found."),
            _KPU,
            5,
            packages_of(flag),
        )
    for owed in state.owed[:most]:
        pieces = number(owed.pieces)
        yield Item(
            f"owed:{owed.key}",
            f"{pieces.id}, {owed.days}",
            Words(f"{owed.thing.id} terlambat", f"{owed.thing.en} late"),
            Words(
                f"{pieces.id} belum datang, lewat {owed.days} hari.",
                f"{pieces.en} have not come, {owed.days} days late.",
            ),
            Words("Dengar jadwal penyedia.", "Hear when the supplier delivers."),
            _KPU,
            3,
            (Evidence(Words("Kontrak", "Contract"), "stock_contract", (owed.key,)),),
        )
    if state.unbalanced:
        things = Words(
            ", ".join(each.thing.id for each in state.unbalanced[:MOST_OF_A_KIND]),
            ", ".join(each.thing.en for each in state.unbalanced[:MOST_OF_A_KIND]),
        )
        yield Item(
            "balance",
            things.id,
            Words("Neraca surat suara belum tutup", "The ballot balance is open"),
            Words(f"{things.id}.", f"{things.en}."),
            Words("Dengar hasil sortir.", "Hear how sorting goes."),
            _KPU,
            3,
            (Evidence(Words("Neraca", "Balance"), "stock"),),
        )


def _ways(state: State, most: int | None) -> Iterable[Item]:
    for silent in state.silent[:most]:
        yield Item(
            f"silent:{silent.code}",
            silent.since.id,
            Words(f"{silent.name} tidak terdengar", f"{silent.name} not heard from"),
            Words(f"Sejak {silent.since.id}.", f"Since {silent.since.en}."),
            Words("Putuskan: siapa menjemput kabar.", "Decide: who goes and asks."),
            "Desk",
            5,
            (Evidence(Words("Fakta terakhir", "Last fact"), "log_fact", (silent.fact,)),),
        )
    worst = sorted(state.risky, key=lambda each: (each.ppm, each.code))[:MOST_OF_A_KIND]
    if worst:
        names = ", ".join(f"{each.name} {each.ppm * 100 // MILLION} %" for each in worst)
        label = Words(f"Rencana {state.plan}", f"Plan {state.plan}")
        yield Item(
            "risky",
            names,
            Words("Desa yang mungkin terlambat", "Desa that may be late"),
            Words(f"Peluang tepat waktu: {names}.", f"Chance of being in time: {names}."),
            Words(
                "Putuskan: berangkat lebih awal, kendaraan lain, atau jalan lain.",
                "Decide: leave earlier, another vehicle, or another road.",
            ),
            _ALL,
            5,
            tuple(Evidence(label, "schedule_tps", (str(state.plan), each.code)) for each in worst),
        )


def _standing(state: State) -> Iterable[Item]:
    if not state.plan:
        yield Item(
            "plan",
            "",
            Words("Rencana distribusi belum terbit", "The plan is not published"),
            Words("Tanpa rencana tidak ada perkiraan.", "Without a plan there is no forecast."),
            Words("Putuskan: kapan rencana terbit.", "Decide: when it is published."),
            _KPU,
            5,
            (Evidence(Words("Rencana", "Plan"), "schedule"),),
        )
    ready, total = number(state.counts.ready), number(state.counts.tps)
    yield Item(
        "ready",
        f"{ready.id}/{total.id}",
        Words("Kesiapan TPS", "Readiness of the TPS"),
        Words(
            f"{ready.id} dari {total.id} TPS siap, keadaan {state.when.id}.",
            f"{ready.en} of {total.en} TPS ready, as of {state.when.en}.",
        ),
        Words("", ""),
        _ALL,
        5,
        (board(state),),
    )
