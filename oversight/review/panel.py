"""What stands beside the table: the cell in hand with its crop, its readings, its values and its forms."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from extract import fields
from extract.model import BBox, Finding, MeasureRecord
from oversight.archive.amend import SHARED
from oversight.archive.correction_log import Correction, standing
from oversight.archive.records import StoredRecord
from oversight.review.view import CellView, PageView, findings_of, places_of, version_of


@dataclass(frozen=True, slots=True)
class FieldPanel:
    """One field of the record in hand: the printed text, what it was read from, what was made of it."""

    name: str
    text: str
    raw: tuple[str, ...]
    confidence: float | None
    derived: tuple[str, ...]
    corrected: bool
    shared: int = 1


@dataclass(frozen=True, slots=True)
class Panel:
    """The cell or record in hand; ``readings`` are (engine, text) where several were asked."""

    cell: CellView | None
    held: StoredRecord | None
    version: str
    fields: tuple[FieldPanel, ...]
    others: tuple[FieldPanel, ...]
    readings: tuple[tuple[str, str], ...]
    findings: tuple[Finding, ...]
    box: BBox | None


def choose(view: PageView, cell: str, record: str, held: Sequence[StoredRecord]) -> CellView | None:
    """The cell asked for by key or by record; else the first doubtful one, else the first of a record."""
    if cell in view.cells:
        return view.cells[cell]
    if record:
        position = next((each.position for each in held if each.record.record_id == record), None)
        own = [each for each in view.cells.values() if each.record == position and position is not None]
        doubtful = [each for each in own if each.doubtful]
        if own:
            return (doubtful or _of_rows(own) or own)[0]
    return next(iter([*view.doubtful(), *_of_rows(view.cells.values()), *view.cells.values()]), None)


def _of_rows(cells: Iterable[CellView]) -> list[CellView]:
    """Cells that print something of one record alone."""
    return [each for each in cells if each.record is not None and not set(each.fields) <= SHARED]


def panel(cell: CellView | None, view: PageView, held: Sequence[StoredRecord], record: str = "") -> Panel:
    """All about the cell in hand, or about a record that stands in no cell."""
    by_position = {each.position: each for each in held}
    owner = by_position.get(cell.record) if cell is not None and cell.record is not None else None
    if owner is None and record:
        owner = next((each for each in held if each.record.record_id == record), None)
    if owner is None and cell is None and view.loose:
        owner = by_position[view.loose[0]]
    own = cell.fields if cell is not None else ()
    made: list[FieldPanel] = []
    others: list[FieldPanel] = []
    if owner is not None:
        names = [name for name in fields.editable() if name in own]
        made = [_field(name, owner.record, held) for name in names]
        rest = [name for name in fields.editable() if name not in own and getattr(owner.record, name)]
        others = [_field(name, owner.record, held) for name in rest]
    said = findings_of(cell.cell if cell else None, owner.record if owner else None, own)
    box = cell.cell.bbox if cell is not None else None
    return Panel(
        cell,
        owner,
        version_of(owner.record) if owner else "",
        tuple(made),
        tuple(others),
        tuple(each for finding in said for each in finding.readings),
        tuple(said),
        box,
    )


def _field(name: str, record: MeasureRecord, held: Sequence[StoredRecord]) -> FieldPanel:
    places = places_of(record, name)
    same = sum(places_of(each.record, name) == places for each in held) if name == "section" and places else 1
    return FieldPanel(
        name,
        getattr(record, name) or "",
        tuple(dict.fromkeys(place.raw for place in places)),
        min((place.confidence for place in places), default=None),
        fields.set_beside(name),
        any(f.code == "corrected" and f.field == name for f in record.findings),
        same,
    )


def last_of(book: Sequence[Correction], author: str) -> Correction | None:
    """What this person decided last about the file and may take back with one key."""
    own = [each for each in standing(book) if each.author == author]
    leaders = [each for each in own if each.refers is None]
    return leaders[-1] if leaders else None
