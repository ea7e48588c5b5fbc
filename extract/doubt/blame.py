"""Who is to blame: a finding accuses an agency only where we read its paper well."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extract.model import Finding, MeasureRecord

ACCUSING = {"no-result": "result", "no-responsible": "responsible", "no-measure": "measure"}
"""Findings that say an agency left something out, and the field that they speak of."""
OURS = frozenset(
    {
        *("header-doubtful", "column-unread", "column-empty", "column-missing", "page-unread"),
        *("columns-merged", "columns-exchanged"),
        *(
            "rows-run-together",
            "row-thin",
            "lines-over-border",
            "text-beside-blank",
            "text-over-border",
            "table-goes-on",
            "table-in-cell",
            "text-outside-cells",
        ),
    }
)
"""Doubts that leave open whether the value is on the paper."""


def not_reported(findings: Sequence[Finding]) -> bool:
    """Whether a record's result is surely blank paper, no cell or column that we could not read."""
    told = {found.code for found in findings if found.field == "result"}
    return told.isdisjoint({"field-unread", "column-missing"})


def blame_for_columns(findings: Sequence[Finding], records: Sequence[MeasureRecord]) -> tuple[Finding, ...]:
    """``findings`` of a report; without a result column only where no column of its records went unread."""
    missing = {"column-missing"}
    ours = any(found.code in OURS - missing for record in records for found in record.findings)
    return tuple(
        replace(found, code="field-unread") if ours and found.code == "no-result-column" else found
        for found in findings
    )


def blame_ourselves(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """``findings`` with each accusation turned into ``field-unread`` where our own reading is in doubt."""
    ours = any(found.code in OURS for found in findings)
    unread = {found.field for found in findings if found.code == "cell-unread"}
    if not ours and not unread:
        return tuple(findings)
    return tuple(
        replace(found, code="field-unread")
        if found.code in ACCUSING and (ours or ACCUSING[found.code] in unread)
        else found
        for found in findings
    )
