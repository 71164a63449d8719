"""One incident from its evidence to its outcome, as the page shows it."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext

from tepat.core.count.reconciling import Point
from tepat.core.election.ids import readable
from tepat.core.election.roles import MAY, Action
from tepat.core.move import events, judging
from tepat.core.watch.incidents.closing import Asked, Need, Remedy
from tepat.core.watch.incidents.ladder import Climb, State
from tepat.server.count.ballots.words import POINTS
from tepat.server.count.sight import may_see
from tepat.server.desk.links import link
from tepat.server.desk.words import language, moment
from tepat.server.election.models import Scope, User
from tepat.server.election.scopes import allows
from tepat.server.keeping import opening
from tepat.server.keeping.pages import kinds
from tepat.server.log import for_folds
from tepat.server.log import words as texts
from tepat.server.log.models import Fact
from tepat.server.move.devices import queries as devices
from tepat.server.move.models import Photo, Shipment
from tepat.server.move.packages.queries import people
from tepat.server.move.shipments.queries import is_ready, loadable
from tepat.server.move.shipments.sight import blanked
from tepat.server.watch.incidents import papers_differ, settling
from tepat.server.watch.incidents.parties import may_act
from tepat.server.watch.incidents.queries import Waiting
from tepat.server.watch.incidents.shown import Shown
from tepat.server.watch.incidents.supporting import rows_of
from tepat.server.watch.incidents.words import ASKED, CLOSING, DID, REMEDIES, SORTS, left, span
from tepat.server.watch.models import Decision, Incident, IncidentAct, Support

MOST_ACTS = 200


class Detail:
    """What stands on the page of one incident. About twenty queries, whatever it holds."""

    def __init__(self, shown: Shown, each: Waiting, user: User) -> None:
        self.shown, self.incident, self.climb, self.user = shown, each.incident, each.climb, user
        self.scope: Scope = shown.scope
        self.now: datetime = shown.now
        self.decisions = list(
            Decision.objects.filter(incident=self.incident)
            .order_by("pk")
            .prefetch_related("outcomes")
        )
        self.acts: list[IncidentAct] = list(self.incident.acts.all())[-MOST_ACTS:]
        self.facts = self._facts()
        wanted = {act.by for act in self.acts} | {row.by for row in self.decisions}
        wanted |= {str(each["person"]) for each in self.facts}
        self.who = people(self.scope, wanted - {""})

    def context(self) -> dict[str, Any]:
        incident, shown = self.incident, self.shown
        standing = settling.standing_decisions([incident]).get(incident.pk)
        needs = settling.needs(self.scope, [standing])[standing.pk] if standing else []
        facts = {each["name"] for each in self.facts} | {each["aside"] for each in self.facts}
        facts |= {each.met_by for each in needs if len(each.met_by) == 64}
        self.opened = opening.opened(self.user, self.scope, facts - {""})
        return {
            "incident": incident,
            "title": shown.title(incident),
            "kind": shown.kind(incident.kind),
            "aght": shown.aght(incident),
            "urgency": shown.agreed.book.urgency(incident.urgency).name.say(language()),
            "owner": shown.parties.party(incident.owner or self.climb.holder.party),
            "where": shown.where(incident),
            "rungs": self.rungs(),
            "due": left(self.climb.due, self.now, self.scope.zone),
            "share": self.climb.share(self.now),
            "evidence": [self.fact(each) for each in self.facts],
            "packages": [(code, readable(code)) for code in incident.packages],
            "decisions": [self.decision(each) for each in self.decisions],
            "standing": standing,
            "needs": [self.need(each) for each in needs],
            "needs_open": sum(not each.is_met for each in needs),
            "loads": self.loads(),
            "to_send": self.to_send(standing),
            "supports": self.supports(),
            "books": self.books(),
            "acts": [self.act(each) for each in reversed(self.acts)],
            "rights": self.rights(),
            "papers_at": self.papers_at(),
            "by_clock": any(rung.by_clock for rung in self.climb.rungs),
        }

    def rights(self) -> dict[str, bool]:
        place = self.incident.place
        is_open = self.incident.closed_at is None
        return {
            "triage": is_open and may_act(self.user, self.scope, Action.TRIAGE, place),
            "decide": is_open and may_act(self.user, self.scope, Action.DECIDE),
            "advise": may_act(self.user, self.scope, Action.ADVISE, place),
            "resume": may_act(self.user, self.scope, Action.TRIAGE, place),
            "send": is_open and may_act(self.user, self.scope, Action.MAKE_SHIPMENT),
            "note": any(
                Action.REPORT_INCIDENT in actions for actions in _actions_of(self.user, self.scope)
            ),
            "papers": allows(self.user, Action.PRINT_PAPERS, self.scope),
        }

    # -- the ladder

    def rungs(self) -> list[dict[str, Any]]:
        found = []
        for rung in self.climb.rungs:
            mark = {State.PASSED: "d", State.HOLDS: "c", State.LATER: ""}[rung.state]
            lines = [self._rung_words(rung.state, rung.since, rung.by_clock, self.climb)]
            used = {"used": span(rung.used(self.now)), "limit": span(rung.minutes)}
            if rung.state is State.LATER:
                lines.append(gettext("limit %(limit)s") % used)
            elif rung.state is State.HOLDS and self.climb.decided_at:
                pass
            else:
                lines.append(gettext("%(used)s of %(limit)s") % used)
            found.append(
                {"name": self.shown.parties.party(rung.party), "mark": mark, "lines": lines}
            )
        return found

    def _rung_words(
        self, state: State, since: datetime | None, by_clock: bool, climb: Climb
    ) -> str:
        at = moment(since, self.scope.zone) if since else ""
        if state is State.LATER:
            return gettext("not needed so far")
        if state is State.PASSED:
            how = gettext("went up by the clock") if by_clock else gettext("passed on")
            return f"{at}, {how}"
        if climb.closed_at:
            return gettext("closed %(at)s") % {"at": moment(climb.closed_at, self.scope.zone)}
        if climb.decided_at:
            return gettext("decided %(at)s") % {"at": moment(climb.decided_at, self.scope.zone)}
        return gettext("holds it since %(at)s") % {"at": at}

    # -- evidence

    def _facts(self) -> list[dict[str, Any]]:
        rows = {row.fact: row for row in self.incident.facts.order_by("number")}
        found = Fact.objects.filter(pk__in=list(rows)).order_by("number")
        registry = devices.registry(self.scope)
        read: list[dict[str, Any]] = []
        for row in found:
            fact = judging.parsed(bytes(row.body))
            given = registry.assignment_of(fact)
            read.append(
                {
                    "name": row.id,
                    "number": row.number,
                    "fact": fact,
                    "received_at": row.received_at,
                    "party": f"{given.role}@{given.area}" if given else "",
                    "person": registry.person_of(fact) if given else fact.by,
                    "aside": rows[row.id].aside,
                    "cause": rows[row.id].cause,
                }
            )
        self._witnesses(read, registry)
        # Of a form it is the whole sheet, which the page of the count shows to its roles.
        open_ = [
            each["fact"] for each in read if each["fact"].AUDIENCE is not events.Audience.RESULTS
        ]
        hashes = {getattr(fact, "note", "") for fact in open_} - {""}
        self.notes = texts.texts(self.scope.election, self.scope.kabupaten, hashes)
        photos = {sha for each in read for sha in getattr(each["fact"], "photos", ())}
        whole = Photo.objects.filter(scope=self.scope, sha256__in=photos).exclude(whole_at=None)
        self.photos = set(whole.values_list("sha256", flat=True)) if photos else set()
        more = {str(each["party"]) for each in read} | {
            party for each in read for party, _ in each["witnesses"]
        }
        self.shown.parties = type(self.shown.parties)(
            self.scope, more | {rung.party for rung in self.climb.rungs} | self._parties()
        )
        return read

    def _parties(self) -> set[str]:
        found = {act.party for act in self.acts} | {each.party for each in self.decisions}
        found |= {party for each in self.decisions for party in each.data.get("informs", ())}
        rows = Support.objects.filter(incident=self.incident).values_list("to", "party")
        for to, party in rows:
            found |= {to, party}
        return found | {self.incident.owner}

    def _witnesses(self, read: list[dict[str, Any]], registry: Any) -> None:
        """Name the supervisors who saw what a fact says, on the spot or afterwards."""
        seen: dict[str, set[tuple[str, str]]] = {each["name"]: set() for each in read}
        if self.incident.packages and read:
            where = (self.scope.election, self.scope.kabupaten)
            about = for_folds.of_kinds_about(*where, ["witnessed"], self.incident.packages)
            rows = {row.name: row for found in about.values() for row in found}
            for row in rows.values():
                fact = judging.parsed(row.body)
                given = registry.assignment_of(fact)
                if isinstance(fact, events.Witnessed) and fact.fact in seen and given:
                    seen[fact.fact].add((f"{given.role}@{given.area}", fact.finding))
        for each in read:
            each["witnesses"] = sorted(seen[each["name"]])

    def fact(self, each: dict[str, Any]) -> dict[str, Any]:
        fact: events.Fact = each["fact"]
        said = [kinds.word(value) for value in _words_of(fact)]
        late = (each["received_at"] - fact.at).total_seconds() > 600
        photos = getattr(fact, "photos", ())
        return {
            "name": each["name"],
            "opens": each["name"] in self.opened,
            "number": each["number"],
            "what": kinds.kind_words(fact.KIND),
            "said": ", ".join(dict.fromkeys(said)) or self.shown.kind(each["cause"]),
            "note": self.notes.get(getattr(fact, "note", ""), ""),
            "by": self.who.get(each["person"], ""),
            "party": self.shown.parties.party(each["party"]) or gettext("this desk"),
            "at": fact.at,
            "received_at": each["received_at"] if late else None,
            "aside": each["aside"],
            "aside_opens": each["aside"] in self.opened,
            "photos": [sha for sha in photos if sha in self.photos],
            "photos_missing": sum(sha not in self.photos for sha in photos),
            "witnesses": [
                (self.shown.parties.party(party), bool(finding))
                for party, finding in each["witnesses"]
            ],
        }

    # -- ballot papers that do not add up

    def papers_said(self, data: dict[str, Any]) -> str:
        """Say which papers differ; by how many only to those who may see the count."""
        lines: papers_differ.Lines = data["lines"]
        kinds_ = [str(sku).partition("/")[0] for sku, _, _ in lines]
        if not may_see(self.user, self.scope, data["tps"][:8]):
            return ", ".join(dict.fromkeys(kinds_))
        said = []
        for kind, (_, point, by) in zip(kinds_, lines, strict=True):
            size = {"kind": kind, "n": abs(int(by)), "where": gettext(POINTS[Point(str(point))])}
            fewer = gettext("%(kind)s: %(n)s missing (%(where)s)")
            more = gettext("%(kind)s: %(n)s too many (%(where)s)")
            said.append((fewer if int(by) < 0 else more) % size)
        return "; ".join(said)

    def papers_at(self) -> str:
        """Return the page of the papers of its TPS, for those who may see it; else ""."""
        last = next((act for act in reversed(self.acts) if act.did == papers_differ.COUNTED), None)
        if last is None or not may_see(self.user, self.scope, last.data["tps"][:8]):
            return ""
        desa, kind = last.data["tps"][:13], str(last.data["lines"][0][0]).partition("/")[0]
        page = link("count_ballots_area", self.scope.election, self.scope.kabupaten, desa)
        return f"{page}?jenis={kind}" if page else ""

    # -- decision, what follows, outcome

    def decision(self, row: Decision) -> dict[str, Any]:
        return {
            "row": row,
            "sort": gettext(SORTS[row.sort]),
            "remedy": gettext(REMEDIES[Remedy(row.remedy)]) if row.remedy else "",
            "by": self.who.get(row.by, ""),
            "party": self.shown.parties.party(row.party),
            "pairs": [
                (old, readable(old), new, readable(new)) for old, new in row.data.get("pairs", ())
            ],
            "outcomes": list(row.outcomes.all()),
            "numbers": [each["number"] for each in row.evidence],
        }

    def need(self, each: Need) -> dict[str, Any]:
        what = each.about
        if each.asked in (Asked.SEALED, Asked.NEW_ARRIVED, Asked.OLD_BACK):
            what = readable(each.about)
        elif each.asked in (Asked.GAVE_BALLOTS, Asked.TOOK_BALLOTS, Asked.FOUND_GOOD):
            what = self.shown.place(each.about) or readable(each.about)
        elif each.asked is Asked.INFORMED:
            what = self.shown.parties.party(each.about) or each.about
        return {
            "text": gettext(ASKED[each.asked]) % {"what": what},
            "is_met": each.is_met,
            "fact": each.met_by if each.met_by in self.opened else "",
            "who": each.about if each.asked is Asked.INFORMED and not each.is_met else "",
        }

    def loads(self) -> list[dict[str, Any]]:
        """The loads that carry new packages, without what this person may not read."""
        new = [pair[1] for row in self.decisions for pair in row.data.get("pairs", ())]
        if not new:
            return []
        rows = Shipment.objects.filter(scope=self.scope, lines__package__in=new).distinct()
        return [
            {"row": row, "to": self.shown.place(row.destination)}
            for row in blanked(rows.order_by("code"), self.user, self.scope)
        ]

    def to_send(self, standing: Decision | None) -> dict[str, Any]:
        """New packages that are on no load yet, and how far their packing is."""
        pairs = standing.data.get("pairs", ()) if standing else ()
        new = [pair[1] for pair in pairs]
        if not standing or not new:
            return {}
        away = set(
            Shipment.objects.filter(scope=self.scope, lines__package__in=new).values_list(
                "lines__package", flat=True
            )
        )
        waiting = [code for code in new if code not in away]
        ready = {row.code: is_ready(row) for row in loadable(self.scope).filter(code__in=waiting)}
        packages = [(code, readable(code), ready.get(code, False)) for code in waiting]
        area = self.incident.place.partition("-")[0].partition(":")[0]
        to = f"{area}:pps" if len(area) == 13 else f"{area[:8]}:ppk"
        return {"number": standing.number, "packages": packages, "to": to} if waiting else {}

    def supports(self) -> list[dict[str, Any]]:
        return rows_of(
            Support.objects.filter(incident=self.incident).prefetch_related("answers"),
            self.shown.parties,
            self.now,
            self.scope,
        )

    def books(self) -> list[dict[str, Any]]:
        """The playbooks that were opened, with what is done; an opened one keeps its text."""
        found: dict[str, dict[str, Any]] = {}
        for act in self.acts:
            if act.did == "playbook":
                found[act.data["code"]] = {
                    "code": act.data["code"],
                    "name": act.data["name"][language()],
                    "steps": [
                        {"text": each[language()], "done": False, "by": "", "at": None}
                        for each in act.data["steps"]
                    ],
                }
            elif act.did == "ticked" and act.data["code"] in found:
                step = found[act.data["code"]]["steps"][act.data["step"]]
                step.update(done=act.data["done"], by=self.who.get(act.by, ""), at=act.at)
        for each in found.values():
            each["done"] = sum(step["done"] for step in each["steps"])
        return list(found.values())

    def act(self, row: IncidentAct) -> dict[str, Any]:
        data = row.data
        said = ""
        if row.did == "triaged":
            book = self.shown.agreed.book
            parts = [
                self.shown.kind(data["kind"]),
                book.urgency(data["urgency"]).name.say(language()),
            ]
            parts += [self.shown.parties.party(data["owner"])] if data.get("owner") else []
            said = ", ".join(parts)
        elif row.did == "closed":
            reason = CLOSING.get(data.get("why", ""))
            why = gettext(reason) if reason else gettext("by evidence")
            said = f"{why}."
        elif row.did == "informed":
            said = self.shown.parties.party(data["who"]) or data["who"]
        elif row.did == papers_differ.COUNTED:
            said = self.papers_said(data)
        elif row.did == "joined":
            said = gettext("log %(n)s") % {"n": data.get("number", "")}
        elif row.did == "playbook":
            said = data["name"][language()]
        elif row.did == "ticked":
            done = gettext("done") if data["done"] else gettext("not done after all")
            said = gettext("step %(n)s: %(word)s") % {"n": data["step"] + 1, "word": done}
        return {
            "what": gettext(DID[row.did]),
            "said": said,
            "text": row.text,
            "by": self.who.get(row.by, ""),
            "party": self.shown.parties.party(row.party) or gettext("by facts"),
            "at": row.at,
        }


def _actions_of(user: User, scope: Scope) -> list[frozenset[Action]]:
    return [MAY[g.role] for g in user.grants() if g.election in ("", scope.election)]


def _words_of(fact: events.Fact) -> list[str]:
    """Return the words of closed lists with which a fact says what is wrong."""
    found = [getattr(fact, name, "") for name in ("what", "outcome", "reason", "finding")]
    found.append(getattr(fact, "condition", ""))
    found += [each.condition for each in getattr(fact, "checks", ())]
    return [each for each in found if each]


def incident_address(incident: Incident) -> str:
    scope = incident.scope
    return reverse("incident", args=[scope.election, scope.kabupaten, incident.number])
