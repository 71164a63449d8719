"""QR codes in alphanumeric mode as another encoder draws them."""

import segno

from tepat.core.log import carrying
from tools.vectors.made import Case, case


def codes() -> list[Case]:
    """Codes of several lengths, levels and masks: rows of modules as bits in hexadecimal."""
    letters = carrying.ALPHABET * 60
    made = []
    for at, length in enumerate((1, 8, 25, 90, 154, 221, 397, 600, 633, 820, 970, 1_249, 2_300)):
        level = "LM"[at % 2]
        text = (carrying.PREFIX + letters)[:length]
        code = segno.make(
            text, error=level, mode="alphanumeric", mask=at % 8, micro=False, boost_error=False
        )
        rows = [f"{int(''.join(map(str, row)), 2):x}" for row in code.matrix]
        shows = f"{length} letters at level {level}"
        made.append(
            case(shows, text=text, level=level, version=code.version, mask=at % 8, rows=rows)
        )
    return made
