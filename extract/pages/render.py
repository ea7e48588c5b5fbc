"""A page as gray pixels, at the resolution that serves reading best."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Sequence

import cv2
import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as raw
from numpy.typing import NDArray

from extract.errors import DamagedError, RefusedError
from extract.model import BBox, GrayImage, Raster
from extract.pages.document import OpenPage
from extract.pages.preflight import MAX_PIXELS

DEFAULT_DPI = 300.0  # where the page has no picture to take a resolution from
LOWEST_DPI = 150.0  # coarser scans are enlarged to this, so that stages see sizes they were measured at
SMALLEST_SIDE, A4_SIDE = 430.0, 842.0
"""Points: paper that a scanner takes is no smaller than A5, of which this is the longer side; a page of a
smaller picture is taken for A4, so that none of its pixels is lost."""
SHELF, APART = 1600, 40  # pixels: width of a picture of parts, and the white between two of them
FULL_PAGE = 0.6  # a picture over this share of the page is the page's scan


def best_dpi(page: OpenPage, default: float = DEFAULT_DPI) -> float:
    """Dots per inch to render ``page`` at: a full-page scan's own, so that nothing is resampled.

    Never above ``default``, never below ``LOWEST_DPI``, and within the pixel limit. Tesseract on made scans
    of 150 and 200 dpi: cells 3.6, 4.2, 3.1 and 0.6 % wrong as they are, 4.0, 6.1, 3.2 and 1.3 % at 300.
    """
    own = _scan_dpi(page)
    longer = max(page.width, page.height)
    if own is not None and longer < SMALLEST_SIDE:  # a picture that says too many dots an inch
        default *= A4_SIDE / longer
    dpi = default if own is None else min(default, max(LOWEST_DPI, float(round(own))))
    return min(dpi, 72.0 * math.sqrt(MAX_PIXELS / max(1.0, page.width * page.height)))


def file_dpi(page: OpenPage) -> float:
    """Dots an inch of the picture that fills ``page``, as the file has it; else what it is drawn at."""
    return _scan_dpi(page) or DEFAULT_DPI


def _scan_dpi(page: OpenPage) -> float | None:
    """Resolution of the picture that fills the page, if one does."""
    if page.image is not None:
        return page.image.dpi
    best: float | None = None
    for item in page.objects():
        box = item.bounds() if item.kind == raw.FPDF_PAGEOBJ_IMAGE else None
        if box is None or box.area < FULL_PAGE * page.width * page.height:
            continue
        width, height = ctypes.c_uint(), ctypes.c_uint()
        if not raw.FPDFImageObj_GetImagePixelSize(item.handle, width, height):
            continue
        placed = item.placed()
        across = math.hypot(placed.a, placed.b)
        if across > 0:
            best = max(best or 0.0, 72.0 * width.value / across)
    return best


def render(page: OpenPage, dpi: float | None = None, color: bool = False) -> Raster:
    """Draw ``page`` as the viewer shows it, stamps and filled-in fields too.

    Args:
        page: the open page.
        dpi: dots per inch; ``best_dpi(page)`` when None.
        color: keep the colours beside the gray page.

    Raises:
        RefusedError: the picture would have more than ``MAX_PIXELS``.
        DamagedError: pdfium cannot draw the page.
    """
    dpi = best_dpi(page) if dpi is None else dpi
    scale = dpi / 72.0
    width, height = max(1, math.ceil(page.width * scale)), max(1, math.ceil(page.height * scale))
    if width * height > MAX_PIXELS:
        raise RefusedError.of("page-pixels", page=page.number, dpi=dpi, most=MAX_PIXELS // 10**6)
    if page.image is None:
        image, colors = _drawn(page, scale, color)
    else:
        image = _resized(page.image.gray, width, height)
        own = page.image.color if color else None
        colors = None if own is None else _resized(own, width, height)
    height, width = image.shape
    to_page = np.array([[page.width / width, 0.0, 0.0], [0.0, page.height / height, 0.0]])
    return Raster(image, dpi, to_page, color=colors)


def drawn_once(page: OpenPage) -> Raster:
    """The page at its ``best_dpi``, kept while the page is open: several stages look at the same picture."""
    if page.picture is None:
        page.picture = render(page)
    return page.picture


def render_parts(page: OpenPage, dpi: float, boxes: Sequence[BBox]) -> tuple[GrayImage, list[BBox]]:
    """Only some parts of ``page``, side by side in one picture: a whole page costs ten times as much.

    Args:
        page: the open page of a PDF.
        dpi: dots per inch.
        boxes: the parts, points; what lies outside the page is left out.

    Returns:
        The picture, and where each part stands in it, pixels.
    """
    assert page.handle is not None
    scale = dpi / 72.0
    whole = max(1, math.ceil(page.width * scale)), max(1, math.ceil(page.height * scale))
    cuts = [_on_page(box, scale, whole) for box in boxes]
    places, x, y, high = [], APART, APART, 0
    wide = max([SHELF, *(width + 2 * APART for _, _, width, _ in cuts)])
    for _, _, width, height in cuts:
        if x + width + APART > wide:
            x, y, high = APART, y + high + APART, 0
        places.append((x, y))
        x, high = x + width + APART, max(high, height)
    out = np.full((y + high + APART, wide), 255, np.uint8)
    for (left, top, width, height), (x, y) in zip(cuts, places, strict=True):
        pixels = np.full((height, width, 4), 255, np.uint8)
        bitmap = raw.FPDFBitmap_CreateEx(
            width, height, raw.FPDFBitmap_BGRx, pixels.ctypes.data_as(ctypes.c_void_p), 4 * width
        )
        raw.FPDF_RenderPageBitmap(bitmap, page.handle, -left, -top, *whole, page.turn // 90, raw.FPDF_ANNOT)
        raw.FPDFBitmap_Destroy(bitmap)
        out[y : y + height, x : x + width] = cv2.cvtColor(pixels[:, :, :3], cv2.COLOR_BGR2GRAY)
    boxes_there = [
        BBox(x, y, x + width, y + height) for (x, y), (_, _, width, height) in zip(places, cuts, strict=True)
    ]
    return out, boxes_there


def _on_page(box: BBox, scale: float, whole: tuple[int, int]) -> tuple[int, int, int, int]:
    """Left, top, width and height, pixels, of what ``box`` has on the page; one of its edge if nothing."""
    left, top = (
        max(0, min(end - 1, math.floor(low * scale)))
        for low, end in zip((box.x0, box.y0), whole, strict=True)
    )
    width, height = (
        max(1, min(end - low, math.ceil(side * scale)))
        for low, side, end in zip((left, top), (box.width, box.height), whole, strict=True)
    )
    return left, top, width, height


def _drawn(page: OpenPage, scale: float, color: bool) -> tuple[GrayImage, NDArray[np.uint8] | None]:
    """The page in gray, and in blue, green and red if wanted: so pdfium draws it faster than in gray."""
    assert page.handle is not None
    try:
        bitmap = page.handle.render(
            scale=scale * page.unit, rotation=page.turn, draw_annots=True, may_draw_forms=True
        )
    except pdfium.PdfiumError as error:
        raise DamagedError.of("page-not-drawn", page=page.number) from error
    pixels: NDArray[np.uint8] = bitmap.to_numpy()[:, :, :3]
    gray = np.asarray(cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY), dtype=np.uint8)
    colors = pixels.copy() if color else None  # the bitmap's memory goes with it
    bitmap.close()
    return gray, colors


def _resized(gray: NDArray[np.uint8], width: int, height: int) -> NDArray[np.uint8]:
    rows, columns = gray.shape[:2]
    if abs(rows - height) <= 1 and abs(columns - width) <= 1:
        return gray
    kind = cv2.INTER_AREA if width < columns else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(gray, (width, height), interpolation=kind), dtype=np.uint8)
