"""EPC URIs of GS1 as canonical GS1 Digital Link URIs.

The hash of an EPCIS event is taken over Digital Links, so that both spellings of one key
give one hash (CBV 2.0, 8.9; GS1 Digital Link URI Syntax 1.2, 4.11). `tepat` names its own
things with its own URIs; these keys come in with documents of others.
"""

import re
from collections.abc import Callable
from typing import Final
from urllib.parse import unquote, urlsplit

CANONICAL: Final = "https://id.gs1.org"
_SCHEMES: Final = ("urn:epc:id:", "urn:epc:class:", "urn:epc:idpat:")
_KEPT: Final[dict[str, tuple[str, ...]]] = {
    "00": (),
    "01": ("21", "10", "235"),
    "253": (),
    "255": (),
    "401": (),
    "402": (),
    "414": ("254",),
    "417": (),
    "8003": (),
    "8004": (),
    "8006": ("21", "10"),
    "8010": ("8011",),
    "8017": (),
    "8018": (),
}
"""Primary keys, and the qualifiers of which the first present stays."""


def canonical_key(uri: str) -> str:
    """Return `uri` as a constrained canonical Digital Link, or as it is where it is none.

    >>> canonical_key("urn:epc:id:sscc:4012345.0000000333")
    'https://id.gs1.org/00/040123450000003338'
    >>> canonical_key("https://example.org/01/04012345111118/10/A/21/9876?x=1")
    'https://id.gs1.org/01/04012345111118/21/9876'
    >>> canonical_key("https://tepat.example/id/place/63.09:gudang-1")
    'https://tepat.example/id/place/63.09:gudang-1'
    """
    for scheme in _SCHEMES:
        if uri.startswith(scheme):
            kind, _, rest = uri.removeprefix(scheme).partition(":")
            make = _FROM_EPC.get(kind)
            return uri if make is None else f"{CANONICAL}{make(rest)}"
    return _constrained(uri) or uri


def check_digit(digits: str) -> str:
    """Return the check digit of GS1 keys for `digits` (GS1 General Specifications 7.9).

    >>> check_digit("0401234511111")
    '8'
    """
    weights = (3 if place % 2 == 0 else 1 for place in range(len(digits)))
    total = sum(int(d) * w for d, w in zip(reversed(digits), weights, strict=True))
    return str(-total % 10)


def _constrained(uri: str) -> str:
    """The Digital Link in `uri` with the finest key only, "" where there is none."""
    parts = urlsplit(uri)
    if parts.scheme not in ("http", "https"):
        return ""
    steps = parts.path.strip("/").split("/")
    for place in range(len(steps) - 1):
        key, value = steps[place], steps[place + 1]
        if key not in _KEPT or not _fits(key, value) or (len(steps) - place) % 2:
            continue
        rest = dict(zip(steps[place + 2 :: 2], steps[place + 3 :: 2], strict=False))
        finer = next((name for name in _KEPT[key] if name in rest), "")
        tail = f"/{finer}/{rest[finer]}" if finer else ""
        return f"{CANONICAL}/{key}/{value}{tail}"
    return ""


_LENGTHS: Final = {"00": 18, "01": 14, "414": 13, "417": 13, "8006": 18, "8017": 18, "8018": 18}


def _fits(key: str, value: str) -> bool:
    wanted = _LENGTHS.get(key)
    return bool(value) if wanted is None else value.isdecimal() and len(value) == wanted


def _split(rest: str, count: int) -> list[str]:
    parts = rest.split(".", count - 1)
    return parts + [""] * (count - len(parts))


def _with_check(digits: str) -> str:
    return digits + check_digit(digits)


def _gtin(company: str, item: str) -> str:
    return _with_check(item[:1] + company + item[1:])


def _sgtin(rest: str) -> str:
    company, item, serial = _split(rest, 3)
    tail = f"/21/{serial}" if serial and serial != "*" else ""
    return f"/01/{_gtin(company, item)}{tail}"


def _lgtin(rest: str) -> str:
    company, item, lot = _split(rest, 3)
    return f"/01/{_gtin(company, item)}" + (f"/10/{lot}" if lot and lot != "*" else "")


def _upui(rest: str) -> str:
    company, item, extension = _split(rest, 3)
    return f"/01/{_gtin(company, item)}/235/{extension}"


def _sscc(rest: str) -> str:
    company, serial = _split(rest, 2)
    return f"/00/{_with_check(serial[:1] + company + serial[1:])}"


def _sgln(rest: str) -> str:
    company, place, extension = _split(rest, 3)
    tail = f"/254/{extension}" if extension not in ("", "0") else ""
    return f"/414/{_with_check(company + place)}{tail}"


def _itip(rest: str) -> str:
    company, item, piece, total, serial = _split(rest, 5)
    tail = f"/21/{serial}" if serial and serial != "*" else ""
    return f"/8006/{_gtin(company, item)}{piece}{total}{tail}"


def _checked(key: str, lead: str = "") -> Callable[[str], str]:
    """A key of company and number with a check digit, and a serial number after it."""

    def make(rest: str) -> str:
        company, number, serial = _split(rest, 3)
        last = serial if serial != "*" else ""
        return f"/{key}/{lead}{_with_check(company + number)}{last}"

    return make


def _plain(key: str) -> Callable[[str], str]:
    return lambda rest: f"/{key}/{''.join(_split(rest, 2))}"


def _cpi(rest: str) -> str:
    company, part, serial = _split(rest, 3)
    return f"/8010/{company}{part}" + (f"/8011/{serial}" if serial and serial != "*" else "")


_FROM_EPC: Final[dict[str, Callable[[str], str]]] = {
    "sgtin": _sgtin,
    "lgtin": _lgtin,
    "upui": _upui,
    "sscc": _sscc,
    "sgln": _sgln,
    "pgln": _checked("417"),
    "grai": _checked("8003", "0"),
    "giai": _plain("8004"),
    "gsrn": _checked("8018"),
    "gsrnp": _checked("8017"),
    "gdti": _checked("253"),
    "sgcn": _checked("255"),
    "ginc": _plain("401"),
    "gsin": lambda rest: f"/402/{_with_check(''.join(_split(rest, 2)))}",
    "itip": _itip,
    "cpi": _cpi,
}


def is_uri(text: str) -> bool:
    """Tell whether `text` begins with a scheme."""
    return re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", unquote(text)) is not None
