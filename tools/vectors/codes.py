"""Cases on texts that people scan or type: package codes, seal numbers, marks of papers."""

from tepat.core.documents.plan_papers import mark_of, read_mark
from tepat.core.election.ids import (
    Form,
    PackageCode,
    check_character,
    looks_own,
    plain_code,
    read_package,
    readable,
)
from tepat.core.move.seals import read_seal
from tools.vectors.made import Case


def _checked(body: str) -> str:
    return body + check_character(body)


TPS_7 = str(PackageCode("P24", "63.09.05.2003-007", "BUP", Form.BOX))

PACKAGES = {
    "a box of a TPS": TPS_7,
    "as it is printed under the QR": readable(TPS_7),
    "typed in small letters, with dots and dashes": "p24-6309.05.2003-007 bup k1 f",
    "in full-width letters": "\uff30\uff12\uff146309052003007BUPK1F",
    "with a line feed and a space that does not break": "\nP24\u00a06309 05 2003 007 BUP K1 F\t",
    "with a separator that only Python calls a space": "P24\x1c6309052003007BUPK1F",
    "with a mark of the order of bytes": "\ufeffP246309052003007BUPK1F",
    "a dotless i becomes a plain one": "P246309052003007B\u0131PK1F",
    "an envelope": str(PackageCode("U24", "63.09.05.2003-007", "PPW", Form.ENVELOPE, 3)),
    "a bag of a PPS": str(PackageCode("U24", "63.09.05.2003", "UMU", Form.BAG)),
    "a box of a PPK": str(PackageCode("P24", "63.09.05", "GUB", Form.BOX, 2)),
    "a box of a kabupaten": str(PackageCode("KDS", "63.09", "UMU", Form.BOX)),
    "a special TPS": str(PackageCode("P24", "63.09.05.2003-901", "GUB", Form.BOX)),
    "a TPS of no desa counts for its kecamatan": _checked("P246309050000007BUPK1"),
    "its check character wrong": TPS_7[:-1] + "G",
    "one digit wrong": TPS_7.replace("007", "001"),
    "two neighbours swapped": TPS_7[:8] + TPS_7[9] + TPS_7[8] + TPS_7[10:],
    "cut": TPS_7[:-3],
    "longer": TPS_7 + "0",
    "a letter where a digit stands": TPS_7.replace("007", "O07"),
    "digits of another script": TPS_7.replace("007", "\u0660\u0660\u0667"),
    "a form that nothing has": "P246309052003007BUPX1U",
    "nothing": "",
    "a seal number": "KB0170411",
    "an address": "https://contoh.id/" + TPS_7,
}
SEALS = {
    "a number": "KB0170411",
    "typed in groups": "kb 0170-411",
    "digits alone": "000123",
    "letters alone": "SEGEL",
    "too few digits": "KB12",
    "too many digits": "KB1234567890123456",
    "full-width digits": "KB\uff10170411",
    "a package code": TPS_7,
}
MARKS = {
    "a trip": mark_of("ab12", "2-truk-1-1"),
    "a list of a desa": mark_of("ab12", "tps-63.09.05.2003"),
    "an id with a colon": mark_of("ab12", "a:b"),
    "no trip": "TEPAT-RENCANA1:ab12",
    "an empty trip": "TEPAT-RENCANA1:ab12:",
    "an empty plan": "TEPAT-RENCANA1::2",
    "in small letters": "tepat-rencana1:ab12:2",
    "a reference into a log": "TEPAT-LOG1:" + "A" * 64 + ":1:2:" + "0" * 24,
}


def packages() -> list[Case]:
    """Texts with the package that they name, null where they name none."""
    return [{"shows": shows, "text": text} | _package(text) for shows, text in PACKAGES.items()]


def _package(text: str) -> Case:
    code = read_package(text)
    parts = None
    if code is not None:
        parts = {
            "tag": code.tag,
            "place": code.place,
            "kind": code.kind,
            "form": code.form.value,
            "number": code.number,
            "code": str(code),
            "readable": readable(str(code)),
        }
    return {"plain": plain_code(text), "own": looks_own(text), "package": parts}


def seals() -> list[Case]:
    """Texts with the seal number in its normal form, null where they are none."""
    return [{"shows": key, "text": text, "seal": read_seal(text)} for key, text in SEALS.items()]


def marks() -> list[Case]:
    """Texts with plan and trip of a paper, null where they name none."""
    return [{"shows": key, "text": text, "mark": _mark(text)} for key, text in MARKS.items()]


def _mark(text: str) -> Case | None:
    found = read_mark(text)
    return None if found is None else {"plan": found[0], "trip": found[1]}
