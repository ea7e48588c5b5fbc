"""A measure as comparing sees it: the light half of a record, from the record itself or from columns."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, fields

from extract.model import MeasureRecord

TYPED = ("text", "pdfplumber")
"""Methods that take letters from a text layer: what they give stands on the paper."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
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


SHARED = tuple(f.name for f in fields(Side) if f.name != "doubts")
"""The fields that a record has under the same name."""


def side_of(record: MeasureRecord) -> Side:
    """The side that a record is."""
    doubts = tuple(
        (field, min(place.confidence for place in places))
        for field, places in record.provenance
        if any(place.method not in TYPED for place in places)
    )
    return Side(**{name: getattr(record, name) for name in SHARED}, doubts=doubts)
