"""Who a key speaks for: the standing of each fact, folded from the set of facts about keys.

Nothing here refuses. A fact whose key is unknown, revoked, forked or outside of its area
stays in the log with a flag; most flags keep it from moving custody (`STOPS`). What is
missing today may come tomorrow, and the same set of facts gives the same standing in
whatever order it came.
"""

from base64 import b64decode
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import sha256
from typing import Final

from tepat.core.election.regions import is_in
from tepat.core.election.roles import Role
from tepat.core.move.events.envelope import Fact
from tepat.core.move.events.field import PapersMoved
from tepat.core.move.events.handover import Given, Received, RefusedLoad
from tepat.core.move.events.people import Assigned, DeskEnrolled, Enrolled, Revoked
from tepat.core.move.events.rights import (
    BAWASLU,
    MAY_REPORT,
    NOT_FOR_DESK_KEYS,
    ONLY_DESK_KEYS,
    SUPERVISORS,
)
from tepat.core.move.nearness import is_near, places_of
from tepat.core.move.standing import WHOLE, Chain, NamedFact, Standing

PEOPLE: Final = (DeskEnrolled, Assigned, Enrolled, Revoked)
MOST_KEPT: Final = 50_000
"""Facts whose signers' standing a registry keeps; then it begins anew."""
_HANDOVER: Final = (Given, Received, RefusedLoad)
_ALWAYS: Final = 2**53
_SIGNS_PAPER: Final = frozenset({Role.KPU, Role.PPK, Role.PPS})
"""Who may report what others signed on paper. A driver may not say that a PPK received."""


def device_of(key: str) -> str:
    """Return the id of a key given in base64: the first 32 digits of the SHA-256 of its bytes."""
    return sha256(b64decode(key)).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class Device:
    """One key as the facts about keys say. `upto` is the last number that counts."""

    device: str
    key: str
    assignment: str = ""
    is_desk: bool = False
    upto: int = _ALWAYS
    letter_twice: bool = False
    seconded_upto: int = _ALWAYS
    """The same, of the revocations that a supervisor countersigned."""

    @property
    def is_ended(self) -> bool:
        """Whether anybody who may said that it speaks no more."""
        return self.upto < _ALWAYS


@dataclass(frozen=True, slots=True)
class Assignment:
    """What one `assigned` fact says, with the fact's name."""

    name: str
    person: str
    role: str
    area: str
    starts: datetime
    ends: datetime
    made: datetime
    """When the desk said so."""
    ended: datetime | None = None
    """When the desk said that it ends; what was signed before stands."""
    seconded_end: datetime | None = None
    """The same, where a supervisor countersigned."""

    @property
    def is_supervisors(self) -> bool:
        return self.role in SUPERVISORS


