"""Comparisons as files: JSON, CSV for spreadsheets, XLSX, one self-contained HTML page."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import IO, Any

from oversight import talk
from oversight.compare.change_rows import COLUMNS, SUMMARY, change_json, change_row, summary_rows
from oversight.compare.changes import Change, Difference
from oversight.compare.comparable import refused
from oversight.compare.measures import Measure
from oversight.compare.worddiff import word_diff
from oversight.compare.years import Comparison
from oversight.export.cells import csv_cell, sheet_writer

WIDE = ("measure", "procedure", "differences", "result", "agency_name")
SHEET_ROWS = 1_048_576  # the format's limit
WIDTHS = {True: 48, False: 16}  # of a spreadsheet's column, in letters
STYLE = """
body { font-family: "Sarabun", "TH Sarabun New", "Noto Sans Thai", Garuda, sans-serif; margin: 2em;
  color: #222; line-height: 1.6 }
table { border-collapse: collapse; width: 100%; margin: .5em 0 2em }
th, td { border: 1px solid #bbb; padding: .3em .6em; vertical-align: top; text-align: left }
th { background: #eef }
td.kind { white-space: nowrap; font-weight: bold }
del { background: #fdd } ins { background: #dfd; text-decoration: none }
.dropped td.kind { color: #a00 } .new td.kind { color: #070 }
.note { color: #666; font-size: .9em }
@media print { body { margin: 0 } }
"""


def write_json(comparisons: Iterable[Comparison], stream: IO[str]) -> None:
    """A list of objects, one a change, one a line."""
    mark = "["
    for comparison in comparisons:
        for change in comparison.changes:
            told = json.dumps(change_json(comparison, change), ensure_ascii=False, allow_nan=False)
            stream.write(f"{mark}\n{told}")
            mark = ","
    stream.write("[]\n" if mark == "[" else "\n]\n")


def write_csv(comparisons: Iterable[Comparison], stream: IO[str]) -> None:
    """One row a change, for spreadsheets; ``stream`` takes CRLF as it comes (``newline=''``)."""
    stream.write("\ufeff")
    sheet = sheet_writer(stream)
    sheet.writerow(COLUMNS)
    for comparison in comparisons:
        for change in comparison.changes:
            sheet.writerow([csv_cell(value) for value in change_row(comparison, change).values()])


def write_xlsx(comparisons: Iterable[Comparison], stream: IO[bytes]) -> None:
    """A workbook: the changes, and their counts by agency. Text is never a formula.

    Raises:
        UsageError: There are more changes than a sheet has rows.
    """
    import xlsxwriter

    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"constant_memory": True}) as book:
        bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
        sheets = [_Sheet(book.add_worksheet(name), bold, wrapped) for name in ("changes", "summary")]
        for sheet, columns in zip(sheets, (COLUMNS, SUMMARY), strict=True):
            sheet.head(columns)
        for comparison in comparisons:
            for change in comparison.changes:
                sheets[0].add(change_row(comparison, change))
            for row in summary_rows([comparison]):
                sheets[1].add(row)
        for sheet in sheets:
            sheet.end()
    stream.write(target.getvalue())


@dataclass(slots=True)
class _Sheet:
    """A sheet that is written row by row."""

    sheet: Any
    bold: Any
    wrapped: Any
    rows: int = 0
    columns: int = 0

    def head(self, columns: Sequence[str]) -> None:
        self.columns = len(columns)
        self.sheet.freeze_panes(1, 0)
        for at, column in enumerate(columns):
            wide = column.removeprefix("before_").removeprefix("after_") in WIDE
            self.sheet.set_column(at, at, WIDTHS[wide])
            self.sheet.write_string(0, at, column, self.bold)

    def add(self, row: Mapping[str, Any]) -> None:
        self.rows += 1
        if self.rows >= SHEET_ROWS:
            raise refused("too_many_rows", limit=f"{SHEET_ROWS:,}")
        for at, value in enumerate(row.values()):
            _cell(self.sheet, self.rows, at, value, self.wrapped)

    def end(self) -> None:
        self.sheet.autofilter(0, 0, max(1, self.rows), self.columns - 1)


def _cell(sheet: Any, line: int, at: int, value: Any, form: Any) -> None:
    if value is None:
        return
    if isinstance(value, bool):
        sheet.write_boolean(line, at, value, form)
    elif isinstance(value, (int, float)):
        sheet.write_number(line, at, value, form)
    else:
        sheet.write_string(line, at, str(value), form)


def write_html(comparisons: Iterable[Comparison], stream: IO[str], lang: str) -> None:
    """One page that needs nothing else: each agency's changes, words that differ marked."""
    title = ""
    for comparison in comparisons:
        if not title:
            before, after = comparison.years
            title = escape(talk.text("compare.title", lang, before=before, after=after))
            stream.write(f'<!doctype html><html lang="{lang}"><meta charset="utf-8"><title>{title}</title>\n')
            stream.write(f"<style>{STYLE}</style><h1>{title}</h1>\n")
        if comparison.missing is None:
            stream.write(_agency(comparison, lang) + "\n")
    stream.write("</html>\n")


def _agency(comparison: Comparison, lang: str) -> str:
    heads = [
        talk.text("compare.change", lang),
        *(str(year) for year in comparison.years),
        talk.text("compare.fields", lang),
    ]
    lines = [f"<h2>{escape(comparison.agency_name or comparison.agency_id)}</h2>"]
    lines.append("<table><tr>" + "".join(f"<th>{escape(head)}</th>" for head in heads) + "</tr>")
    for change in comparison.changes:
        before, after = _texts(change)
        cells = [f'<td class="kind">{escape(talk.text(f"compare.kind.{change.kind}", lang))}</td>']
        cells += [f"<td>{before}</td>", f"<td>{after}</td>"]
        cells.append(
            "<td>"
            + "<br>".join(_told(one, lang) for one in change.differences if one.field != "measure")
            + _note(change, lang)
            + "</td>"
        )
        lines.append(f'<tr class="{change.kind}">{"".join(cells)}</tr>')
    return "\n".join(lines) + "</table>"


def _texts(change: Change) -> tuple[str, str]:
    """The measures of both years, words that differ marked where one stands against one."""
    if len(change.before) == len(change.after) == 1:
        old, new = change.before[0], change.after[0]
        marked = _marked(old.measure or "", new.measure or "")
        return _number(old) + marked[0], _number(new) + marked[1]
    both = [
        "<br>".join(_number(s) + escape(s.measure or "-") for s in measures)
        for measures in (change.before, change.after)
    ]
    return both[0], both[1]


def _marked(before: str, after: str) -> tuple[str, str]:
    old, new = "", ""
    for span in word_diff(before, after):
        a, b = escape(before[slice(*span.before)]), escape(after[slice(*span.after)])
        same = span.part == "equal"
        old += a if same or not a else f"<del>{a}</del>"
        new += b if same or not b else f"<ins>{b}</ins>"
    return old, new


def _number(measure: Measure) -> str:
    told = " ".join(part for part in (measure.instrument, measure.number) if part)
    return f'<span class="note">{escape(told)}</span> ' if told else ""


def _told(found: Difference, lang: str) -> str:
    name = escape(field_name(found.field, lang))
    nature = (
        ""
        if found.nature == "paper"
        else f' <span class="note">({talk.text(f"compare.nature.{found.nature}", lang)})</span>'
    )
    old, new = _marked(found.before or "-", found.after or "-")
    return f"{name}{nature}: {old} → {new}"


def _note(change: Change, lang: str) -> str:
    natures = {one.nature for one in change.differences if one.field == "measure"} - {"paper"}
    return "".join(
        f'<p class="note">{talk.text(f"compare.nature.{nature}", lang)}</p>' for nature in sorted(natures)
    )


def field_name(field: str, lang: str) -> str:
    """A field as people call it."""
    return talk.text(f"compare.field.{field}", lang)
