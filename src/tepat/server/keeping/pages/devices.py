"""The devices of the log: whose they are, what is amiss with them, letters of duty, revoking."""

from datetime import datetime
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, gettext_lazy, ngettext

from tepat.core.election.roles import Action, Role
from tepat.server import clock
from tepat.server.desk import words
from tepat.server.desk.links import link
from tepat.server.election.accounts.looks import record_look
from tepat.server.election.models import Region, Scope, User
from tepat.server.election.scopes import allows, desk_page
from tepat.server.keeping.pages import letters
from tepat.server.log import queries as log
from tepat.server.log.models import Fact
from tepat.server.move.devices import gaps, queries, reporting
from tepat.server.move.models import Device, Officer

PER_PAGE = 50
WHY = (
    ("lost", gettext_lazy("lost")),
    ("stolen", gettext_lazy("stolen")),
    ("replaced", gettext_lazy("replaced by another device")),
    ("left", gettext_lazy("the officer left")),
)


class RevokeForm(forms.Form):
    """Up to which of its facts a device still counts, and why no further."""

    reason = forms.ChoiceField(label=gettext_lazy("Why"), choices=WHY)
    fewer = forms.IntegerField(required=False, widget=forms.HiddenInput)
    """The number below the last one that somebody has been warned of."""

    field_order = ("upto", "reason")

    def __init__(self, last: int, *args: Any, **rest: Any) -> None:
        self.last = last
        super().__init__(*args, **rest)
        self.fields["upto"] = forms.IntegerField(
            label=gettext_lazy("Last fact that still counts"), min_value=0, max_value=last
        )
        self.order_fields(self.field_order)

    def undone(self) -> int:
        """How many facts would count no more of which nobody was warned yet."""
        upto = int(self.cleaned_data["upto"])
        return 0 if upto == self.cleaned_data["fewer"] else self.last - upto


@desk_page(Action.SEE_MOVEMENTS)
def devices(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Every device, those with something amiss first; the letters nobody has used yet."""
    every = queries.listed(scope)
    every.sort(key=lambda each: not flags_of(each[0]))
    page = Paginator(every, PER_PAGE).get_page(request.GET.get("page"))
    rows = [row for row, _ in page.object_list]
    user = cast(User, request.user)
    # In a room of its own KPU enrols the phones: its head keeps accounts and nothing here.
    may_manage = allows(user, Action.KEEP_DEVICES, scope) and bool(
        link("log_assign", scope.election, scope.kabupaten)
    )
    if any(name for _, name in page.object_list):
        record_look(user, scope, "officers", gettext("devices"))
    context = {
        "room": gettext("Devices"),
        "lead": gettext(
            "Each device signs with a key of its own and numbers its facts. "
            "A number that is missing, or there twice, is seen here."
        ),
        "page": page,
        "rows": _rows(scope, list(page.object_list)),
        "alarms": sum(bool(flags_of(row)) for row, _ in every),
        "may_manage": may_manage,
        "letters": letters.waiting(scope) if may_manage else [],
        "form": letters.AssignForm(scope, initial=letters.usual(scope)) if may_manage else None,
        "officers": letters.OfficersForm(initial=letters.usual(scope)) if may_manage else None,
        "shown": len(rows),
    }
    return render(request, "keeping/devices.html", context)


@desk_page(Action.KEEP_DEVICES)
def revoke(request: HttpRequest, scope: Scope, device: str) -> HttpResponse:
    """Ask, and then report, that a device counts no more after one of its facts."""
    row = reporting.revocable(scope, device)
    form = RevokeForm(row.last_seq, request.POST or None, initial={"upto": row.last_seq})
    undone = form.undone() if request.method == "POST" and form.is_valid() else 0
    if request.method == "POST" and form.is_valid() and not undone:
        upto, reason = form.cleaned_data["upto"], form.cleaned_data["reason"]
        now, user = clock.now(), cast(User, request.user)
        if "renew" in request.POST:
            reporting.renew(scope, user, device, upto, reason, now)
            told = gettext("The device is revoked. The new letter of the officer is ready below.")
        else:
            reporting.revoke(scope, user, device, upto, reason, now)
            told = gettext("The device is revoked.")
        messages.success(request, told)
        return redirect("log_devices", scope.election, scope.kabupaten)
    officer = Officer.objects.filter(scope=scope, person=row.person).first()
    if officer:
        record_look(cast(User, request.user), scope, "officers", device)
    context = {
        "form": form,
        "undone": undone,
        "row": row,
        "may_renew": bool(row.assignment and row.ends and row.ends > clock.now()),
        "name": officer.name if officer else "",
        "role": _role(row),
        "flags": flags_of(row),
    }
    status = 422 if form.errors or undone else 200
    return render(request, "keeping/revoke.html", context, status=status)


def flags_of(row: Device, since: datetime | None = None) -> list[tuple[str, str]]:
    """Return shape and words of everything amiss with a device; empty where all is well.

    `since` is when a fact came behind a gap that is still open.
    """
    found = []
    if row.upto is not None:
        said = gettext("revoked after its fact %(n)s") % {"n": words.number(row.upto)}
        found.append(("belum", said))
    if row.letter_twice:
        found.append(("tidak", gettext("one letter used by two devices: revoke the wrong one")))
    if row.forked_from:
        told = gettext("two histories from its fact %(n)s on: it was copied or restored")
        found.append(("tidak", told % {"n": words.number(row.forked_from)}))
    if row.gap_from:
        told = ngettext(
            "waits for %(n)s missing fact", "waits for %(n)s missing facts", row.waiting
        )
        said = told % {"n": words.number(row.waiting)}
        if since and clock.now() - since > gaps.LONGEST:
            late = gettext("for more than %(hours)s hours: ask its holder to sync")
            hours = words.number(int(gaps.LONGEST.total_seconds()) // 3600)
            found.append(("tidak", f"{said} {late % {'hours': hours}}"))
        else:
            found.append(("perhatian", said))
    return found


def _rows(scope: Scope, listed: list[tuple[Device, str]]) -> list[dict[str, Any]]:
    where = {"election": scope.election, "kabupaten": scope.kabupaten}
    keys = [row.device for row, _ in listed]
    counts = dict(
        Fact.objects.filter(**where, device__in=keys)
        .values_list("device")
        .annotate(n=Count("pk"))
        .order_by()
    )
    since = gaps.since(scope)
    seen = log.moments([row.last_name for row, _ in listed if row.last_name])
    areas = dict(
        Region.objects.filter(code__in={row.area for row, _ in listed}).values_list("code", "name")
    )
    return [
        {
            "row": row,
            "name": name,
            "role": _role(row),
            "area": areas.get(row.area, row.area),
            "facts": counts.get(row.device, 0),
            "seen": seen.get(row.last_name),
            "flags": flags_of(row, since.get(row.device)),
        }
        for row, name in listed
    ]


def _role(row: Device) -> str:
    return words.role_name(Role(row.role)) if row.role in set(Role) else row.role
