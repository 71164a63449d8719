"""The registry of each log, kept in this process and followed: on a morning on which thousands of
phones enrol, nobody reads all facts about keys anew for each of them.
"""

import threading
from collections import OrderedDict
from dataclasses import dataclass
from typing import Final

from tepat.core.move import devices, judging
from tepat.core.move.standing import NamedFact
from tepat.server.log import for_folds
from tepat.server.log import queries as log
from tepat.server.log import services as log_services

KINDS: Final = tuple(kind.KIND for kind in devices.PEOPLE)
MOST: Final = 32

Key = tuple[str, str, str]
"""Election, kabupaten, and the hash over the facts about keys."""


@dataclass(frozen=True, slots=True)
class _Kept:
    """What the facts about keys up to the number `upto` imply."""

    upto: int
    facts: tuple[NamedFact, ...]
    signed: dict[str, tuple[str, ...]]
    registry: devices.Registry


_kept: OrderedDict[Key, _Kept] = OrderedDict()
_lock = threading.Lock()


def registry_of(election: str, kabupaten: str, keyed: str) -> devices.Registry:
    """Return every key and assignment as the facts imply. `keyed` hashes the facts about keys.

    So what is kept here is never out of date: facts that have come since are read alone where the
    hash shows that nothing else has, or else all of them. No query where nothing has come.
    """
    key = (election, kabupaten, keyed)
    with _lock:
        if found := _kept.get(key):
            _kept.move_to_end(key)
            return found.registry
        before = [(each, kept) for each, kept in reversed(_kept.items()) if each[:2] == key[:2]]
    made = (_followed(key, *before[0]) if before else None) or _read(key, None)
    with _lock:
        _kept[key] = made
        while len(_kept) > MOST:
            _kept.popitem(last=False)
    return made.registry


def _followed(key: Key, before: Key, kept: _Kept) -> _Kept | None:
    """Return what is kept of `before` with the facts behind it; None: more than that changed."""
    made = _read(key, kept)
    names = [name for name, _ in made.facts[len(kept.facts) :]]
    return made if log_services.keyed_after(before[2], names) == key[2] else None


def _read(key: Key, kept: _Kept | None) -> _Kept:
    """Read the facts behind those that are kept, and fold all of them."""
    more = for_folds.signed_of_kinds(*key[:2], KINDS, after=kept.upto if kept else 0)
    more.sort(key=lambda each: each.arrival.number)
    facts = tuple((each.name, judging.parsed(each.body)) for each in more)
    signed = {each.name: each.countersigners for each in more if each.countersigners}
    upto = more[-1].arrival.number if more else 0
    if kept:
        facts, signed, upto = kept.facts + facts, kept.signed | signed, max(upto, kept.upto)
    root = log.first_name(*key[:2])
    return _Kept(upto, facts, signed, devices.registry_of(facts, root, signed))
