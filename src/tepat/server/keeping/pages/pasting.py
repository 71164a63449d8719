"""Facts pasted at the desk, or brought as a file: looked at first, then taken by the door."""

from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from tepat.core.election.roles import Action, Role
from tepat.core.log import receipts
from tepat.core.move import events
from tepat.core.problems import Code, Refused, refuse
from tepat.server import clock
from tepat.server.desk import words
from tepat.server.election.models import Scope, User
from tepat.server.election.scopes import desk_page
from tepat.server.keeping.pages.kinds import kind_words
from tepat.server.keeping.pages.people import names_of
from tepat.server.keeping.pages.quarantine import reason_words
from tepat.server.move.devices import pasting

SHOWN = 200
"""Rows of facts on the page; the sums count them all."""


@desk_page(Action.SEE_DESK)
def paste(request: HttpRequest, scope: Scope) -> HttpResponse:
    """A text or a file with facts: first what each is, then, with `take`, the door's verdict."""
    context: dict[str, Any] = {
        "room": gettext("Paste notes"),
        "lead": gettext(
            "What a phone could not send comes as a text of WhatsApp or SMS, or as a file. "
            "It gets the same verdict here as over the network."
        ),
        "text": "",
        "most_bytes": pasting.MOST_BYTES,
    }
    if request.method == "POST":
        try:
            context["text"] = _text(request)
            batch = pasting.read(context["text"])
            is_taken = "take" in request.POST
            user = cast(User, request.user)
            told = (
                pasting.take(scope, user, batch, clock.now())
                if is_taken
                else pasting.preview(scope, batch)
            )
            context |= _told(scope, told, is_taken=is_taken)
        except Refused as refused:
            context["problems"] = [refused.problem]
    return render(request, "keeping/paste.html", context)


def _text(request: HttpRequest) -> str:
    file = request.FILES.get("file")
    if file is None:
        return request.POST.get("text", "").strip()
    try:
        if (file.size or 0) > pasting.MOST_BYTES:
            raise refuse(Code.BATCH_TOO_LARGE, facts=pasting.MOST_FACTS, bytes=pasting.MOST_BYTES)
        return str(file.read().decode("utf-8", errors="replace")).strip()
    finally:
        file.close()


def _told(scope: Scope, told: list[pasting.Told], *, is_taken: bool) -> dict[str, Any]:
    devices = [each.fact.device for each in told if each.fact]
    names = names_of(scope, devices)
    verdicts = [each.verdict for each in told]
    return {
        "is_taken": is_taken,
        "rows": [_row(each, names, is_taken=is_taken) for each in told[:SHOWN]],
        "more": max(0, len(told) - SHOWN),
        "count": len(told),
        "accepted": verdicts.count(receipts.ACCEPTED),
        "known": verdicts.count(receipts.KNOWN),
        "quarantined": verdicts.count(receipts.QUARANTINED),
    }


def _row(each: pasting.Told, names: dict[str, str], *, is_taken: bool) -> dict[str, Any]:
    said, step = reason_words(each.reason) if each.reason else ("", "")
    shape, verdict = {
        receipts.ACCEPTED: (
            "tepat",
            gettext("taken") if is_taken else gettext("will be taken"),
        ),
        receipts.KNOWN: ("belum", gettext("the log has it already")),
        receipts.QUARANTINED: ("perhatian", gettext("quarantine")),
    }[each.verdict]
    return {
        "name": each.name,
        "kind": kind_words(each.fact.KIND) if each.fact else gettext("Not readable"),
        "at": each.fact.at if each.fact else None,
        "who": _who(each.fact, names),
        "shape": shape,
        "verdict": verdict,
        "said": said,
        "step": step,
        "number": each.number,
    }


def _who(fact: events.Fact | None, names: dict[str, str]) -> str:
    if fact is None:
        return ""
    known = fact.role in set(Role)
    return names.get(fact.device, "") or (words.role_name(Role(fact.role)) if known else "")
