"""The parts of a page put together, in the order in which a person would read them."""

from __future__ import annotations

from collections.abc import Sequence

from extract.marks.mark_findings import Mark, apart
from extract.marks.page_furniture import long_rules
from extract.model import Code, Finding, Line, Method, Page, Ruling, Table
from extract.pages.openpage import OpenPage


def assemble(
    page: OpenPage,
    method: Method,
    tables: tuple[Table, ...],
    free: Sequence[Line],
    *,
    marks: Sequence[Mark],
    rules: Sequence[Ruling],
    codes: tuple[Code, ...] = (),
    findings: tuple[Finding, ...] = (),
    rotation: int = 0,
    skew: float = 0.0,
) -> Page:
    """The page as read; all boxes in page points.

    Args:
        page: the open page.
        method: what read it.
        tables: filled and numbered.
        free: lines outside tables, those in stamps among them.
        marks: stamps and pen strokes, to be named by what stands around them.
        rules: all rules; long ones outside tables are kept.
        codes: QR codes.
        findings: what was found so far.
        rotation: quarter turn taken out, degrees.
        skew: degrees taken out.
    """
    named, free = apart(marks, free, tables, page.number)
    return Page(
        page.number,
        page.width,
        page.height,
        method,
        rotation=rotation,
        skew=skew,
        lines=reading_order(free, tables),
        tables=tables,
        codes=codes,
        findings=findings + named,
        rules=long_rules(rules, tables, (page.width, page.height)),
    )


def reading_order(free: Sequence[Line], tables: Sequence[Table]) -> tuple[Line, ...]:
    """Lines outside tables with those of the tables between them, each table at the height of its top."""
    pieces: list[tuple[float, tuple[Line, ...]]] = [(line.bbox.y0, (line,)) for line in free]
    pieces += [(table.bbox.y0, tuple(ln for cell in table.cells for ln in cell.lines)) for table in tables]
    return tuple(line for _, lines in sorted(pieces, key=lambda piece: piece[0]) for line in lines)
