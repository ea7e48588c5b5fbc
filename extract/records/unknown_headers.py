"""Tables of measures of which no header word is known: their cells alone tell the columns.

Only for reports whose title names measures. The first row is the header where it counts the columns
(๑ ๒ ๓ …) or where its own cells are header words, or none of the numbers, offices, periods, amounts and
statuses that stand below them.
A column whose cells are so is that field whatever its header says. The measure is the first text column whose
cells name measures or begin with what is to be done, and only beside an office and a period or a status.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from extract.model import LogicalRow, LogicalTable
from extract.records.cell_looks import (
    LEAST,
    MOST,
    SAID,
    in_order,
    is_amount,
    is_office,
    is_period,
    tells_result,
    texts_of,
    to_be_done,
)
from extract.records.headers import Header, kind_of_table, listed
from extract.thai.letters import to_arabic
from extract.thai.rejoin import rejoin

LEAST_COLUMNS = 4
LEAST_KNOWN = 3
"""Columns that must have a listed header, or look like a field below a first row that does not."""
NAMED = 0.5
"""Share of the cells of a column of measures that name one."""
WORDY = 8
"""Letters that the cells of a text column have on the average, at least."""
_MEASURE = re.compile(r"^[\s0-9๐-๙.()\-•]*(?:มาตรการ|กิจกรรม|โครงการ|แนวทาง|นโยบาย)")
_LOOKS: Mapping[str, Callable[[str], bool]] = {
    "budget": is_amount,
    "period": is_period,
    "responsible": is_office,
    "result": tells_result,
}


def headed(table: LogicalTable) -> LogicalTable:
    """``table`` with its first row as header, where none was known and the rows below show that it is one."""
    if table.columns < LEAST_COLUMNS or any(row.kind == "header" for row in table.rows):
        return table
    first = next((n for n, row in enumerate(table.rows) if row.kind == "body"), None)
    if first is None or not _heads(table.rows[first], table.rows[first + 1 :], table.columns):
        return table
    rows = (*table.rows[:first], replace(table.rows[first], kind="header"), *table.rows[first + 1 :])
    return replace(table, rows=rows)


def _heads(first: LogicalRow, below: Sequence[LogicalRow], columns: int) -> bool:
    texts = {c: rejoin([cell.text for cell in parts]).strip() for c, parts in first.cells}
    counted = [to_arabic(text).strip("(). ") for _, text in sorted(texts.items())]
    if counted == [str(n) for n in range(1, columns + 1)]:
        return True
    if sum(map(bool, texts.values())) < columns - 1:
        return False
    known = 0
    for column, text in texts.items():
        cells = texts_of(column, below)
        if listed(text).field is not None:
            known += 1
            continue
        if len(cells) < LEAST:
            continue
        numbers = in_order(cells) and not in_order([text])
        known += numbers or any(all(map(looks, cells)) and not looks(text) for looks in _LOOKS.values())
    return known >= LEAST_KNOWN


def by_cells_alone(header: Header, rows: Sequence[LogicalRow]) -> Header:
    """``header`` with the fields that the cells of ``rows`` show, where no print names the measure."""
    columns, taken = list(header.columns), set(header.fields().values())
    measure_said = any(column.field == "measure" and column.likeness > SAID for column in columns)
    if header.kind != "other" and (header.kind == "score" or measure_said):
        return header
    texts = [texts_of(column.index, rows) for column in columns]

    def give(at: int, name: str) -> None:
        columns[at] = replace(columns[at], field=name, likeness=SAID)
        taken.add(name)

    for name, looks in _LOOKS.items():
        if name in taken or (name == "result" and "status_text" in taken):
            continue
        alike = [
            at
            for at, cells in enumerate(texts)
            if columns[at].field is None and not columns[at].label and _mostly(looks, cells)
        ]
        if len(alike) == 1:
            give(alike[0], name)
    if "responsible" not in taken or not taken & {"period", "result", "status_text"}:
        return header
    wordy = [at for at, cells in enumerate(texts) if columns[at].field is None and _wordy(cells)]
    wordy.sort(key=lambda at: "มาตรการ" not in columns[at].printed)
    measure = next((at for at in wordy if _mostly(_names_measure, texts[at], NAMED)), None)
    measure = header.column_of("measure") if "measure" in taken else measure
    if measure is None:
        return header
    if "measure" not in taken:
        give(measure, "measure")
    after = [at for at in wordy if at > measure]
    if after and "procedure" not in taken:
        give(after[0], "procedure")
    found = tuple(columns)
    return replace(header, columns=found, kind=kind_of_table(found))


def _mostly(looks: Callable[[str], bool], cells: Sequence[str], share: float = MOST) -> bool:
    return len(cells) >= LEAST and sum(map(looks, cells)) >= share * len(cells)


def _wordy(cells: Sequence[str]) -> bool:
    """Whether a column holds texts, each its own."""
    return (
        len(cells) >= LEAST and len(set(cells)) == len(cells) and sum(map(len, cells)) >= WORDY * len(cells)
    )


def _names_measure(text: str) -> bool:
    return _MEASURE.match(text) is not None or to_be_done(text)
