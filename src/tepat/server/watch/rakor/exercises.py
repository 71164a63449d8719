"""Tabletop exercises of a meeting: inject by inject, the decision before the answer."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction

from tepat.adapters.exercise_files import cases
from tepat.core.problems import Code, refuse
from tepat.core.watch.rakor.exercise import Case, Inject, score
from tepat.server.desk.words import language
from tepat.server.election.models import User
from tepat.server.watch.models import Exercise, ExerciseAnswer, Meeting

LONGEST = 2_000


def context(meeting: Meeting, writes: bool) -> dict[str, Any]:
    """Return the exercises of a meeting, and the cases it may still begin: two queries."""
    known = cases(settings.HOME)
    held = list(meeting.exercises.prefetch_related("answers").order_by("pk"))
    used = {each.case for each in held}
    shown = [_shown(each, known[each.case]) for each in held if each.case in known]
    free = [(code, case.title.say(language())) for code, case in known.items() if code not in used]
    return {"exercises": shown, "cases": free if writes else []}


def _shown(exercise: Exercise, case: Case) -> dict[str, Any]:
    answers = {each.inject: each for each in exercise.answers.all()}
    found = {code for each in answers.values() for code in each.found or ()}
    told = []
    for inject in case.injects:
        answer = answers.get(inject.code)
        told.append(_told(inject, answer))
        if answer is None or answer.found is None:
            break  # the next one comes when this one is decided and judged
    is_over = len(told) == len(case.injects) and told[-1]["is_judged"]
    return {
        "row": exercise,
        "title": case.title.say(language()),
        "text": case.text.say(language()),
        "injects": told,
        "of": len(case.injects),
        "score": score(case, found) if is_over else None,
    }


def _told(inject: Inject, answer: ExerciseAnswer | None) -> dict[str, Any]:
    found = set(answer.found or ()) if answer else set()
    steps = [
        {
            "code": step.code,
            "text": step.text.say(language()),
            "owner": step.owner,
            "points": step.points,
            "found": step.code in found,
        }
        for step in inject.expected
    ]
    return {
        "code": inject.code,
        "minute": inject.minute,
        "text": inject.text.say(language()),
        "answer": answer,
        "steps": steps if answer else [],
        "is_judged": bool(answer and answer.found is not None),
    }


def begin(meeting: Meeting, user: User, code: str, now: datetime) -> Exercise:
    """Begin a case in a meeting; twice is once. Raises `Refused` for no case."""
    if code not in cases(settings.HOME):
        raise refuse(Code.EXERCISE_UNKNOWN, value=code[:40])
    return Exercise.objects.get_or_create(
        meeting=meeting, case=code, defaults={"began_at": now, "began_by": user.account}
    )[0]


def answer(meeting: Meeting, user: User, case: str, inject: str, text: str, now: datetime) -> None:
    """Write what the table decided on one inject; it does not change any more. Raises `Refused`."""
    exercise, known = _of(meeting, case)
    written = text.replace("\r\n", "\n").strip()
    if not written:
        raise refuse(Code.MEETING_EMPTY, field="keputusan", field_en="decision")
    if len(written) > LONGEST:
        raise refuse(Code.TEXT_TOO_LONG, field="keputusan", field_en="decision", limit=LONGEST)
    if inject not in {each.code for each in known.injects}:
        raise refuse(Code.EXERCISE_UNKNOWN, value=inject[:40])
    try:
        with transaction.atomic():
            ExerciseAnswer.objects.create(
                exercise=exercise, inject=inject, text=written, at=now, by=user.account
            )
    except IntegrityError:
        raise refuse(Code.EXERCISE_ANSWERED) from None


def judge(meeting: Meeting, case: str, inject: str, codes: list[str]) -> None:
    """Say which expected steps the decision contained; said once. Raises `Refused`."""
    exercise, known = _of(meeting, case)
    of = next((each for each in known.injects if each.code == inject), None)
    row = exercise.answers.filter(inject=inject).first()
    if of is None or row is None:
        raise refuse(Code.EXERCISE_UNKNOWN, value=inject[:40])
    if row.found is not None:
        raise refuse(Code.EXERCISE_ANSWERED)
    expected = {step.code for step in of.expected}
    row.found = sorted(expected & set(codes))
    row.save(update_fields=["found"])


def _of(meeting: Meeting, case: str) -> tuple[Exercise, Case]:
    exercise = meeting.exercises.filter(case=case).first()
    known = cases(settings.HOME).get(case)
    if exercise is None or known is None:
        raise refuse(Code.EXERCISE_UNKNOWN, value=case[:40])
    return exercise, known
