"""Options that the commands of the schedule share. A base install reads this, without numpy."""

import argparse
from pathlib import Path

SCENARIOS = 10_000
MOST = 1_000_000


def add_data(parser: argparse.ArgumentParser) -> None:
    """Add the options that name the data of a regency."""
    parser.add_argument("--instance", type=Path, help="berkas tepat-instance/1, tanpa basis data")
    parser.add_argument("--kabupaten", help="kode, misalnya 63.09")
    parser.add_argument("--election", help="kode pemilihan, bila lebih dari satu")
    parser.add_argument("--fleet", type=Path, help="berkas armada dan harga .toml")


def add_scope(parser: argparse.ArgumentParser) -> None:
    """Add the options that name one election in one kabupaten."""
    parser.add_argument("--kabupaten", required=True, help="kode, misalnya 63.09")
    parser.add_argument("--election", help="kode pemilihan, bila lebih dari satu")


def add_tps(parser: argparse.ArgumentParser) -> None:
    """Add the option that names a table of TPS."""
    parser.add_argument("--tps", type=Path, help="csv: desa, tps, kotak, lintang, bujur")


def add_effort(parser: argparse.ArgumentParser) -> None:
    """Add the options that say how much is tried."""
    parser.add_argument("--rounds", type=count, help="putaran susun dan nilai")
    parser.add_argument("--iterations", type=count, help="iterasi tiap putaran")
    parser.add_argument("--scenarios", type=count, default=SCENARIOS)


def count(text: str) -> int:
    """Return a whole number from 1 to a million."""
    number = int(text)
    if not 1 <= number <= MOST:
        raise argparse.ArgumentTypeError(f"1 sampai {MOST}")
    return number
