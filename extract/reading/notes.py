"""What was made of a page, for a drawing of it: headers, sections, rows over pages, sides without a rule."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import reduce
from typing import Literal

from extract.clock import Clock
from extract.marks.page_furniture import with_marks
from extract.model import BBox, Cell, Page, Ruling, Table
from extract.ocr.choose import Engines
from extract.pages.document import OpenDocument
from extract.pages.draw import Note, draw_page
from extract.pages.render import render
from extract.reading.page import read_page
from extract.records.build import build
from extract.records.headers import field_of, is_header_text
from extract.tables.stitch import stitch

NEAR = 4.0
"""Points by which a rule may lie off the side that it draws, a doubled rule's second stroke among them."""

DRAWN = 0.5
"""Share of a side that a rule must cover."""

Side = Literal["top", "bottom", "left", "right"]


def notes_on(pages: Sequence[Page], number: int) -> tuple[Note, ...]:
    """Notes on page ``number``; ``pages`` are it and its neighbours, so that rows go on over its edges."""
    page = next(page for page in pages if page.number == number)
    return (*_sides(page), *_rows(pages, number))


def holds_measures(pages: Sequence[Page], number: int) -> bool:
    """Whether a measure was taken from page ``number``."""
    records = (record for part in build("", "", pages) for record in part.records)
    return any(
        place.page == number for record in records for _, places in record.provenance for place in places
    )


def draw_with_notes(document: OpenDocument, number: int, engines: Engines) -> tuple[bytes, Page, bool]:
    """A PNG of page ``number`` with all that was found on it, the page as read, whether it holds measures.

    The pages before and after are read too, for rows that go on over the page's edges.
    """
    around = range(max(1, number - 1), min(document.page_count, number + 1) + 1)
    pages = with_marks([read_page(document, each, engines, Clock()) for each in around])
    read = next(page for page in pages if page.number == number)
    taken = holds_measures(pages, number)
    with document.page(number) as opened:
        return draw_page(render(opened), read, notes_on(pages, number), taken), read, taken


def _sides(page: Page) -> Iterator[Note]:
    """Sides of cells without a rule, and cells that are shaded."""
    for table in page.tables:
        for cell in table.cells:
            if cell.quad is None:
                yield from (Note("open-side", box) for box in open_sides(cell, table).values())
            if cell.shaded:
                yield Note("shaded", cell.bbox)


def open_sides(cell: Cell, table: Table) -> dict[Side, BBox]:
    """The sides of ``cell`` along which no rule of ``table`` runs, as boxes without breadth."""
    box = cell.bbox
    sides: dict[Side, Ruling] = {
        "top": Ruling(True, box.y0, box.x0, box.x1, 0.0),
        "bottom": Ruling(True, box.y1, box.x0, box.x1, 0.0),
        "left": Ruling(False, box.x0, box.y0, box.y1, 0.0),
        "right": Ruling(False, box.x1, box.y0, box.y1, 0.0),
    }
    return {name: side.box for name, side in sides.items() if not _is_ruled(table, side)}


def _is_ruled(table: Table, side: Ruling) -> bool:
    covered = sum(
        rule.length_within(side.start, side.end)
        for rule in table.rulings
        if rule.horizontal is side.horizontal
        and abs(rule.position - side.position) <= NEAR + rule.thickness / 2
    )
    return covered >= DRAWN * side.length


def _rows(pages: Sequence[Page], number: int) -> Iterator[Note]:
    """Header and section rows of page ``number``, and its rows that go on from or to another page."""
    for table in stitch(pages, is_header_text, field_of):
        for row in table.rows:
            places = row.all_cells
            here = [cell.bbox for cell in places if cell.page == number]
            if not here:
                continue
            box = reduce(BBox.union, here)
            if row.kind != "body":
                yield Note("header" if row.kind == "header" else "section", box)
            others = sorted({cell.page for cell in places} - {number})
            if others:
                arrows = ("<" if other < number else ">" for other in others)
                words = " ".join(f"{arrow} p.{other}" for arrow, other in zip(arrows, others, strict=True))
                yield Note("broken-row", box, words)
