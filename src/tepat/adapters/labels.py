"""QR codes of packages, small and always the same.

Level Q survives a quarter of the symbol being torn or smudged. The mask is fixed:
choosing the best of eight costs most of the time and makes no difference to a scanner
at this size.
"""

from collections.abc import Sequence

import segno

MASK = 3


def qr_svg(code: str) -> str:
    """Return the QR of a package code as an SVG text, with its quiet zone of four modules.

    `code` is upper-case alphanumeric; 22 characters at level Q are 25 x 25 modules.
    """
    return _svg(
        segno.make_qr(code, error="q", mode="alphanumeric", mask=MASK, boost_error=False).matrix
    )


def qr_svg_of_bytes(data: bytes) -> str:
    """Return the QR of any bytes as an SVG text, at level M: it lies flat and is read once."""
    return _svg(segno.make_qr(data, error="m", mode="byte", mask=MASK, boost_error=False).matrix)


def qr_svg_of_text(text: str) -> str:
    """Return the QR of a text of the alphanumeric set, at level L: long, and read from a screen."""
    return _svg(
        segno.make_qr(text, error="l", mode="alphanumeric", mask=MASK, boost_error=False).matrix
    )


def _svg(matrix: Sequence[bytearray]) -> str:
    size = len(matrix) + 8
    path = "".join(_row(row, y) for y, row in enumerate(matrix, start=4))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}">'
        f'<path d="{path}"/></svg>'
    )


def _row(row: bytearray, y: int) -> str:
    """Return the dark runs of one row as rectangles of a path."""
    runs, x = [], 0
    while x < len(row):
        if not row[x]:
            x += 1
            continue
        start = x
        while x < len(row) and row[x]:
            x += 1
        runs.append(f"M{start + 4} {y}h{x - start}v1h{start - x}z")
    return "".join(runs)
