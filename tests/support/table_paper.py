"""Small made pages for the tests of tables: rules, glyphs, rasters and one-page PDFs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import cv2
import numpy as np

from extract.model import BBox, Glyph, GrayImage, Line, Method, Raster, Ruling, Table
from extract.ocr.choose import Region


def across(y: float, x0: float, x1: float) -> Ruling:
    return Ruling(True, y, x0, x1)


def down(x: float, y0: float, y1: float) -> Ruling:
    return Ruling(False, x, y0, y1)


def lattice(xs: Iterable[float], ys: Iterable[float]) -> list[Ruling]:
    """Full rules at every ``xs`` and ``ys``."""
    xs, ys = list(xs), list(ys)
    return [across(y, xs[0], xs[-1]) for y in ys] + [down(x, ys[0], ys[-1]) for x in xs]


def shape(table: Table) -> list[tuple[int, int, int, int]]:
    """Row, column and spans of each cell."""
    return [(c.row, c.column, c.row_span, c.column_span) for c in table.cells]


def print_at(text: str, x: float, baseline: float, size: float = 10.0) -> list[Glyph]:
    """Glyphs of ``text``, half an em each, from ``x`` on."""
    step = size / 2
    return [
        Glyph(
            letter,
            BBox(x + i * step, baseline - size * 0.8, x + (i + 1) * step, baseline + size * 0.2),
            baseline,
            size,
        )
        for i, letter in enumerate(text)
    ]


def paper(width: int = 827, height: int = 1169) -> np.ndarray:
    """A clean page, A4 at 100 dpi unless told."""
    return np.full((height, width), 245, np.uint8)


def raster(image: np.ndarray, dpi: float = 100.0) -> Raster:
    step = 72 / dpi
    return Raster(image, dpi, np.array([[step, 0.0, 0.0], [0.0, step, 0.0]]))


def draw(image: np.ndarray, rules: Iterable[Ruling], thickness: int = 2, tone: int = 40) -> np.ndarray:
    """Draw pixel ``rules`` on ``image`` in place."""
    for r in rules:
        a, b = (r.start, r.position), (r.end, r.position)
        if not r.horizontal:
            a, b = (r.position, r.start), (r.position, r.end)
        cv2.line(image, (round(a[0]), round(a[1])), (round(b[0]), round(b[1])), tone, thickness)
    return image


def pdf(content: str, box: str = "0 0 600 400", extra: str = "", objects: Iterable[str] = ()) -> bytes:
    """A one-page PDF with ``content`` as its stream; ``objects`` are numbered from 5."""
    bodies = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        f"<</Type/Page/Parent 2 0 R/MediaBox[{box}]/Contents 4 0 R{extra}>>",
        f"<</Length {len(content)}>>\nstream\n{content}\nendstream",
        *objects,
    ]
    out = "%PDF-1.7\n"
    starts = []
    for number, body in enumerate(bodies, 1):
        starts.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n"
    table = "".join(f"{start:010d} 00000 n \n" for start in starts)
    tail = f"trailer<</Size {len(bodies) + 1}/Root 1 0 R>>\nstartxref\n{len(out)}\n%%EOF"
    return (out + f"xref\n0 {len(bodies) + 1}\n0000000000 65535 f \n{table}" + tail).encode("latin-1")


class Tones:
    """An engine that reads the median tone of each region, and remembers how often it was called."""

    name: Method = "reader"
    version = "0"

    def __init__(self) -> None:
        self.calls = 0

    def read(self, image: GrayImage, dpi: float, regions: Sequence[Region]) -> list[tuple[Line, ...]]:
        self.calls += 1
        return [(Line("light" if tone(image, r.box) > 128 else "dark", r.box),) for r in regions]


def tone(image: GrayImage, box: BBox) -> float:
    return float(np.median(image[int(box.y0) : int(box.y1), int(box.x0) : int(box.x1)]))
