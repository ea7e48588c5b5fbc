"""Measures as comparing sees them: the light half of a record, from the record itself or from the archive."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, fields

from extract.model import DIGITAL, MeasureRecord
from oversight.archive import packing
from oversight.archive.columns import record_columns
from oversight.archive.records import DOUBTFUL, stream
from oversight.archive.selection import Filter
from oversight.archive.store import Archive


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One measure of one report. Years are Buddhist era; texts as printed.

    ``doubts`` holds (field, confidence) of each value that was read from a picture; a value that is not there
    was typed. ``tokens`` are the words of the measure.
    """

    record_id: str
    document_id: str = ""
    source_file: str = ""
    agency_id: str | None = None
    agency_lineage_id: str | None = None
    agency_name: str | None = None
    agency_type: str | None = None
    province: str | None = None
    fiscal_year: int | None = None
    document_kind: str = "other"
    assessment_round: str | None = None
    instrument: str | None = None
    indicators: tuple[int, ...] = ()
    topic: int | None = None
    number: str | None = None
    measure: str | None = None
    measure_key: str | None = None
    tokens: tuple[str, ...] = ()
    procedure: str | None = None
    responsible: str | None = None
    responsible_units: tuple[str, ...] = ()
    period: str | None = None
    period_start: dt.date | None = None
    period_end: dt.date | None = None
    budget: str | None = None
    budget_thb: float | None = None
    target: str | None = None
    monitoring: str | None = None
    result: str | None = None
    status_text: str | None = None
    result_status: str = "unclear"
    family_id: str | None = None
    confidence: float = 1.0
    doubts: tuple[tuple[str, float], ...] = ()

    @property
    def lineage(self) -> str | None:
        """The agency under whatever name and type it bore: an อบต. that became a ทต. stays one."""
        return self.agency_lineage_id or self.agency_id

    def doubt(self, field: str) -> float | None:
        """The confidence of a value that was read from a picture, None for a typed one."""
        return next((value for name, value in self.doubts if name == field), None)


SHARED = tuple(f.name for f in fields(Measure) if f.name != "doubts")
"""The fields that a record has under the same name."""


def measure_of(record: MeasureRecord) -> Measure:
    """The measure that a record is."""
    doubts = tuple(
        (field, min(place.confidence for place in places))
        for field, places in record.provenance
        if any(place.method not in DIGITAL for place in places)
    )
    return Measure(**{name: getattr(record, name) for name in SHARED}, doubts=doubts)


_NESTED = ("indicators", "tokens", "responsible_units")
_COLUMNS = (*SHARED, DOUBTFUL)
_AT = {name: n for n, name in enumerate(SHARED)}
_DAYS = tuple(_AT[name] for name in record_columns("date") if name in _AT)


def read_measures(archive: Archive, wanted: Filter) -> Iterator[Measure]:
    """The measures that ``wanted`` lets through, in the archive's order."""
    places = [_AT[name] for name in _NESTED]
    for *values, provenance in stream(archive.engine, _COLUMNS, wanted):
        for place in places:
            values[place] = tuple(packing.load(values[place]) or ()) if values[place] else ()
        for place in _DAYS:
            if isinstance(values[place], str):  # as SQLite keeps them
                values[place] = dt.date.fromisoformat(values[place])
        yield Measure(**dict(zip(SHARED, values, strict=True)), doubts=_doubts(provenance))


def _doubts(provenance: str | None) -> tuple[tuple[str, float], ...]:
    """Fields read from a picture with their least confidence, of the archive's JSON."""
    if not provenance:
        return ()
    return tuple(
        (field, min(confidence for *_, confidence in places))
        for field, places in packing.load(provenance)
        if any(method not in DIGITAL for _, _, method, _, _ in places)
    )
