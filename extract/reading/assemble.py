"""The parts of a page put together, in the order in which a person would read them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

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
    mend: Callable[[str], str] = str,
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
        mend: repairs the text of lines in tables, as that of their cells.
    """
    named, free = apart(marks, free, tables, page.number)
    return Page(
        page.number,
        page.width,
        page.height,
        method,
        rotation=rotation,
        skew=skew,
        lines=reading_order(free, tables, mend),
        tables=tables,
        codes=codes,
        findings=findings + named,
        rules=long_rules(rules, tables, (page.width, page.height)),
    )


def reading_order(
    free: Sequence[Line], tables: Sequence[Table], mend: Callable[[str], str] = str
) -> tuple[Line, ...]:
    """Lines outside tables with those of the tables between them, each table at the height of its top."""
    pieces: list[tuple[float, tuple[Line, ...]]] = [(line.bbox.y0, (line,)) for line in free]
    for table in tables:
        held = (line for cell in table.cells for line in cell.lines)
        pieces.append((table.bbox.y0, tuple(mended(line, mend) for line in held)))
    return tuple(line for _, lines in sorted(pieces, key=lambda piece: piece[0]) for line in lines)


def mended(line: Line, mend: Callable[[str], str]) -> Line:
    """``line`` with its text repaired; digits that were unsure are not told of a text that changed."""
    text = mend(line.text)
    return line if text == line.text else replace(line, text=text, unsure=())
