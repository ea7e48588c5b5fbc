"""Why a picture is too poor to be read, so that whoever sent it knows what to do better.

Only asked of pages that were not read well: what is said here is advice for the next picture.
"""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np

from extract.model import Cell, Finding, GrayImage, Page, Raster
from extract.ocr.ink import find_ink
from extract.pages.tone import ink_level

DOUBTFUL = 0.8
"""Mean confidence of a page's letters under which it was not read well."""

SMALL = 10.5
"""Pixels of a consonant's height in the file under which letters are too small: 16 pt at 118 dpi."""

COARSE = 105.0
"""Dots an inch of paper in the file under which a pixel parts ข from ช: at 96 dpi two measures in five had
one for the other, with full confidence; at 110 none."""

HOLLOW, GAP = 0.33, 1.08 / 72
"""White between edges of strokes, as a share of all that lies no further apart than ``GAP`` inches, from
which only outlines of letters are left: a copy of a copy .41; scans of the fixtures up to .17, a screen's
.28."""

GRAINY = 0.15
"""Grain as a share of the contrast from which letters are read wrong though it was smoothed: of 1,703, 0 at
.18, 1 at .24, 10 at .31; of 1,227 others 1 at .19, a mark without which the words were words."""

MOST = 0.88
"""Confidence of letters at most where their marks may be lost: under .9 a person looks."""

HARDLY = frozenset({"picture-specked", "picture-coarse", "picture-grainy"})
"""What is told of pages whose letters are no surer than ``MOST``."""

FAINT = 0.8
"""Ink this light, as a share of the paper, is nearly gone: 1.25 : 1."""

BLURRED = 0.25
"""Width of a stroke's edge in consonant heights: sharp scans of 200 dpi have .1, a blur of 2 pixels .27."""


def is_doubtful(read: Page) -> bool:
    """Whether a page's letters were read so badly that something is wrong with its picture."""
    letters = sum(len(line.text) for line in read.lines)
    return letters > 0 and sum(line.confidence * len(line.text) for line in read.lines) < DOUBTFUL * letters


def hardly_legible(
    read: Page, drawn: Raster, level: Raster, file_dpi: float, strewn: bool, grain: float = 0.0
) -> Page:
    """``read`` with its letters in doubt where marks may have been lost, however sure the reader was.

    Args:
        read: the page as read.
        drawn: as it was rendered.
        level: the same, set right.
        file_dpi: dots an inch of the file's own picture.
        strewn: whether black specks lie all over it.
        grain: how much its paper's tone differs from pixel to pixel, as a share of the contrast.
    """
    dpi = _pixels_a_point(drawn) * 72 * min(1.0, file_dpi / drawn.dpi)
    dpi *= level.dpi / 72 / max(_pixels_a_point(level), 1e-6)
    told = [Finding("picture-specked", "info", page=read.number)] if strewn else []
    if grain > GRAINY:
        told.append(Finding("picture-grainy", "info", f"{grain:.0%}", page=read.number))
    if dpi < COARSE:
        told.append(Finding("picture-coarse", "info", f"{dpi:.0f} dpi", page=read.number))
    if not told:
        return read
    tables = tuple(replace(table, cells=tuple(map(_doubted, table.cells))) for table in read.tables)
    lines = tuple(replace(line, confidence=min(MOST, line.confidence)) for line in read.lines)
    return replace(read, tables=tables, lines=lines, findings=(*read.findings, *told))


def _doubted(cell: Cell) -> Cell:
    lines = tuple(replace(line, confidence=min(MOST, line.confidence)) for line in cell.lines)
    return replace(cell, lines=lines, confidence=min(MOST, cell.confidence) if cell.text else cell.confidence)


def advice(drawn: Raster, level: Raster, edge: float, file_dpi: float, number: int) -> tuple[Finding, ...]:
    """What is wrong with the picture of a page, each with what to do.

    Args:
        drawn: the page as it was rendered.
        level: the same, set right.
        edge: width of strokes' edges before blur was taken out, pixels of ``level``.
        file_dpi: dots an inch of the file's own picture: coarse ones are enlarged for reading.
        number: the page, from 1.
    """
    hollow = hollow_share(drawn.image, drawn.dpi)
    if hollow > HOLLOW:  # nothing else that is measured by strokes holds then
        return (Finding("picture-hollow", "warning", f"{hollow:.0%}", page=number),)
    ink = find_ink(level.image, level.dpi)
    consonant = ink.consonant / ink.zoom
    grow = _pixels_a_point(drawn) / (level.dpi / 72) * min(1.0, file_dpi / drawn.dpi)
    told = []
    if consonant * grow < SMALL:
        told.append(Finding("picture-small", "warning", f"{consonant * grow:.0f} pixels", page=number))
    share = _ink_share(drawn.image, drawn.dpi)
    if share is not None and share > FAINT:
        told.append(Finding("picture-faint", "warning", f"{1 / share:.2f} : 1", page=number))
    if edge > BLURRED * consonant:
        told.append(Finding("picture-blurred", "warning", f"{edge * grow:.1f} pixels", page=number))
    return tuple(told)


def hollow_share(image: GrayImage, dpi: float) -> float:
    """Share of white in print whose gaps are closed; large black areas, as of a copier's edge, left out."""
    paper = float(np.median(image[::4, ::4]))
    dark = np.asarray(image < 0.5 * paper, np.uint8)
    side = max(3, int(GAP * dpi) | 1)
    print_ = cv2.morphologyEx(dark, cv2.MORPH_CLOSE, np.ones((side, side), np.uint8))
    solid = np.asarray(cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones((3 * side, 3 * side), np.uint8))) > 0
    closed = int(print_[~solid].sum())
    return 1 - int(dark[~solid].sum()) / closed if closed else 0.0


def _pixels_a_point(raster: Raster) -> float:
    """Pixels a point of the page; a telephone's picture is taken at the dpi that its page was given."""
    return float(1 / abs(np.linalg.det(raster.to_page[:2, :2])) ** 0.5)


def _ink_share(image: GrayImage, dpi: float) -> float | None:
    side = max(3, round(dpi / 4)) | 1
    paper = cv2.morphologyEx(
        cv2.GaussianBlur(image, (0, 0), 1.5), cv2.MORPH_CLOSE, np.ones((side, side), np.uint8)
    )
    return ink_level(
        np.asarray(image[::3, ::3] / np.maximum(np.asarray(paper, np.float32), 1)[::3, ::3], np.float32)
    )
