"""Forms as the pages show them. Each asks a number of queries that does not grow with the rows."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from tepat.core.count import lists
from tepat.core.count.checks import Known, Severity
from tepat.core.count.saying import Said, said_of
from tepat.core.count.versions import State
from tepat.server.count.contests import Contests
from tepat.server.count.models import FormState
from tepat.server.election.models import Region, Scope


@dataclass(slots=True)
class Area:
    """The forms of one kind in one kecamatan, counted."""

    code: str
    states: Counter[State] = field(default_factory=Counter)
    flagged: int = 0
    """Forms that are in and in which something does not add up."""

    @property
    def tps(self) -> int:
        return self.states.total()

    @property
    def came(self) -> int:
        return self.tps - self.states[State.MISSING]

    def add(self, other: "Area") -> None:
        """Add another area's forms."""
        self.states += other.states
        self.flagged += other.flagged


def coverage(scope: Scope) -> dict[str, dict[str, Area]]:
    """Return by kind and kecamatan how many forms stand how: one query."""
    found: defaultdict[str, dict[str, Area]] = defaultdict(dict)
    rows = FormState.objects.filter(scope=scope).order_by("kecamatan")
    for kind, kecamatan, state, weight in rows.values_list("kind", "kecamatan", "state", "weight"):
        area = found[kind].setdefault(kecamatan, Area(kecamatan))
        area.states[State(state)] += 1
        area.flagged += weight == Severity.ERROR and state != State.MISSING
    return dict(found)


def total_of(areas: Iterable[Area], code: str) -> Area:
    """Return areas together."""
    total = Area(code)
    for each in areas:
        total.add(each)
    return total


def names_of(scope: Scope) -> dict[str, str]:
    """Return the names of all regions of a kabupaten: one query."""
    rows = Region.objects.filter(code__startswith=scope.kabupaten)
    return dict(rows.values_list("code", "name"))


def tps_name(code: str, names: Mapping[str, str]) -> str:
    """Name a TPS as people do: TPS 007 Salikung."""
    desa, _, number = code.partition("-")
    return f"TPS {number} {names.get(desa, desa)}"


def known_of(contests: Contests, rows: Sequence[FormState]) -> dict[int, Known]:
    """Return what is known beside each of `rows`, by its key; all rows of a TPS are given."""
    users: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for row in rows:
        if (n := row.form.get("figures", {}).get("users")) is not None:
            users[row.tps][row.sku] = n
    return {
        row.pk: contests.known(
            row.tps,
            row.there,
            tuple(n for sku, n in users[row.tps].items() if sku != row.sku),
            contests.kind(row.kind),
        )
        for row in rows
    }


def said_in(rows: Sequence[FormState], contests: Contests) -> dict[int, list[Said]]:
    """Return what is said of each form, by the key of its row: no query."""
    known = known_of(contests, rows)
    return {row.pk: said_of(row.as_form(), known[row.pk]) for row in rows if row.form}


def next_open(scope: Scope, after: FormState) -> FormState | None:
    """Return the next form of the same kind that is not in, in this kecamatan: two queries."""
    rows = FormState.objects.filter(
        scope=scope, kecamatan=after.kecamatan, kind=after.kind, state=State.MISSING
    ).exclude(pk=after.pk)
    ordered = rows.order_by("tps")
    return ordered.filter(tps__gt=after.tps).first() or ordered.first()


def numbers_of(scope: Scope, contests: Contests, row: FormState) -> tuple[str, ...]:
    """Return the numbers on a paper: as the election says, else as most forms of it have them.

    One query or none; empty where nobody has said.
    """
    kind = contests.kind(row.kind)
    if kind and (said := kind.choices_in(row.tps)):
        return lists.rows_for(map(str, said), kind.candidates_in(row.tps))
    forms = FormState.objects.filter(scope=scope, sku=row.sku).exclude(state=State.MISSING)
    seen = Counter(
        tuple(form.get("votes", {})) for form in forms.values_list("form", flat=True)[:200]
    )
    found = max(seen, key=lambda each: (seen[each], each), default=())
    return tuple(sorted(found, key=lists.in_order))
