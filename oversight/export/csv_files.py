"""CSV in two profiles, and records back from the one for programs.

``machine``: UTF-8, values verbatim, lists and provenance as JSON text, empty for null; ``read_records`` gives
records equal to those written. ``excel``: UTF-8 with BOM, values in a style, and text that opens as text.
Lines of both end with CRLF (RFC 4180).
"""

from __future__ import annotations

import csv
import datetime as dt
import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import IO, Any, Literal

from extract import fields
from extract.codecs import CODECS, finding_json
from extract.errors import UsageError
from extract.model import MeasureRecord
from extract.thai.letters import to_thai
from oversight.export.cells import guarded, sheet_writer
from oversight.export.columns import TableColumn, TableRow, ckan_name, columns
from oversight.export.style import CellValue, Style, thai_date

Profile = Literal["machine", "excel"]
ENCODING: dict[Profile, str] = {"machine": "utf-8", "excel": "utf-8-sig"}
_FLAGS = {False: "false", True: "true", None: None}
_TEXT = r'"[^"\\]*+(?:\\.[^"\\]*+)*+"'  # JSON text
_PLACE = re.compile(
    rf"\[(\d+),(\[[^\]]*+\]),({_TEXT}),({_TEXT}),([^\],]*+(?:,\[[^\]]*+\])?(?:,null,{_TEXT})?)\]"
)
_QUAD = re.compile(r'("confidence":[^\],]*+),(\[[^\]]*+\])}')
_NAMED = re.compile(rf'("confidence":[^\],]*+),null,({_TEXT})}}')
_NAME = re.compile(rf"\]\],\[({_TEXT}),\[")


def write(stream: IO[str], profile: Profile, table: str, rows: Iterable[TableRow], style: Style) -> None:
    """Write a table with its header; open ``stream`` with ``ENCODING`` and ``newline=''``.

    Of ``style`` only the headers count in the machine profile.
    """
    if profile == "machine":
        titles = [column.header(style.headers) for column in columns(table)]
    else:
        titles = [guarded(style.title(column)) for column in style.columns(table)]
    sheet_writer(stream).writerow(titles)
    write_rows(stream, profile, table, rows, style)


def write_rows(stream: IO[str], profile: Profile, table: str, rows: Iterable[TableRow], style: Style) -> None:
    """Write rows without a header."""
    if profile == "machine":
        sheet_writer(stream).writerows(machine_cells(table, rows))
    else:
        shown = style.rows(table, rows)
        sheet_writer(stream).writerows([excel_cell(value, style) for value in row] for row in shown)


def excel_cell(value: CellValue, style: Style) -> str | int | float | None:
    """A cell of a style as it stands in a CSV."""
    if isinstance(value, str):
        return guarded(value)
    if isinstance(value, dt.date):
        shown = value.isoformat() if style.years != "be" else thai_date(value)
    elif value is None or style.digits != "thai":
        return value
    else:
        shown = f"{value:,.2f}" if isinstance(value, float) else str(value)
    return to_thai(shown) if style.digits == "thai" else shown


def machine_cells(table: str, rows: Iterable[TableRow]) -> Iterator[TableRow]:
    """Rows with every value as it stands in the file; the rows given are changed."""
    turns = [(at, turn) for at, column in enumerate(columns(table)) if (turn := _machine_turn(column))]
    for row in rows:
        for at, turn in turns:
            value = row[at]
            if value is not None:
                row[at] = turn(value)
        yield row


def _machine_turn(column: TableColumn) -> Callable[[Any], Any] | None:
    """What is done to the values of a column, None where they are written as they are."""
    if column.type == "flag":
        return _FLAGS.__getitem__
    match column.codec:
        case "":
            return _json if column.type in ("list", "box") else None
        case "texts" | "integers":
            return None  # stored as JSON already
        case "findings":
            return lambda found: _json([finding_json(finding, exact=True) for finding in found])
        case "places":
            return _places_json
    name = CODECS[column.codec].name
    return lambda stored: _json(name(json.loads(stored)))


def _json(value: Any) -> str | None:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")) if value else None


def _places_json(stored: str) -> str:
    """Stored provenance with its parts named, without parsing it: half the time of ``json`` both ways.

    A place is matched whole, so what stands in its raw text is never taken for structure; and a quote inside
    a text is escaped, so ``["`` before a name is never text. Numbers stay as they are to the last bit.
    """
    named = _PLACE.sub(r'{"page":\1,"bbox":\2,"method":\3,"raw":\4,"confidence":\5}', stored)
    named = _QUAD.sub(r'\1,"quad":\2}', named)
    if ',null,"' in named:
        named = _NAMED.sub(r'\1,"place":\2}', named)
    _, *found = _NAME.split(f"]],{named[1:-3]}")  # name, places, name, places, …
    pairs = [*zip(found[::2], found[1::2], strict=True)]
    if len(dict(pairs)) < len(pairs):
        return f"[{','.join(f'[{name},[{places}]]' for name, places in pairs)}]"
    return f"{{{','.join(f'{name}:[{places}]' for name, places in pairs)}}}"


def read_records(path: str | Path) -> Iterator[MeasureRecord]:
    """The records of a machine CSV, one by one.

    Empty text and null are both an empty cell: what comes back is null.

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
    header = [ckan_name(title) for title in next(reader, [])]
    wanted = fields.keys()
    if missing := [key for key in wanted if key not in header]:
        names = ", ".join(missing)
        raise UsageError(
            f"{name} ไม่ใช่ CSV แบบ machine: ไม่มีช่อง {names}",
            f"{name} is no CSV of the machine profile: it lacks {names}",
        )
    turns = [(key, header.index(key), _value_of(fields.by_key()[key])) for key in wanted]
    for row in reader:
        if not row:
            continue
        try:
            yield MeasureRecord(**{key: turn(row[place]) for key, place, turn in turns})
        except (ValueError, KeyError, TypeError, IndexError) as error:
            line = f"{name}:{reader.line_num}"
            raise UsageError(
                f"อ่าน {line} ไม่ได้: {error}", f"{line} does not hold a record: {error}"
            ) from error


def _value_of(field: fields.Field) -> Callable[[str], Any]:
    """Cell to value."""
    if field.codec:
        codec = CODECS[field.codec]
        return lambda text: codec.of_json(json.loads(text)) if text else codec.empty
    match field.type:
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
