"""Incidents as the queue shows them: names, clocks, the small ladder, and one button."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext

from tepat.core.election.regions import split_tps
from tepat.core.election.roles import Action
from tepat.core.watch.incidents.ladder import Climb, State
from tepat.server.desk.words import language
from tepat.server.election.elections import election_of
from tepat.server.election.models import Scope, User
from tepat.server.move.packages.words import place_words
from tepat.server.move.packing.words import Names
from tepat.server.watch.incidents import queries
from tepat.server.watch.incidents.agreed import Agreed
from tepat.server.watch.incidents.parties import PartyNames, may_act
from tepat.server.watch.incidents.queries import Waiting
from tepat.server.watch.incidents.words import AGHT, left
from tepat.server.watch.models import Incident


class Naming:
    """What names incidents in the language of now: two queries, however many there are."""

    def __init__(
        self,
        scope: Scope,
        found: Agreed,
        rows: Sequence[Waiting],
        more: Iterable[str] = (),
    ) -> None:
        self.scope, self.agreed = scope, found
        places = [each.incident.place for each in rows]
        areas = [each.partition(":")[0] for each in places]
        areas += [subject.partition(":")[0] for e in rows for subject in e.incident.subjects]
        self.names = Names(election_of(scope), areas)
        self.parties = PartyNames(scope, queries.parties_in(rows) | set(more))

    def kind(self, code: str) -> str:
        return self.agreed.book.kind(code).name.say(language())

    def place(self, place: str) -> str:
        """Name a place: TPS 002 Bangkiling, KPU warehouse; a kabupaten is no place."""
        if not place or place == self.scope.kabupaten:
            return ""
        return place_words(self.names, place)

    def title(self, incident: Incident) -> str:
        """Say what it is about: as somebody wrote it, else its kind and place."""
        if incident.title:
            return incident.title
        where = self.place(incident.place)
        kind = self.kind(incident.kind)
        return f"{kind}, {where}" if where else kind

    def where(self, incident: Incident) -> str:
        """Say the places, and the load, that it is about."""
        named = [self.place(each) for each in incident.subjects if split_tps(each)]
        found = named[:3] or [self.place(incident.place)]
        if len(named) > 3:
            found.append(gettext("and %(n)s more") % {"n": len(named) - 3})
        return ", ".join(each for each in (*found, incident.shipment) if each)


class Shown(Naming):
    """Everything that one person sees of incidents on one page."""

    def __init__(
        self,
        scope: Scope,
        user: User,
        found: Agreed,
        now: datetime,
        rows: Sequence[Waiting],
        more: Iterable[str] = (),
    ) -> None:
        super().__init__(scope, found, rows, more)
        self.user, self.now = user, now
        self.here = (scope.election, scope.kabupaten)

    def row(self, each: Waiting) -> dict[str, Any]:
        incident, climb = each.incident, each.climb
        kind, due = left(climb.due, self.now, self.scope.zone)
        fast = incident.percent <= 50 or climb.is_over(self.now)
        return {
            "number": incident.number,
            "title": self.title(incident),
            "is_typed": bool(incident.title),
            "where": self.where(incident),
            "shape": "tidak" if fast else "perhatian",
            "owner": self.parties.party(each.owner),
            "holder": self.parties.party(climb.holder.party),
            "steps": self.steps(climb),
            "due": due,
            "due_kind": kind,
            "share": climb.share(self.now),
            "is_decided": climb.decided_at is not None,
            "is_contoh": incident.is_contoh,
            "href": reverse("incident", args=[*self.here, incident.number]),
            "button": self.button(each),
        }

    def steps(self, climb: Climb) -> dict[str, Any]:
        """Return the small ladder: one mark for each step so far, and its words."""
        held = [rung for rung in climb.rungs if rung.state is not State.LATER]
        said = ", ".join(self.parties.party(rung.party) for rung in held)
        return {
            "marks": ["d" if rung.state is State.PASSED else "c" for rung in held],
            "label": gettext("ladder: %(steps)s; now %(holder)s")
            % {"steps": said, "holder": self.parties.party(climb.holder.party)},
        }

    def button(self, each: Waiting) -> str:
        """Return the one thing that this person does next about it."""
        holder = self.parties.party(each.climb.holder.party)
        if each.climb.decided_at is not None and may_act(self.user, self.scope, Action.DECIDE):
            return gettext("Open problem")
        if each.climb.decided_at is None:
            role = each.climb.holder.party.partition("@")[0]
            if role.startswith("kpu") and may_act(self.user, self.scope, Action.DECIDE):
                return gettext("Decide")
            if may_act(self.user, self.scope, Action.TRIAGE, each.incident.place):
                return gettext("Raise it")
        if may_act(self.user, self.scope, Action.ADVISE, each.incident.place):
            return gettext("Remind %(who)s") % {"who": holder}
        return gettext("Open problem")

    def aght(self, incident: Incident) -> str:
        kind = self.agreed.book.kind(incident.kind)
        return gettext(AGHT[kind.aght])
