"""What an administrator fills in to invite a person or to give a role."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.utils.translation import gettext_lazy as _

from tepat.core.election.roles import (
    OWN_ROOMS,
    REACH,
    Agency,
    Grant,
    Role,
    may_manage,
    roles_by_agency,
)
from tepat.server import own_room
from tepat.server.desk.words import agency_name, role_name
from tepat.server.election.accounts import queries
from tepat.server.election.models import Scope, User


def _roles_here() -> dict[Agency, list[Role]]:
    """The roles that people can have in this installation, by agency."""
    own = OWN_ROOMS.get(own_room.here())
    if own is None:
        return roles_by_agency()
    found = {
        each: [role for role in held if role in own] for each, held in roles_by_agency().items()
    }
    return {each: held for each, held in found.items() if held}


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
        roles = [
            (
                agency_name(agency),
                [(role.value, role_name(role)) for role in held if REACH[role] > 1],
            )
            for agency, held in _roles_here().items()
        ]
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


class CardForm(RoleForm):
    """An invitation: who, as what, where. The login is the person's own business."""

    prefix = "card"
    username = None  # type: ignore[assignment]
    person = forms.CharField(label=_("Name of the person"), max_length=150)
    field_order = ["person", "role", "area", "this_election"]


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
