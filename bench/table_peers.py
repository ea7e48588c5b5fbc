"""Tables of other programs as cells: ``python bench/table_peers.py TOOL FILE...``, Python of peers.sh.

Imports nothing of this project: bench/tables.py starts it with the peers' Python and reads its JSON, one line
a file: ``{"file", "seconds", "pages": {"1": [[cell, ...], ...]}}``; seconds are of CPU, all threads together.
Picture files are given to the tools as PDFs of one picture a page; making those is not timed.
"""

from __future__ import annotations

import io
import json
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

Box = tuple[float, float, float, float]
Pages = dict[int, list[list[dict[str, int]]]]
SNAP = 2.0
"""Edges nearer than this (points; pixels at 200 dpi) are one line of the grid."""


def main() -> None:
    """Read every file named with the tool named."""
    tool = TOOLS[sys.argv[1]]
    tool(as_pdf(Path(sys.argv[2])))  # imports and caches are not timed
    for name in sys.argv[2:]:
        source = as_pdf(Path(name))
        began = time.process_time()
        try:
            pages, error = tool(source), None
        except Exception as trouble:
            pages, error = {}, f"{type(trouble).__name__}: {trouble}"
        seconds = time.process_time() - began
        line = {"file": Path(name).name, "seconds": seconds, "pages": pages, "error": error}
        sys.stdout.write(json.dumps(line) + "\n")
        sys.stdout.flush()


def as_pdf(path: Path) -> bytes:
    """The file's bytes, a picture wrapped as PDF."""
    data = path.read_bytes()
    if path.suffix == ".pdf":
        return data
    from PIL import Image, ImageSequence

    image = Image.open(io.BytesIO(data))
    frames = [frame.copy() for frame in ImageSequence.Iterator(image)]
    out = io.BytesIO()
    dpi = float(image.info.get("dpi", (200, 200))[0])
    frames[0].save(out, "PDF", save_all=True, append_images=frames[1:], resolution=dpi)
    return out.getvalue()


def img2table(source: bytes) -> Pages:
    """Run img2table with its rotation on; tables without borders need an OCR engine and are left off."""
    from img2table.document import PDF

    document = PDF(io.BytesIO(source), detect_rotation=True, pdf_text_extraction=False)
    found = document.extract_tables(ocr=None, implicit_rows=False, borderless_tables=False)
    return {
        number + 1: [
            cells_of(
                (c.bbox.x1, c.bbox.y1, c.bbox.x2, c.bbox.y2) for row in table.content.values() for c in row
            )
            for table in tables
        ]
        for number, tables in found.items()
    }


def camelot(source: bytes) -> Pages:
    """Run camelot's lattice, cells joined where it finds no edge between them."""
    import camelot as program

    pages: Pages = {}
    tables = program.read_pdf(io.BytesIO(source), pages="all", flavor="lattice", suppress_stdout=True)
    for table in tables:
        pages.setdefault(table.page, []).append(_joined(table.cells))
    return pages


def _joined(cells: Sequence[Sequence[Any]]) -> list[dict[str, int]]:
    rows, columns = len(cells), len(cells[0])
    taken: set[tuple[int, int]] = set()
    out = []
    for row in range(rows):
        for column in range(columns):
            if (row, column) in taken:
                continue
            across = down = 1
            while column + across < columns and not _parted(
                [(cells[row][column + across - 1].right, cells[row][column + across].left)]
            ):
                across += 1
            while row + down < rows and not _parted(
                (cells[row + down - 1][c].bottom, cells[row + down][c].top)
                for c in range(column, column + across)
            ):
                down += 1
            taken |= {(row + r, column + c) for r in range(down) for c in range(across)}
            out.append({"row": row, "column": column, "row_span": down, "column_span": across})
    return out


def _parted(edges: Iterable[tuple[bool, bool]]) -> bool:
    return any(one or other for one, other in edges)


def pdfplumber(source: bytes) -> Pages:
    """Run pdfplumber's find_tables with its default settings (lines)."""
    import pdfplumber as program

    pages: Pages = {}
    with program.open(io.BytesIO(source)) as document:
        for page in document.pages:
            pages[page.page_number] = [cells_of(table.cells) for table in page.find_tables()]
            page.close()
    return pages


def cells_of(boxes: Iterable[Box]) -> list[dict[str, int]]:
    """Boxes as cells of a grid whose lines are all their edges; a box given several times is one cell."""
    unique = sorted(set(boxes), key=lambda box: (box[1], box[0]))
    xs, ys = _lines([x for box in unique for x in box[::2]]), _lines([y for box in unique for y in box[1::2]])
    out = []
    for x0, y0, x1, y1 in unique:
        column, row = _nearest(x0, xs), _nearest(y0, ys)
        spans = {
            "row_span": max(1, _nearest(y1, ys) - row),
            "column_span": max(1, _nearest(x1, xs) - column),
        }
        out.append({"row": row, "column": column, **spans})
    return out


def _lines(edges: Iterable[float]) -> list[float]:
    lines: list[float] = []
    for edge in sorted(edges):
        if not lines or edge - lines[-1] > SNAP:
            lines.append(edge)
    return lines


def _nearest(edge: float, lines: Sequence[float]) -> int:
    return min(range(len(lines)), key=lambda i: abs(lines[i] - edge))


TOOLS: dict[str, Callable[[bytes], Pages]] = {
    "img2table": img2table,
    "camelot": camelot,
    "pdfplumber": pdfplumber,
}

if __name__ == "__main__":
    main()
