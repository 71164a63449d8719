"""The devices of the log: whose they are, what is amiss with them, letters of duty, revoking."""

from datetime import datetime, time, timedelta
from typing import Any, cast
from zoneinfo import ZoneInfo

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, gettext_lazy, ngettext

from tepat.core.election.regions import Level
from tepat.core.election.roles import REACH, Action, Role
from tepat.core.problems import Refused
from tepat.server import clock
from tepat.server.desk import words
from tepat.server.election.elections import election_of
from tepat.server.election.models import Region, Scope, User
from tepat.server.election.scopes import allows, desk_page
from tepat.server.log import queries as log
from tepat.server.log.models import Fact
from tepat.server.move.devices import queries, reporting
from tepat.server.move.models import Device, Officer
from tepat.server.problems import say

PER_PAGE = 50
DAYS_AFTER = 14
"""How long after voting day a letter holds unless somebody says otherwise."""
WHY = (
    ("lost", gettext_lazy("lost")),
    ("stolen", gettext_lazy("stolen")),
    ("replaced", gettext_lazy("replaced by another device")),
    ("left", gettext_lazy("the officer left")),
)


class AssignForm(forms.Form):
    """A letter of duty: who, as what, where, until when."""

    name = forms.CharField(label=gettext_lazy("Name of the officer"), max_length=120)
    phone = forms.CharField(label=gettext_lazy("Phone number"), max_length=30, required=False)
    role = forms.ChoiceField(label=gettext_lazy("Role"))
    area = forms.ChoiceField(label=gettext_lazy("Area"))
    until = forms.DateField(
        label=gettext_lazy("Last day"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, scope: Scope, *args: Any, **rest: Any) -> None:
        super().__init__(*args, **rest)
        regions = Region.objects.filter(code__startswith=scope.kabupaten).order_by("code")
        roles = [role for role in Role if REACH[role] >= Level.KABUPATEN]
        self.fields["role"] = forms.ChoiceField(
            label=gettext_lazy("Role"),
            choices=[("", ""), *((role.value, words.role_name(role)) for role in roles)],
        )
        self.fields["area"] = forms.ChoiceField(
            label=gettext_lazy("Area"),
            choices=[("", ""), *((each.code, f"{each.code} {each.name}") for each in regions)],
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
    may_manage = allows(cast(User, request.user), Action.MANAGE_ACCOUNTS, scope)
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
        "letters": _letters(scope, {row.assignment for row, _ in every}) if may_manage else [],
        "form": AssignForm(scope, initial=_usual(scope)) if may_manage else None,
        "shown": len(rows),
    }
    return render(request, "keeping/devices.html", context)


@desk_page(Action.MANAGE_ACCOUNTS)
def assign(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Give a duty, and lead to the letter that goes to the officer."""
    if request.method != "POST":
        return redirect("log_devices", scope.election, scope.kabupaten)
    form = AssignForm(scope, request.POST)
    if not form.is_valid():
        return render(request, "keeping/assign.html", {"form": form}, status=422)
    asked, now, zone = form.cleaned_data, clock.now(), ZoneInfo(scope.zone)
    duty = reporting.Duty(
        asked["name"],
        Role(asked["role"]),
        asked["area"],
        now,
        datetime.combine(asked["until"], time(23, 59, 59), zone),
        asked["phone"],
    )
    try:
        reporting.assign(scope, cast(User, request.user), duty, now)
    except Refused as refused:
        form.add_error(None, say(refused.problem))
        return render(request, "keeping/assign.html", {"form": form}, status=422)
    messages.success(request, gettext("The letter is ready below. Hand it to the officer only."))
    return redirect("log_devices", scope.election, scope.kabupaten)


@desk_page(Action.MANAGE_ACCOUNTS)
def letter(request: HttpRequest, scope: Scope, assignment: str) -> HttpResponse:
    """The letter of duty as a PDF; its QR is a secret of one person."""
    server = request.build_absolute_uri("/").rstrip("/")
    answer = HttpResponse(
        reporting.paper_of(scope, assignment, (server,)), content_type="application/pdf"
    )
    answer["Content-Disposition"] = f'attachment; filename="surat-tugas-{assignment[:8]}.pdf"'
    answer["Cache-Control"] = "no-store"
    return answer


@desk_page(Action.MANAGE_ACCOUNTS)
def revoke(request: HttpRequest, scope: Scope, device: str) -> HttpResponse:
    """Ask, and then report, that a device counts no more after one of its facts."""
    row = reporting.revocable(scope, device)
    form = RevokeForm(row.last_seq, request.POST or None, initial={"upto": row.last_seq})
    undone = form.undone() if request.method == "POST" and form.is_valid() else 0
    if request.method == "POST" and form.is_valid() and not undone:
        upto, reason = form.cleaned_data["upto"], form.cleaned_data["reason"]
        now, user = clock.now(), cast(User, request.user)
        reporting.revoke(scope, user, device, upto, reason, now)
        messages.success(request, gettext("The device is revoked."))
        return redirect("log_devices", scope.election, scope.kabupaten)
    officer = Officer.objects.filter(scope=scope, person=row.person).first()
    context = {
        "form": form,
        "undone": undone,
        "row": row,
        "name": officer.name if officer else "",
        "role": _role(row),
        "flags": flags_of(row),
    }
    status = 422 if form.errors or undone else 200
    return render(request, "keeping/revoke.html", context, status=status)


def flags_of(row: Device) -> list[tuple[str, str]]:
    """Return shape and words of everything amiss with a device; empty where all is well."""
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
        found.append(("perhatian", told % {"n": words.number(row.waiting)}))
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
            "flags": flags_of(row),
        }
        for row, name in listed
    ]


def _role(row: Device) -> str:
    return words.role_name(Role(row.role)) if row.role in set(Role) else row.role


def _letters(scope: Scope, used: set[str]) -> list[dict[str, Any]]:
    """The letters no device has used, whose time has not ended."""
    now = clock.now()
    given = [
        each
        for each in queries.registry(scope).assignments.values()
        if each.name not in used and each.ends > now
    ]
    people = [each.person for each in given]
    names = dict(
        Officer.objects.filter(scope=scope, person__in=people).values_list("person", "name")
    )
    rows = [
        {
            "name": names.get(each.person, ""),
            "role": words.role_name(Role(each.role)) if each.role in set(Role) else each.role,
            "area": each.area,
            "ends": each.ends,
            "assignment": each.name,
        }
        for each in given
    ]
    return sorted(rows, key=lambda each: (each["area"], each["name"]))


def _usual(scope: Scope) -> dict[str, Any]:
    """What the form holds before anybody typed: the days around voting."""
    try:
        voting_day = election_of(scope).voting_day
    except Refused:
        voting_day = None
    return {"until": voting_day + timedelta(days=DAYS_AFTER)} if voting_day else {}
