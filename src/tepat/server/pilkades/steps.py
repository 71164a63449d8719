"""The steps of the wizard, and how far a Pilkades has come."""

from dataclasses import dataclass
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext, gettext_noop

from tepat.core.election.catalogue import Election
from tepat.core.election.quantities import rule_key
from tepat.core.election.village import Village, is_village, village_of
from tepat.server.desk.words import language
from tepat.server.election.elections import election_of
from tepat.server.election.models import Scope, Tps
from tepat.server.move.models import Officer

STEPS: Final = (
    ("pilkades_tps", gettext_noop("TPS list")),
    ("pilkades_items", gettext_noop("Items and candidates")),
    ("pilkades_people", gettext_noop("Officers")),
    ("pilkades_ready", gettext_noop("Check and download")),
)
"""Name of the page and its title; the first step, name and day, makes the scope itself."""
FIRST: Final = (
    "surat_suara",
    "kotak_suara",
    "bilik",
    "tinta",
    "segel",
    "kabel_ties",
    "label_kotak",
)
"""Items that are asked openly; the others are folded below and may wait."""
NEEDED: Final = ("surat_suara", "kotak_suara")
"""Without these there is nothing to put into a box, and no box."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step as the strip above the pages shows it."""

    page: str
    title: str
    is_here: bool
    is_done: bool


def pilkades_of(scope: Scope) -> tuple[Election, Village]:
    """Return the election of `scope` and what its office said. Raises `Http404` for any other."""
    election = election_of(scope)
    village = village_of(election) if is_village(election) else None
    if village is None:
        raise Http404
    return election, village


def unset_of(election: Election, items: tuple[str, ...]) -> list[str]:
    """Return the rules of `items` that nobody has set, by their names."""
    return [
        rule_key(item, rule)
        for item in election.items
        if item.code in items
        for rule in item.rules
        if rule.count is None
    ]


def steps(scope: Scope, election: Election, here: str) -> list[Step]:
    """Return every step with whether it is done: two queries."""
    done = {
        "pilkades_tps": Tps.objects.filter(scope=scope).exists(),
        "pilkades_items": not unset_of(election, NEEDED),
        "pilkades_people": Officer.objects.filter(scope=scope).exists(),
    }
    return [
        Step(page, gettext(title), page == here, done.get(page, False)) for page, title in STEPS
    ]


@dataclass(frozen=True, slots=True)
class Waiting:
    """What is missing before everything can be printed, and the step that brings it."""

    says: str
    page: str
    action: str
    stops: bool = True
    """False: the file can be made, and lacks it."""


def waiting_of(scope: Scope, election: Election, letters: int) -> list[Waiting]:
    """Return what is missing, the first step first: one query. `letters`: that wait to be given."""
    found = []
    if not Tps.objects.filter(scope=scope).exists():
        says = gettext("There is no TPS yet: nothing can be counted or packed.")
        found.append(Waiting(says, "pilkades_tps", gettext("Paste the TPS list")))
    missing = {key.partition(".")[0] for key in unset_of(election, NEEDED)}
    for item in election.items:
        if item.code in missing:
            says = gettext("Nobody has said how many: %(item)s.") % {
                "item": item.name.say(language())
            }
            found.append(Waiting(says, "pilkades_items", gettext("Fill in items")))
    if not letters:
        says = gettext("No letter of duty waits: nobody was named, or every letter is used.")
        found.append(Waiting(says, "pilkades_people", gettext("Name officers"), stops=False))
    return found


def shown(
    request: HttpRequest, scope: Scope, page: str, told: dict[str, Any], status: int = 200
) -> HttpResponse:
    """Draw one step with the strip of steps above it."""
    election, village = pilkades_of(scope)
    found = steps(scope, election, page)
    after = [each.page for each in found]
    context = {
        "steps": found,
        "village": village,
        "has_tps": found[0].is_done,
        "next": next(iter(after[after.index(page) + 1 :]), ""),
        **told,
    }
    template = f"pilkades/{page.removeprefix('pilkades_')}.html"
    return render(request, template, context, status=status)
