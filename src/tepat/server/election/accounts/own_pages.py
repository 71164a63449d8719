"""What each person does for themself: the pledge, an invitation, the own account, sessions."""

from typing import Any, cast

from allauth.account.decorators import reauthentication_required
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django import forms
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_required
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tepat.core.election.browsers import browser_of
from tepat.core.election.roles import AGENCY, Agency
from tepat.core.problems import Refused
from tepat.server import clock, typed
from tepat.server.desk import queries as desk
from tepat.server.desk.words import agency_name, role_name
from tepat.server.election.accounts import invitations, office, pledges, queries, services
from tepat.server.election.accounts.adapter import ClosedAccounts
from tepat.server.election.accounts.gates import needs_factor
from tepat.server.election.accounts.looks import record_look
from tepat.server.election.models import Invitation, PledgeAccepted, User
from tepat.server.problems import say, status_of

BY_PASSWORD = "django.contrib.auth.backends.ModelBackend"
WEST = "Asia/Jakarta"
"""The zone of whoever has no kabupaten yet."""


class ComeForm(forms.Form):
    """The own login of an invited person, and the pledge."""

    username = forms.CharField(
        label=gettext_lazy("User name"),
        max_length=60,
        validators=[UnicodeUsernameValidator()],
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
    )
    password = forms.CharField(
        label=gettext_lazy("Own password"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=gettext_lazy("The same password again"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    accepts = forms.BooleanField(
        label=gettext_lazy("I have read the pledge and accept it"),
        error_messages={"required": gettext_lazy("Without the pledge nothing opens.")},
    )

    def __init__(self, person: str, *args: Any, **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.person = person

    def clean_username(self) -> str:
        name: str = self.cleaned_data["username"]
        if User.objects.filter(username__iexact=name).exists():
            raise forms.ValidationError(gettext("This user name is taken. Choose another."))
        return name

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        password = said.get("password")
        if password and password != said.get("again"):
            self.add_error("again", gettext("The two passwords differ. Type both again."))
        elif password:
            new = User(username=said.get("username", ""), first_name=self.person)
            try:
                ClosedAccounts().clean_password(password, new)
            except forms.ValidationError as wrong:
                self.add_error("password", wrong)
        return said


@never_cache
@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """An invited person reads what for, reads the pledge, and makes the own login."""
    now = clock.now()
    try:
        row = invitations.found(token, now)
    except Refused as refused:
        said = {"sentence": say(refused.problem), "code": refused.problem.code.value}
        answer = render(request, "desk/refused.html", said)
        answer.status_code = status_of(refused.problem)
        return _guarded(answer)
    pledge = pledges.pledge_of(AGENCY[row.as_value().role])
    form = ComeForm(row.person, request.POST or None)
    if request.method == "POST":
        if "office" in request.POST and office.button():
            request.session[office.INVITATION] = token
            return redirect(office.button()["address"])
        is_same = request.POST.get("digest", "") == pledge.digest
        if not is_same:
            form.add_error("accepts", gettext("The text has changed. Read it again."))
        if form.is_valid():
            try:
                user = _come(row, form, pledge)
            except Refused as refused:
                form.add_error("username", say(refused.problem))
            else:
                login(request, user, backend=BY_PASSWORD)
                UserSession.objects.create_from_request(request)
                return redirect("home")
    context: dict[str, Any] = {
        "row": row,
        "place": desk.place_of(row.scope),
        "role": role_name(row.as_value().role),
        "area": queries.area_name(row.area),
        "pledge": pledge,
        "agency": agency_name(pledge.agency),
        "form": form,
        "office": office.button(),
    }
    status = 422 if form.errors else 200
    return _guarded(render(request, "election/invitation.html", context, status=status))


@transaction.atomic
def _come(row: Invitation, form: ComeForm, pledge: pledges.Pledge) -> User:
    said = form.cleaned_data
    user = invitations.accept(row, said["username"], said["password"], clock.now())
    pledges.accept(user, [pledge.digest])
    record_look(user, row.scope, "invitation_used", row.role)
    record_look(user, row.scope, "pledge", f"{pledge.agency.value} {pledge.version}")
    return user


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def pledge(request: HttpRequest) -> HttpResponse:
    """The pledges that hold for the roles of a person: read and accepted, or read again."""
    user = cast(User, request.user)
    if request.method == "POST":
        try:
            if not request.POST.get("accepts"):
                messages.error(request, gettext("Without the pledge nothing opens."))
                return redirect("pledge")
            for each in pledges.accept(user, request.POST.getlist("digest")[:20]):
                record_look(user, None, "pledge", f"{each.agency.value} {each.version}")
        except Refused as refused:
            messages.error(request, say(refused.problem))
            return redirect("pledge")
        return redirect("home")
    wanted = pledges.wanted(user)
    context = {
        "wanted": [(agency_name(each.agency), each) for each in wanted],
        "others": [
            (agency_name(agency), pledges.pledge_of(agency))
            for agency in pledges.agencies_of(user)
            if agency not in {each.agency for each in wanted}
        ],
    }
    return render(request, "election/pledge.html", context)


@never_cache
@login_required
@require_GET
def own_account(request: HttpRequest) -> HttpResponse:
    """The own account: roles, ways in, sessions, keys that read in the own name, pledges."""
    user = cast(User, request.user)
    held = UserSession.objects.purge_and_list(user)
    factors = {row.type: row for row in Authenticator.objects.filter(user=user)}
    context = {
        "grants": queries.own_grants(user),
        "has_factor": Authenticator.Type.TOTP in factors,
        "factor": factors.get(Authenticator.Type.TOTP),
        "needs_factor": needs_factor(user),
        "office": office.button(),
        "identity": SocialAccount.objects.filter(user=user).first(),
        "has_password": user.has_usable_password(),
        "pledges": [
            (agency_name(each), row)
            for row in PledgeAccepted.objects.filter(account=user.account).order_by("-at")
            for each in Agency
            if each.value == row.agency
        ],
        "zone": next((scope.zone for scope, _ in desk.scopes_for(user)), WEST),
        "sessions": [
            {
                "row": each,
                "since": clock.of_machine(each.created_at),
                "browser": browser_words(each.user_agent),
            }
            for each in sorted(held, key=lambda each: each.created_at, reverse=True)
        ],
        "session_key": request.session.session_key,
        "keys": user.read_tokens.filter(revoked_at=None, expires_at__gt=clock.now())
        .select_related("scope")
        .order_by("-at"),
    }
    return render(request, "election/own_account.html", context)


def browser_words(user_agent: str) -> str:
    """Return a browser as people call it: Chrome di Android."""
    browser, system = browser_of(user_agent)
    if browser and system:
        return gettext("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or system or gettext("another program")


@login_required
@require_POST
def end_session(request: HttpRequest) -> HttpResponse:
    """End one of the own sessions, or all others and the keys that read."""
    user, key = cast(User, request.user), request.session.session_key or ""
    keys = 0
    if "others" in request.POST:
        keys = services.end_read_keys(user)
        ended = services.end_sessions(user, but=key)
    else:
        chosen = request.POST.get("session", "")
        rows = UserSession.objects.filter(user=user, pk=typed.key(chosen))
        ended = len([row.end() for row in rows.exclude(session_key=key)])
    if ended or keys:
        record_look(user, None, "sessions")
    told = ngettext("%(n)s session ended.", "%(n)s sessions ended.", ended) % {"n": ended}
    if keys:
        also = ngettext("%(n)s key to read ended.", "%(n)s keys to read ended.", keys)
        told = f"{told} {also % {'n': keys}}"
    messages.success(request, told)
    return redirect("own_account")


@login_required
@require_POST
@reauthentication_required  # type: ignore[untyped-decorator]
def leave_office(request: HttpRequest) -> HttpResponse:
    """Take the office account off, for whoever has a password of their own."""
    user = cast(User, request.user)
    if not user.has_usable_password():
        messages.error(request, gettext("Without a password of your own this is your only way in."))
        return redirect("own_account")
    SocialAccount.objects.filter(user=user).delete()
    record_look(user, None, "password", "-")
    messages.success(request, gettext("The office account no longer opens this account."))
    return redirect("own_account")


def _guarded(answer: HttpResponse) -> HttpResponse:
    """Keep the secret of the address where it is."""
    answer["Referrer-Policy"] = "same-origin"
    answer["X-Robots-Tag"] = "noindex, nofollow"
    answer["Cache-Control"] = "no-store"
    return answer
