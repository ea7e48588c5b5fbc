"""Image files as pages: PNG, JPEG (EXIF turn applied) and TIFF of many frames, as 8-bit gray."""

from __future__ import annotations

import re
import warnings
from dataclasses import dataclass, replace
from io import BytesIO

import numpy as np
from numpy.typing import NDArray
from PIL import ExifTags, Image, ImageOps, UnidentifiedImageError

from extract.errors import DamagedError
from extract.model import GrayImage
from extract.pages.preflight import MAX_PIXELS, refused_pixels

DEFAULT_DPI = 200.0  # for an image that states none, DESIGN.md
SANE_DPI = (72.5, 1200.0)  # above 72, which is what editors write unasked (PNG holds it as 72.009)
MOST_SHRUNK = 1.75
"""Times the limit up to which such pictures are taken: 175 Mpx as bytes, a tenth of what a page may use."""

BAND = 512
"""Rows made smaller at a time."""

_START_OF_SCAN = 0xDA  # ITU-T T.81, table B.1
_MOST_JUNK = 1 << 20  # bytes between the segments of a JPEG; scanners fill up to some kilobytes

_SQUARE = 1.02  # dpi that differ by less are one
_FAX = 3.0  # fax machines send 204 × 98 dots an inch; a greater difference is an error of the writer
_COLORED = ("RGB", "CMYK", "YCbCr", "LAB")  # a palette is a drawing's, no scan's
_FORMATS = ("PNG", "JPEG", "TIFF")  # a JPEG of several pictures comes under JPEG too


@dataclass(frozen=True, slots=True)
class Picture:
    """One image page: gray pixels (height, width), upright and square, and dots per inch.

    ``color`` is the same in blue, green and red where the file has colours. ``stated`` says that the file
    gives its dpi and that they can be true; a telephone's pictures and screenshots have none.
    """

    gray: GrayImage
    dpi: float
    color: NDArray[np.uint8] | None = None
    stated: bool = True


def reaches_its_picture(data: bytes) -> bool:
    """Whether a JPEG's segments lead to its picture with little else between.

    Pillow looks for the next one byte by byte, which took 0.5 s of processor time a megabyte.
    """
    at, junk = 2, 0
    while at < len(data) and junk <= _MOST_JUNK:
        if data[at] != 0xFF:
            following = data.find(b"\xff", at, at + _MOST_JUNK)
            junk, at = junk + max(0, following - at) + (following < 0) * len(data), max(at, following)
            continue
        marker = data[at + 1] if at + 1 < len(data) else 0
        if marker == _START_OF_SCAN:
            return True
        if marker in (0x00, 0xFF) or 0xD0 <= marker <= 0xD8:  # filling, and markers without a length
            junk, at = junk + 1, at + (1 if marker == 0xFF else 2)
        else:
            at += 2 + int.from_bytes(data[at + 2 : at + 4])
    return at >= len(data) and junk <= _MOST_JUNK  # cut short: Pillow says how


