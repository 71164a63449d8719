"""What happens in the played field happens in its order, and what comes of it in the same step."""

from datetime import UTC, datetime, timedelta

from tepat.gladi.agenda import STEP, Agenda, end_of_step

AT = datetime(2024, 11, 26, 8, tzinfo=UTC)


def test_things_happen_by_the_clock_and_at_one_moment_in_the_order_they_were_planned() -> None:
    done: list[str] = []
    agenda = Agenda()
    for name, minutes in (("sopir", 4), ("gudang", 1), ("ppk", 4)):
        agenda.add(AT + timedelta(minutes=minutes), lambda _, name=name: done.append(name))  # type: ignore[misc]
    assert agenda.next() == AT + timedelta(minutes=1)
    assert agenda.run(AT + STEP) == 3
    assert done == ["gudang", "sopir", "ppk"]
    assert agenda.next() is None


def test_what_comes_of_it_within_the_step_happens_in_the_same_step() -> None:
    done: list[datetime] = []
    agenda = Agenda()
    later = AT + timedelta(minutes=3)
    agenda.add(AT, lambda _: agenda.add(later, done.append))
    agenda.run(AT + STEP)
    assert done == [later]


def test_every_moment_lies_before_the_end_of_its_step() -> None:
    for seconds in range(0, 900, 7):
        at = AT + timedelta(seconds=seconds)
        assert at < end_of_step(at) <= at + STEP
