"""Tables of several pages put together again: one header, sections, and rows whole over page breaks."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import pairwise

from extract.grouping import in_runs
from extract.model import Cell, Finding, LogicalRow, LogicalTable, Page, Table
from extract.tables.column_borders import ColumnBorders, columns_of, common_columns, in_columns
from extract.tables.page_breaks import between, continues
from extract.tables.row_kinds import Predicate, Row, looks_like_header, read_rows
from extract.tables.sideways import FieldOf, RightPart, beside, find_sideways
from extract.thai.letters import to_arabic

ALIKE = 0.6
"""Likeness (0–1) of two header texts that are one header in other words; synonyms score .2–.5, slips .8+."""


OTHER_WIDTH = 0.1
"""Share of a table's width by which a column may begin elsewhere on the next page: its words are others."""


@dataclass(slots=True)
class _PagePart:
    """One table on its page: its rows, columns, header rows apart; what goes on to its right elsewhere."""

    page: Page
    table: Table
    header: list[Row]
    rows: list[Row]
    columns: ColumnBorders
    rights: tuple[RightPart, ...]

    @property
    def place(self) -> tuple[int, int]:
        return self.table.page, self.table.index


def _no_field(text: str) -> None:
    """No print is known."""


def stitch(
    pages: Sequence[Page], is_header_text: Predicate, field_of: FieldOf = _no_field
) -> tuple[LogicalTable, ...]:
    """Join the tables of ``pages``.

    Args:
        pages: pages in order, tables filled.
        is_header_text: whether a cell's text is a known header print.
        field_of: the field that such a print names; tables cut sideways are told by it.

    Returns:
        One table for each run of tables that go on from page to page; a repeated header is dropped and
        noted as the finding ``header-repeated``, a row put together as ``row-rejoined``. A table without
        header that has the columns of the one before takes over its header (``header-inherited``). Tables
        that go on to the right on other pages have all their columns (``table-cut-sideways``).
    """
    sideways = find_sideways(pages, is_header_text, field_of)
    apart = {(right.table.page, right.table.index) for rights in sideways.values() for right in rights}
    parts = [
        _read(page, table, is_header_text, sideways.get((page.number, table.index), ()))
        for page in pages
        for table in sorted(page.tables, key=lambda t: t.index)
        if (page.number, table.index) not in apart
    ]
    upright = [p for p in pages if any((p.number, t.index) not in apart for t in p.tables) or not p.tables]
    following = {page.number: after.number for page, after in pairwise(upright)}
    chains = in_runs(parts, lambda chain, part: _goes_on(chain, part, pages, following))
    for chain in chains:
        for part in chain[1:]:
            if not chain[0].columns.agrees(part.columns):
                part.columns = chain[0].columns  # as many, of other widths
    out: list[LogicalTable] = []
    lender: list[_PagePart] = []
    for chain in chains:
        _guess_header(chain[0])
        lends = not chain[0].header and lender and lender[0].columns.agrees(chain[0].columns)
        out.append(_joined(chain, field_of, lender[0] if lends else None))
        lender = chain if chain[0].header else lender
    return tuple(out)


def _read(page: Page, table: Table, is_header_text: Predicate, rights: tuple[RightPart, ...]) -> _PagePart:
    rows = read_rows(table, is_header_text)
    header = [row for row in rows if row.kind == "header"]
    rest = [row for row in rows if row.kind != "header"]
    return _PagePart(page, table, header, rest, columns_of(table), rights)


def _guess_header(part: _PagePart) -> None:
    """Take an unknown first row for a header when it looks like one."""
    if not part.header and part.rows and looks_like_header(part.rows[0], part.rows[1:]):
        part.header = [replace(part.rows[0], kind="header")]
        part.rows = part.rows[1:]


def _goes_on(
    chain: Sequence[_PagePart], part: _PagePart, pages: Sequence[Page], following: Mapping[int, int]
) -> bool:
    """Whether ``part`` is the same table on the next page; ``following`` leaves out pages to the right."""
    last = chain[-1]
    if not last.columns.agrees(part.columns) and not _counts_on(last, part):
        return False
    if part.page is last.page:  # over the fold of a sheet that bears two pages
        halves = [part.page.half(table.bbox) for table in part.page.tables]
        at = part.page.tables.index(part.table)
        if not (halves[at - 1 : at + 1] == [0, 1] and part.page.tables[at - 1] is last.table):
            return False
    else:
        ends = last.table.index == max(t.index for t in last.page.tables)
        begins = part.table.index == min(t.index for t in part.page.tables)
        if part.page.number != following.get(last.page.number) or not (ends and begins):
            return False
    if part.header and not _same_header(chain[0], part):
        return False
    return not between(last.page, last.table, part.page, part.table, pages)


def _counts_on(last: _PagePart, part: _PagePart) -> bool:
    """Whether ``part`` has as many columns as ``last``, of other widths, and counts on."""
    edges = list(zip(last.columns.edges, part.columns.edges, strict=False))
    if last.table.columns != part.table.columns or any(abs(a - b) > OTHER_WIDTH for a, b in edges):
        return False
    if not (last.rows and part.rows):
        return False
    one, two = (_item(row) for row in (last.rows[-1], part.rows[0]))
    return one is not None and two == one + 1


def _item(row: Row) -> int | None:
    """The whole number in the first cell of ``row``."""
    text = to_arabic(row.cells[0].text.strip(" .)"))
    return int(text) if row.cells[0].column == 0 and text.isdecimal() else None


def _same_header(first: _PagePart, part: _PagePart) -> bool:
    """Whether half of the header columns, at least, read alike; wording may change between pages."""
    if not first.header:
        return False
    one, two = _header_texts(first), _header_texts(part)
    common = one.keys() & two.keys()
    alike = sum(likeness(one[c], two[c]) >= ALIKE for c in common)
    return alike * 2 >= max(len(one), len(two))


