"""Carrying a table between the pixels of a raster, where it is cut, and the page, where it is filed."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from extract.model import Cell, Line, Raster, Ruling, Table

Affine = NDArray[np.float64]


def to_page_frame(table: Table, raster: Raster) -> Table:
    """The pixel table ``table`` in page points: boxes of table, cells, lines and rules."""
    return _carried(table, raster.to_page)


def to_pixel_frame(table: Table, raster: Raster) -> Table:
    """The page table ``table`` in pixels of ``raster``; the way back of ``to_page_frame``."""
    return _carried(table, cv2.invertAffineTransform(raster.to_page).astype(np.float64))


def line_to_page(line: Line, raster: Raster) -> Line:
    """The pixel line ``line`` in page points."""
    return replace(line, bbox=raster.box_to_page(line.bbox))


def rule_under(matrix: Affine, rule: Ruling) -> Ruling:
    """The rule under ``matrix``, upright again: a quarter turn swaps its direction, skew is dropped."""
    if rule.horizontal:
        ends = np.array([[rule.start, rule.position, 1], [rule.end, rule.position, 1]])
    else:
        ends = np.array([[rule.position, rule.start, 1], [rule.position, rule.end, 1]])
    (x0, y0), (x1, y1) = (ends @ matrix.T).tolist()
    factor = float(abs(np.linalg.det(matrix[:, :2]))) ** 0.5
    horizontal = abs(x1 - x0) >= abs(y1 - y0)
    middle, first, last = ((y0 + y1) / 2, x0, x1) if horizontal else ((x0 + x1) / 2, y0, y1)
    return Ruling(horizontal, middle, min(first, last), max(first, last), rule.thickness * factor)


def _carried(table: Table, matrix: Affine) -> Table:
    def cell_under(cell: Cell) -> Cell:
        lines = tuple(replace(line, bbox=line.bbox.under(matrix)) for line in cell.lines)
        findings = tuple(
            replace(found, bbox=found.bbox.under(matrix)) if found.bbox else found for found in cell.findings
        )
        return replace(cell, bbox=cell.bbox.under(matrix), lines=lines, findings=findings)

    return replace(
        table,
        bbox=table.bbox.under(matrix),
        cells=tuple(cell_under(cell) for cell in table.cells),
        rulings=tuple(rule_under(matrix, rule) for rule in table.rulings),
    )
