"""A fake camera: MJPEG of real labels, written frame by frame with Pillow.

Chromium plays the file at 30 frames a second and begins again at its end. A label lies on
cardboard, a little turned, softened and with the grain of a cheap sensor, as `Look` says.
"""

import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pypdfium2 as pdfium
import segno
from PIL import Image, ImageDraw, ImageFilter

from tepat.adapters.labels import qr_svg
from tepat.adapters.typst_pdf import compile_pdf
from tepat.core.documents.papers import LabelPaper
from tests import papers

SIZE = (640, 480)
FRAMES_A_SECOND = 30
"""What Chromium plays, whatever the file was made for."""
CARDBOARD = 168
MILLIMETRES_A_LABEL = (100, 150)


@dataclass(frozen=True, slots=True)
class Look:
    """How the camera sees a label. Degrees, pixels, standard deviation of grey."""

    turned: float = 4
    blurred: float = 0.8
    grain: float = 6
    width: int = 300
    """Pixels across the label: 300 make a module of its QR 3.5 pixels wide."""


def flags(film: Path) -> list[str]:
    """Return what Chromium needs to take `film` for its camera and to ask nobody."""
    return [
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-video-capture={film}",
    ]


def write(film: Path, frames: Iterable[bytes]) -> Path:
    """Write the JPEGs one after the other: that is all an MJPEG is."""
    with film.open("wb") as file:
        file.writelines(frames)
    return film


def jpeg(picture: Image.Image, quality: int = 80) -> bytes:
    """Return one frame. Chromium wants three planes, so grey becomes colour."""
    buffer = io.BytesIO()
    picture.convert("RGB").save(buffer, "JPEG", quality=quality, subsampling=2)
    return buffer.getvalue()


def labels(made: Sequence[LabelPaper], dots_per_inch: int = 110) -> Iterator[Image.Image]:
    """Return pictures of the thermal labels as the desk prints them."""
    width, height = MILLIMETRES_A_LABEL
    data = papers.sheet_data(
        list(made),
        {each.code: qr_svg(each.code) for each in made},
        width=width,
        height=height,
        columns=1,
        rows=1,
    )
    for page in pdfium.PdfDocument(compile_pdf("labels.typ", data, papers.AT, tagged=False)):
        yield page.render(scale=dots_per_inch / 72).to_pil().convert("L")


def qr_picture(text: str, pixels: int = 300) -> Image.Image:
    """Return a bare QR of any text, as other systems print them."""
    matrix = segno.make_qr(text, error="m").matrix
    cells = np.array([[0 if cell else 255 for cell in row] for row in matrix], dtype=np.uint8)
    quiet = np.pad(cells, 4, constant_values=255)
    return Image.fromarray(quiet).resize((pixels, pixels), Image.Resampling.NEAREST)


def seen(picture: Image.Image, look: Look | None = None, seed: int = 7) -> Image.Image:
    """Return what the camera sees of `picture`: the lower part of a label, where its QR is."""
    look = look or Look()
    high = picture.height * look.width // picture.width
    small = picture.resize((look.width, high), Image.Resampling.LANCZOS)
    canvas = Image.new("L", SIZE, CARDBOARD)
    turned = small.rotate(
        look.turned, expand=True, fillcolor=CARDBOARD, resample=Image.Resampling.BICUBIC
    )
    top = min((SIZE[1] - turned.height) // 2, SIZE[1] - turned.height - 10)
    canvas.paste(turned, ((SIZE[0] - turned.width) // 2, top))
    soft = canvas.filter(ImageFilter.GaussianBlur(look.blurred))
    grain = np.random.default_rng(seed).normal(0, look.grain, (SIZE[1], SIZE[0]))
    return Image.fromarray((np.asarray(soft) + grain).clip(0, 255).astype(np.uint8))


def empty(seed: int = 1) -> Image.Image:
    """Return a look at bare cardboard."""
    grain = np.random.default_rng(seed).normal(0, 6, (SIZE[1], SIZE[0]))
    return Image.fromarray((CARDBOARD + grain).clip(0, 255).astype(np.uint8))


def torn(picture: Image.Image, share: float = 0.55) -> Image.Image:
    """Return a label whose right part of the QR is gone: more than level Q can mend."""
    spoilt = picture.copy()
    width, height = spoilt.size
    pen = ImageDraw.Draw(spoilt)
    left = round(width * 0.38 * (1 - share))
    pen.rectangle((left, round(height * 0.7), width, height), fill=CARDBOARD)
    return spoilt


def still(picture: Image.Image, frames: int) -> Iterator[bytes]:
    """Return `frames` frames in which nothing moves."""
    one = jpeg(picture)
    for _ in range(frames):
        yield one