@dataclass(frozen=True, slots=True)
class Registry:
    """Every key and assignment that stands; `chains` of the devices one asks about."""

    devices: Mapping[str, Device] = field(default_factory=dict)
    assignments: Mapping[str, Assignment] = field(default_factory=dict)
    chains: Mapping[str, Chain] = field(default_factory=dict)
    rights: Mapping[str, frozenset[str]] = field(default_factory=lambda: MAY_REPORT)
    seconds: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """By device of a supervisor, the devices whose revocation it countersigned."""
    _kept: dict[str, frozenset[Standing]] = field(default_factory=dict, compare=False, repr=False)
    """By the name of a fact, what is amiss with its signer, whatever its chain says."""

    def with_chains(self, chains: Mapping[str, Chain]) -> "Registry":
        """Return this registry with what is known of these chains."""
        return replace(self, chains=chains)

    def standing_of(self, name: str, fact: Fact) -> frozenset[Standing]:
        """Return `standing` of the fact called `name`; it is worked out once while keys stay so."""
        if fact.device in self.chains:
            return self.standing(fact)
        found = self._kept.get(name)
        if found is None:
            if len(self._kept) >= MOST_KEPT:
                self._kept.clear()
            found = self._kept[name] = self.standing(fact)
        return found

    def waiting(self, device: str) -> int:
        """Return how many facts of `device` are missing below one that is here."""
        return self.chains.get(device, WHOLE).waiting

    def assignment_of(self, fact: Fact) -> Assignment | None:
        """Return the duty in which `fact` is signed, None for a desk key or where none stands."""
        device = self.devices.get(fact.device)
        if device is None or device.is_desk:
            return None
        return self._assignment(device, fact.assignment)

    def role_of(self, fact: Fact) -> str:
        """Return the role in which `fact` is signed, "" for a desk key or where none stands."""
        given = self.assignment_of(fact)
        return given.role if given else ""

    def person_of(self, fact: Fact) -> str:
        """Return who signed `fact`: as it says, or as its letter says where it says nobody."""
        given = self.assignment_of(fact)
        return fact.by or (given.person if given else "")

    def speaks_for(self, fact: Fact, party: str) -> bool:
        """Tell whether `fact` is signed by somebody of `party`, which is `role@area`."""
        given = self.assignment_of(fact)
        role, _, area = party.partition("@")
        return given is not None and role == given.role and is_in(area, given.area)

    def letter_of(self, device: str) -> Assignment | None:
        """Return what the letter says with which `device` was enrolled, whatever became of it."""
        found = self.devices.get(device)
        return self.assignments.get(found.assignment) if found and not found.is_desk else None

    def countersigning(self, device: str, fact: Fact, package: str) -> frozenset[Standing]:
        """Return what is amiss with `device` as one that countersigned `fact` on the spot.

        A countersignature has no number: a device that is revoked or forked has none.
        """
        found, given = self.devices.get(device), self.letter_of(device)
        if found is None or given is None:
            return frozenset({Standing.NOT_ASSIGNED if found else Standing.UNKNOWN_DEVICE})
        ended, sure = given.ended, given.seconded_end
        sure_end = found.seconded_upto < _ALWAYS or (sure is not None and fact.at > sure)
        any_end = found.upto < _ALWAYS or (ended is not None and fact.at > ended)
        amiss = {
            Standing.REVOKED: sure_end or (any_end and not given.is_supervisors),
            Standing.REVOKED_ALONE: any_end and not sure_end and given.is_supervisors,
            Standing.LETTER_TWICE: found.letter_twice,
            Standing.FORKED: bool(self.chains.get(device, WHOLE).forked_from),
            Standing.EXPIRED: not given.starts <= fact.at <= given.ends,
            Standing.OUTSIDE_AREA: not is_near(given.area, fact, package),
        }
        return frozenset(standing for standing, is_so in amiss.items() if is_so)

    def is_desk(self, device: str) -> bool:
        """Tell whether `device` is a key of the installation."""
        found = self.devices.get(device)
        return found is not None and found.is_desk

    def standing(self, fact: Fact) -> frozenset[Standing]:
        """Return what is amiss with the signer of `fact`; empty where all is well."""
        device = self.devices.get(fact.device)
        chain = self.chains.get(fact.device, WHOLE)
        found = set(chain.flags(fact.seq)) if chain is not WHOLE else set()
        if device is None:
            return frozenset(found | {Standing.UNKNOWN_DEVICE})
        if self.is_surely_revoked(fact):
            found.add(Standing.REVOKED)
        elif self._is_revoked(device, fact):
            letter = self.letter_of(fact.device)
            alone = letter is not None and letter.is_supervisors
            found.add(Standing.REVOKED_ALONE if alone else Standing.REVOKED)
        if device.letter_twice:
            found.add(Standing.LETTER_TWICE)
        found |= self._of_desk(fact) if device.is_desk else self._of_person(device, fact)
        return frozenset(found)

    def is_surely_revoked(self, fact: Fact) -> bool:
        """Tell whether `fact` comes after an end that was not said by KPU alone."""
        device = self.devices.get(fact.device)
        if device is None:
            return False
        if device.is_desk:
            return fact.seq > device.upto
        given = self._assignment(device, fact.assignment)
        end = given.seconded_end if given else None
        return fact.seq > device.seconded_upto or (end is not None and fact.at > end)

    def _is_revoked(self, device: Device, fact: Fact) -> bool:
        given = self._assignment(device, fact.assignment)
        end = given.ended if given else None
        return fact.seq > device.upto or (end is not None and fact.at > end)

    def _of_desk(self, fact: Fact) -> set[Standing]:
        if fact.KIND in NOT_FOR_DESK_KEYS:
            return {Standing.NOT_ALLOWED}
        if isinstance(fact, _HANDOVER) and not fact.paper:
            return {Standing.NO_PERSON}
        return set()

    def _of_person(self, device: Device, fact: Fact) -> set[Standing]:
        if isinstance(fact, Enrolled):
            known = device.assignment in self.assignments
            return set() if known else {Standing.NOT_ASSIGNED}
        given = self._assignment(device, fact.assignment)
        if given is None or fact.role != given.role:
            return {Standing.NOT_ASSIGNED}
        # A phone that enrolled from paper knows the letter and not the person's id: the
        # assignment names the person, and nobody else.
        if fact.by not in ("", given.person):
            return {Standing.NOT_ASSIGNED}
        found = set()
        if not given.starts <= fact.at <= given.ends:
            found.add(Standing.EXPIRED)
        may = fact.KIND in self.rights.get(given.role, ())
        if not may or fact.KIND in ONLY_DESK_KEYS:
            found.add(Standing.NOT_ALLOWED)
        elif isinstance(fact, _HANDOVER):
            found |= _of_party(fact, given)
        elif isinstance(fact, PapersMoved):
            # Each of the two TPS signs for itself what went between them.
            if not any(is_in(place, given.area) for place in (fact.place, fact.to)):
                found.add(Standing.OUTSIDE_AREA)
        elif any(not is_in(place, given.area) for place in places_of(fact)):
            found.add(Standing.OUTSIDE_AREA)
        return found

    def _assignment(self, device: Device, name: str) -> Assignment | None:
        """The assignment a fact uses: that of the device's letter, or another of its person."""
        own = self.assignments.get(device.assignment)
        used = self.assignments.get(name)
        return used if own and used and used.person == own.person else None


