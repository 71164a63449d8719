"""Letters of duty: one officer or a whole list gets them, and they are printed by kecamatan."""

from collections import defaultdict
from datetime import date, datetime, time, timedelta
from typing import Any, cast
from zoneinfo import ZoneInfo

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, gettext_lazy, ngettext

from tepat.core.election.regions import Level, tps_code
from tepat.core.election.roles import REACH, Action, Role
from tepat.core.move.officers import read_officers
from tepat.core.problems import Code, Problem, Refused
from tepat.server import clock, environment
from tepat.server.desk import words
from tepat.server.election.accounts.looks import record_look
from tepat.server.election.elections import election_of
from tepat.server.election.models import Region, Scope, Tps, User
from tepat.server.election.scopes import desk_page
from tepat.server.move.devices import letters, reporting
from tepat.server.move.models import Officer
from tepat.server.problems import say

DAYS_AFTER = 14
"""How long after voting day a letter holds unless somebody says otherwise."""
MOST_TEXT = 90_000


def _until() -> forms.DateField:
    return forms.DateField(
        label=gettext_lazy("Last day"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class AssignForm(forms.Form):
    """A letter of duty: who, as what, where, until when."""

    name = forms.CharField(label=gettext_lazy("Name of the officer"), max_length=120)
    phone = forms.CharField(label=gettext_lazy("Phone number"), max_length=30, required=False)
    role = forms.ChoiceField(label=gettext_lazy("Role"))
    area = forms.ChoiceField(label=gettext_lazy("Area"))
    tps = forms.IntegerField(
        label=gettext_lazy("Number of the TPS"),
        help_text=gettext_lazy("For KPPS, and for PTPS of one TPS. Choose its desa above."),
        min_value=1,
        max_value=999,
        required=False,
    )
    until = _until()

    def __init__(self, scope: Scope, *args: Any, **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.scope = scope
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

    def clean(self) -> dict[str, Any]:
        """Make one area of desa and number."""
        said = super().clean() or {}
        area, number = said.get("area", ""), said.get("tps")
        if number is None or said.get("role") not in (Role.KPPS, Role.PTPS):
            return said
        if len(area) != len("63.09.05.2003"):
            self.add_error("area", say(Problem(Code.LETTER_TPS, {"area": area})))
            return said
        said["area"] = tps_code(area, number)
        if not Tps.objects.filter(scope=self.scope, code=said["area"]).exists():
            self.add_error("tps", say(Problem(Code.TPS_UNKNOWN, {"value": said["area"]})))
        return said


class OfficersForm(forms.Form):
    """A list of officers, pasted from a spreadsheet."""

    officers = forms.CharField(
        label=gettext_lazy("Officers: role, area code, name, phone"),
        max_length=MOST_TEXT,
        widget=forms.Textarea(
            attrs={
                "rows": 5,
                "placeholder": "PPS; 63.09.05.2003; Bu Rina; 0812 0000 0000",
                "spellcheck": "false",
            }
        ),
    )
    until = _until()


@desk_page(Action.KEEP_DEVICES)
def assign(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Give a duty, and lead to the letter that goes to the officer."""
    if request.method != "POST":
        return redirect("log_devices", scope.election, scope.kabupaten)
    form = AssignForm(scope, request.POST)
    if not form.is_valid():
        return render(request, "keeping/assign.html", {"form": form}, status=422)
    asked, now = form.cleaned_data, clock.now()
    duty = reporting.Duty(
        asked["name"],
        Role(asked["role"]),
        asked["area"],
        now,
        _end_of(asked["until"], scope),
        asked["phone"],
    )
    try:
        reporting.assign(scope, cast(User, request.user), duty, now)
    except Refused as refused:
        form.add_error(None, say(refused.problem))
        return render(request, "keeping/assign.html", {"form": form}, status=422)
    messages.success(request, gettext("The letter is ready below. Hand it to the officer only."))
    return redirect("log_devices", scope.election, scope.kabupaten)


@desk_page(Action.KEEP_DEVICES)
def officers(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Give letters to a pasted list; nobody gets a second one, and one bad line stops it all."""
    if request.method != "POST":
        return redirect("log_devices", scope.election, scope.kabupaten)
    form = OfficersForm(request.POST)
    problems: list[Problem] = []
    if form.is_valid():
        names = {words.role_name(role).casefold(): role.value for role in Role}
        listed, problems = read_officers(form.cleaned_data["officers"], names, scope.kabupaten)
        if not problems:
            until, now = _end_of(form.cleaned_data["until"], scope), clock.now()
            try:
                user = cast(User, request.user)
                count = reporting.assign_new(scope, user, listed, until, now)
            except Refused as refused:
                problems = [refused.problem]
            else:
                told = ngettext("%(n)s new letter is ready.", "%(n)s new letters are ready.", count)
                messages.success(request, told % {"n": words.number(count)})
                return redirect("log_devices", scope.election, scope.kabupaten)
    for problem in problems[:20]:
        form.add_error("officers", say(problem))
    return render(request, "keeping/officers.html", {"officers": form}, status=422)


@desk_page(Action.KEEP_DEVICES)
def letter(request: HttpRequest, scope: Scope, assignment: str) -> HttpResponse:
    """The letter of duty as a PDF; its QR is a secret of one person."""
    made = letters.paper_of(scope, assignment, _printed(request))
    record_look(cast(User, request.user), scope, "letters", assignment[:8])
    return _answer(made, f"surat-tugas-{assignment[:8]}")


@desk_page(Action.KEEP_DEVICES)
def batch(request: HttpRequest, scope: Scope, area: str) -> HttpResponse:
    """Every letter of an area that nobody has used yet, a page each."""
    made = letters.papers_of(scope, area, _printed(request), clock.now())
    record_look(cast(User, request.user), scope, "letters", area)
    return _answer(made, f"surat-tugas-{area}")


def waiting(scope: Scope) -> list[dict[str, Any]]:
    """The letters no device has used, by kecamatan: four queries."""
    given = letters.unused(scope, clock.now())
    people = Officer.objects.filter(scope=scope, person__in=[each.person for each in given])
    names = dict(people.values_list("person", "name"))
    areas = {each.area[:8] for each in given}
    known = dict(Region.objects.filter(code__in=areas).values_list("code", "name"))
    groups: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for each in given:
        is_known = each.role in set(Role)
        groups[each.area[:8]].append(
            {
                "name": names.get(each.person, ""),
                "role": words.role_name(Role(each.role)) if is_known else each.role,
                "area": each.area,
                "ends": each.ends,
                "assignment": each.name,
            }
        )
    return [
        {"area": area, "name": known.get(area, area), "letters": rows}
        for area, rows in sorted(groups.items())
    ]


def usual(scope: Scope) -> dict[str, Any]:
    """What the forms hold before anybody typed: the days around voting."""
    try:
        voting_day = election_of(scope).voting_day
    except Refused:
        voting_day = None
    return {"until": voting_day + timedelta(days=DAYS_AFTER)} if voting_day else {}


def _end_of(day: date, scope: Scope) -> datetime:
    return datetime.combine(day, time(23, 59, 59), ZoneInfo(scope.zone))


def _printed(request: HttpRequest) -> letters.Printed:
    """This server first, then the hubs of halls that phones may reach without internet."""
    server = request.build_absolute_uri("/").rstrip("/")
    return letters.Printed((server, *environment.words("TEPAT_HUBS")))


def _answer(made: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(made, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    answer["Cache-Control"] = "no-store"
    return answer
