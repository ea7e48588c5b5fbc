"""pdfplumber's view of a digital document beside ours: page count, cell count, and tables we do not find.

It costs as much as all our own reading of a page, so it is asked only where it can tell something: about a
page with rules where our grid finds no table, or leaves rules outside its tables (``in_doubt``); about the
page count where the file does not name as many pages as pdfium counts. It is never asked about a page of more
than ``MAX_RULES`` rules, and its pages are closed at once: open ones grew to 1 GiB in 500 pages. Text is left
out while it reads a page, for only rules make its tables; text is most of its cost.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from io import BytesIO
from typing import Any, Self

from extract.model import BBox, Cell, Finding, Ruling, Table
from extract.tables.ruled.grid import MIN_CELL, MIN_TABLE

MAX_RULES = 3_000
"""Rules of a page above which pdfplumber takes seconds (its intersections are quadratic)."""

MAX_OBJECTS = 100_000
"""Objects of a file above which it is not asked: where the file's own list of them is broken, it needs 0.1 ms
each to find them."""

LEAST_CELLS = 2
"""Cells a table must have in either view to be compared: single boxes are frames."""

WANTED = (2, 2)
"""Rows and columns a table must have for pdfplumber to take over: it makes tables of boxes and ornaments."""


DOUBTFUL = 2
"""Rules of each direction outside our tables that may be another table. Of 162 digital pages with a table of
ours, made and real, 5 have them; on 10 of the others pdfplumber counts otherwise, on made ones wrongly."""

_PAGE = re.compile(rb"/Type\s*/Page(?![A-Za-z])")
_PACK = re.compile(rb"/ObjStm.{0,300}?stream\r?\n", re.DOTALL)
MOST_PACKED = 2**24
"""Bytes in an object stream beyond which pdfplumber is asked."""


class SecondOpinion:
    """pdfplumber on one document, opened on first use; use as a context manager.

    A document that pdfplumber cannot read gives no opinion: ``pages`` is then ``None``.
    """

    def __init__(self, data: bytes, password: str | None = None) -> None:
        """Hold the bytes of a PDF; nothing is parsed yet."""
        self._data = data
        self._password = password or ""
        self._document: Any = None
        self._broken = data.count(b" obj") > MAX_OBJECTS

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *raised: object) -> None:
        self.close()

    def close(self) -> None:
        """Free the document."""
        if self._document is not None:
            with suppress(
                Exception
            ):  # it reads pages to close them, and stumbles over what stopped it before
                self._document.close()
            self._document = None

    @property
    def pages(self) -> int | None:
        """How many pages pdfplumber counts."""
        document = self._open()
        try:
            return len(document.pages) if document is not None else None
        except Exception:  # pdfminer raises its own, PSException, KeyError, RecursionError … on odd files
            self._broken = True
            return None

    def page_findings(self, count: int) -> tuple[Finding, ...]:
        """The finding ``second-opinion-pages`` when pdfplumber counts other than ``count`` pages."""
        if pages_named(self._data) == count:
            return ()
        theirs = self.pages
        if theirs is None or theirs == count:
            return ()
        return (Finding("second-opinion-pages", "warning", f"{count} pages, pdfplumber counts {theirs}"),)

    def tables(self, number: int, rulings: Sequence[Ruling], unit: float = 1.0) -> tuple[Table, ...]:
        """Tables that pdfplumber finds on page ``number`` (from 1), empty, in points of the viewer frame.

        Args:
            number: page, from 1.
            rulings: our rules; without any, or with too many, pdfplumber is not asked.
            unit: points a unit of the page, its /UserUnit.
        """
        if not rulings or len(rulings) > MAX_RULES or self._broken:
            return ()
        document = self._open()
        if document is None:
            return ()
        try:
            page = document.pages[number - 1]
            try:
                _read_rules(page)
                found = page.find_tables()
                left, top, _, _ = page.cropbox
                tables = [_table(table, number, (left, top), unit) for table in found]
            finally:
                page.close()
        except Exception:  # as above: an opinion that cannot be had is none
            return ()
        kept = [table for table in tables if table is not None]
        kept.sort(key=lambda t: (t.bbox.y0, t.bbox.x0))
        return tuple(replace(table, index=i) for i, table in enumerate(kept, 1))

    def _open(self) -> Any:
        if self._document is None and not self._broken:
            import pdfplumber  # seldom needed, and slow to import

            try:
                self._document = pdfplumber.open(BytesIO(self._data), password=self._password)
            except Exception:  # as above
                self._broken = True
        return self._document


def pages_named(data: bytes) -> int | None:
    """How many objects of a PDF say that they are a page; None where that cannot be seen."""
    if b"/Encrypt" in data:
        return None
    count = len(_PAGE.findall(data))
    for pack in _PACK.finditer(data):
        try:
            inside = zlib.decompressobj().decompress(memoryview(data)[pack.end() :], MOST_PACKED)
        except zlib.error:
            return None
        if len(inside) == MOST_PACKED:
            return None
        count += len(_PAGE.findall(inside))
    return count


def in_doubt(tables: Sequence[Table], rulings: Sequence[Ruling]) -> bool:
    """Whether our grid found no table, or leaves ``DOUBTFUL`` rules of each direction outside its tables."""
    outside = [rule.horizontal for rule in rulings if not any(_touches(rule, table.bbox) for table in tables)]
    across = sum(outside)
    return not tables or min(across, len(outside) - across) >= DOUBTFUL


def _touches(rule: Ruling, box: BBox) -> bool:
    along, across = ((box.x0, box.x1), (box.y0, box.y1))[:: 1 if rule.horizontal else -1]
    return (
        rule.end >= along[0] - MIN_CELL
        and rule.start <= along[1] + MIN_CELL
        and across[0] - MIN_CELL <= rule.position <= across[1] + MIN_CELL
    )


def compare(ours: Sequence[Table], theirs: Sequence[Table], page: int) -> tuple[Finding, ...]:
    """The finding ``second-opinion-cells`` when the two views count cells differently."""
    one, two = sum(len(t.cells) for t in ours), sum(len(t.cells) for t in theirs)
    if one == two:
        return ()
    detail = f"{len(ours)} tables with {one} cells, pdfplumber {len(theirs)} with {two}"
    return (Finding("second-opinion-cells", "info", detail, page=page),)


def settle(
    ours: Sequence[Table], theirs: Sequence[Table], page: int
) -> tuple[tuple[Table, ...], tuple[Finding, ...]]:
    """Pdfplumber's tables where ours are none, and what the comparison says."""
    grids = () if ours else tuple(t for t in theirs if t.rows >= WANTED[0] and t.columns >= WANTED[1])
    return grids, compare(ours, theirs, page)


