"""Coverage for a terminal: lined up whatever marks the Thai names carry."""

from __future__ import annotations

from oversight import talk
from oversight.export.coverage import Coverage
from oversight.report.coverage_matrix import AgencyRow, Matrix, State
from oversight.report.names import short_name, year_span

NOTHING = "–"
SUMS: dict[str, tuple[State, ...]] = {
    "with_plan": ("plan", "both"),
    "with_report": ("report", "both"),
    "with_nothing": ("none",),
}


def coverage_text(matrix: Matrix, lang: str) -> str:
    """The matrix, the counts below it, and which agencies have nothing in which years."""
    head = [talk.text("coverage.agency", lang), talk.text("coverage.district", lang)]
    rows = [[*head, *map(str, matrix.years)]]
    rows += [_row(row, lang) for row in matrix.rows]
    for key, states in SUMS.items():
        counts = [f"{matrix.count(year, *states):,}" for year in matrix.years]
        rows.append([talk.text(f"coverage.{key}", lang), "", *counts])
    parts = [talk.table(rows, indent="")]
    gone = [row for row in matrix.rows if row.missing]
    if gone:
        parts.append("")
        parts.append(talk.text("coverage.missing", lang, count=f"{len(gone):,}"))
        parts.append(talk.table([_gap(row) for row in gone]))
    return "\n".join(parts)


def _row(row: AgencyRow, lang: str) -> list[str]:
    return [
        short_name(row.about.agency_name),
        row.about.district or NOTHING,
        *(cell_text(cell, lang) for cell in row.cells),
    ]


def cell_text(cell: Coverage, lang: str) -> str:
    """``ผ1 ร2``: one plan and two reports; a dash for nothing."""
    other = cell.analyses + cell.others
    counts = (("plan", cell.plans), ("report", cell.reports), ("other", other))
    told = [f"{talk.text(f'coverage.mark_{key}', lang)}{count}" for key, count in counts if count]
    return " ".join(told) or NOTHING


def _gap(row: AgencyRow) -> list[str]:
    return [short_name(row.about.agency_name), row.about.district or NOTHING, year_span(row.missing)]
