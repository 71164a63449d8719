"""A JPEG without what a camera wrote beside the picture: place, time, owner, thumbnail.

Only segments are left out; the picture itself stays byte for byte.
"""

from typing import Final

START: Final = b"\xff\xd8"
_SCAN: Final = 0xDA
_END: Final = 0xD9
_BESIDE: Final = frozenset({*range(0xE1, 0xF0), 0xFE}) - {0xE2, 0xEE}
"""APP1 to APP15 and comments, but for the colour profile and the colour transform."""


class NotJpeg(ValueError):
    """These bytes are no JPEG, or one that is cut short."""


def without_extras(data: bytes) -> bytes:
    """Return the JPEG in `data` without Exif, XMP, comments and the like. Raises `NotJpeg`."""
    if not data.startswith(START):
        raise NotJpeg("no JPEG")
    out, at = [START], 2
    while at + 4 <= len(data):
        if data[at] != 0xFF:
            raise NotJpeg("no segment")
        mark = data[at + 1]
        if mark == 0xFF:  # filling
            at += 1
            continue
        length = int.from_bytes(data[at + 2 : at + 4], "big")
        end = at + 2 + length
        if length < 2 or end > len(data):
            raise NotJpeg("cut short")
        if mark == _SCAN:
            return b"".join([*out, _picture(data, at)])
        if mark not in _BESIDE:
            out.append(data[at:end])
        at = end
    raise NotJpeg("no picture")


def _picture(data: bytes, start: int) -> bytes:
    """Return the rest from the first scan to the end mark; what was hung on is left out."""
    end = data.rfind(b"\xff\xd9")
    if end < start:
        raise NotJpeg("no end")
    return data[start : end + 2]
