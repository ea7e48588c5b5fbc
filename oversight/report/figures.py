"""The charts of a report with their Thai or English words, from plain data; each returns SVG text.

``name`` must be the only one of its kind on a page: the title and description of a chart are found by it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from oversight import talk
from oversight.report.heat_map import HeatRow, heat_map
from oversight.report.matrix import STATES, AgencyRow, Matrix, State, of_years, state_of
from oversight.report.names import short_name, year_span
from oversight.report.svg import AMBER, BLUE, GRAY, INK, RED, SKY, WHITE, Kind

MOST_YEARS = 10
"""Columns of a heat map; of more years the last are shown."""
MOST_ROWS = 84
"""Rows of one chart, so that it fits on an A4 page."""
_STATES: Mapping[State, tuple[str, str]] = {
    "both": (BLUE, WHITE),
    "report": (SKY, INK),
    "plan": (AMBER, INK),
    "other": (GRAY, INK),
    "none": (WHITE, RED),
}


def coverage_charts(matrix: Matrix, lang: str, name: str = "coverage") -> Iterator[str]:
    """Heat maps of an agency a row and a year a column, as many as the agencies ask for."""
    shown = of_years(matrix, matrix.years[-MOST_YEARS:])
    kinds: dict[str, Kind] = {
        state: Kind(talk.text(f"coverage.{state}", lang), *_STATES[state], _mark(state, lang))
        for state in STATES
    }
    deep = MOST_ROWS if len(shown.years) <= 6 else MOST_ROWS // 2  # more years leave room for one panel only
    parts = [shown.rows[start : start + deep] for start in range(0, len(shown.rows), deep)]
    for number, rows in enumerate(parts, 1):
        title = talk.text("coverage.title", lang)
        if len(parts) > 1:
            title += " " + talk.text("coverage.part", lang, part=number, parts=len(parts))
        yield heat_map(
            f"{name}-{number}",
            title,
            coverage_told(shown, lang),
            [str(year) for year in shown.years],
            [_heat_row(row, lang) for row in rows],
            kinds,
            with_legend=number == 1,
        )


def coverage_told(matrix: Matrix, lang: str) -> str:
    """The matrix in one sentence."""
    last = matrix.years[-1] if matrix.years else 0
    return talk.text(
        "coverage.told",
        lang,
        agencies=f"{len(matrix.rows):,}",
        years=year_span(matrix.years),
        last=last,
        reports=f"{matrix.count(last, 'report', 'both'):,}" if last else 0,
        none=f"{matrix.count(last, 'none'):,}" if last else 0,
    )


def _mark(state: State, lang: str) -> str:
    return talk.text(f"coverage.mark_{state}", lang)


def _heat_row(row: AgencyRow, lang: str) -> HeatRow:
    name = short_name(row.about.agency_name)
    tips = tuple(
        talk.text(
            "coverage.tip",
            lang,
            agency=name,
            year=cell.fiscal_year,
            plans=cell.plans,
            reports=cell.reports,
            records=cell.records,
        )
        for cell in row.cells
    )
    return HeatRow(name, tuple(state_of(cell) for cell in row.cells), tips)
