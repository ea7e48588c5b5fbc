"""Shaded cells under quarters and months: what they say is printed over them."""

from __future__ import annotations

import re
from collections.abc import Mapping

from extract.model import LogicalRow, Provenance
from extract.records.headers import Column, Header
from extract.thai.digits import to_arabic

MARK = "■"
"""What stands for a shaded ground in a row's values; read like any mark a pen could have made there."""

_QUARTER = re.compile(r"[1-4]")
_YEAR = re.compile(r"[2๒][5๕][0-9๐-๙]{2}")


def shaded_places(row: LogicalRow, header: Header) -> Mapping[int, tuple[Provenance, ...]]:
    """Columns of quarters and months whose empty cell in ``row`` is shaded, with where it stands.

    None when the cells beside them are shaded too: the whole row is coloured then, and says nothing. None
    unless most of a cell lies within the labelled columns.
    """
    labelled = {column.index for column in header.columns if column.label}
    if not labelled:
        return {}
    beside = [parts[0] for column, parts in row.cells if parts and column not in labelled]
    if beside and sum(cell.shaded for cell in beside) * 2 > len(beside):
        return {}
    places: dict[int, tuple[Provenance, ...]] = {}
    for column, parts in row.cells:
        for cell in parts:
            if cell.shaded and not cell.text.strip():
                here = Provenance(cell.page, cell.bbox, cell.method, "", cell.confidence)
                for number in labelled & set(range(column, column + cell.column_span)):
                    places[number] = (*places.get(number, ()), here)
    return places


def label_print(column: Column, header: Header) -> str:
    """The label of a column as a period: a bare ๑–๔ is a quarter, the year printed over it its year.

    Two years over all quarters are the calendar years of one fiscal year and name none; two years over some
    of several such groups are two years, and stay as printed.
    """
    label = column.label.strip()
    if not _QUARTER.fullmatch(to_arabic(label)):
        return column.label
    years = sorted(set(_YEAR.findall(column.printed)))
    groups = {tuple(_YEAR.findall(other.printed)) for other in header.columns if other.label}
    told = f" พ.ศ. {'-'.join(years)}" if len(years) == 1 or (years and len(groups) > 1) else ""
    return f"ไตรมาสที่ {label}{told}"
