"""A page drawn with all that was found on it: how anyone debugs a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from io import BytesIO

import numpy as np
from PIL import Image, ImageDraw, ImageFont, ImageOps

from extract.data import blob
from extract.data import rows as legend_rows
from extract.model import BBox, Cell, Page, Quad, Raster, Table, moved

Color = str | tuple[int, ...]
"""A colour as Pillow takes it: ``#rrggbb`` (and ``aa``), or its parts."""

PREVIEW_DPI = 150.0  # drawn at no more than this
_TABLE, _INK = (120, 120, 120), (0, 0, 0)
_FILL_ALPHA = 48
_COLORS = {row["key"]: row["color"] for row in legend_rows("legend.csv")}
DASH = 6
"""Pixels of a dash, and of the gap after it."""

LABEL_ROW = 28
"""Pixels: height of a label in data/legend.png, which docs/make_legend.py sets in Thai."""

LEGEND_COLUMN = 250
"""Pixels that a label and its colour take at least."""


@dataclass(frozen=True, slots=True)
class Note:
    """One more thing to draw: its kind, a key of data/legend.csv, its box in page points, a word on it."""

    kind: str
    bbox: BBox
    label: str = ""


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

    def corners(self, box: BBox, quad: Quad | None = None) -> list[tuple[float, float]]:
        """The corners in pixels, in order, of ``quad`` where there is one, else of ``box``."""
        points = box.corners if quad is None else np.array(quad).reshape(4, 2)
        return [(float(x), float(y)) for x, y in moved(points, self._to_pixels)]

    def box(
        self, box: BBox, color: Color, width: int = 1, fill: Color | None = None, quad: Quad | None = None
    ) -> None:
        """Outline, and maybe fill, a box; ``quad`` where it stands slanted."""
        corners = self.corners(box, quad)
        if fill is not None:
            self.canvas.polygon(corners, fill=fill)
        self.canvas.line([*corners, corners[0]], fill=color, width=width)

    def dashes(self, line: BBox, color: Color) -> None:
        """A dashed line from one corner of ``line``, a box without breadth, to the other."""
        first, _, last, _ = self.corners(line)
        steps = max(1, round(max(abs(last[0] - first[0]), abs(last[1] - first[1])) / DASH))
        at = [
            tuple(a + (b - a) * k / steps for a, b in zip(first, last, strict=True)) for k in range(steps + 1)
        ]
        for start, end in zip(at[::2], at[1::2], strict=False):
            self.canvas.line([start, end], fill=color, width=1)

    def label(self, box: BBox, text: str, color: Color, large: bool = False) -> None:
        """Write ``text`` in the top left corner of a box; Latin letters and digits only."""
        corners = self.corners(box)
        at = min(x for x, _ in corners) + 2, min(y for _, y in corners) + 1
        font = self.large if large else self.small
        self.canvas.rectangle(self.canvas.textbbox(at, text, font=font), fill=(255, 255, 255, 200))
        self.canvas.text(at, text, fill=color, font=font)


def draw_page(raster: Raster, page: Page, notes: Sequence[Note] = (), taken: bool | None = None) -> bytes:
    """Draw rules, cells, lines of text, codes, findings and ``notes`` over ``raster``; returns a PNG.

    Cells are filled from red (confidence 0) to green (1) with ``row,column`` and their spans; tables
    with their index and where their rules came from. Under the page stands a legend, in Thai, of what was
    drawn, and whether the page was ``taken`` for its measures.
    """
    pen = _Pen(raster)
    drawn: set[str] = set()
    for line in page.lines:
        pen.box(line.bbox, _COLORS["line"], quad=line.quad)
        drawn.add("line")
    for table in page.tables:
        _draw_table(pen, table)
        drawn |= {"cell", "rule"} if table.rulings else {"cell"}
    for code in page.codes:
        pen.box(code.bbox, _COLORS["code"], width=3)
        pen.label(code.bbox, f"{code.format} {code.survey or ''}".strip(), _COLORS["code"])
        drawn.add("code")
    for note in notes:
        _draw_note(pen, note)
        drawn.add(note.kind)
    for finding in (*page.findings, *(f for t in page.tables for c in t.cells for f in c.findings)):
        if finding.bbox is not None:
            kind = finding.code if finding.code in _COLORS else "finding"
            pen.box(finding.bbox, _COLORS[kind], width=2)
            pen.label(finding.bbox, finding.code, _COLORS[kind])
            drawn.add(kind)
    if taken is not None:
        drawn.add("taken" if taken else "left")
    out = BytesIO()
    _with_legend(pen, page, [key for key in _COLORS if key in drawn]).save(out, "PNG")
    return out.getvalue()


