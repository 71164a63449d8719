"""One field for everything with a code: one answer opens, several are listed."""

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext, gettext_noop
from django.views.decorators.http import require_GET

from tepat.core.election.ids import read_package
from tepat.core.election.roles import Action
from tepat.core.watch.asked import asked
from tepat.server.election.elections import election_of
from tepat.server.election.models import Scope, User
from tepat.server.election.scopes import allows, desk_page
from tepat.server.move.packing.words import Names
from tepat.server.watch.search import found as finds
from tepat.server.watch.search import queries, scans

SORTS = {
    "tps": ("tps", gettext_noop("TPS")),
    "package": ("pengepakan", gettext_noop("Package")),
    "seal": ("segel", gettext_noop("Seal")),
    "shipment": ("muatan", gettext_noop("Shipment")),
    "foreign": ("pindai", gettext_noop("Code of another system")),
    "region": ("wilayah", gettext_noop("Region")),
    "fact": ("dokumen", gettext_noop("Fact in the log")),
    "quarantined": ("perhatian", gettext_noop("In quarantine")),
    "device": ("petugas", gettext_noop("Phone or desk")),
}
"""Icon and words of each sort of thing."""


@require_GET
@desk_page()
def search(request: HttpRequest, scope: Scope) -> HttpResponse:
    """What fits the words; straight to the one thing where there is just one."""
    text = request.GET.get("q", "")
    if told := scans.said(scope, text):
        return render(
            request,
            "watch/search.html",
            {
                "asked": "",
                "rows": [],
                "told": told,
                "may_follow": allows(cast(User, request.user), Action.SEE_MOVEMENTS, scope),
            },
        )
    found = queries.find(
        scope,
        asked(text),
        allows(cast(User, request.user), Action.SEE_MOVEMENTS, scope),
    )
    meant = queries.target(found)
    if meant and (address := _address(scope, meant)):
        return redirect(address)
    names = Names(election_of(scope), [_place(each) for each in found])
    context = {
        "asked": text,
        "rows": [
            {
                "icon": SORTS[each.sort][0],
                "sort": gettext(SORTS[each.sort][1]),
                "title": each.title,
                "is_code": each.sort != "region",
                "place": names.place(_place(each)),
                "href": _address(scope, each),
            }
            for each in found
        ],
    }
    return render(request, "watch/search.html", context)


def _place(found: finds.Found) -> str:
    """Return the place behind a result; of a package, the place its code names."""
    code = read_package(found.place)
    return code.place if code else found.place


def _address(scope: Scope, found: finds.Found) -> str:
    here = [scope.election, scope.kabupaten]
    if found.sort in ("quarantined", "device") or not found.key:
        return ""
    if found.sort == "fact":
        package, _, number = found.key.partition("#")
        return f"{reverse('package', args=[*here, package])}#{number}"
    if found.sort == "shipment":
        return reverse("shipment", args=[*here, found.key])
    if found.sort in ("tps", "region"):
        return f"{reverse('packages', args=here)}?area={found.key}"
    return reverse("package", args=[*here, found.key])
