"""Reports for ``bench/eye.py`` set on one page: cells with their lines, and the kinds that spoil them.

A kind changes how a report is drawn, never what a person sees: its records stay those of the paper. Kinds
stand in ``eye_kinds.py`` (what does not show, what is typed over the page) and ``eye_letters.py``; those of
printed pages in ``eye_printed_kinds.py`` and ``eye_printed_letters.py``.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench.eye_paper import Face, Font, Paper, faces
from bench.silent_make import FIELDS, STYLES, WIDTHS, Lot, Row, Section, draw

SIDE = (842.0, 595.0)
MARGIN, PADDING, LEADING = 36.0, 3.5, 1.25


@dataclass
class Text:
    """One line of a cell: where it begins, from the bottom left, and its letters."""

    x: float
    y: float
    text: str
    font: str = "F"
    shown: bool = True
    """False: a kind draws it itself."""


@dataclass
class CellBox:
    """One cell: its column's field, its row among the records (-1 for others), its box, its lines."""

    key: str
    row: int
    box: tuple[float, float, float, float]
    """x0 y0 x1 y1 from the bottom left."""
    lines: list[Text]

    @property
    def text(self) -> str:
        """What stands in it."""
        return " ".join(line.text for line in self.lines)


@dataclass
class Sheet:
    """A report laid out: ``under`` is drawn before its text and ``over`` after."""

    paper: Paper
    size: float
    columns: Sequence[tuple[str, str]]
    cells: list[CellBox]
    free: list[Text]
    truths: tuple[Mapping[str, Any], ...]
    others: Mapping[str, Sequence[str]]
    """Values of other reports by field, for what is hidden."""
    under: list[bytes] = field(default_factory=list)
    over: list[bytes] = field(default_factory=list)
    pictured: Face | None = None
    """The face of pictures of text: one that needs no shaping but low tone marks."""
    prefix: bytes = b""
    """Bytes before the file's header."""

    @property
    def leading(self) -> float:
        """Points from line to line."""
        return self.size * LEADING

    def body(self, *keys: str) -> list[CellBox]:
        """Cells of records, of some fields."""
        return [
            cell for cell in self.cells if cell.row >= 0 and (not keys or cell.key in keys) and cell.lines
        ]

    def old(self, rng: random.Random, cell: CellBox) -> str:
        """Another value for a cell, as an older report has it."""
        return rng.choice([text for text in self.others[cell.key] if text != cell.text] or ["๙๙๙"])

    def width(self, text: str, font: str = "F") -> float:
        """Points."""
        return self.paper.fonts[font].face.width(text, self.size)

    def set(self, line: Text, before: bytes = b"") -> bytes:
        """Operators of one line."""
        return self.paper.show(line.font, self.size, line.x, line.y, line.text, before)

    def pdf(self) -> bytes:
        """The file."""
        rules = b".5 w " + b"".join(
            b"%.2f %.2f %.2f %.2f re S\n" % (c.box[0], c.box[1], c.box[2] - c.box[0], c.box[3] - c.box[1])
            for c in self.cells
        )
        texts = [line for cell in self.cells for line in cell.lines] + self.free
        shown = b"".join(self.set(line) for line in texts if line.shown)
        self.paper.content += [*self.under, rules, shown, *self.over]
        return self.prefix + self.paper.pdf()


Kind = Callable[[Sheet, random.Random], None]
KINDS: dict[str, Kind] = {}
"""Ways to draw a report, by name; the first line of the docstring says what is odd."""


def kind(change: Kind) -> Kind:
    """Add a kind under its own name."""
    KINDS[change.__name__.strip("_").replace("_", "-")] = change
    return change


@kind
def _sound(sheet: Sheet, rng: random.Random) -> None:
    """Nothing is odd."""


def make(lot: Lot, number: int, name: str, fonts: Path) -> tuple[bytes, tuple[Mapping[str, Any], ...]]:
    """The file of report ``number`` of ``lot`` drawn as kind ``name``, and its records."""
    rng = random.Random(f"eye {lot} {number} {name}")
    sheet = laid_out(lot, number, fonts)
    KINDS[name](sheet, rng)
    return sheet.pdf(), sheet.truths


