"""What the wizard asks first: name, day, place and the regulation of the place."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tepat.core.election.village import LONGEST, Village
from tepat.core.problems import Refused
from tepat.server import typed
from tepat.server.election.models import Region
from tepat.server.problems import say

MOST_CAP = 5_000
MOST_TEXT = 400_000
"""Signs of a pasted table: a kabupaten of 400 desa with its names has 20,000."""


class BeginForm(forms.Form):
    """The first step. `cap` may be empty: the regulation may not say."""

    name = forms.CharField(label=_("Name of the election"), max_length=LONGEST)
    day = forms.CharField(
        label=_("Voting day"), widget=forms.DateInput(attrs={"type": "date"}), max_length=10
    )
    kabupaten = forms.ChoiceField(label=_("Kabupaten"))
    regulation = forms.CharField(
        label=_("Regulation of the place (Perbup): number and year"),
        help_text=_("It stands beside every number you set. tepat has not reviewed it."),
        max_length=LONGEST,
    )
    cap = forms.CharField(
        label=_("Most voters of one TPS"),
        help_text=_("Empty where the regulation does not say."),
        required=False,
        max_length=8,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )

    def __init__(self, codes: list[str], *args: Any, **rest: Any) -> None:
        super().__init__(*args, **rest)
        names = dict(Region.objects.filter(code__in=codes).values_list("code", "name"))
        choices = [(code, f"{names.get(code, '')} ({code})".strip()) for code in codes]
        self.fields["kabupaten"] = forms.ChoiceField(label=_("Kabupaten"), choices=choices)
        self.order_fields(["name", "day", "kabupaten", "regulation", "cap"])

    def clean_day(self) -> Any:
        return self._read(lambda text: typed.day(text, str(_("Voting day"))), "day")

    def clean_cap(self) -> Any:
        label = str(_("Most voters of one TPS"))
        return self._read(lambda text: typed.whole_or_none(text, label, MOST_CAP, 1), "cap")

    def _read(self, read: Any, field: str) -> Any:
        try:
            return read(self.cleaned_data[field])
        except Refused as refused:
            raise forms.ValidationError(say(refused.problem)) from refused

    def village(self) -> Village:
        """Return what was said, once the form is valid."""
        said = self.cleaned_data
        return Village(said["name"], said["day"], said["regulation"], said["cap"])
