"""Ruled tables of real and made reports read again without their rules, against their own ruled reading.

What a grid of rules says is known to be right on these pages, so it serves as truth for the same print with
the upright rules, or all rules, taken away. Only digital pages: there rules can be left out without a trace.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from bench.teds import page_score
from extract.model import Table
from extract.pages.document import open_document
from extract.pages.glyphs import read_glyphs
from extract.pages.trust import judge
from extract.records.headers import is_header_text
from extract.tables.fill import fill_from_glyphs
from extract.tables.ruled.grid import build_tables
from extract.tables.ruled.vector import read_drawing
from extract.tables.unruled.find import confirmed, find_unruled_tables
from extract.tables.unruled.ink_mask import of_glyphs

Json = dict[str, Any]
LEAST = (3, 3)
"""Rows and columns of a ruled table that is tried without its rules."""


def erased_scores(*folders: Path) -> list[Json]:
    """Scores of each digital page of the PDFs in ``folders`` whose only tables are large enough."""
    out: list[Json] = []
    for folder in folders:
        for path in sorted(folder.glob("*.pdf")):
            real = not path.with_suffix(".truth.json").exists()
            out += [{"file": path.name, "real": real, **found} for found in _file(path)]
    return out


def _file(path: Path) -> Iterable[Json]:
    with open_document(path.read_bytes(), path.name) as document:
        for number in range(1, document.page_count + 1):
            with document.page(number) as page:
                glyphs = read_glyphs(page)
                if judge(page, glyphs).method != "text":
                    continue
                rules = read_drawing(page).rulings
                ruled = fill_from_glyphs(build_tables(rules, number, "vector"), glyphs)
                if not ruled or any((t.rows, t.columns) < LEAST or t.columns < LEAST[1] for t in ruled):
                    continue
                mask = of_glyphs(glyphs, page.width, page.height)
                scores = {}
                for way, left in (("row rules", tuple(r for r in rules if r.horizontal)), ("no rules", ())):
                    found = fill_from_glyphs(find_unruled_tables(mask, left, (), number), glyphs)
                    kept, _ = confirmed(found, is_header_text)
                    scores[way] = page_score(_cells(ruled), _cells(kept), structure_only=True)
                yield {"page": number, **scores}


def _cells(tables: Sequence[Table]) -> list[list[Json]]:
    return [
        [
            {"row": c.row, "column": c.column, "row_span": c.row_span, "column_span": c.column_span}
            for c in table.cells
        ]
        for table in tables
    ]
