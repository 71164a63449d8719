"""The pictures of the handbook: small, of the phone's size, and each of them shown to somebody."""

from PIL import Image

from tests.docs.pages import ROOT
from tools.phone_pictures import MOST, PICTURES


def test_each_picture_of_the_phone_is_small_and_shown() -> None:
    shown = "".join(page.read_text("utf-8") for page in (ROOT / "docs/id").glob("*.md"))
    for name in PICTURES:
        file = ROOT / f"docs/pictures/{name}.png"
        assert file.stat().st_size <= MOST
        with Image.open(file) as picture:
            assert picture.size in ((360, 640), (720, 1280)), (
                "one or two pixels for each of a phone"
            )
        assert f"../pictures/{name}.png)" in shown, f"{name} stands on no page"


def test_each_picture_of_the_phone_can_be_made_again() -> None:
    made = {f"{name}.png" for name in PICTURES}
    assert {file.name for file in (ROOT / "docs/pictures").glob("phone-*.png")} == made
