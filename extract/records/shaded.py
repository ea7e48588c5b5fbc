"""Shaded cells under quarters and months: what they say is printed over them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from extract.model import LogicalRow, Provenance
from extract.records.headers import Column, Header
from extract.thai.letters import to_arabic

MARK = "■"
"""What stands for a shaded ground in a row's values; read like any mark a pen could have made there."""

_QUARTER = re.compile(r"[1-4]")
_DIGIT = re.compile(r"[0-9๐-๙]")
_YEAR = re.compile(r"[2๒][5๕][0-9๐-๙]{2}")


def shaded_places(row: LogicalRow, header: Header) -> Mapping[int, tuple[Provenance, ...]]:
    """Columns of quarters and months whose empty cell in ``row`` is shaded, with where it stands.

    None when the cells beside them are shaded too: the whole row is coloured then, and says nothing. None
    unless most of a cell lies within the labelled columns.
    """
    labelled = {column.index for column in header.columns if column.label and column.field == "period"}
    if not labelled:
        return {}
    beside = [parts[0] for column, parts in row.cells if parts and column not in labelled]
    if beside and sum(cell.shaded for cell in beside) * 2 > len(beside):
        return {}
    places: dict[int, tuple[Provenance, ...]] = {}
    for column, parts in row.cells:
        for cell in parts:
            if cell.shaded and not cell.text.strip():
                here = Provenance(
                    cell.page, cell.bbox, cell.method, "", cell.confidence, cell.quad, cell.place
                )
                for number in labelled & set(range(column, column + cell.column_span)):
                    places[number] = (*places.get(number, ()), here)
    return places


def label_print(column: Column, header: Header) -> str:
    """The label of a column as a period, with the year that is printed over it.

    A bare ๑–๔ is a quarter. Where quarters or months run on from one year's heading to the next, each
    printed once, the headings are calendar years of one fiscal year: ไตรมาส ๑ under ๒๕๖๕ beside ๒–๔ under
    ๒๕๖๖ is the first of fiscal year ๒๕๖๖, ต.ค. under ๒๕๖๕ is October ๒๕๖๕. Where they are printed again under
    each year, a heading is a fiscal year. One year over all names them; two years over all name none.
    """
    label = column.label.strip()
    if column.field != "period":
        return label
    quarter = bool(_QUARTER.fullmatch(to_arabic(label)))
    columns = [other for other in header.columns if other.label and other.field == "period"]
    years = _years(column)
    groups = {_years(other) for other in columns}
    runs_on = len({to_arabic(other.label.strip()) for other in columns}) == len(columns)
    if len(groups) > 1 and runs_on and len(years) == 1 and all(len(group) == 1 for group in groups):
        year = max((group[0] for group in groups), key=to_arabic) if quarter else years[0]
        return f"ไตรมาสที่ {label} พ.ศ. {year}" if quarter else _month_of(label, year)
    if not quarter:
        return _month_of(label, years[0]) if len(years) == 1 and _is_calendar(columns) else column.label
    year_words = f" พ.ศ. {'-'.join(years)}" if len(years) == 1 or (years and len(groups) > 1) else ""
    return f"ไตรมาสที่ {label}{year_words}"


def _is_calendar(columns: Sequence[Column]) -> bool:
    """Whether months run from January to December under the year as such, no fiscal one."""
    months = [re.sub(r"[.\s]", "", column.label) for column in columns]
    fiscal = any("งบประมาณ" in column.printed for column in columns)
    return not fiscal and months[0] in ("มค", "มกราคม") and months[-1] in ("ธค", "ธันวาคม")


def _years(column: Column) -> tuple[str, ...]:
    """Years printed over ``column``, each once."""
    return tuple(sorted(set(_YEAR.findall(column.printed)), key=to_arabic))


def _month_of(label: str, year: str) -> str:
    """A month with its year, unless it bears one."""
    return label if _DIGIT.search(label) else f"{label} {year}"
