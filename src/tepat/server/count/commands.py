"""`tepat count`: check a table of forms from anywhere, write the unofficial results as a file."""

import argparse
from pathlib import Path

from tepat.cli import Commands, prepare


def add(commands: Commands) -> None:
    """Add the commands of this room."""
    check = commands.add("count check", "periksa tabel formulir: yang tidak cocok, per pemeriksaan")
    check.add_argument("file", type=Path, help="berkas .csv, .csv.gz, atau .parquet")
    check.add_argument("--rows", type=int, default=5, help="baris per pemeriksaan yang ditulis")
    check.set_defaults(run=_check)
    export = commands.add("count export", "tulis hasil tidak resmi: csv, xlsx, NIST, atau bundel")
    export.add_argument("--out", required=True, type=Path, help="berkas .csv, .xlsx, .json, .zip")
    export.add_argument("--kabupaten", required=True, help="kode, misalnya 63.09")
    export.add_argument("--election", help="kode pemilihan, bila lebih dari satu")
    export.add_argument(
        "--all", action="store_true", dest="every", help="semua yang masuk, bukan yang disetujui"
    )
    export.set_defaults(run=_export)


def _check(arguments: argparse.Namespace) -> int:
    from tepat.adapters.form_tables import DIFFERS, NEGATIVE, TWICE, check_table
    from tepat.core.count.words import CHECK_WORDS
    from tepat.core.sentences import sentence

    found = check_table(arguments.file, max(0, arguments.rows))
    print(f"{found.forms} formulir diperiksa; bukan hasil resmi.")
    if found.unread:
        print(f"{found.unread} sel bukan angka, dianggap kosong.")
    own = {
        DIFFERS: "dua hitungan berbeda",
        NEGATIVE: "ada angka di bawah nol",
        TWICE: "formulir yang sama ada lagi dengan isi lain",
    }
    for key, count in sorted(found.wrong.items(), key=lambda each: each[0]):
        code = key.partition(" ")[2] or key
        words = CHECK_WORDS.get(code.partition(" ")[0])
        said = own.get(key) or (words.id if words else "")
        print(f"{key:10} {count:>8}  {said}")
    for where, key, problem in found.rows:
        print(f"{where}: {key}. {sentence(problem) if problem else own.get(key, '')}".rstrip())
    return 0


def _export(arguments: argparse.Namespace) -> int:
    prepare()
    from tepat.server.count.exports.files import SUFFIX, make
    from tepat.server.election import scopes

    scope = scopes.find(arguments.kabupaten, arguments.election)
    suffix = arguments.out.suffix.lower()
    form = next((each for each, end in SUFFIX.items() if end == suffix), suffix.lstrip("."))
    made = make(scope, form, every=arguments.every)
    arguments.out.parent.mkdir(parents=True, exist_ok=True)
    partial = arguments.out.with_name(f".{arguments.out.name}.part")
    partial.write_bytes(made.data)
    partial.replace(arguments.out)
    print(f"{arguments.out}: {made.forms} formulir. Bukan hasil resmi.")
    return 0
