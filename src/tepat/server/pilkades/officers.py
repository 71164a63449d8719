"""Who works in a Pilkades: a table of the committees, and a pasted list of all others."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from tepat.core.election.naming import code_meant
from tepat.core.election.roles import Role
from tepat.core.move.officers import Listed, read_officers
from tepat.core.problems import Problem
from tepat.server.desk.words import role_name
from tepat.server.election.elections import election_of
from tepat.server.election.models import Region, Scope, Tps

MOST_ROWS: Final = 400
"""Rows of the table: each has two fields, and a form may have a thousand."""


@dataclass(frozen=True, slots=True)
class Row:
    """One duty that waits for a name: the committee of a desa, or the KPPS of a TPS."""

    role: str
    area: str
    place: str
    name: str = ""
    phone: str = ""

    @property
    def key(self) -> str:
        return f"{self.role}-{self.area}"


def rows_of(scope: Scope, typed: Mapping[str, str]) -> list[Row]:
    """Return a row per desa and per TPS with what was typed: two queries.

    A large kabupaten has more than a form holds: then only the committees of the desa.
    """
    numbers: dict[str, list[str]] = defaultdict(list)
    for code, desa in Tps.objects.filter(scope=scope).order_by("code").values_list("code", "desa"):
        numbers[desa].append(code)
    names = dict(Region.objects.filter(code__in=list(numbers)).values_list("code", "name"))
    wide = len(numbers) + sum(map(len, numbers.values())) > MOST_ROWS
    rows = []
    for desa, found in numbers.items():
        name = names.get(desa, desa)
        rows.append(_row("pps", desa, name, typed))
        for code in [] if wide else found:
            rows.append(_row("kpps", code, f"{name} TPS {code[-3:]}", typed))
    return rows[:MOST_ROWS]


def _row(role: str, area: str, place: str, typed: Mapping[str, str]) -> Row:
    key = f"{role}-{area}"
    return Row(role, area, place, typed.get(f"nama-{key}", ""), typed.get(f"hp-{key}", ""))


def read(scope: Scope, rows: list[Row], pasted: str) -> tuple[list[Listed], list[Problem]]:
    """Return everybody who was named, and every line that cannot be used. One query.

    Rows without a name are left for later. In the pasted list an area is a code or a name.
    """
    listed: list[Listed] = []
    problems: list[Problem] = []
    for row in rows:
        if row.name.strip() or row.phone.strip():
            name = row.name.replace(";", " ").replace("\t", " ")
            line = f"{row.role}; {row.area}; {name}; {row.phone.replace(';', ' ')}"
            found, faults = read_officers(line, {}, scope.kabupaten)
            listed += found
            problems += [
                Problem(each.code, {**each.facts, "line": row.place, "value": row.name or "-"})
                for each in faults
            ]
    found, faults = read_officers(_with_codes(scope, pasted), _roles(scope), scope.kabupaten)
    return [*listed, *found], [*problems, *faults]


def _roles(scope: Scope) -> dict[str, str]:
    """Roles by how people call them here, in small letters."""
    own = election_of(scope).roles
    named = {role_name(role).casefold(): role.value for role in Role}
    for role, words in own.items():
        named |= {each.casefold(): role for each in (words.id, words.en)}
    return named


def _with_codes(scope: Scope, pasted: str) -> str:
    """Put the code where the name of an area stands alone: one query, none without a list."""
    if not pasted.strip():
        return ""
    regions = Region.objects.filter(code__startswith=scope.kabupaten)
    names = dict(regions.values_list("code", "name"))
    return "\n".join(_with_code(line, names) for line in pasted.splitlines())


def _with_code(line: str, names: Mapping[str, str]) -> str:
    parted = "\t" if "\t" in line else ";"
    parts = line.split(parted)
    if len(parts) > 1 and not parts[1].strip()[:2].isdecimal():
        parts[1] = code_meant(parts[1], names) or parts[1]
    return parted.join(parts)
