"""`tepat election check`, `copy` and `list`: read election files without any database."""

import argparse
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from tepat.adapters.data_files import ElectionFile, election_files, read_election_file
from tepat.cli import Commands
from tepat.core.election.catalogue import Election, Item, Rule
from tepat.core.problems import Code, refuse
from tepat.core.sentences import sentence
from tepat.server.environment import home

_MONTHS = "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember"


def add(commands: Commands) -> None:
    """Add `election check`, `copy` and `list`."""
    check = commands.add("election check", "periksa satu berkas pemilihan, baris demi baris")
    check.add_argument("file", metavar="FILE_OR_CODE")
    check.set_defaults(run=_check)
    copy = commands.add("election copy", "salin pemilihan bawaan untuk diisi kantor ini")
    copy.add_argument("code", metavar="CODE")
    copy.set_defaults(run=_copy)
    listing = commands.add("election list", "pemilihan apa saja yang ada di sini")
    listing.set_defaults(run=_list)


def _check(arguments: argparse.Namespace) -> int:
    file = _file(arguments.file)
    election, problems = read_election_file(file)
    if election is None:
        for problem in problems:
            print(sentence(problem))
        print(f"{file.code}.toml: {len(problems)} kesalahan.")
        return 1
    print("\n".join(_summary(election)))
    return 0


def _copy(arguments: argparse.Namespace) -> int:
    """Lay an election where the office may fill in what is unset; never over its own file."""
    file = _file(arguments.code)
    target = home() / "elections" / f"{file.code}.toml"
    if target.exists():
        raise refuse(Code.OUTPUT_EXISTS, value=str(target))
    target.parent.mkdir(exist_ok=True)
    target.write_text(file.read(), encoding="utf-8", newline="\n")
    print(f"Disalin ke {target}. Isi yang belum diatur, lalu: tepat election check {file.code}")
    return 0


def _list(arguments: argparse.Namespace) -> int:
    for code, file in election_files(home()).items():
        election, problems = read_election_file(file)
        whose = "milik kantor ini" if file.is_own else "bawaan"
        what = election.name.id if election else f"{len(problems)} kesalahan"
        print(f"{code:<20} {what:<28} {whose}")
    return 0


def _file(name: str) -> ElectionFile:
    """Return the file a person means: a path, or the code of an election."""
    path = Path(name)
    known = election_files(home())
    if name in known and not path.is_file():
        return known[name]
    if not path.is_file():
        raise refuse(Code.ELECTION_UNKNOWN, value=name, choices=", ".join(known))
    return ElectionFile(path.name.removesuffix(".toml"), path, is_own=True)


def _summary(election: Election) -> Iterator[str]:
    rules = [(item, rule) for item in election.items for rule in item.rules]
    unset = [each for each in rules if each[1].count is None]
    recalled = [each for each in rules if each[1].status == "M"]
    yield f"{election.name.id} ({election.code}, tanda {election.tag}): tidak ada kesalahan."
    yield f"Pemungutan suara: {_day(election.voting_day)}"
    yield f"Batas pemilih per TPS: {election.tps_cap or 'belum diatur'}"
    yield "Jenis: " + ", ".join(kind.code for kind in election.kinds)
    yield f"Barang: {len(election.items)}, aturan jumlah: {len(rules)}"
    if not election.deadlines:
        yield "Jadwal: belum diatur"
    for each in election.deadlines:
        hour = f" {each.hour:%H.%M}" if each.hour else ""
        yield f"  {_count(each.days) + hour:<8} {each.name.id} ({each.at.value.upper()})"
    if unset:
        yield f"\nBelum diatur ({len(unset)}):"
        yield from (_line(item, rule) for item, rule in unset)
    if recalled:
        yield f"\nDari ingatan, periksa dulu ({len(recalled)}):"
        yield from (_line(item, rule) for item, rule in recalled)


def _line(item: Item, rule: Rule) -> str:
    count = "" if rule.count is None else f"{rule.count}, "
    return f"  {item.code:<26} {rule.at.value.upper():<4} {count}{rule.source.id}"


def _count(days: int) -> str:
    """H-1 is the day before voting."""
    return f"H{days:+d}" if days else "H"


def _day(day: date | None) -> str:
    return (
        "belum diatur" if day is None else f"{day.day} {_MONTHS.split()[day.month - 1]} {day.year}"
    )
