"""A page as the desk shows it: each cell with its place, its doubt, the record and fields it prints."""

from __future__ import annotations

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from extract.fields import editable
from extract.model import BBox, Cell, Finding, MeasureRecord, Page, Provenance, Table
from oversight.archive.amend import SHARED
from oversight.archive.records import StoredRecord
from oversight.export.jsonl import record_json
from oversight.review.values import REVIEW_BELOW

CellMark = Literal["approved", "corrected", "finding", "doubt", "sure", "plain", "empty"]
DOUBTFUL: tuple[CellMark, ...] = ("finding", "doubt")


@dataclass(frozen=True, slots=True)
class CellView:
    """One cell: ``key`` names it in addresses, ``text`` is what holds now, ``read`` what the machine read.

    ``record`` is its record's position in the document; ``fields`` what it prints of it, or, of an empty
    cell, what its column prints in other rows.
    """

    key: str
    cell: Cell
    text: str
    mark: CellMark
    confidence: float
    record: int | None = None
    fields: tuple[str, ...] = ()

    @property
    def read(self) -> str:
        """The text as the machine read it."""
        return self.cell.text

    @property
    def repaired(self) -> bool:
        """Whether more than line breaks differs between the text as found and as repaired."""
        return "".join(self.cell.raw.split()) != "".join(self.cell.text.split())

    @property
    def doubtful(self) -> bool:
        """Whether a person should look."""
        return self.mark in DOUBTFUL


@dataclass(frozen=True, slots=True)
class SheetView:
    """A table: ``rows`` of cells by their first row."""

    number: int
    columns: int
    rows: tuple[tuple[CellView, ...], ...]


@dataclass(frozen=True, slots=True)
class PageView:
    """All of a page; ``records`` are positions of the records printed on it, ``loose`` those in no table."""

    sheets: tuple[SheetView, ...]
    records: tuple[int, ...]
    loose: tuple[int, ...]
    cells: dict[str, CellView] = field(default_factory=dict)

    def doubtful(self) -> list[CellView]:
        """The cells a person should look at, in reading order."""
        return [cell for cell in self.cells.values() if cell.doubtful]


