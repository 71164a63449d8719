"""What a set of facts implies for one package: planned, packed, sealed or reopened.

What comes after what says `ordering.Order`: links that name what a reporter had seen, the
chain of a device, handovers from one device to the next, and checkpoints. A fact that no
other one follows is a head; the heads say how the package stands now. Two heads mean that
two people reported without seeing each other: both stay visible. No clock and no order of
arrival decides, and a fact that comes twice changes nothing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from tepat.core.move.events import Commissioned, Counted, Fact, Packed, Released, Sealed, Unsealed
from tepat.core.move.ordering import Order
from tepat.core.plan.packing import Content
from tepat.core.problems import Code, Problem


class State(StrEnum):
    """How far the packing of a package has come."""

    PLANNED = "planned"
    PACKED = "packed"
    SEALED = "sealed"
    REOPENED = "reopened"


@dataclass(frozen=True, slots=True)
class PackageState:
    """One package as its facts say. Names of facts are the hashes of their bytes."""

    package: str
    state: State = State.PLANNED
    contents: tuple[Counted, ...] = ()
    lies_in: str = ""
    """For an envelope: the box whose filling named it."""
    holds: tuple[str, ...] = ()
    seals: tuple[str, ...] = ()
    broken: tuple[str, ...] = ()
    foreign: tuple[str, ...] = ()
    released: tuple[str, ...] = ()
    """Codes of other systems that were bound once and are no more."""
    heads: tuple[str, ...] = ()
    filled: str = ""
    """The fact that says what is in it now."""
    problems: tuple[Problem, ...] = ()


Chain = Mapping[str, Packed | Sealed | Unsealed]


def state_of(
    package: str, facts: Iterable[tuple[str, Fact]], order: Order | None = None
) -> PackageState:
    """Return what `facts`, named by their hashes and in any order, imply for `package`.

    Without an `order` only the links of `after` say what comes after what.
    """
    named = {name: fact for name, fact in facts if package in fact.packages}
    chain: dict[str, Packed | Sealed | Unsealed] = {
        name: fact for name, fact in named.items() if isinstance(fact, Packed | Sealed | Unsealed)
    }
    foreign, released = _bound(named)
    order = order or Order(chain, lambda _: True)
    heads = order.last(chain)
    if not heads:
        return PackageState(package, foreign=foreign, released=released)
    head = max(heads, key=lambda name: (chain[name].at, name))
    past = {head, *(name for name in chain if order.before(name, head))}
    filled = _last_packed(past, chain, order) or _last_packed(chain, chain, order)
    packed = chain.get(filled)
    contents, holds, lies_in = (), (), ""  # type: tuple[Counted, ...], tuple[str, ...], str
    if isinstance(packed, Packed):
        if packed.package == package:
            contents, holds = packed.contents, packed.holds
        else:
            lies_in = packed.package
    now = chain[head]
    sealed = {s for n in past if isinstance(f := chain[n], Sealed) for s in f.seals}
    seals = tuple(sorted(now.seals)) if isinstance(now, Sealed) else ()
    return PackageState(
        package=package,
        state=_STATES[type(now)],
        contents=contents,
        lies_in=lies_in,
        holds=holds,
        seals=seals,
        broken=tuple(sorted(sealed - set(seals))),
        foreign=foreign,
        released=released,
        heads=tuple(heads),
        filled=filled,
        problems=tuple(_problems(package, chain, heads, filled)),
    )


def bindings_of(facts: Mapping[str, Fact]) -> dict[str, str]:
    """Return the bindings that still stand, by the name of their fact: the code they bind.

    A release undoes the bindings it names and no other, in whatever order they arrive.
    """
    undone = {name for f in facts.values() if isinstance(f, Released) for name in f.after}
    return {
        name: fact.foreign
        for name, fact in facts.items()
        if isinstance(fact, Commissioned) and name not in undone
    }


def _bound(facts: Mapping[str, Fact]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    ever = {fact.foreign for fact in facts.values() if isinstance(fact, Commissioned)}
    now = set(bindings_of(facts).values())
    return tuple(sorted(now)), tuple(sorted(ever - now))


_STATES = {Packed: State.PACKED, Sealed: State.SEALED, Unsealed: State.REOPENED}


def problems_with(state: PackageState, plan: Iterable[Content]) -> list[Problem]:
    """Return every line in which what was packed differs from what is planned now.

    Lines nobody has set a quantity for never differ. Empty while nothing is packed.
    """
    if state.state is State.PLANNED or state.lies_in:
        return []
    counted = {(line.item, line.sku): line.count for line in state.contents}
    found = []
    for line in plan:
        got = counted.pop((line.item, line.sku), None)
        if line.quantity is not None and got != line.quantity:
            found.append(_differs(state.package, line.item, line.quantity, got or 0))
    found += [
        _differs(state.package, item, 0, got) for (item, _), got in sorted(counted.items()) if got
    ]
    return found


def _differs(package: str, item: str, expected: int, got: int) -> Problem:
    return Problem(
        Code.PACKED_DIFFERS,
        {"package": package, "item": item, "expected": expected, "got": got},
    )


def _last_packed(among: Iterable[str], chain: Chain, order: Order) -> str:
    """The filling that no later filling among those replaced, "" where there is none."""
    last = order.last(name for name in among if isinstance(chain[name], Packed))
    return max(last, key=lambda name: (chain[name].at, name), default="")


def _problems(package: str, chain: Chain, heads: list[str], filled: str) -> list[Problem]:
    found = []
    if len(heads) > 1:
        found.append(Problem(Code.PACKAGE_BRANCHES, {"package": package, "count": len(heads)}))
    if not filled:
        found.append(Problem(Code.SEALED_UNPACKED, {"package": package}))
    missing = {name for fact in chain.values() for name in fact.after} - set(chain)
    own = any(package == fact.package for fact in chain.values())
    if missing and own:
        found.append(Problem(Code.FACT_MISSING, {"package": package, "count": len(missing)}))
    return found
