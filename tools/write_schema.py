"""Write what the phone must know of the facts: field/src/log/schema.ts and dictionary.ts.

python tools/write_schema.py            write both
python tools/write_schema.py --check    fail where they are not fresh
"""

import json
import sys
from dataclasses import MISSING, fields
from datetime import datetime
from pathlib import Path
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

from tepat.core.log import carrying
from tepat.core.move.events import EVENTS, Fact
from tepat.core.move.events import fields as types
from tepat.core.move.events.words import WORDS

FIELD = Path(__file__).resolve().parent.parent / "field/src/log"
WIDTH = 90
_LISTS = ("Codes", "Packages", "PackageSet", "Hashes")
_NUMBERS = ("Count", "Whole")
_DEFAULTS = (MISSING, None, "", 0, ())
"""What a field may be when it is left out; the phone refuses these where they are spelled."""


def schema() -> str:
    """Return the text of schema.ts: each kind of fact, its fields and their types."""
    shapes = _Shapes()
    common = shapes.fields_of(Fact)
    kinds = {kind: shapes.fields_of(event) for kind, event in EVENTS.items()}
    lines = [
        "/** The facts as Python lists them. Written by `tools/write_schema.py`; not by hand. */",
        "",
        "/** A type, with `!` where the field must be there; `[Shape]` is a list of them. */",
        "export type Fields = Readonly<Record<string, string>>;",
        "",
        "export interface Kind {",
        "  readonly v: number;",
        '  readonly audience: "public" | "agencies" | "security" | "results";',
        "  readonly fields: Fields;",
        "}",
        "",
        "/** What every fact carries. */",
        f"export const COMMON: Fields = {_record(common, '')};",
        "",
        "/** The parts of facts that are objects. */",
        "export const SHAPES: Readonly<Record<string, Fields>> = {",
        *(f"  {name}: {_record(own, '  ')}," for name, own in shapes.found.items()),
        "};",
        "",
        "/** Every kind of fact, with the fields it has beside the common ones. */",
        "export const KINDS: Readonly<Record<string, Kind>> = {",
    ]
    for kind, event in EVENTS.items():
        own = {name: type_ for name, type_ in kinds[kind].items() if name not in common}
        head = f'v: {event.VERSION}, audience: "{event.AUDIENCE}"'
        lines.append(f"  {kind}: {{ {head}, fields: {_record(own, '  ')} }},")
    lines += [
        "};",
        "",
        "/** The words a form offers, by kind and field; others are read and decide nothing. */",
        "export const WORDS: Readonly<Record<string, readonly string[]>> = {",
        *(f'  "{name}": {json.dumps(list(each))},' for name, each in WORDS.items()),
    ]
    lines += ["};", "", "export interface Common {", *_members(common), "}"]
    for name, own in shapes.found.items():
        lines += ["", f"export interface {name} {{", *_members(own), "}"]
    for kind, event in EVENTS.items():
        own = {name: type_ for name, type_ in kinds[kind].items() if name not in common}
        lines += ["", f"/** {event.MEANING[:1].upper()}{event.MEANING[1:]}. */"]
        lines += [f"export interface {event.__name__} extends Common {{"]
        lines += [f'  readonly kind: "{kind}";', *_members(own), "}"]
    union = "\n".join(f"  | {event.__name__}" for event in EVENTS.values())
    return "\n".join([*lines, "", f"export type Fact =\n{union};", ""])


def dictionary() -> str:
    """Return the text of dictionary.ts: what the text code is deflated against."""
    text = carrying.DICTIONARY.decode("ascii")
    parts = [_quoted(text[at : at + WIDTH]) for at in range(0, len(text), WIDTH)]
    return "\n".join(
        [
            "/**",
            " * The preset dictionary of version 1 of the text code, as in `core/log/carrying.py`.",
            " * Written by `tools/write_schema.py`; not by hand.",
            " */",
            'import { utf8 } from "./bytes";',
            "",
            "export const DICTIONARY = utf8(",
            "  " + " +\n    ".join(parts) + ",",
            ");",
            "",
        ]
    )


class _Shapes:
    """The fields of facts, and of the objects in them as they are met."""

    def __init__(self) -> None:
        self.found: dict[str, dict[str, str]] = {}

    def fields_of(self, kind: type[Any]) -> dict[str, str]:
        hints = get_type_hints(kind, include_extras=True)
        if odd := [each.name for each in fields(kind) if each.default not in _DEFAULTS]:
            raise SystemExit(f"{kind.__name__}: the phone knows no such default: {odd}")
        return {
            each.name: self._type(hints[each.name]) + ("!" if each.default is MISSING else "")
            for each in fields(kind)
        }

    def _type(self, hint: Any) -> str:
        if hint is datetime:
            return "Moment"
        if get_origin(hint) is UnionType:
            return self._type(get_args(hint)[0])
        if get_origin(hint) is tuple:
            return f"[{self._type(get_args(hint)[0])}]"
        for name, alias in vars(types).items():
            if name[0].isupper() and alias is hint:
                return name
        if hint.__name__ not in self.found:
            self.found[hint.__name__] = {}
            self.found[hint.__name__] = self.fields_of(hint)
        return str(hint.__name__)


def _record(own: dict[str, str], indent: str) -> str:
    inner = ", ".join(f'{name}: "{type_}"' for name, type_ in own.items())
    if len(inner) + len(indent) < WIDTH:
        return f"{{ {inner} }}" if inner else "{}"
    rows = "".join(f'{indent}  {name}: "{type_}",\n' for name, type_ in own.items())
    return f"{{\n{rows}{indent}}}"


def _members(own: dict[str, str]) -> list[str]:
    return [
        f"  readonly {name}{'' if type_.endswith('!') else '?'}: {_typescript(type_.rstrip('!'))};"
        for name, type_ in own.items()
    ]


def _typescript(type_: str) -> str:
    if type_.startswith("["):
        return f"readonly {_typescript(type_[1:-1])}[]"
    if type_ in _LISTS:
        return "readonly string[]"
    if type_ in _NUMBERS:
        return "number"
    return "string" if type_ == "Moment" or hasattr(types, type_) else type_


def _quoted(text: str) -> str:
    if "'" in text or "\\" in text:
        return json.dumps(text)
    return f"'{text}'"


def main(arguments: list[str]) -> int:
    """Write the files, or say which one is not fresh; return the exit status."""
    stale = []
    for path, text in ((FIELD / "schema.ts", schema()), (FIELD / "dictionary.ts", dictionary())):
        if path.is_file() and path.read_text(encoding="utf-8") == text:
            continue
        stale.append(path.name)
        if "--check" not in arguments:
            path.write_text(text, encoding="utf-8", newline="\n")
    if stale and "--check" in arguments:
        print(f"Not fresh: {', '.join(stale)}. Run: python tools/write_schema.py")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
