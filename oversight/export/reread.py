"""Records back from the machine CSV, equal to those that were written.

Empty text and null are both an empty cell: what comes back is null. (Records hold no empty text: what is not
printed is null.)
"""

from __future__ import annotations

import csv
import datetime as dt
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

from extract.errors import UsageError
from extract.model import MeasureRecord
from oversight.export.columns import Column, ckan_name, columns
from oversight.export.nested import read_nested

_NESTED = ("list", "numbers", "object", "objects", "places")


def read_records(path: str | Path) -> Iterator[MeasureRecord]:
    """The records of a machine CSV, one by one.

    Raises:
        UsageError: It is no such file, or a line of it does not hold what its header says.
    """
    csv.field_size_limit(sys.maxsize)  # a field may be as long as its document
    try:
        with Path(path).open(encoding="utf-8-sig", newline="") as stream:
            yield from records_of(stream, str(path))
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"เปิด {path} ไม่ได้: {error}", f"{path} cannot be read: {error}") from error


def records_of(lines: Iterable[str], name: str) -> Iterator[MeasureRecord]:
    """The records of an open machine CSV; ``name`` stands in messages."""
    reader = csv.reader(lines)
    known = {f.name for f in fields(MeasureRecord)}
    wanted = [column for column in columns("records") if column.key in known]
    header = [ckan_name(title) for title in next(reader, [])]
    missing = [column.key for column in wanted if column.key not in header]
    if missing:
        names = ", ".join(missing)
        raise UsageError(
            f"{name} ไม่ใช่ CSV แบบ machine: ไม่มีช่อง {names}",
            f"{name} is no CSV of the machine profile: it lacks {names}",
        )
    turns = [(column.key, header.index(column.key), _turn(column)) for column in wanted]
    for row in reader:
        if not row:
            continue
        try:
            yield MeasureRecord(**{key: turn(row[place]) for key, place, turn in turns})
        except (ValueError, KeyError, TypeError, IndexError) as error:
            told = f"{name}:{reader.line_num}"
            raise UsageError(
                f"อ่าน {told} ไม่ได้: {error}", f"{told} does not hold a record: {error}"
            ) from error


def _turn(column: Column) -> Callable[[str], Any]:
    """Cell to value."""
    if column.kind in _NESTED:
        return lambda text: read_nested(column.key, text)
    match column.kind:
        case "integer":
            return lambda text: int(text) if text else None
        case "number":
            return lambda text: float(text) if text else None
        case "date":
            return lambda text: dt.date.fromisoformat(text) if text else None
        case "flag":
            return _flag
    return lambda text: text or None


def _flag(text: str) -> bool:
    if text not in ("true", "false"):
        raise ValueError(f"{text!r} is neither true nor false")
    return text == "true"