def laid_out(lot: Lot, number: int, fonts: Path, family: str | None = None) -> Sheet:
    """A report of ``bench/silent_make.py`` on one page: as many rows as it holds; in any ``family``."""
    drawn = draw(lot, number)
    usual, size = STYLES[lot][number % len(STYLES[lot])][:2]
    face = Face(faces(fonts)[family or usual].read_bytes())
    width, height = SIDE
    paper = Paper(width, height, {"F": Font(face)})
    size = min(size, 14.0) * (0.9 if size > 12 else 0.95)
    sheet = Sheet(paper, size, drawn.columns, [], [], (), {})
    families = [style[0] for style in STYLES[lot] if style[0].startswith("TH ")]
    sheet.pictured = Face(faces(fonts)[families[number % len(families)]].read_bytes())
    y = height - MARGIN
    for line in drawn.title.split("\n"):
        y -= sheet.leading
        sheet.free.append(Text((width - sheet.width(line)) / 2, y, line))
    y -= 8
    keys = [key for key, _ in drawn.columns]
    unit = (width - 2 * MARGIN) / sum(WIDTHS[key] for key in keys)
    edges = [MARGIN]
    for key in keys:
        edges.append(edges[-1] + WIDTHS[key] * unit)
    y = _row(sheet, [(key, text) for key, text in drawn.columns], edges, y, -1) or y
    truths: list[Mapping[str, Any]] = []
    for row in drawn.rows:
        if isinstance(row, Section):
            below = _row(sheet, [("section", row.text)], [edges[0], edges[-1]], y, -1)
        else:
            cells = [(key, row.cells.get(key, "-")) for key in keys]
            below = _row(sheet, cells, edges, y, len(truths))
            if below is not None:
                truths.append(row.truth)
        if below is None:
            break
        y = below
    if sheet.cells and sheet.cells[-1].key == "section":
        sheet.cells.pop()
    rows = [row for n in range(6) for row in draw(lot, number + 1 + n).rows if isinstance(row, Row)]
    others = {key: [row.cells[key] for row in rows if key in row.cells] for key in FIELDS}
    others = {key: [t.replace("\n", " ") for t in texts if t != "-"] for key, texts in others.items()}
    sheet.truths, sheet.others = tuple(truths), others
    return sheet


def _row(
    sheet: Sheet, cells: Sequence[tuple[str, str]], edges: Sequence[float], top: float, row: int
) -> float | None:
    """Set one row below ``top``; its bottom, or None where the page ends."""
    wrapped = [
        wrap(sheet, text, right - left - 2 * PADDING)
        for (_, text), left, right in zip(cells, edges[:-1], edges[1:], strict=True)
    ]
    bottom = top - max(map(len, wrapped)) * sheet.leading - 2 * PADDING
    if bottom < MARGIN:
        return None
    for (key, _), lines, left, right in zip(cells, wrapped, edges[:-1], edges[1:], strict=True):
        texts = [
            Text(left + PADDING, top - PADDING - sheet.leading * (n + 0.8), line)
            for n, line in enumerate(lines)
            if line
        ]
        sheet.cells.append(CellBox(key, row, (left, bottom, right, top), texts))
    return bottom


_PIECE = re.compile("[^ ]+ *| +")


def wrap(sheet: Sheet, text: str, width: float) -> list[str]:
    """``text`` in lines: broken at blanks, which stay at the line's end, else between words of Thai."""
    from pythainlp.tokenize import word_tokenize

    out: list[str] = []
    for printed in text.split("\n"):
        line = ""
        for piece in _PIECE.findall(printed):
            words = [piece]
            if sheet.width(piece.rstrip()) > width - (sheet.width(line) if line else 0) and re.search(
                "[ก-ฮ]", piece
            ):
                words = word_tokenize(piece, engine="newmm")
            for word in words:
                if line and sheet.width((line + word).rstrip()) > width:
                    out.append(line)
                    line = ""
                line += word
        out.append(line)
    return out
