"""Which region somebody means who wrote its name, its code, or both."""

import re
from collections.abc import Mapping
from typing import Final

_KINDS: Final = {
    "kabupaten": 5, "kab": 5, "kota": 5, "kecamatan": 8, "kec": 8,
    "desa": 13, "kelurahan": 13, "kel": 13,
}  # fmt: skip
"""Words before a name, and the length of the codes that they mean."""
_BEFORE: Final = re.compile(rf"({'|'.join(_KINDS)})[.\s]+(?=\S)")
_CODE: Final = re.compile(r"\d{2}(?:\.\d{2}(?:\.\d{2}(?:\.\d{4}(?:-\d{3})?)?)?)?")


def folded(name: str) -> tuple[str, int]:
    """Return a name without the word for its kind, and the length of code that word means.

    >>> folded("Kab. Tabalong"), folded("kecamatan  BANUA LAWAS"), folded("Haruai")
    (('tabalong', 5), ('banua lawas', 8), ('haruai', 0))
    """
    text = " ".join(name.casefold().split())
    found = _BEFORE.match(text)
    return (text[found.end() :], _KINDS[found[1]]) if found else (text, 0)


def code_meant(text: str, names: Mapping[str, str]) -> str:
    """Return the code that somebody wrote or means, "" where none or several fit.

    `names` are regions by code. Of a kecamatan and a desa of one name the wider is meant,
    unless the word before it says otherwise.

    >>> names = {"63.09": "Tabalong", "63.09.05": "Haruai", "63.09.05.2003": "Haruai"}
    >>> [code_meant(each, names) for each in ("Kab. Tabalong", "haruai", "Desa Haruai")]
    ['63.09', '63.09.05', '63.09.05.2003']
    >>> code_meant("Kecamatan Haruai (63.09.05)", names), code_meant("Jaro", names)
    ('63.09.05', '')
    """
    written = _CODE.search(text)
    if written and written[0].partition("-")[0] in names:
        return written[0]
    name, length = folded(text)
    fitting = [
        code for code, own in names.items() if folded(own)[0] == name and length in (0, len(code))
    ]
    wide = min((len(code) for code in fitting), default=0)
    widest = [code for code in fitting if len(code) == wide]
    return widest[0] if len(widest) == 1 else ""
