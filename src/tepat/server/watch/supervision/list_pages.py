"""Topics beyond the foci, vulnerable TPS, and the rules: clocks, free days, numbers."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from tepat.core.election.roles import Action
from tepat.core.problems import Code, Problem, Refused, refuse
from tepat.core.watch.supervision.clocks import MOST_DAYS, Unit
from tepat.server import clock, typed
from tepat.server.desk.words import language
from tepat.server.election.models import Region, Scope, User
from tepat.server.problems import say, status_of
from tepat.server.watch.incidents.services import written
from tepat.server.watch.models import (
    SupervisionClock,
    SupervisionHoliday,
    SupervisionSetting,
    SupervisionTopic,
    SupervisionTopicCount,
)
from tepat.server.watch.supervision import agreed, queries, words
from tepat.server.watch.supervision.rights import areas_of, is_within, party_at, room_page

MOST: Final = 100_000


@require_http_methods(["GET", "POST"])
@room_page()
def topics(request: HttpRequest, scope: Scope, areas: list[str]) -> HttpResponse:
    """Each topic with target and done per kecamatan; the whole form is sent at once."""
    user, now = cast(User, request.user), clock.now()
    own = areas_of(user, scope, Action.SUPERVISE)
    problem: Problem | None = None
    form = {key: str(value) for key, value in request.POST.items()}
    if request.method == "POST":
        try:
            if form.get("do") == "topik":
                write_topic(scope, form, user, now)
            else:
                _write_counts(scope, form, user, now)
            messages.success(request, gettext("Written down."))
            return redirect("supervision_topics", scope.election, scope.kabupaten)
        except Refused as refused:
            if status_of(refused.problem) == 403:
                raise
            problem = refused.problem
    known = agreed.topics_of(scope)
    counts = queries.counts_of(scope)
    kecamatan = queries.kecamatan_of(scope, areas)
    chosen = request.GET.get("topik") or form.get("topic", "")
    chosen = chosen if chosen in known else next(iter(known), "")
    context = {
        "tab": "topics",
        "rows": [
            _topic_row(topic, counts, [k.code for k in kecamatan]) for topic in known.values()
        ],
        "chosen": known.get(chosen),
        "chosen_name": known[chosen].name.say(language()) if chosen else "",
        "counts_name": known[chosen].counts.say(language()) if chosen else "",
        "kecamatan": [
            {
                "code": each.code,
                "name": each.name,
                "row": counts.get((chosen, each.code)),
                "may_write": is_within(each.code, own),
            }
            for each in kecamatan
        ],
        "may_write": bool(own),
        "may_edit": scope.kabupaten in own,
        "problem": say(problem) if problem else "",
    }
    status = status_of(problem) if problem else 200
    return render(request, "watch/supervision/topics.html", context, status=status)


def _topic_row(topic: Any, counts: Mapping[Any, Any], kecamatan: list[str]) -> dict[str, Any]:
    rows = [counts[topic.code, code] for code in kecamatan if (topic.code, code) in counts]
    target = sum(row.target or 0 for row in rows)
    done = sum(row.done for row in rows)
    return {
        "code": topic.code,
        "name": topic.name.say(language()),
        "counts": topic.counts.say(language()),
        "target": target if any(row.target is not None for row in rows) else None,
        "done": done,
        "now": min(done, target),
    }


def write_topic(scope: Scope, form: Mapping[str, str], user: User, now: datetime) -> None:
    """Add, rename or close a topic. Raises `Refused`."""
    party = party_at(user, scope, Action.SUPERVISE, scope.kabupaten)
    known = agreed.topics_of(scope)
    code = form.get("code", "")
    name = written(form.get("name", ""), 80)
    is_closed = form.get("close") == "1"
    if code and code not in known:
        raise refuse(Code.TOPIC_UNKNOWN, value=code[:40])
    if not name and not is_closed:
        raise refuse(Code.CASE_EMPTY, field="nama topik", field_en="name of the topic")
    if not code:
        code = f"own_{SupervisionTopic.objects.filter(scope=scope).count() + 1}"
    SupervisionTopic.objects.create(
        scope=scope,
        code=code,
        name=name or known[code].name.id,
        counts=written(form.get("counts", ""), 40) or "kegiatan",
        is_closed=is_closed,
        by=str(user.account),
        party=party,
        at=now,
    )


def _write_counts(scope: Scope, form: Mapping[str, str], user: User, now: datetime) -> None:
    """Write the rows of one topic that changed. Raises `Refused`; then nothing was written."""
    topic = form.get("topic", "")
    if topic not in agreed.topics_of(scope):
        raise refuse(Code.TOPIC_UNKNOWN, value=topic[:40] or "?")
    known = queries.counts_of(scope)
    fresh = []
    for area in queries.kecamatan_of(scope, [scope.kabupaten]):
        if f"done-{area.code}" not in form:
            continue
        target = _count(form, "target", gettext("Target"), area)
        done = _count(form, "done", gettext("Done"), area) or 0
        note = written(form.get(f"note-{area.code}", ""), 200)
        last = known.get((topic, area.code))
        before = (last.target, last.done, last.note) if last else (None, 0, "")
        if (target, done, note) == before:
            continue
        party = party_at(user, scope, Action.SUPERVISE, area.code)
        fresh.append(
            SupervisionTopicCount(
                scope=scope,
                topic=topic,
                kecamatan=area.code,
                target=target,
                done=done,
                note=note,
                by=str(user.account),
                party=party,
                at=now,
            )
        )
    SupervisionTopicCount.objects.bulk_create(fresh)


def _count(form: Mapping[str, str], name: str, column: str, area: Region) -> int | None:
    """Return a count as typed; empty: None. Raises `Refused`."""
    return typed.whole_or_none(form.get(f"{name}-{area.code}", ""), f"{column} {area.name}", MOST)


@require_http_methods(["GET", "POST"])
@room_page()
def rules(request: HttpRequest, scope: Scope, areas: list[str]) -> HttpResponse:
    """Clocks of the law, free days, how numbers are written, and the public page."""
    user, now = cast(User, request.user), clock.now()
    may_edit = scope.kabupaten in areas_of(user, scope, Action.SUPERVISE)
    problem: Problem | None = None
    form = {key: str(value) for key, value in request.POST.items()}
    if request.method == "POST":
        try:
            _write_rule(scope, form, user, now)
            messages.success(request, gettext("Written down."))
            return redirect("supervision_rules", scope.election, scope.kabupaten)
        except Refused as refused:
            if status_of(refused.problem) == 403:
                raise
            problem = refused.problem
    units = [(Unit.CALENDAR.value, gettext("days")), (Unit.WORKING.value, gettext("working days"))]
    context = {
        "tab": "rules",
        "clocks": [
            {
                "rule": rule,
                "name": gettext(words.RULES.get(rule.code, rule.code)),
                "for": ", ".join(
                    gettext(words.SORTS[each]) for each in words.SORTS if each in rule.sorts
                ),
                "starts": gettext(words.STARTS[rule.starts]),
                "days": words.days_words(rule.days, rule.unit),
                "longest": words.days_words(rule.longest, rule.longest_unit)
                if rule.longest is not None
                else "",
            }
            for rule in agreed.rules_of(scope).values()
        ],
        "units": units,
        "holidays": agreed.holidays_of(scope),
        "setting": agreed.setting_of(scope),
        "head": "\n".join(agreed.setting_of(scope).head),
        "may_edit": may_edit,
        "problem": say(problem) if problem else "",
    }
    status = status_of(problem) if problem else 200
    return render(request, "watch/supervision/rules.html", context, status=status)


def _write_rule(scope: Scope, form: Mapping[str, str], user: User, now: datetime) -> None:
    by = {
        "scope": scope,
        "by": str(user.account),
        "party": party_at(user, scope, Action.SUPERVISE, scope.kabupaten),
        "at": now,
    }
    do = form.get("do")
    if do == "jam":
        set_clock(scope, form, by)
    elif do == "libur":
        day = typed.day(form.get("day", ""), gettext("Day"))
        name = written(form.get("name", ""), 80)
        SupervisionHoliday.objects.create(**by, day=day, name=name, is_open=form.get("open") == "1")
    elif do == "nomor":
        SupervisionSetting.objects.create(
            **by,
            register=written(form.get("register", ""), 120),
            report=written(form.get("report", ""), 120),
            election=written(form.get("election", ""), 10),
            region=written(form.get("region", ""), 10),
            head=written(form.get("head", ""), 1_000),
            is_public=form.get("public") == "1",
        )


def set_clock(scope: Scope, form: Mapping[str, str], by: Mapping[str, Any]) -> None:
    """Set one clock as a new row. Raises `Refused`."""
    code = form.get("code", "")
    rule = agreed.rules_of(scope).get(code)
    if rule is None:
        raise refuse(Code.TOPIC_UNKNOWN, value=code[:40] or "?")
    source = written(form.get("source", ""), 300)
    days = typed.whole_or_none(form.get("days", ""), gettext("Time"), MOST_DAYS)
    if days is not None and not source:
        raise refuse(Code.CASE_EMPTY, field="sumber hukum", field_en="source in the law")
    units = {each.value for each in Unit}
    unit, longest_unit = form.get("unit", ""), form.get("longest_unit", "")
    SupervisionClock.objects.create(
        **by,
        code=code,
        days=days,
        unit=unit if unit in units else rule.unit.value,
        longest=typed.whole_or_none(form.get("longest", ""), gettext("Extended"), MOST_DAYS),
        longest_unit=longest_unit if longest_unit in units else rule.longest_unit.value,
        rests_in=["completion"] if form.get("rests") == "1" else [],
        source=source,
    )