def _header_texts(part: _PagePart) -> dict[int, str]:
    texts: dict[int, str] = {}
    for row in part.header:
        for cell in row.cells:
            if cell.text.strip():
                texts[cell.column] = texts.get(cell.column, "") + cell.text
    return texts


def likeness(one: str, two: str) -> float:
    """How like two texts are, 0–1, white space left out."""
    one, two = re.sub(r"\s", "", one), re.sub(r"\s", "", two)
    return SequenceMatcher(None, one, two, autojunk=False).ratio()


def _joined(chain: Sequence[_PagePart], field_of: FieldOf, lender: _PagePart | None = None) -> LogicalTable:
    """The logical table of ``chain``, under the header of ``lender`` when it has none."""
    common = common_columns([part.columns for part in chain] + ([lender.columns] if lender else []))
    findings: list[Finding] = []
    head = lender or chain[0]
    rows = [_logical(row, head, common) for row in head.header]
    if lender is not None:
        findings.append(_finding("header-inherited", chain[0], f"header of page {lender.place[0]}"))
    # Rows that open a page are left out of the evidence: each may itself be the rest of a row.
    first_rows = {id(part.rows[0]) for part in chain[1:] if part.rows}
    body = [row for part in chain for row in part.rows if row.kind == "body" and id(row) not in first_rows]
    before: Row | None = None
    for number, part in enumerate(chain):
        if number and part.header:
            findings.append(_finding("header-repeated", part, " | ".join(_header_texts(part).values())))
        for at, row in enumerate(part.rows):
            here = _logical(row, part, common)
            why = None
            if number and at == 0 and before is not None:
                why = continues(before, row, body, chain[number - 1].page.height)
            if why is None and number and at == 0:
                here, notes = _carried(here, chain[number - 1], _names(head, field_of), body)
                findings += notes
            if why is None:
                rows.append(here)
            else:
                detail = f"pages {chain[number - 1].place[0]}-{part.place[0]}: {why}"
                note = _finding("row-rejoined", part, detail)
                rows[-1] = _together(rows[-1], here, note)
                findings.append(note)
            before = row
        findings += (_finding("table-cut-sideways", part, f"page {r.table.page}") for r in part.rights)
    more = max(sum(len(right.columns) for right in part.rights) for part in chain)
    places = [place for part in chain for place in (part.place, *_places(part.rights))]
    return LogicalTable(len(common.edges) - 1 + more, tuple(rows), tuple(places), tuple(findings))


def _names(head: _PagePart, field_of: FieldOf) -> set[int]:
    """Columns of ``head`` that say which measure a row is of: its number and its name."""
    cells = (cell for row in head.header for cell in row.cells)
    return {cell.column for cell in cells if field_of(cell.text) in ("number", "measure")}


def _carried(
    here: LogicalRow, above: _PagePart, names: set[int], body: Sequence[Row]
) -> tuple[LogicalRow, list[Finding]]:
    """``here``, first on its page, with the texts of merged cells that go on from the foot of ``above``.

    A merged cell is printed empty on the next page. Over several rows there, an empty one belongs to what
    stands above; over one row it does where the column is never empty elsewhere.
    """
    cells: list[tuple[int, tuple[Cell, ...]]] = []
    notes: list[Finding] = []
    last = above.table.rows - 1
    if here.kind != "body" or not names:
        return here, notes
    for column, parts in here.cells:
        upper = above.table.at(last, column) if column < above.table.columns else None
        if upper is not None and column not in names and _goes_over(upper, parts, body):
            own = parts[-1]
            notes.append(Finding("cell-carried-over", "info", upper.text[:60], page=own.page, bbox=own.bbox))
            parts = (replace(upper, column=column), *parts)
        cells.append((column, parts))
    return replace(here, cells=tuple(cells), findings=(*here.findings, *notes)), notes


def _goes_over(upper: Cell, parts: Sequence[Cell], body: Sequence[Row]) -> bool:
    """Whether the merged cell ``upper`` at a page's foot goes on in ``parts``."""
    if not upper.text.strip() or any(cell.text.strip() or cell.findings for cell in parts):
        return False
    if parts[-1].row_span > 1:
        return True
    others = [cell for row in body for cell in row.cells if cell.column == upper.column]
    return upper.row_span > 1 and all(cell.text.strip() for cell in others)


def _places(rights: Sequence[RightPart]) -> list[tuple[int, int]]:
    return [(right.table.page, right.table.index) for right in rights]


def _logical(row: Row, part: _PagePart, common: ColumnBorders) -> LogicalRow:
    cells = [in_columns(cell, part.columns, common) for cell in row.cells]
    here = LogicalRow(
        row.kind,
        (row.table.page, row.table.index, row.index),
        tuple((cell.column, (cell,)) for cell in cells),
    )
    return beside(here, len(common.edges) - 1, part.rights)


def _together(first: LogicalRow, rest: LogicalRow, note: Finding) -> LogicalRow:
    """Two halves of a broken row: parts of each column in reading order, empty rests left out."""
    columns: dict[int, tuple[Cell, ...]] = dict(first.cells)
    for column, parts in rest.cells:
        filled = tuple(cell for cell in parts if cell.text.strip())
        if filled:
            columns[column] = (*columns.get(column, ()), *filled)
    return replace(first, cells=tuple(sorted(columns.items())), findings=(*first.findings, note))


def _finding(code: str, part: _PagePart, detail: str) -> Finding:
    return Finding(code, "info", detail, page=part.table.page, bbox=part.table.bbox)
