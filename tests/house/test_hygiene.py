"""What keeps the house readable: small files, short functions, nothing left lying about."""

import ast
import io
import re
import subprocess
import tokenize
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MOST_LINES_OF_A_FILE = 450
MOST_LINES_OF_A_FUNCTION = 70
LISTS = {"src/tepat/core/problem_codes.py"}
"""Files that are one long list, not code."""


def tracked(*patterns: str) -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", *patterns],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    paths = (ROOT / name for name in listed.stdout.split("\0") if name)
    return [path for path in paths if path.is_file()]


def ours(suffix: str = "py", folder: str = "src") -> list[Path]:
    """Files of ours in `folder`, migrations apart."""
    return [path for path in tracked(f"{folder}/**.{suffix}") if "migrations" not in path.parts]


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def test_no_file_has_swollen() -> None:
    lines = {name(path): len(path.read_text(encoding="utf-8").splitlines()) for path in ours()}

    swollen = {
        path: n for path, n in lines.items() if n > MOST_LINES_OF_A_FILE and path not in LISTS
    }
    assert swollen == {}


def test_no_function_has_swollen() -> None:
    swollen = [
        f"{name(path)}:{function.lineno} {function.name}"
        for path in ours()
        for function in functions(path)
        if (function.end_lineno or 0) - function.lineno + 1 > MOST_LINES_OF_A_FUNCTION
    ]
    assert swollen == []


def test_nothing_is_left_to_be_done_in_a_comment() -> None:
    mark = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|XX" + r"X|HA" + r"CK)\b")
    kinds = ("*.py", "*.ts", "*.js", "*.css", "*.html", "*.toml", "*.md", "*.typ", "Makefile")

    found = [
        f"{name(path)}:{number}"
        for path in tracked(*kinds)
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if mark.search(line)
    ]
    assert found == []


def test_rules_and_adapters_never_print() -> None:
    printing = [
        name(path)
        for folder in ("src/tepat/core", "src/tepat/adapters")
        for path in ours(folder=folder)
        if any(
            token.type == tokenize.NAME and token.string == "print"
            for token in tokenize.generate_tokens(io.StringIO(path.read_text()).readline)
        )
    ]
    assert printing == []


def test_only_the_clock_asks_for_the_time() -> None:
    asking = re.compile(r"datetime\.now\(|date\.today\(|timezone\.now\(|\.utcnow\(|time\.time\(")

    found = [
        name(path)
        for path in ours()
        if asking.search(path.read_text(encoding="utf-8")) and path.name != "clock.py"
    ]
    assert found == []


def test_no_file_names_a_registry_or_a_path_of_somebodys_machine() -> None:
    hosts = ("pypi" + ".org", "python" + "hosted", "registry.npm" + "js", "deb.debian" + ".org")
    machine = re.compile(r"(?<![\w.~-])/(wo" + r"rk|ro" + r"ot|home/[a-z]+)/(?!<)")
    options = re.compile(r"^--?(index-url|extra-index-url|find-links)", re.MULTILINE)

    found = []
    for path in tracked():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        if path == Path(__file__).resolve():
            continue
        if any(host in text for host in hosts) or machine.search(text) or options.search(text):
            found.append(name(path))
        if path.name == "package-lock.json" and '"resolved"' in text:
            found.append(name(path))
    assert found == []


def test_locks_carry_the_hash_of_every_file() -> None:
    for lock in tracked("requirements/*.lock"):
        pins = re.findall(r"^[a-z][^\\\n]*(\\?)$", lock.read_text(encoding="utf-8"), re.MULTILINE)
        assert pins, name(lock)
        assert set(pins) == {"\\"}, f"{name(lock)}: a pin without a hash"


def test_continuous_integration_is_make_check() -> None:
    lines = [line for line in (ROOT / ".ci/run").read_text().splitlines() if line.strip()]

    assert lines[-1].startswith("make check")


def test_no_merge_was_left_half_done() -> None:
    mark = re.compile(r"^(<{7}|>{7}) ", re.MULTILINE)
    left = [
        name(path)
        for path in tracked()
        if mark.search(path.read_bytes().decode("utf-8", errors="ignore"))
    ]
    assert left == []