def _draw_table(pen: _Pen, table: Table) -> None:
    for cell in table.cells:
        _draw_cell(pen, cell)
    slanted = any(cell.quad is not None for cell in table.cells)  # then rules stand where no ink is
    for rule in () if slanted else table.rulings:
        pen.box(replace(rule, thickness=max(rule.thickness, 0.5)).box, _COLORS["rule"], width=2)
    pen.box(table.bbox, _TABLE, width=2)
    above = BBox(table.bbox.x0, table.bbox.y0 - 10, table.bbox.x1, table.bbox.y0)
    size = f"{table.rows}x{table.columns}"
    pen.label(above, f"table {table.index}: {size}, {table.origin}", _TABLE, large=True)


def _draw_note(pen: _Pen, note: Note) -> None:
    color = _COLORS[note.kind]
    if note.kind == "open-side":
        pen.dashes(note.bbox, color)
        return
    pen.box(note.bbox, color, width=3, fill=f"{color}18" if note.kind == "broken-row" else None)
    if note.label:
        foot = BBox(note.bbox.x1 - 60, note.bbox.y1 - 12, note.bbox.x1, note.bbox.y1)
        pen.label(foot, note.label, color, large=True)


def _draw_cell(pen: _Pen, cell: Cell) -> None:
    good = max(0.0, min(1.0, cell.confidence))
    color = (round(220 * (1 - good)), round(160 * good), 40)
    pen.box(cell.bbox, color, fill=(*color, _FILL_ALPHA), quad=cell.quad)
    for line in cell.lines:
        pen.box(line.bbox, _COLORS["line"], quad=line.quad)
    spans = f" {cell.row_span}x{cell.column_span}" if (cell.row_span, cell.column_span) != (1, 1) else ""
    pen.label(cell.bbox, f"{cell.row},{cell.column}{spans}", color)


def _with_legend(pen: _Pen, page: Page, keys: Sequence[str]) -> Image.Image:
    """The picture with a strip under it: the page's numbers, then a colour and a Thai label for each key."""
    width, height = pen.image.size
    labels = Image.open(BytesIO(blob("legend.png"))).convert("L")
    column = min(width, max(LEGEND_COLUMN, labels.width + LABEL_ROW))
    columns = max(1, width // column)
    rows = -(-len(keys) // columns) + 1
    strip = Image.new("RGB", (width, rows * LABEL_ROW + 6), "white")
    canvas = ImageDraw.Draw(strip)
    canvas.line([(0, 0), (width, 0)], fill=_INK, width=2)
    numbers = f"page {page.number}   {page.method}   turned {page.rotation}   skew {page.skew:.2f}"
    canvas.text((6, 5), numbers, fill=_INK, font=pen.large)
    order = list(_COLORS)
    for place, key in enumerate(keys):
        x, y = place % columns * column + 6, (place // columns + 1) * LABEL_ROW + 3
        canvas.rectangle([(x, y + 7), (x + 14, y + 20)], outline=_COLORS[key], width=3)
        row = order.index(key) * LABEL_ROW
        label = labels.crop((0, row, labels.width, row + LABEL_ROW))
        strip.paste(Image.new("RGB", label.size, _INK), (x + 20, y), ImageOps.invert(label))
    whole = Image.new("RGB", (width, height + strip.height), "white")
    whole.paste(pen.image, (0, 0))
    whole.paste(strip, (0, height))
    return whole
