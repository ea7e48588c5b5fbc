"""The charts of a report with their Thai or English words, from plain data; each returns SVG text.

``name`` must be the only one of its kind on a page: the title and description of a chart are found by it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from markupsafe import Markup

from extract.data import rows
from oversight import talk
from oversight.drawing.charts import HeatRow, heat_map, stacked_bars
from oversight.drawing.flow import flow
from oversight.drawing.score_dots import ScoreRow, score_dots
from oversight.drawing.svg import AMBER, BLUE, GRAY, GREEN, INK, PALE, PURPLE, RED, SKY, WHITE, LegendEntry
from oversight.report.coverage_matrix import (
    STATES,
    AgencyRow,
    CoverageMatrix,
    ReportState,
    of_years,
    short_name,
    state_of,
    year_span,
)

MOST_YEARS = 10
"""Columns of a heat map; of more years the last are shown."""
MOST_ROWS = 84
"""Rows of one chart, so that it fits on an A4 page."""
_STATES: Mapping[ReportState, tuple[str, str]] = {
    "both": (BLUE, WHITE),
    "report": (SKY, INK),
    "plan": (AMBER, INK),
    "other": (GRAY, INK),
    "none": (WHITE, RED),
}
_STATUS: Mapping[str, tuple[str, str]] = {
    "done": (BLUE, WHITE),
    "in_progress": (SKY, INK),
    "not_done": (RED, INK),
    "not_reported": (GRAY, INK),
    "unclear": (PALE, INK),
}
_CHANGE: Mapping[str, tuple[str, str]] = {
    "continued": (BLUE, WHITE),
    "reworded": (SKY, INK),
    "changed": (AMBER, INK),
    "split": (PURPLE, INK),
    "merged": (GREEN, INK),
    "dropped": (GRAY, INK),
    "new": (RED, INK),
}


def coverage_charts(matrix: CoverageMatrix, lang: str, name: str = "coverage") -> Iterator[Markup]:
    """Heat maps of an agency a row and a year a column, as many as the agencies ask for."""
    shown = of_years(matrix, matrix.years[-MOST_YEARS:])
    kinds: dict[str, LegendEntry] = {
        state: LegendEntry(talk.text(f"coverage.{state}", lang), *_STATES[state], _mark(state, lang))
        for state in STATES
    }
    deep = MOST_ROWS if len(shown.years) <= 6 else MOST_ROWS // 2  # more years leave room for one panel only
    count = -(-len(shown.rows) // deep)
    deep = -(-len(shown.rows) // count) if count else deep  # charts of about the same height
    parts = [shown.rows[start : start + deep] for start in range(0, len(shown.rows), deep)]
    for number, agencies in enumerate(parts, 1):
        title = talk.text("coverage.title", lang)
        if len(parts) > 1:
            title += " " + talk.text("coverage.part", lang, part=number, parts=len(parts))
        yield heat_map(
            f"{name}-{number}",
            title,
            coverage_sentence(shown, lang),
            [str(year) for year in shown.years],
            [_heat_row(row, lang) for row in agencies],
            kinds,
            with_legend=number == 1,
        )


def coverage_sentence(matrix: CoverageMatrix, lang: str) -> str:
    """The matrix in one sentence."""
    last = matrix.years[-1] if matrix.years else 0
    return talk.text(
        "coverage.sentence",
        lang,
        agencies=f"{len(matrix.rows):,}",
        years=year_span(matrix.years),
        last=last,
        reports=f"{matrix.count(last, 'report', 'both'):,}" if last else 0,
        none=f"{matrix.count(last, 'none'):,}" if last else 0,
    )


def _mark(state: ReportState, lang: str) -> str:
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


def status_chart(
    rows: Sequence[tuple[str, Mapping[str, int]]], lang: str, name: str, description: str
) -> Markup:
    """Bars of measures by ``result_status``, one bar a row (an instrument, a year)."""
    kinds = {
        status: LegendEntry(talk.text(f"chart.{status}", lang), *colours)
        for status, colours in _STATUS.items()
    }
    return stacked_bars(name, talk.text("chart.status", lang), description, rows, kinds)


def flow_chart(counts: Mapping[str, tuple[int, int]], year: int, lang: str, name: str = "flow") -> Markup:
    """What became of the measures of the year before ``year``."""
    kinds = {
        kind: LegendEntry(talk.text(f"chart.{kind}", lang), *colours) for kind, colours in _CHANGE.items()
    }
    description = "; ".join(
        f"{kinds[kind].label} {old:,} → {new:,}" for kind, (old, new) in counts.items() if old or new
    )
    heads = tuple(talk.text("chart.year", lang, year=each) for each in (year - 1, year))
    return flow(name, talk.text("chart.flow", lang), description, (heads[0], heads[1]), counts, kinds)


def score_chart(
    scores: Mapping[int, Sequence[tuple[float, str]]],
    before: Mapping[int, Sequence[tuple[float, str]]],
    least: float,
    lang: str,
    name: str = "scores",
) -> Markup:
    """Scores of all agencies by indicator, a dot each; those of the year before where there are few.

    Args:
        scores: (score, agency) by indicator 1–10.
        before: The same of the year before; only drawn for a single agency.
        least: The score to reach.
        lang: Language of the words.
        name: Of the chart on its page.
    """
    rows_: list[ScoreRow] = []
    for indicator, title in indicator_names().items():
        values = tuple(sorted(scores.get(indicator, ())))
        weak = sum(score < least for score, _ in values)
        few = len(values) <= 1
        note = "" if few or not weak else talk.text("chart.below", lang, count=f"{weak:,}")
        rows_.append(
            ScoreRow(f"{indicator}. {title}", values, note, tuple(before.get(indicator, ())) if few else ())
        )
    description = "; ".join(f"{row.label}: {len(row.scores)} {row.note}" for row in rows_)
    mark = talk.text("chart.least", lang, least=f"{least:g}")
    return score_dots(name, talk.text("chart.scores", lang), description, rows_, least, mark)


def indicator_names() -> dict[int, str]:
    """The ten indicators by their Thai names, as the assessment prints them."""
    return {int(row["indicator"]): row["name"] for row in rows("indicators.csv")}
