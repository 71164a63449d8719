"""Begin a Pilkades: its own election file in TEPAT_HOME, its scope, and regions if asked.

The shipped file stays as it is. What an office says is laid over it and written whole.
"""

from collections.abc import Iterable
from pathlib import Path

from django.conf import settings
from django.db import transaction

from tepat.adapters.data_files import election_files
from tepat.adapters.region_table import read_region_text
from tepat.core.election.catalogue import Election
from tepat.core.election.reading import read_election
from tepat.core.election.regions import Level, is_in
from tepat.core.election.roles import MAY, Action, may
from tepat.core.election.village import (
    SHIPPED,
    Village,
    election_text,
    free_code,
    free_tag,
)
from tepat.core.problems import Code, Problem, Refused
from tepat.server.election import elections
from tepat.server.election.models import Region, Scope, User
from tepat.server.election.regions import services as regions
from tepat.server.election.tps_list.services import open_scope


def kabupaten_of(user: User) -> list[str]:
    """Return the codes of the kabupaten in which `user` may begin an election. No query."""
    wide = [each for each in user.grants() if Action.EDIT_ELECTION in MAY[each.role]]
    codes = {each.area for each in wide if len(each.area) == 5 and not each.election}
    return sorted(code for code in codes if may(wide, Action.EDIT_ELECTION, code))


def begin(kabupaten: str, village: Village) -> Scope:
    """Write the file of a new Pilkades and open its scope in `kabupaten`.

    Raises `Refused` where the kabupaten is unknown or the file would be faulty; then
    nothing is written.
    """
    files = election_files(settings.HOME)
    code = free_code(village.day, files)
    tags = [read.tag for name in files if (read := _read(name)) is not None]
    if not Region.objects.filter(code=kabupaten, level=Level.KABUPATEN).exists():
        raise Refused(Problem(Code.REGION_UNKNOWN, {"value": kabupaten}))
    _write(code, free_tag(village.day, tags), village)
    scope = open_scope(code, kabupaten)
    if settings.DEMO:  # what is tried in a demo is made up, as all of it
        scope.is_contoh = True
        scope.save(update_fields=["is_contoh"])
    return scope


def change(scope: Scope, village: Village) -> None:
    """Write what the office says now. Raises `Refused` where the file would be faulty."""
    _write(scope.election, elections.load(scope.election).tag, village)


def _read(code: str) -> Election | None:
    try:
        return elections.load(code)
    except Refused:
        return None


def _write(code: str, tag: str, village: Village) -> None:
    """Put the file in its place, whole or not at all."""
    shipped = election_files(Path(settings.HOME) / "none")[SHIPPED].read()
    text = election_text(shipped, code, tag, village)
    election, problems = read_election(text, f"{code}.toml")
    if election is None:
        raise Refused(problems[0])
    target = Path(settings.HOME) / "elections" / f"{code}.toml"
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_suffix(".part")
    partial.write_text(text, encoding="utf-8", newline="\n")
    partial.replace(target)


@transaction.atomic
def learn_regions(pasted: str, kabupaten: str) -> list[Problem]:
    """Store pasted codes and names of `kabupaten`; return every line that cannot be used.

    A list without a header is code and name. Nothing is stored while a line is wrong: a
    desa that is missing would be missed on the next page.
    """
    first = pasted.strip().splitlines()[0] if pasted.strip() else ""
    parted = next((each for each in "\t;,|" if each in first), ";")
    headed = pasted if not first[:2].isdecimal() else f"kode{parted}nama\n{pasted.strip()}"
    table = read_region_text(headed, "tempelan")
    problems = [*table.problems, *_outside((row.code for row in table.rows), kabupaten)]
    if not problems:
        problems = regions.import_table(table).problems
    return problems


def _outside(codes: Iterable[str], kabupaten: str) -> list[Problem]:
    facts = {"role": "kpu", "kabupaten": kabupaten}
    return [
        Problem(Code.AREA_OUTSIDE, {"area": code, **facts})
        for code in codes
        if not is_in(code, kabupaten)
    ]
