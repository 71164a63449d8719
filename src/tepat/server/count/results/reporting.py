"""A form typed at the desk, and the word of a second person: kept here and said to the log.

Part of the page layer: it reports facts through the one door. What a fact cannot say (a blank
cell, a number below nought) is kept as it was typed, and the version says that the log has it not.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction

from tepat.core.count.bundle import whole_sheet
from tepat.core.count.form import PAPER_FIGURES, Form
from tepat.core.count.versions import (
    Source,
    State,
    Version,
    digest_of,
    has_votes,
    seconds,
    standing_of,
)
from tepat.core.election.roles import Action
from tepat.core.log.canonical import NotCanonical
from tepat.core.move import events
from tepat.core.problems import Code, refuse
from tepat.server import flow
from tepat.server.count.models import Confirmed, TypedForm
from tepat.server.count.results import folding
from tepat.server.count.results.gathering import gather
from tepat.server.election.acting import acting
from tepat.server.election.models import Scope, User
from tepat.server.log import queries as log
from tepat.server.log import words


@dataclass(frozen=True, slots=True)
class Typed:
    """A form as somebody typed it; `sheet` names file and row where it came out of one."""

    form: Form
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of one form: whether it is a new version, and how the form stands now."""

    is_new: bool
    state: State


@transaction.atomic
def type_forms(
    scope: Scope, user: User, typed: Sequence[Typed], source: Source, now: datetime
) -> list[Kept]:
    """Keep forms as versions and report them: one transaction for all.

    The same person typing the same again makes no version. Raises `Refused` where a form has no
    vote at all or more numbers than a fact holds, or where `user` may not type at its TPS.
    """
    Scope.objects.select_for_update().get(pk=scope.pk)
    folding.catch_up(scope)
    parties = [_checked(scope, user, each) for each in typed]
    tps = sorted({each.form.place for each in typed})
    before = gather(scope, tps).versions
    by = str(user.account)
    new = [
        (each, party)
        for each, party in zip(typed, parties, strict=True)
        if not _is_again(before.get(each.form.place, {}).get(each.form.sku, ()), each.form, by)
    ]
    texts = [whole_sheet(each.form.figures) for each, _ in new]
    notes = words.keep_all(scope.election, scope.kabupaten, texts, now)
    drafts: list[events.Fact] = []
    said_at: dict[int, int] = {}
    for place, (each, _) in enumerate(new):
        facts = _facts(scope, each.form, by, now, notes[place])
        drafts += facts
        if facts and isinstance(facts[-1], events.Result):
            said_at[place] = len(drafts) - 1
    receipts = _reported(scope, user, drafts, now) if drafts else []
    size = log.size(scope.election, scope.kabupaten)
    rows = []
    for place, (each, party) in enumerate(new):
        receipt = receipts[said_at[place]] if place in said_at else None
        form = each.form
        rows.append(
            TypedForm(
                scope=scope,
                number=receipt.number if receipt else size,
                tps=form.place,
                sku=form.sku,
                source=source.value,
                figures={name: n for name, n in form.figures.items() if n is not None},
                votes=dict(form.votes),
                fact=receipt.id if receipt else "",
                sheet=each.sheet[:255],
                at=now,
                by=by,
                party=party,
            )
        )
    TypedForm.objects.bulk_create(rows, batch_size=500)
    folding.refold(scope, tps)
    after = gather(scope, tps).versions
    fresh = {id(each) for each, _ in new}
    return [
        Kept(id(each) in fresh, standing_of(after[each.form.place][each.form.sku]).state)
        for each in typed
    ]


def _reported(
    scope: Scope, user: User, drafts: Sequence[events.Fact], now: datetime
) -> list[flow.Receipt]:
    try:
        return flow.report(scope, drafts, user.account, now)
    except NotCanonical as error:  # more numbers than one fact holds
        results = [each for each in drafts if isinstance(each, events.Result)]
        largest = max(results, key=lambda each: len(each.votes))
        count = len(largest.votes)
        raise refuse(Code.FORM_LARGE, value=largest.place, count=count) from error


def _checked(scope: Scope, user: User, each: Typed) -> str:
    if not has_votes(each.form):
        raise refuse(Code.FORM_NO_VOTES, where=each.sheet or each.form.place)
    return acting(user, scope, Action.ENTER_RESULTS, each.form.place)


def _is_again(versions: Sequence[Version], form: Form, by: str) -> bool:
    """Whether the newest version of this person says just the same."""
    mine = [each for each in versions if each.by == by]
    return bool(mine) and mine[-1].digest == digest_of(form)


def _facts(scope: Scope, form: Form, by: str, now: datetime, note: str = "") -> list[events.Fact]:
    """Return what of a form can be said as facts: its papers, then its votes."""
    head = {
        "election": scope.election,
        "kabupaten": scope.kabupaten,
        "at": now.astimezone(ZoneInfo(scope.zone)).replace(microsecond=0),
        "by": by,
        "place": form.place,
        "sku": form.sku,
    }
    found: list[events.Fact] = []
    papers = {name: form.figures.get(name) for name in PAPER_FIGURES}
    if all(_is_count(each) for each in papers.values()):
        found.append(events.Ballots(**head, **papers))  # type: ignore[arg-type]
    valid, invalid = form.figures.get("valid"), form.figures.get("invalid")
    if all(_is_count(each) for each in (valid, invalid, *form.votes.values())):
        votes = tuple(events.Counted(name, n or 0) for name, n in form.votes.items())
        found.append(
            events.Result(**head, votes=votes, valid=valid or 0, invalid=invalid or 0, note=note)  # type: ignore[arg-type]
        )
    return found


def _is_count(number: int | None) -> bool:
    return number is not None and number >= 0


@transaction.atomic
def confirm(scope: Scope, user: User, tps: str, sku: str, digest: str, now: datetime) -> State:
    """Keep that `user` compared a form with its photo and stands behind it.

    Raises `Refused` where it says something else by now, or where `user` typed it.
    """
    Scope.objects.select_for_update().get(pk=scope.pk)
    folding.catch_up(scope)
    party = acting(user, scope, Action.ENTER_RESULTS, tps)
    by = str(user.account)
    versions = gather(scope, [tps]).versions.get(tps, {}).get(sku, [])
    current = standing_of(versions).current
    if current is None or not has_votes(current.form):
        raise refuse(Code.FORM_NOTHING, value=tps)
    if current.digest != digest:
        raise refuse(Code.FORM_CHANGED, value=tps)
    if any(each.by == by and seconds(each.form, current.form) for each in versions):
        raise refuse(Code.FORM_OWN)
    fact = ""
    facts = [each for each in _facts(scope, current.form, by, now) if each.KIND == "result"]
    if facts and not Confirmed.objects.filter(scope=scope, tps=tps, sku=sku, digest=digest, by=by):
        [receipt] = flow.report(scope, [_after(facts[0], current.fact)], user.account, now)
        fact = receipt.id
    Confirmed.objects.get_or_create(
        scope=scope,
        tps=tps,
        sku=sku,
        digest=digest,
        by=by,
        defaults={"fact": fact, "at": now, "party": party},
    )
    folding.refold(scope, [tps])
    return standing_of(gather(scope, [tps]).versions[tps][sku]).state


def _after(fact: events.Fact, earlier: str) -> events.Fact:
    return replace(fact, after=(earlier,)) if earlier else fact
