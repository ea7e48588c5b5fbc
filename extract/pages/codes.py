"""QR codes on a page, what stands beside each, and which survey of the ITA that caption names."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import reduce
from typing import TYPE_CHECKING, Literal

from extract.model import BBox, Code, Glyph, Line, Raster

if TYPE_CHECKING:
    import zxingcpp

NEAR = 0.8
"""Sides of a code within which its caption begins: 1 cm for a code of 3 cm is usual."""

LINES = 3
"""Lines of a caption at most."""

GAP = 1.5
"""Of the letter size: white space that parts two captions on one line; words stand under half apart."""

LEVEL = 0.3
"""Of the letter size: letters of one line stand on one baseline to this."""

_SURVEYS: tuple[tuple[Literal["IIT", "EIT"], re.Pattern[str]], ...] = (
    ("IIT", re.compile(r"(?<![A-Za-z])IIT(?![A-Za-z])", re.I)),
    ("EIT", re.compile(r"(?<![A-Za-z])EIT(?![A-Za-z])", re.I)),
    ("IIT", re.compile("ภายใน")),
    ("EIT", re.compile("ภายนอก")),
)
"""The Latin token is trusted before the Thai word, as in section labels (DESIGN.md)."""


def read_codes(raster: Raster) -> tuple[Code, ...]:
    """Decode the QR codes of a page, top to bottom, boxes in page points.

    Needs about 3 pixels a module: 300 dpi reads all codes of a report, 200 dpi most.
    """
    import zxingcpp

    found = zxingcpp.read_barcodes(raster.image, formats=zxingcpp.BarcodeFormat.QRCode)
    codes = [
        Code(item.text, "QR", raster.box_to_page(_around(item.position))) for item in found if item.valid
    ]
    return tuple(sorted(codes, key=lambda code: (code.bbox.y0, code.bbox.x0)))


def _around(position: zxingcpp.Position) -> BBox:
    corners = (position.top_left, position.top_right, position.bottom_left, position.bottom_right)
    xs, ys = [corner.x for corner in corners], [corner.y for corner in corners]
    return BBox(min(xs), min(ys), max(xs) + 1.0, max(ys) + 1.0)


def with_captions(codes: Sequence[Code], lines: Iterable[Line]) -> tuple[Code, ...]:
    """``codes`` with the nearest line below, above or beside each, and the lines that go on with it.

    Args:
        codes: of one page.
        lines: its lines of text, parted where two captions stand on one line (``chunks`` for a text layer).
    """
    mine: list[list[Line]] = [[] for _ in codes]
    for line in lines:
        if not line.text.strip() or any(within(line, code) for code in codes):
            continue
        gaps = [_gap(line.bbox, code.bbox) for code in codes]
        nearest = min(range(len(codes)), key=gaps.__getitem__, default=None)
        if nearest is not None:
            mine[nearest].append(line)
    return tuple(_captioned(code, own) for code, own in zip(codes, mine, strict=True))


def within(line: Line, code: Code) -> bool:
    """Whether ``line`` is what an engine made of the code itself."""
    return code.bbox.contains(*line.bbox.center)


def chunks(glyphs: Sequence[Glyph]) -> tuple[Line, ...]:
    """Letters of a text layer as lines that end where wide white space begins."""
    out: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda g: (round(g.baseline), g.bbox.x0)):
        last = out[-1][-1] if out else None
        level = last is not None and abs(last.baseline - glyph.baseline) <= LEVEL * glyph.size
        gap = glyph.bbox.x0 - last.bbox.x1 if last is not None else 0.0
        if last is not None and level and -glyph.size <= gap <= GAP * glyph.size:
            out[-1].append(glyph)
        elif glyph.text.strip() and not glyph.turn:
            out.append([glyph])
    return tuple(_line(chunk) for chunk in out)


def _line(chunk: Sequence[Glyph]) -> Line:
    box = reduce(BBox.union, (glyph.bbox for glyph in chunk))
    return Line("".join(glyph.text for glyph in chunk).strip(), box)


def _captioned(code: Code, lines: Sequence[Line]) -> Code:
    box = code.bbox
    near = NEAR * max(box.width, box.height)
    groups = {
        "below": [line for line in lines if _over(line.bbox, box) and line.bbox.center[1] > box.y1],
        "above": [line for line in lines if _over(line.bbox, box) and line.bbox.center[1] < box.y0],
        "beside": [
            line for line in lines if box.y0 <= line.bbox.center[1] <= box.y1 and not _over(line.bbox, box)
        ],
    }
    found: list[tuple[bool, float, int, tuple[Line, ...]]] = []
    for rank, (side, there) in enumerate(groups.items()):
        order = sorted(there, key=lambda line: -line.bbox.y1 if side == "above" else line.bbox.y0)
        block = _block(order, box, near, side)
        if block:
            text = " ".join(line.text for line in block)
            gap = min(_gap(line.bbox, box) for line in block)
            found.append((survey_of(text) is None, gap, rank, block))
    if not found:
        return code
    caption = sorted(
        min(found, key=lambda entry: entry[:3])[3], key=lambda line: (line.bbox.y0, line.bbox.x0)
    )
    text = re.sub(r"\s+", " ", " ".join(line.text.strip() for line in caption))
    return replace(code, caption=text, survey=survey_of(text))


def _block(order: Sequence[Line], box: BBox, near: float, side: str) -> tuple[Line, ...]:
    """The first line of ``order`` near enough to the code, and those that follow it closely."""
    out: list[Line] = []
    for line in order:
        if not out and _gap(line.bbox, box) > near:
            if side == "beside":
                continue
            break
        if out and abs(line.bbox.center[1] - out[-1].bbox.center[1]) > 1.8 * line.bbox.height:
            break
        out.append(line)
        if len(out) == LINES:
            break
    return tuple(out)


def survey_of(caption: str) -> Literal["IIT", "EIT"] | None:
    """The one survey that ``caption`` names."""
    for pattern_pair in (_SURVEYS[:2], _SURVEYS[2:]):
        named = [survey for survey, pattern in pattern_pair if pattern.search(caption)]
        if named:
            return named[0] if len(named) == 1 else None
    return None


def _over(line: BBox, box: BBox) -> bool:
    """Whether ``line`` stands over or under the code, not beside it."""
    return min(line.x1, box.x1) - max(line.x0, box.x0) > 0.3 * min(line.width, box.width)


def _gap(one: BBox, two: BBox) -> float:
    """Shortest way between two boxes, 0 when they meet."""
    dx = max(one.x0 - two.x1, two.x0 - one.x1, 0.0)
    dy = max(one.y0 - two.y1, two.y0 - one.y1, 0.0)
    return math.hypot(dx, dy)
