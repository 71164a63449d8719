"""The briefing: no sentence without a source, the same words for the same state, one message."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tepat.core.election.catalogue import UNSAID, Words
from tepat.core.watch.forecast import Forecast
from tepat.core.watch.indicators import Counts
from tepat.core.watch.rakor import briefing, message
from tepat.core.watch.rakor.agenda import MOST_ITEMS, agenda_of, open_keys
from tepat.core.watch.rakor.briefing import Line, Topic
from tepat.core.watch.rakor.pressing import Calls
from tepat.core.watch.rakor.state import (
    Evidence,
    Flagged,
    Owed,
    Pending,
    Risky,
    Silent,
    State,
    Trouble,
    Unbalanced,
    Wanted,
)

NAMES = st.text(min_size=1, max_size=60)
WORDS = st.builds(Words, NAMES, NAMES)
NUMBERS = st.integers(0, 10_000)
SOURCES = st.tuples(st.builds(Evidence, WORDS, st.just("overview")))


def _counts(right: int, wrong: int, rest: int) -> Counts:
    tps = right + wrong + rest
    return Counts("", tps, right, wrong, ((right, rest, wrong),) * 5, (right, 0, 0))


def many(found: st.SearchStrategy) -> st.SearchStrategy:
    return st.lists(found, max_size=8).map(tuple)


STATES = st.builds(
    State,
    place=WORDS,
    when=WORDS,
    counts=st.builds(_counts, NUMBERS, NUMBERS, NUMBERS),
    days_to=st.none() | st.integers(-10, 60),
    forecast=st.none() | st.just(Forecast(10, 2, 7.5, 6.0, 9.0, 1, is_rough=True)),
    plan=st.integers(0, 3),
    flagged=many(st.builds(Flagged, NAMES, WORDS, st.lists(NAMES, min_size=1).map(tuple))),
    risky=many(st.builds(Risky, NAMES, NAMES, st.integers(0, 900_000), st.booleans())),
    owed=many(st.builds(Owed, NAMES, WORDS, NUMBERS, NUMBERS)),
    unbalanced=many(st.builds(Unbalanced, WORDS, NUMBERS)),
    silent=many(st.builds(Silent, NAMES, NAMES, WORDS, NAMES)),
    wanted=many(st.builds(Wanted, WORDS, SOURCES)),
    pending=many(
        st.builds(Pending, NAMES, NAMES, NAMES, WORDS, is_done=st.booleans(), is_late=st.booleans())
    ),
    fingerprint=st.just("") | st.just("4821 0937 5520 1846 7713 0298"),
)


@given(STATES)
def test_each_sentence_has_a_source_and_the_same_state_says_the_same(state: State) -> None:
    lines = briefing.lines_of(state)

    assert lines
    assert all(line.evidence and line.evidence[0].page for line in lines)
    assert lines == briefing.lines_of(state)
    order = list(Topic)
    places = [order.index(line.topic) for line in lines]
    assert places == sorted(places)


def test_a_sentence_without_a_source_cannot_be_made() -> None:
    with pytest.raises(ValueError, match="source"):
        Line(Topic.STATE, Words("TPS siap.", "TPS ready."), ())
    with pytest.raises(ValueError, match="source"):
        Line(Topic.STATE, UNSAID, (Evidence(UNSAID, "overview"),))


@given(STATES, st.sampled_from(["id", "en"]))
def test_the_message_is_one_and_ends_with_the_mark_of_the_log(state: State, language: str) -> None:
    text = message.whatsapp(state, briefing.lines_of(state), language)

    assert len(text) <= message.LONGEST
    last = text.splitlines()[-1]
    assert last.endswith(state.fingerprint) if state.fingerprint else "log" in last.casefold()


def test_a_long_message_is_cut_between_sentences_and_keeps_the_mark() -> None:
    source = (Evidence(Words("a", "a"), "overview"),)
    state = State(
        Words("Contoh", "Contoh"), Words("kini", "now"), _counts(1, 0, 0), fingerprint="1234"
    )
    lines = [Line(Topic.WANTED, Words("x" * 300, "x" * 300), source) for _ in range(40)]

    text = message.whatsapp(state, lines)

    assert len(text) <= message.LONGEST
    assert text.endswith("1234")
    assert {each for each in text.splitlines() if each.startswith("x")} == {"x" * 300}


def test_what_people_typed_makes_nothing_bold() -> None:
    late = Pending("1", "*kirim* _perahu_", "BPBD", Words("Sel", "Tue"), is_late=True)
    state = State(Words("A", "A"), Words("kini", "now"), _counts(1, 0, 0), pending=(late,))

    text = message.whatsapp(state, briefing.lines_of(state))

    assert "kirim perahu" in text


@given(STATES)
def test_the_agenda_is_short_and_each_item_has_its_source(state: State) -> None:
    items = agenda_of(state)

    assert 0 < len(items) <= MOST_ITEMS
    assert all(item.evidence and item.owner and item.minutes > 0 for item in items)


def test_what_the_draft_has_no_room_for_is_known_to_be_open() -> None:
    name = Words("Kotak basah", "Wet box")
    troubles = tuple(Trouble(n, name, Words("KPU", "KPU"), UNSAID) for n in range(30))
    state = State(Words("A", "A"), Words("kini", "now"), _counts(1, 0, 0), troubles=troubles)
    drafted = {item.key for item in agenda_of(state)}
    assert "trouble:29" not in drafted
    assert drafted < open_keys(state)
    assert "trouble:29" in open_keys(state)


def test_it_counts_and_names_what_is_late() -> None:
    counts = Counts("", 550, 498, 7, ((503, 40, 7),) * 5, (471, 9, 18))
    late = Pending("4", "Perbaiki atap", "Camat Upau", Words("Sen", "Mon"), is_late=True)
    done = Pending("5", "Terpal", "Pemda", Words("Min", "Sun"), is_done=True)
    state = State(
        Words("Tabalong", "Tabalong"),
        Words("Senin", "Monday"),
        counts,
        2,
        pending=(late, done),
    )

    said = " ".join(line.text.id for line in briefing.lines_of(state))

    assert "Pada Senin (H-2), 498 dari 550 TPS siap; 45 belum lengkap, 7 ada yang tidak" in said
    assert "471 berdasar dua tanda tangan, 9 sepihak, 18 dari berita acara kertas" in said
    assert "2 tindakan: 1 selesai, 0 berjalan, 1 lewat waktu." in said
    assert "Lewat waktu: Perbaiki atap (Camat Upau, batas Sen)." in said


def test_open_problems_are_said_by_their_clocks_and_stand_first_on_the_agenda() -> None:
    """Pak Hadi reads who has the flooded road, and that its hour has passed."""
    due = Words("Sel 26 Nov, 14.00 WITA", "Tue 26 Nov, 14.00 WITA")
    road = Trouble(7, Words("Jalan terendam", "Road under water"), Words("BPBD", "BPBD"), due, True)
    seal = Trouble(9, Words("Segel aus", "Worn seal"), Words("PPK Upau", "PPK Upau"), Words("", ""))
    state = State(
        Words("A", "A"),
        Words("kini", "now"),
        _counts(1, 0, 0),
        troubles=(road, seal),
        calls=Calls(4, 1),
    )
    said = {line.text.id: line.evidence[0] for line in briefing.lines_of(state)}
    assert said["2 masalah terbuka, 1 lewat batas."].page == "incidents"
    told = said["Jalan terendam: di tangan BPBD, lewat batas Sel 26 Nov, 14.00 WITA."]
    assert (told.page, told.args) == ("incident", ("7",))
    assert "Segel aus: di tangan PPK Upau." in said
    assert said["4 peringatan terbuka; 1 lewat batas tanpa diambil."].page == "alerts"
    first, second, *_ = agenda_of(state)
    assert (first.title.id, second.owner) == ("Jalan terendam", "PPK Upau")