def _of_party(fact: Given | Received | RefusedLoad, given: Assignment) -> set[Standing]:
    """A person signs for the own side; on paper also for those inside the own area."""
    own = fact.giver if isinstance(fact, Given) else fact.receiver
    role, _, area = own.partition("@")
    if role != given.role and not (fact.paper and given.role in _SIGNS_PAPER):
        return {Standing.NOT_ALLOWED}
    return set() if is_in(area, given.area) else {Standing.OUTSIDE_AREA}


def registry_of(
    people: Iterable[NamedFact],
    root: str = "",
    countersigned: Mapping[str, tuple[str, ...]] | None = None,
) -> Registry:
    """Return what the facts about keys imply, in any order.

    `root` names the first fact of the log, the root of its authority. Without it the
    only `desk_enrolled` signed by its own key is taken, and where there are several, none.
    `countersigned` has, for a fact, the devices whose countersignatures were verified.
    """
    named = {name: fact for name, fact in people if isinstance(fact, PEOPLE)}
    desks = _desks(named, root)
    stands = {
        name: fact
        for name, fact in sorted(named.items())
        if isinstance(fact, Assigned | Revoked) and _signed_by(desks, fact)
    }
    assignments = {
        name: Assignment(
            name, fact.person, fact.as_role, fact.area, fact.starts, fact.ends, fact.at
        )
        for name, fact in stands.items()
        if isinstance(fact, Assigned)
    }
    revoked = {name: fact for name, fact in stands.items() if isinstance(fact, Revoked)}
    phones = _phones(named, revoked.values(), desks)
    seconds = seconded(revoked, phones, assignments, countersigned or {})
    sure = [revoked[name] for name in seconds]
    for name, given in assignments.items():
        ends = [each.at for each in revoked.values() if each.ended == name]
        sure_ends = [each.at for each in sure if each.ended == name]
        if ends:
            assignments[name] = replace(
                given, ended=min(ends), seconded_end=min(sure_ends, default=None)
            )
    for device, phone in phones.items():
        if upto := [each.upto for each in sure if each.target == device]:
            phones[device] = replace(phone, seconded_upto=min(upto))
    return Registry(desks | phones, assignments, seconds=_by_second(seconds, revoked, phones))


