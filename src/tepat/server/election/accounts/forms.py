"""What an administrator fills in to invite a person or to give a role."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.utils.translation import gettext_lazy as _

from tepat.core.election.managing import may_manage
from tepat.core.election.roles import (
    AGENCY,
    OWN_ROOMS,
    REACH,
    Action,
    Grant,
    Role,
    may,
    roles_by_agency,
)
from tepat.server import own_room
from tepat.server.desk.words import agency_name, role_name
from tepat.server.election.accounts import authority, queries
from tepat.server.election.models import Scope, User


def _choices(offered: set[Role]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return roles to choose from, of those that people can have in this installation."""
    here = OWN_ROOMS.get(own_room.here(), frozenset(Role)) & offered
    groups = {
        agency: [(role.value, role_name(role)) for role in held if role in here]
        for agency, held in roles_by_agency().items()
    }
    return [(agency_name(agency), held) for agency, held in groups.items() if held]


class RoleForm(forms.Form):
    """A role in an area, for this election or for all: of the agency of who gives it."""

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
        self.scope, self.by = scope, by
        self.fields["role"] = forms.ChoiceField(label=_("Role"), choices=_choices(self.roles()))
        areas = queries.areas_of(scope) or [(scope.kabupaten, scope.kabupaten)]
        if not may(by, Action.MANAGE_ACCOUNTS, scope.kabupaten):
            # Whoever manages one election can give roles in that one only.
            self.fields["this_election"].initial = self.fields["this_election"].disabled = True
        self.fields["area"] = forms.ChoiceField(label=_("Area of work"), choices=areas)

    def roles(self) -> set[Role]:
        """The roles that may be chosen: what lies in the kabupaten and under who gives."""
        place, election = self.scope.kabupaten, self.scope.election
        return {
            role
            for role in Role
            if REACH[role] > 1 and may_manage(self.by, Grant(role, place, election))
        }

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

    def roles(self) -> set[Role]:
        """Also the first head of an agency that has none here."""
        self.founded = {each.role for each in authority.agencies_to_found(self.by, self.scope)}
        return super().roles() | self.founded

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        role, area = said.get("role", ""), said.get("area", "")
        if role and area and Role(role) in self.founded and area != self.scope.kabupaten:
            agency = agency_name(AGENCY[Role(role)])
            told = _("The first head of %(agency)s works in the whole kabupaten. Choose it.")
            self.add_error("area", str(told) % {"agency": agency})
        return said


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
