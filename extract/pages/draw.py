"""A page drawn with all that was found on it: how anyone debugs a table."""

from __future__ import annotations

from io import BytesIO

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from extract.model import BBox, Cell, Finding, Page, Raster

PREVIEW_DPI = 150.0  # drawn at no more than this
_RULE, _TEXT, _CODE, _FINDING = (214, 39, 40), (31, 119, 180), (148, 0, 211), (255, 127, 14)
_TABLE = (120, 120, 120)
_FILL_ALPHA = 48
_LEGEND = (("rule", _RULE), ("line of text", _TEXT), ("code", _CODE), ("finding", _FINDING))


class _Pen:
    """Draws boxes given in page points on the picture of the page."""

    def __init__(self, raster: Raster) -> None:
        shrink = min(1.0, PREVIEW_DPI / raster.dpi)
        height, width = raster.image.shape
        size = (max(1, round(width * shrink)), max(1, round(height * shrink)))
        paper = Image.fromarray(raster.image).resize(size, Image.Resampling.BILINEAR)
        self.image = paper.convert("RGB")
        self.canvas = ImageDraw.Draw(self.image, "RGBA")
        self.small, self.large = ImageFont.load_default(11), ImageFont.load_default(16)
        grow = np.vstack([raster.to_page, [0.0, 0.0, 1.0]])
        self._to_pixels = np.diag([shrink, shrink, 1.0]) @ np.linalg.inv(grow)

    def corners(self, box: BBox) -> list[tuple[float, float]]:
        """The box's corners in pixels, in order; slanted where the page was straightened."""
        points = np.array([[box.x0, box.x1, box.x1, box.x0], [box.y0, box.y0, box.y1, box.y1], [1.0] * 4])
        return [(float(x), float(y)) for x, y in (self._to_pixels @ points)[:2].T]

    def box(
        self, box: BBox, color: tuple[int, int, int], width: int = 1, fill: tuple[int, ...] | None = None
    ) -> None:
        """Outline, and maybe fill, a box."""
        corners = self.corners(box)
        if fill is not None:
            self.canvas.polygon(corners, fill=fill)
        self.canvas.line([*corners, corners[0]], fill=color, width=width)

    def label(self, box: BBox, text: str, color: tuple[int, int, int], large: bool = False) -> None:
        """Write ``text`` in the top left corner of a box; Latin letters and digits only."""
        corners = self.corners(box)
        at = min(x for x, _ in corners) + 2, min(y for _, y in corners) + 1
        font = self.large if large else self.small
        self.canvas.rectangle(self.canvas.textbbox(at, text, font=font), fill=(255, 255, 255, 200))
        self.canvas.text(at, text, fill=color, font=font)


def draw_page(raster: Raster, page: Page) -> bytes:
    """Draw rules, cells, lines of text, codes and findings of ``page`` over ``raster``; returns a PNG.

    Cells are filled from red (confidence 0) to green (1) and carry ``row,column`` and their spans; tables
    carry their index and where their rules came from.
    """
    pen = _Pen(raster)
    for line in page.lines:
        pen.box(line.bbox, _TEXT)
    for table in page.tables:
        for cell in table.cells:
            _draw_cell(pen, cell)
        for rule in table.rulings:
            half = max(rule.thickness, 0.5) / 2
            low, high = rule.position - half, rule.position + half
            box = (
                BBox(rule.start, low, rule.end, high)
                if rule.horizontal
                else BBox(low, rule.start, high, rule.end)
            )
            pen.box(box, _RULE, width=2)
        pen.box(table.bbox, _TABLE, width=2)
        above = BBox(table.bbox.x0, table.bbox.y0 - 10, table.bbox.x1, table.bbox.y0)
        size = f"{table.rows}x{table.columns}"
        pen.label(above, f"table {table.index}: {size}, {table.origin}", _TABLE, large=True)
    for code in page.codes:
        pen.box(code.bbox, _CODE, width=3)
        pen.label(code.bbox, code.format, _CODE)
    for finding in page.findings:
        _draw_finding(pen, finding)
    _draw_legend(pen, page)
    out = BytesIO()
    pen.image.save(out, "PNG")
    return out.getvalue()


def _draw_cell(pen: _Pen, cell: Cell) -> None:
    good = max(0.0, min(1.0, cell.confidence))
    color = (round(220 * (1 - good)), round(160 * good), 40)
    pen.box(cell.bbox, color, fill=(*color, _FILL_ALPHA))
    for line in cell.lines:
        pen.box(line.bbox, _TEXT)
    for finding in cell.findings:
        _draw_finding(pen, finding)
    spans = f" {cell.row_span}x{cell.column_span}" if (cell.row_span, cell.column_span) != (1, 1) else ""
    pen.label(cell.bbox, f"{cell.row},{cell.column}{spans}", color)


def _draw_finding(pen: _Pen, finding: Finding) -> None:
    if finding.bbox is not None:
        pen.box(finding.bbox, _FINDING, width=2)
        pen.label(finding.bbox, finding.code, _FINDING)


def _draw_legend(pen: _Pen, page: Page) -> None:
    text = f"page {page.number}  {page.method}  turned {page.rotation}  skew {page.skew:.2f}"
    x, y = 6.0, 4.0
    for word, color in ((text, (0, 0, 0)), *_LEGEND):
        pen.canvas.text((x, y), word, fill=color, font=pen.large)
        x += pen.canvas.textlength(word, font=pen.large) + 14