def _desks(named: Mapping[str, Fact], root: str) -> dict[str, Device]:
    """The keys of the installation. A key ends by its own word or that of those before it.

    Otherwise the thief of a later key could silence the first one, and which of two keys
    that revoke each other stands would be a matter of taste.
    """
    enrolled = {n: f for n, f in named.items() if isinstance(f, DeskEnrolled)}
    own = {n for n, f in enrolled.items() if device_of(f.key) == f.device}
    roots = {root} & own if root else own
    if len(roots) != 1:
        return {}
    first = enrolled[roots.pop()]
    revoked = [f for f in named.values() if isinstance(f, Revoked) and f.target]
    above: dict[str, frozenset[str]] = {first.device: frozenset({first.device})}
    found: dict[str, Device] = {}
    waiting = [(first.device, first.key)]
    while waiting:
        device, key = waiting.pop(0)
        upto = [
            each.upto
            for each in revoked
            if each.target == device
            and each.device in above[device]
            and (each.device == device or each.seq <= found[each.device].upto)
        ]
        found[device] = Device(device, key, is_desk=True, upto=min(upto, default=_ALWAYS))
        for each in sorted(enrolled.values(), key=lambda fact: (fact.seq, fact.key)):
            new = device_of(each.key)
            if each.device == device and each.seq <= found[device].upto and new not in above:
                above[new] = above[device] | {new}
                waiting.append((new, each.key))
    return found


def _signed_by(desks: Mapping[str, Device], fact: Fact) -> bool:
    desk = desks.get(fact.device)
    return desk is not None and fact.seq <= desk.upto


def _phones(
    named: Mapping[str, Fact], revoked: Collection[Revoked], desks: Mapping[str, Device]
) -> dict[str, Device]:
    found: dict[str, Device] = {}
    for name in sorted(named):
        fact = named[name]
        if not isinstance(fact, Enrolled) or fact.seq != 1 or fact.device in desks:
            continue
        if device_of(fact.key) != fact.device:
            continue
        if fact.device in found and found[fact.device].assignment != fact.assignment:
            found[fact.device] = replace(found[fact.device], letter_twice=True)
            continue
        upto = [each.upto for each in revoked if each.target == fact.device]
        found[fact.device] = Device(
            fact.device, fact.key, fact.assignment, upto=min(upto, default=_ALWAYS)
        )
    users: dict[str, list[str]] = {}
    for device in found.values():
        if device.upto:  # one that was revoked altogether leaves its letter to the other
            users.setdefault(device.assignment, []).append(device.device)
    for several in users.values():
        if len(several) > 1:
            for each in several:
                found[each] = replace(found[each], letter_twice=True)
    return found


def seconded(
    revoked: Mapping[str, Revoked],
    phones: Mapping[str, Device],
    assignments: Mapping[str, Assignment],
    countersigned: Mapping[str, tuple[str, ...]],
) -> dict[str, frozenset[str]]:
    """Return the revocations that a supervisor countersigned, with the devices of these.

    A supervisor of the area, on duty at that time, by another device than the one that ends.
    Whose own end was seconded by others seconds nothing.
    """

    def may(device: str, fact: Revoked) -> bool:
        phone, target = phones.get(device), phones.get(fact.target)
        letter = assignments.get(phone.assignment) if phone and not phone.letter_twice else None
        ends = assignments.get(target.assignment if target else fact.ended)
        return (
            letter is not None
            and ends is not None
            and device != fact.target
            and letter.name != fact.ended
            and letter.role in BAWASLU
            and letter.starts <= fact.at <= letter.ends
            and is_in(ends.area, letter.area)
        )

    first = {
        name: frozenset(each for each in countersigned.get(name, ()) if may(each, fact))
        for name, fact in revoked.items()
    }
    gone = {revoked[name].target for name, devices in first.items() if devices} - {""}
    letters = {revoked[name].ended for name, devices in first.items() if devices} - {""}
    gone |= {device for device, phone in phones.items() if phone.assignment in letters}
    return {name: devices - gone for name, devices in first.items() if devices - gone}


def _by_second(
    seconds: Mapping[str, frozenset[str]],
    revoked: Mapping[str, Revoked],
    phones: Mapping[str, Device],
) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for name, devices in seconds.items():
        fact = revoked[name]
        ends = {d for d, p in phones.items() if fact.ended and p.assignment == fact.ended}
        for device in devices:
            found.setdefault(device, set()).update((ends | {fact.target}) - {""})
    return {device: frozenset(targets) for device, targets in found.items()}