def _read_rules(page: Any) -> None:
    """Lay out ``page`` without its text, where pdfplumber keeps what it has laid out."""
    from pdfminer.pdfinterp import PDFPageInterpreter
    from pdfminer.pdftypes import resolve1
    from pdfplumber.page import PDFPageAggregatorWithMarkedContent

    class RulesOnly(PDFPageInterpreter):
        """pdfminer's interpreter without fonts and text."""

        def init_resources(self, resources: Any) -> None:
            found = resolve1(resources) or {}
            super().init_resources({key: value for key, value in found.items() if key != "Font"})

        def do_Tf(self, fontid: Any, fontsize: Any) -> None:  # noqa: N802
            """Choose no font."""

        def do_TJ(self, seq: Any) -> None:  # noqa: N802
            """Show nothing; the operators Tj, ' and " end here as well."""

        def do_Tj(self, s: Any) -> None:  # noqa: N802
            """Show nothing."""

    device = PDFPageAggregatorWithMarkedContent(page.pdf.rsrcmgr, pageno=page.page_number, laparams=None)
    RulesOnly(page.pdf.rsrcmgr, device).process_page(page.page_obj)
    page._layout = device.get_result()


def _table(found: Any, number: int, corner: tuple[float, float], scale: float) -> Table | None:
    """A pdfplumber table on the grid of its cell borders; ``corner`` of the visible page is the origin."""
    dx, dy = corner
    boxes = [
        BBox((x0 - dx) * scale, (y0 - dy) * scale, (x1 - dx) * scale, (y1 - dy) * scale)
        for x0, y0, x1, y1 in found.cells
    ]
    boxes = [b for b in boxes if min(b.width, b.height) >= MIN_CELL]
    x0, top, x1, bottom = found.bbox
    if len(boxes) < LEAST_CELLS or max(x1 - x0, bottom - top) * scale < MIN_TABLE:
        return None
    xs = sorted({round(v, 1) for b in boxes for v in (b.x0, b.x1)})
    ys = sorted({round(v, 1) for b in boxes for v in (b.y0, b.y1)})
    cells = []
    for box in sorted(boxes, key=lambda b: (b.y0, b.x0)):
        row, column = ys.index(round(box.y0, 1)), xs.index(round(box.x0, 1))
        rows, columns = ys.index(round(box.y1, 1)) - row, xs.index(round(box.x1, 1)) - column
        cells.append(Cell(row, column, rows, columns, box, number))
    box = BBox(xs[0], ys[0], xs[-1], ys[-1])
    return Table(number, 0, box, len(ys) - 1, len(xs) - 1, tuple(cells), (), "pdfplumber")
