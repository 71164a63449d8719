"""The form of one TPS: its name, its point, and voters who moved in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tepat.core.election.regions import Provenance, in_indonesia
from tepat.core.election.tps_list.cells import MOST, degree
from tepat.core.problems import Code

PROVENANCES = {
    Provenance.SURVEYED: _("surveyed"),
    Provenance.VILLAGE_OFFICE: _("village office"),
    Provenance.LEARNED: _("another election"),
    Provenance.CENTROID: _("centre of the desa"),
}


class TpsForm(forms.Form):
    """What may be changed by hand; voters of the DPT come from the list."""

    name = forms.CharField(label=_("Name or address"), max_length=120, required=False)
    dptb = forms.IntegerField(
        label=_("Voters who moved in (DPTb/DPPh)"), min_value=0, max_value=MOST
    )
    lat = forms.CharField(label=_("Latitude"), max_length=20, required=False)
    lon = forms.CharField(label=_("Longitude"), max_length=20, required=False)
    provenance = forms.ChoiceField(
        label=_("Where the point comes from"),
        choices=[(each.value, words) for each, words in PROVENANCES.items()],
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        lat, lon = degree(values.get("lat"), 90), degree(values.get("lon"), 180)
        if lat is None and lon is None:
            return values | {"lat": None, "lon": None, "provenance": ""}
        bad = isinstance(lat, Code) or isinstance(lon, Code) or lat is None or lon is None
        if bad or not in_indonesia(lat, lon):  # type: ignore[arg-type]
            self.add_error("lat", _("The point is not in Indonesia. Latitude is like -2.1654."))
            return values
        provenance = values.get("provenance") or Provenance.SURVEYED.value
        return values | {"lat": lat, "lon": lon, "provenance": provenance}
