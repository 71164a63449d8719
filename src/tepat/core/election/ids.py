"""Codes printed on boxes, envelopes and bags.

A package code is derived, never drawn: election tag, the thirteen digits of the place,
the kind, what it is, its number, and a check character. It fits a QR's alphanumeric
mode, is typed by hand when the QR is torn, and proves nothing by itself: a copied
label is caught by the seal and by custody, not by the code.
"""

import itertools
import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

_ALPHABET: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_PACKAGE: Final = re.compile(r"([0-9A-Z]{3})([0-9]{13})([A-Z]{3})([A-Z])([0-9])([0-9A-Z])")
NO_KIND: Final = "UMU"
"""Stands where a package belongs to no one kind of ballot: umum."""


class Form(StrEnum):
    """What a package is, one letter on the label."""

    BOX = "K"
    ENVELOPE = "S"
    BAG = "P"


@dataclass(frozen=True, slots=True)
class PackageCode:
    """The parts of a package code. `place` is a TPS, desa, kecamatan or kabupaten code."""

    tag: str
    place: str
    kind: str
    form: Form
    number: int = 1

    def __str__(self) -> str:
        body = f"{self.tag}{_digits(self.place)}{self.kind}{self.form.value}{self.number}"
        return body + check_character(body)


def read_package(text: str) -> PackageCode | None:
    """Return the parts of a scanned or typed code, or None where it is not one.

    Spaces, dots, dashes and small letters are forgiven: people type what they read.

    >>> code = PackageCode("P24", "63.09.05.2003-007", "BUP", Form.BOX)
    >>> str(code)
    'P246309052003007BUPK1F'
    >>> read_package("p24 6309 0520 03007 bup k1 F") == code
    True
    """
    plain = plain_code(text)
    match = _PACKAGE.fullmatch(plain)
    if not match or check_character(plain[:-1]) != plain[-1]:
        return None
    if match[4] not in set(Form):
        return None
    return PackageCode(match[1], _place(match[2]), match[3], Form(match[4]), int(match[5]))


def plain_code(text: str) -> str:
    """Return a scanned or typed code without separators, in capitals and plain forms.

    Full-width letters and digits become plain; digits of other scripts stay what they
    are and belong to no code.

    >>> plain_code("kb ０１７０-411")
    'KB0170411'
    """
    return re.sub(r"[\s.\-]", "", unicodedata.normalize("NFKC", text)).upper()


def looks_own(text: str) -> bool:
    """Tell whether `text` is built like a package code of any election, mistyped or not."""
    return _PACKAGE.fullmatch(plain_code(text)) is not None


def readable(code: str) -> str:
    """Return a package code grouped as it is printed: P24 6309 05 2003 007 BUP K1 F."""
    cuts = (0, 3, 7, 9, 13, 16, 19, 21, 22)
    return " ".join(code[start:end] for start, end in itertools.pairwise(cuts))


def check_character(body: str) -> str:
    """Return the check character of ISO 7064, MOD 37,36.

    It finds every single wrong character and every swap of two neighbours.
    """
    product = 36
    for character in body:
        product = (product + _ALPHABET.index(character)) % 36 or 36
        product = product * 2 % 37
    return _ALPHABET[(37 - product) % 36]


def _digits(place: str) -> str:
    return place.replace(".", "").replace("-", "").ljust(13, "0")


def _place(digits: str) -> str:
    kabupaten, kecamatan, desa, tps = digits[:4], digits[4:6], digits[6:10], digits[10:]
    code = f"{kabupaten[:2]}.{kabupaten[2:]}"
    if kecamatan != "00":
        code += f".{kecamatan}"
        if desa != "0000":
            code += f".{desa}"
            if tps != "000":
                code += f"-{tps}"
    return code
