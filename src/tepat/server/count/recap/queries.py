"""What was typed of the kecamatan, and what is known of their TPS."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from tepat.core.count.checks import Severity
from tepat.core.count.form import Form
from tepat.core.count.recap import Counted, Line, compare
from tepat.core.count.versions import (
    Source,
    Standing,
    State,
    Version,
    digest_of,
    has_votes,
    seconds,
    standing_of,
)
from tepat.core.election.roles import Action
from tepat.core.problems import Code, refuse
from tepat.server.count.models import FormState, TypedRecap
from tepat.server.count.results.gathering import gather
from tepat.server.election.acting import acting
from tepat.server.election.models import Scope, User


@dataclass(frozen=True, slots=True)
class Summary:
    """How the recapitulation of one kind stands in one kecamatan."""

    tps: int
    counted: int
    is_typed: bool = False
    differing: int = 0
    open: int = 0
    """Rows that are the same as far as TPS are in, while some are not."""


def counted_in(scope: Scope, rows: Sequence[FormState], *, others: bool) -> dict[str, Counted]:
    """Return what is known of each TPS of `rows`, forms of one kind.

    With `others` also what other people typed of the same: three queries more.
    """
    versions = gather(scope, [row.tps for row in rows]).versions if others and rows else {}
    found = {}
    for row in rows:
        is_in = row.state != State.MISSING
        said = standing_of(versions.get(row.tps, {}).get(row.sku, ()))
        unlike = tuple(each.form for each in said.others)
        flagged = row.weight == Severity.ERROR
        found[row.tps] = Counted(row.as_form() if is_in else None, unlike, is_in and flagged)
    return found


def newest(scope: Scope, kecamatan: str = "", kind: str = "") -> dict[tuple[str, str], TypedRecap]:
    """Return the newest typing of each kecamatan and kind: one query."""
    rows = TypedRecap.objects.filter(scope=scope)
    if kecamatan:
        rows = rows.filter(kecamatan=kecamatan, kind=kind)
    return {(row.kecamatan, row.kind): row for row in rows.order_by("pk")}


def standing(scope: Scope, kecamatan: str, kind: str) -> Standing:
    """Return whether two people say the same of one recapitulation: one query.

    Who confirms it has typed the same: a row of their own says so.
    """
    rows = TypedRecap.objects.filter(scope=scope, kecamatan=kecamatan, kind=kind).order_by("pk")
    return standing_of([Version(row.as_form(), row.by, Source.DESK, row.at) for row in rows])


@transaction.atomic
def confirm(
    scope: Scope, user: User, kecamatan: str, kind: str, digest: str, now: datetime
) -> State:
    """Keep that `user` compared a recapitulation with its paper; return how it stands now.

    Raises `Refused` where it says something else by now, where `user` typed it, or may not.
    """
    Scope.objects.select_for_update().get(pk=scope.pk)
    acting(user, scope, Action.ENTER_RESULTS, kecamatan)
    current = standing(scope, kecamatan, kind).current
    if current is None:
        raise refuse(Code.FORM_NOTHING, value=kecamatan)
    form = current.form
    if digest_of(form) != digest:
        raise refuse(Code.FORM_CHANGED, value=kecamatan)
    rows = TypedRecap.objects.filter(scope=scope, kecamatan=kecamatan, kind=kind)
    if any(seconds(row.as_form(), form) for row in rows.filter(by=str(user.account))):
        raise refuse(Code.FORM_OWN)
    keep(scope, user, form, now)
    return standing(scope, kecamatan, kind).state


def summaries(scope: Scope, kinds: Sequence[str]) -> dict[str, dict[str, Summary]]:
    """Return by kecamatan and kind how each recapitulation stands: two queries."""
    typed = newest(scope)
    rows: dict[tuple[str, str], list[FormState]] = {}
    for row in FormState.objects.filter(scope=scope, kind__in=kinds).order_by("tps"):
        rows.setdefault((row.kecamatan, row.kind), []).append(row)
    found: dict[str, dict[str, Summary]] = {}
    for (kecamatan, kind), forms in sorted(rows.items()):
        lines: list[Line] = []
        recap = typed.get((kecamatan, kind))
        if recap:
            lines = compare(recap.as_form(), counted_in(scope, forms, others=False))
        found.setdefault(kecamatan, {})[kind] = Summary(
            len(forms),
            sum(each.state != State.MISSING for each in forms),
            recap is not None,
            sum(bool(each.by) for each in lines),
            sum(not each.by and bool(each.lacking) for each in lines),
        )
    return found


def keep(scope: Scope, user: User, form: Form, now: datetime) -> bool:
    """Keep what was typed of `form.place`, a kecamatan, and of the kind in `form.sku`.

    The same person typing the same again keeps nothing; returns whether it is new. Raises
    `Refused` for a form without votes, or where `user` may not type.
    """
    if not has_votes(form):
        raise refuse(Code.FORM_NO_VOTES, where=f"D.HASIL {form.place}")
    party = acting(user, scope, Action.ENTER_RESULTS, form.place)
    figures = {name: n for name, n in form.figures.items() if n is not None}
    before = newest(scope, form.place, form.sku).get((form.place, form.sku))
    same = before and (before.figures, before.votes) == (figures, dict(form.votes))
    if before and same and before.by == str(user.account):
        return False
    TypedRecap.objects.create(
        scope=scope,
        kecamatan=form.place,
        kind=form.sku,
        figures=figures,
        votes=dict(form.votes),
        at=now,
        by=str(user.account),
        party=party,
    )
    return True
