"""A JPEG without what a camera wrote beside the picture: place, time, owner, thumbnail.

Only segments are left out; the picture itself stays byte for byte.
"""

from typing import Final

START: Final = b"\xff\xd8"
_SCAN: Final = 0xDA
_END: Final = 0xD9
_BESIDE: Final = frozenset({*range(0xE1, 0xF0), 0xFE}) - {0xE2, 0xEE}
"""APP1 to APP15 and comments, but for the colour transform; of APP2 the colour profile stays."""
_PROFILE: Final = b"ICC_PROFILE\x00"
_DATA: Final = frozenset({0x00, 0xFF, *range(0xD0, 0xD8)})
"""What follows 0xFF within a scan: a byte of data, filling, or a place to start anew."""


class NotJpeg(ValueError):
    """These bytes are no JPEG, or one that is cut short."""


def without_extras(data: bytes) -> bytes:
    """Return the JPEG in `data` without Exif, XMP, comments and the like. Raises `NotJpeg`.

    What is hung on behind its end goes too: a second picture, or a film.
    """
    if not data.startswith(START):
        raise NotJpeg("no JPEG")
    out, at, has_picture = [START], 2, False
    while at + 2 <= len(data):
        if data[at] != 0xFF:
            raise NotJpeg("no segment")
        mark = data[at + 1]
        if mark == 0xFF:  # filling
            at += 1
            continue
        if mark == _END and has_picture:
            return b"".join([*out, data[at : at + 2]])
        length = int.from_bytes(data[at + 2 : at + 4], "big")
        end = at + 2 + length
        if length < 2 or end > len(data):
            raise NotJpeg("cut short")
        if mark == _SCAN:
            end, has_picture = _end_of_scan(data, end), True
        if not _is_beside(mark, data[at + 4 : end]):
            out.append(data[at:end])
        at = end
    raise NotJpeg("no end")


def _is_beside(mark: int, told: bytes) -> bool:
    return mark in _BESIDE or (mark == 0xE2 and not told.startswith(_PROFILE))


def _end_of_scan(data: bytes, at: int) -> int:
    """Return where the next segment begins behind the scan whose bytes begin at `at`."""
    while (at := data.find(b"\xff", at)) >= 0 and at + 1 < len(data):
        if data[at + 1] not in _DATA:
            return at
        at += 1 if data[at + 1] == 0xFF else 2
    raise NotJpeg("no end")
