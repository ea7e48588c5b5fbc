"""What was made of a page, for a drawing: headers, sections, rows over pages, open sides, what was taken."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Literal

from extract.clock import Clock
from extract.marks.page_furniture import with_marks
from extract.model import BBox, Cell, LogicalRow, Page
from extract.ocr.choose import Engines
from extract.pages.document import OpenDocument
from extract.pages.draw import Note, draw_page
from extract.pages.render import render
from extract.reading.page import read_page
from extract.records.build import build
from extract.records.headers import is_header_text
from extract.tables.ruled.cell_borders import SIDES, ruled_sides, side_box
from extract.tables.stitch import stitch

Kind = Literal["header", "section", "broken-row", "open-side", "shaded", "caption"]


@dataclass(frozen=True, slots=True)
class Shown:
    """One piece of evidence on a page: its kind, its box in page points, and a word on it."""

    kind: Kind
    bbox: BBox
    label: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that a page shows of how it was understood; ``taken`` says that measures stand on it."""

    shown: tuple[Shown, ...] = ()
    taken: bool = False


def evidence(pages: Sequence[Page], number: int) -> Evidence:
    """The evidence on page ``number``.

    Args:
        pages: it and its neighbours, in order, so that rows can be followed over its edges.
        number: the page.
    """
    page = next(page for page in pages if page.number == number)
    shown = [*_sides(page), *_rows(pages, number)]
    records = (record for part in build("", "", pages) for record in part.records)
    taken = any(
        place.page == number for record in records for _, places in record.provenance for place in places
    )
    return Evidence(tuple(shown), taken)


def draw_evidence(document: OpenDocument, number: int, engines: Engines) -> tuple[bytes, Page, bool]:
    """A PNG of page ``number`` with its evidence, the page as read, whether measures stand on it.

    The pages before and after are read too, for rows that go on over the page's edges.
    """
    around = range(max(1, number - 1), min(document.page_count, number + 1) + 1)
    pages = with_marks([read_page(document, each, engines, Clock()) for each in around])
    read = next(page for page in pages if page.number == number)
    seen = evidence(pages, number)
    notes = [Note(shown.kind, shown.bbox, shown.label) for shown in seen.shown]
    with document.page(number) as opened:
        return draw_page(render(opened), read, notes, seen.taken), read, seen.taken


def _sides(page: Page) -> Iterator[Shown]:
    """Sides of cells without a rule, and cells that are shaded."""
    for table in page.tables:
        for cell in table.cells:
            ruled = ruled_sides(cell, table)
            for side in SIDES:
                if side not in ruled:
                    yield Shown("open-side", side_box(cell, side))
            if cell.shaded:
                yield Shown("shaded", cell.bbox)


def _rows(pages: Sequence[Page], number: int) -> Iterator[Shown]:
    """Header and section rows of page ``number``, and its rows that go on from or to another page."""
    for table in stitch(pages, is_header_text):
        for row in table.rows:
            places = _places(row)
            here = [cell.bbox for cell in places if cell.page == number]
            if not here:
                continue
            box = reduce(BBox.union, here)
            if row.kind != "body":
                yield Shown("header" if row.kind == "header" else "section", box)
            others = sorted({cell.page for cell in places} - {number})
            if others:
                arrows = ("<" if other < number else ">" for other in others)
                words = " ".join(f"{arrow} p.{other}" for arrow, other in zip(arrows, others, strict=True))
                yield Shown("broken-row", box, words)


def _places(row: LogicalRow) -> list[Cell]:
    return [cell for _, parts in row.cells for cell in parts]
