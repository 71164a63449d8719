"""What an administrator fills in to invite a person or to give a role."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.utils.translation import gettext_lazy as _

from tepat.core.election.roles import REACH, Grant, Role, may_manage
from tepat.server.desk.words import role_name
from tepat.server.election.accounts import queries
from tepat.server.election.models import Scope, User


class RoleForm(forms.Form):
    """A role in an area, for this election or for all."""

    username = forms.CharField(
        label=_("User name"),
        max_length=150,
        validators=[UnicodeUsernameValidator()],
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
    )
    role = forms.ChoiceField(label=_("Role"))
    area = forms.ChoiceField(label=_("Area of work"))
    this_election = forms.BooleanField(label=_("Only for this election"), required=False)

    def __init__(self, scope: Scope, by: Sequence[Grant], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.scope = scope
        roles = [(role.value, role_name(role)) for role in Role if REACH[role] > 1]
        self.fields["role"] = forms.ChoiceField(label=_("Role"), choices=roles)
        areas = queries.areas_of(scope) or [(scope.kabupaten, scope.kabupaten)]
        if not may_manage(by, Grant(Role.KPU, scope.kabupaten)):
            # Whoever manages one election can give roles in that one only.
            self.fields["this_election"].initial = self.fields["this_election"].disabled = True
        self.fields["area"] = forms.ChoiceField(label=_("Area of work"), choices=areas)

    def grant(self) -> Grant:
        """The grant that was filled in; call after `is_valid`."""
        chosen = self.cleaned_data
        election = self.scope.election if chosen["this_election"] else ""
        return Grant(Role(chosen["role"]), chosen["area"], election)


class GiveForm(RoleForm):
    """A further role for somebody who has an account."""

    prefix = "give"


class InviteForm(RoleForm):
    """A new account with its first role."""

    prefix = "invite"
    person = forms.CharField(label=_("Name of the person"), max_length=150)
    field_order = ["person", "username", "role", "area", "this_election"]

    def clean_username(self) -> str:
        username: str = self.cleaned_data["username"]
        if User.objects.filter(username__iexact=username).exists():
            raise forms.ValidationError(
                _("This user name is taken. Choose another, or give that person a further role.")
            )
        return username