def version_of(record: MeasureRecord) -> str:
    """A short mark of all that a record says: who changes it must have seen it as it stands."""
    written = json.dumps(record_json(record), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(written.encode()).hexdigest()[:16]


def page_view(page: Page, held: Sequence[StoredRecord]) -> PageView:
    """Put the cells of a page together with the records of its document."""
    printed = _printed(page.number, held)
    by_position = {each.position: each for each in held}
    sheets = tuple(_sheet(sheet, printed, by_position) for sheet in page.tables)
    cells = {cell.key: cell for sheet in sheets for row in sheet.rows for cell in row}
    here = {position for places in printed.values() for position, _ in places}
    shown = {cell.record for cell in cells.values()}
    return PageView(
        sheets,
        tuple(sorted(here)),
        tuple(sorted(here - shown)),
        cells,
    )


def _printed(number: int, held: Sequence[StoredRecord]) -> dict[tuple[float, ...], list[tuple[int, str]]]:
    """Box on the page -> (record's position, field) printed there."""
    found: defaultdict[tuple[float, ...], list[tuple[int, str]]] = defaultdict(list)
    for each in held:
        for name, places in each.record.provenance:
            for place in places:
                if place.page == number:
                    found[_box(place.bbox)].append((each.position, name))
    return found


def _box(bbox: BBox) -> tuple[float, ...]:
    return tuple(bbox.as_list())


def _sheet(
    sheet: Table, printed: dict[tuple[float, ...], list[tuple[int, str]]], held: dict[int, StoredRecord]
) -> SheetView:
    places = {id(cell): printed.get(_box(cell.bbox), []) for cell in sheet.cells}
    columns: defaultdict[int, Counter[str]] = defaultdict(Counter)
    rows: defaultdict[int, Counter[int]] = defaultdict(Counter)
    for cell in sheet.cells:
        for position, name in places[id(cell)]:
            if name not in SHARED:
                columns[cell.column][name] += 1
                rows[cell.row][position] += 1
    made: defaultdict[int, list[CellView]] = defaultdict(list)
    for n, cell in enumerate(sheet.cells):
        key = f"t{sheet.index}c{n}"
        made[cell.row].append(_cell(key, cell, places[id(cell)], columns, rows, held))
    ordered = tuple(tuple(sorted(made[row], key=lambda view: view.cell.column)) for row in sorted(made))
    return SheetView(sheet.index, sheet.columns, ordered)


def _cell(
    key: str,
    cell: Cell,
    places: Sequence[tuple[int, str]],
    columns: dict[int, Counter[str]],
    rows: dict[int, Counter[int]],
    held: dict[int, StoredRecord],
) -> CellView:
    if places:
        position = places[0][0]
        fields = tuple(dict.fromkeys(name for at, name in places if at == position))
        each = held[position]
        return CellView(
            key,
            cell,
            _text(cell, each.record, fields),
            _mark(cell, each, fields),
            cell.confidence,
            position,
            fields,
        )
    likely = [name for name, _ in columns[cell.column].most_common(1)] if cell.column in columns else []
    row = [at for at, _ in rows[cell.row].most_common(1)] if cell.row in rows else []
    if row and likely and likely[0] in editable():
        record = held[row[0]].record
        value = getattr(record, likely[0])
        mark: CellMark = "empty"
        if any(f.code == "corrected" and f.field == likely[0] for f in record.findings):
            mark = "corrected"
        return CellView(key, cell, value or cell.text, mark, cell.confidence, row[0], (likely[0],))
    return CellView(key, cell, cell.text, "plain", cell.confidence)


def _text(cell: Cell, record: MeasureRecord, fields: Sequence[str]) -> str:
    """What holds now: the cell's text as read unless a person changed a field that is printed here."""
    changed = corrected_fields(record) & set(fields)
    if not changed:
        return cell.text
    parts = [str(getattr(record, name) or "") for name in editable() if name in fields]
    return " ".join(part for part in parts if part)


def corrected_fields(record: MeasureRecord) -> set[str]:
    """The fields of a record that a person corrected."""
    return {f.field for f in record.findings if f.code == "corrected" and f.field}


def _mark(cell: Cell, each: StoredRecord, fields: Sequence[str]) -> CellMark:
    if each.approved:
        return "approved"
    if corrected_fields(each.record) & set(fields):
        return "corrected"
    if findings_of(cell, each.record, fields):
        return "finding"
    return "doubt" if cell.confidence < REVIEW_BELOW else "sure"


def findings_of(cell: Cell | None, record: MeasureRecord | None, fields: Sequence[str]) -> list[Finding]:
    """The warnings and errors about a cell: its own, and those of its record's fields."""
    found = list(cell.findings) if cell is not None else []
    if record is not None:
        found += [finding for finding in record.findings if finding.field in fields]
    return [finding for finding in dict.fromkeys(found) if finding.severity != "info"]


def places_of(record: MeasureRecord, name: str) -> tuple[Provenance, ...]:
    """Where a field was printed."""
    return dict(record.provenance).get(name, ())


def first_place(record: MeasureRecord) -> Provenance | None:
    """Where a record stands: its measure, else what it prints first."""
    found = places_of(record, "measure") or next((places for _, places in record.provenance), ())
    return next(iter(found), None)


def on_page(held: StoredRecord, number: int) -> bool:
    """Whether a record begins on a page."""
    said = dict(held.record.provenance)
    places = said.get("measure") or next((p for name, p in said.items() if name not in SHARED), ())
    return bool(places) and places[0].page == number


def mark_of(held: Sequence[StoredRecord]) -> str:
    """A short mark of what several records say."""
    return hashlib.sha256("".join(version_of(each.record) for each in held).encode()).hexdigest()[:16]
