"""What a camera writes beside the picture does not stay in the photo of a driver."""

import pytest

from tepat.adapters.plain_jpeg import NotJpeg, without_extras


def segment(mark: int, data: bytes) -> bytes:
    return bytes([0xFF, mark]) + (len(data) + 2).to_bytes(2, "big") + data


TABLE = segment(0xDB, b"\xff" * 65)
PROFILE = segment(0xE2, b"ICC_PROFILE\x00\x01\x01colours")
EXIF = segment(0xE1, b"Exif\x00\x00-2.1, 115.4")
SCAN = segment(0xDA, b"abc") + b"\x12\xff\x00\x34\xff\xd0\x56\xff\xff\xd7\x01"
END = b"\xff\xd9"
PLAIN = b"\xff\xd8" + TABLE + PROFILE + SCAN + END


def test_a_plain_photo_stays_as_it_is() -> None:
    assert without_extras(PLAIN) == PLAIN


@pytest.mark.parametrize(
    "behind",
    [
        b"\xff\xd8" + EXIF + SCAN + END,
        b"ftypmp42 \xa9xyz-2.1+115.4/ \xff\xd9 and on",
        b"SEFT",
        END,
    ],
)
def test_a_second_picture_or_film_behind_the_first_goes(behind: bytes) -> None:
    """Phones hang a preview with its own Exif, or seconds of film with sound, behind a photo."""
    told = segment(0xE2, b"MPF\x00MM\x00*second picture at 115.4")
    photo = b"\xff\xd8" + EXIF + told + PLAIN[2:] + behind

    assert without_extras(photo) == PLAIN


def test_between_two_scans_only_the_picture_stays() -> None:
    more = segment(0xC4, b"codes") + SCAN
    photo = b"\xff\xd8" + TABLE + SCAN + EXIF + segment(0xFE, b"Bu Sari") + more + END

    assert without_extras(photo) == b"\xff\xd8" + TABLE + SCAN + more + END


@pytest.mark.parametrize(
    "data",
    [
        b"",
        PLAIN[:-2],
        PLAIN[:-1],
        b"\xff\xd8" + TABLE + END,
        b"\xff\xd8" + SCAN + segment(0xC4, b"codes")[:-1],
        b"\xff\xd8" + SCAN + b"\xff\xe1\x00\x01" + END,
    ],
)
def test_what_is_no_whole_photo_is_refused(data: bytes) -> None:
    with pytest.raises(NotJpeg):
        without_extras(data)
