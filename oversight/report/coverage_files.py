"""Coverage as it goes out: lined up for a terminal, a page, json, csv, and a workbook."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from dataclasses import asdict
from itertools import islice
from typing import Any

from oversight import talk
from oversight.drawing.html import page
from oversight.export.cells import csv_lines
from oversight.export.columns import columns
from oversight.export.coverage import Coverage
from oversight.export.plain_sheet import ROWS, PlainSheet
from oversight.report.coverage_matrix import (
    AgencyRow,
    CoverageMatrix,
    ReportState,
    short_name,
    state_of,
    year_span,
)
from oversight.report.figures import coverage_charts, coverage_sentence

NOTHING = "–"
SUMS: dict[str, tuple[ReportState, ...]] = {
    "with_plan": ("plan", "both"),
    "with_report": ("report", "both"),
    "with_nothing": ("none",),
}
FILLS = {"both": "#BFDFF2", "report": "#DDF0FB", "plan": "#FBE7B8", "other": "#EEF1F4", "none": "#FFFFFF"}


def coverage_text(matrix: CoverageMatrix, lang: str) -> str:
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
    marks = [f"{talk.text(f'coverage.mark_{key}', lang)}{count}" for key, count in counts if count]
    return " ".join(marks) or NOTHING


def _gap(row: AgencyRow) -> list[str]:
    return [short_name(row.about.agency_name), row.about.district or NOTHING, year_span(row.missing)]


def coverage_page(matrix: CoverageMatrix, lang: str, place: str | None) -> str:
    """The coverage of an archive, or of one province, as HTML with its charts."""
    return page(
        "oversight.report",
        "coverage.html",
        lang,
        matrix=matrix,
        place=place,
        sentence=coverage_sentence(matrix, lang) if matrix.rows else "",
        charts=coverage_charts(matrix, lang),
        gone=[row for row in matrix.rows if row.missing],
        year_span=year_span,
    )


def cell_objects(matrix: CoverageMatrix) -> Iterator[dict[str, Any]]:
    """One object an agency and year, with ``missing``."""
    for row in matrix.rows:
        for cell in row.cells:
            yield asdict(cell) | {"missing": cell.missing}


def coverage_json(matrix: CoverageMatrix) -> str:
    """A list of these objects."""
    return "[" + ",\n ".join(json.dumps(one, ensure_ascii=False) for one in cell_objects(matrix)) + "]\n"


def coverage_csv(matrix: CoverageMatrix) -> str:
    """The same as CSV that no spreadsheet runs; CRLF lines."""
    names = [*Coverage.__dataclass_fields__, "missing"]
    return "".join(csv_lines(names, cell_objects(matrix)))


def coverage_xlsx(matrix: CoverageMatrix, lang: str) -> bytes:
    """A workbook: the matrix as people read it, and the same as plain rows."""
    import xlsxwriter

    written = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
    with xlsxwriter.Workbook(written, options) as book:
        head = book.add_format({"bold": True, "bg_color": "#1F2933", "font_color": "#FFFFFF"})
        fills = {key: book.add_format({"bg_color": fill, "align": "center"}) for key, fill in FILLS.items()}
        _matrix_sheet(book.add_worksheet(talk.text("coverage.title", lang)[:31]), matrix, lang, head, fills)
        _rows_sheet(book.add_worksheet("coverage"), matrix, lang, head)
    return written.getvalue()


def _matrix_sheet(sheet: Any, matrix: CoverageMatrix, lang: str, head: Any, fills: dict[str, Any]) -> None:
    sheet.freeze_panes(1, 2)
    sheet.set_column(0, 0, 44)
    sheet.set_column(1, 1, 18)
    sheet.set_column(2, 2 + len(matrix.years), 10)
    for place, text in enumerate((talk.text("coverage.agency", lang), talk.text("coverage.district", lang))):
        sheet.write_string(0, place, text, head)
    for place, year in enumerate(matrix.years):
        sheet.write_number(0, 2 + place, year, head)
    for n, row in enumerate(matrix.rows[: ROWS - 1], 1):
        sheet.write_string(n, 0, row.about.agency_name or "")
        sheet.write_string(n, 1, row.about.district or "")
        for place, cell in enumerate(row.cells):
            sheet.write_string(n, 2 + place, cell_text(cell, lang), fills[state_of(cell)])
    sheet.autofilter(0, 0, min(len(matrix.rows), ROWS - 1), 1 + len(matrix.years))


def _rows_sheet(sheet: Any, matrix: CoverageMatrix, lang: str, head: Any) -> None:
    names = {column.key: column.header("th" if lang == "th" else "en") for column in columns("coverage")}
    names["missing"] = talk.text("coverage.absent", lang)
    plain = PlainSheet(sheet)
    plain.head([*names.values()], [16] * len(names), head)
    for one in islice(cell_objects(matrix), ROWS - 1):
        plain.add(one[key] for key in names)
    plain.end()