class Pictures:
    """The frames of one image file.

    Raises:
        DamagedError: the file cannot be read as an image.
        RefusedError: more than ``MAX_PIXELS``.
    """

    def __init__(self, data: bytes) -> None:
        if data.startswith(b"\xff\xd8") and not reaches_its_picture(data):
            raise DamagedError.of("image-damaged", frame=1)
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", Image.DecompressionBombWarning)
                self._image = Image.open(BytesIO(data), formats=_FORMATS)
        except Image.DecompressionBombError as error:
            raise refused_pixels(_pixels(error)) from error
        except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
            raise DamagedError.of("image-damaged", frame=1) from error
        self.count = int(getattr(self._image, "n_frames", 1)) if self._image.format == "TIFF" else 1

    def load(self, number: int) -> Picture:
        """Decode frame ``number`` (from 1)."""
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                if self.count > 1:
                    self._image.seek(number - 1)
                stated = _dpi(self._image)
                image, shrunk = _shrunk(self._image)
                x, y = stated or (DEFAULT_DPI, DEFAULT_DPI)
                dpi = x / shrunk, y / shrunk
                width, height = image.size
                upright = _upright(image)
                if upright.size == (height, width) and width != height:
                    dpi = dpi[::-1]
                picture = replace(_square(_gray(upright), dpi), stated=stated is not None)
                if upright.mode not in _COLORED:
                    return picture
                size = picture.gray.shape[::-1]
                return replace(
                    picture, color=_blue_green_red(upright.resize(size) if size != upright.size else upright)
                )
        except (OSError, EOFError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
            raise DamagedError.of("image-damaged", frame=number) from error

    def close(self) -> None:
        """Free the file."""
        self._image.close()


def _pixels(error: Image.DecompressionBombError) -> int:
    """Pixels of an image that Pillow refused, from what it says."""
    number = re.search(r"\d+", str(error))
    return int(number[0]) if number else 2 * MAX_PIXELS


def _upright(image: Image.Image) -> Image.Image:
    """``image`` with its EXIF turn applied; one without comes back itself, for a copy is 48 MB of 12 Mpx."""
    image.load()  # a PNG's EXIF may stand after its pixels
    turn = image.getexif().get(ExifTags.Base.Orientation, 1)
    return image if turn == 1 else ImageOps.exif_transpose(image)


def _shrunk(image: Image.Image) -> tuple[Image.Image, int]:
    """``image``, and by how much it is smaller than in the file: too large ones are, where that is cheap.

    A black-and-white page of 1200 dpi and a telephone's 108 megapixels hold no more than smaller ones. Other
    pictures beyond the limit may be bombs.

    Raises:
        RefusedError: more than ``MAX_PIXELS``, or so many times more that shrinking does not help.
    """
    pixels = image.width * image.height
    if pixels <= MAX_PIXELS:
        return image, 1
    by = 2 if pixels <= MAX_PIXELS * 4 else 4
    if image.format == "JPEG" and pixels <= MAX_PIXELS * MOST_SHRUNK:
        width = image.width
        image.draft(image.mode, (image.width // by, image.height // by))
        if image.width * image.height <= MAX_PIXELS:
            return image, round(width / image.width)
    if image.mode != "1" or pixels > MAX_PIXELS * MOST_SHRUNK:
        raise refused_pixels(pixels)
    size = -(-image.width // by), -(-image.height // by)
    out = Image.new("L", size)
    for top in range(0, image.height, BAND * by):  # band by band: whole it is a byte a pixel twice
        foot = min(image.height, top + BAND * by)
        band = image.crop((0, top, image.width, foot)).convert("L")
        out.paste(band.reduce(by), (0, top // by))
    return out, by


def _dpi(image: Image.Image) -> tuple[float, float] | None:
    stated = image.info.get("dpi")
    try:
        x, y = (float(value) for value in stated) if stated else (0.0, 0.0)
    except (TypeError, ValueError, ZeroDivisionError):
        return None
    low, high = SANE_DPI
    if not (low < max(x, y) <= high and min(x, y) > 0 and max(x, y) / min(x, y) <= _FAX):
        return None
    return x, y


def _square(image: Image.Image, dpi: tuple[float, float]) -> Picture:
    """Stretch a fax's oblong pixels to square ones."""
    x, y = dpi
    best = max(x, y)
    if best / min(x, y) > _SQUARE:
        size = round(image.width * best / x), round(image.height * best / y)
        if size[0] * size[1] > MAX_PIXELS:
            raise refused_pixels(size[0] * size[1])
        # gray first, for Pillow only repeats pixels of black-and-white pictures
        image = image.convert("L").resize(size, Image.Resampling.BICUBIC)
    return Picture(np.asarray(image, dtype=np.uint8), best)


def _gray(image: Image.Image) -> Image.Image:
    if image.mode.startswith(("I;16", "I")):
        wide = np.asarray(image) // 257  # in whole numbers: a picture at the limit is 0.8 GB as floats
        return Image.fromarray(np.clip(wide, 0, 255).astype(np.uint8))
    if image.mode == "F":
        return Image.fromarray(np.clip(np.asarray(image), 0, 255).astype(np.uint8))
    if not image.has_transparency_data:
        return image.convert("L")
    solid = image if image.mode in ("LA", "RGBA") else image.convert("RGBA")
    gray, alpha = solid.convert("L"), solid.getchannel("A")  # four times less than composing in colour
    return Image.composite(gray, Image.new("L", gray.size, 255), alpha)


def _blue_green_red(image: Image.Image) -> NDArray[np.uint8]:
    colors = image if image.mode == "RGB" else image.convert("RGB")
    pixels = np.frombuffer(colors.tobytes("raw", "BGR"), np.uint8)
    return pixels.reshape(image.height, image.width, 3)
